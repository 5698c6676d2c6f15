/**
 * One market's order book in YES prices: sizes in an array indexed by tick (1/10000 $), the best
 * price of each side kept. It is mutable and owned by whoever created it.
 */
import type { BookSide, Level } from "../domain/market.ts";
import type { Price, Quantity } from "../domain/numbers.ts";

const ticksInADollar = 10_000;
const nothing = -1;

/** One side of a book. `best` is a tick, or −1 when the side is empty. */
export type Ladder = {
  readonly side: BookSide;
  readonly sizes: Float64Array;
  best: number;
  /** How many levels hold size. */
  count: number;
};

/**
 * `waiting`: no snapshot yet. `live`: whole as far as known. `broken`: quotes nothing until the
 * next snapshot, `why` says the reason.
 */
export type Book = {
  kind: "waiting" | "live" | "broken";
  why: string | undefined;
  readonly bids: Ladder;
  readonly asks: Ladder;
};

/** What became of a change: `ignored` because the book is not live, `broken` with the reason. */
export type BookChange =
  | { readonly kind: "ok" }
  | { readonly kind: "ignored" }
  | { readonly kind: "broken"; readonly why: string };

const ok: BookChange = { kind: "ok" };
const ignored: BookChange = { kind: "ignored" };

/** The best price of a side and the size displayed there. */
export type Quote = { readonly price: Price; readonly quantity: Quantity };

function createLadder(side: BookSide): Ladder {
  return { side, sizes: new Float64Array(ticksInADollar + 1), best: nothing, count: 0 };
}

/** A book that waits for its first snapshot. */
export function createBook(): Book {
  return {
    kind: "waiting",
    why: undefined,
    bids: createLadder("bid"),
    asks: createLadder("ask"),
  };
}

function isBetter(ladder: Ladder, tick: number): boolean {
  if (ladder.best === nothing) return true;
  return ladder.side === "bid" ? tick > ladder.best : tick < ladder.best;
}

/**
 * The next tick with size that is worse than `tick`, or −1. It trusts `count` only to stop early
 * on an empty side.
 */
export function nextWorse(ladder: Ladder, tick: number): number {
  const { sizes } = ladder;
  if (ladder.side === "bid") {
    for (let at = tick - 1; at > 0; at -= 1) if (sizes[at] !== 0) return at;
    return nothing;
  }
  for (let at = tick + 1; at < ticksInADollar; at += 1) if (sizes[at] !== 0) return at;
  return nothing;
}

function setSize(ladder: Ladder, tick: number, size: number): void {
  const before = ladder.sizes[tick] ?? 0;
  ladder.sizes[tick] = size;
  if (before === 0 && size !== 0) {
    ladder.count += 1;
    if (isBetter(ladder, tick)) ladder.best = tick;
  } else if (before !== 0 && size === 0) {
    ladder.count -= 1;
    if (ladder.count === 0) ladder.best = nothing;
    else if (ladder.best === tick) ladder.best = nextWorse(ladder, tick);
  }
}

function isTick(tick: number): boolean {
  return Number.isSafeInteger(tick) && tick > 0 && tick < ticksInADollar;
}

function clear(ladder: Ladder): void {
  ladder.sizes.fill(0);
  ladder.best = nothing;
  ladder.count = 0;
}

/** Makes a book quote nothing until its next snapshot. A waiting book breaks too. */
export function breakBook(book: Book, why: string): BookChange {
  book.kind = "broken";
  book.why = why;
  clear(book.bids);
  clear(book.asks);
  return { kind: "broken", why };
}

function fill(book: Book, ladder: Ladder, levels: readonly Level[]): string | undefined {
  for (const [at, size] of levels) {
    if (!isTick(at)) return `a price outside the book: ${at}`;
    if (!Number.isSafeInteger(size) || size < 0) return `a size that cannot be: ${size} at ${at}`;
    if (ladder.sizes[at] !== 0) return `two levels at ${at}`;
    setSize(ladder, at, size);
  }
  book.kind = "live";
  return undefined;
}

