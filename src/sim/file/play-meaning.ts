/** What a row of a plays file was: its kind, ESPN's code for it, and how the field stands after. */
import type { PlayKind } from "../../domain/game.ts";
import type { PlayType } from "../timeline.ts";
import { PLAY_TYPES } from "../play-types.ts";
import type { Play } from "./play.ts";

/** What the two teams' points did from one row to the next. */
export type ScoreStep = { readonly home: number; readonly away: number };

export type Meaning = { readonly kind: PlayKind; readonly type: PlayType };

/** A row that only tells of the game as a whole, before it. */
export function isHeading(play: Play): boolean {
  return play.playType === "" && /^GAME\b/.test(play.text);
}

export function isEndOfGame(play: Play): boolean {
  return play.playType === "" && /^END GAME\b/i.test(play.text);
}

export function isEndOfPeriod(play: Play): boolean {
  return play.playType === "" && /^END (QUARTER|GAME)\b/i.test(play.text);
}

export function isSuspension(play: Play): boolean {
  return play.playType === "" && /\bsuspended\b/i.test(play.text);
}

export function isResumption(play: Play): boolean {
  return play.playType === "" && /\bresumed\b/i.test(play.text);
}

function isTimeout(play: Play): boolean {
  return play.text.startsWith("Timeout #");
}

/** A row in which the ball was put in play: it shows the situation before its own snap. */
export function isSnap(play: Play): boolean {
  return play.offence !== undefined && play.playType !== "" && !isTimeout(play);
}

function isTry(play: Play): boolean {
  return play.playType === "extra_point" || /TWO-POINT CONVERSION/.test(play.text);
}

function tryType(play: Play, points: number): PlayType {
  if (play.playType !== "extra_point") {
    return points > 0 ? PLAY_TYPES.twoPointGood : PLAY_TYPES.twoPointMissed;
  }
  return points > 0 ? PLAY_TYPES.extraPointGood : PLAY_TYPES.extraPointMissed;
}

function touchdownType(play: Play, byOffence: boolean): PlayType {
  if (play.playType === "kickoff") return PLAY_TYPES.kickoffReturnTouchdown;
  if (play.playType === "punt") return PLAY_TYPES.puntReturnTouchdown;
  if (!byOffence && /INTERCEPTED/.test(play.text)) return PLAY_TYPES.interceptionTouchdown;
  if (!byOffence) return PLAY_TYPES.fumbleTouchdown;
  return play.playType === "pass" ? PLAY_TYPES.passingTouchdown : PLAY_TYPES.rushingTouchdown;
}

function scrimmageMeaning(play: Play, ballChanged: boolean): Meaning {
  if (play.playType === "field_goal") {
    const blocked = /BLOCKED/.test(play.text);
    const type = blocked ? PLAY_TYPES.fieldGoalBlocked : PLAY_TYPES.fieldGoalMissed;
    return { kind: "fieldGoal", type };
  }
  if (ballChanged && /INTERCEPTED/.test(play.text)) {
    return { kind: "turnover", type: PLAY_TYPES.interception };
  }
  if (ballChanged && /FUMBLE|MUFF/.test(play.text)) {
    return { kind: "turnover", type: PLAY_TYPES.fumbleLost };
  }
  if (/ sacked /.test(play.text)) return { kind: "scrimmage", type: PLAY_TYPES.sack };
  if (/ incomplete | spiked /.test(play.text)) {
    return { kind: "scrimmage", type: PLAY_TYPES.incompletion };
  }
  const type = play.playType === "pass" ? PLAY_TYPES.reception : PLAY_TYPES.rush;
  return { kind: "scrimmage", type };
}

/** Classifies a row. `ballChanged`: the other team has the ball after it. */
export function meaningOf(play: Play, step: ScoreStep, ballChanged: boolean): Meaning {
  const points = Math.max(step.home, step.away);
  const byOffence = play.offence === (step.home > step.away ? play.homeTeam : play.awayTeam);
  if (isEndOfPeriod(play)) {
    const type = play.period === 2 ? PLAY_TYPES.endOfHalf : PLAY_TYPES.endPeriod;
    return { kind: "endOfPeriod", type };
  }
  if (isTimeout(play)) return { kind: "timeout", type: PLAY_TYPES.timeout };
  if (/^Two-Minute Warning/i.test(play.text)) {
    return { kind: "twoMinuteWarning", type: PLAY_TYPES.twoMinuteWarning };
  }
  if (play.playType === "") return { kind: "other", type: PLAY_TYPES.officialTimeout };
  if (isTry(play)) return { kind: "extraPoint", type: tryType(play, points) };
  if (points >= 6) return { kind: "touchdown", type: touchdownType(play, byOffence) };
  if (points === 3) return { kind: "fieldGoal", type: PLAY_TYPES.fieldGoalGood };
  if (points === 2) return { kind: "safety", type: PLAY_TYPES.safety };
  if (play.playType === "kickoff") {
    const type = /Touchback/.test(play.text) ? PLAY_TYPES.kickoff : PLAY_TYPES.kickoffReturn;
    return { kind: "kickoff", type };
  }
  if (play.playType === "punt") return { kind: "punt", type: PLAY_TYPES.punt };
  if (play.playType === "no_play") return { kind: "penalty", type: PLAY_TYPES.penalty };
  return scrimmageMeaning(play, ballChanged);
}
