import { describe, expect, test } from "vitest";
import { GATE_CODES, type GateCode } from "../domain/codes.ts";
import type { Money, Price } from "../domain/numbers.ts";
import type { DoubledEdge } from "../domain/numbers.ts";
import type { OrderOrigin } from "../domain/orders.ts";
import { approve } from "./approval.ts";
import type { Facts } from "./facts.ts";
import { review } from "./gates.ts";
import { bookFacts, dollars, orderOf, passingFacts, q } from "./passing-facts.ts";
import { GATE_TABLE } from "./table.ts";

const origins: readonly OrderOrigin[] = ["auto", "execute", "ticket", "exit"];
const open = { kind: "open", failures: 5, until: 60_000, why: "timeout" } as const;

/** How to make one gate fail and no other. */
const breaks: Readonly<Record<GateCode, (facts: Facts) => Partial<Facts>>> = {
  MODE: () => ({ mode: "DEMO", armed: false }),
  STATE: () => ({ state: "MONITORING" }),
  SIGNAL: (facts) => ({ signal: facts.signal && { ...facts.signal, doubledEdge: edge(1_999) } }),
  NET_EDGE: (facts) => ({
    signal: facts.signal && { ...facts.signal, net: { total: money(299_999), quantity: q(10) } },
  }),
  QUOTE_MOVED: (facts) => ({ books: { ...facts.books, home: bookFacts(49, 51) } }),
  TOO_GOOD: (facts) => ({ signal: facts.signal && { ...facts.signal, doubledEdge: edge(5_001) } }),
  MARKET_FIRST: () => ({ marketFirstActive: true }),
  COOLDOWN: () => ({ cooling: true }),
  BOOKS_AGREE: (facts) => ({ books: { ...facts.books, away: bookFacts(54, 55) } }),
  QUOTE_STABLE: ({ books }) => ({ books: { ...books, home: { ...books.home, stableFrames: 1 } } }),
  OBSERVE: (facts) => ({ config: { ...facts.config, observeMinutes: 51 } }),
  DEAD_MAN: (facts) => ({
    mode: "DEMO",
    armed: true,
    person: { ...facts.person, pageAgeMs: 120_001 },
  }),
  SPREAD: () => ({ books: { home: bookFacts(39, 50), away: bookFacts(50, 61) } }),
  TWO_SIDED: ({ books }) => ({ books: { ...books, home: { ...books.home, bid: undefined } } }),
  BOOK_WHOLE: ({ books }) => ({ books: { ...books, home: { ...books.home, whole: false } } }),
  AGE_KALSHI: ({ kalshi }) => ({ kalshi: { ...kalshi, frameAgeMs: 10_001 } }),
  AGE_ESPN: ({ game }) => ({ game: { ...game, answerAgeMs: 10_001 } }),
  CONTENT_ESPN: ({ game }) => ({ game: { ...game, contentAgeMs: 180_001 } }),
  FEEDS_AGREE: () => ({ feeds: { kind: "compared", disagreements: 2 } }),
  GAME_LIVE: ({ game }) => ({ game: { ...game, phase: "unknown" } }),
  MODEL_OK: () => ({ modelMissing: "no possession" }),
  LATE_GAME: ({ game }) => ({ game: { ...game, period: 4, clockSeconds: 299 } }),
  BREAKERS: (facts) => ({ breakers: { ...facts.breakers, kalshi: open } }),
  MARKET_ACTIVE: ({ books }) => ({
    books: { ...books, home: { ...books.home, status: "closed" } },
  }),
  EXCHANGE_ACTIVE: ({ kalshi }) => ({
    kalshi: { ...kalshi, exchange: { active: true, trading: false } },
  }),
  ATTESTATION: () => ({ attestation: "missing" }),
  FEE_KNOWN: () => ({ mode: "DEMO", armed: true, feesKnown: false }),
  GRID: ({ order }) => ({ order: order && { ...order, limit: 5_050 as Price } }),
  MAX_ORDER: ({ order }) => ({ order: order && { ...order, quantity: q(101) } }),
  MAX_EXPOSURE: () => ({ exposure: { towardHome: q(291), towardAway: q(-291) } }),
  ORDER_VALUE: ({ order }) => ({ order: order && { ...order, worstCost: dollars(500.01) } }),
  BALANCE: (facts) => ({ money: { ...facts.money, available: money(5_174_999) } }),
  DAILY_LOSS: (facts) => ({ money: { ...facts.money, realisedToday: dollars(-100) } }),
  DAILY_LOSS_UNKNOWN: (facts) => ({ money: { ...facts.money, unrealised: undefined } }),
  SESSION_CAP: (facts) => ({
    mode: "LIVE",
    source: "real",
    armed: true,
    money: { ...facts.money, sessionWorst: dollars(-95) },
  }),
  STREAK: (facts) => ({ counts: { ...facts.counts, consecutiveLosses: 3 } }),
  TRADES: (facts) => ({ counts: { ...facts.counts, trades: 50 } }),
  RATE: (facts) => ({ counts: { ...facts.counts, ordersLastMinute: 10 } }),
  COMFORT: (facts) => ({ config: { ...facts.config, comfortLimit: dollars(5) } }),
  LOCKOUT: (facts) => ({ person: { ...facts.person, lockout: true } }),
  NO_UNKNOWN_ORDER: (facts) => ({ counts: { ...facts.counts, unknownOrders: 1 } }),
  LEDGER_OK: () => ({ mode: "DEMO", armed: true, ledger: "disagrees" }),
  CLOCK_OK: () => ({ mode: "DEMO", armed: true, clock: { offsetMs: 8_001, uncertainMs: 100 } }),
};

