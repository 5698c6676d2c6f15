/** Models side by side on the same plays, with intervals from drawing whole games again. */
import { chanceFrom } from "./chance.ts";
import {
  type Judged,
  lossOf,
  type Measures,
  measure,
  quarterCalibrationError,
} from "./measures.ts";
import type { Plays } from "./plays.ts";
import type { Examples } from "./seats.ts";

/** Home chances by name of the model, one an example. */
export type Contest = Readonly<Record<string, Float64Array>>;

export type Row = Measures & {
  readonly name: string;
  /** nflfastR's published measure. */
  readonly quarterCalibration: number;
  /** Log loss where every game counts the same. */
  readonly perGame: number;
};

/** Regulation scrimmage plays of games that somebody won: what the references were made for. */
export function countedExamples(
  plays: Plays,
  data: Examples,
  passes: (index: number) => boolean,
): Int32Array {
  const found: number[] = [];
  for (let index = 0; index < data.count; index += 1) {
    if (data.isScrimmage[index] !== 1 || data.homeWin[index] === 0.5) continue;
    const reference = plays.columns.ref_vegas_home_wp[data.row[index] as number] as number;
    if (!Number.isNaN(reference) && passes(index)) found.push(index);
  }
  return Int32Array.from(found);
}

function pick(values: Float64Array, indices: Int32Array): Float64Array {
  return Float64Array.from(indices, (index) => values[index] as number);
}

/** Predictions of one model and results at `indices`. */
export function judgedAt(chances: Float64Array, data: Examples, indices: Int32Array): Judged {
  return { chance: pick(chances, indices), won: pick(data.homeWin, indices) };
}

/** Sum of a model's loss and number of plays, by game. */
function lossByGame(judged: Judged, games: Int32Array): Map<number, [sum: number, plays: number]> {
  const found = new Map<number, [number, number]>();
  for (const [at, game] of games.entries()) {
    const entry = found.get(game) ?? [0, 0];
    entry[0] += lossOf(judged.chance[at] as number, judged.won[at] as number);
    entry[1] += 1;
    found.set(game, entry);
  }
  return found;
}

/** All measures of each model. */
export function rowsOf(contest: Contest, plays: Plays, data: Examples, indices: Int32Array): Row[] {
  const games = Int32Array.from(indices, (index) => data.game[index] as number);
  const quarter = Float64Array.from(
    indices,
    (index) => plays.columns.qtr[data.row[index] as number] as number,
  );
  return Object.entries(contest).map(([name, chances]) => {
    const judged = judgedAt(chances, data, indices);
    const byGame = [...lossByGame(judged, games).values()];
    return {
      name,
      ...measure(judged),
      quarterCalibration: quarterCalibrationError(fromTheBall(judged, data, indices), quarter),
      perGame: byGame.reduce((sum, [loss, count]) => sum + loss / count, 0) / byGame.length,
    };
  });
}

/** The same predictions from the team with the ball, as nflfastR judges them. */
function fromTheBall(judged: Judged, data: Examples, indices: Int32Array): Judged {
  const turn = (value: number, at: number): number =>
    data.ballIsHome[indices[at] as number] === 1 ? value : 1 - value;
  return { chance: judged.chance.map(turn), won: judged.won.map(turn) };
}

export type Difference = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly games: number;
};

const resamples = 2000;

/** Log loss of `ours` less that of `theirs`, per play, with the 95 % interval over games. */
export function differenceOf(
  ours: Float64Array,
  theirs: Float64Array,
  data: Examples,
  indices: Int32Array,
): Difference {
  const games = Int32Array.from(indices, (index) => data.game[index] as number);
  const own = lossByGame(judgedAt(ours, data, indices), games);
  const other = lossByGame(judgedAt(theirs, data, indices), games);
  const pairs = Array.from(own, ([game, [loss, count]]) => ({
    difference: loss - (other.get(game)?.[0] ?? Number.NaN),
    count,
  }));
  const chance = chanceFrom(1);
  const means: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    let [sum, plays] = [0, 0];
    for (let draw = 0; draw < pairs.length; draw += 1) {
      const pair = pairs[Math.floor(chance() * pairs.length)];
      sum += pair?.difference ?? 0;
      plays += pair?.count ?? 0;
    }
    means.push(sum / plays);
  }
  means.sort((left, right) => left - right);
  const total = pairs.reduce((sum, pair) => sum + pair.difference, 0);
  return {
    mean: total / indices.length,
    low: means[Math.floor(resamples * 0.025)] ?? Number.NaN,
    high: means[Math.ceil(resamples * 0.975) - 1] ?? Number.NaN,
    games: pairs.length,
  };
}
