import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts } from "../../domain/numbers.ts";
import { WINDOW_MS } from "./groups.ts";
import { HOME, cents, levels, order, setStage } from "./stage.ts";
import type { Client, Stage } from "./stage.ts";

const orders = "/portfolio/events/orders";
const groups = "/portfolio/order_groups";

function quoted(): Stage {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100_000]), levels([63, 100_000]));
  return stage;
}

function createGroup(stage: Stage, body: unknown): string {
  const { order_group_id: id } = JSON.parse(stage.ask("POST", `${groups}/create`, body).body);
  return String(id);
}

function place(
  stage: Stage,
  change: Readonly<Record<string, unknown>>,
): { readonly status: number; readonly id: string } {
  const { status, body } = stage.ask("POST", orders, order(change));
  return { status, id: String(JSON.parse(body).order_id) };
}

function statusOf(stage: Stage, id: string): unknown {
  const read: unknown = stage.read(`/portfolio/orders/${id}`)["order"];
  return (read as { status: string }).status;
}

function subscribe(stage: Stage): Client {
  const client = stage.connect();
  client.send({ id: 1, cmd: "subscribe", params: { channels: ["order_group_updates"] } });
  client.heard();
  return client;
}

const resting = { price: "0.5000", time_in_force: "good_till_canceled" };

test("passing the limit within the window cancels what rests and refuses what comes, until reset", () => {
  const stage = quoted();
  const id = createGroup(stage, { contracts_limit: 30 });
  const waits = place(stage, { ...resting, order_group_id: id }).id;
  const outside = place(stage, resting).id;
  expect(place(stage, { count: "30", order_group_id: id }).status).toBe(201);
  expect(statusOf(stage, waits)).toBe("resting");
  expect(place(stage, { count: "1", order_group_id: id }).status).toBe(201);
  expect([waits, outside].map((one) => statusOf(stage, one))).toEqual(["canceled", "resting"]);
  expect(place(stage, { count: "1", order_group_id: id }).status).toBe(409);
  expect(stage.ask("PUT", `${groups}/${id}/reset`).status).toBe(200);
  expect(place(stage, { count: "30", order_group_id: id }).status).toBe(201);
});

test("the window rolls: fills older than 15 s do not count", () => {
  const stage = quoted();
  const id = createGroup(stage, { contracts_limit: 30 });
  place(stage, { count: "20", order_group_id: id });
  stage.clock.wind(10_000);
  place(stage, { count: "10", order_group_id: id });
  stage.clock.wind(WINDOW_MS - 10_000);
  expect(place(stage, { count: "20", order_group_id: id }).status).toBe(201);
  expect(place(stage, { count: "1", order_group_id: id }).status).toBe(201);
  expect(place(stage, { count: "1", order_group_id: id }).status).toBe(409);
});

test("a group triggers exactly when a naive count of the last 15 s is beyond the limit", () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 9000 }),
    count: fc.integer({ min: 1, max: 25 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      fc.integer({ min: 20, max: 60 }),
      (steps, limit) => {
        const stage = quoted();
        const id = createGroup(stage, { contracts_limit: limit });
        const filled: { at: number; count: number }[] = [];
        let now = 0;
        for (const { wait, count } of steps) {
          stage.clock.wind(wait);
          now += wait;
          expect(place(stage, { count: String(count), order_group_id: id }).status).toBe(201);
          filled.push({ at: now, count });
          const volume = filled
            .filter(({ at }) => at > now - 15_000)
            .reduce((sum, one) => sum + one.count, 0);
          const refused = place(stage, { count: "0.01", price: "0.01", order_group_id: id }).status;
          expect(refused === 409).toBe(volume > limit);
          if (volume <= limit) continue;
          stage.ask("PUT", `${groups}/${id}/reset`);
          filled.length = 0;
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a taker stops at the fill that triggers its group; a resting one triggers it as well", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, [], levels([61, 8], [62, 8], [63, 8]));
  const id = createGroup(stage, { contracts_limit: 10 });
  const { body } = stage.ask("POST", orders, order({ count: "24", order_group_id: id }));
  expect(JSON.parse(body)).toMatchObject({ fill_count: "16.00", remaining_count: "0.00" });
  const other = createGroup(stage, { contracts_limit: 5 });
  const taken = place(stage, { ...resting, count: "6", order_group_id: other }).id;
  const second = place(stage, { ...resting, count: "9", order_group_id: other }).id;
  stage.exchange.take(HOME, "ask", contracts(6), cents(50));
  expect([taken, second].map((one) => statusOf(stage, one))).toEqual(["executed", "canceled"]);
});

test("a fill-or-kill that triggers its group is filled whole, and the group is cut after it", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, [], levels([61, 8], [62, 8], [63, 8]));
  const id = createGroup(stage, { contracts_limit: 10 });
  const waits = place(stage, { ...resting, order_group_id: id }).id;
  const whole = { count: "24", time_in_force: "fill_or_kill", order_group_id: id };
  const { status, body } = stage.ask("POST", orders, order(whole));
  expect([status, JSON.parse(body)]).toMatchObject([201, { fill_count: "24.00" }]);
  expect(statusOf(stage, waits)).toBe("canceled");
});

