/** Collateral over all markets: the cash that resting orders hold. */
import { NO_MONEY, plus } from "../../domain/numbers.ts";
import type { Money } from "../../domain/numbers.ts";
import { reservation } from "./collateral.ts";
import type { Reserving } from "./collateral.ts";
import { termsOf } from "./fee-book.ts";
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

/** Cash that the resting orders of all markets hold. */
export function reservedCash(floor: Floor, { held, resting }: Standing): Money {
  let sum = NO_MONEY;
  for (const market of floor.markets.values()) {
    const orders = resting(market.ticker);
    if (orders.length === 0) continue;
    sum = plus(sum, reservation(held(market.ticker), orders, termsOf(floor, market)));
  }
  return sum;
}
