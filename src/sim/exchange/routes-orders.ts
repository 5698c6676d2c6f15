/** Order writes: create, cancel, cancel all. */
import { priceText, quantityText } from "../../domain/numbers.ts";
import { cancelOrder } from "./changing.ts";
import type { Whereabouts } from "./changing.ts";
import { readOrder } from "./order-request.ts";
import { averages, endOrder, placeOrder } from "./placing.ts";
import type { Desk } from "./placing.ts";
import type { AccountOrder } from "./records.ts";
import { failure, json, noContent } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { CANCEL_COST, DEFAULT_COST } from "./rest.ts";
import type { Call, Route } from "./rest.ts";
import { decodeBody } from "./request-body.ts";

export const ORDERS = "/portfolio/events/orders";

/** A cancel-all also reaches orders placed within about the next minute, source ms. */
const cancelAllReachMs = 60_000;

function now(desk: Desk): number {
  return Math.floor(desk.floor.source.clock.now().at);
}

function clientId(order: AccountOrder): Readonly<Record<string, string>> {
  return order.clientOrderId === "" ? {} : { client_order_id: order.clientOrderId };
}

type Body = Readonly<Record<string, unknown>>;

/** What a create and an amend answer: how the order stands after its matching. */
export function placedBody(desk: Desk, order: AccountOrder): Body {
  const average = averages(order);
  return {
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
  };
}

/** What a decrease answers. */
export function remainingBody(desk: Desk, order: AccountOrder): Body {
  return {
    order_id: order.orderId,
    ...clientId(order),
    remaining_count: quantityText(order.remaining),
    ts_ms: now(desk),
  };
}

/** What a cancel answers. */
export function canceledBody(desk: Desk, order: AccountOrder, reduced: number): Body {
  return {
    order_id: order.orderId,
    ...clientId(order),
    reduced_by: quantityText(reduced as AccountOrder["remaining"]),
    ts_ms: now(desk),
  };
}

function create(desk: Desk, { body }: Call): Reply {
  const read = readOrder(body, desk.floor.switches.dottedClientId);
  if (read.kind === "refused") return read.reply;
  const placed = placeOrder(desk, read.request);
  if (placed.kind === "refused") return placed.reply;
  return json(201, placedBody(desk, placed.order));
}

function wholeOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** Where the query says that an order is. */
export function whereaboutsOf({ query }: Call): Whereabouts {
  return {
    ticker: query.one("market_ticker"),
    exchangeIndex: wholeOf(query.one("exchange_index")),
    subaccount: wholeOf(query.one("subaccount")),
  };
}

function cancel(desk: Desk, call: Call): Reply {
  const canceled = cancelOrder(desk, call.part("order"), whereaboutsOf(call));
  if (canceled.kind === "refused") return canceled.reply;
  return json(200, canceledBody(desk, canceled.order, canceled.reduced));
}

function cancelAll(desk: Desk, { query }: Call): Reply {
  if (!desk.pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  // Another subaccount has no orders here.
  if (Number(query.one("subaccount") ?? 0) !== 0) return noContent();
  desk.cancelAllUntil = desk.floor.source.clock.now().mono + cancelAllReachMs;
  for (const order of desk.account.resting()) {
    const market = desk.floor.markets.get(order.ticker);
    const open = market?.status === "active" || market?.status === "inactive";
    if (open) endOrder(desk, order, "canceled", undefined);
  }
  return noContent();
}

/** The legacy writes are gone, and say so. */
function gone(method: "POST" | "DELETE", pattern: string): Route {
  const answer = (): Reply => failure(410, "deprecated_v1_order_endpoint");
  return { method, pattern, auth: true, bucket: "write", cost: DEFAULT_COST, answer };
}

/** The shard that a single write in a JSON body names; with a ticker and no shard: any. */
export function shardOfBody({ body }: Call): number | undefined {
  const decoded = decodeBody(body, {}, true);
  if (decoded.kind === "refused") return undefined;
  const { exchange_index: shard, ticker, market_ticker: market } = decoded.fields;
  if (typeof shard === "number") return shard;
  return ticker === undefined && market === undefined ? 0 : -1;
}

function shardOfQuery(call: Call): number | undefined {
  const { exchangeIndex, ticker } = whereaboutsOf(call);
  return exchangeIndex ?? (ticker === undefined ? 0 : -1);
}

export function orderRoutes(desk: Desk): Route[] {
  const write = { auth: true, bucket: "write" } as const;
  return [
    {
      ...write,
      method: "POST",
      pattern: ORDERS,
      cost: DEFAULT_COST,
      shard: shardOfBody,
      answer: (call) => create(desk, call),
    },
    {
      ...write,
      method: "DELETE",
      pattern: `${ORDERS}/:order`,
      cost: CANCEL_COST,
      shard: shardOfQuery,
      answer: (call) => cancel(desk, call),
    },
    {
      ...write,
      method: "DELETE",
      pattern: ORDERS,
      cost: CANCEL_COST,
      answer: (call) => cancelAll(desk, call),
    },
    gone("POST", "/portfolio/orders"),
    gone("DELETE", "/portfolio/orders/:order"),
    gone("POST", "/portfolio/orders/batched"),
    gone("DELETE", "/portfolio/orders/batched"),
    gone("POST", "/portfolio/orders/:order/amend"),
    gone("POST", "/portfolio/orders/:order/decrease"),
  ];
}
