/** What a night may be opened with, and how each fault is asked for, under the scheduler. */
import { expect, test } from "vitest";
import { contracts, money } from "../../src/domain/numbers.ts";
import type { Price } from "../../src/domain/numbers.ts";
import { randomRules } from "../../src/sim/sim.ts";
import type { NightConditions } from "../../src/sim/sim.ts";
import { openScheduled, orders } from "./scheduled-night.ts";
import type { ScheduledNight } from "./scheduled-night.ts";

const dollar = 1_000_000;
const create = { method: "POST", pathEnd: orders } as const;
const cancel = { method: "DELETE", path: `${orders}/` } as const;
const resting = { time_in_force: "good_till_canceled", price: "0.0200" };

function typesOf(night: ScheduledNight): string[] {
  return night.frames.map((frame) => String((JSON.parse(frame) as { type: string }).type));
}

async function knownIds(night: ScheduledNight): Promise<string[]> {
  const { body } = await night.ask("GET", "/portfolio/orders");
  return (body["orders"] as { client_order_id: string }[]).map((one) => one.client_order_id);
}

/** Places a resting order and returns its id. */
async function rest(night: ScheduledNight): Promise<string> {
  const { body } = await night.place(resting);
  return String(body["order_id"]);
}

test("a night opens with the cash, tier, scopes, attestation, fees and switches wanted", async () => {
  const night = await openScheduled({
    cash: money(50 * dollar),
    tier: "advanced",
    scopes: ["read"],
    attestedForMs: 7000,
    fees: { feeType: "quadratic", multiplier: "0.5" },
    switches: { readLagMs: 0 },
  });
  const read = async (path: string): Promise<unknown> => (await night.ask("GET", path)).body;
  expect(await read("/portfolio/balance")).toMatchObject({ balance_dollars: "50.0000" });
  expect(await read("/account/limits")).toMatchObject({ usage_tier: "advanced" });
  expect(await read("/api_keys")).toMatchObject({
    api_keys: [{ scopes: ["read"] }],
    api_key_region_expiration_ts: Math.floor((night.night.startsAt + 7000) / 1000),
  });
  expect(await read("/series/KXNFLGAME")).toMatchObject({
    series: { fee_type: "quadratic", fee_multiplier: 0.5 },
  });
  expect(await night.place()).toMatchObject({ status: 403 });
});

test("an attestation that has run out refuses creates and lets cancels pass", async () => {
  const night = await openScheduled({ attestedForMs: 5000 });
  const id = await rest(night);
  await night.wind(5000);
  expect((await night.place()).status).toBe(403);
  expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(200);
});

/** One desk's evening: an order group, a fill, a resting order, the balance, all channels. */
async function evening(conditions: NightConditions = {}): Promise<readonly unknown[]> {
  const night = await openScheduled(conditions);
  const heard: unknown[] = [];
  const note = async (what: Promise<unknown>): Promise<void> => {
    heard.push(await what, night.mono());
  };
  const group = await night.ask("POST", "/portfolio/order_groups/create", { contracts_limit: 300 });
  const order_group_id = String(group.body["order_group_id"]);
  await note(night.place({ count: "25", client_order_id: "one", order_group_id }));
  await note(night.ask("GET", "/exchange/user_data_timestamp"));
  await note(night.ask("GET", "/portfolio/fills"));
  await night.wind(950);
  await note(night.ask("GET", "/portfolio/fills"));
  await note(night.ask("GET", "/portfolio/positions"));
  await note(night.ask("GET", "/portfolio/balance"));
  await note(night.place({ ...resting, client_order_id: "two", order_group_id }));
  await note(night.ask("PUT", `/portfolio/order_groups/${order_group_id}/trigger`, {}));
  await night.wind(60_000);
  await note(night.ask("GET", "/portfolio/orders"));
  await note(night.ask("GET", "/exchange/user_data_timestamp"));
  return [...heard, night.frames, night.night.exchange.member.cash()];
}

