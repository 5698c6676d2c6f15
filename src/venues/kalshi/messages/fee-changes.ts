/** Fee changes that the exchange has announced, for a series and for single events. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";
import type { FeeFields } from "../fees.ts";
import { cursorField, tickerField } from "./fields.ts";

/** `subject`: ticker of the series or the event. `at`: Unix ms from which it holds. */
export type FeeChange = {
  readonly subject: string;
  readonly at: number | undefined;
  readonly fees: FeeFields;
};

/** Unix seconds, or an RFC 3339 text. */
const moment = z
  .union([z.number(), z.string()])
  .optional()
  .catch(undefined)
  .transform((value) => (typeof value === "number" ? value * 1000 : readInstant(value ?? "")));
const multiplier = z.union([z.number(), z.string()]).nullish();

export const SeriesFeeChangesShape = z
  .object({
    series_fee_change_arr: z.array(
      z
        .object({
          series_ticker: tickerField,
          fee_type: z.string().nullish(),
          fee_multiplier: multiplier,
          scheduled_ts: moment,
        })
        .transform(
          (row): FeeChange => ({
            subject: row.series_ticker,
            at: row.scheduled_ts,
            fees: {
              feeType: row.fee_type ?? undefined,
              multiplier: row.fee_multiplier ?? undefined,
            },
          }),
        ),
    ),
  })
  .transform(({ series_fee_change_arr }): readonly FeeChange[] => series_fee_change_arr);

export const EventFeeChangesShape = z
  .object({
    event_fee_changes: z.array(
      z
        .object({
          event_ticker: tickerField,
          fee_type_override: z.string().nullish(),
          fee_multiplier_override: multiplier,
          scheduled_ts: moment,
        })
        .transform(
          (row): FeeChange => ({
            subject: row.event_ticker,
            at: row.scheduled_ts,
            fees: {
              feeType: row.fee_type_override ?? undefined,
              multiplier: row.fee_multiplier_override ?? undefined,
            },
          }),
        ),
    ),
    cursor: cursorField,
  })
  .transform(({ event_fee_changes }): readonly FeeChange[] => event_fee_changes);
