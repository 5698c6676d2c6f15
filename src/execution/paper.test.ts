import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts, type Quantity } from "../domain/numbers.ts";
import {
  applyDelta,
  breakBook,
  createConsumedDepth,
  forgetConsumed,
  sizeAt,
} from "../market/market.ts";
import { latencyAt, matchPaper, paperLatencyMs, reducibleBy } from "./paper.ts";
import { bookWith, cent, cents, direct, dollars, orderWith } from "./testing.ts";

const flat = 0 as Quantity;

function asks() {
  return bookWith(
    [[47, 100]],
    [
      [49, 30],
      [50, 40],
      [51, 200],
    ],
  );
}

test("PAP-02 fills are the walk of the book to the limit, one fill a level", () => {
  const { fills, end } = matchPaper(orderWith(), asks(), createConsumedDepth(), flat, direct);
  expect(fills.map(({ price, quantity }) => [price, quantity])).toEqual([
    [4_900, 3_000],
    [5_000, 4_000],
  ]);
  expect(end).toBe("partlyFilled");
  expect(fills.map((fill) => fill.fee)).toEqual([dollars(0.5248), dollars(0.7)]);
  expect(new Set(fills.map((fill) => fill.tradeId)).size).toBe(2);
});

test("PAP-02 never better than the book, never beyond the limit or the size", () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 300 }));
  const ladder = fc.uniqueArray(level, { selector: ([at]) => at, maxLength: 12 });
  const wanted = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(ladder, wanted, fc.integer({ min: 1, max: 99 }), (offers, count, limit) => {
      const book = bookWith([], offers);
      const order = orderWith({ quantity: contracts(count), limit: cents(limit) });
      const { fills } = matchPaper(order, book, createConsumedDepth(), flat, direct);
      const reachable = offers.filter(([at]) => at <= limit).sort(([a], [b]) => a - b);
      let left = count;
      const expected = reachable.flatMap(([at, size]) => {
        const taken = Math.min(left, size);
        left -= taken;
        return taken > 0 ? [[at * 100, taken * 100]] : [];
      });
      expect(fills.map(({ price, quantity }) => [price, quantity])).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("in the cent regime the fills of one order share its rounding", () => {
  const book = bookWith(
    [],
    [
      [37, 7],
      [38, 7],
      [39, 7],
    ],
  );
  const order = orderWith({ quantity: contracts(21) });
  const { fills } = matchPaper(order, book, createConsumedDepth(), flat, cent);
  const cash = fills.map(({ price, quantity, fee }) => (price * quantity + fee) % 10_000);
  expect(cash).toEqual([0, 0, 0]);
});

test("in the cent regime a sale below a cent leaves whole cents too", () => {
  const book = bookWith([[5.3, 3]], []);
  const order = orderWith({ side: "ask", limit: cents(5), quantity: contracts(1) });
  const { fills } = matchPaper(order, book, createConsumedDepth(), flat, cent);
  const [fill] = fills;
  // Opening a short pays 0.947 and the fee of 0.0036: 0.9506, rounded up to 0.96.
  expect(fill?.fee).toBe(dollars(0.013));
});

test("PAP-03 a book that vanished within the latency leaves the order unfilled", () => {
  const gone = asks();
  breakBook(gone, "gap");
  for (const book of [gone, bookWith([[47, 100]], []), bookWith([[47, 100]], [[51, 100]])]) {
    expect(matchPaper(orderWith(), book, createConsumedDepth(), flat, direct)).toEqual({
      fills: [],
      end: "unfilled",
    });
  }
});

test("PAP-03 latency: p50 120 ms, p95 400 ms, never falling", () => {
  expect([latencyAt(0.5), latencyAt(0.95)]).toEqual([120, 400]);
  let before = 0;
  for (let step = 0; step < 1_000; step += 1) {
    const now = latencyAt(step / 1_000);
    expect(now).toBeGreaterThanOrEqual(before);
    before = now;
  }
  expect(Number.isInteger(latencyAt(0.123))).toBe(true);
});

test("PAP-03 a draw depends on session and intent alone: leaving one out shifts no other", () => {
  const draw = (intents: readonly number[]) =>
    new Map(intents.map((intent) => [intent, paperLatencyMs("s1", intent)]));
  const all = draw([1, 2, 3, 4, 5]);
  for (const [intent, latency] of draw([1, 2, 4, 5])) expect(all.get(intent)).toBe(latency);
  expect(paperLatencyMs("s2", 1)).not.toBe(paperLatencyMs("s1", 1));
  const median = Array.from({ length: 2_001 }, (_, intent) => paperLatencyMs("s1", intent)).sort(
    (left, right) => left - right,
  )[1_000];
  expect(Math.abs((median ?? 0) - 120)).toBeLessThan(8);
});

test("PAP-04 what we took stays taken until the level's displayed size changes", () => {
  const book = asks();
  const consumed = createConsumedDepth();
  matchPaper(orderWith({ quantity: contracts(20) }), book, consumed, flat, direct);
  const second = orderWith({ intentId: 2, limit: cents(49) });
  const next = matchPaper(second, book, consumed, flat, direct);
  expect(next.fills.map((fill) => fill.quantity)).toEqual([1_000]);
  applyDelta(book, "ask", cents(49), 500);
  forgetConsumed(consumed, "ask", cents(49));
  const third = matchPaper(second, book, consumed, flat, direct);
  expect(third.fills.map((fill) => fill.quantity)).toEqual([3_500]);
  expect(sizeAt(book, "ask", cents(49))).toBe(3_500);
});

test("ORD-19 a reduce-only order takes no more than the position that stands", () => {
  const match = (position: number, side: "bid" | "ask") => {
    const limit = side === "bid" ? cents(51) : cents(47);
    const order = orderWith({ side, limit, reduceOnly: true, origin: "exit" });
    const { fills } = matchPaper(order, asks(), createConsumedDepth(), contracts(position), direct);
    return fills.reduce((sum, fill) => sum + fill.quantity, 0);
  };
  expect(match(40, "ask")).toBe(4_000);
  expect(match(-40, "ask")).toBe(0);
  expect(match(-40, "bid")).toBe(4_000);
  expect(match(0, "bid")).toBe(0);
  // A fraction of a contract can be reduced.
  expect(match(0.5, "ask")).toBe(50);
  expect([reducibleBy("ask", contracts(7)), reducibleBy("bid", contracts(7))]).toEqual([700, 0]);
});
