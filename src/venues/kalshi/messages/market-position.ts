/** `market_position`: the position of one market has changed. */
import { z } from "zod";
import { changeField, tickerField } from "./fields.ts";

export const MarketPositionShape = z
  .object({ market_ticker: tickerField, position_fp: changeField })
  .transform(({ market_ticker, position_fp }) => ({ ticker: market_ticker, net: position_fp }));
