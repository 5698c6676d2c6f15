/** What happens at the edges of a mode: its last moment, its settings, the nights before. */
import { describe, expect, test } from "vitest";
import { exposureOf, ledgerSnapshot, positionOf } from "../execution/execution.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, type Money, money, price } from "../domain/numbers.ts";
import { viewOf } from "./view.ts";
import { HOME, VenueHand } from "./venue-fixture.ts";

const armedMs = 14_400_000;

test("an entry that becomes durable after the arming has run out is abandoned with MODE", () => {
  const hand = new VenueHand().intoDemo();
  const { arming } = hand.desk;
  if (arming.kind !== "armed") throw new Error("not armed");
  expect(arming.untilPerson).toBeLessThanOrEqual(hand.now().person + armedMs);
  expect(hand.ticket("bid", 10, 76).status).toBe(202);
  // The clock of the person alone moves on: everything else is as fresh as before.
  hand.desk.arming = { kind: "armed", untilPerson: hand.now().person };
  hand.give({ kind: "durable", intentId: hand.desk.intents });
  expect(hand.of("send")).toEqual([]);
  expect(hand.of("abandon").at(-1)?.codes).toContain("MODE");
});

test("a change of settings that also asks for a mode which is refused applies nothing", () => {
  const hand = new VenueHand({ secondMode: undefined, secondModeWhy: "no key" });
  hand.calm();
  const settings = { maxPosition: contracts(20) };
  const change = { settings, autoTrading: undefined, paperTrading: false, version: undefined };
  const answer = hand.answerNow({ kind: "config", change });
  expect([answer.status, answer.body["error"]]).toEqual([422, "no key"]);
  expect(hand.desk.config).toEqual(DEFAULT_CONFIG);
});

test("Start of a desk that was disarmed in HALTED leads to REDUCE-ONLY, and says so", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  hand.desk.standing = { state: "HALTED", halt: undefined };
  hand.desk.arming = { kind: "disarmed" };
  const answer = hand.answerNow({ kind: "start" });
  expect(answer.body["state"]).toBe("REDUCE-ONLY");
});

/** Books of an earlier night: `count` trades of another game, each won this much. */
function earlierBooks(count: number, won: Money): ReturnType<typeof ledgerSnapshot> {
  const before = new VenueHand().intoDemo();
  before.buy(10, 76);
  const made = ledgerSnapshot(before.desk.ledger);
  const [trade] = made.trades;
  const [entry] = made.entries;
  if (trade === undefined || entry === undefined) throw new Error("no trade");
  const ticker = "KXNFLGAME-26OCT05LVSEA-SEA";
  const stamp = { ...entry.stamp, at: entry.stamp.at - 604_800_000 };
  const closed = { closedQuantity: trade.quantity, closed: stamp, ticker };
  return {
    ...made,
    realised: money(count * won),
    positions: [],
    trades: Array.from({ length: count }, (_, index) => ({ ...trade, ...closed, id: `E${index}` })),
    entries: Array.from({ length: count }, () => ({ ...entry, stamp, ticker, realised: won })),
  };
}

function afterNights(count: number, won: Money, source: "DEMO" | "LIVE"): VenueHand {
  const second = {
    mode: source,
    ledger: earlierBooks(count, won),
    dailyLossTrippedDay: undefined,
    orders: [],
    intents: 0,
  };
  const live = source === "LIVE" ? ({ source: "real", secondMode: "LIVE" } as const) : {};
  const hand = new VenueHand({ ...live, second });
  const sessionCap = money(10_000_000);
  return hand.intoDemo({
    kind: "arm",
    word: source === "LIVE" ? "LIVE" : undefined,
    sessionCap: source === "LIVE" ? sessionCap : undefined,
  });
}

describe("what earlier nights left in the books", () => {
  test("50 trades of other games do not count as trades of this one", () => {
    const hand = afterNights(50, 0 as Money, "DEMO");
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
  });

  test("what was won before does not widen the session cap", () => {
    const hand = afterNights(1, money(11_000_000), "LIVE");
    const answer = hand.ticket("bid", 20, 76);
    expect([answer.status, answer.body["codes"]]).toEqual([422, ["SESSION_CAP"]]);
  });
});

test("a cancel that no read-back has confirmed still counts as a resting order", () => {
  const hand = new VenueHand().intoDemo();
  const intentId = hand.sendTicket("bid", 10, 76);
  hand.accept(intentId);
  hand.answerNow({ kind: "cancel", intentId });
  expect(viewOf(hand.desk, hand.now(), 1).status.resting_orders).toBe(1);
});

test("a market is paid into the books that have not been paid, whichever mode is in force", () => {
  const hand = new VenueHand();
  hand.calm();
  hand.settle("home", 100);
  hand.arm();
  const paper = hand.desk.otherPurses.get("PAPER")?.ledger;
  paper?.settlements.delete(HOME);
  hand.give({ kind: "market", news: { kind: "settled", team: "home", value: price(10_000) } });
  expect(paper?.settlements.get(HOME)?.value).toBe(10_000);
});

test("new books name the trades that their cash has paid, so that a restart books none again", () => {
  const hand = new VenueHand();
  hand.calm();
  const mine = {
    tradeId: "before",
    orderId: "v0",
    clientOrderId: undefined,
    ticker: HOME,
  } as const;
  const terms = { side: "bid", price: price(4_000), quantity: contracts(10) } as const;
  hand.shown.fills = [{ ...mine, ...terms, fee: 0 as Money, isTaker: true, at: undefined }];
  hand.arm();
  expect(hand.of("openBooks").at(-1)?.known).toEqual(["before"]);
});

test("an order taken over keeps what the books hold of it: it counts once", () => {
  const before = new VenueHand().intoDemo();
  const intentId = before.sendTicket("bid", 10, 76);
  before.accept(intentId);
  before.fill(intentId, 4, 76);
  const [tracked] = [...before.desk.orders.live];
  if (tracked === undefined) throw new Error("no order");
  const ledger = ledgerSnapshot(before.desk.ledger);
  const { order, filled } = tracked;
  const orders = [{ order, sentAt: 0, filled }];
  const second = {
    mode: "DEMO",
    ledger,
    dailyLossTrippedDay: undefined,
    orders,
    intents: 1,
  } as const;
  const { desk } = new VenueHand({ second });
  const { towardHome } = exposureOf(desk.orders, [HOME], positionOf(desk.ledger, HOME));
  expect([filled, towardHome]).toEqual([contracts(4), contracts(10)]);
});
