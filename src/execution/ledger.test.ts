import { describe, expect, test } from "vitest";
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import { complement, money, ONE_DOLLAR, type Price } from "../domain/numbers.ts";
import type { FeeTerms } from "../market/market.ts";
import { atRiskOf, lockedIn, payoffsOf, performanceOf, winRateText } from "./accounts.ts";
import { applyFill, settle } from "./booking.ts";
import {
  cashFromEntries,
  grossOf,
  netHome,
  netOf,
  outcomeOf,
  positionOf,
  startDay,
  stateOf,
} from "./ledger.ts";
import {
  AWAY,
  booked,
  cent,
  cents,
  direct,
  dollars,
  feeOf,
  fillOf,
  HOME,
  ledgerWith,
  moment,
  ofGame,
} from "./testing.ts";

const zero = 0 as Price;
const stamp = moment(9).stamp;

type Leg = readonly [team: TeamSide, side: BookSide, entry: number, exit: number];

/** The guide's session: four trades traded out, the fifth settles at 1 $. */
const legs: readonly Leg[] = [
  ["home", "ask", 84, 77],
  ["away", "bid", 31, 55],
  ["home", "bid", 54, 46],
  ["home", "bid", 52, 86],
];

function playSession(terms: FeeTerms) {
  const ledger = ledgerWith(1_000);
  let intent = 0;
  const order = (team: TeamSide, side: BookSide, at: number) => {
    intent += 1;
    booked(ledger, { team, side, at, intent, fee: feeOf(at, 100, terms) }, intent);
  };
  for (const [team, side, entry, exit] of legs) {
    order(team, side, entry);
    order(team, side === "bid" ? "ask" : "bid", exit);
  }
  order("home", "bid", 17);
  settle(ledger, HOME, "home", ONE_DOLLAR, stamp);
  return ledger;
}

describe("golden session", () => {
  test("LED-01 cent regime: 5 trades, 4 wins, 80 %, +$127.50", () => {
    const ledger = playSession(cent);
    const nets = ledger.trades.map(netOf);
    expect(nets).toEqual([4.81, 20.76, -11.48, 31.4, 82.01].map(dollars));
    expect(ledger.trades.map(grossOf)).toEqual([7, 24, -8, 34, 83].map(dollars));
    expect(performanceOf(ledger)).toEqual({
      total: 5,
      open: 0,
      closed: 5,
      wins: 4,
      losses: 1,
      scratches: 0,
      realised: dollars(127.5),
      fees: dollars(12.5),
    });
    expect(winRateText(performanceOf(ledger))).toBe("4 of 5 (80%)");
    expect(ledger.cash).toBe(dollars(1_127.5));
    expect(cashFromEntries(ledger)).toBe(ledger.cash);
  });

  test("LED-01 direct regime: fees 12.4656, net +127.5344", () => {
    const ledger = playSession(direct);
    const { fees, realised, wins, total } = performanceOf(ledger);
    expect([fees, realised]).toEqual([dollars(12.4656), dollars(127.5344)]);
    expect([wins, total]).toEqual([4, 5]);
    expect(ledger.cash).toBe(dollars(1_127.5344));
  });

  test("the fifth trade is settled, the others are closed", () => {
    const { trades } = playSession(direct);
    expect(trades.map(stateOf)).toEqual(["closed", "closed", "closed", "closed", "settled"]);
  });
});

