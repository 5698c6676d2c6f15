/**
 * Kalshi's trading fees, exactly (trading semantics §8): taker 0.07 · m · C · P · (1 − P), maker a
 * share of it, each fill's trade fee rounded up to $0.0001.
 */
import type { FeePrecision, FeeSchedule } from "../domain/market.ts";
import {
  cost,
  type Money,
  money,
  ONE_DOLLAR,
  type Price,
  type Quantity,
} from "../domain/numbers.ts";
import { chargeFill, createFeeAccumulator } from "./fee-accumulator.ts";

/** Did our order take liquidity, or make it? */
export type Liquidity = "taker" | "maker";

/** How this account is charged in this series. */
export type FeeTerms = { readonly schedule: FeeSchedule; readonly precision: FeePrecision };

/**
 * A fee as an exact ratio: `top / bottom` · quantity · price · (1 $ − price) in units of the house
 * gives units of $0.0001.
 */
export type FeeRate = {
  readonly top: bigint;
  readonly bottom: bigint;
  /** The same as numbers, for products that stay within the safe integers. */
  readonly fastTop: number;
  readonly fastBottom: number;
};

const multiplierPattern = /^(\d+)(?:\.(\d+))?$/;
const microsPerFeeStep = 100;

/** The rate of a schedule. Throws on a multiplier that is not a plain decimal ≥ 0. */
export function feeRate(schedule: FeeSchedule, liquidity: Liquidity): FeeRate {
  const match = multiplierPattern.exec(schedule.multiplier);
  if (match === null) throw new RangeError(`not a fee multiplier: ${schedule.multiplier}`);
  const fraction = match[2] ?? "";
  const digits = BigInt(`${match[1]}${fraction}`);
  // 7 % of contracts (1/100) times two prices (1/10000 each), in steps of $0.0001: 7 / 10^8.
  const share = liquidity === "taker" ? 100n : BigInt(schedule.makerShare);
  const top = 7n * digits * share;
  const bottom = 10n ** BigInt(10 + fraction.length);
  return { top, bottom, fastTop: Number(top), fastBottom: Number(bottom) };
}

/** The fee of one fill at a rate, rounded up to $0.0001. */
export function feeAtRate(rate: FeeRate, at: Price, amount: Quantity): Money {
  const square = at * (ONE_DOLLAR - at) * amount;
  const product = rate.fastTop * square;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(rate.fastBottom)) {
    const rest = product % rate.fastBottom;
    const steps = (product - rest) / rate.fastBottom + (rest > 0 ? 1 : 0);
    return money(steps * microsPerFeeStep);
  }
  const exact = rate.top * BigInt(at) * BigInt(ONE_DOLLAR - at) * BigInt(amount);
  const steps = (exact + rate.bottom - 1n) / rate.bottom;
  return money(Number(steps) * microsPerFeeStep);
}

/** The trade fee of one fill before any rounding of the balance. */
export function tradeFee(
  liquidity: Liquidity,
  at: Price,
  amount: Quantity,
  schedule: FeeSchedule,
): Money {
  return feeAtRate(feeRate(schedule, liquidity), at, amount);
}

function feeOfOneFill(
  liquidity: Liquidity,
  at: Price,
  amount: Quantity,
  schedule: FeeSchedule,
  precision: FeePrecision,
): Money {
  const fee = tradeFee(liquidity, at, amount, schedule);
  const revenue = money(-cost(at, amount));
  return chargeFill(createFeeAccumulator(precision), revenue, fee).fee;
}

/** Fee of a taker order that fills at once at one price, by buying. */
export function takerFee(
  at: Price,
  amount: Quantity,
  schedule: FeeSchedule,
  precision: FeePrecision,
): Money {
  return feeOfOneFill("taker", at, amount, schedule, precision);
}

/** Fee of a maker order that fills at once at one price, by buying. */
export function makerFee(
  at: Price,
  amount: Quantity,
  schedule: FeeSchedule,
  precision: FeePrecision,
): Money {
  return feeOfOneFill("maker", at, amount, schedule, precision);
}
