/** The same faults over real sockets, where a client meets them as time-outs and odd bytes. */
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { seededChance } from "../../src/domain/chance.ts";
import { createFaults } from "../../src/sim/faults/faults.ts";
import type { Faults, Rules } from "../../src/sim/faults/faults.ts";
import { START, setStage } from "../../src/sim/exchange/stage.ts";
import { createInProcess, createScheduler } from "../../src/sim/sim.ts";
import { eventually } from "../cli/product.ts";
import { serveNight } from "./served-night.ts";
import type { ServedNight } from "./served-night.ts";

const open: ServedNight[] = [];

afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

async function serveUnder(
  rules: Rules,
): Promise<{ readonly served: ServedNight; readonly faults: Faults }> {
  const served = await serveNight({ conditions: { faults: { exchange: rules } } });
  open.push(served);
  return { served, faults: served.night.faults.exchange };
}

async function signed(
  served: ServedNight,
  method: string,
  path: string,
  body?: string,
): Promise<Response> {
  const timestamp = String(Date.now());
  const signature = await served.key.credentials.sign(`${timestamp}${method}/trade-api/v2${path}`);
  return fetch(`${served.restUrl}${path}`, {
    method,
    signal: AbortSignal.timeout(1500),
    headers: {
      "kalshi-access-key": served.key.keyId,
      "kalshi-access-timestamp": timestamp,
      "kalshi-access-signature": signature,
    },
    ...(body === undefined ? {} : { body }),
  });
}

function orderOf(served: ServedNight, clientOrderId: string): string {
  return JSON.stringify({
    ticker: served.night.listing.home.ticker,
    side: "bid",
    count: "1",
    price: "0.0200",
    time_in_force: "good_till_canceled",
    self_trade_prevention_type: "taker_at_cross",
    client_order_id: clientOrderId,
    exchange_index: 0,
  });
}

/** Slow enough for the read budget of the lowest tier. */
const betweenMs = 150;

const ordersPath = "/portfolio/events/orders";

async function knownIds(served: ServedNight): Promise<string[]> {
  const response = await signed(served, "GET", "/portfolio/orders");
  const { orders } = (await response.json()) as { orders: { client_order_id: string }[] };
  return orders.map((one) => one.client_order_id);
}

test("an accepted order whose answer is dropped times out, and is found in the list", async () => {
  const { served } = await serveUnder({
    calls: [{ method: "POST", path: ordersPath, numbers: [1], fault: { kind: "dropAnswer" } }],
  });
  const lost = signed(served, "POST", ordersPath, orderOf(served, "one"));
  await expect(lost).rejects.toThrow(/timeout|aborted/i);
  const ids = await eventually(
    "the order is there",
    async () => {
      const known = await knownIds(served);
      return known.length > 0 ? known : undefined;
    },
    betweenMs,
  );
  expect(ids).toEqual(["one"]);
  const again = await signed(served, "POST", ordersPath, orderOf(served, "one"));
  expect(again.status).toBe(409);
});

test("a late order appears after a list that did not have it", async () => {
  const { served } = await serveUnder({
    calls: [{ method: "POST", path: ordersPath, numbers: [1], fault: { kind: "late", ms: 5000 } }],
  });
  const lost = signed(served, "POST", ordersPath, orderOf(served, "late"));
  await expect(lost).rejects.toThrow(/timeout|aborted/i);
  expect(await knownIds(served)).toEqual([]);
  await eventually(
    "the order appears",
    async () => {
      const known = await knownIds(served);
      return known.includes("late") ? known : undefined;
    },
    betweenMs,
  );
});

test("under the scheduler the same rules strike the same calls, and nothing waits", async () => {
  const night = async (): Promise<readonly string[]> => {
    const stage = setStage();
    const scheduler = createScheduler(START);
    const faults = createFaults({
      rules: { calls: [{ rate: 0.3, fault: { kind: "dropAnswer" } }] },
      chance: seededChance(7, "faults"),
      timers: scheduler.timers,
    });
    const origin = "http://exchange.built-in";
    const routes = new Map([[origin, { http: faults.http(stage.exchange.rest) }]]);
    const { http } = createInProcess(scheduler, routes, 20);
    const url = `${origin}/trade-api/v2/exchange/status`;
    const request = { method: "GET", url, headers: {} } as const;
    const outcomes: string[] = [];
    for (let call = 0; call < 20; call += 1) {
      void http.request(request, { timeoutMs: 5000, bytesMax: 10_000 }).then(({ kind }) => {
        outcomes.push(`${call} ${kind} ${scheduler.clock.now().mono}`);
      });
    }
    await scheduler.run({ drain: () => new Promise((resolve) => setImmediate(resolve)) });
    return outcomes;
  };
  const first = await night();
  expect(await night()).toEqual(first);
  const lost = first.filter((outcome) => outcome.includes("lost"));
  expect(first).toHaveLength(20);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(20);
  expect(lost.every((outcome) => outcome.endsWith(" 5000"))).toBe(true);
});

test("a silent stream pings on while its numbers run away", async () => {
  const { served, faults } = await serveUnder({
    frames: [{ type: "orderbook_delta", numbers: [1], fault: { kind: "silence", ms: 5000 } }],
  });
  const timestamp = String(Date.now());
  const signature = await served.key.credentials.sign(`${timestamp}GET/trade-api/ws/v2`);
  const socket = new WebSocket(served.socketUrl, {
    headers: {
      "kalshi-access-key": served.key.keyId,
      "kalshi-access-timestamp": timestamp,
      "kalshi-access-signature": signature,
    },
  });
  const numbers: number[] = [];
  let pongs = 0;
  socket.on("message", (data) => {
    const number = /"seq":(\d+)/.exec((data as Buffer).toString("utf8"))?.[1];
    if (number !== undefined) numbers.push(Number(number));
  });
  socket.on("pong", () => {
    pongs += 1;
  });
  await new Promise((resolve) => socket.once("open", resolve));
  const params = {
    channels: ["orderbook_delta"],
    market_tickers: [served.night.listing.home.ticker],
    use_yes_price: true,
  };
  socket.send(JSON.stringify({ id: 1, cmd: "subscribe", params }));
  await eventually("the snapshot", () => (numbers.length > 0 ? true : undefined));
  await served.wind(20_000);
  socket.ping();
  await eventually("a pong", () => (pongs > 0 ? true : undefined));
  expect(numbers).toEqual([1]);
  await eventually("it speaks again", async () => {
    await served.wind(1000);
    return numbers.length > 1 ? true : undefined;
  });
  expect(numbers[1]).toBeGreaterThan(10);
  expect(faults.strikes.map(({ kind }) => kind)).toEqual(["silence"]);
  socket.terminate();
});
