/** The plays that the network learns from: regulation, scrimmage plays and kickoffs. */
import {
  featureCount,
  fillFeatures,
  fillPointTerms,
  lastSteps,
  lastWeight,
  lateSteps,
  lateWeight,
  pointTermCount,
  type Seat,
  stepsReached,
} from "../src/model/model.ts";
import { fillNextScores } from "./next-score.ts";
import type { Plays } from "./plays.ts";

/** Learning examples, each seen from the team with the ball. All arrays have `count` entries. */
export type Examples = {
  readonly count: number;
  /** Row of the play in the file. */
  readonly row: Int32Array;
  /** `count` × `featureCount`. What the ball is worth stands in them after `fillWorths` only. */
  readonly features: Float32Array;
  /** `count` × `pointTermCount`. */
  readonly pointTerms: Float32Array;
  /** Points of the next score of the half: + the team with the ball, − the other, 0 none. */
  readonly nextScore: Float32Array;
  /** Own score − other score. */
  readonly margin: Float32Array;
  readonly lateStep: Int8Array;
  readonly lateWeight: Float32Array;
  readonly lastStep: Int8Array;
  readonly lastWeight: Float32Array;
  /** Seconds left of regulation. */
  readonly seconds: Float32Array;
  readonly total: Float32Array;
  readonly game: Int32Array;
  readonly season: Int16Array;
  readonly ballIsHome: Uint8Array;
  readonly isScrimmage: Uint8Array;
  /** The home team's result: 1, 0, or 0.5 for a tie. */
  readonly homeWin: Float64Array;
  /** Final home margin, points. */
  readonly homeFinal: Float64Array;
};

/** Tries stand at these yard lines or closer, kickoffs farther. */
const farthestTry = 17;
const touchback = 75;

function isExample(plays: Plays, row: number): boolean {
  const { qtr, down, yardline_100: yardline } = plays.columns;
  if (!(at(qtr, row) <= 4)) return false;
  return at(down, row) > 0 || at(yardline, row) > farthestTry;
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}

/** The play's situation from the team with the ball. */
export function seatOf(plays: Plays, row: number): Seat {
  const { columns: c } = plays;
  const isHome = at(c.posteam_is_home, row) > 0;
  const sign = isHome ? 1 : -1;
  const isScrimmage = at(c.down, row) > 0;
  const firstHalf = at(c.qtr, row) <= 2;
  const homeTimeouts = at(c.home_timeouts, row);
  const awayTimeouts = at(c.away_timeouts, row);
  return {
    margin: sign * (at(c.home_score, row) - at(c.away_score, row)),
    spread: sign * at(c.spread_line, row),
    total: at(c.total_line, row),
    seconds: at(c.game_seconds_remaining, row),
    halfSeconds: at(c.half_seconds_remaining, row),
    firstHalf,
    yardline: isScrimmage ? at(c.yardline_100, row) : touchback,
    down: isScrimmage ? at(c.down, row) : 1,
    ydstogo: isScrimmage ? at(c.ydstogo, row) : 10,
    kickoff: !isScrimmage,
    ownTimeouts: isHome ? homeTimeouts : awayTimeouts,
    otherTimeouts: isHome ? awayTimeouts : homeTimeouts,
    secondHalfKickoff: at(c.receive_2h_ko, row) > 0 ? 1 : -1,
    playoff: plays.gameType[row] !== "REG",
  };
}

function empty(count: number): Examples {
  return {
    count,
    row: new Int32Array(count),
    features: new Float32Array(count * featureCount),
    pointTerms: new Float32Array(count * pointTermCount),
    nextScore: new Float32Array(count),
    margin: new Float32Array(count),
    lateStep: new Int8Array(count),
    lateWeight: new Float32Array(count),
    lastStep: new Int8Array(count),
    lastWeight: new Float32Array(count),
    seconds: new Float32Array(count),
    total: new Float32Array(count),
    game: new Int32Array(count),
    season: new Int16Array(count),
    ballIsHome: new Uint8Array(count),
    isScrimmage: new Uint8Array(count),
    homeWin: new Float64Array(count),
    homeFinal: new Float64Array(count),
  };
}

/** All regulation plays but tries, in the order of the file. */
export function examplesOf(plays: Plays): Examples {
  const rows: number[] = [];
  for (let row = 0; row < plays.count; row += 1) if (isExample(plays, row)) rows.push(row);
  const examples = empty(rows.length);
  const { columns: c } = plays;
  const terms = new Float64Array(pointTermCount);
  for (const [index, row] of rows.entries()) {
    const seat = seatOf(plays, row);
    fillFeatures(examples.features, index * featureCount, seat, 0);
    fillPointTerms(terms, seat);
    examples.pointTerms.set(terms, index * pointTermCount);
    examples.margin[index] = seat.margin;
    examples.row[index] = row;
    examples.lateStep[index] = stepsReached(lateSteps, seat.margin);
    examples.lateWeight[index] = lateWeight(seat.seconds);
    examples.lastStep[index] = stepsReached(lastSteps, seat.margin);
    examples.lastWeight[index] = lastWeight(seat.seconds);
    examples.seconds[index] = seat.seconds;
    examples.total[index] = seat.total;
    examples.game[index] = plays.game[row] ?? -1;
    examples.season[index] = at(c.season, row);
    examples.ballIsHome[index] = at(c.posteam_is_home, row) > 0 ? 1 : 0;
    examples.isScrimmage[index] = seat.kickoff ? 0 : 1;
    examples.homeWin[index] = at(c.home_win, row);
    examples.homeFinal[index] = at(c.home_final, row) - at(c.away_final, row);
  }
  fillNextScores(plays, examples);
  return examples;
}
