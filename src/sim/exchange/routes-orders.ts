/** Order writes: create, cancel, cancel all. */
import { priceText, quantityText } from "../../domain/numbers.ts";
import type { Quantity } from "../../domain/numbers.ts";
import { readOrder } from "./order-request.ts";
import { averages, endOrder, placeOrder } from "./placing.ts";
import type { Desk } from "./placing.ts";
import type { AccountOrder } from "./records.ts";
import { failure, json, noContent, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { DEFAULT_COST } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

/** A cancel costs a fifth of the usual; so does the cancel of everything. */
const cancelCost = 2;

/** A cancel-all also reaches orders placed within about the next minute, operator's ms. */
const cancelAllReachMs = 60_000;

function now(desk: Desk): number {
  return Math.floor(desk.floor.source.clock.now().at);
}

function clientId(order: AccountOrder): Readonly<Record<string, string>> {
  return order.clientOrderId === "" ? {} : { client_order_id: order.clientOrderId };
}

function create(desk: Desk, { body }: Call): Reply {
  const read = readOrder(body);
  if (read.kind === "refused") return read.reply;
  const placed = placeOrder(desk, read.request);
  if (placed.kind === "refused") return placed.reply;
  const { order } = placed;
  const average = averages(order);
  return json(201, {
    order_id: order.orderId,
    ...clientId(order),
    fill_count: quantityText(order.filled),
    remaining_count: quantityText(order.remaining),
    ...(average === undefined
      ? {}
      : {
          average_fill_price: priceText(average.price),
          average_fee_paid: priceText(average.fee),
        }),
    ts_ms: now(desk),
  });
}

function cancel(desk: Desk, { part, query }: Call): Reply {
  if (!desk.pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  const order = desk.account.order(part("order"));
  // Unknown, executed, cancelled and on another shard: all the same answer.
  if (order === undefined || order.status !== "resting") return notFound();
  const shard = query.one("exchange_index");
  if (shard !== undefined && shard !== "0" && shard !== "-1") return notFound();
  const ticker = query.one("market_ticker");
  if (ticker !== undefined && ticker !== order.ticker) {
    return failure(400, "order_ticker_mismatch");
  }
  const reduced: Quantity = order.remaining;
  endOrder(desk, order, "canceled", undefined);
  return json(200, {
    order_id: order.orderId,
    ...clientId(order),
    reduced_by: quantityText(reduced),
    ts_ms: now(desk),
  });
}

function cancelAll(desk: Desk): Reply {
  if (!desk.pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  desk.cancelAllUntil = desk.floor.operator.clock.now().mono + cancelAllReachMs;
  for (const order of desk.account.resting()) endOrder(desk, order, "canceled", undefined);
  return noContent();
}

/** The legacy writes are gone, and say so. */
function gone(method: "POST" | "DELETE", pattern: string): Route {
  const answer = (): Reply => failure(410, "deprecated_v1_order_endpoint");
  return { method, pattern, auth: true, bucket: "write", cost: DEFAULT_COST, answer };
}

export function orderRoutes(desk: Desk): Route[] {
  const write = { auth: true, bucket: "write" } as const;
  const orders = "/portfolio/events/orders";
  return [
    {
      ...write,
      method: "POST",
      pattern: orders,
      cost: DEFAULT_COST,
      answer: (call) => create(desk, call),
    },
    {
      ...write,
      method: "DELETE",
      pattern: `${orders}/:order`,
      cost: cancelCost,
      answer: (call) => cancel(desk, call),
    },
    {
      ...write,
      method: "DELETE",
      pattern: orders,
      cost: cancelCost,
      answer: () => cancelAll(desk),
    },
    gone("POST", "/portfolio/orders"),
    gone("DELETE", "/portfolio/orders/:order"),
  ];
}
