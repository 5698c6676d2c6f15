/** What the exchange charges: the series' schedule with the event's override. Never guessed. */
import type { FeeSchedule } from "../../domain/market.ts";
import { parseDecimal } from "../../domain/numbers.ts";

export type FeeFields = {
  readonly feeType: string | undefined;
  readonly multiplier: number | string | undefined;
};

/** Fields that are `undefined` leave the series' own in force. */
export type FeeOverride = FeeFields;

export const noOverride: FeeOverride = { feeType: undefined, multiplier: undefined };

/** Maker fee in 1/100 of the taker fee. */
const makerShares: Readonly<Record<string, number>> = {
  quadratic: 0,
  quadratic_with_maker_fees: 25,
  quadratic_with_combo_maker_fees: 50,
};

const multiplierPlaces = 6;

/** The schedule in force; `undefined` when type or multiplier is missing or of unknown meaning. */
export function feeSchedule(
  series: FeeFields | undefined,
  override: FeeOverride,
): FeeSchedule | undefined {
  const feeType = override.feeType ?? series?.feeType;
  const multiplier = override.multiplier ?? series?.multiplier;
  if (feeType === undefined || multiplier === undefined) return undefined;
  const makerShare = Object.hasOwn(makerShares, feeType) ? makerShares[feeType] : undefined;
  const text = String(multiplier);
  const exact = parseDecimal(text, multiplierPlaces);
  if (makerShare === undefined || exact === undefined || exact < 0) return undefined;
  return { makerShare, multiplier: text };
}
