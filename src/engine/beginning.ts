/** What only the beginning of a game tells: the teams' strength by the market, the first ball. */
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Situation } from "../domain/game.ts";
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
  if (game.situation?.state !== "pre") return false;
  const isFresh = now.mono - (game.answerMono ?? now.mono) <= answerAgeMsMax;
  notePregame(pregame, isFresh ? bookOf(desk.market.books, "home") : undefined, now.mono);
  const mid = pregameMid(pregame, now.mono);
  if (!isFresh || mid === undefined || mid === desk.beginning?.doubledMid) return false;
  const { eventId } = game.game;
  desk.beginning = { eventId, doubledMid: mid, openingReceiver: undefined };
  desk.anchor = anchorOf(desk.beginning);
  return true;
}

/** The beginning is recorded when the game is under way, and whenever more of it is known. */
export function keepBeginning(desk: Desk, before: Situation | undefined, effects: Effect[]): void {
  const { game, situation, openingReceiver } = desk.game;
  if (situation === undefined || situation.state === "pre") return;
  const isNew = desk.beginning?.openingReceiver !== openingReceiver;
  if (isNew) {
    const doubledMid = desk.beginning?.doubledMid;
    desk.beginning = { eventId: game.eventId, doubledMid, openingReceiver };
  }
  if (desk.beginning === undefined || !(isNew || before?.state === "pre")) return;
  effects.push({ kind: "beginning", beginning: desk.beginning });
}
