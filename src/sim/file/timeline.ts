/** A real game's plays as the timeline that the scoreboard shows. */
import type { Game, GamePhase, LastPlay, Situation, TeamSide } from "../../domain/game.ts";
import { hashText } from "../../domain/chance.ts";
import { NOTHING_KNOWN, pregameState, startState } from "../bare-states.ts";
import { PLAY_TYPES } from "../play-types.ts";
import { asTeam, teamByCode } from "../teams.ts";
import type { Moment, Timeline, TruePlay, TrueState } from "../timeline.ts";
import { homeLine, statusText } from "../wording.ts";
import {
  isEndOfGame,
  isEndOfPeriod,
  isResumption,
  isSnap,
  isSuspension,
  meaningOf,
} from "./play-meaning.ts";
import type { Meaning } from "./play-meaning.ts";
import { knownTimes, playedRows } from "./play-time.ts";
import type { Known } from "./play-time.ts";
import type { Play } from "./play.ts";

const fiveMinutesMs = 300_000;
const weekMs = 7 * 24 * 3_600_000;

/** Builds the timeline. Throws on a team that is none: the reader lets only whole games in. */
export function fileTimeline(plays: readonly Play[]): Timeline {
  const rows = playedRows(plays);
  const kickoffAt = rows.find((row) => row.snapAt !== undefined)?.snapAt ?? 0;
  const game = gameOf(plays, kickoffAt);
  const known = knownTimes(rows, kickoffAt);
  const states: TrueState[] = [pregameState(game.kickoffAt - weekMs), startState(kickoffAt)];
  rows.forEach((row, index) => {
    const before = states.at(-1);
    const time = known[index];
    if (before !== undefined && time !== undefined) {
      states.push(stateAfter({ rows, index, row, before, time, eventId: game.eventId }));
    }
  });
  closeGame(states, plays);
  const { spreadHome, totalPoints } = game;
  const hasOdds = spreadHome !== undefined && totalPoints !== undefined;
  const odds = hasOdds ? { spread: -spreadHome, overUnder: totalPoints } : undefined;
  return { game, odds, states };
}

/** A stable id in the range of ESPN's of recent years; a plays file has none. */
function eventIdOf(gameId: string): string {
  return `4017${String(hashText(gameId) % 100_000).padStart(5, "0")}`;
}

function gameOf(plays: readonly Play[], firstSnapAt: number): Game {
  const first = plays[0];
  if (first === undefined) throw new Error("a game without plays");
  const home = teamByCode(first.homeTeam);
  const away = teamByCode(first.awayTeam);
  if (home === undefined || away === undefined) {
    throw new Error(`not a team: ${first.homeTeam} or ${first.awayTeam}`);
  }
  return {
    eventId: eventIdOf(first.gameId),
    home: asTeam(home),
    away: asTeam(away),
    // Kickoffs are announced to five minutes; the ball is kicked some minutes after.
    kickoffAt: Math.floor(firstSnapAt / fiveMinutesMs) * fiveMinutesMs,
    neutralSite: first.neutralSite,
    seasonType: (first.week ?? 1) > 18 ? "post" : "regular",
    season: Number(/^\d{4}/.exec(first.gameId)?.[0] ?? "") || undefined,
    week: first.week,
    spreadHome: first.spreadHome,
    totalPoints: first.totalPoints,
  };
}

type Step = {
  readonly rows: readonly Play[];
  readonly index: number;
  readonly row: Play;
  readonly before: TrueState;
  readonly time: Known;
  readonly eventId: string;
};

/** The next row in which the ball is put in play, unless a half or the game ends before. */
function followingSnap({ rows, index }: Step): Play | undefined {
  for (const row of rows.slice(index + 1)) {
    if (isSnap(row)) return row;
    const endsHalf = isEndOfPeriod(row) && row.period !== 1 && row.period !== 3;
    if (endsHalf) return undefined;
  }
  return undefined;
}

function sideOf(code: string | undefined, row: Play): TeamSide | undefined {
  if (code === row.homeTeam) return "home";
  return code === row.awayTeam ? "away" : undefined;
}

function phaseOf(row: Play): GamePhase {
  if (isEndOfGame(row)) return "final";
  if (isEndOfPeriod(row)) return row.period === 2 ? "halftime" : "endOfPeriod";
  return isSuspension(row) ? "delayed" : "inProgress";
}

function momentOf(meaning: Meaning, row: Play, next: Play | undefined): Moment {
  const phase = phaseOf(row);
  if (phase === "halftime" || phase === "endOfPeriod" || phase === "delayed" || phase === "final") {
    return phase;
  }
  switch (meaning.kind) {
    case "touchdown":
    case "safety":
    case "kickoff":
      return meaning.kind;
    case "fieldGoal":
      // An attempt; only a good one is followed by a kickoff.
      return meaning.type === PLAY_TYPES.fieldGoalGood ? "fieldGoal" : "scrimmage";
    case "extraPoint":
      return "afterTry";
    case "punt":
      return /Touchback/.test(row.text) && next?.yardline100 === 80 ? "puntTouchback" : "scrimmage";
    default:
      return "scrimmage";
  }
}

