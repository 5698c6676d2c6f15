/** The crowd's market maker: its quote replaces the one before with as few changes as possible. */
import type { BookSide, Level } from "../../domain/market.ts";
import { onGrid, otherBookSide } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import { match } from "./floor.ts";
import type { Floor } from "./floor.ts";
import type { ListedMarket } from "./records.ts";

type Change = { readonly side: BookSide; readonly price: Price; readonly by: number };

function checkQuote(market: ListedMarket, bids: readonly Level[], asks: readonly Level[]): void {
  for (const [price, quantity] of [...bids, ...asks]) {
    if (!onGrid(market.priceRanges, price)) throw new RangeError(`off the grid: ${price}`);
    if (!Number.isSafeInteger(quantity) || quantity <= 0) {
      throw new RangeError(`size of a level: ${quantity}`);
    }
  }
  const bid = Math.max(...bids.map(([price]) => price));
  const ask = Math.min(...asks.map(([price]) => price));
  if (bid >= ask) throw new RangeError(`crossed quote: ${bid} against ${ask}`);
}

function changesOf(market: ListedMarket, side: BookSide, target: readonly Level[]): Change[] {
  const wanted = new Map<Price, number>(target);
  if (wanted.size !== target.length) throw new RangeError("a price is quoted twice");
  const prices = new Set([...market.book.levels(side).map(([price]) => price), ...wanted.keys()]);
  return [...prices]
    .map((price) => ({
      side,
      price,
      by: (wanted.get(price) ?? 0) - market.book.crowdAt(side, price),
    }))
    .filter((change) => change.by !== 0);
}

/** Takes what others rest across the new quote: the market has moved through them. */
function sweep(floor: Floor, market: ListedMarket, side: BookSide, limit: Price): void {
  const across = market.book
    .orders(otherBookSide(side))
    .filter((resting) => (side === "bid" ? resting.price <= limit : resting.price >= limit))
    .reduce((sum, resting) => sum + resting.remaining, 0);
  if (across === 0) return;
  const quantity = across as Quantity;
  match(floor, market, { side, limit, quantity, orderId: undefined, selfTrade: "maker" });
}

/**
 * Replaces the crowd's resting orders of one market, so that its part of the book is exactly
 * these levels. First what leaves, then what is swept, then what joins: never crossed between.
 * Nothing happens while the market is not active. Throws on a crossed or off-grid quote.
 */
export function quoteMarket(
  floor: Floor,
  market: ListedMarket,
  bids: readonly Level[],
  asks: readonly Level[],
): void {
  if (market.status !== "active") return;
  checkQuote(market, bids, asks);
  const changes = [...changesOf(market, "bid", bids), ...changesOf(market, "ask", asks)];
  if (changes.length === 0) return;
  for (const { side, price, by } of changes) {
    if (by < 0) market.book.shrinkCrowd(side, price, -by as Quantity);
  }
  const bestBid = bids.map(([price]) => price).toSorted((left, right) => right - left)[0];
  const bestAsk = asks.map(([price]) => price).toSorted((left, right) => left - right)[0];
  if (bestBid !== undefined) sweep(floor, market, "bid", bestBid);
  if (bestAsk !== undefined) sweep(floor, market, "ask", bestAsk);
  for (const { side, price, by } of changes) {
    if (by > 0) market.book.growCrowd(side, price, by as Quantity);
  }
  floor.publish({ kind: "ticker", market });
}
