/** When our books count as compared with the exchange's, and what may explain a difference. */
import { describe, expect, test } from "vitest";
import type { VenueFill } from "../domain/account.ts";
import { contracts, money, price } from "../domain/numbers.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { foreignOrder, HOME, VenueHand } from "./venue-fixture.ts";

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
  test("recovered books that nothing has been compared with yet stop them", () => {
    const first = new VenueHand().intoDemo();
    first.buy(10, 76);
    const ledger = ledgerSnapshot(first.desk.ledger);
    const rest = { dailyLossTrippedDay: undefined, orders: [], intents: 1 };
    const hand = new VenueHand({ second: { mode: "DEMO", ledger, ...rest } });
    hand.shown.held.set(HOME, 250);
    hand.shown.orders = [foreignOrder({ ticker: "KXELSE-1" })];
    hand.calm();
    hand.arm();
    hand.answerNow({ kind: "start" });
    readings(hand, 2);
    expect(hand.ticket("bid", 60, 76).body["codes"]).toEqual(["LEDGER_OK"]);
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
