/** One minute of one market, read at the border from a candles file. Prices are in cents. */
import { z } from "zod";
import type { Price, Quantity } from "../../domain/numbers.ts";

/** Quotes and trades at the four moments of a minute. */
export type Range = {
  readonly open: Price;
  readonly low: Price;
  readonly high: Price;
  readonly close: Price;
};

export type Candle = {
  readonly line: number;
  readonly gameId: string;
  readonly eventTicker: string;
  readonly ticker: string;
  readonly isHome: boolean;
  /** Unix ms of the end of the minute. */
  readonly endsAt: number;
  /** YES prices; a bid of 0 means no bid, an ask of 1 $ no offer. */
  readonly bid: Range;
  readonly ask: Range;
  /** Trades of the minute; undefined when there was none. */
  readonly traded: Range | undefined;
  readonly volume: Quantity;
};

const cents = z
  .string()
  .regex(/^\d+(\.\d{1,2})?$/, "must be cents, e.g. 72")
  .transform((text) => Math.round(Number(text) * 100) as Price)
  .refine((at) => at >= 0 && at <= 10_000, "must lie within 0 and 100 cents");
const maybeCents = z.union([z.literal("").transform(() => undefined), cents]);

export const CandleRow = z.object({
  event_ticker: z.string().min(1),
  ticker: z.string().min(1),
  game_id: z.string().min(1),
  is_home: z.enum(["true", "false"], "must be true or false"),
  end_period_ts: z.string().regex(/^\d{9,11}$/, "must be Unix seconds"),
  yes_bid_open: cents,
  yes_bid_low: cents,
  yes_bid_high: cents,
  yes_bid_close: cents,
  yes_ask_open: cents,
  yes_ask_low: cents,
  yes_ask_high: cents,
  yes_ask_close: cents,
  price_open: maybeCents.optional(),
  price_low: maybeCents.optional(),
  price_high: maybeCents.optional(),
  price_close: maybeCents.optional(),
  volume: z.string().regex(/^\d+(\.\d{1,2})?$/, "must be a number of contracts"),
});

export const CANDLE_COLUMNS: readonly string[] = Object.entries(CandleRow.shape)
  .filter(([, schema]) => !schema.safeParse(undefined).success)
  .map(([name]) => name);

function isOrdered({ open, low, high, close }: Range): boolean {
  return low <= open && low <= close && open <= high && close <= high;
}

/** A parsed row in the words of the house, or the sentence that says what is wrong with it. */
export function candleOf(row: z.output<typeof CandleRow>, line: number): Candle | string {
  const bid: Range = {
    open: row.yes_bid_open,
    low: row.yes_bid_low,
    high: row.yes_bid_high,
    close: row.yes_bid_close,
  };
  const ask: Range = {
    open: row.yes_ask_open,
    low: row.yes_ask_low,
    high: row.yes_ask_high,
    close: row.yes_ask_close,
  };
  if (!isOrdered(bid)) return "yes_bid_low and yes_bid_high do not enclose open and close";
  if (!isOrdered(ask)) return "yes_ask_low and yes_ask_high do not enclose open and close";
  const { price_open: open, price_low: low, price_high: high, price_close: close } = row;
  const known =
    open !== undefined && low !== undefined && high !== undefined && close !== undefined;
  return {
    line,
    gameId: row.game_id,
    eventTicker: row.event_ticker,
    ticker: row.ticker,
    isHome: row.is_home === "true",
    endsAt: Number(row.end_period_ts) * 1000,
    bid,
    ask,
    traded: known ? { open, low, high, close } : undefined,
    volume: Math.round(Number(row.volume) * 100) as Quantity,
  };
}
