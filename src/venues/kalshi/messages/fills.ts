/** Our own fills, as REST lists them and as the stream tells them. */
import { z } from "zod";
import type { VenueFill } from "../../../domain/account.ts";
import {
  bookSideOf,
  countField,
  cursorField,
  directionFields,
  idField,
  looseInstant,
  looseText,
  moneyField,
  type Page,
  priceField,
  tickerField,
  timeFields,
  timeOf,
} from "./fields.ts";

const common = {
  trade_id: idField,
  order_id: idField,
  yes_price_dollars: priceField,
  count_fp: countField,
  fee_cost: moneyField,
  is_taker: z.boolean().optional().catch(undefined),
  ...directionFields,
  ...timeFields,
};

const RestFillShape = z.object({
  ...common,
  ticker: looseText,
  market_ticker: looseText,
  created_time: looseInstant,
});
const StreamFillShape = z.object({
  ...common,
  market_ticker: tickerField,
  client_order_id: looseText,
});

type Told = z.output<z.ZodObject<typeof common>>;

function fillOf(
  told: Told,
  ticker: string | undefined,
  clientOrderId: string | undefined,
  at: number | undefined,
  context: z.RefinementCtx,
): VenueFill {
  const side = bookSideOf(told);
  if (side === undefined || ticker === undefined) {
    context.addIssue({ code: "custom", message: "a fill without market or direction" });
    return z.NEVER;
  }
  return {
    tradeId: told.trade_id,
    orderId: told.order_id,
    clientOrderId,
    ticker,
    side,
    price: told.yes_price_dollars,
    quantity: told.count_fp,
    fee: told.fee_cost,
    isTaker: told.is_taker ?? true,
    at,
  };
}

export const FillsPageShape = z
  .object({
    fills: z.array(
      RestFillShape.transform((row, context) =>
        fillOf(
          row,
          row.ticker ?? row.market_ticker,
          undefined,
          row.created_time ?? timeOf(row),
          context,
        ),
      ),
    ),
    cursor: cursorField,
  })
  .transform(({ fills, cursor }): Page<VenueFill> => ({ rows: fills, cursor }));

/** `fill` of the stream. */
export const FillShape = StreamFillShape.transform((msg, context) =>
  fillOf(msg, msg.market_ticker, msg.client_order_id, timeOf(msg), context),
);
