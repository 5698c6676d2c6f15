/** What one answer of the scoreboard says about one game. */
import type { Game } from "../../domain/game.ts";
import type { HttpOutcome, HttpResponse } from "../../domain/ports.ts";
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

export type AnswerReader = {
  /** The header that lets an address answer "as before"; only once it has named its answers. */
  conditionFor(url: string): Readonly<Record<string, string>>;
  read(url: string, outcome: HttpOutcome, known: Game | undefined): Seen;
};

/** Printable, and short enough to be sent back. */
const etagPattern = /^[\x21-\x7e]{1,256}$/;

/** Reads answer after answer; a body that comes again, as caches serve it, is read only once. */
export function createAnswerReader(eventId: string): AnswerReader {
  let last: { url: string; etag: string | undefined; body: string; seen: Seen } | undefined;

  function readOnce(url: string, etag: string | undefined, body: string): Seen {
    const seen = last !== undefined && body === last.body ? last.seen : readBody(body, eventId);
    last = { url, etag, body, seen };
    return seen;
  }

  function readResponse(url: string, { status, headers, body }: HttpResponse): Seen {
    if (status === 304 && last?.url === url && last.etag !== undefined) return last.seen;
    if (status !== 200) return { kind: "failed", why: `status ${status}` };
    const etag = headers["etag"] ?? "";
    return readOnce(url, etagPattern.test(etag) ? etag : undefined, body);
  }

  return {
    conditionFor(url) {
      const { etag } = last?.url === url ? last : { etag: undefined };
      return etag === undefined ? {} : { "if-none-match": etag };
    },
    read(url, outcome, known) {
      if (outcome.kind !== "answered") return { kind: "failed", why: outcome.why };
      const seen = readResponse(url, outcome.response);
      if (seen.kind !== "game" || known === undefined) return seen;
      if (!otherTeams(known, seen.game.game)) return seen;
      return { kind: "unreadable", why: "other teams under the game's id", raw: seen.game.raw };
    },
  };
}
