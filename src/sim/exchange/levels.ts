/** Order books in the shapes of the wire. Both sides hold bids only: an ask is a bid for NO. */
import type { Level } from "../../domain/market.ts";
import { complement, priceText, quantityText } from "../../domain/numbers.ts";
import type { Book } from "./book.ts";
import type { Switches } from "./switches.ts";

type Pair = readonly [price: string, count: string];

function pairs(levels: readonly Level[], inNoPrices: boolean): Pair[] {
  return levels.map(([price, quantity]) => [
    priceText(inNoPrices ? complement(price) : price),
    quantityText(quantity),
  ]);
}

function ordered(levels: readonly Pair[], order: Switches["bookOrder"]): readonly Pair[] {
  return order === "bestFirst" ? levels : levels.toReversed();
}

/** `orderbook_fp` of the REST reads; at most `depth` best levels a side, 0 means all. */
export function restBook(
  book: Book,
  depth: number,
  order: Switches["bookOrder"],
): Readonly<Record<"yes_dollars" | "no_dollars", readonly Pair[]>> {
  const cut = (levels: readonly Level[]): readonly Level[] =>
    depth <= 0 ? levels : levels.slice(0, depth);
  return {
    yes_dollars: ordered(pairs(cut(book.levels("bid")), false), order),
    no_dollars: ordered(pairs(cut(book.levels("ask")), true), order),
  };
}

/** Sides of a snapshot frame: the key of an empty side is absent. */
export function snapshotSides(
  book: Book,
  useYesPrice: boolean,
  order: Switches["bookOrder"],
): Record<string, readonly Pair[]> {
  const bids = book.levels("bid");
  const asks = book.levels("ask");
  return {
    ...(bids.length > 0 ? { yes_dollars_fp: ordered(pairs(bids, false), order) } : {}),
    ...(asks.length > 0 ? { no_dollars_fp: ordered(pairs(asks, !useYesPrice), order) } : {}),
  };
}
