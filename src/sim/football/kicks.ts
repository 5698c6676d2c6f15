/** Kickoffs, punts, field goals and tries of a generated game. */
import { exponential, normal, wholeBetween } from "../../domain/chance.ts";
import type { TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import { PLAY_TYPES } from "../play-types.ts";
import { SNAP_AND_END_ZONE } from "./calls.ts";
import { addPoints, beforePlay, leadOf, setFirstDown, spotOf, teamOf, tell } from "./field.ts";
import type { Field } from "./field.ts";
import { defenceScored, endPossession, overtimeDecided } from "./overtime.ts";
import { scoreTouchdown } from "./scores.ts";
import { finish, officialTimeout, pause, playFor } from "./time.ts";

const touchbackShare = 0.2;
/** Since 2025 a kickoff into the end zone comes out to the 35. */
const touchbackLine = 65;

/** A kickoff, also the free kick after a safety. */
export function kickoff(field: Field, kicker: TeamSide, afterSafety: boolean): void {
  const { chance } = field;
  const receiver = otherTeam(kicker);
  const kickLine = afterSafety ? 80 : 65;
  const before = { side: kicker, yardline100: kickLine };
  const from = spotOf(field, kicker, kickLine);
  field.running = false;
  if (isOnside(field, kicker)) return onsideKick(field, kicker);
  if (!afterSafety && chance.next() < touchbackShare) {
    field.wall += 5_000;
    setFirstDown(field, receiver, touchbackLine);
    const at = spotOf(field, receiver, touchbackLine);
    return tell(field, {
      moment: "kickoff",
      kind: "kickoff",
      type: PLAY_TYPES.kickoff,
      text: `Kick of 65 yards from ${from} to end zone, Touchback to the ${at}.`,
      before,
    });
  }
  playFor(field, wholeBetween(chance, 5, 8));
  if (chance.next() < 0.003) {
    return scoreTouchdown(field, receiver, {
      type: PLAY_TYPES.kickoffReturnTouchdown,
      text: `Kick from ${from} returned for TOUCHDOWN.`,
      before,
      yards: 0,
      byDefence: false,
    });
  }
  const start = Math.min(98, Math.max(15, normal(chance, afterSafety ? 58 : 71, 6)));
  setFirstDown(field, receiver, start);
  tell(field, {
    moment: "kickoff",
    kind: "kickoff",
    type: PLAY_TYPES.kickoffReturn,
    text: `Kick from ${from}, returned to ${spotOf(field, receiver, field.yardline100)}.`,
    before,
  });
}

function isOnside(field: Field, kicker: TeamSide): boolean {
  const lead = leadOf(field, kicker);
  const late = field.period === 4 && (field.clock < 130 || (field.clock < 240 && lead < -8));
  return late && lead < 0 && lead >= -16;
}

function onsideKick(field: Field, kicker: TeamSide): void {
  const recovered = field.chance.next() < 0.08;
  const side = recovered ? kicker : otherTeam(kicker);
  playFor(field, 2);
  setFirstDown(field, side, recovered ? 54 : 46);
  tell(field, {
    moment: "kickoff",
    kind: "kickoff",
    type: PLAY_TYPES.kickoffReturn,
    text: `Onside kick, recovered by ${teamOf(field, side).abbreviation} at ${spotOf(field, side, field.yardline100)}.`,
    before: { side: kicker, yardline100: 65 },
  });
}

export function punt(field: Field): void {
  const { chance } = field;
  const before = beforePlay(field);
  const kicker = field.possession;
  const receiver = otherTeam(kicker);
  // From midfield a punter aims short of the end zone.
  const aim = Math.min(49, field.yardline100 - 8);
  const length = Math.round(normal(chance, aim, 7));
  playFor(field, wholeBetween(chance, 7, 12));
  field.running = false;
  endPossession(field, kicker);
  const told = { kind: "punt", type: PLAY_TYPES.punt, before } as const;
  const landing = before.yardline100 - Math.max(20, length);
  if (landing <= 0) {
    setFirstDown(field, receiver, 80);
    tell(field, {
      ...told,
      moment: "puntTouchback",
      text: `Punt of ${before.yardline100} yards to end zone, Touchback.`,
    });
  } else if (chance.next() < 0.003) {
    return scoreTouchdown(field, receiver, {
      type: PLAY_TYPES.puntReturnTouchdown,
      text: `Punt of ${length} yards returned for TOUCHDOWN.`,
      before,
      yards: 0,
      byDefence: true,
    });
  } else {
    const back = chance.next() < 0.45 ? Math.round(exponential(chance, 9)) : 0;
    setFirstDown(field, receiver, 100 - landing - back);
    const spot = spotOf(field, receiver, field.yardline100);
    const end = back > 0 ? `returned ${back} yards to ${spot}` : `fair catch at ${spot}`;
    tell(field, { ...told, moment: "scrimmage", text: `Punt of ${length} yards, ${end}.` });
  }
  afterChange(field, 0.7);
}

/** The break after the ball went over, mostly filled with advertisements; overtime may be over. */
export function afterChange(field: Field, breakShare: number): void {
  if (overtimeDecided(field)) return finish(field);
  if (field.clock <= 0) return;
  if (field.chance.next() < breakShare) officialTimeout(field, 135, 185);
}

/** Chance that a kick of this length is good (logistic, about 0.94 at 30 and 0.57 at 55 yards). */
export function fieldGoalChance(length: number): number {
  return 1 / (1 + Math.exp(0.1 * length - 5.78));
}

export function fieldGoal(field: Field): void {
  const { chance } = field;
  const before = beforePlay(field);
  const side = field.possession;
  const length = field.yardline100 + SNAP_AND_END_ZONE;
  playFor(field, wholeBetween(chance, 4, 5));
  field.running = false;
  endPossession(field, side);
  if (chance.next() < fieldGoalChance(length)) {
    addPoints(field, side, 3);
    field.next = { kind: "kickoff", kicker: side, afterSafety: false };
    tell(field, {
      moment: "fieldGoal",
      kind: "fieldGoal",
      type: PLAY_TYPES.fieldGoalGood,
      text: `${length} yard field goal is GOOD.`,
      scoreValue: 3,
      team: side,
      before,
    });
    return beforeKickoff(field);
  }
  setFirstDown(field, otherTeam(side), Math.min(80, 100 - before.yardline100 - 8));
  const blocked = chance.next() < 0.13;
  tell(field, {
    moment: "scrimmage",
    kind: "fieldGoal",
    type: blocked ? PLAY_TYPES.fieldGoalBlocked : PLAY_TYPES.fieldGoalMissed,
    text: `${length} yard field goal is ${blocked ? "BLOCKED" : "No Good"}.`,
    before,
  });
  afterChange(field, 0.6);
}

/** The break between a score and the kickoff. */
export function beforeKickoff(field: Field): void {
  if (overtimeDecided(field)) finish(field);
  else if (field.clock > 0) pause(field, 130, 215);
}

/** Leads after a touchdown at which two points are worth more than one, late in a game. */
const leadsForTwo = [-10, -5, -2, 1, 5, 12];

function goesForTwo(field: Field, side: TeamSide): boolean {
  const lead = leadOf(field, side);
  if (field.period === 4 && leadsForTwo.includes(lead)) return true;
  return field.chance.next() < (field.period >= 3 && [-2, -5, -10].includes(lead) ? 0.5 : 0.03);
}

/** The try after a touchdown. */
export function tryForPoints(field: Field, side: TeamSide): void {
  const two = goesForTwo(field, side);
  const good = field.chance.next() < (two ? 0.48 : 0.94);
  const points = good ? (two ? 2 : 1) : 0;
  const before = { side, yardline100: two ? 2 : 15 };
  addPoints(field, side, points);
  field.next = { kind: "kickoff", kicker: side, afterSafety: false };
  const type = two
    ? good
      ? PLAY_TYPES.twoPointGood
      : PLAY_TYPES.twoPointMissed
    : good
      ? PLAY_TYPES.extraPointGood
      : PLAY_TYPES.extraPointMissed;
  const what = two ? "Two-point conversion" : "Extra point";
  tell(field, {
    moment: "afterTry",
    kind: "extraPoint",
    type,
    text: `${what} ${good ? "is GOOD" : "fails"}.`,
    scoreValue: points === 2 ? 2 : points === 1 ? 1 : 0,
    team: side,
    before,
  });
  beforeKickoff(field);
}

/** A safety: two points for the defence, which also gets the ball. */
export function safety(field: Field, text: string): void {
  const before = beforePlay(field);
  const loser = field.possession;
  const scorer = otherTeam(loser);
  addPoints(field, scorer, 2);
  defenceScored(field, scorer);
  field.running = false;
  field.next = { kind: "kickoff", kicker: loser, afterSafety: true };
  tell(field, {
    moment: "safety",
    kind: "safety",
    type: PLAY_TYPES.safety,
    text: `${text} SAFETY.`,
    scoreValue: 2,
    team: scorer,
    before,
  });
  beforeKickoff(field);
}
