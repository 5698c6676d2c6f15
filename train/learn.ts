/** Learning of one network by gradient descent (Adam), with its sign rules kept after each step. */
import {
  emptyNetwork,
  featureCount,
  lastSteps,
  lateSteps,
  monotoneCount,
  type Network,
  unitCount,
} from "../src/model/model.ts";
import { type Chance, chanceFrom, shuffle } from "./chance.ts";
import type { Examples } from "./seats.ts";

export type Lesson = {
  readonly hidden: number;
  readonly second: number;
  readonly epochs: number;
  readonly rate: number;
  readonly decay: number;
  /** How much an error of the margin counts against one of the chance. */
  readonly marginWeight: number;
  readonly seed: number;
};

/** What is to be learned of an example, from the team with the ball: chance, and margin / 14. */
export type Targets = { readonly chance: Float64Array; readonly margin: Float64Array };

/** Parameters in the order of learning. `late` and `last` are steps' heights here, not sums. */
type Weights = {
  readonly dense: Float64Array;
  readonly bias: Float64Array;
  readonly late: Float64Array;
  readonly last: Float64Array;
  readonly between: Float64Array;
  readonly secondBias: Float64Array;
  readonly toChance: Float64Array;
  readonly toMargin: Float64Array;
};

const names = [
  "dense",
  "bias",
  "late",
  "last",
  "between",
  "secondBias",
  "toChance",
  "toMargin",
] as const;
const biases: readonly string[] = ["bias", "secondBias"];

const batchSize = 256;
const warmSteps = 200;
/** Share of the running mean of the weights that each step keeps. */
const meanKeeps = 0.999;

/** A bell-shaped number of mean 0 and deviation 1. */
function bell(chance: Chance): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw += 1) sum += chance();
  return sum;
}

function firstNetwork(lesson: Lesson, chance: Chance): Network {
  const { hidden, second } = lesson;
  const network = emptyNetwork(hidden, second);
  const { dense, bias, late, last, between, secondBias, toChance, toMargin } = network;
  const units = unitCount(hidden);
  for (let unit = 0; unit < hidden; unit += 1) {
    for (let index = 0; index < featureCount; index += 1) {
      const value = (bell(chance) * 1.2) / Math.sqrt(featureCount);
      dense[unit * featureCount + index] = index < monotoneCount ? Math.abs(value) / 2 : value;
    }
    bias[unit] = bell(chance) / 2;
    for (let step = 1; step <= lateSteps.length; step += 1) {
      late[step * units + unit] = Math.abs(bell(chance)) / 14;
    }
    for (let step = 1; step <= lastSteps.length; step += 1) {
      last[step * units + unit] = Math.abs(bell(chance)) / 14;
    }
  }
  for (let index = 0; index < between.length; index += 1) {
    between[index] = Math.abs(bell(chance)) / hidden;
  }
  for (let unit = 0; unit < second; unit += 1) {
    secondBias[unit] = bell(chance) * 0.3;
    toChance[unit] = Math.abs(bell(chance)) * 0.3;
    toMargin[unit] = Math.abs(bell(chance)) * 0.1;
  }
  // The straight unit of the chance begins as the plain formula: margin in units of uncertainty.
  dense[hidden * featureCount + 1] = 1.5;
  return network;
}

/** Log-odds that 14 points of margin add at least, so that no lead is worth nothing. */
const leastPerMargin = 0.28;

function keepSigns(weights: Weights, units: number): void {
  const { dense } = weights;
  for (let unit = 0; unit < units; unit += 1) {
    const row = unit * featureCount;
    for (let index = row; index < row + monotoneCount; index += 1) {
      if ((dense[index] as number) < 0) dense[index] = 0;
    }
  }
  const straight = (units - 2) * featureCount;
  dense[straight] = Math.max(leastPerMargin, dense[straight] as number);
  for (const name of ["late", "last", "between", "toChance", "toMargin"] as const) {
    const values = weights[name];
    for (let index = 0; index < values.length; index += 1) {
      if ((values[index] as number) < 0) values[index] = 0;
    }
  }
}

/** Sums steps' heights upwards: row `n` becomes the sum of rows 1…n. */
function sumUp(heights: Float64Array, sums: Float64Array, units: number): void {
  sums.fill(0, 0, units);
  for (let index = units; index < heights.length; index += 1) {
    sums[index] = (sums[index - units] as number) + (heights[index] as number);
  }
}