test("a desk's evening under the scheduler is the same on every run, to the last id", async () => {
  const first = await evening();
  expect(await evening()).toEqual(first);
  const frames = (first.at(-2) as string[]).join("\n");
  const told = ["fill", "user_order", "market_position", "order_group_updates"];
  for (const type of told) expect(frames).toContain(`"type":"${type}"`);
});

test("reads lag behind the matching as the data time says, and show the fill within 1 s", async () => {
  const night = await openScheduled();
  await night.wind(2000);
  const sentAt = night.night.startsAt + night.mono();
  const { body } = await night.place();
  expect(body).toMatchObject({ fill_count: "1.00", remaining_count: "0.00" });
  const asOf = async (): Promise<number> => {
    const stamp = await night.ask("GET", "/exchange/user_data_timestamp");
    return Date.parse(String(stamp.body["as_of_time"]));
  };
  const fills = async (): Promise<number> =>
    ((await night.ask("GET", "/portfolio/fills")).body["fills"] as unknown[]).length;
  expect(await fills()).toBe(0);
  expect(await asOf()).toBeLessThan(sentAt + 20);
  await night.wind(1000);
  expect(await fills()).toBe(1);
  expect(await asOf()).toBeGreaterThan(sentAt + 1000);
  const rows = await night.ask("GET", "/portfolio/positions");
  expect(rows.body["market_positions"]).toMatchObject([{ position_fp: "1.00" }]);
});

test("create: accepted and the answer dropped", async () => {
  const fault = { kind: "dropAnswer" } as const;
  const night = await openScheduled({ faults: { exchange: { calls: [{ ...create, fault }] } } });
  expect((await night.place({ ...resting, client_order_id: "lost" })).status).toBe("lost");
  expect(await knownIds(night)).toEqual(["lost"]);
});

test("create: the order appears late", async () => {
  const night = await openScheduled();
  const fault = { kind: "late", ms: 8000 } as const;
  night.night.faults.exchange.add({ calls: [{ ...create, numbers: [1], fault }] });
  expect((await night.place({ ...resting, client_order_id: "late" })).status).toBe("lost");
  await night.wind(4000);
  expect(await knownIds(night)).toEqual([]);
  await night.wind(3000);
  expect(await knownIds(night)).toEqual(["late"]);
});

test.each([
  ["429, not carried out", { kind: "status", status: 429, carriedOut: false }, 429, 0],
  ["503 after it was accepted", { kind: "status", status: 503, carriedOut: true }, 503, 1],
  ["a page with 200 after it was accepted", { kind: "html", carriedOut: true }, 200, 1],
  ["half an answer after it was accepted", { kind: "half" }, 201, 1],
] as const)("create: %s", async (_name, fault, status, known) => {
  const night = await openScheduled();
  const end = night.night.faults.exchange.add({ calls: [{ ...create, fault }] });
  const { status: heard, body } = await night.place({ ...resting, client_order_id: "x" });
  expect(heard).toBe(status);
  expect(body).not.toHaveProperty("order_id");
  end();
  await night.wind(1000);
  expect(await knownIds(night)).toHaveLength(known);
  expect((await night.place()).status).toBe(201);
});

test.each([
  ["accepted and the answer dropped", { kind: "dropAnswer" }, "lost", "canceled"],
  ["429, not carried out", { kind: "status", status: 429, carriedOut: false }, 429, "resting"],
  ["503 after it was accepted", { kind: "status", status: 503, carriedOut: true }, 503, "canceled"],
  ["503 and nothing happened", { kind: "status", status: 503, carriedOut: false }, 503, "resting"],
  ["a page with 200, not carried out", { kind: "html", carriedOut: false }, 200, "resting"],
  ["carried out late", { kind: "late", ms: 6000 }, "lost", "resting"],
] as const)("cancel: %s", async (_name, fault, status, stands) => {
  const night = await openScheduled();
  const id = await rest(night);
  night.night.faults.exchange.add({ calls: [{ ...cancel, fault }] });
  expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(status);
  expect(night.night.exchange.member.orders()).toMatchObject([{ orderId: id, status: stands }]);
});