describe("payoff per 100 contracts before fees", () => {
  const cases: readonly (readonly [string, readonly Leg[], number, readonly number[]])[] = [
    ["YES-HOME @ 60", [["home", "bid", 60, 0]], 60, [40, -60, -10]],
    ["NO-HOME @ 40", [["home", "ask", 60, 0]], 40, [-40, 60, 10]],
    ["YES-AWAY @ 40", [["away", "bid", 40, 0]], 40, [-40, 60, 10]],
    [
      "a pair @ 60 + 38",
      [
        ["home", "bid", 60, 0],
        ["away", "bid", 38, 0],
      ],
      98,
      [2, 2, 2],
    ],
  ];

  test.each(cases)("%s", (_name, entries, cost, [home, away, tie]) => {
    const outcomes = [
      [ONE_DOLLAR, home],
      [zero, away],
      [5_000 as Price, tie],
    ] as const;
    for (const [value, gain] of outcomes) {
      const ledger = ledgerWith(1_000);
      entries.forEach(([team, side, at], index) => {
        booked(ledger, { team, side, at, intent: index + 1 });
      });
      expect(ledger.cash).toBe(dollars(1_000 - cost));
      expect(payoffsOf(ofGame(ledger))).toEqual({
        home: dollars(home!),
        away: dollars(away!),
        tie: dollars(tie!),
      });
      settle(ledger, HOME, "home", value, stamp);
      settle(ledger, AWAY, "away", complement(value), stamp);
      expect(ledger.cash).toBe(dollars(1_000 + gain!));
      expect(ledger.realised).toBe(dollars(gain!));
    }
  });

  test("equal payoff in all outcomes is locked in and risks nothing", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 60, intent: 1 });
    expect([lockedIn(ofGame(ledger)), atRiskOf(ofGame(ledger))]).toEqual([undefined, dollars(60)]);
    booked(ledger, { team: "away", side: "bid", at: 38, intent: 2 });
    expect([lockedIn(ofGame(ledger)), atRiskOf(ofGame(ledger))]).toEqual([dollars(2), 0]);
    expect(netHome(ofGame(ledger))).toBe(0);
  });

  test("what is at risk includes the fees paid", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "ask", at: 60, intent: 1, fee: dollars(1.68) });
    expect(atRiskOf(ofGame(ledger))).toBe(dollars(41.68));
  });
});

describe("trades", () => {
  test("LED-06 long 100, sold 150 elsewhere, short 50: two trades, exact", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 40, intent: 1, fee: money(1_680_000) });
    const flip = booked(ledger, {
      side: "ask",
      at: 50,
      count: 150,
      intent: 0,
      fee: money(2_625_000),
    });
    const [long, short] = ledger.trades;
    expect(ledger.trades).toHaveLength(2);
    expect([positionOf(ledger, HOME), netHome(ofGame(ledger))]).toEqual([-5_000, -5_000]);
    // +10.00 − 1.68 − two thirds of 2.625.
    expect(netOf(long!)).toBe(dollars(6.57));
    expect(flip.closed).toEqual([long]);
    expect(short).toMatchObject({ side: "ask", quantity: 5_000, entryFees: 875_000 });
    booked(ledger, { side: "bid", at: 45, count: 50, intent: 2, fee: money(866_300) });
    expect(netOf(short!)).toBe(2_500_000 - 875_000 - 866_300);
    expect(ledger.realised).toBe(netOf(long!) + netOf(short!));
    expect(ledger.cash).toBe(dollars(1_000) + ledger.realised);
  });

  test("one entry order in several fills is one trade, matched first in first out", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 40, count: 60, intent: 1 });
    booked(ledger, { side: "bid", at: 42, count: 40, intent: 1 });
    booked(ledger, { side: "bid", at: 50, count: 100, intent: 2 });
    expect(ledger.trades).toHaveLength(2);
    const { closed } = booked(ledger, { side: "ask", at: 60, count: 130, intent: 3 });
    expect(closed).toHaveLength(1);
    const [first, second] = ledger.trades;
    expect([grossOf(first!), stateOf(first!)]).toEqual([dollars(12 + 7.2), "closed"]);
    expect([grossOf(second!), stateOf(second!)]).toEqual([dollars(3), "open"]);
    expect(performanceOf(ledger)).toMatchObject({ total: 2, open: 1, closed: 1 });
  });

  test("the other team's YES with nothing to reduce is a new trade", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 60, intent: 1 });
    booked(ledger, { team: "away", side: "bid", at: 38, intent: 2 });
    expect(performanceOf(ledger)).toMatchObject({ total: 2, open: 2, closed: 0 });
    expect(winRateText(performanceOf(ledger))).toBe("—");
  });

  test("LED-07 net decides: +0.01 wins, 0.00 is a scratch, −0.01 and gross + net − lose", () => {
    const outcome = (gross: number, fee: number) => {
      const ledger = ledgerWith(1_000);
      booked(ledger, { side: "bid", at: 50, count: 1, intent: 1, fee: dollars(fee / 2) });
      booked(ledger, { side: "ask", at: 50 + gross, count: 1, intent: 2, fee: dollars(fee / 2) });
      const [trade] = ledger.trades;
      return [netOf(trade!), outcomeOf(trade!)];
    };
    expect(outcome(3, 0.02)).toEqual([dollars(0.01), "win"]);
    expect(outcome(2, 0.02)).toEqual([0, "scratch"]);
    expect(outcome(1, 0.02)).toEqual([dollars(-0.01), "loss"]);
    expect(outcome(2, 0.04)).toEqual([dollars(-0.02), "loss"]);
  });

  test("a fill seen twice counts once", () => {
    const ledger = ledgerWith(1_000);
    const fill = fillOf({ side: "bid", at: 40, intent: 1 });
    applyFill(ledger, fill, moment(1));
    expect(applyFill(ledger, fill, moment(2))).toEqual({ kind: "duplicate" });
    expect([ledger.cash, ledger.entries.length]).toEqual([dollars(960), 1]);
  });

  test("the trading day's result begins at 0 each day", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 50, intent: 1 });
    booked(ledger, { side: "ask", at: 40, intent: 2 });
    startDay(ledger, 0);
    expect(ledger.day.realised).toBe(dollars(-10));
    startDay(ledger, 86_400_000);
    expect([ledger.day.realised, ledger.realised]).toEqual([0, dollars(-10)]);
  });
});