function money(micros: number): Money {
  return micros as Money;
}

function edge(doubled: number): DoubledEdge {
  return doubled as DoubledEdge;
}

function broken(origin: OrderOrigin, code: GateCode): Facts {
  const facts = passingFacts(origin);
  return { ...facts, ...breaks[code](facts) };
}

const stopsExits: readonly GateCode[] = ["MARKET_ACTIVE", "EXCHANGE_ACTIVE", "GRID"];

describe("every gate", () => {
  test.each(origins)("passes with passing facts, and all of them answer, for %s", (origin) => {
    const result = review(passingFacts(origin), origin);
    expect(result.failed).toEqual([]);
    expect(result.results.map((one) => one.code)).toEqual([...GATE_CODES]);
    expect(approve(result.order!, result)).toBe(result.order);
  });

  test.each(GATE_CODES)("RSK-10 %s alone failing is refused by exactly its code", (code) => {
    for (const origin of ["auto", "execute", "ticket"] as const) {
      const facts = broken(origin, code);
      const result = review(facts, origin);
      const cell = GATE_TABLE[code][origin];
      const blocks = cell === "blocks" || cell === "confirm" || cell === "override";
      expect([origin, result.failed]).toEqual([origin, blocks ? [code] : []]);
      expect(approve(facts.order!, result)).toBe(blocks ? undefined : facts.order);
      expect(result.results).toHaveLength(GATE_CODES.length);
    }
  });

  test.each(GATE_CODES)("RSK-10 with %s failing an exit is still possible", (code) => {
    const result = review(broken("exit", code), "exit");
    expect(result.failed).toEqual(stopsExits.includes(code) ? [code] : []);
  });

  test.each(GATE_CODES)("RSK-11 %s failing between intent and durable is found again", (code) => {
    const before = passingFacts("auto");
    expect(review(before, "auto").passed).toBe(true);
    const after = { ...before, ...breaks[code](before) };
    const again = review(after, "auto");
    expect(again.failed).toEqual([code]);
    expect(approve(after.order!, again)).toBeUndefined();
  });

  test("says value and limit in people's words", () => {
    const { results } = review(broken("auto", "SPREAD"), "auto");
    const spread = results.find((one) => one.code === "SPREAD");
    expect(spread).toMatchObject({ verdict: "fail", value: "11.0¢", limit: "≤ 10.0¢" });
  });

  test("says 'not yet checked' where nothing gathers the fact", () => {
    const facts = passingFacts("auto", {
      attestation: "unchecked",
      ledger: "unchecked",
      feeds: "unchecked",
      clock: "unchecked",
    });
    const { results, passed } = review(facts, "auto");
    const unchecked = results.filter((one) => one.verdict === "unchecked");
    expect(passed).toBe(true);
    const codes = ["FEEDS_AGREE", "ATTESTATION", "SESSION_CAP", "LEDGER_OK", "CLOCK_OK"];
    expect(unchecked.map((one) => one.code)).toEqual(codes);
    for (const one of unchecked) expect(one.value).toBe("not yet checked");
  });

  test("only looking, without an order, never approves and never throws", () => {
    for (const origin of origins) {
      const facts: Facts = { ...passingFacts(origin), order: undefined };
      const result = review(facts, origin);
      expect(approve(orderOf(origin), result)).toBeUndefined();
    }
  });
});

describe("approval", () => {
  test("is only for the very order that was reviewed, as what it is", () => {
    const facts = passingFacts("auto");
    const result = review(facts, "auto");
    expect(approve({ ...facts.order! }, result)).toBeUndefined();
    expect(approve(facts.order!, review(facts, "ticket"))).toBeUndefined();
  });

  test("an entry cannot pass as an exit", () => {
    const facts = passingFacts("exit", { order: orderOf("exit", { reduceOnly: false }) });
    expect(() => review(facts, "exit")).toThrow("not reduce-only");
  });
});
