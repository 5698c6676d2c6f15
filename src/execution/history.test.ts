/**
 * Random histories against an oracle that shares nothing with the ledger: exact fractions, one
 * record per hundredth of a contract, cash by naive flows and collateral.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts, money, type Price, quantity } from "../domain/numbers.ts";
import type { Fill } from "../domain/orders.ts";
import { openEntryFees, payoffsOf } from "./accounts.ts";
import { applyFill, settle } from "./booking.ts";
import { cashFromEntries, createLedger, type Ledger, netOf, positionOf } from "./ledger.ts";
import { ledgerFrom, type LedgerSnapshot, ledgerSnapshot } from "./snapshot.ts";
import { AWAY, dollars, HOME, moment, ofGame } from "./testing.ts";

type Team = "home" | "away";
const tickers = { home: HOME, away: AWAY } as const;

/** One unit (1/100 contract) held: its sign, price, and its entry's fee share as a fraction. */
type Unit = { readonly sign: 1 | -1; readonly price: bigint; readonly fee: Fraction };
type Fraction = readonly [top: bigint, bottom: bigint];

function plus([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return shorten([a * d + c * b, b * d]);
}

function minus(left: Fraction, [c, d]: Fraction): Fraction {
  return plus(left, [-c, d]);
}

function shorten([top, bottom]: Fraction): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? [0n, 1n] : [top / a, bottom / a];
}

class Oracle {
  readonly units: Record<Team, Unit[]> = { home: [], away: [] };
  realised: Fraction = [0n, 1n];
  flows = 0n;
  fees = 0n;

  fill(team: Team, sign: 1 | -1, at: number, count: number, fee: number): void {
    const share = shorten([BigInt(fee), BigInt(count)]);
    this.flows -= BigInt(sign) * BigInt(at) * BigInt(count);
    this.fees += BigInt(fee);
    for (let n = 0; n < count; n += 1) {
      const oldest = this.units[team][0];
      if (oldest !== undefined && oldest.sign !== sign) {
        this.units[team].shift();
        this.close(oldest, BigInt(at), share);
      } else this.units[team].push({ sign, price: BigInt(at), fee: share });
    }
  }

  private close(unit: Unit, at: bigint, exitFee: Fraction): void {
    const gain = BigInt(unit.sign) * (at - unit.price);
    this.realised = minus(minus(plus(this.realised, [gain, 1n]), unit.fee), exitFee);
  }

  settle(team: Team, value: number): void {
    for (const unit of this.units[team].splice(0)) {
      this.flows += BigInt(unit.sign) * BigInt(value);
      this.close(unit, BigInt(value), [0n, 1n]);
    }
  }

  /** Cash: naive flows − fees − 1 $ of collateral for each short contract. */
  cash(opening: number): bigint {
    const shorts = [...this.units.home, ...this.units.away].filter((unit) => unit.sign < 0);
    return BigInt(opening) + this.flows - this.fees - 10_000n * BigInt(shorts.length);
  }

  net(team: Team): number {
    return this.units[team].reduce((sum, unit) => sum + unit.sign, 0);
  }
}

function distance(whole: number, [top, bottom]: Fraction): number {
  const difference = BigInt(whole) * bottom - top;
  return Number(((difference < 0n ? -difference : difference) * 1_000n) / bottom) / 1_000;
}

const action = fc.record({
  team: fc.constantFrom<Team>("home", "away"),
  sign: fc.constantFrom<1 | -1>(1, -1),
  at: fc.integer({ min: 1, max: 9_999 }),
  count: fc.integer({ min: 1, max: 60 }),
  fee: fc.integer({ min: 0, max: 2_000_000 }),
  sameOrder: fc.boolean(),
});
const history = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 12 }),
  homeValue: fc.constantFrom(0, 10_000, 5_000, 3_700),
  amended: fc.option(fc.constantFrom(0, 10_000, 5_000), { nil: undefined }),
  restartAt: fc.nat(12),
});

function restarted(ledger: Ledger): Ledger {
  return ledgerFrom(JSON.parse(JSON.stringify(ledgerSnapshot(ledger))) as LedgerSnapshot);
}