test("a fault strikes the one order whose id the rule names, and the cancel of everything", async () => {
  const night = await openScheduled();
  night.night.faults.exchange.add({
    calls: [
      { ...create, body: '"two"', fault: { kind: "drop" } },
      {
        method: "DELETE",
        pathEnd: orders,
        fault: { kind: "status", status: 409, carriedOut: false, code: "exchange_is_paused" },
      },
    ],
  });
  expect((await night.place({ ...resting, client_order_id: "one" })).status).toBe(201);
  expect((await night.place({ ...resting, client_order_id: "two" })).status).toBe("lost");
  const all = await night.ask("DELETE", orders);
  expect(all).toMatchObject({ status: 409, body: { error: { code: "exchange_is_paused" } } });
  expect(await night.ask("DELETE", `${orders}/nothing`)).toMatchObject({ status: 404 });
});

test("pauses and a market that is inactive come by script, and the crowd stands still", async () => {
  const night = await openScheduled({
    script: [
      { afterMs: 5000, happen: ({ exchange }) => exchange.pause({ exchange: false }) },
      {
        afterMs: 10_000,
        happen: ({ exchange }) => exchange.pause({ exchange: true, trading: false }),
      },
      { afterMs: 15_000, happen: ({ exchange }) => exchange.pause({ trading: true }) },
      {
        afterMs: 20_000,
        happen: ({ exchange, listing }) => exchange.setStatus(listing.home.ticker, "inactive"),
      },
    ],
  });
  const id = await rest(night);
  const at = async (ms: number): Promise<unknown> => {
    await night.wind(ms - night.mono());
    return (await night.place()).body;
  };
  const { exchange } = night.night;
  expect(await at(5500)).toMatchObject({ error: { code: "exchange_is_paused" } });
  expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(409);
  const before = exchange.top(night.home);
  expect(await at(9900)).toMatchObject({ error: { code: "exchange_is_paused" } });
  expect(exchange.top(night.home)).toEqual(before);
  expect(await at(10_500)).toMatchObject({ error: { code: "trading_is_paused" } });
  expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(200);
  expect(await at(16_000)).toMatchObject({ fill_count: "1.00" });
  expect(await at(20_500)).toMatchObject({ error: { code: "trading_is_paused" } });
  const away = await night.place({ ticker: night.night.listing.away.ticker });
  expect(away.status).toBe(201);
  expect(typesOf(night)).toContain("market_lifecycle_v2");
});

test("a group triggered from outside cancels its orders and refuses the next", async () => {
  const night = await openScheduled();
  const group = await night.ask("POST", "/portfolio/order_groups/create", { contracts_limit: 300 });
  const order_group_id = String(group.body["order_group_id"]);
  await night.place({ ...resting, order_group_id });
  const { member } = night.night.exchange;
  member.triggerGroups();
  expect(member.orders()).toMatchObject([{ status: "canceled" }]);
  expect((await night.place({ order_group_id })).status).toBe(409);
  await night.wind(100);
  expect(night.frames.join("")).toContain('"event_type":"triggered"');
  member.resetGroups(order_group_id);
  expect((await night.place({ order_group_id })).status).toBe(201);
});

