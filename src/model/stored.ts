/** Weights as they are stored, and the network made from them. */
import type { Network } from "./network.ts";

/** The contents of the weights' module: what they are, and the numbers of a `Network`. */
export type StoredWeights = {
  /** SHA-256 of the numbers. */
  readonly version: string;
  readonly seed: number;
  /** First and last season that was learned from. */
  readonly seasons: readonly [first: number, last: number];
  readonly games: number;
  readonly plays: number;
  /** What leaving seasons out has shown, in words. */
  readonly evaluation: string;
  readonly hidden: number;
  readonly second: number;
  readonly dense: readonly number[];
  readonly bias: readonly number[];
  readonly late: readonly number[];
  readonly last: readonly number[];
  readonly between: readonly number[];
  readonly secondBias: readonly number[];
  readonly toChance: readonly number[];
  readonly toMargin: readonly number[];
  readonly scale: readonly number[];
  readonly points: readonly number[];
};

/** The network of stored weights. */
export function networkOf(stored: StoredWeights): Network {
  return {
    hidden: stored.hidden,
    second: stored.second,
    dense: Float64Array.from(stored.dense),
    bias: Float64Array.from(stored.bias),
    late: Float64Array.from(stored.late),
    last: Float64Array.from(stored.last),
    between: Float64Array.from(stored.between),
    secondBias: Float64Array.from(stored.secondBias),
    toChance: Float64Array.from(stored.toChance),
    toMargin: Float64Array.from(stored.toMargin),
    scale: Float64Array.from(stored.scale),
    points: Float64Array.from(stored.points),
  };
}
