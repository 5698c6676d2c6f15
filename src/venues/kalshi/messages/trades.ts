/** Public trades over REST, newest first. */
import { z } from "zod";
import {
  bookSideOf,
  countField,
  cursorField,
  idField,
  looseInstant,
  priceField,
  tickerField,
} from "./fields.ts";

const PublicTradeShape = z
  .object({
    trade_id: idField,
    ticker: tickerField,
    count_fp: countField,
    yes_price_dollars: priceField,
    taker_book_side: z.enum(["bid", "ask"]).optional().catch(undefined),
    taker_outcome_side: z.enum(["yes", "no"]).optional().catch(undefined),
    created_time: looseInstant,
  })
  .transform((row) => ({
    tradeId: row.trade_id,
    ticker: row.ticker,
    quantity: row.count_fp,
    price: row.yes_price_dollars,
    /** The aggressor's side of YES's book; undefined when it is not told. */
    taker: bookSideOf({ book_side: row.taker_book_side, outcome_side: row.taker_outcome_side }),
    at: row.created_time,
  }));

export type PublicTrade = z.output<typeof PublicTradeShape>;

export const TradesPageShape = z
  .object({ trades: z.array(PublicTradeShape), cursor: cursorField })
  .transform(({ trades, cursor }) => ({ rows: trades as readonly PublicTrade[], cursor }));
