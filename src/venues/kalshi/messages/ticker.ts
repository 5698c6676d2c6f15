/** `ticker`: last price and volume, conflated. */
import { z } from "zod";
import { looseCount, loosePrice, tickerField } from "./fields.ts";

/** Without a volume there is nothing to say; a last price of 0 means that nothing traded yet. */
export const TickerShape = z
  .object({ market_ticker: tickerField, price_dollars: loosePrice, volume_fp: looseCount })
  .transform(({ market_ticker, price_dollars, volume_fp }) => ({
    ticker: market_ticker,
    last: price_dollars,
    volume: volume_fp,
  }));
