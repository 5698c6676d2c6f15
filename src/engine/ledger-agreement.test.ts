/** When our books count as compared with the exchange's, and what may explain a difference. */
import { describe, expect, test } from "vitest";
import type { VenueFill, VenueOrder } from "../domain/account.ts";
import { contracts, money, price } from "../domain/numbers.ts";
import { clientOrderIdOf, ledgerSnapshot } from "../execution/execution.ts";
import { foreignOrder, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

function holding(): VenueHand {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  readings(hand, 1);
  return hand;
}

function readings(hand: VenueHand, count: number): void {
  for (let turn = 0; turn < count; turn += 1) {
    hand.pass(15_000);
    hand.read();
  }
}

/** A trade of this account in a market of another game. */
function tradeElsewhere(hand: VenueHand, count: number, cents: number): VenueFill {
  const terms = { ticker: "KXELSE-1", side: "bid", price: price(cents * 100) } as const;
  const ids = { tradeId: "z1", orderId: "z", clientOrderId: undefined };
  const paid = { quantity: contracts(count), fee: money(1_000), isTaker: true, at: hand.now().at };
  return { ...ids, ...terms, ...paid };
}

describe("LED-11 entries need books that were compared", () => {
  /** A desk on recovered books of 10 YES-HOME, which the exchange shows with this order. */
  function recovered(held: number, orders: readonly VenueOrder[]): VenueHand {
    const first = new VenueHand().intoDemo();
    first.buy(10, 76);
    const ledger = ledgerSnapshot(first.desk.ledger);
    const rest = { dailyLossTrippedDay: undefined, orders: [], intents: 1 };
    const hand = new VenueHand({ second: { mode: "DEMO", ledger, ...rest } });
    hand.wait(first.mono);
    hand.shown.cash = first.shown.cash;
    hand.shown.held.set(HOME, held);
    hand.shown.orders = [...orders];
    hand.calm();
    hand.arm();
    hand.answerNow({ kind: "start" });
    readings(hand, 2);
    return hand;
  }

  const ours = { clientOrderId: clientOrderIdOf("another", 1) };

  test("recovered books that nothing has been compared with yet stop them", () => {
    const hand = recovered(10, [foreignOrder(ours)]);
    const gates = viewOf(hand.desk, hand.now(), 1).gates.filter(({ code }) => code === "LEDGER_OK");
    expect(gates).toMatchObject([{ value: "not compared" }]);
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["LEDGER_OK"]);
    // It says no more than that: neither that they agree, nor that they do not.
    expect(viewOf(hand.desk, hand.now(), 1).status.account?.ledger_agrees).toBe(null);
  });

  test("books that agreed once, and were not compared for two minutes, stop them", () => {
    const hand = holding();
    hand.shown.orders = [foreignOrder(ours)];
    readings(hand, 9);
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["LEDGER_OK"]);
    hand.shown.orders = [];
    readings(hand, 1);
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test("an account that could not be read for two minutes stops them", () => {
    const hand = holding();
    for (let turn = 0; turn < 9; turn += 1) {
      hand.pass(15_000);
      hand.tell({ kind: "accountUnread", why: "the fills could not be read" });
    }
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["LEDGER_OK"]);
    readings(hand, 1);
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });
});

describe("LED-12 what explains a difference of cash", () => {
  test("a deposit that is listed one reading before the balance follows trips nothing", () => {
    const hand = holding();
    hand.shown.transferred = money(50_000_000);
    readings(hand, 1);
    hand.shown.cash = money(hand.shown.cash + 50_000_000);
    readings(hand, 2);
    expect(hand.desk.standing.state).toBe("TRADING");
  });

  test("a trade in another market that is listed before the balance follows trips nothing", () => {
    const hand = holding();
    hand.shown.fills = [tradeElsewhere(hand, 1, 50)];
    readings(hand, 1);
    hand.shown.cash = money(hand.shown.cash - 501_000);
    readings(hand, 8);
    expect(hand.desk.standing.state).toBe("TRADING");
  });

  test("a trade elsewhere explains no more than it can have moved", () => {
    const hand = holding();
    hand.shown.fills = [tradeElsewhere(hand, 1, 1)];
    hand.shown.cash = money(hand.shown.cash - 300_000_000);
    readings(hand, 2);
    expect(hand.desk.standing.state).toBe("HALTED");
  });

  test("a trade elsewhere that leaves the window of the lists explains nothing", () => {
    const hand = holding();
    hand.shown.fills = [tradeElsewhere(hand, 1, 1)];
    readings(hand, 2);
    hand.shown.fills = [];
    hand.shown.cash = money(hand.shown.cash - 5_000_000);
    readings(hand, 2);
    expect(hand.desk.standing.state).toBe("HALTED");
  });
});

describe("LED-11 a person's own orders elsewhere stop no entry, and hide no difference", () => {
  const elsewhere = foreignOrder({ ticker: "KXELECTION-28-X" });

  test.each(["a first session", "a later one"])("%s trades while one rests all along", (which) => {
    const ledger = ledgerSnapshot(new VenueHand().intoDemo().desk.ledger);
    const left = { ledger, dailyLossTrippedDay: undefined, orders: [], intents: 0 };
    const hand = new VenueHand(
      which === "a first session" ? {} : { second: { mode: "DEMO", ...left } },
    );
    hand.shown.orders = [elsewhere];
    hand.intoDemo();
    readings(hand, 20);
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test.each([
    ["a cent of cash", (hand: VenueHand) => money(hand.shown.cash - 10_000), 10],
    ["a contract", (hand: VenueHand) => hand.shown.cash, 9],
  ])("%s is missing while one rests: it trips as ever", (_, cashOf, held) => {
    const hand = holding();
    hand.shown.orders = [elsewhere];
    readings(hand, 3);
    hand.shown.cash = cashOf(hand);
    hand.shown.held.set(HOME, held);
    readings(hand, 2);
    expect(hand.desk.standing).toMatchObject({ state: "HALTED", halt: { code: "LEDGER_OK" } });
  });

  test("what it holds back, and gives back at its end, is explained in words", () => {
    const hand = holding();
    hand.shown.orders = [elsewhere];
    for (const by of [-4_000_000, 4_000_000]) {
      hand.shown.cash = money(hand.shown.cash + by);
      readings(hand, 2);
      expect(hand.of("reconcile").at(-1)).toMatchObject({ what: "explained", amount: by });
      expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
      hand.shown.orders = [];
    }
    const told = hand.desk.notices.map(({ text }) => text).join();
    expect(told).toContain("Balance: orders placed outside this desk moved the cash by −$4.0000");
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test("it explains no more than its contracts can cost", () => {
    const hand = holding();
    hand.shown.orders = [elsewhere];
    hand.shown.cash = money(hand.shown.cash - 10_010_000);
    readings(hand, 2);
    expect(hand.desk.standing.state).toBe("HALTED");
  });

  test("one that is filled piece by piece is a trade elsewhere", () => {
    const hand = holding();
    hand.shown.orders = [elsewhere];
    readings(hand, 1);
    hand.shown.cash = money(hand.shown.cash - 501_000);
    hand.shown.orders = [{ ...elsewhere, filled: contracts(1), remaining: contracts(9) }];
    hand.shown.fills = [tradeElsewhere(hand, 1, 50)];
    readings(hand, 3);
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });
});
