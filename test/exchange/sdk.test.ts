/**
 * The exchange's official SDK, unmodified, plays a night on the built-in exchange over real
 * sockets. Its generated types say what it expects of every answer; what it cannot tell from the
 * real exchange, no client can.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import {
  AccountApi,
  ApiKeysApi,
  Configuration,
  EventsApi,
  ExchangeApi,
  MarketApi,
  MilestoneApi,
  OrderGroupsApi,
  OrdersApi,
  PortfolioApi,
} from "kalshi-typescript";
import type { CreateOrderV2Request } from "kalshi-typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createThrowAwayKey } from "../../src/app/simulated-source.ts";
import { eventually, launch } from "../cli/product.ts";
import { serveNight } from "./served-night.ts";
import type { ServedNight } from "./served-night.ts";

let served: ServedNight;
let configuration: Configuration;
let home: string;
let orders: OrdersApi;
let portfolio: PortfolioApi;

beforeAll(async () => {
  served = await serveNight();
  configuration = new Configuration({
    apiKey: served.key.keyId,
    privateKeyPem: served.key.privateKeyPem,
    basePath: served.restUrl,
  });
  home = served.night.listing.home.ticker;
  orders = new OrdersApi(configuration);
  portfolio = new PortfolioApi(configuration);
  await served.wind(60_000);
});

afterAll(() => served.close());

/** Slow enough for the read budget of the lowest tier. */
const betweenMs = 150;

/** The best bid and offer of the home market now, as decimal text. */
async function touch(): Promise<{ readonly bid: string; readonly ask: string }> {
  const { market } = (await new MarketApi(configuration).getMarket(home)).data;
  return { bid: market.yes_bid_dollars, ask: market.yes_ask_dollars };
}

function bid(change: Partial<CreateOrderV2Request>): CreateOrderV2Request {
  return {
    ticker: home,
    side: "bid",
    count: "10",
    price: "0.0200",
    time_in_force: "good_till_canceled",
    self_trade_prevention_type: "taker_at_cross",
    client_order_id: randomUUID(),
    exchange_index: 0,
    ...change,
  };
}

/** The write bucket of the lowest tier holds ten orders and refills within a second. */
function refill(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1100));
}

type Axios = NonNullable<ConstructorParameters<typeof PortfolioApi>[2]>;

/** An axios instance that no other client has put its signatures on. */
function ownAxios(): Axios {
  const ofSdk = createRequire(createRequire(import.meta.url).resolve("kalshi-typescript"));
  const { create } = ofSdk("axios") as { readonly create: () => Axios };
  return create();
}

/** The status and body of a call that fails. */
async function failureOf(call: Promise<unknown>): Promise<{ status: number; data: unknown }> {
  const failed: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const { response } = failed as { response: { status: number; data: unknown } };
  return response;
}

test("status, schedule, data time, limits, costs and keys", async () => {
  const exchange = new ExchangeApi(configuration);
  expect((await exchange.getExchangeStatus()).data).toMatchObject({
    exchange_active: true,
    trading_active: true,
    exchange_index_statuses: [{ exchange_index: 0, trading_active: true }],
  });
  const { schedule } = (await exchange.getExchangeSchedule()).data;
  expect(schedule.standard_hours[0]?.thursday).toHaveLength(2);
  const { as_of_time } = (await exchange.getUserDataTimestamp()).data;
  expect(Date.parse(as_of_time)).toBeGreaterThan(served.night.startsAt);
  const account = new AccountApi(configuration);
  expect((await account.getAccountApiLimits()).data).toMatchObject({
    usage_tier: "basic",
    write: { refill_rate: 100, bucket_capacity: 100 },
  });
  const { endpoint_costs } = (await account.getAccountEndpointCosts()).data;
  const cancels = endpoint_costs.filter(({ method }) => method === "DELETE");
  expect(cancels.map(({ cost }) => cost)).toEqual([2, 2, 2]);
  const { api_keys } = (await new ApiKeysApi(configuration).getApiKeys()).data;
  expect(api_keys.map(({ scopes }) => scopes)).toEqual([["read", "write::trade"]]);
});

