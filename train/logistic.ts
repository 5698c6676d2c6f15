/** The yardstick: a plain logistic regression with hand-made features, fitted by Newton's method. */
import type { Seat } from "../src/model/model.ts";

/** Features of a seat for the logistic regression: all from the team with the ball, no constant. */
export function logisticFeatures(seat: Seat): Float64Array {
  const { margin, spread, yardline, down, ydstogo } = seat;
  const left = seat.seconds / 3600;
  const root = Math.sqrt(left);
  const unit = margin / Math.sqrt(left * 180 + 4);
  const half = seat.firstHalf ? Math.exp(-seat.halfSeconds / 120) : 0;
  const late = Math.exp(-seat.seconds / 240);
  const field = (50 - yardline) / 50;
  const timeouts = seat.ownTimeouts - seat.otherTimeouts;
  return Float64Array.of(
    1,
    margin,
    margin * left,
    unit,
    unit * Math.abs(unit),
    Math.max(-8, Math.min(8, margin)) * late,
    Math.max(-3, Math.min(3, margin)) * late,
    Math.sign(margin) * late,
    spread,
    spread * left,
    spread * root,
    spread * late,
    field,
    field * left,
    field * late,
    field * half,
    down === 2 ? 1 : 0,
    down === 3 ? 1 : 0,
    down === 4 ? 1 : 0,
    (Math.min(ydstogo, 20) - 10) / 10,
    down >= 3 ? Math.min(ydstogo, 20) / 10 : 0,
    timeouts,
    timeouts * late,
    timeouts * half,
    seat.firstHalf ? seat.secondHalfKickoff : 0,
    late,
    yardline <= 10 ? 1 : 0,
  );
}

/** Solves a symmetric positive system in place by Gauss's elimination; gives the solution. */
export function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  for (let pivot = 0; pivot < size; pivot += 1) {
    const head = matrix[pivot * size + pivot] as number;
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = (matrix[row * size + pivot] as number) / head;
      for (let column = pivot; column < size; column += 1) {
        matrix[row * size + column] =
          (matrix[row * size + column] as number) -
          factor * (matrix[pivot * size + column] as number);
      }
      right[row] = (right[row] as number) - factor * (right[pivot] as number);
    }
  }
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = right[row] as number;
    for (let column = row + 1; column < size; column += 1) {
      rest -= (matrix[row * size + column] as number) * (solution[column] as number);
    }
    solution[row] = rest / (matrix[row * size + row] as number);
  }
  return solution;
}

function dot(weights: Float64Array, features: Float64Array): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += weight * (features[index] as number);
  return sum;
}

/** Fits the weights; `won` is 1, 0 or between for the team in the seat. */
export function fitLogistic(rows: readonly Float64Array[], won: Float64Array): Float64Array {
  const count = rows[0]?.length ?? 0;
  const weights = new Float64Array(count);
  for (let round = 0; round < 12; round += 1) {
    const matrix = new Float64Array(count * count);
    const right = new Float64Array(count);
    for (const [row, features] of rows.entries()) {
      const chance = 1 / (1 + Math.exp(-dot(weights, features)));
      const error = (won[row] as number) - chance;
      const weight = chance * (1 - chance);
      for (let i = 0; i < count; i += 1) {
        const own = features[i] as number;
        right[i] = (right[i] as number) + error * own;
        if (own === 0) continue;
        for (let j = 0; j < count; j += 1) {
          const at = i * count + j;
          matrix[at] = (matrix[at] as number) + weight * own * (features[j] as number);
        }
      }
    }
    for (let i = 0; i < count; i += 1) {
      matrix[i * count + i] = (matrix[i * count + i] as number) + 1e-3 * rows.length * 1e-3;
    }
    const step = solve(matrix, right, count);
    let longest = 0;
    for (let i = 0; i < count; i += 1) {
      weights[i] = (weights[i] as number) + (step[i] as number);
      longest = Math.max(longest, Math.abs(step[i] as number));
    }
    if (longest < 1e-6) break;
  }
  return weights;
}

/** Log-odds of the team in the seat. */
export function logisticLogit(weights: Float64Array, seat: Seat): number {
  return dot(weights, logisticFeatures(seat));
}