function stateAfter(step: Step): TrueState {
  const { row, before, time } = step;
  const following = followingSnap(step);
  const next = following?.down === undefined ? undefined : following;
  const homeScore = row.homeScore ?? before.situation.homeScore ?? 0;
  const awayScore = row.awayScore ?? before.situation.awayScore ?? 0;
  const scored = {
    home: homeScore - (before.situation.homeScore ?? 0),
    away: awayScore - (before.situation.awayScore ?? 0),
  };
  const ballChanged = next !== undefined && isSnap(row) && next.offence !== row.offence;
  const meaning = meaningOf(row, scored, ballChanged);
  const moment = momentOf(meaning, row, next);
  const period = row.period ?? before.situation.period ?? 1;
  const phase = phaseOf(row);
  const silent = isSuspension(row) || isResumption(row);
  const possession = next === undefined ? undefined : sideOf(next.offence, next);
  const play = silent ? before.play : playOf(row, numberOf(row, before), meaning, next, scored);
  const situation: Situation = {
    state: "in",
    phase,
    statusText: statusText(phase, period, time.clockSeconds, true),
    completed: false,
    period,
    clockSeconds: time.clockSeconds,
    homeScore,
    awayScore,
    possession,
    down: next?.down,
    distance: next?.distance,
    goalToGo: next?.distance !== undefined && next.distance === next.yardline100,
    yardline100: next?.yardline100,
    homeTimeouts: row.homeTimeouts ?? before.situation.homeTimeouts,
    awayTimeouts: row.awayTimeouts ?? before.situation.awayTimeouts,
    lastPlay: silent ? before.situation.lastPlay : lastPlayOf(step.eventId, row, meaning, play),
  };
  return {
    knownAt: time.knownAt,
    moment,
    situation,
    play,
    drive: undefined,
    clockRunning: time.running,
    homeByPeriod: addPoints(before.homeByPeriod, period, scored.home),
    awayByPeriod: addPoints(before.awayByPeriod, period, scored.away),
  };
}

function lastPlayOf(
  eventId: string,
  row: Play,
  meaning: Meaning,
  play: TruePlay | undefined,
): LastPlay {
  return {
    id: `${eventId}${play?.number ?? row.playId}`,
    kind: meaning.kind,
    text: play?.text ?? row.text,
    yards: play?.yards,
  };
}

function addPoints(byPeriod: readonly number[], period: number, points: number): readonly number[] {
  const filled = [...byPeriod];
  while (filled.length < period) filled.push(0);
  return filled.map((sum, index) => (index === period - 1 ? sum + points : sum));
}

/**
 * The play's number on the scoreboard: the file's own, but always growing. (A timeout carries a
 * higher id than the play that it came before, and the scoreboard's numbers follow the game.)
 */
function numberOf(row: Play, before: TrueState): number {
  return Math.max(row.playId, (before.play?.number ?? 0) + 1);
}

function playOf(
  row: Play,
  number: number,
  meaning: Meaning,
  next: Play | undefined,
  scored: { readonly home: number; readonly away: number },
): TruePlay {
  const offence = sideOf(row.offence, row);
  const scorer = scored.home > 0 ? "home" : scored.away > 0 ? "away" : undefined;
  const holder = next === undefined ? undefined : sideOf(next.offence, next);
  const startLine =
    offence === undefined || row.yardline100 === undefined
      ? undefined
      : homeLine(offence, row.yardline100);
  const nextLine =
    holder === undefined || next?.yardline100 === undefined
      ? undefined
      : homeLine(holder, next.yardline100);
  const scoredLine =
    meaning.kind === "touchdown" && scorer !== undefined ? homeLine(scorer, 0) : undefined;
  const endLine = scoredLine ?? nextLine;
  const gained =
    meaning.kind === "scrimmage" && startLine !== undefined && endLine !== undefined
      ? offence === "home"
        ? endLine - startLine
        : startLine - endLine
      : 0;
  const points = Math.max(scored.home, scored.away, 0);
  return {
    number,
    type: meaning.type,
    text: row.text.replace(/^\(\d*:\d\d\) /, ""),
    scoreValue: points === 1 || points === 2 || points === 3 || points === 6 ? points : 0,
    team: scorer ?? holder ?? offence,
    startTeam: offence,
    startLine,
    endTeam: scorer ?? holder ?? offence,
    endLine,
    yards: gained,
  };
}

/** The official result ends the list, also where the file has no row for the end of the game. */
function closeGame(states: TrueState[], plays: readonly Play[]): void {
  const last = states.pop();
  const result = plays.at(-1);
  if (last === undefined || result === undefined) return;
  const ended = last.situation.phase === "final";
  if (!ended) states.push(last);
  const left = last.clockRunning ? (last.situation.clockSeconds ?? 0) * 1000 : 0;
  const period = last.situation.period ?? 4;
  states.push({
    ...last,
    knownAt: ended ? last.knownAt : last.knownAt + Math.max(2_000, left),
    moment: "final",
    clockRunning: false,
    situation: {
      ...NOTHING_KNOWN,
      state: "post",
      phase: "final",
      statusText: statusText("final", period, 0, true),
      completed: true,
      period,
      clockSeconds: 0,
      homeScore: result.homeFinal,
      awayScore: result.awayFinal,
      lastPlay: last.situation.lastPlay,
    },
  });
}