/**
 * Replaces the whole book; levels may come in any order, a size of 0 is no level. A level that
 * cannot be (outside 0–1 $, negative, twice) breaks the book.
 */
export function applySnapshot(
  book: Book,
  bids: readonly Level[],
  asks: readonly Level[],
): BookChange {
  clear(book.bids);
  clear(book.asks);
  const why = fill(book, book.bids, bids) ?? fill(book, book.asks, asks);
  if (why !== undefined) return breakBook(book, why);
  book.why = undefined;
  return ok;
}

/**
 * Adds a signed change to the size displayed at one level. A level that would become negative is
 * a missed message: the book breaks. A book that is not live ignores the change.
 */
export function applyDelta(book: Book, side: BookSide, at: Price, change: number): BookChange {
  if (book.kind !== "live") return ignored;
  if (!isTick(at)) return breakBook(book, `a price outside the book: ${at}`);
  const ladder = side === "bid" ? book.bids : book.asks;
  const size = (ladder.sizes[at] ?? 0) + change;
  if (!Number.isSafeInteger(size))
    return breakBook(book, `a size that cannot be: ${size} at ${at}`);
  if (size < 0) return breakBook(book, `negative level: ${size} at ${at}`);
  setSize(ladder, at, size);
  return ok;
}

/** The side's ladder: `bid` holds the bids. */
export function ladderOf(book: Book, side: BookSide): Ladder {
  return side === "bid" ? book.bids : book.asks;
}

/** Size displayed at one level, 0 when there is none. */
export function sizeAt(book: Book, side: BookSide, at: Price): Quantity {
  return (ladderOf(book, side).sizes[at] ?? 0) as Quantity;
}

/**
 * True when a live book's bid ≥ ask (crossed, or locked when equal). Such a book cannot rest at an
 * exchange, so ours is not the exchange's: it keeps its levels and quotes nothing.
 */
export function isCrossed(book: Book): boolean {
  const { kind, bids, asks } = book;
  return kind === "live" && bids.count > 0 && asks.count > 0 && bids.best >= asks.best;
}

/** True when what the book shows may be used: it is live and not crossed. */
export function isQuoting(book: Book): boolean {
  return book.kind === "live" && !isCrossed(book);
}

/** Best price of a side; undefined when it is empty or the book is not quoting. */
export function bestPrice(book: Book, side: BookSide): Price | undefined {
  const { best } = ladderOf(book, side);
  return best !== nothing && isQuoting(book) ? (best as Price) : undefined;
}

/** Best price of a side with its size; undefined when it is empty or the book is not quoting. */
export function bestQuote(book: Book, side: BookSide): Quote | undefined {
  const best = bestPrice(book, side);
  return best === undefined ? undefined : { price: best, quantity: sizeAt(book, side, best) };
}

/** The best `limit` levels of a side, best first: as they stand, also in a crossed book. */
export function levels(book: Book, side: BookSide, limit: number): Level[] {
  const found: Level[] = [];
  const ladder = ladderOf(book, side);
  let tick = ladder.best;
  while (tick !== nothing && found.length < limit) {
    found.push([tick as Price, (ladder.sizes[tick] ?? 0) as Quantity]);
    tick = found.length < ladder.count ? nextWorse(ladder, tick) : nothing;
  }
  return found;
}

/** True when both sides of a quoting book hold size. */
export function isTwoSided(book: Book): boolean {
  return book.bids.count > 0 && book.asks.count > 0 && isQuoting(book);
}

/** Bid + ask in 1/10000 $, which is twice the mid; undefined unless the book is two-sided. */
export function doubledMid(book: Book): number | undefined {
  return isTwoSided(book) ? book.bids.best + book.asks.best : undefined;
}

/** Ask − bid in 1/10000 $; undefined unless the book is two-sided. */
export function spread(book: Book): Price | undefined {
  return isTwoSided(book) ? ((book.asks.best - book.bids.best) as Price) : undefined;
}
