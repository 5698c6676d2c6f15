/** What the exchange tells of the account, and what the desk makes of it. */
import { describe, expect, test } from "vitest";
import type { EntryGroupState } from "../domain/venue-news.ts";
import { contracts } from "../domain/numbers.ts";
import { foreignOrder, AWAY, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const start = { kind: "start" } as const;

function inDemo(): VenueHand {
  return new VenueHand().intoDemo();
}

describe("ORD-30: somebody trades on the account by hand", () => {
  test("an order that rests is counted in the exposure until it rests no more", () => {
    const hand = inDemo();
    const order = foreignOrder({ remaining: contracts(250), initial: contracts(250) });
    hand.tell({ kind: "external", order });
    expect(viewOf(hand.desk, hand.now(), 1).status.account?.external_orders).toBe(1);
    expect(hand.ticket("bid", 51, 76).body["codes"]).toEqual(["MAX_EXPOSURE"]);
    expect(hand.ticket("bid", 51, 27, AWAY).status).toBe(202);
    hand.answerNow({ kind: "cancel", intentId: undefined });
    hand.tell({ kind: "external", order: { ...order, status: "canceled" } });
    expect(hand.ticket("bid", 51, 76).status).toBe(202);
  });

  test("SELL YES-AWAY counts toward HOME, an order of another game counts nowhere", () => {
    const hand = inDemo();
    const many = { remaining: contracts(300), initial: contracts(300) };
    hand.tell({ kind: "external", order: foreignOrder({ ...many, ticker: "OTHER" }) });
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
    hand.answerNow({ kind: "cancel", intentId: undefined });
    const sells = { ticker: AWAY, side: "ask", orderId: "x2" } as const;
    hand.tell({ kind: "external", order: foreignOrder({ ...many, ...sells }) });
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["MAX_EXPOSURE"]);
  });

  test("STOP and Kill ask for ours alone; everything is cancelled only by its own command", () => {
    const hand = inDemo();
    hand.tell({ kind: "external", order: foreignOrder() });
    hand.ask({ kind: "stop" });
    hand.prove();
    hand.ask({ kind: "kill" });
    hand.prove({ triggered: true });
    expect([hand.of("cancelEverything").length, hand.of("cancel").length]).toEqual([0, 0]);
    expect(hand.desk.venue.externals.size).toBe(1);
    expect(hand.answerNow({ kind: "cancelEverything" }).status).toBe(202);
    expect(hand.of("cancelEverything")).toHaveLength(1);
    hand.tell({ kind: "everythingCanceled", done: false, why: "paused" });
    expect(hand.desk.notices[0]?.text).toBe("Not all is cancelled: paused.");
  });

  test("PAPER has nothing at an exchange that could be cancelled", () => {
    const hand = new VenueHand();
    hand.calm();
    expect(hand.answerNow({ kind: "cancelEverything" }).status).toBe(409);
  });

  test("its fill is in our books and in the exposure, once", () => {
    const hand = inDemo();
    hand.tradeElsewhere("bid", 250, 76);
    const [fill] = hand.of("fill");
    expect(fill).toMatchObject({ mode: "DEMO", fill: { intentId: 0, ticker: HOME } });
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
    expect(hand.desk.notices[0]?.text).toBe(`Traded outside this desk: 250 contracts of ${HOME}.`);
    expect(hand.ticket("bid", 51, 76).body["codes"]).toContain("MAX_EXPOSURE");
    hand.tradeElsewhere("bid", 9, 76, "OTHER");
    expect(hand.desk.ledger.trades).toHaveLength(1);
  });

  test("a reading that was asked for before the order was told of does not make it forgotten", () => {
    const hand = inDemo();
    const askedMono = hand.mono;
    hand.wait(300);
    hand.tell({ kind: "external", order: foreignOrder() });
    hand.read({ askedMono });
    expect(hand.desk.venue.externals.size).toBe(1);
    hand.wait(1);
    hand.shown.orders = [foreignOrder()];
    hand.read();
    expect(hand.desk.venue.externals.size).toBe(1);
    hand.shown.orders = [];
    hand.read();
    expect(hand.desk.venue.externals.size).toBe(0);
  });
});

describe("LED-06: a flip, which only trades elsewhere can cause", () => {
  test("long 100, 150 sold elsewhere, short 50: two trades, exact", () => {
    const hand = inDemo();
    hand.buy(100, 76);
    hand.tradeElsewhere("ask", 150, 80);
    const { ledger } = hand.desk;
    expect(ledger.positions.get(HOME)?.net).toBe(-5_000);
    const [long, short] = ledger.trades;
    const exitFee = Math.floor((hand.feeOf(80, 150) * 100) / 150);
    expect(long).toMatchObject({
      intentId: 1,
      side: "bid",
      quantity: 10_000,
      closedQuantity: 10_000,
      exitValue: 80_000_000,
      exitFees: exitFee,
    });
    expect(short).toMatchObject({
      intentId: 0,
      side: "ask",
      quantity: 5_000,
      entryValue: 40_000_000,
      entryFees: hand.feeOf(80, 150) - exitFee,
    });
    expect(ledger.trades).toHaveLength(2);
    expect(ledger.realised).toBe(4_000_000 - hand.feeOf(76, 100) - exitFee);
    expect(ledger.cash).toBe(hand.shown.cash);
    hand.pass(15_000);
    hand.read();
    expect(hand.desk.venue.differences).toBe(0);
  });
});

