/**
 * A small network with two hidden layers. All weights from the monotone features and the steps, and
 * all weights above the first layer, are 0 or more, so a better score, line or timeout count never
 * lowers its answer (Daniels and Velikova 2010, "Monotone and partially monotone neural networks").
 * Only sums, products and divisions: the same on every machine.
 */
import { featureCount, lastSteps, lateSteps } from "./features.ts";
import { pointTermCount } from "./points.ts";

/**
 * Weights of one network. A column of the first layer is a unit: `hidden` curved ones, then two
 * straight ones that go past the second layer, to the chance and to the margin.
 */
export type Network = {
  readonly hidden: number;
  readonly second: number;
  /** Unit × feature. */
  readonly dense: Float64Array;
  readonly bias: Float64Array;
  /** Steps reached × unit, summed over the steps. */
  readonly late: Float64Array;
  readonly last: Float64Array;
  /** Second unit × hidden unit. */
  readonly between: Float64Array;
  readonly secondBias: Float64Array;
  readonly toChance: Float64Array;
  readonly toMargin: Float64Array;
  /** Log-odds per 14 points of the expected margin: see `blended`. */
  readonly scale: Float64Array;
  /** Points of the next score, per term of `pointsAhead`. */
  readonly points: Float64Array;
};

/** Numbers in `Network.scale`. */
export const scaleCount = 4;

/** Units of the first layer: the curved ones and two straight ones. */
export function unitCount(hidden: number): number {
  return hidden + 2;
}

export function emptyNetwork(hidden: number, second: number): Network {
  const units = unitCount(hidden);
  return {
    hidden,
    second,
    dense: new Float64Array(units * featureCount),
    bias: new Float64Array(units),
    late: new Float64Array((lateSteps.length + 1) * units),
    last: new Float64Array((lastSteps.length + 1) * units),
    between: new Float64Array(second * hidden),
    secondBias: new Float64Array(second),
    toChance: new Float64Array(second),
    toMargin: new Float64Array(second),
    scale: new Float64Array(scaleCount),
    points: new Float64Array(pointTermCount),
  };
}

/** Features of one situation in arrays that are used again and again. */
export type Look = {
  readonly features: Float64Array | Float32Array;
  /** Where in `features` they begin. */
  start: number;
  lateStep: number;
  lateWeight: number;
  lastStep: number;
  lastWeight: number;
};

/** What a network says: log-odds of winning, and the final margin in units of 14 points. */
export type Saying = { logit: number; margin: number };

/** Evaluates the network into `saying`. `scratch` holds at least the units of the first layer. */
export function evaluate(
  network: Network,
  look: Look,
  scratch: Float64Array,
  saying: Saying,
): void {
  const { hidden, second, dense, between } = network;
  const units = hidden + 2;
  const { features, start } = look;
  const lateRow = look.lateStep * units;
  const lastRow = look.lastStep * units;
  for (let unit = 0; unit < units; unit += 1) {
    let sum =
      (network.bias[unit] as number) +
      look.lateWeight * (network.late[lateRow + unit] as number) +
      look.lastWeight * (network.last[lastRow + unit] as number);
    const row = unit * featureCount;
    for (let index = 0; index < featureCount; index += 1) {
      sum += (dense[row + index] as number) * (features[start + index] as number);
    }
    scratch[unit] = unit < hidden ? sum / (1 + Math.abs(sum)) : sum;
  }
  let logit = scratch[hidden] as number;
  let margin = scratch[hidden + 1] as number;
  for (let unit = 0; unit < second; unit += 1) {
    let sum = network.secondBias[unit] as number;
    const row = unit * hidden;
    for (let index = 0; index < hidden; index += 1)
      sum += (between[row + index] as number) * (scratch[index] as number);
    const out = sum / (1 + Math.abs(sum));
    logit += (network.toChance[unit] as number) * out;
    margin += (network.toMargin[unit] as number) * out;
  }
  saying.logit = logit;
  saying.margin = margin;
}

/** What the network's margin is multiplied with, term by term of `scale`. */
export function scaleTerms(
  seconds: number,
  total: number,
): readonly [number, number, number, number] {
  return [1, 600 / (600 + seconds), 90 / (90 + seconds), total / 10 - 4.5];
}

/** Share of the margin's word in the answer with the whole game left, nearly; none at the end. */
const marginShare = 0.65;

/**
 * Log-odds from both things that the network has learned. Margins say more than wins and losses do,
 * so early the expected margin counts for more than half; late a point more or less is what matters,
 * and the directly learned chance counts. Found by leaving seasons out.
 */
export function blended(network: Network, saying: Saying, seconds: number, total: number): number {
  const { scale } = network;
  const late = 600 / (600 + seconds);
  const slope =
    (scale[0] as number) +
    (scale[1] as number) * late +
    (scale[2] as number) * (90 / (90 + seconds)) +
    (scale[3] as number) * (total / 10 - 4.5);
  const share = marginShare * (1 - late);
  return (1 - share) * saying.logit + share * slope * saying.margin;
}
