/** How sure the model is: half the width of the band that holds its own error. */
import type { CleanInputs } from "./inputs.ts";

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

/** Deviation in log-odds that each unknown input adds. */
const withoutLine = 0.85;
const withoutBall = 0.35;
const withoutSpot = 0.2;
const overtimeRules = 0.4;

/** Twice the deviation: about 19 of 20 true chances lie within. */
const width = 2;

function deviation(inputs: CleanInputs, logOdds: number): number {
  const { seconds, missing } = inputs;
  if (inputs.overtime) return overtimeRules;
  const last = 30 / (30 + seconds);
  const own = early + lastAdds * last + perLogOdds * Math.abs(logOdds);
  const line = missing.line ? withoutLine * Math.sqrt(seconds / 3600) : 0;
  const ball = missing.ball ? withoutBall : 0;
  const spot = missing.spot ? withoutSpot : 0;
  return Math.sqrt(own ** 2 + line ** 2 + ball ** 2 + spot ** 2);
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
  const points = Math.sqrt((slope * deviation(inputs, logOdds)) ** 2 + (4 * slope * misfit) ** 2);
  return Math.min(0.5, width * points);
}
