/** What a team decides to do on a down. */
import type { TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import { leadOf } from "./field.ts";
import type { Field } from "./field.ts";

export type Call = "run" | "pass" | "kneel" | "spike" | "punt" | "fieldGoal";

/** Yards added to the line of scrimmage for the length of a field goal. */
export const SNAP_AND_END_ZONE = 18;
const longestTry = 58;

function isLastHalfMinutes(field: Field): boolean {
  return field.period === 2 || field.period >= 4;
}

/** The leader can let the clock die: three kneels at 40 s less what timeouts can save. */
function canKneel(field: Field, side: TeamSide): boolean {
  if (field.period < 4 || leadOf(field, side) <= 0 || field.possessed !== undefined) return false;
  const kneels = 4 - field.down;
  const saved = Math.min(field.timeouts[otherTeam(side)], kneels) * 38;
  return field.clock <= kneels * 41 - saved;
}

function wantsKickNow(field: Field, side: TeamSide): boolean {
  if (!isLastHalfMinutes(field) || field.clock > 9) return false;
  const inRange = field.yardline100 + SNAP_AND_END_ZONE <= longestTry;
  const useful = field.period === 2 || (leadOf(field, side) <= 0 && leadOf(field, side) >= -3);
  return inRange && useful;
}

/** Rows: yards to the goal up to; columns: shares by distance 1, 2, 3–4, 5–7, 8 and more. */
const goShares: readonly (readonly [upTo: number, shares: readonly number[]])[] = [
  [5, [0.88, 0.48, 0.2, 0.07, 0.03]],
  [32, [0.84, 0.43, 0.16, 0.055, 0.03]],
  [37, [0.9, 0.69, 0.51, 0.28, 0.09]],
  [45, [0.98, 0.85, 0.57, 0.25, 0.07]],
  [55, [0.74, 0.35, 0.17, 0.06, 0.02]],
  [70, [0.39, 0.11, 0.03, 0.02, 0.01]],
  [99, [0.21, 0.04, 0.02, 0.01, 0.01]],
];

/** How often teams of 2019–2022 went for it on fourth down, early enough in a half. */
function goShare(yardline100: number, distance: number): number {
  const column = distance <= 2 ? distance - 1 : distance <= 4 ? 2 : distance <= 7 ? 3 : 4;
  return goShares.find(([upTo]) => yardline100 <= upTo)?.[1][column] ?? 0;
}

function fourthDown(field: Field, side: TeamSide): Call {
  const { yardline100, distance, clock, period } = field;
  const lead = leadOf(field, side);
  const length = yardline100 + SNAP_AND_END_ZONE;
  const desperate = period >= 4 && lead < 0 && clock < 300;
  const needsTouchdown = desperate && lead < -3 && (clock < 150 || lead >= -8 || lead < -11);
  if (needsTouchdown) return "pass";
  if (desperate && clock < 120) {
    return length <= longestTry + 4 && lead >= -3 ? "fieldGoal" : "pass";
  }
  // A field goal that is enough is kicked; a late lead is not put at risk.
  const careful = period >= 4 && clock < 300 && lead >= -3 && lead <= 8;
  const share = goShare(yardline100, distance) * (careful ? 0.35 : 1);
  if (field.chance.next() < share) {
    return field.chance.next() < passShare(field, side) ? "pass" : "run";
  }
  if (length <= longestTry - 3) return "fieldGoal";
  return length <= longestTry + 3 && field.chance.next() < 0.09 ? "fieldGoal" : "punt";
}

/** Shares of passes by down 1–4, with a short, a middle and a long way to go. */
const passShares: readonly (readonly [short: number, middle: number, long: number])[] = [
  [0.28, 0.38, 0.48],
  [0.32, 0.52, 0.68],
  [0.41, 0.85, 0.88],
  [0.38, 0.88, 0.9],
];

function passShare(field: Field, side: TeamSide): number {
  const { down, distance, period, clock } = field;
  const lead = leadOf(field, side);
  const column = distance <= 2 ? 0 : distance <= 7 ? 1 : 2;
  const usual = passShares[down - 1]?.[column] ?? 0.5;
  const late = period === 4 && clock < 600;
  const byScore = late ? (lead < 0 ? 0.2 : lead > 3 ? -0.26 : 0) : 0;
  const behind = period >= 3 && lead <= -9 && !late ? 0.06 : 0;
  const drill = (period === 2 || period === 4) && clock < 120 && lead <= 8 ? 0.18 : 0;
  return Math.min(0.95, Math.max(0.08, usual + byScore + behind + drill));
}

export function chooseCall(field: Field): Call {
  const side = field.possession;
  if (canKneel(field, side)) return "kneel";
  if (wantsKickNow(field, side)) return "fieldGoal";
  if (field.down === 4) return fourthDown(field, side);
  const spikes =
    isLastHalfMinutes(field) &&
    field.running &&
    field.clock < 35 &&
    field.timeouts[side] === 0 &&
    leadOf(field, side) <= 0 &&
    field.down < 3;
  if (spikes) return "spike";
  return field.chance.next() < passShare(field, side) ? "pass" : "run";
}