describe("ORD-35: the entry order group is triggered", () => {
  const triggered: EntryGroupState = { kind: "triggered", groupId: "g1", why: "301 in 15 s" };

  test("by the exchange: HALTED with its reason, and only a person's Start resets it", () => {
    const hand = inDemo();
    hand.tell({ kind: "entryGroup", state: triggered });
    expect(hand.desk).toMatchObject({ auto: false, standing: { state: "HALTED" } });
    expect(hand.desk.standingWhy).toBe("entry order group: 301 in 15 s");
    expect(viewOf(hand.desk, hand.now(), 1).status.account).toMatchObject({
      entry_group: "triggered",
      entry_group_why: "301 in 15 s",
    });
    hand.wait(59_999);
    expect(hand.answerNow(start).status).toBe(409);
    expect(hand.of("resetEntryGroup")).toEqual([]);
    hand.wait(1);
    expect(hand.answerNow(start).status).toBe(200);
    expect(hand.of("resetEntryGroup")).toHaveLength(1);
    hand.tell({ kind: "entryGroup", state: { kind: "ready", groupId: "g1", limit: 300 } });
    hand.tell({ kind: "entryGroup", state: triggered });
    expect(hand.of("trip")).toHaveLength(2);
  });

  test("told again it trips once; a reset that failed is asked for by the next Start", () => {
    const hand = inDemo();
    hand.tell({ kind: "entryGroup", state: triggered });
    hand.tell({ kind: "entryGroup", state: { ...triggered, why: "again" } });
    expect(hand.of("trip")).toHaveLength(1);
    hand.wait(60_000);
    hand.answerNow(start);
    hand.answerNow(start);
    expect(hand.of("resetEntryGroup")).toHaveLength(2);
  });

  test("by our own Kill: it does not trip a second time", () => {
    const hand = inDemo();
    hand.ask({ kind: "kill" });
    hand.tell({ kind: "entryGroup", state: { ...triggered, why: "triggered by us" } });
    expect(hand.of("trip").map(({ code }) => code)).toEqual(["KILL"]);
    expect(hand.desk.standing.halt?.code).toBe("KILL");
  });

  describe("by our own Kill that was being asked again when a person pressed Start", () => {
    function overridden(): VenueHand {
      const hand = inDemo();
      hand.ask({ kind: "kill" });
      hand.prove({ confirmed: false, triggered: false });
      hand.pass(60_000);
      expect(hand.desk.venue.stopping?.underWay).toBe(true);
      expect(hand.answerNow(start).status).toBe(200);
      return hand;
    }

    test("it is reset, for the person's word is the newest", () => {
      const hand = overridden();
      hand.tell({ kind: "entryGroup", state: { ...triggered, why: "triggered by us" } });
      expect(hand.of("resetEntryGroup")).toHaveLength(1);
      hand.prove({ triggered: true });
      hand.pass(10_000);
      expect(hand.of("trip").map(({ code }) => code)).toEqual(["KILL"]);
      expect(hand.desk.standing.state).toBe("TRADING");
      expect(hand.of("stopOrders")).toHaveLength(2);
      expect(viewOf(hand.desk, hand.now(), 1).status.account?.stop).toBeNull();
      expect(hand.desk.notices.map(({ text }) => text).join()).not.toContain("Stopped.");
    });

    test("once that Kill has its answer, a trigger is the exchange's again: HALTED", () => {
      const hand = overridden();
      hand.prove({ confirmed: false, triggered: false });
      hand.tell({ kind: "entryGroup", state: triggered });
      expect(hand.of("resetEntryGroup")).toEqual([]);
      expect(hand.desk.standing.halt?.code).toBe("RATE");
    });

    test("a STOP pressed after it asks for no Kill", () => {
      const hand = overridden();
      hand.ask({ kind: "stop" });
      expect(hand.of("stopOrders").map(({ how }) => how)).toEqual(["kill", "kill", "stop"]);
    });
  });
});

describe("the stream of our orders", () => {
  test("KWS-22: while it is down nothing is entered, an order's state is read before it goes on", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.tell({ kind: "accountStream", up: false, why: "reconnecting" });
    expect(hand.ticket("bid", 10, 76)).toMatchObject({ status: 409 });
    hand.end(intentId, "unfilled");
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["AGE_KALSHI"]);
    hand.tell({ kind: "accountStream", up: true, why: "" });
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test("KWS-16: a fill that only a read has found is booked with a notice", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.tell({ kind: "recovered", intentId, why: "a fill came late" });
    hand.fill(intentId, 10, 76);
    hand.end(intentId);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(hand.desk.notices.map(({ text }) => text)).toContain("Order 1: a fill came late.");
  });
});

describe("answers that come out of order", () => {
  test("a fill before its order was accepted, an end told twice, news of no order", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.fill(intentId, 10, 76);
    hand.accept(intentId);
    hand.end(intentId);
    hand.end(intentId, "canceled");
    hand.tell({ kind: "unknown", intentId, why: "late" });
    hand.tell({ kind: "rejected", intentId, why: "late" });
    hand.accept(77);
    hand.end(77);
    expect(hand.of("orderEnded")).toMatchObject([{ how: "filled", filled: 1_000 }]);
    expect(hand.of("unknown")).toEqual([]);
    expect(hand.desk.orders.live.size).toBe(0);
  });

  test("an order whose answer was lost is open again when the exchange tells of it", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.tell({ kind: "unknown", intentId, why: "no answer" });
    hand.accept(intentId);
    expect(hand.desk.orders.byIntent.get(intentId)?.state).toEqual({
      kind: "open",
      venueOrderId: "v1",
    });
    expect(viewOf(hand.desk, hand.now(), 1).status.unknown_orders).toEqual([]);
  });

  test("a refusal ends the order with the exchange's words", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.tell({ kind: "rejected", intentId, why: "insufficient balance" });
    expect(hand.of("orderEnded")).toMatchObject([{ how: "rejected", filled: 0 }]);
    expect(hand.desk.notices[0]?.text).toBe("Order 1 was refused: insufficient balance");
  });
});