describe("settlement", () => {
  function held(side: BookSide = "bid") {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side, at: 60, intent: 1, fee: dollars(1.68) });
    return ledger;
  }

  test.each([
    ["yes", 100, 38.32, -41.68],
    ["no", 0, -61.68, 58.32],
    ["tie", 50, -11.68, 8.32],
    ["fair price 0.37", 37, -24.68, 21.32],
  ] as const)("LED-09 %s pays exactly, long and short", (_name, value, long, short) => {
    for (const [side, net] of [
      ["bid", long],
      ["ask", short],
    ] as const) {
      const ledger = held(side);
      const done = settle(ledger, HOME, "home", cents(value), stamp);
      expect(done?.closed.map(stateOf)).toEqual(["settled"]);
      expect(netOf(ledger.trades[0]!)).toBe(dollars(net));
      expect(ledger.cash).toBe(dollars(1_000 + net));
      expect(cashFromEntries(ledger)).toBe(ledger.cash);
      expect(positionOf(ledger, HOME)).toBe(0);
    }
  });

  test("LED-09 disputed: told twice it pays once", () => {
    const ledger = held();
    settle(ledger, HOME, "home", ONE_DOLLAR, stamp);
    expect(settle(ledger, HOME, "home", ONE_DOLLAR, stamp)).toBeUndefined();
    expect(ledger.cash).toBe(dollars(1_038.32));
  });

  test("LED-09 amended: a correcting entry, never an edit", () => {
    for (const [side, before, after] of [
      ["bid", 38.32, -61.68],
      ["ask", -41.68, 58.32],
    ] as const) {
      const ledger = held(side);
      settle(ledger, HOME, "home", ONE_DOLLAR, stamp);
      const entries = structuredClone(ledger.entries);
      expect(ledger.realised).toBe(dollars(before));
      settle(ledger, HOME, "home", zero, moment(20).stamp);
      expect(ledger.entries.slice(0, -1)).toEqual(entries);
      expect(ledger.entries.at(-1)).toMatchObject({ kind: "correction" });
      expect(netOf(ledger.trades[0]!)).toBe(dollars(after));
      expect([ledger.realised, ledger.cash]).toEqual([dollars(after), dollars(1_000 + after)]);
      expect(cashFromEntries(ledger)).toBe(ledger.cash);
    }
  });

  test("LED-10 a settlement that arrives before the last fill gives the same P&L", () => {
    const inOrder = held();
    booked(inOrder, { side: "ask", at: 97, count: 40, intent: 2, fee: dollars(0.0816) });
    settle(inOrder, HOME, "home", ONE_DOLLAR, stamp);
    const late = held();
    settle(late, HOME, "home", ONE_DOLLAR, stamp);
    booked(late, { side: "ask", at: 97, count: 40, intent: 2, fee: dollars(0.0816) }, 30);
    expect([late.cash, late.realised]).toEqual([inOrder.cash, inOrder.realised]);
    expect([positionOf(late, HOME), cashFromEntries(late)]).toEqual([0, late.cash]);
  });

  test("PAP-09 a paper position settles at the final, at a tie, and at a fair price", () => {
    for (const [value, cash] of [
      [100, 1_038.32],
      [50, 988.32],
      [37, 975.32],
    ] as const) {
      const ledger = held();
      settle(ledger, HOME, "home", cents(value), stamp);
      settle(ledger, AWAY, "away", complement(cents(value)), stamp);
      expect(ledger.cash).toBe(dollars(cash));
    }
  });
});
