/** What the exchange pays in markets that this desk does not watch, or while none runs. */
import { describe, expect, test } from "vitest";
import type { VenueSettlement } from "../domain/account.ts";
import { contracts, type Money, money, type Price } from "../domain/numbers.ts";
import { isHolding, type Ledger, ledgerSnapshot, netOf } from "../execution/execution.ts";
import { outcomeOf } from "../execution/ledger.ts";
import { HOME, VenueHand } from "./venue-fixture.ts";

const OLD = "KXNFLGAME-26OCT05LVSEA-SEA";
const hourMs = 3_600_000;
/** 100 YES at 76¢. */
const paidIn = 76_000_000;

/** Tonight's desk, armed; last night's ended with the final whistle and 100 YES at 76¢. */
function nextEvening(whenArmed: (hand: VenueHand) => void): VenueHand {
  const before = new VenueHand().intoDemo();
  before.buy(100, 76);
  const text = JSON.stringify(ledgerSnapshot(before.desk.ledger)).replaceAll(HOME, OLD);
  const ledger = JSON.parse(text) as ReturnType<typeof ledgerSnapshot>;
  const none = { dailyLossTrippedDay: undefined, orders: [], intents: 1 };
  const hand = new VenueHand({ sessionId: "next", second: { mode: "DEMO", ledger, ...none } });
  hand.wait(before.mono + 60_000);
  hand.trades = 100;
  hand.shown.cash = ledger.cash;
  hand.shown.held.set(OLD, 100);
  whenArmed(hand);
  hand.calm();
  hand.arm();
  return hand;
}

/** The exchange pays the old market: 100 YES, unless told. */
function pay(hand: VenueHand, change: Partial<VenueSettlement>, paid: Money, at?: number): void {
  const counts = { yes: contracts(100), no: contracts(0) };
  const none = { paid: undefined, value: undefined, fee: undefined };
  const told = { at: at ?? hand.now().at };
  hand.shown.cash = money(hand.shown.cash + paid);
  hand.shown.held.delete(OLD);
  hand.shown.settlements = [
    { ticker: OLD, result: "unknown", ...counts, ...none, ...told, ...change },
  ];
}

function demoOf({ desk }: VenueHand): Ledger {
  const ledgers = [desk.ledger, ...Array.from(desk.otherPurses.values(), ({ ledger }) => ledger)];
  const demo = ledgers.find(({ mode }) => mode === "DEMO");
  if (demo === undefined) throw new Error("no books of DEMO");
  return demo;
}

function look(hand: VenueHand, times = 1): void {
  for (let turn = 0; turn < times; turn += 1) {
    hand.pass(15_000);
    hand.read();
  }
}

function told(hand: VenueHand): string {
  return hand.desk.notices.map(({ text }) => text).join(" ");
}

const lost = { result: "no" } as const;
const won = { result: "yes" } as const;
const tie = { result: "scalar", value: 5_000 as Price } as const;

describe("LED-09 paid while no desk ran", () => {
  test.each([
    ["lost", lost, 0, "loss"],
    ["won", won, 100_000_000, "win"],
    ["tied", tie, 50_000_000, "loss"],
  ] as const)("a trade that was %s has its result", (_, row, paid, outcome) => {
    const hand = nextEvening((early) => pay(early, row, money(paid)));
    look(hand);
    const ledger = demoOf(hand);
    const [trade] = ledger.trades;
    if (trade === undefined) throw new Error("no trade");
    expect([ledger.cash, isHolding(ledger)]).toEqual([hand.shown.cash, false]);
    expect([outcomeOf(trade), netOf(trade)]).toEqual([outcome, ledger.realised]);
    expect(ledger.realised).toBe(paid - paidIn - hand.feeOf(76, 100));
    expect(hand.of("settle")).toMatchObject([{ mode: "DEMO", ticker: OLD, amount: paid }]);
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "settlement", ticker: OLD });
    expect([hand.of("fill"), hand.of("trip"), hand.of("reconcile")]).toEqual([[], [], []]);
    look(hand, 3);
    expect(hand.of("settle")).toHaveLength(1);
  });

  test("its result belongs to the day on which it was paid: it widens no limit of today", () => {
    const yesterday = 24 * hourMs;
    const at = (hand: VenueHand): number => hand.now().at - yesterday;
    const hand = nextEvening((early) => pay(early, won, money(100_000_000), at(early)));
    const ledger = demoOf(hand);
    expect([ledger.realised > 0, ledger.day.realised]).toEqual([true, 0]);
    expect(ledger.entries.at(-1)?.stamp.at).toBe(hand.shown.settlements[0]?.at);
    const today = nextEvening((early) => pay(early, won, money(100_000_000)));
    expect(demoOf(today).day.realised).toBe(demoOf(today).realised);
  });

  test("part of it was sold before, unseen: that part counts at its cost, and it is said", () => {
    const sold = { yes: contracts(60) };
    const hand = nextEvening((early) => pay(early, { ...won, ...sold }, money(85_000_000)));
    look(hand, 2);
    const ledger = demoOf(hand);
    expect(ledger.realised).toBe(60 * 240_000 - hand.feeOf(76, 100));
    expect([ledger.cash, isHolding(ledger)]).toEqual([hand.shown.cash, false]);
    expect(told(hand)).toContain("part of it was closed before it was paid, and counts at what");
  });

  test("no row tells of a payment in ten minutes: closed at its cost, and it is said", () => {
    const hand = nextEvening((early) => {
      pay(early, won, money(100_000_000));
      early.shown.settlements = [];
    });
    look(hand, 39);
    expect([isHolding(demoOf(hand)), hand.of("fill")]).toEqual([true, []]);
    look(hand, 2);
    expect(isHolding(demoOf(hand))).toBe(false);
    expect(demoOf(hand).realised).toBe(0 - hand.feeOf(76, 100));
    expect(told(hand)).toContain("the exchange shows no payment and no price of it");
  });

  test("a row of a market that is still held pays nothing", () => {
    const hand = nextEvening((early) => {
      pay(early, won, money(0));
      early.shown.held.set(OLD, 100);
    });
    look(hand, 3);
    expect([isHolding(demoOf(hand)), hand.of("settle")]).toEqual([true, []]);
  });
});

