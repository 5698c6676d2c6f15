/**
 * Teaching in rounds. The first network learns results. Each later one learns, for every play, a
 * mix of the result and of what the network before it says about the plays that follow (TD(λ),
 * Sutton 1988): a play late in a game says more about the plays before it than the one final result
 * that they all share, and thousands of games are not many.
 */
import {
  evaluate,
  featureCount,
  type Look,
  type Network,
  type Saying,
  scaleTerms,
} from "../src/model/model.ts";
import { fitLogistic } from "./logistic.ts";
import { chanceFrom } from "./chance.ts";
import { type Lesson, learn, type Targets } from "./learn.ts";
import { fillWorths, fitPoints } from "./next-score.ts";
import type { Examples } from "./seats.ts";

export type Course = Omit<Lesson, "seed"> & {
  /** Rounds after the first. */
  readonly rounds: number;
  /** λ: weight of what comes later against the very next play. */
  readonly trace: number;
  /** Share of the plays that are learned from; plays of a game are much alike. */
  readonly share: number;
  /** All plays with at most so many seconds left are learned from: few, and unlike each other. */
  readonly allWithin: number;
  /** Margins beyond this many points teach no more. */
  readonly marginMax: number;
};

/** Found by leaving pairs of seasons out; differences nearby are within the noise. */
export const course: Course = {
  hidden: 16,
  second: 6,
  epochs: 3,
  rate: 0.005,
  decay: 0.01,
  marginWeight: 0.1,
  rounds: 8,
  trace: 0.9,
  share: 0.25,
  allWithin: 240,
  marginMax: 21,
};

/** The network's word on examples: log-odds of the team with the ball, and its margin / 14. */
export type Word = { readonly logit: Float64Array; readonly margin: Float64Array };

/** Asks the network about the examples at `indices`; the others' entries stay NaN. */
export function ask(network: Network, data: Examples, indices: Int32Array): Word {
  const word = {
    logit: new Float64Array(data.count).fill(Number.NaN),
    margin: new Float64Array(data.count).fill(Number.NaN),
  };
  const look: Look = {
    features: data.features,
    start: 0,
    lateStep: 0,
    lateWeight: 0,
    lastStep: 0,
    lastWeight: 0,
  };
  const scratch = new Float64Array(network.hidden + 2);
  const saying: Saying = { logit: 0, margin: 0 };
  for (const index of indices) {
    look.start = index * featureCount;
    look.lateStep = data.lateStep[index] as number;
    look.lateWeight = data.lateWeight[index] as number;
    look.lastStep = data.lastStep[index] as number;
    look.lastWeight = data.lastWeight[index] as number;
    evaluate(network, look, scratch, saying);
    word.logit[index] = saying.logit;
    word.margin[index] = saying.margin;
  }
  return word;
}

function finalOf(data: Examples, index: number, most: number): number {
  return Math.max(-most, Math.min(most, data.homeFinal[index] as number)) / 14;
}

/** The results themselves, from the team with the ball. */
function results(data: Examples, marginMax: number): Targets {
  const targets = {
    chance: new Float64Array(data.count),
    margin: new Float64Array(data.count),
  };
  for (let index = 0; index < data.count; index += 1) {
    const isHome = data.ballIsHome[index] === 1;
    const win = data.homeWin[index] as number;
    const final = finalOf(data, index, marginMax);
    targets.chance[index] = isHome ? win : 1 - win;
    targets.margin[index] = isHome ? final : -final;
  }
  return targets;
}

/** Rewrites the targets, from the last play of each game backwards. `indices` are in game order. */
function lookAhead(
  data: Examples,
  indices: Int32Array,
  word: Word,
  targets: Targets,
  wanted: Course,
): void {
  const { trace, marginMax } = wanted;
  let game = -1;
  const ahead = { win: 0, nextWin: 0, final: 0, nextFinal: 0 };
  for (let at = indices.length - 1; at >= 0; at -= 1) {
    const index = indices[at] as number;
    const isHome = data.ballIsHome[index] === 1;
    if (data.game[index] === game) {
      ahead.win = (1 - trace) * ahead.nextWin + trace * ahead.win;
      ahead.final = (1 - trace) * ahead.nextFinal + trace * ahead.final;
    } else {
      game = data.game[index] as number;
      ahead.win = data.homeWin[index] as number;
      ahead.final = finalOf(data, index, marginMax);
    }
    targets.chance[index] = isHome ? ahead.win : 1 - ahead.win;
    targets.margin[index] = isHome ? ahead.final : -ahead.final;
    const chance = 1 / (1 + Math.exp(-(word.logit[index] as number)));
    const margin = word.margin[index] as number;
    ahead.nextWin = isHome ? chance : 1 - chance;
    ahead.nextFinal = isHome ? margin : -margin;
  }
}

/**
 * Teaches a network from the examples at `indices`, which are in game order. Rewrites what the ball
 * is worth in `data.features`, by the scores of these examples.
 */
export function teach(
  data: Examples,
  indices: Int32Array,
  seed: number,
  wanted: Course = course,
): Network {
  const chance = chanceFrom(seed);
  const rows = indices.filter((index) => {
    const isDrawn = chance() < wanted.share;
    return isDrawn || (data.seconds[index] as number) <= wanted.allWithin;
  });
  const points = fitPoints(data, indices);
  fillWorths(data, points);
  const targets = results(data, wanted.marginMax);
  let network = learn(data, rows, targets, { ...wanted, seed: seed + 1 });
  for (let round = 1; round <= wanted.rounds; round += 1) {
    lookAhead(data, indices, ask(network, data, indices), targets, wanted);
    network = learn(data, rows, targets, { ...wanted, seed: seed + 1 + round });
  }
  return { ...network, points, scale: scaleOf(data, indices, ask(network, data, indices)) };
}

/** Every twentieth play, evenly over the game, is enough for four numbers. */
const scaleEvery = 20;

/** Fits what the expected margin is worth in log-odds, by clock and total. */
function scaleOf(data: Examples, indices: Int32Array, word: Word): Float64Array {
  const picked = indices.filter((_, at) => at % scaleEvery === 0);
  const terms = Array.from(picked, (index) => {
    const margin = word.margin[index] as number;
    const by = scaleTerms(data.seconds[index] as number, data.total[index] as number);
    return Float64Array.from(by, (term) => term * margin);
  });
  const won = Float64Array.from(picked, (index) => {
    const win = data.homeWin[index] as number;
    return data.ballIsHome[index] === 1 ? win : 1 - win;
  });
  return fitLogistic(terms, won);
}

/** Examples whose season passes. */
export function examplesWhere(data: Examples, passes: (season: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let index = 0; index < data.count; index += 1) {
    if (passes(data.season[index] as number)) found.push(index);
  }
  return Int32Array.from(found);
}
