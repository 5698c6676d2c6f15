import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BookSide, Level } from "../domain/market.ts";
import { price, quantity } from "../domain/numbers.ts";
import {
  applyDelta,
  applySnapshot,
  bestPrice,
  bestQuote,
  type Book,
  booksDisagreement,
  breakBook,
  createBook,
  createGameBooks,
  doubledMid,
  isCrossed,
  isQuoting,
  isTwoSided,
  levels,
  sizeAt,
  spread,
  walk,
} from "./market.ts";

function level(cents: number, contracts: number): Level {
  return [price(cents * 100), quantity(contracts * 100)];
}

function liveBook(bids: readonly Level[], asks: readonly Level[]): Book {
  const book = createBook();
  expect(applySnapshot(book, bids, asks).kind).toBe("ok");
  return book;
}

describe("a book", () => {
  test("waits for its first snapshot and quotes nothing until then", () => {
    const book = createBook();
    expect(book.kind).toBe("waiting");
    expect(bestQuote(book, "bid")).toBeUndefined();
    expect(doubledMid(book)).toBeUndefined();
    expect(applyDelta(book, "bid", price(5000), 100)).toEqual({ kind: "ignored" });
    expect(levels(book, "bid", 5)).toEqual([]);
  });

  test("takes levels in any order and keeps the best first", () => {
    const book = liveBook(
      [level(40, 3), level(42, 1), level(41, 2)],
      [level(47, 6), level(45, 4), level(46, 5)],
    );
    expect(bestQuote(book, "bid")).toEqual({ price: 4200, quantity: 100 });
    expect(bestQuote(book, "ask")).toEqual({ price: 4500, quantity: 400 });
    expect(levels(book, "bid", 2)).toEqual([level(42, 1), level(41, 2)]);
    expect(levels(book, "ask", 9)).toEqual([level(45, 4), level(46, 5), level(47, 6)]);
    expect(doubledMid(book)).toBe(8700);
    expect(spread(book)).toBe(300);
    expect(isCrossed(book)).toBe(false);
  });

  test("finds the next best when the best level leaves", () => {
    const book = liveBook([level(42, 1), level(7, 2)], [level(45, 4)]);
    applyDelta(book, "bid", price(4200), -100);
    expect(bestPrice(book, "bid")).toBe(700);
    applyDelta(book, "bid", price(700), -200);
    expect(bestPrice(book, "bid")).toBeUndefined();
    expect(isTwoSided(book)).toBe(false);
    expect(doubledMid(book)).toBeUndefined();
    applyDelta(book, "bid", price(10), 50);
    expect(bestQuote(book, "bid")).toEqual({ price: 10, quantity: 50 });
  });

  test("breaks on a level that would become negative, and stays broken until a snapshot", () => {
    const book = liveBook([level(42, 1)], [level(45, 4)]);
    const change = applyDelta(book, "ask", price(4500), -401);
    expect(change.kind).toBe("broken");
    expect(book.kind).toBe("broken");
    expect(book.why).toContain("negative");
    expect(bestPrice(book, "bid")).toBeUndefined();
    expect(applyDelta(book, "bid", price(4000), 100)).toEqual({ kind: "ignored" });
    applySnapshot(book, [level(42, 1)], []);
    expect(book.kind).toBe("live");
    expect(book.why).toBeUndefined();
    expect(bestPrice(book, "bid")).toBe(4200);
    expect(sizeAt(book, "bid", price(4000))).toBe(0);
  });

  test.each([
    ["a price of zero", [[0, 100]]],
    ["a price of a dollar", [[10_000, 100]]],
    ["a price between ticks", [[4200.5, 100]]],
    ["a negative size", [[4200, -1]]],
    [
      "one level twice",
      [
        [4200, 1],
        [4200, 1],
      ],
    ],
  ] as const)("breaks on a snapshot with %s", (_name, bids) => {
    const book = createBook();
    expect(applySnapshot(book, bids as unknown as Level[], []).kind).toBe("broken");
    expect(book.kind).toBe("broken");
  });

  test("breaks on a delta outside of the book", () => {
    const book = liveBook([level(42, 1)], [level(45, 4)]);
    expect(applyDelta(book, "bid", price(10_000), 100).kind).toBe("broken");
  });

  test("can be broken by hand, from live and from waiting", () => {
    const book = liveBook([level(42, 1)], [level(45, 4)]);
    breakBook(book, "gap");
    expect([book.kind, book.why]).toEqual(["broken", "gap"]);
    const waiting = createBook();
    breakBook(waiting, "gap");
    expect(waiting.kind).toBe("broken");
  });

  test.each([
    ["crossed", 46],
    ["locked", 45],
  ])("KWS-05 quotes nothing while it is %s, and again as soon as it is not", (_name, cents) => {
    const book = liveBook([level(44, 1)], [level(45, 4)]);
    expect([isCrossed(book), isQuoting(book)]).toEqual([false, true]);
    applyDelta(book, "bid", price(cents * 100), 100);
    expect([isCrossed(book), isQuoting(book)]).toEqual([true, false]);
    expect(book.kind).toBe("live");
    for (const side of ["bid", "ask"] as const) {
      expect(bestPrice(book, side)).toBeUndefined();
      expect(bestQuote(book, side)).toBeUndefined();
      expect(walk(book, side, quantity(100)).filled).toBe(0);
    }
    expect([isTwoSided(book), doubledMid(book), spread(book)]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    expect(levels(book, "bid", 9)).toEqual([level(cents, 1), level(44, 1)]);
    applyDelta(book, "bid", price(cents * 100), -100);
    expect([bestPrice(book, "bid"), bestPrice(book, "ask")]).toEqual([4400, 4500]);
    expect(walk(book, "bid", quantity(100)).filled).toBe(100);
  });
});

test("random deltas leave the same book as a plain map of levels", () => {
  const delta = fc.record({
    side: fc.constantFrom<BookSide>("bid", "ask"),
    tick: fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(100, 200, 300, 9999, 1)),
    change: fc.integer({ min: -300, max: 500 }),
  });
  fc.assert(
    fc.property(fc.array(delta, { maxLength: 60 }), (deltas) => {
      const book = liveBook([], []);
      const plain = { bid: new Map<number, number>(), ask: new Map<number, number>() };
      for (const { side, tick, change } of deltas) {
        const size = (plain[side].get(tick) ?? 0) + change;
        const answer = applyDelta(book, side, price(tick), change);
        if (size < 0) {
          expect(answer.kind).toBe("broken");
          return;
        }
        if (size === 0) plain[side].delete(tick);
        else plain[side].set(tick, size);
        const crossed = Math.max(0, ...plain.bid.keys()) >= Math.min(10_000, ...plain.ask.keys());
        expect(isCrossed(book)).toBe(crossed);
        for (const one of ["bid", "ask"] as const) {
          const sorted = [...plain[one]].sort((a, b) =>
            one === "bid" ? b[0] - a[0] : a[0] - b[0],
          );
          expect(levels(book, one, 99)).toEqual(sorted);
          expect(bestPrice(book, one)).toBe(crossed ? undefined : sorted[0]?.[0]);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("the two books' mids disagree by what they miss a dollar by, doubled", () => {
  const books = createGameBooks();
  expect(booksDisagreement(books)).toBeUndefined();
  applySnapshot(books.home, [level(60, 1)], [level(62, 1)]);
  expect(booksDisagreement(books)).toBeUndefined();
  applySnapshot(books.away, [level(41, 1)], [level(42, 1)]);
  // 61 + 41.5 − 100 = 2.5¢
  expect(booksDisagreement(books)).toBe(500);
  applySnapshot(books.away, [level(35, 1)], [level(37, 1)]);
  expect(booksDisagreement(books)).toBe(600);
});
