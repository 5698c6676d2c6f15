/**
 * What the ball is worth: the expected points of the next score of this half, from the team with the
 * ball (negative: the other team is likelier to score next). A sum of weights that is learned from
 * scores, of which there are ten times as many as results. It knows neither score nor line nor
 * timeouts, so more points still never hurt.
 */
import { ramp, type Seat } from "./features.ts";

/** Yard lines between which the worth of a down is straight. */
const knots = [1, 5, 10, 20, 30, 40, 50, 65, 80, 90, 99];
const downs = 4;
/** Seconds left of the half at which its end counts half. */
const halfEnds = [15, 60, 200];
const perHalfEnd = 6;

const distanceAt = downs * knots.length;
const halfEndAt = distanceAt + 9;
const totalAt = halfEndAt + halfEnds.length * perHalfEnd;

/** Terms of the sum. */
export const pointTermCount = totalAt + 2;

function fillSpot(terms: Float64Array, seat: Seat): void {
  const yardline = Math.max(1, Math.min(99, seat.yardline));
  let upper = 1;
  while (upper < knots.length - 1 && (knots[upper] as number) <= yardline) upper += 1;
  const [low, high] = [knots[upper - 1] as number, knots[upper] as number];
  const part = (yardline - low) / (high - low);
  const at = (seat.down - 1) * knots.length + upper;
  terms[at - 1] = 1 - part;
  terms[at] = part;
}

/** Writes the terms of a seat to `terms`. On a kickoff spot and down mean nothing. */
export function fillPointTerms(terms: Float64Array, seat: Seat): void {
  terms.fill(0);
  const { yardline, down, kickoff } = seat;
  const toGo = Math.min(seat.ydstogo, 25);
  const near = 3 / (2 + toGo);
  const inRange = ramp(yardline, 48, 22);
  const field = yardline / 100 - 0.5;
  const total = seat.total / 10 - 4.5;
  if (kickoff) terms[distanceAt] = 1;
  else fillSpot(terms, seat);
  if (down === 1) {
    terms[distanceAt + 1] = kickoff ? 0 : (toGo - Math.min(10, yardline)) / 10;
  } else {
    terms[distanceAt + 2 * down - 2] = toGo / 10;
    terms[distanceAt + 2 * down - 1] = near;
  }
  if (down === 4) terms[distanceAt + 8] = near * inRange;
  let at = halfEndAt;
  for (const half of halfEnds) {
    const end = half / (half + seat.halfSeconds);
    terms[at] = end;
    terms[at + 1] = end * field;
    terms[at + 2] = end * inRange;
    terms[at + 3] = down === 4 ? end : 0;
    terms[at + 4] = down === 3 ? end : 0;
    terms[at + 5] = kickoff ? end : 0;
    at += perHalfEnd;
  }
  terms[totalAt] = total;
  terms[totalAt + 1] = total * field;
}

const scratch = new Float64Array(pointTermCount);

/** Expected points of the next score, −8…8, from the team in the seat. */
export function pointsAhead(weights: Float64Array, seat: Seat): number {
  fillPointTerms(scratch, seat);
  let sum = 0;
  for (let index = 0; index < pointTermCount; index += 1) {
    sum += (weights[index] as number) * (scratch[index] as number);
  }
  return sum;
}
