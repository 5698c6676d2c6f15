/** Orders whose fate is open (trading semantics §6). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contracts } from "../domain/numbers.ts";
import { isHolding, ledgerSnapshot, unknownOrders } from "../execution/execution.ts";
import { foreignOrder, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

/** 10 YES-HOME were sent and nobody knows what became of them. */
function withUnknown(): { readonly hand: VenueHand; readonly intentId: number } {
  const hand = new VenueHand().intoDemo();
  const intentId = hand.sendTicket("bid", 10, 76);
  hand.tell({ kind: "unknown", intentId, why: "no answer" });
  return { hand, intentId };
}

function stateOf(hand: VenueHand, intentId: number): unknown {
  const state = hand.desk.orders.byIntent.get(intentId)?.state;
  return state?.kind === "done" ? state.how : state?.kind;
}

/** Time passes and the account is read, this often. */
function readEvery(hand: VenueHand, ms: number, times: number): void {
  for (let look = 0; look < times; look += 1) {
    hand.pass(ms);
    hand.read();
  }
}

describe("ORD-03: an order that a look-up does not find", () => {
  test("appears 5 s later: it was UNKNOWN until then, nothing is sent again, it is adopted", () => {
    const { hand, intentId } = withUnknown();
    readEvery(hand, 1_000, 5);
    expect(stateOf(hand, intentId)).toBe("unknown");
    expect(hand.ticket("bid", 10, 76).body["code"] ?? hand.of("block").at(-1)?.codes).toEqual([
      "NO_UNKNOWN_ORDER",
    ]);
    hand.accept(intentId);
    hand.fill(intentId, 10, 76);
    hand.end(intentId);
    expect([stateOf(hand, intentId), hand.of("send").length]).toEqual(["filled", 1]);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(hand.desk.standing.state).toBe("TRADING");
  });

  test("counts as filled until 30 s have passed and three conclusive reads show nothing", () => {
    const { hand, intentId } = withUnknown();
    readEvery(hand, 5_000, 6);
    expect(hand.mono).toBeGreaterThanOrEqual(30_000);
    expect(stateOf(hand, intentId)).toBe("unknown");
    readEvery(hand, 5_000, 2);
    expect(stateOf(hand, intentId)).toBe("unknown");
    expect(viewOf(hand.desk, hand.now(), 1).status.unknown_orders).toHaveLength(1);
    readEvery(hand, 5_000, 1);
    expect(stateOf(hand, intentId)).toBe("absent");
    expect(hand.of("letGo")).toEqual([{ kind: "letGo", intentId }]);
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test("data of the exchange that are not later than the sending + 30 s prove nothing", () => {
    const { hand, intentId } = withUnknown();
    const sentAt = hand.now().at;
    for (let look = 0; look < 20; look += 1) {
      hand.pass(5_000);
      hand.read({ dataAt: sentAt + 30_000 });
    }
    expect(stateOf(hand, intentId)).toBe("unknown");
  });

  test("an exchange whose clock is ahead of ours is not believed before 30 s have passed", () => {
    const { hand, intentId } = withUnknown();
    for (let look = 0; look < 5; look += 1) {
      hand.pass(5_000);
      hand.read({ dataAt: hand.now().at + 60_000 });
    }
    expect(stateOf(hand, intentId)).toBe("unknown");
  });

  test("appears after it counted as absent: adopted, and HALTED", () => {
    const { hand, intentId } = withUnknown();
    readEvery(hand, 5_000, 9);
    expect(stateOf(hand, intentId)).toBe("absent");
    hand.accept(intentId);
    expect(hand.desk.standing).toMatchObject({
      state: "HALTED",
      halt: { code: "NO_UNKNOWN_ORDER" },
    });
    hand.fill(intentId, 10, 76);
    hand.end(intentId);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect([...hand.desk.orders.live]).toEqual([]);
    expect(hand.of("trip")).toHaveLength(1);
  });

  test("its fill alone adopts it too", () => {
    const { hand, intentId } = withUnknown();
    readEvery(hand, 5_000, 9);
    hand.fill(intentId, 10, 76);
    expect(hand.desk.standing.state).toBe("HALTED");
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    hand.end(intentId);
    expect(stateOf(hand, intentId)).toBe("filled");
  });

  test("a position or a fill that nothing explains starts the count of reads anew", () => {
    const { hand, intentId } = withUnknown();
    readEvery(hand, 5_000, 8);
    hand.shown.held.set(HOME, 10);
    readEvery(hand, 5_000, 1);
    hand.shown.held.delete(HOME);
    readEvery(hand, 5_000, 2);
    expect(stateOf(hand, intentId)).toBe("unknown");
    readEvery(hand, 5_000, 1);
    expect(stateOf(hand, intentId)).toBe("absent");
  });

  test("an order in the list, though of another's make, is no trace of ours", () => {
    const { hand, intentId } = withUnknown();
    hand.shown.orders = [foreignOrder({ status: "canceled" })];
    readEvery(hand, 5_000, 9);
    expect(stateOf(hand, intentId)).toBe("absent");
  });

  test("one with our id in the list is never absent", () => {
    const { hand, intentId } = withUnknown();
    const clientOrderId = hand.of("send")[0]?.order.clientOrderId;
    hand.shown.orders = [foreignOrder({ clientOrderId, status: "executed" })];
    readEvery(hand, 5_000, 20);
    expect(stateOf(hand, intentId)).toBe("unknown");
  });

  test("is absent exactly at the third clean conclusive read in a row, whatever the reads", () => {
    const looks = fc.array(
      fc.record({
        waitMs: fc.integer({ min: 500, max: 20_000 }),
        lagMs: fc.integer({ min: -5_000, max: 40_000 }),
        clean: fc.boolean(),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(looks, (played) => {
        const { hand, intentId } = withUnknown();
        const sent = hand.now();
        let inRow = 0;
        let expected = "unknown";
        for (const { waitMs, lagMs, clean } of played) {
          hand.wait(waitMs);
          const dataAt = hand.now().at - lagMs;
          if (clean) hand.shown.held.delete(HOME);
          else hand.shown.held.set(HOME, 3);
          hand.read({ dataAt });
          const isConclusive = dataAt > sent.at + 30_000 && hand.now().at >= sent.at + 30_000;
          if (!clean) inRow = 0;
          else if (isConclusive) inRow += 1;
          if (inRow >= 3) expected = "absent";
          expect(stateOf(hand, intentId)).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("ORD-13: an order of last night that never arrived", () => {
  const last = "KXNFLGAME-26OCT05LVSEA-SEA";

  /** 100 YES at 76¢ were held, and 20 more on their way, when the process was killed. */
  function nextEvening(): VenueHand {
    const before = new VenueHand().intoDemo();
    before.buy(100, 76);
    before.pass(20_000);
    before.read();
    const intents = before.sendTicket("bid", 20, 76);
    const order = before.desk.orders.byIntent.get(intents)?.order;
    if (order === undefined) throw new Error("nothing was sent");
    const ofLast = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replaceAll(HOME, last)) as T;
    const orders = [{ order: ofLast(order), sentAt: before.now().at }];
    const ledger = ofLast(ledgerSnapshot(before.desk.ledger));
    const books = { mode: "DEMO", ledger, dailyLossTrippedDay: undefined } as const;
    const hand = new VenueHand({ sessionId: "next", second: { ...books, orders, intents } });
    hand.wait(before.mono + 60_000);
    hand.shown.cash = ledger.cash;
    hand.calm();
    return hand;
  }

  /** The market has paid nothing for so many YES. */
  function pay(hand: VenueHand, count: number): void {
    const none = { paid: undefined, value: undefined, fee: undefined, at: hand.now().at };
    const counts = { yes: contracts(count), no: contracts(0) };
    hand.shown.settlements = [{ ticker: last, result: "no", ...counts, ...none }];
  }

  test("and whose market has paid meanwhile is found absent, then the payment is booked", () => {
    const hand = nextEvening();
    const { ledger } = hand.desk;
    pay(hand, 100);
    readEvery(hand, 15_000, 4);
    expect(unknownOrders(hand.desk.orders)).toEqual([]);
    expect([isHolding(ledger), ledger.realised]).toEqual([
      false,
      -76_000_000 - hand.feeOf(76, 100),
    ]);
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("is not absent when the market has paid for more than our books hold", () => {
    const hand = nextEvening();
    pay(hand, 120);
    readEvery(hand, 15_000, 20);
    expect(unknownOrders(hand.desk.orders)).toHaveLength(1);
  });
});

describe("a person's word about an order of unknown fate", () => {
  const declare = (intentId: number, how: "absent" | "filled") =>
    ({ kind: "resolveUnknown", intentId, how }) as const;

  test("is not taken before 5 min, and not about other orders", () => {
    const { hand, intentId } = withUnknown();
    expect(hand.answerNow(declare(99, "absent")).status).toBe(404);
    hand.wait(299_999);
    expect(hand.answerNow(declare(intentId, "absent"))).toMatchObject({ status: 409 });
    hand.wait(1);
    expect(hand.answerNow(declare(intentId, "absent")).status).toBe(200);
    expect(stateOf(hand, intentId)).toBe("absent");
    expect(hand.of("letGo")).toHaveLength(1);
  });

  test("filled: the rest is booked at its limit with the estimated fee, and counts once", () => {
    const { hand, intentId } = withUnknown();
    hand.fill(intentId, 4, 76);
    hand.pass(300_000);
    hand.answerNow(declare(intentId, "filled"));
    const { ledger } = hand.desk;
    expect(ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(ledger.entries.at(-1)).toMatchObject({ quantity: 600, fee: hand.feeOf(76, 6) });
    expect(stateOf(hand, intentId)).toBe("declaredFilled");
    hand.accept(intentId);
    hand.fill(intentId, 6, 76);
    hand.end(intentId);
    expect(ledger.positions.get(HOME)?.net).toBe(contracts(10));
    expect(hand.desk.standing.state).toBe("HALTED");
  });
});