test("an order, a deposit and a withdrawal from outside reach channels, reads and cash", async () => {
  const night = await openScheduled({ cash: money(100 * dollar) });
  const { member } = night.night.exchange;
  const entered = member.place({
    ticker: night.home,
    side: "bid",
    quantity: contracts(5),
    price: 9900 as Price,
  });
  expect(entered).toMatchObject({ kind: "placed", order: { filled: 500, clientOrderId: "" } });
  expect(member.position(night.home)).toBe(500);
  const spent = 100 * dollar - member.cash();
  expect(spent).toBeGreaterThan(0);
  expect(member.fills()).not.toHaveLength(0);
  member.deposit(money(40 * dollar));
  member.withdraw(money(15 * dollar));
  expect(member.cash()).toBe(125 * dollar - spent);
  expect(() => member.withdraw(money(200 * dollar))).toThrow(RangeError);
  expect(() => member.deposit(money(5000))).toThrow(RangeError);
  await night.wind(1000);
  expect(typesOf(night)).toContain("fill");
  const read = async (path: string): Promise<unknown> => (await night.ask("GET", path)).body;
  expect(await read("/portfolio/deposits")).toMatchObject({ deposits: [{ amount_cents: 4000 }] });
  expect(await read("/portfolio/withdrawals")).toMatchObject({
    withdrawals: [{ amount_cents: 1500, status: "applied" }],
  });
  const shown = Math.trunc(member.cash() / 100) / 10_000;
  expect(await read("/portfolio/balance")).toMatchObject({ balance_dollars: shown.toFixed(4) });
});

test("a list by status shows a cancelled order as resting until the reads have followed", async () => {
  const night = await openScheduled();
  const id = await rest(night);
  await night.wind(1000);
  const listed = async (status: string): Promise<unknown> => {
    const { body } = await night.ask("GET", `/portfolio/orders?status=${status}`);
    return (body["orders"] as { order_id: string }[]).map(({ order_id }) => order_id);
  };
  expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(200);
  expect([await listed("resting"), await listed("canceled")]).toEqual([[id], []]);
  await night.wind(400);
  expect([await listed("resting"), await listed("canceled")]).toEqual([[], [id]]);
});

/** Wednesday 2026-09-16, 23:45 in New York: at three this game is still on. */
const lateKickoff = Date.UTC(2026, 8, 17, 3, 45);
const threeOClock = Date.UTC(2026, 8, 17, 7);

test.each([
  [undefined, false],
  [false, true],
])(
  "a night over Thursday 3 AM ET pauses by itself unless told otherwise (%s)",
  async (weeklyPause, trades) => {
    const conditions = weeklyPause === undefined ? {} : { weeklyPause };
    const night = await openScheduled(conditions, lateKickoff);
    const now = (): number => night.night.startsAt + night.mono();
    await night.wind(threeOClock - now() - 1000);
    const id = await rest(night);
    await night.wind(threeOClock - now() + 1000);
    const { body } = await night.ask("GET", "/exchange/status");
    expect(body["trading_active"]).toBe(trades);
    expect(night.endings).toEqual(trades ? [] : ["1006"]);
    expect((await night.place()).status).toBe(trades ? 201 : 409);
    expect((await night.ask("DELETE", `${orders}/${id}`)).status).toBe(200);
  },
);

test("a night without traders is quoted by its test", async () => {
  const night = await openScheduled({ traders: "absent" });
  const { exchange } = night.night;
  expect(exchange.top(night.home)).toMatchObject({ bid: undefined, ask: undefined });
  exchange.quote(night.home, [], [[6300 as Price, contracts(3)]]);
  await night.wind(600_000);
  expect((await night.place({ count: "5" })).body).toMatchObject({ fill_count: "3.00" });
});

test("under drawn faults of every class two runs are the same, strike for strike", async () => {
  const run = async (): Promise<readonly unknown[]> => {
    const night = await openScheduled({ faults: { exchange: randomRules(0.03) } });
    const heard: unknown[] = [];
    for (let call = 0; call < 40; call += 1) {
      heard.push(await night.place({ client_order_id: `id-${call}` }), night.mono());
      await night.wind(250);
    }
    const { strikes } = night.night.faults.exchange;
    return [heard, [...strikes], night.frames, night.night.exchange.member.fills()];
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect((first[1] as unknown[]).length).toBeGreaterThan(10);
});