/** Turns gradients of the sums into gradients of the heights, in place. */
function sumDown(gradient: Float64Array, units: number): void {
  for (let index = gradient.length - units - 1; index >= units; index -= 1) {
    gradient[index] = (gradient[index] as number) + (gradient[index + units] as number);
  }
  gradient.fill(0, 0, units);
}

type Workspace = {
  readonly first: Float64Array;
  readonly firstSlope: Float64Array;
  readonly back: Float64Array;
  readonly secondOut: Float64Array;
  readonly secondSlope: Float64Array;
};

function workspace(lesson: Lesson): Workspace {
  const units = unitCount(lesson.hidden);
  return {
    first: new Float64Array(units),
    firstSlope: new Float64Array(units).fill(1),
    back: new Float64Array(units),
    secondOut: new Float64Array(lesson.second),
    secondSlope: new Float64Array(lesson.second),
  };
}

/** The first layer of example `index`, with the slopes of its units. */
function forwardFirst(network: Network, data: Examples, index: number, work: Workspace): void {
  const { hidden, dense, bias, late, last } = network;
  const { features } = data;
  const units = hidden + 2;
  const start = index * featureCount;
  const lateRow = (data.lateStep[index] as number) * units;
  const lastRow = (data.lastStep[index] as number) * units;
  const lateWeight = data.lateWeight[index] as number;
  const lastWeight = data.lastWeight[index] as number;
  for (let unit = 0; unit < units; unit += 1) {
    let sum =
      (bias[unit] as number) +
      lateWeight * (late[lateRow + unit] as number) +
      lastWeight * (last[lastRow + unit] as number);
    const row = unit * featureCount;
    for (let k = 0; k < featureCount; k += 1) {
      sum += (dense[row + k] as number) * (features[start + k] as number);
    }
    if (unit < hidden) {
      const share = 1 / (1 + Math.abs(sum));
      work.first[unit] = sum * share;
      work.firstSlope[unit] = share * share;
    } else {
      work.first[unit] = sum;
    }
    work.back[unit] = 0;
  }
}

/** The second layer, forwards and backwards; leaves what the first layer gets in `work.back`. */
function throughSecond(
  network: Network,
  gradient: Weights,
  work: Workspace,
  target: { chance: number; margin: number; marginWeight: number },
): void {
  const { hidden, second, between, secondBias, toChance, toMargin } = network;
  const { first, back, secondOut, secondSlope } = work;
  let logit = first[hidden] as number;
  let margin = first[hidden + 1] as number;
  for (let unit = 0; unit < second; unit += 1) {
    let sum = secondBias[unit] as number;
    const row = unit * hidden;
    for (let k = 0; k < hidden; k += 1) sum += (between[row + k] as number) * (first[k] as number);
    const share = 1 / (1 + Math.abs(sum));
    secondOut[unit] = sum * share;
    secondSlope[unit] = share * share;
    logit += (toChance[unit] as number) * sum * share;
    margin += (toMargin[unit] as number) * sum * share;
  }
  const chanceError = 1 / (1 + Math.exp(-logit)) - target.chance;
  const marginError = target.marginWeight * (margin - target.margin);
  back[hidden] = chanceError;
  back[hidden + 1] = marginError;
  for (let unit = 0; unit < second; unit += 1) {
    const out = secondOut[unit] as number;
    gradient.toChance[unit] = (gradient.toChance[unit] as number) + chanceError * out;
    gradient.toMargin[unit] = (gradient.toMargin[unit] as number) + marginError * out;
    const error =
      (chanceError * (toChance[unit] as number) + marginError * (toMargin[unit] as number)) *
      (secondSlope[unit] as number);
    gradient.secondBias[unit] = (gradient.secondBias[unit] as number) + error;
    const row = unit * hidden;
    for (let k = 0; k < hidden; k += 1) {
      gradient.between[row + k] =
        (gradient.between[row + k] as number) + error * (first[k] as number);
      back[k] = (back[k] as number) + error * (between[row + k] as number);
    }
  }
}

