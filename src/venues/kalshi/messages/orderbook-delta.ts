/** `orderbook_delta`: a change of one level. The most frequent message by far. */
import { z } from "zod";
import type { Price } from "../../../domain/numbers.ts";
import { type Reading, read, unreadable } from "../../../domain/reading.ts";
import { changeField, changeOf, priceField, priceOf, tickerField } from "./fields.ts";

export type OrderbookDelta = {
  readonly ticker: string;
  /** Whose bids. What a NO price means depends on how the book was subscribed to. */
  readonly side: "yes" | "no";
  readonly price: Price;
  readonly change: number;
};

/** The schema; the reader below is its equal by hand. */
export const OrderbookDeltaShape = z
  .object({
    market_ticker: tickerField,
    price_dollars: priceField,
    delta_fp: changeField,
    side: z.enum(["yes", "no"]),
  })
  .transform(
    ({ market_ticker, price_dollars, delta_fp, side }): OrderbookDelta => ({
      ticker: market_ticker,
      side,
      price: price_dollars,
      change: delta_fp,
    }),
  );

type Fields = "market_ticker" | "price_dollars" | "delta_fp" | "side";

/** Reads the message by hand: equal to the schema on every fixture, several times as fast. */
export function readOrderbookDelta(msg: unknown): Reading<OrderbookDelta> {
  if (typeof msg !== "object" || msg === null || Array.isArray(msg)) {
    return unreadable("orderbook_delta: no message");
  }
  const message: Partial<Record<Fields, unknown>> = msg;
  const ticker = message.market_ticker;
  if (typeof ticker !== "string" || ticker.length === 0 || ticker.length > 120) {
    return unreadable("orderbook_delta: no market_ticker");
  }
  const { side } = message;
  if (side !== "yes" && side !== "no") return unreadable("orderbook_delta: side is not yes or no");
  const price = priceOf(message.price_dollars);
  const change = changeOf(message.delta_fp);
  if (price === undefined) return unreadable("orderbook_delta: no price_dollars");
  if (change === undefined) return unreadable("orderbook_delta: no delta_fp");
  return read({ ticker, side, price, change });
}
