import { expect, test } from "vitest";
import { contracts, money } from "../../domain/numbers.ts";
import { AWAY, HOME, START, cents, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

function post(stage: Stage, path: string, body: unknown): Answer {
  const reply = stage.ask("POST", path, body);
  return { status: reply.status, body: JSON.parse(reply.body) };
}

/** A resting order of 10 at 0.50 behind 40 of the crowd; its id. */
function rested(stage: Stage, change: Readonly<Record<string, unknown>> = {}): string {
  const gtc = { price: "0.5000", time_in_force: "good_till_canceled", client_order_id: "own" };
  return String(post(stage, orders, order({ ...gtc, ...change })).body["order_id"]);
}

function quoted(change: Parameters<typeof setStage>[0] = {}): Stage {
  const stage = setStage(change);
  stage.exchange.quote(HOME, levels([51, 30], [50, 40]), levels([63, 20], [64, 40]));
  return stage;
}

function amend(stage: Stage, id: string, change: Readonly<Record<string, unknown>>): Answer {
  const same = { ticker: HOME, side: "bid", price: "0.5000", count: "10" };
  return post(stage, `${orders}/${id}/amend`, { ...same, ...change });
}

function ahead(stage: Stage, id: string): unknown {
  return stage.read(`/portfolio/orders/${id}/queue_position`)["queue_position_fp"];
}

function seen(stage: Stage, id: string): unknown {
  return stage.read(`/portfolio/orders/${id}`)["order"];
}

test("the queue position counts better prices and older orders at its own", () => {
  const stage = quoted();
  const first = rested(stage);
  stage.exchange.quote(HOME, levels([51, 30], [50, 90]), levels([63, 20], [64, 40]));
  const second = rested(stage, { client_order_id: "b" });
  expect([ahead(stage, first), ahead(stage, second)]).toEqual(["70.00", "130.00"]);
  stage.exchange.take(HOME, "ask", contracts(35), cents(50));
  expect([ahead(stage, first), ahead(stage, second)]).toEqual(["35.00", "95.00"]);
  const rows: unknown = stage.read(`/portfolio/orders/queue_positions?market_tickers=${HOME}`);
  expect(rows).toMatchObject({ queue_positions: [{ order_id: first }, { order_id: second }] });
  expect(stage.read(`/portfolio/orders/queue_positions?market_tickers=${AWAY}`)).toEqual({
    queue_positions: [],
  });
  expect(stage.ask("GET", "/portfolio/orders/queue_positions").status).toBe(400);
});

test("a smaller size and a new expiry keep the place; a larger size and a new price lose it", () => {
  const stage = quoted();
  const id = rested(stage);
  stage.exchange.quote(HOME, levels([51, 30], [50, 90]), levels([63, 20], [64, 40]));
  expect(amend(stage, id, { count: "6" }).body["remaining_count"]).toBe("6.00");
  expect(amend(stage, id, { count: "6", expiration_time: START / 1000 + 60 }).status).toBe(200);
  expect(ahead(stage, id)).toBe("70.00");
  expect(amend(stage, id, { count: "7" }).status).toBe(200);
  expect(ahead(stage, id)).toBe("120.00");
  expect(amend(stage, id, { price: "0.5100", count: "7" }).status).toBe(200);
  expect(ahead(stage, id)).toBe("30.00");
  stage.clock.wind(60_000);
  expect(seen(stage, id)).toMatchObject({ status: "canceled", last_update_reason: "ExpiryCancel" });
});

test("an expiry is cleared by 0 and kept when nothing is said", () => {
  const stage = quoted();
  const id = rested(stage, { expiration_time: START / 1000 + 60 });
  amend(stage, id, { count: "9" });
  expect(seen(stage, id)).toMatchObject({ expiration_time: "2026-10-13T00:32:05Z" });
  amend(stage, id, { count: "9", expiration_time: 0 });
  stage.clock.wind(61_000);
  expect(seen(stage, id)).toMatchObject({ status: "resting", expiration_time: null });
});

test("an amendment across the book matches at once; the counts are those after it", () => {
  const stage = quoted();
  const id = rested(stage);
  const { status, body } = amend(stage, id, { price: "0.6300", count: "25" });
  expect([status, body]).toMatchObject([
    200,
    {
      order_id: id,
      client_order_id: "own",
      fill_count: "20.00",
      remaining_count: "5.00",
      average_fill_price: "0.6300",
    },
  ]);
  expect(seen(stage, id)).toMatchObject({ initial_count_fp: "25.00", yes_price_dollars: "0.6300" });
  expect(amend(stage, id, { price: "0.6300", count: "20" }).status).toBe(400);
});

test("an amendment may give a new client order id, which is burned", () => {
  const stage = quoted();
  const id = rested(stage);
  const changed = amend(stage, id, { client_order_id: "own", updated_client_order_id: "new" });
  expect(changed.body["client_order_id"]).toBe("new");
  expect(post(stage, orders, order({ client_order_id: "new" })).status).toBe(409);
  expect(post(stage, orders, order({ client_order_id: "own" })).status).toBe(409);
});

test.each([
  [{ side: "ask" }, 400, "order_side_mismatch"],
  [{ ticker: AWAY }, 400, "order_ticker_mismatch"],
  [{ client_order_id: "else" }, 400, "order_id_and_client_order_id_mismatch"],
  [{ updated_client_order_id: "own" }, 409, "order_already_exists"],
  [{ price: "0.5050" }, 400, "invalid_price"],
  [{ count: "0" }, 400, "invalid_order_size"],
  [{ count: "90000" }, 400, "insufficient_balance"],
  [{ count: "90071992547409.00" }, 400, "invalid_order_size"],
  [{ exchange_index: 2 }, 404, "not_found"],
  [{ expiration_time: 1 }, 400, "invalid_parameters"],
  [{ expiration_time: START }, 400, "invalid_parameters"],
] as const)(
  "an amendment of %o is refused with %i %s and changes nothing",
  (change, status, code) => {
    const stage = quoted({ cash: money(100_000_000) });
    const id = rested(stage);
    const refused = amend(stage, id, change);
    expect([refused.status, refused.body]).toMatchObject([status, { error: { code } }]);
    expect(seen(stage, id)).toMatchObject({ status: "resting", remaining_count_fp: "10.00" });
    expect(ahead(stage, id)).toBe("70.00");
  },
);

test("an amendment needs open trading, and a post-only order never takes by it", () => {
  const stage = quoted();
  const id = rested(stage, { post_only: true });
  expect(amend(stage, id, { price: "0.6300" }).body).toMatchObject({
    error: { code: "invalid_order" },
  });
  stage.exchange.pause({ trading: false });
  expect(amend(stage, id, { count: "9" }).body).toMatchObject({
    error: { code: "trading_is_paused" },
  });
});

test("decrease takes off or down to, keeps the place, and ends the order at nothing", () => {
  const stage = quoted();
  const id = rested(stage);
  const decrease = (body: unknown): Answer => post(stage, `${orders}/${id}/decrease`, body);
  expect(decrease({ reduce_by: "2.5" }).body["remaining_count"]).toBe("7.50");
  expect(decrease({ reduce_to: "3" }).body["remaining_count"]).toBe("3.00");
  expect(ahead(stage, id)).toBe("70.00");
  expect(decrease({ reduce_to: "5" }).status).toBe(400);
  expect(decrease({}).status).toBe(400);
  expect(decrease({ reduce_by: "1", reduce_to: "1" }).status).toBe(400);
  expect(decrease({ reduce_by: "3" }).body["remaining_count"]).toBe("0.00");
  expect(seen(stage, id)).toMatchObject({ status: "canceled", last_update_reason: "Decrease" });
  expect(decrease({ reduce_by: "1" }).status).toBe(404);
});

test("a reduce-only order that rests shrinks with the position and ends when it is flat", () => {
  const stage = quoted();
  post(stage, orders, order({ count: "20" }));
  const sale = { side: "ask", price: "0.7000", count: "20", reduce_only: true };
  const id = rested(stage, sale);
  post(stage, orders, order({ side: "ask", price: "0.5100", count: "15" }));
  expect(seen(stage, id)).toMatchObject({ status: "resting", remaining_count_fp: "5.00" });
  post(stage, orders, order({ side: "ask", price: "0.5100", count: "5" }));
  expect(seen(stage, id)).toMatchObject({
    status: "canceled",
    last_update_reason: "ReduceOnlyCancel",
  });
});

test("a reduce-only order amended upwards stays within the position, at rest and into the book", () => {
  const stage = quoted();
  post(stage, orders, order({ count: "20" }));
  const sale = { side: "ask", price: "0.7000", count: "20", reduce_only: true };
  const id = rested(stage, sale);
  const grown = amend(stage, id, { side: "ask", price: "0.7000", count: "50" });
  expect([grown.status, grown.body["remaining_count"]]).toEqual([200, "20.00"]);
  const sold = amend(stage, id, { side: "ask", price: "0.5000", count: "50" });
  expect(sold.body).toMatchObject({ fill_count: "20.00", remaining_count: "0.00" });
  expect(stage.exchange.member.position(HOME)).toBe(0);
});

test("an amendment beyond the risk limit is refused; its own contracts count once", () => {
  const stage = quoted({ riskLimit: contracts(20) });
  const id = rested(stage);
  expect(amend(stage, id, { count: "20" }).status).toBe(200);
  expect(amend(stage, id, { count: "21" }).body).toMatchObject({
    error: { code: "exceeded_per_market_risk_limit" },
  });
});

test("an amendment needs the location attestation, as an order does", () => {
  const stage = quoted({ attestedUntil: START + 1000 });
  const id = rested(stage);
  stage.clock.wind(1000);
  expect(amend(stage, id, { count: "9" }).status).toBe(403);
});

test("a batch costs what its items cost, and is refused whole when the bucket lacks it", () => {
  const write = { refillRate: 1, capacity: 36 };
  const tier = { name: "tiny", read: { refillRate: 1, capacity: 1000 }, write };
  const stage = quoted({ tier });
  const item = order({ price: "0.4000", time_in_force: "good_till_canceled" });
  const batch = (count: number): Answer =>
    post(stage, `${orders}/batched`, { orders: Array(count).fill(item) });
  expect(batch(4).status).toBe(429);
  const three = batch(3);
  const placed = three.body["orders"] as { order_id: string }[];
  expect(three.status).toBe(201);
  const cancels = placed.map(({ order_id }) => ({ order_id }));
  expect(stage.ask("DELETE", `${orders}/batched`, { orders: cancels }).status).toBe(200);
  expect(stage.ask("DELETE", `${orders}/batched`, { orders: cancels.slice(1) }).status).toBe(429);
  expect(stage.ask("POST", `${orders}/batched`, {}).status).toBe(429);
});

test("writes to another shard are billed to its own bucket, routed ones to all of them", () => {
  const write = { refillRate: 0, capacity: 20 };
  const tier = { name: "tiny", read: { refillRate: 1, capacity: 1000 }, write };
  const stage = quoted({ tier });
  const status = (change: Readonly<Record<string, unknown>>): number =>
    post(stage, orders, order(change)).status;
  const elsewhere = { exchange_index: 1 };
  expect([status(elsewhere), status(elsewhere), status(elsewhere)]).toEqual([404, 404, 429]);
  expect(status({ exchange_index: -1 })).toBe(429);
  expect([status({}), status({}), status({})]).toEqual([201, 201, 429]);
});
