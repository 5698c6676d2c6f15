/** What one answer of the scoreboard says about one game. */
import type { Game } from "../../domain/game.ts";
import type { HttpOutcome } from "../../domain/ports.ts";
import { readGame, type SlateGame } from "./slate.ts";

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
function readBody(body: string, eventId: string): Seen {
  const reading = readGame(body, eventId);
  if (reading.kind === "unreadable") return { ...reading, raw: body };
  const game = reading.value;
  if (game !== undefined) return { kind: "game", game };
  return { kind: "missing", why: "the game is not on the scoreboard", raw: body };
}

/** Reads answer after answer; a body that comes again, as caches serve it, is read only once. */
export function createAnswerReader(
  eventId: string,
): (outcome: HttpOutcome, known: Game | undefined) => Seen {
  let lastBody: string | undefined;
  let lastSeen: Seen | undefined;

  function readOnce(body: string): Seen {
    if (lastSeen === undefined || body !== lastBody) lastSeen = readBody(body, eventId);
    lastBody = body;
    return lastSeen;
  }

  return (outcome, known) => {
    if (outcome.kind !== "answered") return { kind: "failed", why: outcome.why };
    const { status, body } = outcome.response;
    if (status !== 200) return { kind: "failed", why: `status ${status}` };
    const seen = readOnce(body);
    if (seen.kind !== "game" || known === undefined) return seen;
    if (!otherTeams(known, seen.game.game)) return seen;
    return { kind: "unreadable", why: "other teams under the game's id", raw: seen.game.raw };
  };
}
