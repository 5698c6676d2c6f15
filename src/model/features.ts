/**
 * What the network looks at: the situation from the side of the team with the ball, as numbers of
 * similar size. The first `monotoneCount` features and the steps never fall when that team's score,
 * line or timeouts get better, and the network gives them no negative weight.
 */

/** A regulation situation as the team with the ball sees it. Filled in place. */
export type Seat = {
  /** Own score − other score. */
  margin: number;
  /** Points by which this team was favoured. */
  spread: number;
  total: number;
  /** Seconds left of regulation, and of this half. */
  seconds: number;
  halfSeconds: number;
  firstHalf: boolean;
  /** Yards to the end zone attacked, 1–99. */
  yardline: number;
  /** 1–4. */
  down: number;
  ydstogo: number;
  /** A kickoff is next, and this team receives it. */
  kickoff: boolean;
  ownTimeouts: number;
  otherTimeouts: number;
  /** First half: +1 this team receives the second-half kickoff, −1 the other, 0 unknown. */
  secondHalfKickoff: number;
  /** A play-off game, which cannot be tied. */
  playoff: boolean;
};

export const featureCount = 61;
export const monotoneCount = 24;
const clockCount = 12;
const ballCount = 21;

/**
 * Score margins at which a game changes: each is a step of its own, weighted by how late it is, so
 * that a lead of 3 and of 4 may differ late and must not differ early.
 */
export const lateSteps = [
  -16, -13, -10, -8, -7, -6, -3, -2, -1, 0, 1, 2, 3, 4, 7, 8, 9, 11, 14, 17,
];
export const lastSteps = [-8, -7, -3, -2, -1, 0, 1, 2, 3, 4, 8, 9];

const kneelSecondsPerDown = 42;
const stoppedSecondsPerDown = 4;
/** Timeouts that a team has left late in a game. */
const usualTimeouts = 1;

/** Seconds that the team with the ball can let run out by kneeling. */
export function kneelSeconds(down: number, otherTimeouts: number): number {
  const snaps = 4 - down;
  const stopped = Math.min(snaps, otherTimeouts);
  const running = (snaps - stopped) * kneelSecondsPerDown;
  return running + (stopped + 1) * stoppedSecondsPerDown;
}

/** Weight of a moment: 1 at the end, one half with `half` seconds left. */
function lateness(seconds: number, half: number): number {
  return half / (half + seconds);
}

/** How much steps of `lateSteps` and of `lastSteps` count. */
export function lateWeight(seconds: number): number {
  return lateness(seconds, 600);
}
export function lastWeight(seconds: number): number {
  return lateness(seconds, 90);
}

/** How many of the rising `steps` the margin has reached. */
export function stepsReached(steps: readonly number[], margin: number): number {
  let reached = 0;
  for (const step of steps) if (margin >= step) reached += 1;
  return reached;
}

function softSign(x: number): number {
  return x / (1 + Math.abs(x));
}

