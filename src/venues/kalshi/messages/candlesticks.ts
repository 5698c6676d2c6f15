/** Candles of one market. A candle without trades has no prices of trades. */
import { z } from "zod";
import { looseCount, looseValue } from "./fields.ts";

const open = { open_dollars: looseValue, close_dollars: looseValue };
const range = z
  .object({ ...open, low_dollars: looseValue, high_dollars: looseValue })
  .transform(({ open_dollars, low_dollars, high_dollars, close_dollars }) => ({
    open: open_dollars,
    low: low_dollars,
    high: high_dollars,
    close: close_dollars,
  }));

const CandleShape = z
  .object({
    end_period_ts: z.number(),
    yes_bid: range,
    yes_ask: range,
    price: range.nullish(),
    volume_fp: looseCount,
    open_interest_fp: looseCount,
  })
  .transform((candle) => ({
    /** Unix ms of the inclusive end. */
    endAt: candle.end_period_ts * 1000,
    bid: candle.yes_bid,
    ask: candle.yes_ask,
    traded: candle.price ?? undefined,
    volume: candle.volume_fp,
    openInterest: candle.open_interest_fp,
  }));

export type VenueCandle = z.output<typeof CandleShape>;

export const CandlesticksShape = z
  .object({ candlesticks: z.array(CandleShape) })
  .transform(({ candlesticks }): readonly VenueCandle[] => candlesticks);
