/** A create as the exchange wants it: strings, the market's own shard, the group of entries. */
import { priceText, quantityText } from "../../../domain/numbers.ts";
import type { Order } from "../../../domain/orders.ts";

/** How long an order may stand. Everything is immediate-or-cancel unless it is told to rest. */
export type SubmitTerms = {
  /** Unix ms, in the future: rests until then, as an exit with no bid may. */
  readonly restUntil: number | undefined;
};

export const immediate: SubmitTerms = { restUntil: undefined };

/** An order's body of `POST /portfolio/events/orders`; `undefined` fields are left out. */
export type OrderRequest = {
  readonly ticker: string;
  readonly side: "bid" | "ask";
  readonly count: string;
  readonly price: string;
  readonly time_in_force: "good_till_canceled" | "immediate_or_cancel";
  readonly self_trade_prevention_type: "taker_at_cross" | "maker";
  readonly client_order_id: string;
  readonly cancel_order_on_pause: boolean;
  readonly exchange_index: number;
  readonly expiration_time?: number;
  readonly reduce_only?: boolean;
  readonly order_group_id?: string;
};

/**
 * Exits stand outside the entry group, so that its trigger never stops one, and cancel an own
 * entry that is in their way (`maker`). Reduce-only is sent with immediate-or-cancel alone: what
 * the exchange does with it on a resting order is not documented.
 */
export function orderRequest(
  order: Order,
  terms: SubmitTerms,
  exchangeIndex: number,
  entryGroupId: string | undefined,
): OrderRequest {
  const { restUntil } = terms;
  const rests = restUntil !== undefined;
  return {
    ticker: order.ticker,
    side: order.side,
    count: quantityText(order.quantity),
    price: priceText(order.limit),
    time_in_force: rests ? "good_till_canceled" : "immediate_or_cancel",
    self_trade_prevention_type: order.reduceOnly ? "maker" : "taker_at_cross",
    client_order_id: order.clientOrderId,
    cancel_order_on_pause: true,
    exchange_index: exchangeIndex,
    ...(rests ? { expiration_time: Math.ceil(restUntil / 1000) } : {}),
    ...(order.reduceOnly && !rests ? { reduce_only: true } : {}),
    ...(entryGroupId === undefined ? {} : { order_group_id: entryGroupId }),
  };
}
