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

function fourthDown(field: Field, side: TeamSide): Call {
  const { yardline100, distance, clock, period } = field;
  const lead = leadOf(field, side);
  const length = yardline100 + SNAP_AND_END_ZONE;
  const desperate = period >= 4 && lead < 0 && clock < 240;
  const needsTouchdown = desperate && lead < -3 && (clock < 150 || lead < -10);
  if (needsTouchdown) return "pass";
  if (length <= longestTry - 3) {
    const bold = distance <= 1 && field.chance.next() < (yardline100 <= 5 ? 0.55 : 0.35);
    return bold ? "run" : "fieldGoal";
  }
  if (desperate && clock < 120)
    return length <= longestTry + 4 && lead >= -3 ? "fieldGoal" : "pass";
  const short = distance <= 2 && yardline100 <= 60;
  if (short && field.chance.next() < 0.45) return distance === 1 ? "run" : "pass";
  if (yardline100 <= 42 && distance <= 6 && field.chance.next() < 0.5) return "pass";
  return "punt";
}

function passShare(field: Field, side: TeamSide): number {
  const { down, distance, period, clock } = field;
  const lead = leadOf(field, side);
  const byDown = down === 1 ? 0.5 : down === 2 ? 0.58 : 0.8;
  const byDistance = distance >= 8 ? 0.06 : distance <= 2 ? -0.25 : 0;
  const late = period === 4 && clock < 480;
  const byScore = late ? (lead < 0 ? 0.22 : lead > 3 ? -0.25 : 0) : 0;
  const drill = (period === 2 || period === 4) && clock < 120 && lead <= 8 ? 0.15 : 0;
  return Math.min(0.95, Math.max(0.1, byDown + byDistance + byScore + drill));
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
