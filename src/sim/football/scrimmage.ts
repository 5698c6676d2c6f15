/** Plays from scrimmage of a generated game: runs, passes, losses of the ball, penalties. */
import { exponential, normal, wholeBetween } from "../../domain/chance.ts";
import { otherTeam } from "../../domain/game.ts";
import { PLAY_TYPES } from "../play-types.ts";
import type { PlayType } from "../timeline.ts";
import { chooseCall } from "./calls.ts";
import { beforePlay, leadOf, setFirstDown, spotOf, teamOf, tell } from "./field.ts";
import type { Before, Field } from "./field.ts";
import { afterChange, fieldGoal, punt, safety } from "./kicks.ts";
import { endPossession } from "./overtime.ts";
import { catchGain, passChances, runGain } from "./gains.ts";
import { callPenalty } from "./penalties.ts";
import { scoreTouchdown } from "./scores.ts";
import { playFor } from "./time.ts";

const penaltyShare = 0.066;
/** A point of strength is worth this share of the yards. */
const yardsAPoint = 0.0235;
const yardsALead = 0.006;
const closeLead = 14;

/** One down, whatever is called. */
export function playDown(field: Field): void {
  const call = chooseCall(field);
  field.signalled = false;
  if (call === "punt") return punt(field);
  if (call === "fieldGoal") return fieldGoal(field);
  if (call === "kneel") return kneel(field);
  if (call === "spike") return spike(field);
  if (field.chance.next() < penaltyShare) return callPenalty(field);
  if (call === "run") run(field);
  else pass(field);
}

/**
 * Better teams gain more: points of strength as a share of the yards. In a close second half the
 * team behind takes what a careful defence gives it, and the one ahead minds the clock.
 */
function skill(field: Field): number {
  const lead = leadOf(field, field.possession);
  const close = field.period >= 3 && Math.abs(lead) <= closeLead;
  const urge = close ? -yardsALead * lead : 0;
  return Math.max(0.6, 1 + yardsAPoint * field.strength[field.possession] + urge);
}

function run(field: Field): void {
  const { chance } = field;
  const yards = runGain(chance, skill(field), field.yardline100);
  playFor(field, wholeBetween(chance, 4, 7));
  if (chance.next() < 0.0062) return fumble(field, Math.min(yards, 8));
  advance(field, {
    yards,
    type: PLAY_TYPES.rush,
    scoreType: PLAY_TYPES.rushingTouchdown,
    words: "Run",
    outOfBounds: chance.next() < 0.1,
  });
}

function pass(field: Field): void {
  const { chance } = field;
  const better = skill(field);
  playFor(field, wholeBetween(chance, 4, 7));
  const {
    sack: sacked,
    interception: caught,
    incompletion,
  } = passChances(better, field.yardline100);
  const draw = chance.next();
  if (draw < sacked) return sack(field);
  if (draw < sacked + caught) return interception(field);
  if (draw < sacked + caught + incompletion) return dropped(field, "Pass incomplete.");
  const yards = catchGain(chance, better, field.yardline100);
  if (chance.next() < 0.005) return fumble(field, Math.min(yards, 15));
  advance(field, {
    yards,
    type: PLAY_TYPES.reception,
    scoreType: PLAY_TYPES.passingTouchdown,
    words: yards >= 15 ? "Pass deep" : "Pass short",
    outOfBounds: chance.next() < 0.2,
  });
}

function sack(field: Field): void {
  const yards = -wholeBetween(field.chance, 3, 10);
  if (field.chance.next() < 0.06) return fumble(field, yards);
  advance(field, {
    yards,
    type: PLAY_TYPES.sack,
    scoreType: PLAY_TYPES.rushingTouchdown,
    words: "Quarterback sacked",
    outOfBounds: false,
  });
}

type Gain = {
  readonly yards: number;
  readonly type: PlayType;
  readonly scoreType: PlayType;
  readonly words: string;
  readonly outOfBounds: boolean;
};

function yardsText(yards: number): string {
  if (yards === 0) return "no gain";
  return `${yards} ${Math.abs(yards) === 1 ? "yard" : "yards"}`;
}

