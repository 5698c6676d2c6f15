/**
 * Overtime of the regular season since 2025: ten minutes, two timeouts each, both teams get the
 * ball (unless the first one gives up a score by the defence), after that the next score wins;
 * level at the end is a tie.
 */
import type { TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import type { Field } from "./field.ts";

export function startOvertime(field: Field): void {
  field.possessed = { home: false, away: false };
  field.timeouts.home = 2;
  field.timeouts.away = 2;
  field.warned = false;
  const kicker: TeamSide = field.chance.next() < 0.5 ? "home" : "away";
  field.next = { kind: "kickoff", kicker, afterSafety: false };
}

export function endOvertime(field: Field): void {
  field.possessed = undefined;
}

/** A possession of overtime is over, by a score or by losing the ball. */
export function endPossession(field: Field, side: TeamSide): void {
  if (field.possessed !== undefined) field.possessed[side] = true;
}

/** True when the rules end the game now. Asked after scores and changes of possession. */
export function overtimeDecided(field: Field): boolean {
  const { possessed, score } = field;
  return possessed !== undefined && possessed.home && possessed.away && score.home !== score.away;
}

/** A score by the team without the ball ends the game: nobody owes the other a possession. */
export function defenceScored(field: Field, scorer: TeamSide): void {
  endPossession(field, scorer);
  endPossession(field, otherTeam(scorer));
}
