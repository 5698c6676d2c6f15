/**
 * From trade fee to what a fill really costs (trading semantics §8). In the direct regime that is
 * the trade fee. In the cent regime each fill's balance change is floored to $0.01; what that
 * takes too much is kept per order and given back a cent at a time.
 */
import type { FeePrecision } from "../domain/market.ts";
import { type Money, money, NO_MONEY } from "../domain/numbers.ts";

const oneCent = 10_000;

/** The rounding an order has paid and not got back: one per order, takers' and makers' fills. */
export type FeeAccumulator = { readonly precision: FeePrecision; overpaid: Money };

/** How one fill is charged. `fee` = trade fee + rounding − rebate, never below 0. */
export type Charge = {
  readonly fee: Money;
  readonly rounding: Money;
  readonly rebate: Money;
  /** What the balance changes by: revenue − fee. */
  readonly change: Money;
};

/** A new order's accumulator. */
export function createFeeAccumulator(precision: FeePrecision): FeeAccumulator {
  return { precision, overpaid: NO_MONEY };
}

function flooredToCent(amount: number): number {
  return Math.floor(amount / oneCent) * oneCent;
}

/**
 * Charges one fill and updates the order's accumulator. `revenue` is what the trade brings before
 * fees: negative for a buyer. A rebate that would make the fee negative waits for a later fill.
 */
export function chargeFill(accumulator: FeeAccumulator, revenue: Money, tradeFee: Money): Charge {
  if (accumulator.precision === "direct") {
    const change = money(revenue - tradeFee);
    return { fee: tradeFee, rounding: NO_MONEY, rebate: NO_MONEY, change };
  }
  const before = revenue - tradeFee;
  const rounding = before - flooredToCent(before);
  const overpaid = accumulator.overpaid + rounding;
  const isDue = overpaid > oneCent && tradeFee + rounding >= oneCent;
  const rebate = isDue ? oneCent : 0;
  accumulator.overpaid = money(overpaid - rebate);
  const fee = money(tradeFee + rounding - rebate);
  return {
    fee,
    rounding: money(rounding),
    rebate: money(rebate),
    change: money(revenue - fee),
  };
}
