/** The end of a market: a result that is set, then paid. */
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import { NO_MONEY, type Price } from "../domain/numbers.ts";
import { settle } from "../execution/execution.ts";
import { type Desk, ledgersOf, notice } from "./desk.ts";
import { marketOf } from "./market-knowledge.ts";
import { noteClosedTrades } from "./trip.ts";

/** Books the payment of one market. Told twice with one value it books once. */
export function settleMarket(
  desk: Desk,
  team: TeamSide,
  value: Price,
  now: Stamp,
  effects: Effect[],
): void {
  const ticker = marketOf(desk.market, team)?.ticker;
  if (ticker === undefined) return;
  const open = ledgersOf(desk).filter(
    ({ settlements }) => settlements.get(ticker)?.value !== value,
  );
  if (open.length === 0) return;
  for (const ledger of open) {
    const booked = settle(ledger, ticker, team, value, now);
    const amount = booked?.cash ?? NO_MONEY;
    effects.push({ kind: "settle", mode: ledger.mode, ticker, team, value, amount });
    const isInForce = ledger === desk.ledger;
    if (booked !== undefined && isInForce) noteClosedTrades(desk, booked.closed, now, effects);
  }
  notice(desk, "info", `${ticker} is settled at $${(value / 10_000).toFixed(2)}.`);
}

/** True when the game is final and both markets have been paid: nothing can change any more. */
export function isOver(desk: Desk): boolean {
  const { home, away } = desk.market;
  const isFinal = desk.game.situation?.completed === true;
  return isFinal && home.settled !== undefined && away.settled !== undefined;
}
