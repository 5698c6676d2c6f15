/** The standard normal distribution, to about 1e-15 in absolute terms. */

/** Taylor's sum for the density's integral near 0: Σ x^(2k+1) / (1·3·…·(2k+1)). */
function nearSum(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** Laplace's continued fraction for the tail, x ≥ 5: the tail is density / this. */
function tailFraction(x: number): number {
  let value = x;
  for (let step = 40; step > 0; step -= 1) value = x + step / value;
  return value;
}

/** Density at x. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** P(Z ≤ x). Exactly antisymmetric around one half; 0 and 1 far out. */
export function normalCdf(x: number): number {
  const distance = Math.abs(x);
  if (distance > 38) return x > 0 ? 1 : 0;
  const above =
    distance < 5
      ? 0.5 - normalDensity(distance) * nearSum(distance)
      : normalDensity(distance) / tailFraction(distance);
  return x > 0 ? 1 - above : above;
}

/**
 * The x with P(Z ≤ x) = chance, for 0 < chance < 1: Newton's method from the middle, with steps
 * short enough not to leave the region where it converges.
 */
export function normalQuantile(chance: number): number {
  let x = 0;
  for (let round = 0; round < 60; round += 1) {
    const step = (normalCdf(x) - chance) / normalDensity(x);
    x -= Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-13) break;
  }
  return x;
}
