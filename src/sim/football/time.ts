/** How time passes in a generated game: clocks, timeouts, warnings, ends of periods. */
import { wholeBetween } from "../../domain/chance.ts";
import type { TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import { PLAY_TYPES } from "../play-types.ts";
import { clockText } from "../wording.ts";
import { leadOf, teamOf, tell } from "./field.ts";
import type { Field } from "./field.ts";
import { endOvertime, overtimeRule, startOvertime } from "./overtime.ts";

const warningAt = 120;
const injuryShare = 0.011;
const halftimeSeconds = 13 * 60;

/** Real seconds go by while the game clock stands. */
export function pause(field: Field, least: number, most: number): void {
  field.wall += wholeBetween(field.chance, least, most) * 1000;
}

function hasWarning(field: Field): boolean {
  return field.period === 2 || field.period >= 4;
}

/** A play's own seconds: the clock runs from the snap to the whistle. */
export function playFor(field: Field, seconds: number): void {
  field.wall += seconds * 1000;
  field.clock = Math.max(0, field.clock - seconds);
}

function warn(field: Field): void {
  field.warned = true;
  field.running = false;
  const { twoMinuteWarning } = PLAY_TYPES;
  tell(field, {
    moment: "scrimmage",
    kind: "twoMinuteWarning",
    type: twoMinuteWarning,
    text: "Two-Minute Warning",
  });
  pause(field, 85, 112);
}

/** Seconds between whistle and snap while the clock runs. */
function pace(field: Field): readonly [number, number] {
  const lead = leadOf(field, field.possession);
  const late = field.period === 4 && field.clock < 300;
  if (field.signalled) return [9, 21];
  if (late && lead > 0) return [36, 41];
  const drill =
    (field.period === 2 && field.clock < 120) ||
    (field.period === 4 && lead < 0 && field.clock < 150) ||
    (field.period > 4 && field.clock < 180);
  if (drill) return [11, 21];
  if (late && lead < 0) return [16, 32];
  return [26, 41];
}

function callsTimeout(field: Field, side: TeamSide): boolean {
  if (field.timeouts[side] === 0) return false;
  const lead = leadOf(field, side);
  const lastMinutes = (field.period === 2 || field.period >= 4) && field.clock < 150;
  if (!lastMinutes) return field.chance.next() < 0.009;
  const wantsClock =
    side === field.possession ? lead <= 0 || field.period === 2 : lead < 0 && field.period >= 4;
  if (!wantsClock) return false;
  return field.chance.next() < (side === field.possession && field.clock > 60 ? 0.15 : 0.7);
}

function timeout(field: Field, side: TeamSide): void {
  field.wall += 3_000;
  field.clock = Math.max(1, field.clock - 2);
  field.running = false;
  field.timeouts[side] -= 1;
  const full = field.period > 4 ? (overtimeRule(field.game)?.timeouts ?? 3) : 3;
  const number = full - field.timeouts[side];
  const name = teamOf(field, side).abbreviation;
  const text = `Timeout #${number} by ${name} at ${clockText(field.clock).padStart(5, "0")}.`;
  tell(field, { moment: "scrimmage", kind: "timeout", type: PLAY_TYPES.timeout, text });
  pause(field, 45, 105);
}

/** The officials stop the game: an injury, or the television's break (least and most seconds). */
export function officialTimeout(field: Field, least: number, most: number): void {
  pause(field, 12, 26);
  // After an injury the clock goes on with the referee's signal, if it ran.
  const goesOn = field.running && !isLate(field);
  field.running = false;
  const text = `Timeout at ${clockText(field.clock).padStart(5, "0")}.`;
  tell(field, { moment: "scrimmage", kind: "timeout", type: PLAY_TYPES.officialTimeout, text });
  pause(field, least, most);
  field.running = goesOn;
  field.signalled = goesOn;
}

/** Near the end of a half the clock starts with the snap only. */
export function isLate({ period, clock }: Field): boolean {
  return (period === 2 && clock < 120) || (period >= 4 && clock < 300);
}

/** From the whistle of a scrimmage play to the next snap; the period may end in between. */
export function untilSnap(field: Field): void {
  if (field.clock <= 0) return endPeriod(field);
  if (field.clock <= warningAt && hasWarning(field) && !field.warned) {
    field.wall += 4_000;
    return warn(field);
  }
  const caller = ([otherTeam(field.possession), field.possession] as const).find(
    (side) => field.running && callsTimeout(field, side),
  );
  if (caller !== undefined) return timeout(field, caller);
  if (field.chance.next() < injuryShare) return officialTimeout(field, 40, 110);
  if (!field.running) return pause(field, 24, 40);
  const [least, most] = pace(field);
  runOff(field, wholeBetween(field.chance, least, most));
}

function runOff(field: Field, seconds: number): void {
  const toWarning = hasWarning(field) && !field.warned ? field.clock - warningAt : Infinity;
  const taken = Math.min(seconds, field.clock, toWarning);
  playFor(field, taken);
  if (taken === toWarning) warn(field);
  else if (field.clock <= 0) endPeriod(field);
}

/** The clock has run out: the next period, the second half, overtime, or the end. */
export function endPeriod(field: Field): void {
  field.clock = 0;
  field.running = false;
  field.wall += 2_000;
  if (field.period >= 4) return endGameOrGoOn(field);
  const half = field.period === 2;
  tell(field, {
    moment: half ? "halftime" : "endOfPeriod",
    kind: "endOfPeriod",
    type: half ? PLAY_TYPES.endOfHalf : PLAY_TYPES.endPeriod,
    text: `END QUARTER ${field.period}`,
  });
  if (half) {
    field.wall += halftimeSeconds * 1000;
    field.next = { kind: "kickoff", kicker: otherTeam(field.openingKicker), afterSafety: false };
    field.timeouts.home = 3;
    field.timeouts.away = 3;
    field.warned = false;
  } else {
    pause(field, 120, 160);
  }
  openPeriod(field, 900);
}

/** Puts the clock of the next period up. */
export function openPeriod(field: Field, seconds: number): void {
  field.period += 1;
  field.clock = seconds;
  field.running = false;
  field.byPeriod.home.push(0);
  field.byPeriod.away.push(0);
  if (field.period === 4) field.warned = false;
}

function endGameOrGoOn(field: Field): void {
  const rule = overtimeRule(field.game);
  const level = field.score.home === field.score.away;
  const begun = field.period > 4;
  // An overtime period without a winner by the rules ends level, or with a possession still owed.
  const goesOn = begun ? rule?.endless === true : level;
  if (rule === undefined || !goesOn) return finish(field);
  tell(field, {
    moment: "endOfPeriod",
    kind: "endOfPeriod",
    type: PLAY_TYPES.endPeriod,
    text: `END QUARTER ${field.period}`,
  });
  pause(field, 170, 200);
  openPeriod(field, rule.seconds);
  if (begun) field.warned = false;
  else startOvertime(field, rule);
}

/** The end of the game, by the clock or by the rules of overtime. */
export function finish(field: Field): void {
  field.running = false;
  field.wall += 3_000;
  field.clock = 0;
  endOvertime(field);
  field.next = { kind: "over" };
  tell(field, {
    moment: "final",
    kind: "endOfPeriod",
    type: PLAY_TYPES.endOfGame,
    text: "END GAME",
  });
}
