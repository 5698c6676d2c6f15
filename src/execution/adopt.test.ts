/** What was held before our books began, or moved while nobody looked. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { VenuePosition } from "../domain/account.ts";
import { contracts, type Money, money } from "../domain/numbers.ts";
import { openEntryFees, payoffsOf, performanceOf } from "./accounts.ts";
import { adjustCash, openLedger, tradesToMatch } from "./adopt.ts";
import { applyFill } from "./booking.ts";
import { cashFromEntries, type Ledger, netHome, positionOf } from "./ledger.ts";
import { AWAY, booked, dollars, HOME, ledgerWith, moment, ofGame } from "./testing.ts";

const { stamp } = moment(1_000);

function position(ticker: string, count: number, cost: Money | undefined): VenuePosition {
  return { ticker, net: count * 100, cost, fees: undefined, updatedAt: undefined };
}

function open(...held: readonly VenuePosition[]): Ledger {
  const beginning = {
    mode: "DEMO",
    cash: dollars(500),
    held: held.map((one) => ({
      team: one.ticker === HOME ? ("home" as const) : ("away" as const),
      position: one,
    })),
    gameClock: "Q2 10:00",
    dayStartAt: 0,
    known: [],
  } as const;
  return openLedger("s1", beginning, stamp);
}

describe("books that begin with what is held", () => {
  test("a long and a short position at their average, the cash as it was read", () => {
    const ledger = open(
      position(HOME, 30, dollars(18)),
      position(AWAY, -20, dollars(14)),
      position("GONE", 0, dollars(0)),
    );
    expect([ledger.cash, ledger.openingCash, cashFromEntries(ledger)]).toEqual([
      dollars(500),
      dollars(500),
      dollars(500),
    ]);
    expect(ledger.positions.get(HOME)?.lots).toMatchObject([{ price: 6_000, quantity: 3_000 }]);
    // 70¢ of collateral each: sold at 30¢.
    expect(ledger.positions.get(AWAY)?.lots).toMatchObject([{ price: 3_000, quantity: 2_000 }]);
    expect(ledger.positions.has("GONE")).toBe(false);
    expect(ledger.entries.map(({ kind, cash, fee }) => [kind, cash, fee])).toEqual([
      ["adopted", 0, 0],
      ["adopted", 0, 0],
    ]);
    expect(performanceOf(ledger)).toMatchObject({ total: 2, open: 2, realised: 0, fees: 0 });
    expect(netHome(ofGame(ledger))).toBe(contracts(50));
  });

  test("what nobody says the cost of hides neither a gain nor a loss", () => {
    const ledger = open(position(HOME, 10, undefined), position(AWAY, -10, undefined));
    expect(ledger.positions.get(HOME)?.lots[0]?.price).toBe(5_000);
    expect(ledger.positions.get(AWAY)?.lots[0]?.price).toBe(5_000);
  });

  test("an average outside the grid stays inside 0 and 1 $", () => {
    expect(open(position(HOME, 10, dollars(0))).positions.get(HOME)?.lots[0]?.price).toBe(1);
    expect(open(position(HOME, 10, dollars(11))).positions.get(HOME)?.lots[0]?.price).toBe(9_999);
    expect(open(position(HOME, -10, dollars(11))).positions.get(HOME)?.lots[0]?.price).toBe(1);
  });

  test("whatever is held: its payoff is what it pays less what it cost, and no cash moves", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }).filter((count) => count !== 0),
        fc.integer({ min: 1, max: 9_999 }),
        (count, each) => {
          const cost = money(Math.abs(count) * 100 * each);
          const ledger = open(position(HOME, count, cost));
          const paid = money(Math.max(0, count) * 1_000_000);
          const lost = money(Math.max(0, -count) * 1_000_000);
          expect(payoffsOf(ofGame(ledger))).toMatchObject({ home: paid - cost, away: lost - cost });
          expect([ledger.cash, positionOf(ledger, HOME)]).toEqual([dollars(500), count * 100]);
        },
      ),
    );
  });
});

test("cash that no trade moved is an entry of its own, and no result", () => {
  const ledger = ledgerWith(100);
  adjustCash(ledger, dollars(-1.25), stamp);
  expect([ledger.cash, ledger.realised, cashFromEntries(ledger)]).toEqual([
    dollars(98.75),
    0,
    dollars(98.75),
  ]);
  expect(ledger.entries).toMatchObject([{ kind: "adjustment", cash: dollars(-1.25) }]);
});

describe("trades that nobody saw", () => {
  const held = fc.integer({ min: -60, max: 60 });

  test("make our position the exchange's, without a result but the fees already paid", () => {
    fc.assert(
      fc.property(held, held, held, (first, second, theirs) => {
        const ledger = ledgerWith(1_000);
        for (const [intent, count] of [first, second].entries()) {
          if (count === 0) continue;
          const side = count > 0 ? "bid" : "ask";
          const at = 40 + intent * 20;
          booked(ledger, { side, at, count: Math.abs(count), intent: intent + 1 }, 10_000);
        }
        const { realised } = ledger;
        const paid = openEntryFees(ofGame(ledger));
        const cost = money(Math.abs(theirs) * 450_000);
        for (const fill of tradesToMatch(ledger, "home", position(HOME, theirs, cost), "u1")) {
          expect(applyFill(ledger, fill, moment(20_000)).kind).toBe("booked");
        }
        expect(positionOf(ledger, HOME)).toBe(theirs * 100);
        expect(ledger.realised + paid - openEntryFees(ofGame(ledger))).toBe(realised);
      }),
    );
  });

  test("are none when the positions agree", () => {
    const ledger = ledgerWith(1_000);
    expect(tradesToMatch(ledger, "home", position(HOME, 0, undefined), "u1")).toEqual([]);
    booked(ledger, { side: "bid", at: 60, count: 10, intent: 1 }, 10_000);
    expect(tradesToMatch(ledger, "home", position(HOME, 10, dollars(6)), "u1")).toEqual([]);
  });

  test("close what is gone lot by lot, oldest first, and open the rest at its average", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "bid", at: 60, count: 10, intent: 1 }, 10_000);
    booked(ledger, { side: "bid", at: 70, count: 10, intent: 2 }, 10_000);
    const terms = (count: number) =>
      tradesToMatch(ledger, "home", position(HOME, count, dollars(count * -0.45)), "u1").map(
        ({ side, price, quantity, tradeId }) => [side, price, quantity, tradeId],
      );
    expect(terms(5)).toEqual([
      ["ask", 6_000, 1_000, `u1/${HOME}/0`],
      ["ask", 7_000, 500, `u1/${HOME}/1`],
    ]);
    expect(terms(-4)).toEqual([
      ["ask", 6_000, 1_000, `u1/${HOME}/0`],
      ["ask", 7_000, 1_000, `u1/${HOME}/1`],
      ["ask", 5_500, 400, `u1/${HOME}/2`],
    ]);
  });
});
