/** What the fills of one taker order are charged. */
import type { BookSide } from "../domain/market.ts";
import { cost, type Money, money } from "../domain/numbers.ts";
import {
  chargeFill,
  createFeeAccumulator,
  type FeeTerms,
  type Part,
  tradeFee,
} from "../market/market.ts";

/**
 * The fee of each part of one order, in order: they share the order's accumulator (trading
 * semantics §8). `side` is the order's own side of the YES book.
 */
export function takerFees(side: BookSide, parts: readonly Part[], terms: FeeTerms): Money[] {
  const accumulator = createFeeAccumulator(terms.precision);
  return parts.map((part) => {
    const value = cost(part.price, part.quantity);
    const fee = tradeFee("taker", part.price, part.quantity, terms.schedule);
    // A seller of YES pays 1 $ − price or gets the price: both leave the same rest of a cent.
    const revenue = side === "bid" ? money(-value) : value;
    return chargeFill(accumulator, revenue, fee).fee;
  });
}

/** Sum of `takerFees`. */
export function takerFeeTotal(side: BookSide, parts: readonly Part[], terms: FeeTerms): Money {
  return money(takerFees(side, parts, terms).reduce((sum, fee) => sum + fee, 0));
}
