/** What a ball is worth, learned from who scores next. */
import { featureCount, fillWorth, pointTermCount } from "../src/model/model.ts";
import { solve } from "./logistic.ts";
import type { Plays } from "./plays.ts";
import type { Examples } from "./seats.ts";

const most = 8;
const halfGame = 1800;

function homeMargin(data: Examples, index: number): number {
  const margin = data.margin[index] as number;
  return data.ballIsHome[index] === 1 ? margin : -margin;
}

/** Points of the home margin after the last example: none when overtime decided. */
function lastScore(data: Examples, index: number, overtimes: ReadonlySet<number>): number {
  if (overtimes.has(data.game[index] as number)) return 0;
  return (data.homeFinal[index] as number) - homeMargin(data, index);
}

/**
 * Fills `data.nextScore`: the next change of the score in the same half, a touchdown with its try.
 * A score on the last play of a half shows only in the play after it, which is in the other half.
 */
export function fillNextScores(plays: Plays, data: Examples): void {
  const overtimes = new Set<number>();
  for (let row = 0; row < plays.count; row += 1) {
    if ((plays.columns.qtr[row] as number) >= 5) overtimes.add(plays.game[row] as number);
  }
  let ahead = 0;
  for (let index = data.count - 1; index >= 0; index -= 1) {
    const next = index + 1;
    if (data.game[next] !== data.game[index]) ahead = lastScore(data, index, overtimes);
    else {
      const change = homeMargin(data, next) - homeMargin(data, index);
      const isHalfEnd = isFirstHalf(data, index) && !isFirstHalf(data, next);
      if (change !== 0 || isHalfEnd) ahead = change;
    }
    const kept = Math.max(-most, Math.min(most, ahead));
    data.nextScore[index] = data.ballIsHome[index] === 1 ? kept : 0 - kept;
  }
}

function isFirstHalf(data: Examples, index: number): boolean {
  return (data.seconds[index] as number) > halfGame;
}

/** The last minutes are played for the result, not for points. */
const lastSeconds = 300;
const ridge = 20;

/** Least squares of the next score on the terms of `pointsAhead`. */
export function fitPoints(data: Examples, indices: Int32Array): Float64Array {
  const count = pointTermCount;
  const matrix = new Float64Array(count * count);
  const right = new Float64Array(count);
  const present = new Int32Array(count);
  for (const index of indices) {
    if ((data.seconds[index] as number) < lastSeconds) continue;
    const start = index * count;
    let size = 0;
    for (let term = 0; term < count; term += 1) {
      if (data.pointTerms[start + term] !== 0) present[size++] = term;
    }
    const wanted = data.nextScore[index] as number;
    for (let i = 0; i < size; i += 1) {
      const row = present[i] as number;
      const own = data.pointTerms[start + row] as number;
      right[row] = (right[row] as number) + own * wanted;
      for (let j = 0; j < size; j += 1) {
        const at = row * count + (present[j] as number);
        const other = data.pointTerms[start + (present[j] as number)] as number;
        matrix[at] = (matrix[at] as number) + own * other;
      }
    }
  }
  for (let term = 0; term < count; term += 1) {
    matrix[term * count + term] = (matrix[term * count + term] as number) + ridge;
  }
  return solve(matrix, right, count);
}

/** Writes what the ball is worth into the features of all examples. */
export function fillWorths(data: Examples, points: Float64Array): void {
  const worth = { points: 0, margin: 0, seconds: 0 };
  for (let index = 0; index < data.count; index += 1) {
    const start = index * pointTermCount;
    worth.points = 0;
    for (let term = 0; term < pointTermCount; term += 1) {
      worth.points += (points[term] as number) * (data.pointTerms[start + term] as number);
    }
    worth.margin = data.margin[index] as number;
    worth.seconds = data.seconds[index] as number;
    fillWorth(data.features, index * featureCount, worth);
  }
}
