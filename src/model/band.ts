/** How sure the model is: half the width of the band that holds its own error. */
import type { CleanInputs } from "./inputs.ts";
import type { Missing } from "./missing.ts";

/**
 * Deviation of the log-odds over networks that were each taught without one season (jackknife), by
 * seconds left: at the start, and what the last half minute adds. Beyond even chances the log-odds
 * are less sure, the chances more. From the evaluation in docs/model.md.
 */
const early = 0.038;
const lastAdds = 0.18;
const perLogOdds = 0.025;
/** Held-out plays lie this far from their prediction beyond the draw of games, in chances. */
const misfit = 0.01;

const overtimeRules = 0.4;

/** Seconds left; between them the deviations of unknown inputs run straight. */
const knots = [0, 30, 60, 120, 300, 900, 1800, 3600];
/**
 * Deviation in log-odds that each unknown input adds, at the knots: 19 of 20 answers with the input
 * known lie within twice of it. From the evaluation in docs/model.md (*what is not known*).
 */
export const addedByUnknown = {
  ball: [0.9, 0.79, 0.72, 0.61, 0.47, 0.36, 0.31, 0.27],
  spot: [3.39, 1.42, 0.8, 0.46, 0.3, 0.22, 0.18, 0.15],
  down: [0.24, 0.3, 0.28, 0.34, 0.22, 0.17, 0.13, 0.12],
  distance: [0.11, 0.13, 0.1, 0.07, 0.06, 0.05, 0.04, 0.04],
  timeouts: [0.11, 0.11, 0.14, 0.06, 0.02, 0.01, 0.01, 0],
  secondHalf: [0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07, 0.06],
  total: [0.07, 0.08, 0.07, 0.04, 0.03, 0.03, 0.02, 0.02],
  line: [0.05, 0.1, 0.15, 0.22, 0.35, 0.47, 0.59, 0.68],
} satisfies Partial<Record<keyof Missing, readonly number[]>>;
const names = Object.keys(addedByUnknown) as readonly (keyof typeof addedByUnknown)[];

/** Twice the deviation: about 19 of 20 true chances lie within. */
const width = 2;

function square(x: number): number {
  return x * x;
}

/** Variance of the log-odds by all that is not known, each taken as independent of the others. */
function ofUnknown({ missing, seconds }: CleanInputs): number {
  let upper = 1;
  while (upper < knots.length - 1 && (knots[upper] as number) < seconds) upper += 1;
  const [low, high] = [knots[upper - 1] as number, knots[upper] as number];
  const part = Math.min(1, (seconds - low) / (high - low));
  let sum = 0;
  for (const name of names) {
    if (!missing[name]) continue;
    const by = addedByUnknown[name];
    sum += square((by[upper - 1] as number) * (1 - part) + (by[upper] as number) * part);
  }
  return sum;
}

/** The model's own deviation where everything is known. */
function ofModel({ overtime, seconds }: CleanInputs, logOdds: number): number {
  if (overtime) return overtimeRules;
  return early + lastAdds * (30 / (30 + seconds)) + perLogOdds * Math.abs(logOdds);
}

/**
 * Half the width of the band around home's chance, 0–0.5: "± 4 points" is 0.04. It covers what the
 * model does not know of the true chance in such situations, not who will win.
 */
export function bandOf(inputs: CleanInputs, fair: number): number {
  if (inputs.finished) return 0;
  const kept = Math.min(1 - 1e-6, Math.max(1e-6, fair));
  const logOdds = Math.log(kept / (1 - kept));
  const slope = kept * (1 - kept);
  const variance = square(ofModel(inputs, logOdds)) + square(4 * misfit) + ofUnknown(inputs);
  return Math.min(0.5, width * slope * Math.sqrt(variance));
}
