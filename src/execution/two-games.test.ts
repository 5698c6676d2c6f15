/** One ledger, two games: what is said of one does not hang on what is held of the other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts, money, type Price, price, quantity } from "../domain/numbers.ts";
import type { Fill } from "../domain/orders.ts";
import {
  atRiskOf,
  type Marking,
  openEntryFees,
  payoffsOf,
  unrealisedOf,
  worstCaseOf,
} from "./accounts.ts";
import { applyFill, settle } from "./booking.ts";
import { heldBeside, heldIn, isHolding, type Ledger, netHome } from "./ledger.ts";
import { createOrders, exposureOf, trackIntent } from "./orders.ts";
import { ledgerFrom, ledgerSnapshot } from "./snapshot.ts";
import { bookWith, direct, ledgerWith, moment, orderWith, tickers } from "./testing.ts";

const oldTickers = ["KXNFLGAME-LAST-HOM", "KXNFLGAME-LAST-AWY"] as const;
const teams = ["home", "away"] as const;

const deal = fc.record({
  isOld: fc.boolean(),
  team: fc.constantFrom(0, 1),
  side: fc.constantFrom("bid", "ask"),
  at: fc.integer({ min: 1, max: 9_999 }),
  count: fc.integer({ min: 1, max: 30_000 }),
  fee: fc.integer({ min: 0, max: 2_000_000 }),
});
const deals = fc.array(deal, { maxLength: 12 });
type Deal = typeof deal extends fc.Arbitrary<infer One> ? One : never;

function ledgerOf(made: readonly Deal[]): Ledger {
  const ledger = ledgerWith(100_000);
  for (const [index, { isOld, team, side, at, count, fee }] of made.entries()) {
    const fill: Fill = {
      tradeId: `d${index}`,
      intentId: index + 1,
      ticker: (isOld ? oldTickers : tickers)[team] ?? "",
      team: teams[team] ?? "home",
      side: side as "bid" | "ask",
      price: price(at),
      quantity: quantity(count),
      fee: money(fee),
    };
    applyFill(ledger, fill, moment(index));
  }
  return ledger;
}

const marking: Marking = {
  books: {
    home: bookWith([[60, 9_000]], [[62, 9_000]]),
    away: bookWith([[38, 9_000]], [[40, 9_000]]),
  },
  fresh: true,
  fees: direct,
};

test("net contracts, payoffs, risk and mark of a game are as if the other were not held", () => {
  fc.assert(
    fc.property(deals, (made) => {
      const held = heldIn(ledgerOf(made), tickers);
      const alone = heldIn(ledgerOf(made.filter(({ isOld }) => !isOld)), tickers);
      const said = [held, alone].map((one) => [
        netHome(one),
        payoffsOf(one),
        openEntryFees(one),
        atRiskOf(one),
        unrealisedOf(one, marking),
      ]);
      expect(said[0]).toEqual(said[1]);
    }),
  );
});

test("what is not of the one game is left over: nothing is lost between the two", () => {
  fc.assert(
    fc.property(deals, (made) => {
      const ledger = ledgerOf(made);
      const both = [...heldIn(ledger, tickers), ...heldBeside(ledger, tickers)];
      expect(both.length > 0).toBe(isHolding(ledger));
      const standing = [...ledger.positions.values()].filter(({ net }) => net !== 0);
      expect(new Set(both)).toEqual(new Set(standing));
    }),
  );
});

/** P&L when HOME pays `home` and the markets of the other game pay what is told. */
function endedAt(ledger: Ledger, home: number, old: readonly number[]): number {
  const copy = ledgerFrom(ledgerSnapshot(ledger));
  const pay = (ticker: string, index: number, value: number): void => {
    settle(copy, ticker, teams[index] ?? "home", value as Price, moment(99).stamp);
  };
  tickers.forEach((ticker, index) => {
    pay(ticker, index, index === 0 ? home : 10_000 - home);
  });
  oldTickers.forEach((ticker, index) => {
    pay(ticker, index, old[index] ?? 0);
  });
  return copy.realised;
}

test("the worst case is the worst end of this game with nothing paid for what is left over", () => {
  fc.assert(
    fc.property(deals, (made) => {
      const ledger = ledgerOf(made);
      const ends = [0, 5_000, 10_000].flatMap((home) =>
        [0, 10_000].flatMap((one) =>
          [0, 10_000].map((other) => endedAt(ledger, home, [one, other])),
        ),
      );
      expect(worstCaseOf(ledger, tickers)).toBe(Math.min(...ends));
    }),
  );
});

test("an order of another game whose fate is open is no exposure of this one", () => {
  const orders = createOrders();
  const { stamp } = moment(1);
  trackIntent(orders, orderWith({ intentId: 1, quantity: contracts(30) }), stamp, "");
  const old = { intentId: 2, ticker: oldTickers[0], quantity: contracts(50) };
  trackIntent(orders, orderWith(old), stamp, "");
  expect(exposureOf(orders, tickers, contracts(10)).towardHome).toBe(4_000);
  expect(exposureOf(orders, oldTickers, contracts(0)).towardHome).toBe(5_000);
});