test("series, events, markets, milestones, books, trades and candles of the night's game", async () => {
  const market = new MarketApi(configuration);
  const { series } = (await market.getSeries("KXNFLGAME")).data;
  expect([series.fee_type, series.fee_multiplier]).toEqual(["quadratic_with_maker_fees", 1]);
  const events = new EventsApi(configuration);
  const open = await events.getEvents(20, undefined, true, true, "open", "KXNFLGAME");
  const [event] = open.data.events;
  expect(event?.event_ticker).toBe(served.night.eventTicker);
  expect(event?.markets?.map(({ ticker }) => ticker)).toContain(home);
  const milestones = await new MilestoneApi(configuration).getMilestones(10);
  expect(Date.parse(milestones.data.milestones[0]?.start_date ?? "")).toBe(
    served.night.listing.kickoffAt,
  );
  const { orderbook_fp } = (await market.getMarketOrderbook(home)).data;
  const { bid: best, ask } = await touch();
  expect(orderbook_fp.yes_dollars.at(-1)?.[0]).toBe(best);
  expect(Number(orderbook_fp.no_dollars.at(-1)?.[0])).toBeCloseTo(1 - Number(ask), 4);
  const { trades } = (await market.getTrades(5)).data;
  expect(trades.length).toBeGreaterThan(0);
  const from = Math.floor(served.night.startsAt / 1000);
  const candles = await market.getMarketCandlesticks("KXNFLGAME", home, from, from + 3600, 1);
  const [first] = candles.data.candlesticks;
  expect(Number(first?.yes_bid.low_dollars)).toBeLessThan(Number(first?.yes_ask.high_dollars));
});

test("an order that fills is in fills, positions and balance within a second", async () => {
  const before = Number((await portfolio.getBalance()).data.balance_dollars);
  const { ask } = await touch();
  const wish = bid({ price: ask, time_in_force: "immediate_or_cancel", count: "5" });
  const { data: placed } = await orders.createOrderV2(wish);
  expect(placed).toMatchObject({ fill_count: "5.00", remaining_count: "0.00" });
  expect(placed.client_order_id).toBe(wish.client_order_id);
  const fills = await eventually(
    "the fill is readable",
    async () => {
      const { data } = await portfolio.getFills(home, placed.order_id);
      return data.fills.length > 0 ? data.fills : undefined;
    },
    betweenMs,
  );
  expect(fills.reduce((sum, { count_fp }) => sum + Number(count_fp), 0)).toBe(5);
  const position = await eventually(
    "the position is readable",
    async () => {
      const { data } = await portfolio.getPositions();
      return data.market_positions.find(({ ticker }) => ticker === home);
    },
    betweenMs,
  );
  expect(position.position_fp).toBe("5.00");
  const after = Number((await portfolio.getBalance()).data.balance_dollars);
  const fee = fills.reduce((sum, { fee_cost }) => sum + Number(fee_cost), 0);
  const paid = Number(placed.average_fill_price) * 5 + fee;
  expect(before - after).toBeCloseTo(paid, 3);
  const { order } = (await orders.getOrder(placed.order_id)).data;
  expect([order.status, order.fill_count_fp, order.side]).toEqual(["executed", "5.00", "yes"]);
});

test("a resting order is read, queued, amended, decreased and cancelled", async () => {
  await refill();
  const { data: placed } = await orders.createOrderV2(bid({}));
  expect(placed).toMatchObject({ fill_count: "0.00", remaining_count: "10.00" });
  const order = await eventually(
    "the order is readable",
    async () => {
      const { data } = await orders.getOrders(home, undefined, undefined, undefined, "resting");
      return data.orders.find(({ order_id }) => order_id === placed.order_id);
    },
    betweenMs,
  );
  expect([order.status, order.yes_price_dollars, order.no_price_dollars]).toEqual([
    "resting",
    "0.0200",
    "0.9800",
  ]);
  const queue = await orders.getOrderQueuePosition(placed.order_id);
  expect(Number(queue.data.queue_position_fp)).toBeGreaterThan(0);
  const queues = await orders.getOrderQueuePositions(home);
  expect(queues.data.queue_positions).toHaveLength(1);
  const amended = await orders.amendOrderV2(placed.order_id, {
    ticker: home,
    side: "bid",
    price: "0.0300",
    count: "12",
    exchange_index: 0,
  });
  expect(amended.data).toMatchObject({ order_id: placed.order_id, remaining_count: "12.00" });
  const decreased = await orders.decreaseOrderV2(placed.order_id, { reduce_to: "4" });
  expect(decreased.data.remaining_count).toBe("4.00");
  const canceled = await orders.cancelOrderV2(placed.order_id);
  expect(canceled.data).toMatchObject({ order_id: placed.order_id, reduced_by: "4.00" });
  const again = await failureOf(orders.cancelOrderV2(placed.order_id));
  expect([again.status, again.data]).toMatchObject([404, { error: { code: "not_found" } }]);
});

