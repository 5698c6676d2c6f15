/** `market_lifecycle_v2` and `event_fee_update`: the stream covers the whole exchange. */
import { z } from "zod";
import { ONE_DOLLAR, type Price } from "../../../domain/numbers.ts";
import { looseValue, tickerField } from "./fields.ts";
import { PriceRangesShape } from "./price-ranges.ts";

/** Enough to see whose message it is. */
export const LifecycleHeadShape = z
  .object({ market_ticker: tickerField, event_type: z.string() })
  .transform(({ market_ticker, event_type }) => ({ ticker: market_ticker, what: event_type }));

/** What a YES pays, from the stated value or from a plain result; `undefined` when not told. */
export const DeterminedShape = z
  .object({
    result: z.enum(["yes", "no", "scalar"]).optional().catch(undefined),
    settlement_value: looseValue,
  })
  .transform(({ result, settlement_value }): Price | undefined => {
    if (settlement_value !== undefined || result === "scalar") return settlement_value;
    if (result === undefined) return undefined;
    return (result === "yes" ? ONE_DOLLAR : 0) as Price;
  });

export const GridChangeShape = z
  .object({ price_ranges: PriceRangesShape })
  .transform(({ price_ranges }) => price_ranges);

export const FeeUpdateShape = z
  .object({
    event_ticker: tickerField,
    fee_type_override: z.string().nullish(),
    fee_multiplier_override: z.union([z.number(), z.string()]).nullish(),
  })
  .transform(({ event_ticker, fee_type_override, fee_multiplier_override }) => ({
    eventTicker: event_ticker,
    override: {
      feeType: fee_type_override ?? undefined,
      multiplier: fee_multiplier_override ?? undefined,
    },
  }));
