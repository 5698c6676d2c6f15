/** Orders that are really sent: which market, which leg, and what their fills add up to. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, money } from "../domain/numbers.ts";
import type { Order } from "../domain/orders.ts";
import { exposureOf, payoffsOf, positionOf } from "../execution/execution.ts";
import type { Opening } from "./desk.ts";
import { heldOf } from "./held.ts";
import { autoOn, AWAY, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

function inDemo(changes: Partial<Opening> = {}): VenueHand {
  return new VenueHand(changes).intoDemo();
}

/** A touchdown, and the market goes too far: HOME 84/86 where the model says 75. */
function overreact(hand: VenueHand, awayAsk = 17): void {
  hand.answer({ homeScore: 24 });
  for (let frame = 0; frame < 2; frame += 1) {
    hand.snapshot("home", [[84, 500]], [[86, 500]]);
    hand.snapshot("away", [[13, 500]], [[awayAsk, 500]]);
  }
  hand.wait(201);
  hand.crossCheck();
}

function wanted(hand: VenueHand): Order {
  const order = hand.of("intent").at(-1)?.order;
  if (order === undefined) throw new Error("no intent");
  return order;
}

describe("ORD-15: an order that fills in many parts", () => {
  test("100 × 1: the exact fees in ledger and view, cash as at the exchange, no complaint", () => {
    const hand = inDemo();
    const before = hand.shown.cash;
    const intentId = hand.sendTicket("bid", 100, 76);
    hand.accept(intentId);
    for (let part = 0; part < 100; part += 1) hand.fill(intentId, 1, 76);
    hand.end(intentId);
    // 1 @ 76¢: 0.07 · 0.76 · 0.24 = 0.012768 $, rounded up to 0.0128 $.
    const { ledger } = hand.desk;
    expect([ledger.feesPaid, ledger.trades.length]).toEqual([1_280_000, 1]);
    expect(ledger.trades[0]).toMatchObject({ quantity: 10_000, entryFees: 1_280_000 });
    expect(ledger.cash).toBe(hand.shown.cash);
    expect(before - ledger.cash).toBe(76_000_000 + 1_280_000);
    const view = viewOf(hand.desk, hand.now(), 1);
    expect([view.performance.fees, view.trades[0]?.fees]).toEqual([1.28, 1.28]);
    expect(hand.of("orderEnded").at(-1)).toMatchObject({ how: "filled", filled: 10_000 });
    expect(hand.desk.notices.some(({ text }) => text.includes("fees"))).toBe(false);
  });

  test("whatever the parts and their fees, nothing is lost, also when told twice", () => {
    const parts = fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 9 }),
        cents: fc.integer({ min: 1, max: 76 }),
        fee: fc.integer({ min: 0, max: 500_000 }),
        again: fc.boolean(),
      }),
      { minLength: 1, maxLength: 11 },
    );
    fc.assert(
      fc.property(parts, (played) => {
        const hand = inDemo();
        const intentId = hand.sendTicket("bid", 100, 76);
        hand.accept(intentId);
        let [fees, paid, count] = [0, 0, 0];
        for (const part of played) {
          const [told] = hand.fill(intentId, part.count, part.cents, money(part.fee));
          fees += part.fee;
          paid += part.count * part.cents * 10_000;
          count += part.count;
          if (part.again && told?.kind === "fill") hand.tell({ kind: "fill", fill: told.fill });
        }
        hand.end(intentId, "partlyFilled");
        const { ledger, orders } = hand.desk;
        expect(ledger.feesPaid).toBe(fees);
        expect(ledger.openingCash - ledger.cash).toBe(paid + fees);
        const moved = ledger.entries.reduce((sum, { cash, fee }) => sum + cash - fee, 0);
        expect(ledger.openingCash + moved).toBe(ledger.cash);
        expect(orders.byIntent.get(intentId)).toMatchObject({ filled: contracts(count) });
      }),
      { numRuns: 50 },
    );
  });
});