test("batches succeed in part, and one that the bucket does not hold is refused whole", async () => {
  await refill();
  const wishes = [bid({}), bid({ price: "0.0250" }), bid({ price: "0.0300" })];
  const { data } = await orders.batchCreateOrdersV2({ orders: wishes });
  expect(data.orders.map(({ error }) => error?.code)).toEqual([
    undefined,
    "invalid_price",
    undefined,
  ]);
  const ids = data.orders.flatMap(({ order_id }) => order_id ?? []);
  const cancels = [...ids, randomUUID()].map((order_id) => ({ order_id, market_ticker: home }));
  const canceled = await orders.batchCancelOrdersV2({ orders: cancels });
  expect(canceled.data.orders.map(({ reduced_by }) => reduced_by)).toEqual([
    "10.00",
    "10.00",
    "0.00",
  ]);
  expect(canceled.data.orders[2]?.error?.code).toBe("not_found");
  const eleven = Array.from({ length: 11 }, () => bid({}));
  const refused = await failureOf(orders.batchCreateOrdersV2({ orders: eleven }));
  expect([refused.status, refused.data]).toEqual([429, { error: "too many requests" }]);
  await orders.cancelAllOrders();
});

test("an order group is made, read, limited, triggered, reset and deleted", async () => {
  await refill();
  const groups = new OrderGroupsApi(configuration);
  const { order_group_id: id } = (
    await groups.createOrderGroup({ contracts_limit: 30, exchange_index: 0 })
  ).data;
  const seen = (await groups.getOrderGroups()).data.order_groups ?? [];
  expect(seen).toEqual([
    { id, contracts_limit_fp: "30.00", is_auto_cancel_enabled: true, exchange_index: 0 },
  ]);
  await groups.updateOrderGroupLimit(id, { contracts_limit_fp: "40" });
  await groups.triggerOrderGroup(id);
  const refused = await failureOf(orders.createOrderV2(bid({ order_group_id: id })));
  expect(refused.status).toBe(409);
  await groups.resetOrderGroup(id);
  const { data: placed } = await orders.createOrderV2(bid({ order_group_id: id }));
  const group = (await groups.getOrderGroup(id)).data;
  expect([group.contracts_limit_fp, group.orders]).toEqual(["40.00", [placed.order_id]]);
  await groups.deleteOrderGroup(id);
  expect((await failureOf(groups.getOrderGroup(id))).status).toBe(404);
});

test("a second client with a key of its own needs its own axios, and is told its key is unknown", async () => {
  const stranger = await createThrowAwayKey();
  const own = new Configuration({
    apiKey: stranger.keyId,
    privateKeyPem: stranger.privateKeyPem,
    basePath: served.restUrl,
  });
  const refused = await failureOf(new PortfolioApi(own, undefined, ownAxios()).getBalance());
  expect(refused).toMatchObject({
    status: 401,
    data: { error: { code: "authentication_error" } },
  });
  expect((await portfolio.getBalance()).status).toBe(200);
});

test("the night ends: the position is settled, and the balance has what it paid", async () => {
  const before = Number((await portfolio.getBalance()).data.balance_dollars);
  await served.windToTheEnd();
  const [row] = await eventually(
    "the settlement is readable",
    async () => {
      const { data } = await portfolio.getSettlements();
      return data.settlements.length > 0 ? data.settlements : undefined;
    },
    betweenMs,
  );
  expect(row?.ticker).toBe(home);
  expect(row?.yes_count_fp).toBe("5.00");
  expect(["yes", "no", "scalar"]).toContain(row?.market_result);
  expect(row?.revenue).toBe((row?.value ?? 0) * 5);
  const after = Number((await portfolio.getBalance()).data.balance_dollars);
  expect(after - before).toBeCloseTo((row?.revenue ?? 0) / 100, 4);
  const { market } = (await new MarketApi(configuration).getMarket(home)).data;
  expect(market.status).toBe("finalized");
  expect(market.settlement_value_dollars).toBe(((row?.value ?? 0) / 100).toFixed(4));
});

test("pointed at `mnf sim`, with the key file that it names, it reads and trades", async () => {
  const running = launch(["sim", "--json", "--speed", "12"]);
  const [line] = await running.until(/^\{.*\}$/m);
  const { kalshi } = JSON.parse(line) as { kalshi: Readonly<Record<string, string>> };
  const own = new Configuration({
    apiKey: kalshi["key_id"] ?? "",
    privateKeyPath: kalshi["private_key_file"] ?? "",
    basePath: kalshi["rest"] ?? "",
  });
  const instance = ownAxios();
  const { data } = await new MarketApi(own, undefined, instance).getMarkets(
    10,
    undefined,
    undefined,
    "KXNFLGAME",
  );
  expect(data.markets).toHaveLength(2);
  const ticker = data.markets[0]?.ticker ?? "";
  const desk = new OrdersApi(own, undefined, instance);
  const { data: placed } = await desk.createOrderV2(bid({ ticker }));
  expect((await desk.cancelOrderV2(placed.order_id)).data.reduced_by).toBe("10.00");
  const { balance } = (await new PortfolioApi(own, undefined, instance).getBalance()).data;
  expect(balance).toBe(1_000_000);
  expect((await running.end()).code).toBe(0);
});
