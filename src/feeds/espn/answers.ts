/** What one answer of the scoreboard says about one game. */
import type { Game } from "../../domain/game.ts";
import type { HttpOutcome } from "../../domain/ports.ts";
import { readScoreboard, type SlateGame } from "./slate.ts";

export type Seen =
  | { readonly kind: "game"; readonly game: SlateGame }
  /** No answer, or one that says no. */
  | { readonly kind: "failed"; readonly why: string }
  /** A readable scoreboard without the game. */
  | { readonly kind: "missing"; readonly why: string; readonly raw: string }
  | { readonly kind: "unreadable"; readonly why: string; readonly raw: string };

function otherTeams(known: Game, game: Game): boolean {
  return known.home.id !== game.home.id || known.away.id !== game.away.id;
}

/**
 * Finds the game of this event id. Another game under our id is refused: an event keeps its two
 * teams whatever happens to its date.
 */
export function readAnswer(outcome: HttpOutcome, eventId: string, known: Game | undefined): Seen {
  if (outcome.kind !== "answered") return { kind: "failed", why: outcome.why };
  const { status, body } = outcome.response;
  if (status !== 200) return { kind: "failed", why: `status ${status}` };
  const reading = readScoreboard(body);
  if (reading.kind === "unreadable") return { ...reading, raw: body };
  const { games, refused } = reading.value;
  const game = games.find((candidate) => candidate.game.eventId === eventId);
  if (game !== undefined) {
    if (known === undefined || !otherTeams(known, game.game)) return { kind: "game", game };
    return { kind: "unreadable", why: "other teams under the game's id", raw: game.raw };
  }
  const broken = refused.find(({ id }) => id === eventId);
  if (broken !== undefined) return { kind: "unreadable", why: broken.why, raw: body };
  return { kind: "missing", why: "the game is not on the scoreboard", raw: body };
}
