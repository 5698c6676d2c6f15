import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BookSide, Level } from "../domain/market.ts";
import { contracts, price, quantity } from "../domain/numbers.ts";
import {
  applyDelta,
  applySnapshot,
  consumedAt,
  createBook,
  createConsumedDepth,
  forgetConsumed,
  noteConsumed,
  walk,
  walkCost,
} from "./market.ts";

function level(cents: number, count: number): Level {
  return [price(cents * 100), contracts(count)];
}

function someBook() {
  const book = createBook();
  const bids = [level(40, 10), level(39, 20), level(35, 100)];
  applySnapshot(book, bids, [level(42, 5), level(43, 7), level(50, 100)]);
  return book;
}

describe("walking a book", () => {
  test("a buyer takes the asks from the cheapest up", () => {
    const walked = walk(someBook(), "bid", contracts(10));
    expect(walked.parts).toEqual([
      { price: 4200, quantity: 500 },
      { price: 4300, quantity: 500 },
    ]);
    expect(walked.value).toBe(4_250_000);
    expect(walked.worst).toBe(4300);
    expect(walkCost("bid", walked)).toBe(4_250_000);
  });

  test("a seller takes the bids from the dearest down and pays for NO", () => {
    const walked = walk(someBook(), "ask", contracts(30));
    expect(walked.filled).toBe(3000);
    expect(walked.value).toBe(11_800_000);
    expect(walked.worst).toBe(3900);
    expect(walkCost("ask", walked)).toBe(18_200_000);
  });

  test("stops at the limit and at the end of the book", () => {
    expect(walk(someBook(), "bid", contracts(10), price(4200)).filled).toBe(500);
    expect(walk(someBook(), "bid", contracts(10), price(4199)).filled).toBe(0);
    expect(walk(someBook(), "ask", contracts(500), price(3500)).filled).toBe(13_000);
    expect(walk(someBook(), "ask", contracts(500), price(3501)).filled).toBe(3000);
    expect(walk(someBook(), "bid", contracts(500)).filled).toBe(11_200);
  });

  test("a book that is not live fills nothing", () => {
    expect(walk(createBook(), "bid", contracts(10))).toMatchObject({ filled: 0, worst: undefined });
  });
});

describe("depth used up by paper fills", () => {
  test("PAP-04: own fills use up depth for the next one", () => {
    const book = someBook();
    const consumed = createConsumedDepth();
    const first = walk(book, "bid", contracts(3), undefined, consumed);
    noteConsumed(consumed, book, "bid", first.parts);
    const second = walk(book, "bid", contracts(3), undefined, consumed);
    expect(second.parts).toEqual([
      { price: 4200, quantity: 200 },
      { price: 4300, quantity: 100 },
    ]);
    noteConsumed(consumed, book, "bid", second.parts);
    expect(consumedAt(consumed, book, "ask", price(4200))).toBe(500);
    expect(walk(book, "bid", contracts(1), undefined, consumed).worst).toBe(4300);
  });

  test("PAP-04: a change of the level's displayed size brings it back", () => {
    const book = someBook();
    const consumed = createConsumedDepth();
    noteConsumed(consumed, book, "bid", walk(book, "bid", contracts(5)).parts);
    applyDelta(book, "ask", price(4200), 100);
    forgetConsumed(consumed, "ask", price(4200));
    applyDelta(book, "ask", price(4200), -100);
    forgetConsumed(consumed, "ask", price(4200));
    expect(walk(book, "bid", contracts(1), undefined, consumed).worst).toBe(4200);
  });

  test("PAP-04: a snapshot with the same size does not bring it back, another size does", () => {
    const book = someBook();
    const consumed = createConsumedDepth();
    noteConsumed(consumed, book, "bid", walk(book, "bid", contracts(5)).parts);
    applySnapshot(book, [], [level(42, 5), level(43, 7)]);
    expect(walk(book, "bid", contracts(1), undefined, consumed).worst).toBe(4300);
    applySnapshot(book, [], [level(42, 6), level(43, 7)]);
    expect(walk(book, "bid", contracts(6), undefined, consumed).worst).toBe(4200);
  });

  test("bids and asks are used up apart", () => {
    const book = someBook();
    const consumed = createConsumedDepth();
    noteConsumed(consumed, book, "ask", walk(book, "ask", contracts(10)).parts);
    expect(walk(book, "ask", contracts(1), undefined, consumed).worst).toBe(3900);
    expect(walk(book, "bid", contracts(1), undefined, consumed).worst).toBe(4200);
  });
});

test("a walk is what filling contract by contract gives", () => {
  const levelsOf = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 900 })),
    { selector: ([tick]) => tick, maxLength: 12 },
  );
  fc.assert(
    fc.property(
      levelsOf,
      fc.constantFrom<BookSide>("bid", "ask"),
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 9999 }),
      (raw, taker, wanted, limit) => {
        const book = createBook();
        const side = raw as unknown as Level[];
        applySnapshot(book, taker === "ask" ? side : [], taker === "bid" ? side : []);
        const sorted = raw
          .filter(([tick]) => (taker === "bid" ? tick <= limit : tick >= limit))
          .sort((a, b) => (taker === "bid" ? a[0] - b[0] : b[0] - a[0]));
        const units = sorted.flatMap(([tick, size]) => Array<number>(size).fill(tick));
        const taken = units.slice(0, wanted);
        const walked = walk(book, taker, quantity(wanted), price(limit));
        expect(walked.filled).toBe(taken.length);
        expect(walked.value).toBe(taken.reduce((sum, tick) => sum + tick, 0));
        expect(walked.worst).toBe(taken.at(-1));
      },
    ),
    { numRuns: 300 },
  );
});
