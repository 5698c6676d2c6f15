import { expect, test } from "vitest";
import { ONE_DOLLAR, contracts, money } from "../../domain/numbers.ts";
import { EVENT, HOME, START, cents, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const path = "/portfolio/events/orders";

function place(
  stage: Stage,
  change: Readonly<Record<string, unknown>> = {},
): { readonly status: number; readonly body: Record<string, never> } {
  const { status, body } = stage.ask("POST", path, order(change));
  return { status, body: JSON.parse(body) };
}

function quoted(change: Parameters<typeof setStage>[0] = {}): Stage {
  const stage = setStage(change);
  stage.exchange.quote(HOME, levels([62, 100]), levels([63, 20], [64, 40]));
  return stage;
}

test("a taker's answer has the recorded shape and the average of what it filled", () => {
  const stage = quoted();
  const { status, body } = place(stage, { count: "30", price: "0.6400", client_order_id: "one" });
  expect(status).toBe(201);
  expect(body).toEqual({
    order_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    client_order_id: "one",
    fill_count: "30.00",
    remaining_count: "0.00",
    average_fill_price: "0.6333",
    average_fee_paid: "0.0163",
    ts_ms: START,
  });
});

test("an immediate order that fills less than asked is 201 with nothing remaining", () => {
  const stage = quoted();
  const some = place(stage, { count: "500", price: "0.6300" }).body;
  expect(some).toMatchObject({ fill_count: "20.00", remaining_count: "0.00" });
  const none = place(stage, { count: "5", price: "0.6300" });
  expect(none.status).toBe(201);
  expect(none.body).toMatchObject({ fill_count: "0.00", remaining_count: "0.00" });
  expect(none.body).not.toHaveProperty("average_fill_price");
  const { order: seen } = stage.read(`/portfolio/orders/${none.body["order_id"]}`);
  expect(seen).toMatchObject({ status: "canceled", fill_count_fp: "0.00" });
});

test("a killed fill-or-kill is 409, trades nothing, and burns its client order id", () => {
  const stage = quoted();
  const change = {
    count: "61",
    price: "0.64",
    time_in_force: "fill_or_kill",
    client_order_id: "k",
  };
  const killed = place(stage, change);
  expect(killed.status).toBe(409);
  expect(killed.body).toMatchObject({
    error: { code: "fill_or_kill_insufficient_resting_volume" },
  });
  expect(stage.read("/portfolio/fills")["fills"]).toEqual([]);
  expect(place(stage, { ...change, count: "60" }).body).toMatchObject({
    error: { code: "order_already_exists" },
  });
  expect(place(stage, { ...change, count: "60", client_order_id: "l" }).status).toBe(201);
});

test("a client order id is taken once, also after its order has ended", () => {
  const stage = quoted();
  expect(place(stage, { client_order_id: "same" }).status).toBe(201);
  const again = place(stage, { client_order_id: "same" });
  expect([again.status, again.body]).toEqual([
    409,
    { error: { code: "order_already_exists", message: "order already exists" } },
  ]);
});

test.each([
  ["a number for a price", { price: 0.63 }, 400, { code: "bad_request" }],
  ["off the grid", { price: "0.635" }, 400, { error: { code: "invalid_price" } }],
  ["a whole dollar", { price: "1.00" }, 400, { error: { code: "invalid_price" } }],
  ["no contracts", { count: "0" }, 400, { error: { code: "invalid_order_size" } }],
  ["a third decimal", { count: "1.005" }, 400, { error: { code: "invalid_order_size" } }],
  [
    "more than an order may have",
    { count: "100000000.01" },
    400,
    { error: { code: "invalid_order_size" } },
  ],
  ["an unknown side", { side: "buy" }, 400, { error: { code: "invalid_parameters" } }],
  ["GTT", { time_in_force: "GTT" }, 400, { error: { code: "invalid_parameters" } }],
  ["an unknown market", { ticker: "KXNFLGAME-NONE" }, 404, { error: { code: "market_not_found" } }],
  ["another shard", { exchange_index: 2 }, 404, { error: { code: "market_not_found" } }],
  ["IOC with expiry", { expiration_time: 2e9 }, 400, { error: { code: "invalid_parameters" } }],
  ["too much", { count: "90000" }, 400, { error: { code: "insufficient_balance" } }],
] as const)("refuses %s", (_what, change, status, body) => {
  const refused = place(quoted(), change);
  expect(refused.status).toBe(status);
  expect(refused.body).toMatchObject(body);
});

test("a batch answers for every item, also beside one of an impossible count", () => {
  const stage = quoted();
  const fine = order({ count: "1" });
  const orders = [fine, order({ count: "90071992547409.00" }), fine];
  const { status, body } = stage.ask("POST", `${path}/batched`, { orders });
  expect([status, JSON.parse(body).orders]).toMatchObject([
    201,
    [{ fill_count: "1.00" }, { error: { code: "invalid_order_size" } }, { fill_count: "1.00" }],
  ]);
});

test("post-only across the book is refused, or accepted and cancelled, by the switch", () => {
  const change = { post_only: true, time_in_force: "good_till_canceled" };
  expect(place(quoted(), change).body).toMatchObject({
    error: { code: "invalid_order", details: "post only cross" },
  });
  const stage = quoted({ switches: { postOnlyCross: "canceled" } });
  const { body } = place(stage, change);
  const seen = stage.read(`/portfolio/orders/${body["order_id"]}`);
  expect(seen["order"]).toMatchObject({
    status: "canceled",
    fill_count_fp: "0.00",
    last_update_reason: "PostOnlyCrossCancel",
  });
});

test("reduce-only is cut to the opposite position", () => {
  const stage = quoted();
  place(stage, { count: "20" });
  const sale = { side: "ask", price: "0.62", count: "50", reduce_only: true };
  const { body } = place(stage, sale);
  expect(body).toMatchObject({ fill_count: "20.00", remaining_count: "0.00" });
  expect(stage.read(`/portfolio/orders/${body["order_id"]}`)["order"]).toMatchObject({
    status: "canceled",
    last_update_reason: "ReduceOnlyCancel",
  });
  expect(place(stage, sale).body).toMatchObject({ fill_count: "0.00" });
});

test("an own resting order stops the taker, or is cancelled by it", () => {
  const resting = { side: "ask", price: "0.63", count: "5", time_in_force: "good_till_canceled" };
  const stage = setStage();
  const own = place(stage, resting).body["order_id"];
  expect(place(stage, { count: "5" }).body).toMatchObject({
    fill_count: "0.00",
    remaining_count: "0.00",
  });
  expect(stage.read(`/portfolio/orders/${own}`)["order"]).toMatchObject({ status: "resting" });
  place(stage, { count: "5", self_trade_prevention_type: "maker" });
  expect(stage.read(`/portfolio/orders/${own}`)["order"]).toMatchObject({
    status: "canceled",
    last_update_reason: "SelfTradeCancel",
  });
});

test("cancel answers what it took away; afterwards the order is not found", () => {
  const stage = quoted();
  const { body } = place(stage, { price: "0.50", time_in_force: "good_till_canceled" });
  const one = `${path}/${body["order_id"]}`;
  expect(stage.ask("DELETE", `${one}?market_ticker=OTHER`).status).toBe(400);
  expect(JSON.parse(stage.ask("DELETE", `${one}?exchange_index=0`).body)).toMatchObject({
    order_id: body["order_id"],
    reduced_by: "10.00",
  });
  expect(stage.ask("DELETE", one).status).toBe(404);
  expect(stage.exchange.top(HOME).bid).toEqual(levels([62, 100])[0]);
});

test("cancel-all ends what rests and what comes to rest within the next minute", () => {
  const stage = quoted();
  const resting = { price: "0.50", time_in_force: "good_till_canceled" };
  const statusOf = (id: string): unknown =>
    (stage.read(`/portfolio/orders/${id}`)["order"] as unknown as { status: string }).status;
  const before = place(stage, resting).body["order_id"] ?? "";
  expect(stage.ask("DELETE", path).status).toBe(204);
  const soon = place(stage, resting).body["order_id"] ?? "";
  stage.clock.wind(60_000);
  const after = place(stage, resting).body["order_id"] ?? "";
  expect([before, soon, after].map(statusOf)).toEqual(["canceled", "canceled", "resting"]);
});

test("an order expires by the source's clock", () => {
  const stage = quoted();
  const { body } = place(stage, {
    price: "0.50",
    time_in_force: "good_till_canceled",
    expiration_time: START / 1000 + 30,
  });
  const seen = (): unknown => stage.read(`/portfolio/orders/${body["order_id"]}`)["order"];
  stage.clock.wind(29_000);
  expect(seen()).toMatchObject({ status: "resting" });
  stage.clock.wind(1000);
  expect(seen()).toMatchObject({ status: "canceled", last_update_reason: "ExpiryCancel" });
});

test.each([START, 1e300, START / 1000 + 30.5, -1])("an expiry of %d is refused", (at) => {
  const rests = { price: "0.50", time_in_force: "good_till_canceled" };
  const refused = place(quoted(), { ...rests, expiration_time: at });
  expect([refused.status, refused.body]).toMatchObject([
    400,
    { error: { code: "invalid_parameters" } },
  ]);
});

test("a trading pause refuses orders and lets cancels pass; an exchange pause refuses both", () => {
  const stage = quoted();
  const resting = { price: "0.50", time_in_force: "good_till_canceled" };
  const first = place(stage, resting).body["order_id"];
  const second = place(stage, { ...resting, cancel_order_on_pause: true }).body["order_id"];
  const third = place(stage, resting).body["order_id"];
  stage.exchange.pause({ trading: false });
  expect(place(stage).body).toMatchObject({ error: { code: "trading_is_paused" } });
  expect(stage.ask("DELETE", `${path}/${first}`).status).toBe(200);
  expect(stage.ask("DELETE", `${path}/${second}`).status).toBe(404);
  expect(stage.read("/exchange/status")).toMatchObject({
    exchange_active: true,
    trading_active: false,
  });
  stage.exchange.pause({ exchange: false });
  expect(stage.ask("DELETE", `${path}/${third}`).status).toBe(409);
});

test("an inactive market refuses orders; its return cancels what rests", () => {
  const stage = quoted();
  const resting = { price: "0.50", time_in_force: "good_till_canceled" };
  const { body } = place(stage, resting);
  stage.exchange.setStatus(HOME, "inactive");
  expect(place(stage).status).toBe(409);
  expect(stage.exchange.take(HOME, "bid", contracts(1), cents(99))).toBe(0);
  stage.exchange.setStatus(HOME, "active");
  expect(stage.read(`/portfolio/orders/${body["order_id"]}`)["order"]).toMatchObject({
    status: "canceled",
    last_update_reason: "HaltCancel",
  });
});

test("reads lag the write; the data time says how far", () => {
  const stage = quoted({
    cash: money(100_000_000),
    switches: { readLagMs: 400, positionsLagMs: 400 },
  });
  const { body } = place(stage, { count: "20" });
  expect(stage.ask("GET", `/portfolio/orders/${body["order_id"]}`).status).toBe(404);
  stage.clock.wind(399);
  expect(stage.read("/portfolio/balance")["balance_dollars"]).toBe("100.0000");
  expect(stage.read("/exchange/user_data_timestamp")["as_of_time"]).toBe(
    "2026-10-13T00:31:04.999Z",
  );
  stage.clock.wind(1);
  expect(stage.read("/portfolio/balance")["balance_dollars"]).toBe("87.0736");
  expect(stage.read("/exchange/user_data_timestamp")["as_of_time"]).toBe("2026-10-13T00:31:05.4Z");
});

test("the end of the game cancels what rests; after it nothing can be placed or cancelled", () => {
  const stage = quoted();
  const { body } = place(stage, { price: "0.50", time_in_force: "good_till_canceled" });
  stage.exchange.determine(EVENT, ONE_DOLLAR);
  const cancel = stage.ask("DELETE", `${path}/${body["order_id"]}`);
  expect(JSON.parse(cancel.body)).toMatchObject({ error: { code: "market_closed" } });
  stage.clock.wind(1000);
  expect(stage.read(`/portfolio/orders/${body["order_id"]}`)["order"]).toMatchObject({
    status: "canceled",
    remaining_count_fp: "0.00",
    last_update_reason: "CloseCancel",
  });
  expect(place(stage).body).toMatchObject({ error: { code: "market_closed" } });
  expect(stage.ask("DELETE", `${path}/${body["order_id"]}`).status).toBe(404);
});

test.each([
  ["POST", ""],
  ["DELETE", "/one"],
  ["POST", "/batched"],
  ["DELETE", "/batched"],
  ["POST", "/one/amend"],
  ["POST", "/one/decrease"],
] as const)("the legacy write %s /portfolio/orders%s is gone", (method, rest) => {
  const reply = quoted().ask(method, `/portfolio/orders${rest}`, {});
  expect([reply.status, JSON.parse(reply.body).error.code]).toEqual([
    410,
    "deprecated_v1_order_endpoint",
  ]);
});
