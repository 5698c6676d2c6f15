/** `trade`: one public trade. */
import { z } from "zod";
import type { BookSide } from "../../../domain/market.ts";
import { countField, priceField, tickerField, timeFields, timeOf } from "./fields.ts";

const outcome = z.enum(["yes", "no"]).optional().catch(undefined);

function takerOf(side: BookSide | undefined, bought: "yes" | "no" | undefined) {
  if (side !== undefined) return side;
  if (bought === undefined) return undefined;
  return bought === "yes" ? "bid" : "ask";
}

/** The aggressor's side comes from today's field, else from its elder names. */
export const TradeShape = z
  .object({
    market_ticker: tickerField,
    trade_id: z.string().min(1).max(80),
    yes_price_dollars: priceField,
    count_fp: countField,
    taker_book_side: z.enum(["bid", "ask"]).optional().catch(undefined),
    taker_outcome_side: outcome,
    taker_side: outcome,
    ...timeFields,
  })
  .transform((message, context) => {
    const bought = message.taker_outcome_side ?? message.taker_side;
    const taker: BookSide | undefined = takerOf(message.taker_book_side, bought);
    if (taker === undefined) {
      context.addIssue({ code: "custom", message: "nobody is the taker" });
      return z.NEVER;
    }
    return {
      ticker: message.market_ticker,
      tradeId: message.trade_id,
      price: message.yes_price_dollars,
      quantity: message.count_fp,
      taker,
      tradedAt: timeOf(message),
    };
  });
