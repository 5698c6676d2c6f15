/** Paper fills, decided inside `step`: late, against the book as it stands, never better. */
import { drawAt } from "../domain/chance.ts";
import type { BookSide } from "../domain/market.ts";
import type { Quantity } from "../domain/numbers.ts";
import type { Fill, Order, OrderEnd } from "../domain/orders.ts";
import {
  type Book,
  type ConsumedDepth,
  type FeeTerms,
  noteConsumed,
  walk,
} from "../market/market.ts";
import { takerFees } from "./charges.ts";
import { endOf } from "./orders.ts";

/**
 * Time from a durable intent to the exchange's book, ms at quantiles of the distribution, straight
 * lines between. Set by design, not measured: p50 120 ms, p95 400 ms.
 */
const latencyTable: readonly (readonly [quantile: number, ms: number])[] = [
  [0, 50],
  [0.1, 75],
  [0.25, 92],
  [0.5, 120],
  [0.75, 185],
  [0.9, 290],
  [0.95, 400],
  [0.99, 700],
  [1, 1500],
];

/** Latency at a quantile 0 ≤ q < 1, whole ms. */
export function latencyAt(quantile: number): number {
  for (let index = 1; index < latencyTable.length; index += 1) {
    const [lowQuantile, lowMs] = latencyTable[index - 1] ?? [0, 0];
    const [highQuantile, highMs] = latencyTable[index] ?? [1, 0];
    if (quantile > highQuantile) continue;
    const share = (quantile - lowQuantile) / (highQuantile - lowQuantile);
    return Math.round(lowMs + share * (highMs - lowMs));
  }
  throw new RangeError(`not a quantile: ${quantile}`);
}

/** Latency of one paper order: read at a hash of its name, so that no order shifts another's. */
export function paperLatencyMs(sessionId: string, intentId: number): number {
  return latencyAt(drawAt(`paper-latency/${sessionId}/${intentId}`));
}

/** How much an order on this side may take off a signed YES position. */
export function reducibleBy(side: BookSide, position: Quantity): Quantity {
  return Math.max(0, side === "ask" ? position : -position) as Quantity;
}

export type PaperMatch = { readonly fills: readonly Fill[]; readonly end: OrderEnd };

/**
 * Matches an immediate-or-cancel paper order: walks the book as it stands to the limit, one fill a
 * level, and notes what it took in `consumed`. `position` is the signed YES position of the order's
 * market; a reduce-only order takes no more than that. Call it at the first event at or after the
 * order's due time. A book that is not live fills nothing.
 */
export function matchPaper(
  order: Order,
  book: Book,
  consumed: ConsumedDepth,
  position: Quantity,
  terms: FeeTerms,
): PaperMatch {
  const reducible = reducibleBy(order.side, position);
  const wanted = order.reduceOnly ? Math.min(order.quantity, reducible) : order.quantity;
  const walked = walk(book, order.side, wanted as Quantity, order.limit, consumed);
  const fees = takerFees(order.side, walked.parts, terms);
  noteConsumed(consumed, book, order.side, walked.parts);
  const fills = walked.parts.map((part, index): Fill => {
    const fee = fees[index];
    if (fee === undefined) throw new Error(`fill ${index} of ${order.clientOrderId} has no fee`);
    return {
      tradeId: `${order.clientOrderId}/${index}`,
      intentId: order.intentId,
      ticker: order.ticker,
      team: order.team,
      side: order.side,
      price: part.price,
      quantity: part.quantity,
      fee,
    };
  });
  return { fills, end: endOf(order, walked.filled) };
}
