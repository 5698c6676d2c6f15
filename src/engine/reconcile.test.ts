/** Our books against the exchange's, reading by reading (LEDGER_OK). */
import { describe, expect, test } from "vitest";
import type { VenueFill } from "../domain/account.ts";
import { contracts, type Money, money } from "../domain/numbers.ts";
import { isHolding, ledgerSnapshot } from "../execution/execution.ts";
import type { Opening, SecondBooks } from "./desk.ts";
import { AWAY, foreignOrder, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const cent = 10_000;

/** 10 YES-HOME are held, and the account was read once since: all agrees. */
function inDemo(changes: Partial<Opening> = {}): VenueHand {
  const hand = new VenueHand(changes).intoDemo();
  hand.buy(10, 76);
  look(hand);
  expect(hand.desk.venue).toMatchObject({ differences: 0, agreed: { elsewhere: 0 } });
  return hand;
}

/** 15 s pass and the account is read. */
function look(hand: VenueHand): void {
  hand.pass(15_000);
  hand.read();
}

function move(hand: VenueHand, by: number): void {
  hand.shown.cash = money(hand.shown.cash + by) as Money;
}

describe.each([
  ["more", cent],
  ["less", -cent],
])("LED-11: the exchange has 1¢ %s than our books", (_name, off) => {
  test("the second reading in a row that differs trips, within 30 s, and entries stop", () => {
    const hand = inDemo();
    move(hand, off);
    const since = hand.mono;
    look(hand);
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(hand.ticket("bid", 10, 76).status).toBe(202);
    hand.answerNow({ kind: "cancel", intentId: undefined });
    look(hand);
    expect(hand.mono - since).toBeLessThanOrEqual(30_000);
    expect(hand.desk.standing).toMatchObject({ state: "HALTED", halt: { code: "LEDGER_OK" } });
    expect(hand.of("reconcile").map(({ what }) => what)).toEqual(["differs", "differs"]);
    expect(viewOf(hand.desk, hand.now(), 1).status.account).toMatchObject({
      ledger_agrees: false,
    });
    // A Start alone does not make the books agree.
    hand.pass(61_000);
    hand.answerNow({ kind: "start" });
    expect(hand.ticket("bid", 10, 76).body["codes"]).toEqual(["LEDGER_OK"]);
    expect(hand.answerNow({ kind: "flatten", worst: undefined }).status).toBe(202);
  });

  test("a reading that agrees in between starts the count anew", () => {
    const hand = inDemo();
    for (let round = 0; round < 3; round += 1) {
      move(hand, off);
      look(hand);
      move(hand, -off);
      look(hand);
    }
    expect(hand.of("trip")).toEqual([]);
    expect(hand.of("reconcile").map(({ what }) => what)).toEqual(
      Array.from({ length: 3 }, () => ["differs", "agrees"]).flat(),
    );
  });

  test("an order in flight, or of unknown fate: not compared, and no step of the count", () => {
    const hand = inDemo();
    move(hand, off);
    const intentId = hand.sendTicket("bid", 10, 76);
    look(hand);
    hand.accept(intentId);
    look(hand);
    look(hand);
    expect(hand.desk.venue.differences).toBe(0);
    hand.end(intentId, "unfilled");
    look(hand);
    expect(hand.desk.venue.differences).toBe(1);
  });

  test("somebody's order has come to rest: it may hold that back, and nothing trips", () => {
    const hand = inDemo();
    move(hand, off);
    hand.shown.orders = [foreignOrder()];
    look(hand);
    look(hand);
    expect(hand.of("reconcile")).toMatchObject([{ what: "explained", cause: "elsewhere" }]);
    expect(hand.desk.venue.differences).toBe(0);
  });

  test("data that are not later than the last fill: not compared", () => {
    const hand = inDemo();
    move(hand, off);
    const lastFill = hand.desk.ledger.entries.at(-1)?.stamp.at ?? 0;
    for (let late = 0; late < 4; late += 1) {
      hand.pass(15_000);
      hand.read({ dataAt: lastFill });
    }
    expect(hand.desk.venue.differences).toBe(0);
    hand.read({ dataAt: lastFill + 1 });
    expect(hand.desk.venue.differences).toBe(1);
  });
});

test("LED-11: a position that is not ours trips as cash does", () => {
  const hand = inDemo();
  hand.shown.held.set(HOME, 9);
  look(hand);
  look(hand);
  expect(hand.desk.standing.halt?.code).toBe("LEDGER_OK");
  expect(hand.desk.standingWhy).toContain("we hold 10 contracts, the exchange says 9");
});

describe("LED-12: money comes or goes during the session", () => {
  test.each([
    ["a deposit", 250_000_000],
    ["a withdrawal", -40_550_000],
  ])("%s is booked as such, no result moves, nothing trips", (_name, amount) => {
    const hand = inDemo();
    const { realised, day } = hand.desk.ledger;
    move(hand, amount);
    hand.shown.transferred = money(amount);
    look(hand);
    look(hand);
    expect(hand.of("reconcile")).toMatchObject([
      { what: "explained", mode: "DEMO", cause: "transfer", amount },
    ]);
    const { ledger } = hand.desk;
    expect([ledger.cash, ledger.realised, ledger.day]).toEqual([hand.shown.cash, realised, day]);
    expect([hand.of("trip"), hand.desk.venue.differences]).toEqual([[], 0]);
  });

  test("a deposit does not hide a cent that is missing beside it", () => {
    const hand = inDemo();
    move(hand, 250_000_000 - cent);
    hand.shown.transferred = money(250_000_000);
    look(hand);
    look(hand);
    expect(hand.desk.standing.state).toBe("HALTED");
  });

  test("trades in other markets are classified too", () => {
    const hand = inDemo();
    move(hand, -3_210_000);
    const paid = { quantity: contracts(5), fee: money(10_000) };
    hand.shown.fills = [{ ticker: "OTHER", tradeId: "e1", ...paid } as VenueFill];
    look(hand);
    expect(hand.of("reconcile")).toMatchObject([{ cause: "elsewhere", amount: -3_210_000 }]);
  });
});

describe("LED-16: YES-HOME and YES-AWAY together are 1 $ of collateral", () => {
  /** 100 YES-HOME at 76¢ and 60 YES-AWAY at 27¢. */
  function withPairs(): VenueHand {
    const hand = new VenueHand().intoDemo();
    hand.buy(100, 76, HOME);
    hand.buy(60, 27, AWAY);
    return hand;
  }

  test("not returned: all agrees, to the end", () => {
    const hand = withPairs();
    look(hand);
    hand.settle("home", 100);
    hand.settle("away", 0);
    look(hand);
    expect([hand.of("reconcile"), hand.of("trip")]).toEqual([[], []]);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("returned: classified when it comes and when it is missing at the end, cash exact", () => {
    const hand = withPairs();
    move(hand, 60_000_000);
    look(hand);
    expect(hand.of("reconcile")).toMatchObject([
      { what: "explained", cause: "collateral", amount: 60_000_000 },
    ]);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
    const { realised } = hand.desk.ledger;
    hand.settle("home", 100);
    hand.settle("away", 0);
    move(hand, -60_000_000);
    look(hand);
    expect(hand.of("reconcile").at(-1)).toMatchObject({ amount: -60_000_000 });
    const { ledger } = hand.desk;
    expect([ledger.cash, ledger.returned.size]).toEqual([hand.shown.cash, 0]);
    const won = 24_000_000 - hand.feeOf(76, 100) - (16_200_000 + hand.feeOf(27, 60));
    expect(ledger.realised - realised).toBe(won);
    expect(hand.of("trip")).toEqual([]);
  });

  test("a cent less than the pairs is no collateral", () => {
    const hand = withPairs();
    move(hand, 60_000_000 - cent);
    look(hand);
    look(hand);
    expect(hand.desk.standing.halt?.code).toBe("LEDGER_OK");
  });
});

describe("LED-16: a pair of last night's game whose collateral came back", () => {
  const last = "KXNFLGAME-26OCT05LVSEA";
  const [lastHome, lastAway] = [`${last}-KC`, `${last}-DEN`];

  /** 50 of each team are left over; tonight's desk has not looked at the account yet. */
  function withPairLeft(): VenueHand {
    const before = new VenueHand().intoDemo();
    before.buy(50, 76, HOME);
    before.buy(50, 27, AWAY);
    move(before, 50_000_000);
    look(before);
    expect(before.of("reconcile")).toMatchObject([{ cause: "collateral" }]);
    const text = JSON.stringify(ledgerSnapshot(before.desk.ledger));
    const ledger = JSON.parse(text.replaceAll(HOME.slice(0, -3), last)) as SecondBooks["ledger"];
    const none = { dailyLossTrippedDay: undefined, orders: [], intents: 2 } as const;
    const hand = new VenueHand({ sessionId: "next", second: { mode: "DEMO", ledger, ...none } });
    hand.wait(before.mono + 60_000);
    hand.trades = 100;
    hand.shown.cash = ledger.cash;
    return hand;
  }

  /** Tonight's own pairs, 30 of them, whose collateral comes back too. */
  function pairTonight(hand: VenueHand): void {
    hand.calm();
    hand.arm();
    hand.answerNow({ kind: "start" });
    look(hand);
    hand.buy(30, 76, HOME);
    hand.buy(30, 27, AWAY);
    look(hand);
    move(hand, 30_000_000);
    look(hand);
    look(hand);
  }

  test("is not paid yet: tonight's own pair is classified, and trips nothing", () => {
    const hand = withPairLeft();
    for (const ticker of [lastHome, lastAway]) hand.shown.held.set(ticker, 50);
    pairTonight(hand);
    expect(hand.of("reconcile")).toMatchObject([{ cause: "collateral", amount: 30_000_000 }]);
    expect([hand.of("trip"), hand.desk.ledger.returned.size]).toEqual([[], 2]);
  });

  test("was paid unseen, and $20 came meanwhile: nothing of it is left to trip tonight's", () => {
    const hand = withPairLeft();
    move(hand, 20_000_000);
    const none = { paid: undefined, value: undefined, fee: undefined };
    const row = { ...none, yes: contracts(50), no: contracts(0), at: hand.now().at };
    hand.shown.settlements = [
      { ...row, ticker: lastHome, result: "yes" },
      { ...row, ticker: lastAway, result: "no" },
    ];
    pairTonight(hand);
    const amounts = hand
      .of("reconcile")
      .map((told) => ("amount" in told ? told.amount : undefined));
    expect(amounts).toEqual([-30_000_000, 30_000_000]);
    expect([hand.of("trip"), hand.desk.ledger.cash]).toEqual([[], hand.shown.cash]);
    expect([...hand.desk.ledger.returned.values()]).toEqual([30_000_000]);
  });
});

describe("books of an earlier session", () => {
  function later(change: (books: SecondBooks) => SecondBooks = (books) => books): VenueHand {
    const before = inDemo();
    const ledger = ledgerSnapshot(before.desk.ledger);
    const none = { dailyLossTrippedDay: undefined, orders: [], intents: 1 } as const;
    const second = change({ mode: "DEMO", ledger, ...none });
    const hand = new VenueHand({ sessionId: "later", second });
    hand.shown.cash = before.shown.cash;
    hand.shown.held.set(HOME, 10);
    // The record goes on where it ended.
    hand.wait(before.mono + 60_000);
    hand.calm();
    return hand;
  }

  test("what moved the cash meanwhile is booked, and no result with it", () => {
    const hand = later();
    move(hand, -5_000_000);
    hand.showAccount();
    expect(hand.of("reconcile")).toMatchObject([{ what: "explained", cause: "elsewhere" }]);
    expect([hand.desk.ledger.cash, hand.desk.ledger.realised]).toEqual([hand.shown.cash, 0]);
  });

  test.each([
    ["more is held", 25],
    ["less is held", 4],
    ["the other side is held", -7],
  ])("%s: taken over when two readings show it, without a result", (_name, count) => {
    const hand = later();
    hand.shown.held.set(HOME, count);
    hand.showAccount();
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    look(hand);
    look(hand);
    const { ledger } = hand.desk;
    expect(ledger.positions.get(HOME)?.net).toBe(count * 100);
    // Closed at the price it was bought at: what is lost is its share of the entry's fee.
    const gone = count > 0 ? Math.max(0, 10 - count) : 10;
    expect(ledger.realised).toBe(0 - Math.floor((hand.feeOf(76, 10) * gone) / 10));
    expect(ledger.cash).toBe(hand.shown.cash);
    expect([hand.of("trip"), hand.desk.venue.differences]).toEqual([[], 0]);
    expect(hand.of("fill").every(({ mode, fill }) => mode === "DEMO" && fill.intentId === 0)).toBe(
      true,
    );
    const told = hand.desk.notices.find(({ text }) => text.includes("taken over."))?.text;
    const isGone = told?.endsWith("the exchange shows no payment and no price of it.");
    expect(isGone).toBe(count < 10);
  });

  test("nothing is held any more: back to PAPER", () => {
    const hand = later();
    hand.shown.held.delete(HOME);
    hand.showAccount();
    look(hand);
    hand.give({ kind: "timer" });
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("one reading without any position, as outages answer, closes nothing", () => {
    const hand = later();
    hand.shown.held.delete(HOME);
    hand.showAccount();
    hand.shown.held.set(HOME, 10);
    look(hand);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
  });

  test("nor do many that show no cash either", () => {
    const hand = later();
    hand.showAccount(["account"]);
    for (let outage = 0; outage < 4; outage += 1) {
      hand.pass(15_000);
      const balance = { cash: money(0), holdings: undefined, at: undefined };
      hand.read({ positions: [], balance });
    }
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(hand.desk.mode).toBe("DEMO");
  });

  test("a position of an earlier night that was paid meanwhile does not stay for ever", () => {
    const hand = later((books) => {
      const positions = books.ledger.positions.map((one) => ({ ...one, ticker: "LAST-WEEK" }));
      return { ...books, ledger: { ...books.ledger, positions } };
    });
    hand.shown.held.delete(HOME);
    const { ledger } = hand.desk;
    // Its payment is waited for: no row ever tells of it.
    for (let turn = 0; turn < 41; turn += 1) look(hand);
    expect([hand.desk.mode, isHolding(ledger)]).toEqual(["DEMO", true]);
    look(hand);
    expect([hand.desk.mode, isHolding(ledger)]).toEqual(["PAPER", false]);
  });
});
