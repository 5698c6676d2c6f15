/** The chance that regulation ends level, which leads to overtime and to the ties. */
import type { CleanInputs } from "./inputs.ts";

/**
 * Deviation of the final margin at kickoff, points, how the variance grows with the total line, and
 * powers of the share of the game left by which the variance and the line run out (fitted on
 * 2009–2019; the final margin is taken as normal, after Stern 1994).
 */
const sigma = 13.6;
const totalPower = 0.14;
const variancePower = 0.55;
const linePower = 0.48;
const endSeconds = 45;

/** Half the width of "level": scores aim at a tie while there is time to. */
function half(seconds: number): number {
  return 0.5 + 0.5 * (1 - Math.exp(-seconds / 300));
}

/** Chance that the scores are level after regulation. */
export function levelChance(inputs: CleanInputs): number {
  const left = inputs.seconds / 3600;
  const mean = inputs.margin + inputs.spread * left ** linePower;
  const variance = sigma ** 2 * (inputs.total / 45) ** totalPower * left ** variancePower;
  const open = 1 - Math.exp(-((inputs.seconds / endSeconds) ** 2));
  const deviation = Math.sqrt(variance * open + half(inputs.seconds) ** 2);
  // The bell's top over the window; at the very end the whole of the bell lies in the window.
  const whole = 1 + 0.25 * Math.exp(-inputs.seconds / 60);
  const width = (whole * 2 * half(inputs.seconds)) / Math.sqrt(2 * Math.PI);
  return (width / deviation) * Math.exp(-0.5 * (mean / deviation) ** 2);
}