/** Moves the ball and counts the down. */
function advance(field: Field, gain: Gain): void {
  const before = beforePlay(field);
  const yards = Math.min(gain.yards, field.yardline100);
  const spot = field.yardline100 - yards;
  field.drive.plays += 1;
  field.drive.yards += yards;
  if (spot <= 0) {
    return scoreTouchdown(field, field.possession, {
      type: gain.scoreType,
      text: `${gain.words} for ${yardsText(yards)}, TOUCHDOWN.`,
      before,
      yards,
      byDefence: false,
    });
  }
  if (spot >= 100) return safety(field, `${gain.words} in the end zone,`);
  field.running = !gain.outOfBounds || !stopsOutside(field);
  const side = field.possession;
  const text = `${gain.words} to ${spotOf(field, side, spot)} for ${yardsText(yards)}.`;
  countDown(field, yards, spot);
  if (field.possession !== side) field.running = false;
  tell(field, { moment: "scrimmage", kind: "scrimmage", type: gain.type, text, yards, before });
  if (field.possession !== side) afterChange(field, 0.5);
}

/** Out of bounds stops the clock only near the end of a half. */
function stopsOutside(field: Field): boolean {
  if (field.period === 2) return field.clock <= 120;
  return field.period >= 4 && field.clock <= 300;
}

function countDown(field: Field, yards: number, spot: number): void {
  const side = field.possession;
  if (yards >= field.distance) setFirstDown(field, side, spot);
  else if (field.down === 4) turnOver(field, 100 - spot);
  else {
    field.down += 1;
    field.distance -= yards;
    field.yardline100 = spot;
  }
}

function turnOver(field: Field, yardline100: number): void {
  endPossession(field, field.possession);
  setFirstDown(field, otherTeam(field.possession), yardline100);
}

/** A pass that nobody catches: the clock stands. */
function dropped(field: Field, text: string): void {
  const before = beforePlay(field);
  const side = field.possession;
  field.drive.plays += 1;
  field.running = false;
  countDown(field, 0, field.yardline100);
  tell(field, {
    moment: "scrimmage",
    kind: "scrimmage",
    type: PLAY_TYPES.incompletion,
    text,
    yards: 0,
    before,
  });
  if (field.possession !== side) afterChange(field, 0.5);
}

function spike(field: Field): void {
  playFor(field, 1);
  dropped(field, "Quarterback spikes the ball.");
}

function kneel(field: Field): void {
  playFor(field, 2);
  advance(field, {
    yards: field.yardline100 >= 98 ? 0 : -1,
    type: PLAY_TYPES.rush,
    scoreType: PLAY_TYPES.rushingTouchdown,
    words: "Quarterback kneels",
    outOfBounds: false,
  });
}

function interception(field: Field): void {
  const depth = Math.round(normal(field.chance, 14, 9));
  const caught = Math.max(1, field.yardline100 - depth);
  loseBall(field, {
    spot: caught,
    back: Math.round(exponential(field.chance, 9)),
    scoreShare: 0.1,
    type: PLAY_TYPES.interception,
    scoreType: PLAY_TYPES.interceptionTouchdown,
    text: "Pass INTERCEPTED",
  });
}

function fumble(field: Field, yards: number): void {
  loseBall(field, {
    spot: Math.min(99, Math.max(1, field.yardline100 - yards)),
    back: Math.round(exponential(field.chance, 3)),
    scoreShare: 0.09,
    type: PLAY_TYPES.fumbleLost,
    scoreType: PLAY_TYPES.fumbleTouchdown,
    text: "FUMBLES",
  });
}

type Loss = {
  /** Where the ball is taken, as yards to the goal of the team that loses it. */
  readonly spot: number;
  readonly back: number;
  readonly scoreShare: number;
  readonly type: PlayType;
  readonly scoreType: PlayType;
  readonly text: string;
};

function loseBall(field: Field, loss: Loss): void {
  const before: Before = beforePlay(field);
  const taker = otherTeam(field.possession);
  const name = teamOf(field, taker).abbreviation;
  field.drive.plays += 1;
  field.running = false;
  const verb = loss.type === PLAY_TYPES.interception ? "by" : "RECOVERED by";
  if (field.chance.next() < loss.scoreShare) {
    return scoreTouchdown(field, taker, {
      type: loss.scoreType,
      text: `${loss.text} ${verb} ${name}, returned for TOUCHDOWN.`,
      before,
      yards: 0,
      byDefence: true,
    });
  }
  turnOver(field, 100 - loss.spot - loss.back);
  tell(field, {
    moment: "scrimmage",
    kind: "turnover",
    type: loss.type,
    text: `${loss.text} ${verb} ${name} at ${spotOf(field, taker, field.yardline100)}.`,
    yards: 0,
    before,
  });
  afterChange(field, 0.5);
}