test("an amended order that triggers its own group is told as cancelled once", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, [], levels([61, 8], [62, 8], [63, 8]));
  const id = createGroup(stage, { contracts_limit: 10 });
  const own = place(stage, { ...resting, count: "30", order_group_id: id }).id;
  const client = stage.connect();
  client.send({ id: 1, cmd: "subscribe", params: { channels: ["user_orders"] } });
  client.heard();
  const change = { ticker: HOME, side: "bid", price: "0.6300", count: "30" };
  const { body } = stage.ask("POST", `${orders}/${own}/amend`, change);
  expect(JSON.parse(body)).toMatchObject({ fill_count: "16.00", remaining_count: "0.00" });
  const told = client.heard().map(({ msg }) => [msg?.["status"], msg?.["fill_count_fp"]]);
  expect(told).toEqual([["canceled", "16.00"]]);
});

test("while the exchange pauses no write reaches a group; what rests in it stays", () => {
  const stage = quoted();
  const id = createGroup(stage, { contracts_limit: 30 });
  const rests = place(stage, { ...resting, order_group_id: id }).id;
  stage.exchange.pause({ exchange: false });
  const statuses = [
    stage.ask("PUT", `${groups}/${id}/limit`, { contracts_limit: 1 }),
    stage.ask("PUT", `${groups}/${id}/trigger`),
    stage.ask("PUT", `${groups}/${id}/reset`),
    stage.ask("DELETE", `${groups}/${id}`),
  ].map(({ status, body }) => [status, JSON.parse(body).error.code]);
  expect(statuses).toEqual(Array(4).fill([409, "exchange_is_paused"]));
  expect(statusOf(stage, rests)).toBe("resting");
  stage.exchange.pause({ exchange: true });
  expect(stage.ask("PUT", `${groups}/${id}/trigger`).status).toBe(200);
});

test("a person triggers it; lowering the limit below the volume does; deleting cancels", () => {
  const stage = quoted();
  const id = createGroup(stage, { contracts_limit_fp: "30.00" });
  place(stage, { count: "20", order_group_id: id });
  const first = place(stage, { ...resting, order_group_id: id }).id;
  expect(stage.ask("PUT", `${groups}/${id}/limit`, { contracts_limit: 19 }).status).toBe(200);
  expect(statusOf(stage, first)).toBe("canceled");
  stage.ask("PUT", `${groups}/${id}/reset`);
  const second = place(stage, { ...resting, order_group_id: id }).id;
  stage.ask("PUT", `${groups}/${id}/trigger`);
  expect(statusOf(stage, second)).toBe("canceled");
  stage.ask("PUT", `${groups}/${id}/reset`);
  const third = place(stage, { ...resting, order_group_id: id }).id;
  expect(stage.ask("DELETE", `${groups}/${id}`).status).toBe(200);
  expect(statusOf(stage, third)).toBe("canceled");
  expect(stage.ask("GET", `${groups}/${id}`).status).toBe(404);
  expect(place(stage, { order_group_id: id }).status).toBe(404);
});

test("each step is told with its own number, the limit where it is new", () => {
  const stage = quoted();
  const client = subscribe(stage);
  const id = createGroup(stage, { contracts_limit: 30 });
  stage.ask("PUT", `${groups}/${id}/limit`, { contracts_limit_fp: "40" });
  stage.ask("PUT", `${groups}/${id}/trigger`);
  stage.ask("PUT", `${groups}/${id}/trigger`);
  stage.ask("PUT", `${groups}/${id}/reset`);
  stage.ask("DELETE", `${groups}/${id}`);
  const told = client.heard();
  expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(told.map(({ type }) => type)).toEqual(Array(5).fill("order_group_updates"));
  expect(told.map(({ msg }) => [msg?.["event_type"], msg?.["contracts_limit_fp"]])).toEqual([
    ["created", "30.00"],
    ["limit_updated", "40.00"],
    ["triggered", undefined],
    ["reset", undefined],
    ["deleted", undefined],
  ]);
});

test.each([
  [{ contracts_limit: 0 }],
  [{ contracts_limit: 1_000_001 }],
  [{ contracts_limit: 1.5 }],
  [{ contracts_limit_fp: "2.50" }],
  [{ contracts_limit: 3, contracts_limit_fp: "4" }],
])("a limit of %o is refused", (body) => {
  expect(quoted().ask("POST", `${groups}/create`, body).status).toBe(400);
});

test("a group without a limit is never triggered by fills", () => {
  const stage = quoted();
  const id = createGroup(stage, {});
  expect(stage.read(`${groups}/${id}`)).toEqual({
    is_auto_cancel_enabled: false,
    exchange_index: 0,
    orders: [],
  });
  place(stage, { count: "5000", order_group_id: id });
  const next = place(stage, { count: "5000", order_group_id: id });
  expect(next.status).toBe(201);
  expect(stage.read(`${groups}/${id}`)["orders"]).toHaveLength(2);
});
