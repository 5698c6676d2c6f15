/** What a quantity costs: walking a book from its best level to a limit. */
import { type BookSide, otherBookSide } from "../domain/market.ts";
import {
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  ONE_DOLLAR,
  type Price,
  type Quantity,
} from "../domain/numbers.ts";
import { type Book, isQuoting, ladderOf, nextWorse } from "./book.ts";
import { type ConsumedDepth, consumedAt, type Part } from "./consumed.ts";

/** The levels a taker would trade with, best first. */
export type Walk = {
  readonly filled: Quantity;
  /** Σ YES price × quantity: paid by a buyer of YES, received by a seller. */
  readonly value: Money;
  /** YES price of the worst level touched; undefined when nothing fills. */
  readonly worst: Price | undefined;
  readonly parts: readonly Part[];
};

const empty: Walk = { filled: NO_QUANTITY, value: NO_MONEY, worst: undefined, parts: [] };

/**
 * Walks a book as a taker: `bid` buys from the asks, `ask` sells into the bids. `limit` is the
 * worst YES price accepted, undefined for none. Depth in `consumed` is not there. A book that is
 * not quoting (waiting, broken, crossed) fills nothing.
 */
export function walk(
  book: Book,
  taker: BookSide,
  wanted: Quantity,
  limit?: Price,
  consumed?: ConsumedDepth,
): Walk {
  if (wanted <= 0 || !isQuoting(book)) return empty;
  const side = otherBookSide(taker);
  const ladder = ladderOf(book, side);
  const parts: Part[] = [];
  let left: number = wanted;
  let value = 0;
  for (let seen = 0, tick = ladder.best; seen < ladder.count && left > 0; seen += 1) {
    if (limit !== undefined && (taker === "bid" ? tick > limit : tick < limit)) break;
    const at = tick as Price;
    const used = consumed === undefined ? 0 : consumedAt(consumed, book, side, at);
    const taken = Math.min(left, (ladder.sizes[tick] ?? 0) - used);
    if (taken > 0) {
      parts.push({ price: at, quantity: taken as Quantity });
      value += taken * tick;
      left -= taken;
    }
    if (seen + 1 < ladder.count) tick = nextWorse(ladder, tick);
  }
  if (parts.length === 0) return empty;
  return {
    filled: (wanted - left) as Quantity,
    value: money(value),
    worst: parts.at(-1)?.price,
    parts,
  };
}

/**
 * What opening by this walk costs before fees: a buyer pays the YES price, a seller of YES buys NO
 * at 1 $ − price.
 */
export function walkCost(taker: BookSide, walked: Walk): Money {
  if (taker === "bid") return walked.value;
  return money(ONE_DOLLAR * walked.filled - walked.value);
}
