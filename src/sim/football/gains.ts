/**
 * Yards of runs and passes, and how often each happens, as in the regular seasons 2019–2022
 * (outside the 25-yard line; nearer to the goal the field is short and both gain less).
 */
import { exponential, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";

/** Share of the plays, least and most yards of the band; each yard in it is equally likely. */
type Band = readonly [share: number, least: number, most: number];

/** Runs and scrambles. What is left of 1 are the long ones. */
const runBands: readonly Band[] = [
  [0.009, -9, -6],
  [0.024, -5, -3],
  [0.056, -2, -1],
  [0.074, 0, 0],
  [0.099, 1, 1],
  [0.249, 2, 3],
  [0.184, 4, 5],
  [0.103, 6, 7],
  [0.068, 8, 9],
  [0.073, 10, 14],
  [0.028, 15, 19],
  [0.021, 20, 29],
];

/** Completions only. */
const catchBands: readonly Band[] = [
  [0.025, -4, -1],
  [0.027, 0, 0],
  [0.021, 1, 1],
  [0.069, 2, 3],
  [0.122, 4, 5],
  [0.142, 6, 7],
  [0.127, 8, 9],
  [0.203, 10, 14],
  [0.113, 15, 19],
  [0.098, 20, 29],
];

const longFrom = 30;
const longMean = 14;
const shortField = 25;

function drawBand(chance: Chance, bands: readonly Band[]): number {
  let left = chance.next();
  for (const [share, least, most] of bands) {
    left -= share;
    if (left < 0) return wholeBetween(chance, least, most);
  }
  return longFrom + exponential(chance, longMean);
}

/** 0 on the goal line, 1 where the defence has to cover the whole field. */
function depthOf(yardline100: number): number {
  return Math.min(1, yardline100 / shortField);
}

function scaled(yards: number, better: number, yardline100: number): number {
  if (yards <= 0) return yards;
  return Math.round(yards * better * (0.7 + 0.3 * depthOf(yardline100)));
}

/** Yards of a run. `better` scales gains, 1 for equal teams. */
export function runGain(chance: Chance, better: number, yardline100: number): number {
  return scaled(drawBand(chance, runBands), better, yardline100);
}

/** Yards of a caught pass. */
export function catchGain(chance: Chance, better: number, yardline100: number): number {
  return scaled(drawBand(chance, catchBands), better, yardline100);
}

/** What becomes of a called pass, as chances that add to less than 1; the rest is caught. */
export function passChances(
  better: number,
  yardline100: number,
): { readonly sack: number; readonly interception: number; readonly incompletion: number } {
  const crowded = 1 - depthOf(yardline100);
  return {
    sack: 0.064 - 0.02 * crowded,
    interception: 0.0205 / better,
    incompletion: (0.292 + 0.14 * crowded) / better ** 0.7,
  };
}
