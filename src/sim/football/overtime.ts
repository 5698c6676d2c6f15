/**
 * Overtime since 2025. Regular season: ten minutes, two timeouts each, both teams get the ball
 * (unless the first one gives up a score by the defence), after that the next score wins; level at
 * the end is a tie. After the season: periods of 15 minutes, three timeouts, until one has won.
 * Before the season there is none.
 */
import type { Game, TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import type { Field } from "./field.ts";

type OvertimeRule = {
  readonly seconds: number;
  readonly timeouts: number;
  /** Level after a period: another one follows. */
  readonly endless: boolean;
};

/** The rule of a game; undefined: a game that is level after four quarters is tied. */
export function overtimeRule({ seasonType }: Game): OvertimeRule | undefined {
  if (seasonType === "pre") return undefined;
  if (seasonType === "post") return { seconds: 900, timeouts: 3, endless: true };
  return { seconds: 600, timeouts: 2, endless: false };
}

/** A coin decides who kicks off. */
export function startOvertime(field: Field, { timeouts }: OvertimeRule): void {
  field.possessed = { home: false, away: false };
  field.timeouts.home = timeouts;
  field.timeouts.away = timeouts;
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
