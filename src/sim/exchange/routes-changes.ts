/** Writes to resting orders: amend, decrease, batches; and the reads of their queue positions. */
import { parseDecimal, quantityText } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import { amendOrder, cancelOrder, decreaseOrder, queuePosition } from "./changing.ts";
import type { Amendment, Decrease, Whereabouts } from "./changing.ts";
import { marketOf } from "./floor.ts";
import { readCount, readOrderItem } from "./order-request.ts";
import { placeOrder } from "./placing.ts";
import type { Desk } from "./placing.ts";
import type { AccountOrder } from "./records.ts";
import { badParameter, badRequest, errorOf, failure, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { asFields, decodeBody, numberOf, text } from "./request-body.ts";
import type { Fields } from "./request-body.ts";
import { CANCEL_COST, DEFAULT_COST, get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";
import { ORDERS, canceledBody, placedBody, remainingBody, shardOfBody } from "./routes-orders.ts";

const amendTypes = {
  ticker: "string",
  side: "string",
  price: "string",
  count: "string",
  client_order_id: "string",
  updated_client_order_id: "string",
  exchange_index: "number",
  expiration_time: "number",
} as const;

const decreaseTypes = {
  reduce_by: "string",
  reduce_to: "string",
  exchange_index: "number",
  market_ticker: "string",
} as const;

const cancelTypes = {
  order_id: "string",
  subaccount: "number",
  exchange_index: "number",
  market_ticker: "string",
} as const;

function whereabouts(fields: Fields, ticker: string, call?: Call): Whereabouts {
  const asked = call?.query.one("subaccount");
  return {
    ticker: ticker === "" ? undefined : ticker,
    exchangeIndex: numberOf(fields, "exchange_index"),
    subaccount: asked === undefined ? numberOf(fields, "subaccount") : Number(asked),
  };
}

function readAmendment(fields: Fields): Amendment | Reply {
  const side = text(fields, "side");
  const price = parseDecimal(text(fields, "price"), 4);
  const count = readCount(text(fields, "count"));
  if (side !== "bid" && side !== "ask") return failure(400, "invalid_parameters");
  if (price === undefined) return failure(400, "invalid_price");
  if (count === undefined) return failure(400, "invalid_order_size");
  return {
    side,
    price: price as Price,
    count,
    clientOrderId: text(fields, "client_order_id"),
    newClientOrderId: text(fields, "updated_client_order_id"),
    expirationTime: numberOf(fields, "expiration_time"),
  };
}

function amend(desk: Desk, call: Call): Reply {
  const decoded = decodeBody(call.body, amendTypes);
  if (decoded.kind === "refused") return decoded.reply;
  const { fields } = decoded;
  const change = readAmendment(fields);
  if ("status" in change) return change;
  const at = whereabouts(fields, text(fields, "ticker"), call);
  const amended = amendOrder(desk, call.part("order"), change, at);
  if (amended.kind === "refused") return amended.reply;
  return json(200, placedBody(desk, amended.order));
}

function readDecrease(fields: Fields): Decrease | undefined {
  const by = parseDecimal(text(fields, "reduce_by"), 2);
  const to = parseDecimal(text(fields, "reduce_to"), 2);
  if ((by === undefined) === (to === undefined)) return undefined;
  if (by !== undefined) return by > 0 ? { kind: "by", quantity: by as Quantity } : undefined;
  return to !== undefined && to >= 0 ? { kind: "to", quantity: to as Quantity } : undefined;
}

function decrease(desk: Desk, call: Call): Reply {
  const decoded = decodeBody(call.body, decreaseTypes);
  if (decoded.kind === "refused") return decoded.reply;
  const wanted = readDecrease(decoded.fields);
  if (wanted === undefined) {
    return failure(400, "invalid_parameters", "exactly one of reduce_by and reduce_to");
  }
  const at = whereabouts(decoded.fields, text(decoded.fields, "market_ticker"), call);
  const changed = decreaseOrder(desk, call.part("order"), wanted, at);
  if (changed.kind === "refused") return changed.reply;
  return json(200, remainingBody(desk, changed.order));
}

/** The items of a batch; undefined when the body has none. */
function itemsOf(body: string): readonly unknown[] | undefined {
  const decoded = decodeBody(body, {});
  if (decoded.kind === "refused") return undefined;
  const { orders } = decoded.fields as { readonly orders?: unknown };
  return Array.isArray(orders) && orders.length > 0 ? (orders as readonly unknown[]) : undefined;
}

/** Refuses a batch that a full bucket does not hold, where the exchange has such a limit. */
function tooLarge(desk: Desk, budget: number, { body }: Call, cost: number): Reply | undefined {
  if (desk.floor.switches.batchSize === "unbounded") return undefined;
  const count = itemsOf(body)?.length ?? 0;
  return count * cost > budget ? failure(400, "invalid_parameters", "batch too large") : undefined;
}

const noItems = badRequest("orders: at least one is needed");

function createBatch(desk: Desk, { body }: Call): Reply {
  const orders = itemsOf(body)?.map((item) => {
    const read = readOrderItem(item, desk.floor.switches.dottedClientId);
    if (read.kind === "refused") return { error: errorOf(read.reply) };
    const placed = placeOrder(desk, read.request);
    if (placed.kind === "placed") return { ...placedBody(desk, placed.order), error: null };
    const { clientOrderId } = read.request;
    const named = clientOrderId === "" ? {} : { client_order_id: clientOrderId };
    return { ...named, error: errorOf(placed.reply) };
  });
  return orders === undefined ? noItems : json(201, { orders });
}

function cancelBatch(desk: Desk, { body }: Call): Reply {
  const orders = itemsOf(body)?.map((item) => {
    const decoded = asFields(item, cancelTypes);
    const nothing = { order_id: "", reduced_by: "0.00" };
    if (decoded.kind === "refused") return { ...nothing, error: errorOf(decoded.reply) };
    const { fields } = decoded;
    const orderId = text(fields, "order_id");
    const at = whereabouts(fields, text(fields, "market_ticker"));
    const canceled = cancelOrder(desk, orderId, at);
    if (canceled.kind === "refused") {
      return { ...nothing, order_id: orderId, error: errorOf(canceled.reply) };
    }
    return { ...canceledBody(desk, canceled.order, canceled.reduced), error: null };
  });
  return orders === undefined ? noItems : json(200, { orders });
}

function queueBody(desk: Desk, order: AccountOrder): Readonly<Record<string, unknown>> {
  const ahead = queuePosition(marketOf(desk.floor, order.ticker), order);
  return { queue_position_fp: quantityText(ahead) };
}

function oneQueue(desk: Desk, { part }: Call): Reply {
  const order = desk.account.order(part("order"));
  if (order === undefined || order.resting === undefined) return notFound();
  return json(200, queueBody(desk, order));
}

function manyQueues(desk: Desk, { query }: Call): Reply {
  const tickers = query.list("market_tickers");
  const event = query.one("event_ticker");
  if (tickers.length === 0 && event === undefined) {
    return badParameter("GetOrderQueuePositions", "market_tickers or event_ticker is required");
  }
  const orders = desk.account.resting().filter((order) => {
    if (order.resting === undefined) return false;
    if (tickers.length > 0 && !tickers.includes(order.ticker)) return false;
    const { listing } = marketOf(desk.floor, order.ticker);
    return event === undefined || listing.eventTicker === event;
  });
  const positions = orders.map((order) => ({
    order_id: order.orderId,
    market_ticker: order.ticker,
    ...queueBody(desk, order),
  }));
  return json(200, { queue_positions: positions });
}

/** These stand before the routes of a single order, whose pattern would take their paths. */
export function changeRoutes(desk: Desk, writeCapacity: number): Route[] {
  const write = { auth: true, bucket: "write" } as const;
  const perItem =
    (cost: number) =>
    ({ body }: Call): number =>
      cost * (itemsOf(body)?.length ?? 1);
  return [
    {
      ...write,
      method: "POST",
      pattern: `${ORDERS}/batched`,
      cost: perItem(DEFAULT_COST),
      before: (call) => tooLarge(desk, writeCapacity, call, DEFAULT_COST),
      answer: (call) => createBatch(desk, call),
    },
    {
      ...write,
      method: "DELETE",
      pattern: `${ORDERS}/batched`,
      cost: perItem(CANCEL_COST),
      listedCost: CANCEL_COST,
      before: (call) => tooLarge(desk, writeCapacity, call, CANCEL_COST),
      answer: (call) => cancelBatch(desk, call),
    },
    {
      ...write,
      method: "POST",
      pattern: `${ORDERS}/:order/amend`,
      cost: DEFAULT_COST,
      shard: shardOfBody,
      answer: (call) => amend(desk, call),
    },
    {
      ...write,
      method: "POST",
      pattern: `${ORDERS}/:order/decrease`,
      cost: DEFAULT_COST,
      shard: shardOfBody,
      answer: (call) => decrease(desk, call),
    },
    get("/portfolio/orders/queue_positions", (call) => manyQueues(desk, call), true),
    get("/portfolio/orders/:order/queue_position", (call) => oneQueue(desk, call), true),
  ];
}
