/** Orders of the account, as REST lists them and as the stream tells them. */
import { z } from "zod";
import type { VenueOrder } from "../../../domain/account.ts";
import type { Quantity } from "../../../domain/numbers.ts";
import {
  bookSideOf,
  countField,
  cursorField,
  directionFields,
  idField,
  looseCount,
  looseInstant,
  looseText,
  looseWhole,
  type Page,
  priceField,
  tickerField,
} from "./fields.ts";

const fields = {
  order_id: idField,
  client_order_id: looseText,
  ticker: tickerField,
  yes_price_dollars: priceField,
  fill_count_fp: countField,
  remaining_count_fp: countField,
  initial_count_fp: looseCount,
  status: looseText,
  order_group_id: looseText,
  exchange_index: looseWhole,
  last_update_reason: looseText,
  last_updated_ts_ms: looseWhole,
  last_update_time: looseInstant,
  ...directionFields,
};

type Told = z.output<z.ZodObject<typeof fields>>;

/** A status that is missing or new follows from the counts: what remains can only rest. */
function statusOf({ status, remaining_count_fp, fill_count_fp, initial_count_fp }: Told) {
  if (status === "resting" || status === "executed" || status === "canceled") return status;
  if (remaining_count_fp > 0) return "resting";
  return fill_count_fp > 0 && fill_count_fp >= (initial_count_fp ?? 0) ? "executed" : "canceled";
}

/** One order of REST, or the message of `user_order`: the same names in both. */
export const OrderShape = z.object(fields).transform((told, context): VenueOrder => {
  const side = bookSideOf(told);
  if (side === undefined) {
    context.addIssue({ code: "custom", message: "an order without direction" });
    return z.NEVER;
  }
  const least = (told.fill_count_fp + told.remaining_count_fp) as Quantity;
  return {
    orderId: told.order_id,
    clientOrderId: told.client_order_id,
    ticker: told.ticker,
    side,
    price: told.yes_price_dollars,
    initial: told.initial_count_fp ?? least,
    filled: told.fill_count_fp,
    remaining: told.remaining_count_fp,
    status: statusOf(told),
    groupId: told.order_group_id,
    exchangeIndex: told.exchange_index ?? 0,
    reason: told.last_update_reason,
    updatedAt: told.last_updated_ts_ms ?? told.last_update_time,
  };
});

export const OrdersPageShape = z
  .object({ orders: z.array(OrderShape), cursor: cursorField })
  .transform(({ orders, cursor }): Page<VenueOrder> => ({ rows: orders, cursor }));

export const OneOrderShape = z.object({ order: OrderShape }).transform(({ order }) => order);
