import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyNight } from "../../src/journal/journal.ts";
import { tradeRowsOf } from "./csv-rows.ts";
import { dataFolder, type Desk, eventually, launch, type Running, startDesk } from "./product.ts";
import { ask, type Fields, fieldsOf, get, post } from "./requests.ts";
import { type Spy, spyOn } from "./spy.ts";
import { buyHome, sellAll } from "./tickets.ts";

/**
 * `--source real` and `--source demo` as they run against ESPN and Kalshi, with the built-in
 * servers at the other end of real sockets: sessions whose paper money outlives them.
 */
const data = dataFolder();
let servers: Running;
let espn: string;
let spy: Spy;
let key: Fields;
let game: string;
let desk: Desk;

beforeAll(async () => {
  servers = launch(["sim", "--json", "--espn-lag", "0"]);
  const [line] = await servers.until(/^.*\n/);
  const said = fieldsOf(line) as { espn: { url: string }; kalshi: Fields };
  espn = said.espn.url;
  key = said.kalshi;
  spy = await spyOn(Number(new URL(String(key["rest"])).port));
  game = await gameOnNow();
  desk = await start("real");
});

afterAll(async () => {
  await desk?.end("SIGKILL");
  await servers?.end();
  await spy?.close();
});

/** The first game on the scoreboard that is being played; there are others on the slate. */
async function gameOnNow(): Promise<string> {
  const path = "/apis/site/v2/sports/football/nfl/scoreboard";
  const { events } = (await get(`${espn}${path}`)) as unknown as {
    events: { id: string; status: { type: { state: string } } }[];
  };
  return events.find(({ status }) => status.type.state === "in")?.id ?? "";
}

function start(source: "real" | "demo" | "sim"): Promise<Desk> {
  if (source === "sim") return startDesk([], { data });
  const prefix = source === "real" ? "KALSHI" : "KALSHI_DEMO";
  const env = {
    [`${prefix}_API_KEY_ID`]: String(key["key_id"]),
    [`${prefix}_PRIVATE_KEY_FILE`]: String(key["private_key_file"]),
  };
  const urls = ["--game", game, "--espn-url", espn, "--kalshi-url", `http://127.0.0.1:${spy.port}`];
  return startDesk(["--source", source, ...urls], { data, env });
}

function stateOf(of: Desk): Promise<Fields> {
  return get(`${of.url}/api/state`);
}

function liveNumbers(of: Desk): Promise<Fields> {
  return eventually("game, market and model are live", async () => {
    const state = await stateOf(of);
    const { edge } = state["model_prediction"] as Fields;
    return edge === null ? undefined : state;
  });
}

/** Waits until the newest record of a kind is sealed on the disk: from then on no crash undoes it. */
async function onDisk(kind: string): Promise<void> {
  const { session_id: session } = (await stateOf(desk))["status"] as Fields;
  const file = join(data, "nights", String(session), "journal-0001.ndjson");
  await eventually(`${kind} is on the disk`, () => {
    const journal = readFileSync(file);
    const at = journal.lastIndexOf(`"kind":"${kind}"`);
    return at >= 0 && journal.lastIndexOf('"kind":"group"') > at ? true : undefined;
  });
}

type Money = {
  readonly balance: number;
  readonly fees: number;
  readonly total_trades: number;
  readonly open_trades: number;
};

async function moneyOf(of: Desk): Promise<Money> {
  const { balance, fees, total_trades, open_trades } = (await stateOf(of))[
    "performance"
  ] as unknown as Money;
  return { balance, fees, total_trades, open_trades };
}

function moneyWith(of: Desk, trades: number): Promise<Money> {
  return eventually(`${trades} trades`, async () => {
    const money = await moneyOf(of);
    return money.total_trades === trades ? money : undefined;
  });
}

test("shows live numbers of a real night on PAPER, with a key in its hands", async () => {
  const state = await liveNumbers(desk);
  expect(state).toMatchObject({
    source: "real",
    mode: "PAPER",
    game_state: { state: "in" },
    market_state: { home: { book: "live" }, away: { book: "live" } },
    status: { speed: null, connected: { espn: true, kalshi: true } },
    performance: { balance: 1000 },
  });
  const { home, away } = state["market_state"] as Record<string, { bids: unknown[] }>;
  expect([home?.bids.length, away?.bids.length].every((levels) => Number(levels) > 1)).toBe(true);
});

