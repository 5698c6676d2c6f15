/** Facts with which every gate passes: what tests of gates start from. */
import type { GateCode } from "../domain/codes.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { type Money, money, type Price, type Quantity } from "../domain/numbers.ts";
import type { DoubledEdge } from "../domain/numbers.ts";
import type { Order, OrderOrigin } from "../domain/orders.ts";
import { CLOSED_BREAKER } from "./breakers.ts";
import type { BookFacts, Facts } from "./facts.ts";
import { review } from "./gates.ts";

const centGrid = [{ start: 100 as Price, end: 9_900 as Price, step: 100 as Price }];

/** A live book with this quote in cents. */
export function bookFacts(bidCents: number, askCents: number): BookFacts {
  return {
    bid: (bidCents * 100) as Price,
    ask: (askCents * 100) as Price,
    whole: true,
    stableFrames: 2,
    status: "active",
    priceRanges: centGrid,
  };
}

/** BUY 10 YES-HOME at ≤ 50¢; an exit is reduce-only. */
export function orderOf(origin: OrderOrigin, change: Partial<Order> = {}): Order {
  return {
    intentId: 1,
    clientOrderId: "00000000-0000-8000-8000-000000000001",
    mode: "PAPER",
    ticker: "KXNFLGAME-TEST-HOM",
    team: "home",
    side: "bid",
    quantity: 1_000 as Quantity,
    limit: 5_000 as Price,
    reduceOnly: origin === "exit",
    origin,
    signalId: origin === "ticket" ? undefined : "s1",
    worstCost: money(5_175_000),
    ...change,
  };
}

/** Everything passes for an order of this origin; quotes 48/50 and 50/52, edge 12 points. */
export function passingFacts(origin: OrderOrigin, change: Partial<Facts> = {}): Facts {
  return {
    now: { at: 0, mono: 0, person: 0 },
    mode: "PAPER",
    source: "sim",
    state: "TRADING",
    armed: false,
    auto: true,
    config: DEFAULT_CONFIG,
    order: orderOf(origin),
    signal: {
      id: "s1",
      doubledEdge: 2_400 as DoubledEdge,
      quoteVersion: 7,
      shownVersion: undefined,
      net: { total: money(1_000_000), quantity: 1_000 as Quantity },
    },
    books: { home: bookFacts(48, 50), away: bookFacts(50, 52) },
    kalshi: {
      frameAgeMs: 100,
      crossCheckAgeMs: 5_000,
      restAgeMs: 5_000,
      keyed: true,
      orderChannelsUp: true,
      exchange: { active: true, trading: true },
    },
    game: {
      state: "in",
      phase: "inProgress",
      period: 2,
      clockSeconds: 600,
      statusText: "10:00 - 2nd",
      lastPlay: undefined,
      answerAgeMs: 1_000,
      contentAgeMs: 20_000,
      pauseAgeMs: undefined,
      fastPolling: true,
      sinceKickoffMs: 3_000_000,
    },
    feeds: { kind: "noSecondSource" },
    modelMissing: undefined,
    breakers: { kalshi: CLOSED_BREAKER, espn: CLOSED_BREAKER },
    marketFirstActive: false,
    cooling: false,
    exposure: { towardHome: 0 as Quantity, towardAway: 0 as Quantity },
    money: {
      available: money(1_000_000_000),
      realisedToday: 0 as Money,
      unrealised: 0 as Money,
      dailyLossTripped: false,
      atRisk: 0 as Money,
      sessionWorst: 0 as Money,
    },
    counts: {
      consecutiveLosses: 0,
      trades: 0,
      ordersLastMinute: 0,
      attemptsLastSecond: 1,
      unknownOrders: 0,
    },
    feesKnown: true,
    attestation: "given",
    ledger: "agrees",
    clock: { offsetMs: 0, uncertainMs: 100 },
    person: { reason: undefined, lateGameOverride: false, lockout: false, pageAgeMs: 0 },
    ...change,
  };
}

/** Gates that refuse an order of this origin when these facts differ from the passing ones. */
export function failing(origin: OrderOrigin, change: Partial<Facts>): readonly GateCode[] {
  return review(passingFacts(origin, change), origin).failed;
}

/** Whole contracts, unchecked. */
export function q(contracts: number): Quantity {
  return (contracts * 100) as Quantity;
}

/** Dollars to the millionth. */
export function dollars(amount: number): Money {
  return Math.round(amount * 1e6) as Money;
}
