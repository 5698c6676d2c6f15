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

function square(x: number): number {
  return x * x;
}

/** A power of a number of 0 or more. Not `**`, whose last bits differ between JavaScript engines. */
function power(base: number, exponent: number): number {
  return Math.exp(exponent * Math.log(base));
}

/** Chance that the scores are level after regulation. */
export function levelChance(inputs: CleanInputs): number {
  const left = inputs.seconds / 3600;
  const mean = inputs.margin + inputs.spread * power(left, linePower);
  const whole = square(sigma) * power(inputs.total / 45, totalPower);
  const open = 1 - Math.exp(-square(inputs.seconds / endSeconds));
  const window = half(inputs.seconds);
  const variance = whole * power(left, variancePower) * open + square(window);
  const deviation = Math.sqrt(variance);
  // The bell's top over the window; at the very end the whole of the bell lies in the window.
  const atEnd = 1 + 0.25 * Math.exp(-inputs.seconds / 60);
  const width = (atEnd * 2 * window) / Math.sqrt(2 * Math.PI);
  return (width / deviation) * Math.exp(-0.5 * square(mean / deviation));
}