test("POST /api/speed is refused where the night has no pace of its own", async () => {
  expect((await post(`${desk.url}/api/speed`, { speed: 5 })).status).toBe(422);
});

test("PAP-07 paper money and trades outlive an orderly end", async () => {
  await buyHome(desk.url, 20);
  const before = await moneyWith(desk, 1);
  expect(before.balance).toBeLessThan(1000);
  await desk.end("SIGTERM");
  desk = await start("real");
  expect(await moneyOf(desk)).toEqual(before);
});

test("PAP-07 paper money and trades outlive kill -9, and the start after it says what it met", async () => {
  await liveNumbers(desk);
  await buyHome(desk.url, 10);
  const before = await moneyWith(desk, 2);
  await onDisk("out.fill");
  await post(`${desk.url}/api/config`, { auto_trading: true });
  await desk.end("SIGKILL");
  desk = await start("real");
  expect(desk.out()).toMatch(/^the last session \(real-[0-9a-f]+\) did not end in order; /m);
  expect(await moneyOf(desk)).toEqual(before);
  expect(await stateOf(desk)).toMatchObject({ mode: "PAPER", status: { auto: false } });
});

test("an order killed on its way is filled once or not at all, and nothing is sent again", async () => {
  await liveNumbers(desk);
  const before = await moneyOf(desk);
  await buyHome(desk.url, 10);
  await desk.end("SIGKILL");
  desk = await start("real");
  await liveNumbers(desk);
  const after = await moneyOf(desk);
  const { orders } = await stateOf(desk);
  expect(after.total_trades - before.total_trades).toBeLessThanOrEqual(1);
  expect(after.balance < before.balance).toBe(after.total_trades > before.total_trades);
  expect((orders as Fields[]).filter(({ state }) => state !== "filled")).toEqual([]);
});

test("what was held is sold in the session after, and the trades of both add up", async () => {
  await sellAll(desk.url);
  const flat = await moneyOf(desk);
  const csv = await ask("GET", `${desk.url}/api/export/trades.csv`);
  const rows = tradeRowsOf(csv.text);
  const net = rows.reduce((sum, row) => sum + Number(row["net"]), 0);
  expect(rows).toHaveLength(flat.total_trades);
  expect(flat.balance).toBeCloseTo(1000 + net, 6);
});

test("PAP-07 paper money begins anew only when asked to, and that is recorded", async () => {
  expect((await moneyOf(desk)).balance).not.toBe(1000);
  expect(await post(`${desk.url}/api/reset-paper`)).toMatchObject({ status: 200 });
  await onDisk("out.reset");
  const { entries } = await get(`${desk.url}/api/audit-log?event_type=reset`);
  expect(entries).toEqual([expect.objectContaining({ event_type: "reset" })]);
  await desk.end("SIGKILL");
  desk = await start("real");
  expect(await moneyOf(desk)).toMatchObject({ balance: 1000, total_trades: 0 });
  await desk.end("SIGTERM");
});

test("PAP-07 demo and sim in the same folder have money of their own", async () => {
  for (const source of ["demo", "sim"] as const) {
    const other = await start(source);
    expect(await stateOf(other)).toMatchObject({ source, mode: "PAPER", trades: [] });
    expect(await moneyOf(other)).toMatchObject({ balance: 1000, total_trades: 0 });
    await other.end("SIGTERM");
  }
  expect(await verifyNight(data)).toMatchObject({ kind: "ok", sessions: 7 });
});

test("PAP-01 with a key at hand, PAPER asks the exchange and never writes to it", async () => {
  const reads = spy.requests.filter((line) => line.startsWith("GET "));
  expect(reads.length).toBeGreaterThan(20);
  expect(reads).toContain("GET /trade-api/ws/v2");
  expect(spy.requests.filter((line) => !line.startsWith("GET "))).toEqual([]);
  await ask("POST", `http://127.0.0.1:${spy.port}/trade-api/v2/portfolio/orders`, "{}");
  expect(spy.requests.at(-1)).toBe("POST /trade-api/v2/portfolio/orders"); // it would have seen one
});