describe("last night's game is paid, or traded elsewhere, while tonight's is traded", () => {
  const nothing = (): void => undefined;

  test.each([
    ["lost", lost, 0],
    ["won", won, 100_000_000],
  ] as const)("%s: the books drop it with its result, and nothing trips", (_, row, paid) => {
    const hand = nextEvening(nothing);
    hand.answerNow({ kind: "start" });
    look(hand, 2);
    pay(hand, row, money(paid));
    look(hand, 2);
    const ledger = demoOf(hand);
    expect([ledger.cash, isHolding(ledger)]).toEqual([hand.shown.cash, false]);
    expect(ledger.realised).toBe(paid - paidIn - hand.feeOf(76, 100));
    expect([ledger.day.realised, hand.of("trip")]).toEqual([ledger.realised, []]);
    expect(hand.desk.streak.losses).toBe(paid === 0 ? 1 : 0);
  });

  test.each([
    ["one look", 1],
    ["two looks", 2],
    ["nine minutes", 36],
  ])("LED-09 its row is %s late: nothing is closed at cost before", (_, looks) => {
    for (const [row, paid] of [[won, 100_000_000] as const, [lost, 0] as const]) {
      const hand = nextEvening(nothing);
      hand.answerNow({ kind: "start" });
      look(hand, 2);
      pay(hand, row, money(paid));
      const rows = hand.shown.settlements;
      hand.shown.settlements = [];
      look(hand, looks);
      hand.shown.settlements = rows;
      look(hand, 2);
      expect(demoOf(hand).realised).toBe(paid - paidIn - hand.feeOf(76, 100));
      expect([demoOf(hand).cash, hand.desk.venue.differences]).toEqual([hand.shown.cash, 0]);
      expect([hand.of("trip"), hand.of("fill")]).toEqual([[], []]);
    }
  });

  test("a person sells it elsewhere: at that price", () => {
    const hand = nextEvening(nothing);
    hand.answerNow({ kind: "start" });
    look(hand, 2);
    hand.tradeElsewhere("ask", 100, 80, OLD);
    look(hand, 2);
    const ledger = demoOf(hand);
    const fees = hand.feeOf(76, 100) + hand.feeOf(80, 100);
    expect([ledger.realised, ledger.cash]).toEqual([4_000_000 - fees, hand.shown.cash]);
    expect([isHolding(ledger), hand.of("trip")]).toEqual([false, []]);
    // What is no concern of these books any more stays out of them.
    hand.tradeElsewhere("bid", 5, 80, OLD);
    expect(isHolding(ledger)).toBe(false);
  });
});

test("LED-10 tonight's market: the account tells its payment before the market does", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(100, 76);
  look(hand, 2);
  hand.shown.held.delete(HOME);
  hand.shown.cash = money(hand.shown.cash + 100_000_000);
  pay(hand, { ...won, ticker: HOME }, money(0));
  look(hand);
  const { realised } = hand.desk.ledger;
  expect(realised).toBe(100_000_000 - paidIn - hand.feeOf(76, 100));
  hand.give({ kind: "market", news: { kind: "settled", team: "home", value: 10_000 as Price } });
  look(hand, 2);
  expect([hand.desk.ledger.realised, hand.desk.ledger.cash]).toEqual([realised, hand.shown.cash]);
  expect(hand.of("settle").filter(({ mode }) => mode === "DEMO")).toHaveLength(1);
  expect(hand.of("trip")).toEqual([]);
});
