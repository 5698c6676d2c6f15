/** Collateral over all markets: the cash that resting orders hold. */
import { NO_MONEY, plus } from "../../domain/numbers.ts";
import type { Money } from "../../domain/numbers.ts";
import { reservation } from "./collateral.ts";
import type { Reserving } from "./collateral.ts";
import { termsOf } from "./fee-book.ts";
import { marketsOfEvent } from "./floor.ts";
import type { Floor } from "./floor.ts";

/** Signed positions and resting orders by market: as they are, as they are shown, or supposed. */
export type Standing = {
  readonly held: (ticker: string) => number;
  readonly resting: (ticker: string) => readonly Reserving[];
};

/** One market as it would stand. */
export type Suppose = {
  readonly ticker: string;
  /** Signed position. */
  readonly quantity: number;
  readonly orders: readonly Reserving[];
};

/**
 * Contracts of an event of which one must win whatever happens: YES on both teams, or NO on both.
 * Their dollar is returned at once when the switch says so, and taken back when they are sold or
 * settle; otherwise there are none.
 */
export function surePairs(floor: Floor, eventTicker: string, held: Standing["held"]): number {
  if (floor.switches.collateralReturn === "none") return 0;
  const [home = 0, away = 0] = marketsOfEvent(floor, eventTicker).map(({ ticker }) => held(ticker));
  if (home > 0 && away > 0) return Math.min(home, away);
  return home < 0 && away < 0 ? Math.min(-home, -away) : 0;
}

/**
 * Cash that the resting orders of all markets hold. Reduce-only ones hold none: they can only
 * reduce. Who sells from a sure pair pays its dollar back, which costs what opening would: a pair
 * leaves nothing to reduce.
 */
export function reservedCash(floor: Floor, { held, resting }: Standing): Money {
  let sum = NO_MONEY;
  for (const market of floor.markets.values()) {
    const pairs = surePairs(floor, market.listing.eventTicker, held);
    const orders = resting(market.ticker).filter(({ reduceOnly }) => !reduceOnly || pairs > 0);
    if (orders.length === 0) continue;
    const position = held(market.ticker);
    const free = Math.sign(position) * (Math.abs(position) - pairs);
    sum = plus(sum, reservation(free, orders, termsOf(floor, market)));
  }
  return sum;
}
