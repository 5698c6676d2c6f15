/**
 * Depth that our own paper fills have used up. It stays used up until the level's displayed size
 * changes (design §4): a paper fill leaves no trace at the exchange.
 */
import type { BookSide } from "../domain/market.ts";
import { otherBookSide } from "../domain/market.ts";
import type { Price, Quantity } from "../domain/numbers.ts";
import { type Book, sizeAt } from "./book.ts";

type Taken = { taken: number; readonly displayed: number };

/** One market's consumed depth, by the side on which the levels stand. */
export type ConsumedDepth = {
  readonly bids: Map<number, Taken>;
  readonly asks: Map<number, Taken>;
};

/** A quantity traded at one price. */
export type Part = { readonly price: Price; readonly quantity: Quantity };

/** Nothing consumed yet. */
export function createConsumedDepth(): ConsumedDepth {
  return { bids: new Map(), asks: new Map() };
}

function sideOf(consumed: ConsumedDepth, side: BookSide): Map<number, Taken> {
  return side === "bid" ? consumed.bids : consumed.asks;
}

/**
 * What is used up at one level of the book. A level whose displayed size is not the one that stood
 * when it was used counts as fresh, so a snapshot needs no call here.
 */
export function consumedAt(
  consumed: ConsumedDepth,
  book: Book,
  side: BookSide,
  at: Price,
): Quantity {
  const entry = sideOf(consumed, side).get(at);
  if (entry === undefined || entry.displayed !== sizeAt(book, side, at)) return 0 as Quantity;
  return entry.taken as Quantity;
}

/** Notes the parts that a taker on `taker` used up: a `bid` takes from the asks. */
export function noteConsumed(
  consumed: ConsumedDepth,
  book: Book,
  taker: BookSide,
  parts: readonly Part[],
): void {
  const side = otherBookSide(taker);
  for (const part of parts) {
    const before = consumedAt(consumed, book, side, part.price);
    const displayed = sizeAt(book, side, part.price);
    sideOf(consumed, side).set(part.price, { taken: before + part.quantity, displayed });
  }
}

/** Forgets a level: its displayed size has changed. Call it for every delta of the market. */
export function forgetConsumed(consumed: ConsumedDepth, side: BookSide, at: Price): void {
  sideOf(consumed, side).delete(at);
}