function backFirst(gradient: Weights, data: Examples, index: number, work: Workspace): void {
  const { features } = data;
  const { dense, bias, late, last } = gradient;
  const units = work.back.length;
  const start = index * featureCount;
  const lateRow = (data.lateStep[index] as number) * units;
  const lastRow = (data.lastStep[index] as number) * units;
  const lateWeight = data.lateWeight[index] as number;
  const lastWeight = data.lastWeight[index] as number;
  for (let unit = 0; unit < units; unit += 1) {
    const error = (work.back[unit] as number) * (work.firstSlope[unit] as number);
    bias[unit] = (bias[unit] as number) + error;
    late[lateRow + unit] = (late[lateRow + unit] as number) + error * lateWeight;
    last[lastRow + unit] = (last[lastRow + unit] as number) + error * lastWeight;
    const row = unit * featureCount;
    for (let k = 0; k < featureCount; k += 1) {
      dense[row + k] = (dense[row + k] as number) + error * (features[start + k] as number);
    }
  }
}

type Adam = { readonly mean: Weights; readonly square: Weights };

function adamStep(
  weights: Weights,
  gradient: Weights,
  adam: Adam,
  now: { step: number; rate: number; decay: number; count: number },
): void {
  const meanScale = 1 / (1 - 0.9 ** now.step);
  const squareScale = 1 / (1 - 0.999 ** now.step);
  for (const name of names) {
    const [value, slope] = [weights[name], gradient[name]];
    const [mean, square] = [adam.mean[name], adam.square[name]];
    const decay = biases.includes(name) ? 0 : now.decay;
    for (let index = 0; index < value.length; index += 1) {
      const own = (slope[index] as number) / now.count;
      const average = 0.9 * (mean[index] as number) + 0.1 * own;
      const spread = 0.999 * (square[index] as number) + 0.001 * own * own;
      mean[index] = average;
      square[index] = spread;
      const old = value[index] as number;
      const move = (average * meanScale) / (Math.sqrt(spread * squareScale) + 1e-8);
      value[index] = old - now.rate * (move + decay * old);
    }
  }
}

function copyOf(network: Network): Weights {
  return Object.fromEntries(names.map((name) => [name, network[name].slice()])) as Weights;
}

function zeros(network: Network): Weights {
  return Object.fromEntries(
    names.map((name) => [name, new Float64Array(network[name].length)]),
  ) as Weights;
}

/** Learns a network from the examples at `rows`. The same seed gives the same weights. */
export function learn(data: Examples, rows: Int32Array, targets: Targets, lesson: Lesson): Network {
  const chance = chanceFrom(lesson.seed);
  const network = firstNetwork(lesson, chance);
  const units = unitCount(lesson.hidden);
  const weights: Weights = { ...network, late: network.late.slice(), last: network.last.slice() };
  const [gradient, running] = [zeros(network), copyOf(network)];
  const adam: Adam = { mean: zeros(network), square: zeros(network) };
  const work = workspace(lesson);
  const order = rows.slice();
  const stepsInAll = Math.ceil(order.length / batchSize) * lesson.epochs;
  const target = { chance: 0, margin: 0, marginWeight: lesson.marginWeight };
  let step = 0;
  for (let epoch = 0; epoch < lesson.epochs; epoch += 1) {
    shuffle(order, chance);
    for (let begin = 0; begin < order.length; begin += batchSize) {
      const batch = order.subarray(begin, begin + batchSize);
      for (const name of names) gradient[name].fill(0);
      sumUp(weights.late, network.late, units);
      sumUp(weights.last, network.last, units);
      for (const index of batch) {
        target.chance = targets.chance[index] as number;
        target.margin = targets.margin[index] as number;
        forwardFirst(network, data, index, work);
        throughSecond(network, gradient, work, target);
        backFirst(gradient, data, index, work);
      }
      sumDown(gradient.late, units);
      sumDown(gradient.last, units);
      step += 1;
      const cooling = 0.5 + 0.5 * Math.cos((Math.PI * step) / stepsInAll);
      const rate = lesson.rate * Math.min(1, step / warmSteps) * cooling + 1e-6;
      adamStep(weights, gradient, adam, { step, rate, decay: lesson.decay, count: batch.length });
      keepSigns(weights, units);
      const keeps = Math.min(meanKeeps, 1 - 1 / (1 + step / 5));
      for (const name of names) mixInto(running[name], weights[name], keeps);
    }
  }
  const { hidden, second } = lesson;
  const [late, last] = [running.late.slice(), running.last.slice()];
  sumUp(running.late, late, units);
  sumUp(running.last, last, units);
  return { ...running, late, last, hidden, second, scale: network.scale, points: network.points };
}

function mixInto(running: Float64Array, values: Float64Array, keeps: number): void {
  for (let index = 0; index < running.length; index += 1) {
    running[index] = keeps * (running[index] as number) + (1 - keeps) * (values[index] as number);
  }
}