describe("ORD-16: a fill that comes after the cancel was acknowledged", () => {
  test("is booked, and what is open never falls below nothing", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.answerNow({ kind: "cancel", intentId });
    const outcome = { kind: "canceled", reduced: contracts(6) } as const;
    hand.tell({ kind: "cancel", intentId, outcome });
    hand.end(intentId, "canceled");
    hand.fill(intentId, 4, 76);
    hand.fill(intentId, 6, 76);
    const { ledger, orders } = hand.desk;
    expect(ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(orders.live.size).toBe(0);
    expect(exposureOf(orders, [HOME, AWAY], positionOf(ledger, HOME))).toEqual({
      towardHome: 1_000,
      towardAway: -1_000,
    });
  });

  test("before the end: more than was ordered is no negative rest either", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.fill(intentId, 12, 76);
    expect(exposureOf(hand.desk.orders, [HOME, AWAY], contracts(12)).towardHome).toBe(1_200);
  });
});

describe("ORD-20: a signal SELL with nothing held", () => {
  test.each([
    ["this market's", 17, { team: "home", side: "ask", limit: 8_400 }],
    ["the other market's", 15, { team: "away", side: "bid", limit: 1_500 }],
    ["at equal costs the other team's own", 16, { team: "away", side: "bid", limit: 1_600 }],
  ])("opens through one route, the cheaper: %s; both are shown", (_name, awayAsk, expected) => {
    const terms: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      const hand = inDemo();
      hand.answerNow(autoOn);
      overreact(hand, awayAsk);
      expect(hand.of("signal").at(-1)).toMatchObject({ action: "SELL", team: "home" });
      expect(hand.of("intent")).toHaveLength(1);
      const { team, side, quantity, limit, reduceOnly } = wanted(hand);
      terms.push({ team, side, quantity, limit, reduceOnly });
      expect({ team, side, limit }).toEqual(expected);
      expect([hand.sendNewest().mode, reduceOnly]).toEqual(["DEMO", false]);
      const card = viewOf(hand.desk, hand.now(), 1).last_signal;
      expect(card?.routes).toEqual({ own: awayAsk / 100, other: 0.16 });
    }
    expect(terms[0]).toEqual(terms[1]);
  });

  test("a typed ticket is never rerouted, however dear its market is", () => {
    const hand = inDemo();
    overreact(hand, 15);
    const intentId = hand.sendTicket("ask", 10, 84, HOME);
    expect(wanted(hand)).toMatchObject({ ticker: HOME, side: "ask", limit: 8_400 });
    hand.accept(intentId);
    hand.end(intentId, "unfilled");
    hand.sendTicket("bid", 10, 17, AWAY);
    expect(wanted(hand)).toMatchObject({ ticker: AWAY, side: "bid", limit: 1_700 });
  });
});

