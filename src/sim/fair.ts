/**
 * The simulation's own win chance of the home team, at any moment of any game. It moves the
 * simulated crowd and fills ESPN's own percentage; the desk's model is another thing.
 *
 * Expected final margin = margin now, less what close games take back of it, + value of the ball
 * + what is left of the pre-game spread; the chance is Φ(expected ÷ deviation), a lead that wanders
 * as in Stern 1994. Every number is fitted to generated games: regressions of the margin still to
 * come, by seconds left. A tie counts one half.
 */
import type { Situation, TeamSide } from "../domain/game.ts";
import { otherTeam } from "../domain/game.ts";
import { clockAt, stateAt, stateIndexAt } from "./timeline.ts";
import type { Timeline, TrueState } from "./timeline.ts";

const gameSeconds = 3_600;
/** Variance of the margin still to come: so much a second, and what one last drive may bring. */
const varianceASecond = 0.0455;
const varianceOfADrive = 10.5;
const driveSeconds = 120;
/** Never zero: the last play is not over at 0:00. */
const varianceLeast = 1;

/** The normal distribution function (Abramowitz and Stegun 7.1.26, error below 2e-7). */
export function normalBelow(deviate: number): number {
  const scaled = Math.abs(deviate) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * scaled);
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (polynomial * Math.exp(-scaled * scaled)) / 2;
  return deviate < 0 ? tail : 1 - tail;
}

/** Points that a first down is worth to the team with the ball, by yards to the goal. */
export function pointsOfBall(yardline100: number, down: number, distance: number): number {
  const firstDown = 6.1 - 0.098 * yardline100 + 0.00028 * yardline100 * yardline100;
  const long = Math.max(0, distance - 10) * 0.05;
  const late = [0, 0, 0.35, 0.9, 1.9][down] ?? 0;
  return firstDown - late - long;
}

/** Seconds that are still to be played; in overtime those of the period. */
function secondsLeft(situation: Situation, clockSeconds: number | undefined): number {
  if (situation.state === "pre") return gameSeconds;
  const period = situation.period ?? 1;
  const left = clockSeconds ?? 0;
  return period > 4 ? left : (4 - period) * 900 + left;
}

/** Who will have the ball, and what that is worth, while no scrimmage play is next. */
function pendingBall(state: TrueState): number {
  const scorer = state.play?.team;
  switch (state.moment) {
    case "touchdown":
      // The try is worth almost a point, the kickoff after it goes to the other team.
      return valueFor(scorer, 0.95) + valueFor(receiver(scorer), 1.1);
    case "afterTry":
    case "fieldGoal":
      return valueFor(receiver(scorer), 1.1);
    case "safety":
      return valueFor(scorer, 1.4);
    default:
      return 0;
  }
}

function receiver(scorer: TeamSide | undefined): TeamSide | undefined {
  return scorer === undefined ? undefined : otherTeam(scorer);
}

function valueFor(side: TeamSide | undefined, points: number): number {
  if (side === undefined) return 0;
  return side === "home" ? points : -points;
}

/** Home's chance to be paid, 0–1, in a state with that much on the clock. */
export function fairOf(state: TrueState, clockSeconds: number | undefined, spread: number): number {
  const { situation } = state;
  const margin = (situation.homeScore ?? 0) - (situation.awayScore ?? 0);
  if (situation.completed) return margin === 0 ? 0.5 : margin > 0 ? 1 : 0;
  const left = secondsLeft(situation, clockSeconds);
  const { possession, down, distance, yardline100 } = situation;
  const held =
    possession !== undefined && yardline100 !== undefined
      ? valueFor(possession, pointsOfBall(yardline100, down ?? 1, distance ?? 10))
      : pendingBall(state);
  // With little time left a drive seldom ends in points: the ball is worth less, never nothing.
  const ball = held * (0.08 + 0.74 * (1 - Math.exp(-left / 60)));
  const overtime = (situation.period ?? 1) > 4;
  const share = Math.min(1, left / gameSeconds);
  const expected = margin - (overtime ? 0 : melting(margin, left)) + ball + spread * share;
  return normalBelow(expected / Math.sqrt(varianceLeft(left)));
}

/** Points of a lead that close games take back: who is behind plays for it, until time is short. */
function melting(margin: number, seconds: number): number {
  const byTime = Math.min(1, 0.55 + seconds / 1_500) * Math.min(1, seconds / 60);
  return 0.22 * margin * Math.exp(-((margin / 14) ** 2)) * byTime;
}

/** Points squared that the margin still moves by in so many seconds. */
function varianceLeft(seconds: number): number {
  const lastDrive = varianceOfADrive * (1 - Math.exp(-seconds / driveSeconds));
  return varianceLeast + varianceASecond * seconds + lastDrive;
}

/** Home's chance to be paid at a moment, by the truth (not by what the scoreboard shows). */
export function fairHomeAt(timeline: Timeline, at: number): number {
  const index = stateIndexAt(timeline, at);
  const spread = timeline.game.spreadHome ?? 0;
  return fairOf(stateAt(timeline, index), clockAt(timeline, index, at), spread);
}