function clamp(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

/** 0 beyond `far`, 1 from `near` on, smooth between (field goals: 48 and 22 yards). */
export function ramp(x: number, far: number, near: number): number {
  const part = Math.max(0, Math.min(1, (far - x) / (far - near)));
  return part * part * (3 - 2 * part);
}

/** Points of margin that are one unit of uncertainty with this share of the game left. */
function marginUnit(share: number): number {
  return 13.5 * Math.sqrt(0.5 * Math.sqrt(share) + 0.5 * share) + 0.5;
}

function fillMonotone(x: Float64Array | Float32Array, at: number, seat: Seat): void {
  const { margin, spread, seconds, ownTimeouts, otherTimeouts } = seat;
  const share = seconds / 3600;
  const units = margin / marginUnit(share);
  const [late, last, end] = [lateWeight(seconds), lastWeight(seconds), lateness(seconds, 20)];
  const half = seat.firstHalf ? lateness(seat.halfSeconds, 60) : 0;
  const inRange = ramp(seat.yardline, 48, 22);
  const toSpare = (kneelSeconds(seat.down, otherTimeouts) - seconds) / 15;
  // How sure it is that the other team does not get the ball again, if it cannot be stopped.
  const control = seat.kickoff ? 0 : 0.5 + 0.5 * softSign(toSpare);
  x[at] = margin / 14;
  x[at + 1] = clamp(units, 4);
  x[at + 2] = softSign(units);
  x[at + 3] = (spread * share) / 7;
  x[at + 4] = (spread * Math.sqrt(share)) / 7;
  x[at + 5] = (spread / 7) * (1 - late);
  x[at + 6] = (ownTimeouts / 3) * late;
  x[at + 7] = (-otherTimeouts / 3) * late;
  x[at + 8] = (ownTimeouts / 3) * last;
  x[at + 9] = (-otherTimeouts / 3) * last;
  x[at + 10] = ((ownTimeouts - otherTimeouts) / 3) * half;
  x[at + 11] = seat.firstHalf ? seat.secondHalfKickoff : 0;
  x[at + 12] = margin >= 1 ? control : 0;
  x[at + 13] = margin >= -3 ? inRange * last : 0;
  x[at + 14] = margin >= -2 ? inRange * last : 0;
  x[at + 15] = margin >= -3 ? inRange * end : 0;
  x[at + 16] = margin >= -2 ? inRange * end : 0;
  x[at + 17] = margin >= 0 ? inRange * last : 0;
  x[at + 18] = margin >= 0 ? inRange * control : 0;
  x[at + 19] = margin >= -2 ? inRange * control : 0;
  x[at + 20] = margin >= 1 ? end : 0;
}

/** Where `fillWorth` writes its two parts: what must never hurt, and the rest. */
const worthAt = 21;
const worthRestAt = monotoneCount + clockCount + ballCount;

/**
 * Writes what the ball is worth: the margin with the points of the next score counted in as if they
 * were on the board, and those points themselves, by how late it is.
 */
export function fillWorth(
  x: Float64Array | Float32Array,
  at: number,
  worth: { readonly points: number; readonly margin: number; readonly seconds: number },
): void {
  const { points, seconds } = worth;
  const margin = worth.margin + points;
  const units = margin / marginUnit(seconds / 3600);
  const late = lateWeight(seconds);
  x[at + worthAt] = clamp(units, 4);
  x[at + worthAt + 1] = softSign(units);
  x[at + worthAt + 2] = margin / 14;
  x[at + worthRestAt] = points / 5;
  x[at + worthRestAt + 1] = (points / 5) * late;
  x[at + worthRestAt + 2] = (points / 5) * lastWeight(seconds);
  x[at + worthRestAt + 3] = (points / 5) * (1 - late);
}

function fillClock(x: Float64Array | Float32Array, at: number, seat: Seat): void {
  const share = seat.seconds / 3600;
  x[at] = share;
  x[at + 1] = Math.sqrt(share);
  x[at + 2] = lateness(seat.seconds, 20);
  x[at + 3] = lastWeight(seat.seconds);
  x[at + 4] = lateWeight(seat.seconds);
  x[at + 5] = seat.firstHalf ? 1 : 0;
  x[at + 6] = seat.firstHalf ? lateness(seat.halfSeconds, 60) : 0;
  x[at + 7] = seat.firstHalf ? lateness(seat.halfSeconds, 15) : 0;
  x[at + 8] = seat.total / 10 - 4.5;
  x[at + 9] = (seat.total / 10 - 4.5) * share;
  x[at + 10] = seat.kickoff ? 1 : 0;
  x[at + 11] = seat.playoff ? 1 : 0;
}

function fillBall(x: Float64Array | Float32Array, at: number, seat: Seat): void {
  const { yardline, down, seconds } = seat;
  const field = yardline / 100;
  const toGo = Math.min(seat.ydstogo, 25);
  const usual = Math.min(10, yardline);
  const half = seat.firstHalf ? lateness(seat.halfSeconds, 60) : 0;
  const inRange = ramp(yardline, 48, 22);
  // Not by timeouts: this may count either way, and a timeout more must not hurt.
  const toSpare = (kneelSeconds(down, usualTimeouts) - seconds) / 15;
  x[at] = field;
  x[at + 1] = field * field;
  x[at + 2] = Math.max(0, 20 - yardline) / 20;
  x[at + 3] = inRange;
  x[at + 4] = Math.max(0, yardline - 85) / 15;
  x[at + 5] = down === 2 ? 1 : 0;
  x[at + 6] = down === 3 ? 1 : 0;
  x[at + 7] = down === 4 ? 1 : 0;
  x[at + 8] = (toGo - usual) / 10;
  x[at + 9] = down === 2 ? toGo / 10 : 0;
  x[at + 10] = down === 3 ? 3 / (2 + toGo) : 0;
  x[at + 11] = down === 4 ? 3 / (2 + toGo) : 0;
  x[at + 12] = down === 4 ? inRange : 0;
  x[at + 13] = (field - 0.5) * lastWeight(seconds);
  x[at + 14] = (field - 0.5) * half;
  x[at + 15] = (field - 0.5) * lateWeight(seconds);
  x[at + 16] = inRange * half;
  x[at + 17] = clamp((yardline - 38 - 2.5 * seconds) / 20, 1);
  x[at + 18] = clamp((yardline - 3.5 * seconds) / 25, 1);
  x[at + 19] = lateness(seconds, 20) * softSign((yardline - 38) / 10);
  x[at + 20] = softSign(toSpare);
}

/** Writes the features of a seat to `x` from `at` on; `points` is what `pointsAhead` says of it. */
export function fillFeatures(
  x: Float64Array | Float32Array,
  at: number,
  seat: Seat,
  points: number,
): void {
  fillMonotone(x, at, seat);
  fillClock(x, at + monotoneCount, seat);
  fillBall(x, at + monotoneCount + clockCount, seat);
  fillWorth(x, at, { points, margin: seat.margin, seconds: seat.seconds });
}
