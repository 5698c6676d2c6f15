import { statSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { storyOf } from "../nights/record.ts";
import { fillRowsOf, TRADE_COLUMNS, tradeRowsOf } from "./csv-rows.ts";
import { type Desk, eventually, startDesk } from "./product.ts";
import { ask, type Fields, fieldsOf, get, post } from "./requests.ts";
import { buyHome, sellAll } from "./tickets.ts";

let desk: Desk;
let state: Fields;

beforeAll(async () => {
  desk = await startDesk(["--speed", "20"]);
  state = await eventually("game, market and model are known", async () => {
    const view = await get(`${desk.url}/api/state`);
    return part(view, "model_prediction")["edge"] === null ? undefined : view;
  });
});

function part(view: Fields, name: string): Fields {
  return view[name] as Fields;
}

function audit(query = "limit=1000"): Promise<readonly Fields[]> {
  return get(`${desk.url}/api/audit-log?${query}`).then(({ entries }) => entries as Fields[]);
}

/** The kinds of the audit log as they are promised. */
const auditKinds =
  "start,config,mode,arm,auto,signal,block,intent,send,ack,fill,cancel,reject,unknown,reconcile," +
  "settle,trip,kill,reset,export,login,lockout,feed_state,shutdown";

const text = expect.any(String) as string;
const number = expect.any(Number) as number;
const list = expect.any(Array) as unknown[];
/** A number between two bounds, or null for what is unknown. */
function within(low: number, high: number): unknown {
  return expect.toSatisfy(
    (value: unknown) =>
      value === null || (typeof value === "number" && value >= low && value <= high),
  );
}
function oneOf(...words: readonly (string | null)[]): unknown {
  return expect.toSatisfy((value: unknown) => words.includes(value as string | null));
}

describe("GET /api/state", () => {
  test("has the top-level names of the interface", () => {
    const names = ["game_state", "market_state", "model_prediction", "last_signal", "trades"];
    const more = ["performance", "circuit_breaker", "config", "status", "last_update"];
    const own = ["seq", "as_of", "mode", "source", "ages", "gates"];
    expect(Object.keys(state)).toEqual(expect.arrayContaining([...names, ...more, ...own]));
    expect(state).toMatchObject({ mode: "PAPER", source: "sim", seq: number, gates: list });
    expect(state["last_update"]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test("game_state: the game in the words and units of the interface", () => {
    expect(part(state, "game_state")).toMatchObject({
      event_id: expect.stringMatching(/^\d+$/) as string,
      home: expect.stringMatching(/^[A-Z]{2,3}$/) as string,
      away: expect.stringMatching(/^[A-Z]{2,3}$/) as string,
      state: oneOf("pre", "in", "post"),
      status: text,
      period: within(1, 6),
      clock: expect.stringMatching(/^\d{1,2}:\d\d$/) as string,
      clock_seconds: within(0, 900),
      home_score: within(0, 99),
      away_score: within(0, 99),
      possession: oneOf(
        null,
        String(part(state, "game_state")["home"]),
        String(part(state, "game_state")["away"]),
      ),
      yardline: within(0, 100),
      yardline_100: within(0, 100),
      down: within(1, 4),
      distance: within(0, 99),
      home_timeouts: within(0, 3),
      away_timeouts: within(0, 3),
    });
    expect(part(state, "game_state")).toHaveProperty("last_play");
  });

  test("market_state: the HOME market in dollars, and both books", () => {
    const market = part(state, "market_state");
    expect(market).toMatchObject({
      ticker: expect.stringMatching(/^KXNFLGAME-/) as string,
      bid: within(0, 1),
      ask: within(0, 1),
      mid: within(0, 1),
      spread: within(0, 1),
      volume: number,
    });
    for (const side of ["home", "away"]) {
      expect(market[side]).toMatchObject({ ticker: text, bid: within(0, 1), ask: within(0, 1) });
      expect(market[side]).toMatchObject({ bids: list, asks: list });
    }
    const { bid, ask: offer, mid, spread } = market as Record<string, number>;
    expect(mid).toBeCloseTo(((bid ?? 0) + (offer ?? 0)) / 2, 9);
    expect(spread).toBeCloseTo((offer ?? 0) - (bid ?? 0), 9);
    expect([bid, offer]).toEqual([part(market, "home")["bid"], part(market, "home")["ask"]]);
  });

  test("model_prediction: chances that sum to one, the edge against the HOME mid", () => {
    const model = part(state, "model_prediction");
    expect(model).toMatchObject({
      home_wp: within(0, 1),
      away_wp: within(0, 1),
      tie: within(0, 1),
      market_price: within(0, 1),
      edge: within(-1, 1),
      signal: oneOf("BUY", "SELL", null),
      model: text,
    });
    expect(Object.keys(model)).toEqual(expect.arrayContaining(["net_edge", "action"]));
    const { home_wp, away_wp, tie, market_price, edge } = model as Record<string, number>;
    expect((home_wp ?? 0) + (away_wp ?? 0) + (tie ?? 0)).toBeCloseTo(1, 9);
    expect(edge).toBeCloseTo((home_wp ?? 0) + (tie ?? 0) / 2 - (market_price ?? 0), 9);
  });

  test("performance, circuit_breaker, config and status before the first trade", () => {
    expect(part(state, "performance")).toMatchObject({
      total_trades: 0,
      open_trades: 0,
      winning_trades: 0,
      win_rate: null,
      realized_pnl: 0,
      unrealized_pnl: 0,
      fees: 0,
      total_pnl: 0,
      balance: 1000,
    });
    const closed = { state: "CLOSED", failures: 0, next_probe_at: null };
    expect(part(state, "circuit_breaker")).toMatchObject({ kalshi: closed, espn: closed });
    expect(part(state, "config")).toMatchObject({
      min_edge: 0.1,
      max_position_size: 100,
      paper_trading: true,
      auto_trading: false,
    });
    expect(part(state, "status")).toMatchObject({ state: "TRADING", auto: false, speed: 20 });
    expect(state["trades"]).toEqual([]);
  });
});

describe("the four lines of the guide, as plain curl sends them", () => {
  test("GET /api/circuit-breaker answers with both breakers", async () => {
    const breakers = await get(`${desk.url}/api/circuit-breaker`);
    expect(breakers).toEqual((await get(`${desk.url}/api/state`))["circuit_breaker"]);
    expect(Object.keys(breakers)).toEqual(["kalshi", "espn"]);
  });

  test("GET /api/audit-log?limit=50 answers {entries, next} with the kinds of the record", async () => {
    const answer = await get(`${desk.url}/api/audit-log?limit=50`);
    expect(Object.keys(answer)).toEqual(["entries", "next"]);
    const kinds = (answer["entries"] as Fields[]).map((entry) => entry["event_type"]);
    expect(kinds).toContain("start");
    expect(auditKinds.split(",")).toEqual(expect.arrayContaining(kinds));
  });

  test("POST /api/config sets min_edge and auto_trading, and tells every setting in force", async () => {
    const { status, body } = await post(`${desk.url}/api/config`, {
      min_edge: 0.15,
      auto_trading: true,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ config: expect.any(Object) as Fields, version: number });
    expect(body["config"]).toMatchObject({ min_edge: 0.15, auto_trading: true, version: number });
    const now = await get(`${desk.url}/api/state`);
    expect(now["config"]).toEqual(body["config"]);
    expect(part(now, "status")["auto"]).toBe(true);
    const off = await post(`${desk.url}/api/config`, { auto_trading: false, min_edge: 0.1 });
    expect(off.body["config"]).toMatchObject({ min_edge: 0.1, auto_trading: false });
    const stale = await post(`${desk.url}/api/config`, { min_edge: 0.2, version: body["version"] });
    expect(stale.status).toBe(409);
    expect((await get(`${desk.url}/api/state`))["config"]).toEqual(off.body["config"]);
  });
});

describe("every route answers", () => {
  test.each([
    "/api/health",
    "/api/games",
    "/api/export/trades.csv",
    "/api/export/trades.csv?kind=fills&hours=2",
  ])("GET %s", async (path) => {
    const { status, text: body } = await ask("GET", `${desk.url}${path}`);
    expect(status).toBe(200);
    if (path.includes("csv")) expect(body.split("\r\n")[0]).toMatch(/^(trade|fill)_id,session_id,/);
    else expect(Object.keys(fieldsOf(body)).length).toBeGreaterThan(0);
  });

  test("GET /api/export/trades.csv without trades is its header alone", async () => {
    const { text: csv } = await ask("GET", `${desk.url}/api/export/trades.csv`);
    expect(csv).toBe(`${TRADE_COLUMNS}\r\n`);
  });

  test.each([
    ["arm", {}, 403], // leads out of PAPER: wants the code
    ["cancel-everything", {}, 400], // not confirmed
    ["cancel-everything", { confirm: true }, 409], // on paper nothing is at an exchange
    ["resolve-unknown", { intent_id: 4711, how: "absent" }, 404],
  ])("POST /api/%s %j is refused with %i and a plain sentence", async (route, body, status) => {
    const answer = await post(`${desk.url}/api/${route}`, body);
    expect(answer.status).toBe(status);
    const errors = (answer.body["errors"] ?? []) as readonly Fields[];
    expect(answer.body["error"] ?? errors[0]?.["message"]).toMatch(/\w+ \w+/);
    expect((await get(`${desk.url}/api/state`))["mode"]).toBe("PAPER");
  });

  test.each([
    ["refresh", {}, 202],
    ["cancel", {}, 200],
    ["cancel", { intent_id: 4711 }, 200],
    ["override", { gate: "LATE_GAME" }, 200],
    ["reset-breaker", { breaker: "espn", reason: "a test" }, 200],
    ["reset-paper", {}, 200],
    ["session", {}, 403], // only a page of ours has one
    ["speed", { speed: 61 }, 400],
    ["execute-trade", { ticker: "KXNFLGAME", side: "buy" }, 400],
    ["execute-trade", { signal_id: "S0", version: 1, quantity: 10, limit: 50 }, 404],
    ["flatten", {}, 409], // nothing is held
    ["reduce", {}, 409],
  ])("POST /api/%s %j is answered with %i", async (route, body, status) => {
    expect(await post(`${desk.url}/api/${route}`, body)).toMatchObject({ status });
  });

  test("POST /api/speed changes the pace of the night's own clock", async () => {
    expect(await post(`${desk.url}/api/speed`, { speed: 12 })).toMatchObject({
      status: 200,
      body: { speed: 12 },
    });
    expect(part(await get(`${desk.url}/api/state`), "status")["speed"]).toBe(12);
  });
});

describe("a ticket", () => {
  let filled: Fields;

  beforeAll(async () => {
    const intent = await buyHome(desk.url, 10);
    filled = await eventually("it is filled", async () => {
      const view = await get(`${desk.url}/api/state`);
      const [order] = view["orders"] as Fields[];
      return order?.["intent_id"] === intent && order?.["filled"] === 10 ? view : undefined;
    });
  });

  test("is a trade in the state, with its cost and fee taken from the balance", () => {
    const [trade] = filled["trades"] as Fields[];
    expect(trade).toMatchObject({ side: "BUY", quantity: 10, state: "open", net: null });
    expect(part(filled, "performance")).toMatchObject({ total_trades: 1, open_trades: 1 });
    const { balance, fees } = part(filled, "performance") as Record<string, number>;
    const paid = 10 * Number(trade?.["entry_price"]) + Number(trade?.["fees"]);
    expect(balance).toBeCloseTo(1000 - paid, 6);
    expect(fees).toBe(trade?.["fees"]);
  });

  test("is a row of trades.csv and its fill a row of the fills", async () => {
    const trades = tradeRowsOf((await ask("GET", `${desk.url}/api/export/trades.csv`)).text);
    const csv = await ask("GET", `${desk.url}/api/export/trades.csv?kind=fills`);
    const [trade] = filled["trades"] as Fields[];
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({
      trade_id: trade?.["trade_id"],
      source: "sim",
      mode: "PAPER",
      quantity: "10",
      entry_price: String(trade?.["entry_price"]),
      state: "open",
      net: "",
      closed_at: "",
    });
    const fills = fillRowsOf(csv.text);
    expect(fills.reduce((sum, row) => sum + Number(row["quantity"]), 0)).toBe(10);
  });

  test("is intent, send and fill in the audit log, in this order", async () => {
    const acts = (await audit()).map((entry) => String(entry["event_type"]));
    const wanted = ["intent", "send", "fill", "ack"].map((kind) => acts.lastIndexOf(kind));
    expect(wanted).not.toContain(-1);
    expect(wanted).toEqual(wanted.toSorted((one, other) => one - other));
  });

  test("is closed by flatten, and the cash is back but for price and fees", async () => {
    const flat = await sellAll(desk.url);
    const [trade] = flat["trades"] as Fields[];
    const { balance, realized_pnl } = part(flat, "performance") as Record<string, number>;
    expect(trade?.["state"]).toBe("closed");
    expect(balance).toBeCloseTo(1000 + Number(trade?.["net"]), 6);
    expect(realized_pnl).toBe(trade?.["net"]);
  });
});

describe("the end of it", () => {
  test("stop is confirmed, start trades again, kill halts", async () => {
    const stopped = await post(`${desk.url}/api/stop`);
    expect(stopped).toMatchObject({ status: 200, body: { confirmed: true, resting_orders: 0 } });
    expect(part(await get(`${desk.url}/api/state`), "status")["state"]).toBe("STOPPED");
    const auto = await post(`${desk.url}/api/config`, { auto_trading: true });
    expect(auto.status).toBe(409);
    expect(await post(`${desk.url}/api/start`)).toMatchObject({ body: { state: "TRADING" } });
    const killed = await post(`${desk.url}/api/kill`);
    expect(killed).toMatchObject({ status: 200, body: { confirmed: true } });
    expect(part(await get(`${desk.url}/api/state`), "status")).toMatchObject({
      state: "HALTED",
      auto: false,
    });
    const { status } = await post(`${desk.url}/api/start`); // a person waits a minute first
    expect(status).toBe(409);
    expect(await post(`${desk.url}/api/lockout`)).toMatchObject({ status: 200 });
  });

  test("every kind of act that was asked for is in the audit log", async () => {
    const acts = new Set((await audit()).map((entry) => String(entry["event_type"])));
    const kinds = ["start", "config", "auto", "intent", "send", "ack", "fill", "trip", "kill"];
    expect([...acts]).toEqual(expect.arrayContaining([...kinds, "reset", "export", "lockout"]));
    expect(auditKinds.split(",")).toEqual(expect.arrayContaining([...acts]));
  });

  test("SIGTERM ends it, and its record holds each intent sealed before its send", async () => {
    const ended = await desk.end("SIGTERM");
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(statSync(desk.data).mode & 0o777).toBe(0o700);
    const { acts } = await storyOf(desk.data);
    const kinds = acts.map(({ kind }) => kind);
    const sends = kinds.flatMap((kind, at) => (kind === "out.send" ? [at] : []));
    expect(sends.length).toBeGreaterThanOrEqual(2);
    for (const at of sends) {
      const before = kinds.slice(kinds.lastIndexOf("out.intent", at), at);
      expect(before.indexOf("group")).toBeGreaterThan(0);
      expect(before.indexOf("in.durable")).toBeGreaterThan(before.indexOf("group"));
    }
    expect(kinds.filter((kind) => kind === "app.shutdown")).toHaveLength(1);
  });
});
