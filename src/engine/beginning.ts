/** What only the beginning of a game tells: the teams' strength by the market, the first ball. */
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { bookOf, notePregame, pregameMid } from "../market/market.ts";
import { anchorOf, type Desk } from "./desk.ts";

/** An answer older than this no longer says that the game has not begun. */
const answerAgeMsMax = 60_000;

/**
 * Before kickoff the market tells the teams' strength, as long as the scoreboard is fresh enough to
 * tell that it is before kickoff. True: it has told something new.
 */
export function anchorStrength(desk: Desk, now: Stamp): boolean {
  const { game, pregame } = desk;
  const hasBegun = desk.beginning !== undefined || game.kickoffMono !== undefined;
  if (game.situation?.state !== "pre" || hasBegun) return false;
  const isFresh = now.mono - (game.answerMono ?? now.mono) <= answerAgeMsMax;
  notePregame(pregame, isFresh ? bookOf(desk.market.books, "home") : undefined, now.mono);
  const mid = pregameMid(pregame, now.mono);
  if (!isFresh || mid === undefined || mid === desk.doubledMid) return false;
  desk.doubledMid = mid;
  desk.anchor = anchorOf(mid);
  return true;
}

/** The beginning is recorded when the game is under way, and again when more of it is known. */
export function keepBeginning(desk: Desk, now: Stamp, effects: Effect[]): void {
  const { game, doubledMid, beginning } = desk;
  const { kickoffMono, openingReceiver } = game;
  if (kickoffMono === undefined || (doubledMid ?? openingReceiver) === undefined) return;
  if (beginning !== undefined && beginning.openingReceiver === openingReceiver) return;
  const { eventId } = game.game;
  desk.beginning = { eventId, at: beginning?.at ?? now.at, doubledMid, openingReceiver };
  effects.push({ kind: "beginning", beginning: desk.beginning });
}
