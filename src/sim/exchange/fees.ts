/** Fees of the direct regime (trading semantics §8), written apart from the desk's own formula. */
import { money, parseDecimal } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import type { SeriesFees } from "./listing.ts";

const multiplierPlaces = 6;

/** Maker fee in 1/100 of the taker fee. */
function makerShare(fees: SeriesFees): bigint {
  if (fees.feeType === "quadratic") return 0n;
  return fees.feeType === "quadratic_with_maker_fees" ? 25n : 50n;
}

/**
 * Fee of one fill: M × 0.07 × C × P(1 − P), a maker's share of it, rounded up to $0.0001.
 * Throws when the series' multiplier is not a decimal.
 */
export function fillFee(fees: SeriesFees, taker: boolean, at: Price, quantity: Quantity): Money {
  const multiplier = parseDecimal(fees.multiplier, multiplierPlaces);
  if (multiplier === undefined) throw new RangeError(`fee multiplier: ${fees.multiplier}`);
  const share = taker ? 100n : makerShare(fees);
  const product =
    BigInt(multiplier) * 7n * share * BigInt(quantity) * BigInt(at) * BigInt(10_000 - at);
  // 10^6 multiplier, 10^2 rate, 10^2 share, 10^2 contracts, 10^8 P(1-P), down to 1/10^4 dollar.
  const divisor = 10n ** 16n;
  const units = (product + divisor - 1n) / divisor;
  return money(Number(units) * 100);
}
