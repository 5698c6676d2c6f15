/** Touchdowns of a generated game. */
import type { TeamSide } from "../../domain/game.ts";
import type { PlayType } from "../timeline.ts";
import { addPoints, leadOf, tell } from "./field.ts";
import type { Before, Field } from "./field.ts";
import { defenceScored, endPossession, overtimeDecided } from "./overtime.ts";
import { finish, pause } from "./time.ts";

export type Touchdown = {
  readonly type: PlayType;
  readonly text: string;
  readonly before: Before;
  readonly yards: number;
  /** Scored on a play that began with the other team's ball. */
  readonly byDefence: boolean;
};

/** Six points; the try follows unless the game is over with them. */
export function scoreTouchdown(field: Field, scorer: TeamSide, touchdown: Touchdown): void {
  addPoints(field, scorer, 6);
  if (touchdown.byDefence) defenceScored(field, scorer);
  else endPossession(field, scorer);
  field.running = false;
  field.next = { kind: "try", scorer };
  tell(field, {
    moment: "touchdown",
    kind: "touchdown",
    type: touchdown.type,
    text: touchdown.text,
    yards: touchdown.yards,
    scoreValue: 6,
    team: scorer,
    before: touchdown.before,
  });
  const won = overtimeDecided(field) && leadOf(field, scorer) > 0;
  const overAtZero = field.period === 4 && field.clock <= 0 && isSettled(field, scorer);
  if (won || overAtZero) finish(field);
  else pause(field, 38, 48);
}

/** With no time left a try that cannot change the winner is not played. */
function isSettled(field: Field, scorer: TeamSide): boolean {
  const lead = leadOf(field, scorer);
  return lead > 0 || lead < -2;
}