describe("ORD-21: both YES-HOME and YES-AWAY are held", () => {
  /** 100 YES-HOME at 76¢ and 60 YES-AWAY at 27¢. */
  function holdingBoth(): VenueHand {
    const hand = inDemo();
    hand.buy(100, 76, HOME);
    hand.buy(60, 27, AWAY);
    return hand;
  }

  const dollars = (home: number, away: number, tie: number) => ({
    home: Math.round(home * 1e6),
    away: Math.round(away * 1e6),
    tie: Math.round(tie * 1e6),
  });

  test("a signal toward AWAY sells YES-HOME, and the payoff matrix is exact", () => {
    const hand = holdingBoth();
    expect(payoffsOf(heldOf(hand.desk))).toEqual(dollars(24 - 16.2, -76 + 43.8, -26 + 13.8));
    hand.answerNow(autoOn);
    overreact(hand, 10);
    expect(wanted(hand)).toMatchObject({
      ticker: HOME,
      side: "ask",
      reduceOnly: true,
      origin: "exit",
      quantity: 10_000,
    });
    const { intentId } = hand.sendNewest();
    hand.accept(intentId);
    hand.fill(intentId, 40, 84);
    expect(payoffsOf(heldOf(hand.desk))).toEqual(dollars(14.4 - 16.2, -45.6 + 43.8, -15.6 + 13.8));
    hand.fill(intentId, 60, 84);
    hand.end(intentId);
    expect(payoffsOf(heldOf(hand.desk))).toEqual(dollars(-16.2, 43.8, 13.8));
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("Flatten closes each leg in its own market, reduce-only", () => {
    const hand = holdingBoth();
    hand.answerNow({ kind: "flatten", worst: undefined });
    const legs = hand.of("intent").slice(-2);
    expect(legs.map(({ order }) => [order.ticker, order.side, order.quantity])).toEqual([
      [HOME, "ask", 10_000],
      [AWAY, "ask", 6_000],
    ]);
    expect(legs.every(({ order }) => order.reduceOnly)).toBe(true);
  });

  test("a ticket against one leg reduces that leg and leaves the other alone", () => {
    const hand = holdingBoth();
    const answer = hand.ticket("ask", 80, 23, AWAY);
    expect(answer.body).toMatchObject({ reduce_only: true, quantity: 60, ticker: AWAY });
    expect(answer.body["note"]).toContain("20 contracts");
  });
});

describe("ORD-28: a person and auto want an order at the same moment", () => {
  const config = { ...DEFAULT_CONFIG, maxGameExposure: contracts(150) };

  test("auto was first: the ticket is turned away, and one order leaves", () => {
    const hand = inDemo({ config });
    hand.answerNow(autoOn);
    overreact(hand);
    expect(hand.of("intent")).toHaveLength(1);
    expect(hand.ticket("bid", 100, 17, AWAY)).toMatchObject({
      status: 409,
      body: { code: "ORDER_IN_FLIGHT" },
    });
    hand.sendNewest();
    expect(hand.of("intent")).toHaveLength(1);
  });

  test("the ticket was first: auto waits for its end, and its exposure counts", () => {
    const hand = inDemo({ config });
    hand.answerNow(autoOn);
    const intentId = hand.sendTicket("bid", 100, 27, AWAY);
    overreact(hand);
    expect(hand.of("intent")).toHaveLength(1);
    hand.accept(intentId);
    hand.fill(intentId, 100, 27);
    hand.end(intentId);
    expect(hand.of("intent")).toHaveLength(2);
    expect(wanted(hand)).toMatchObject({ team: "home", side: "ask", quantity: 5_000 });
    const auto = hand.sendNewest().intentId;
    hand.accept(auto);
    hand.fill(auto, 50, 84);
    hand.end(auto);
    expect(hand.ticket("bid", 1, 17, AWAY).body["codes"]).toEqual(["MAX_EXPOSURE"]);
  });
});

test("LED-05: a fee that is not the formula's is booked as charged, and told", () => {
  const hand = inDemo();
  const intentId = hand.sendTicket("bid", 100, 76);
  hand.accept(intentId);
  hand.fill(intentId, 100, 76, money(1_500_000));
  expect(hand.desk.notices.some(({ text }) => text.includes("fees"))).toBe(false);
  hand.end(intentId);
  expect(hand.desk.ledger.feesPaid).toBe(1_500_000);
  expect(hand.desk.notices.map(({ text }) => text)).toContain(
    "Order 1: fees of $1.5000, the formula says $1.2768.",
  );
});

test("what the exchange has refused is not asked again on the same signal; what did not leave is", () => {
  const hand = inDemo();
  hand.answerNow(autoOn);
  overreact(hand);
  const { intentId } = hand.sendNewest();
  hand.tell({ kind: "notSent", intentId, why: "429" });
  expect(hand.of("intent")).toHaveLength(2);
  const again = hand.sendNewest().intentId;
  hand.tell({ kind: "rejected", intentId: again, why: "insufficient balance" });
  hand.pass(30_000, [84, 86]);
  expect(hand.of("intent")).toHaveLength(2);
});
