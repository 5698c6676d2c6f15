import { describe, expect, test } from "vitest";
import type { Price } from "../../domain/numbers.ts";
import type { Mode, OrderOrigin } from "../../domain/orders.ts";
import type { Facts } from "../facts.ts";
import { review } from "../gates.ts";
import { bookFacts, failing, orderOf, passingFacts } from "../passing-facts.ts";

describe("quote", () => {
  test("ORD-24 a quote worse than the limit is refused, a better one is not", () => {
    const withHome = (bid: number, ask: number) => ({
      books: { home: bookFacts(bid, ask), away: bookFacts(50, 52) },
    });
    expect(failing("execute", withHome(48, 51))).toEqual(["QUOTE_MOVED"]);
    expect(failing("execute", withHome(48, 49))).toEqual([]);
    const selling = { order: orderOf("execute", { side: "ask", limit: 4_800 as Price }) };
    expect(failing("execute", { ...selling, ...withHome(47, 50) })).toEqual(["QUOTE_MOVED"]);
    expect(failing("execute", { ...selling, ...withHome(49, 50) })).toEqual([]);
  });

  test("RSK-02 spreads of 4.9, 5.0, 10.0 and 10.1 cents; a ticket is warned", () => {
    const withSpread = (tenths: number, origin: OrderOrigin, autoLimit: number) => {
      const facts = passingFacts(origin);
      const bid = (5_000 - tenths * 10) as Price;
      const home = { ...bookFacts(48, 50), bid };
      const away = { ...bookFacts(50, 52), ask: (5_000 + tenths * 10) as Price };
      const config = { ...facts.config, maxSpreadAuto: autoLimit as Price };
      const result = review({ ...facts, books: { home, away }, config }, origin);
      return result.failed.includes("SPREAD") ? "blocked" : (result.warned[0] ?? "free");
    };
    expect([49, 50, 100, 101].map((tenths) => withSpread(tenths, "auto", 1_000))).toEqual([
      "free",
      "free",
      "free",
      "blocked",
    ]);
    // "< 5.0¢ for auto" is the setting 4.99¢.
    expect([49, 50].map((tenths) => withSpread(tenths, "auto", 499))).toEqual(["free", "blocked"]);
    expect([50, 100, 101].map((tenths) => withSpread(tenths, "execute", 499))).toEqual([
      "free",
      "free",
      "blocked",
    ]);
    expect([100, 101].map((tenths) => withSpread(tenths, "ticket", 499))).toEqual([
      "free",
      "SPREAD",
    ]);
  });

  test("E10 a one-sided HOME book is TWO_SIDED's matter alone", () => {
    const home = { ...bookFacts(48, 50), bid: undefined };
    expect(failing("execute", { books: { home, away: bookFacts(50, 52) } })).toEqual(["TWO_SIDED"]);
  });

  test("a one-sided AWAY book blocks auto, and Execute only when it is the route", () => {
    const books = { home: bookFacts(48, 50), away: { ...bookFacts(50, 52), ask: undefined } };
    expect(failing("auto", { books })).toEqual(["BOOKS_AGREE"]);
    expect(failing("execute", { books })).toEqual([]);
    const order = orderOf("execute", { team: "away", side: "ask", limit: 5_000 as Price });
    expect(failing("execute", { books, order })).toEqual(["TWO_SIDED"]);
  });

  test("mids that sum to 103¢ agree, 103.5¢ do not", () => {
    const home = bookFacts(48, 50);
    expect(failing("auto", { books: { home, away: bookFacts(53, 55) } })).toEqual([]);
    expect(failing("auto", { books: { home, away: bookFacts(53, 56) } })).toEqual(["BOOKS_AGREE"]);
    expect(failing("execute", { books: { home, away: bookFacts(53, 56) } })).toEqual([]);
  });

  test("AGE_KALSHI: frame 10 s, cross-check 30 s; without a key REST 10 s", () => {
    const { kalshi } = passingFacts("auto");
    const age = (change: Partial<Facts["kalshi"]>, mode: Mode = "PAPER") =>
      failing("ticket", { kalshi: { ...kalshi, ...change }, mode, armed: true });
    expect(age({ frameAgeMs: 10_000, crossCheckAgeMs: 30_000 })).toEqual([]);
    expect(age({ frameAgeMs: undefined })).toEqual(["AGE_KALSHI"]);
    expect(age({ crossCheckAgeMs: 30_001 })).toEqual(["AGE_KALSHI"]);
    const noStream = { keyed: false, frameAgeMs: undefined, crossCheckAgeMs: undefined };
    expect(age({ ...noStream, restAgeMs: 10_000 })).toEqual([]);
    expect(age({ ...noStream, restAgeMs: 10_001 })).toEqual(["AGE_KALSHI"]);
    expect(age({ orderChannelsUp: false })).toEqual([]);
    expect(age({ orderChannelsUp: false }, "DEMO")).toEqual(["AGE_KALSHI"]);
  });

  test("an exit needs a connection, not a cross-check", () => {
    const { kalshi } = passingFacts("exit");
    const stale = { frameAgeMs: 31_000, crossCheckAgeMs: 31_000 };
    expect(failing("exit", { kalshi: { ...kalshi, ...stale, restAgeMs: 1_000 } })).toEqual([]);
    expect(failing("exit", { kalshi: { ...kalshi, ...stale, restAgeMs: 31_000 } })).toEqual([
      "AGE_KALSHI",
    ]);
  });
});
