/**
 * What a fill is charged: the series' fee type, the event's override, a market's waiver, and the
 * precision of the account. The formula itself is the market room's.
 */
import type { FeePrecision, FeeSchedule } from "../../domain/market.ts";
import { NO_MONEY, ONE_CONTRACT, cost, money } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { chargeFill, createFeeAccumulator, tradeFee } from "../../market/market.ts";

export const FEE_TYPES = [
  "quadratic",
  "quadratic_with_maker_fees",
  "quadratic_with_combo_maker_fees",
  "flat",
] as const;

export type FeeType = (typeof FEE_TYPES)[number];

/** How the series charges; the default is what was last read of KXNFLGAME. */
export type SeriesFees = {
  readonly feeType: FeeType;
  /** Exact decimal text, e.g. "1" or "0.5". */
  readonly multiplier: string;
  /** What `flat` takes of a taker per whole contract; its real table is not published. */
  readonly flat?: Money;
};

export const DEFAULT_FEES: SeriesFees = {
  feeType: "quadratic_with_maker_fees",
  multiplier: "1",
};

/** What an event charges instead of its series; a part left out stays the series'. */
export type FeeOverride = { readonly feeType?: FeeType; readonly multiplier?: string };

/** What one market charges one account now. `waived`: nothing. */
export type FillTerms = {
  readonly fees: SeriesFees;
  readonly waived: boolean;
  readonly precision: FeePrecision;
  /** YES and NO are held side by side: only reduce-only orders close. */
  readonly apart: boolean;
};

const makerShares: Readonly<Record<FeeType, number>> = {
  quadratic: 0,
  quadratic_with_maker_fees: 25,
  quadratic_with_combo_maker_fees: 50,
  flat: 0,
};

function scheduleOf({ feeType, multiplier }: SeriesFees): FeeSchedule {
  return { makerShare: makerShares[feeType], multiplier };
}

/** The series' fees with an event's override in its place. */
export function overridden(fees: SeriesFees, override: FeeOverride | undefined): SeriesFees {
  return {
    ...fees,
    feeType: override?.feeType ?? fees.feeType,
    multiplier: override?.multiplier ?? fees.multiplier,
  };
}

/** Trade fee of one fill, before any rounding of the balance. Throws on a bad multiplier. */
export function fillFee(terms: FillTerms, taker: boolean, at: Price, quantity: Quantity): Money {
  const { fees, waived } = terms;
  if (waived) return NO_MONEY;
  if (fees.feeType === "flat") {
    if (fees.flat === undefined) throw new RangeError("a flat fee needs its amount");
    return taker ? money(Math.ceil((fees.flat * quantity) / ONE_CONTRACT)) : NO_MONEY;
  }
  return tradeFee(taker ? "taker" : "maker", at, quantity, scheduleOf(fees));
}

/** The most that one fill of a buyer at this price can cost in fees: what orders reserve. */
export function reservedFee(terms: FillTerms, taker: boolean, at: Price, size: Quantity): Money {
  const fee = fillFee(terms, taker, at, size);
  return chargeFill(createFeeAccumulator(terms.precision), money(-cost(at, size)), fee).fee;
}