function checkNow(ledger: Ledger, oracle: Oracle, roundings: number): void {
  expect(BigInt(ledger.cash)).toBe(oracle.cash(ledger.openingCash));
  expect(cashFromEntries(ledger)).toBe(ledger.cash);
  expect(positionOf(ledger, HOME)).toBe(oracle.net("home"));
  expect(positionOf(ledger, AWAY)).toBe(oracle.net("away"));
  expect(distance(ledger.realised, oracle.realised)).toBeLessThanOrEqual(roundings);
  const nets = ledger.trades.reduce((sum, trade) => sum + netOf(trade), 0);
  expect(nets).toBe(ledger.realised);
}

test("LED-17 random histories equal the oracle in cash, positions and P&L", () => {
  fc.assert(
    fc.property(history, ({ actions, homeValue, amended, restartAt }) => {
      const oracle = new Oracle();
      let ledger = createLedger("s1", "PAPER", dollars(100_000), 0);
      let intentId = 0;
      for (const [index, { team, sign, at, count, fee, sameOrder }] of actions.entries()) {
        if (!sameOrder) intentId += 1;
        const fill: Fill = {
          tradeId: `f${index}`,
          intentId: Math.max(intentId, 1),
          ticker: tickers[team],
          team,
          side: sign > 0 ? "bid" : "ask",
          price: at as Price,
          quantity: quantity(count),
          fee: money(fee),
        };
        applyFill(ledger, fill, moment(index));
        oracle.fill(team, sign, at, count, fee);
        if (index === restartAt) ledger = restarted(ledger);
        // Each open lot may hold back less than a millionth; so may each split of an exit's fee.
        checkNow(ledger, oracle, actions.length);
      }
      const payoffs = payoffsOf(ofGame(ledger));
      const openFees = openEntryFees(ofGame(ledger));
      const before = ledger.realised;
      const { stamp } = moment(99);
      for (const team of ["home", "away"] as const) {
        const value = team === "home" ? homeValue : 10_000 - homeValue;
        settle(ledger, tickers[team], team, value as Price, stamp);
        oracle.settle(team, value);
      }
      // Nothing is left open, so nothing is rounded: exact.
      checkNow(ledger, oracle, 0);
      const outcome: Readonly<Record<number, number>> = {
        0: payoffs.away,
        5_000: payoffs.tie,
        10_000: payoffs.home,
      };
      const paid = outcome[homeValue];
      if (paid !== undefined) expect(ledger.realised).toBe(before + paid - openFees);
      if (amended === undefined) return;
      const gain = ledger.settlements
        .get(HOME)!
        .parts.reduce((sum, part) => sum + (part.trade.side === "bid" ? 1 : -1) * part.quantity, 0);
      const cash = ledger.cash + gain * (amended - homeValue);
      ledger = restarted(ledger);
      settle(ledger, HOME, "home", amended as Price, stamp);
      expect([ledger.cash, cashFromEntries(ledger)]).toEqual([cash, cash]);
      const nets = ledger.trades.reduce((sum, trade) => sum + netOf(trade), 0);
      expect([nets, ledger.realised]).toEqual([cash - ledger.openingCash, nets]);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test("a ledger from its snapshot is the same ledger", () => {
  const ledger = createLedger("s1", "PAPER", dollars(1_000), 0);
  const fill = (n: number, side: "bid" | "ask", count: number): Fill => ({
    tradeId: `f${n}`,
    intentId: n,
    ticker: HOME,
    team: "home",
    side,
    price: 5_000 as Price,
    quantity: contracts(count),
    fee: money(17_500),
  });
  applyFill(ledger, fill(1, "bid", 10), moment(1));
  applyFill(ledger, fill(2, "ask", 4), moment(2));
  const again = restarted(ledger);
  expect(again).toEqual(ledger);
  applyFill(ledger, fill(3, "ask", 6), moment(3));
  applyFill(again, fill(3, "ask", 6), moment(3));
  expect(again).toEqual(ledger);
  expect(applyFill(again, fill(2, "ask", 4), moment(4))).toEqual({ kind: "duplicate" });
});
