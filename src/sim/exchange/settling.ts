/** A market's result: determined, disputed, amended, and paid when the timer has run out. */
import { ONE_DOLLAR, priceText } from "../../domain/numbers.ts";
import type { Price } from "../../domain/numbers.ts";
import { secondsOf } from "./calendar.ts";
import { become, marketsOfEvent } from "./floor.ts";
import { at, close, moveClose, now, tell } from "./lifecycle.ts";
import type { Life } from "./lifecycle.ts";
import { SETTLEMENT_TIMER_SECONDS } from "./listing-bodies.ts";
import type { ListedMarket, MarketResult } from "./records.ts";

/** What one YES pays in each market of a game. */
export type Values = { readonly home: Price; readonly away: Price };

function resultOf(life: Life, value: Price): MarketResult {
  if (value === ONE_DOLLAR) return "yes";
  return value === 0 ? "no" : life.floor.switches.tieResult;
}

function finalize(life: Life, market: ListedMarket, value: Price, results: number): void {
  const pays = market.status === "determined" || market.status === "amended";
  // A dispute stops the payment, an amendment overtakes it.
  if (!pays || market.results !== results) return;
  become(life.floor, market, "finalized");
  market.settledAt = now(life);
  life.account.settle(market, value);
  tell(life, market, "settled", { settled_ts: secondsOf(market.settledAt) });
}

function setResult(
  life: Life,
  market: ListedMarket,
  value: Price,
  status: "determined" | "amended",
): void {
  const moment = now(life);
  become(life.floor, market, status);
  market.result = resultOf(life, value);
  market.settlementValue = value;
  market.determinedAt = moment;
  market.results += 1;
  const { results } = market;
  tell(life, market, "determined", {
    result: market.result,
    settlement_value: priceText(value),
    determination_ts: secondsOf(moment),
  });
  const paidAt = moment + SETTLEMENT_TIMER_SECONDS * 1000;
  at(life, paidAt, () => finalize(life, market, value, results));
}

function eventMarkets(life: Life, eventTicker: string): ListedMarket[] {
  const markets = marketsOfEvent(life.floor, eventTicker);
  if (markets.length === 0) throw new RangeError(`no such event: ${eventTicker}`);
  return markets;
}

/** Sets the result of both markets, early close included; a second result changes nothing. */
export function determine(life: Life, eventTicker: string, values: Values): void {
  for (const market of eventMarkets(life, eventTicker)) {
    if (market.determinedAt !== undefined) continue;
    const moment = now(life);
    if (market.closeAt > moment) moveClose(life, market, moment);
    close(life, market);
    setResult(life, market, values[market.team], "determined");
  }
}

/** Challenges a result that is not paid yet: positions stay locked until it is amended. */
export function dispute(life: Life, eventTicker: string): void {
  for (const market of eventMarkets(life, eventTicker)) {
    const waits = market.status === "determined" || market.status === "amended";
    if (waits) become(life.floor, market, "disputed");
  }
}

/** Sets another result, or confirms the old one; the timer starts anew. */
export function amendResult(life: Life, eventTicker: string, values: Values): void {
  for (const market of eventMarkets(life, eventTicker)) {
    const open = ["determined", "disputed", "amended"].includes(market.status);
    if (open) setResult(life, market, values[market.team], "amended");
  }
}
