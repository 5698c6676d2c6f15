import { expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import { contracts } from "../../domain/numbers.ts";
import type { HttpRequest, HttpResponse } from "../../domain/ports.ts";
import { BASIC_TIER } from "./buckets.ts";
import { httpDateText, isoText } from "./calendar.ts";
import { createExchange } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import { createHandClock } from "./hand-clock.ts";
import { AWAY, EVENT, HOME, START, cents, levels, setStage } from "./stage.ts";

test("moments are written as the host's calendar writes them", () => {
  const chance = seededChance(3, "calendar");
  for (let round = 0; round < 2000; round += 1) {
    const at = Math.floor(chance.next() * 4e12) - 5e11;
    expect(Date.parse(isoText(at))).toBe(at);
    expect(httpDateText(at)).toBe(new Date(at).toUTCString());
  }
  expect(isoText(START)).toBe("2026-10-13T00:31:05Z");
  expect(isoText(START + 120)).toBe("2026-10-13T00:31:05.12Z");
});

test("the season's events come with nested markets and the milestone's kickoff", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100]), levels([63, 20]));
  stage.exchange.print(HOME, cents(63), contracts(7), "bid");
  const query = "series_ticker=KXNFLGAME&status=open&with_nested_markets=true&with_milestones=true";
  const { events, milestones, cursor } = stage.read(`/events?${query}`) as unknown as {
    events: { event_ticker: string; markets: Record<string, unknown>[] }[];
    milestones: Record<string, unknown>[];
    cursor: string;
  };
  expect([events.length, cursor]).toEqual([1, ""]);
  expect(events[0]).toMatchObject({ event_ticker: EVENT, mutually_exclusive: true });
  expect(events[0]?.markets.map((market) => market["ticker"])).toEqual([HOME, AWAY]);
  expect(events[0]?.markets[0]).toMatchObject({
    yes_sub_title: "Los Angeles R",
    no_sub_title: "Los Angeles R",
    status: "active",
    yes_bid_dollars: "0.6200",
    no_ask_dollars: "0.3800",
    yes_ask_dollars: "0.6300",
    no_bid_dollars: "0.3700",
    yes_ask_size_fp: "20.00",
    last_price_dollars: "0.6300",
    volume_fp: "7.00",
    price_ranges: [{ start: "0.0000", end: "1.0000", step: "0.0100" }],
    close_time: "2026-10-15T00:15:00Z",
    occurrence_datetime: "2026-10-13T03:15:00Z",
  });
  expect(milestones[0]).toMatchObject({
    type: "football_game",
    start_date: "2026-10-13T00:15:00Z",
    related_event_tickers: [EVENT],
  });
  expect(stage.read("/events?status=settled")["events"]).toEqual([]);
});

test("a missing offer is written by the market's history, or as a switch says", () => {
  const stage = setStage();
  const ask = (): unknown =>
    (stage.read(`/markets/${HOME}`)["market"] as unknown as Record<string, unknown>)[
      "yes_ask_dollars"
    ];
  expect(ask()).toBe("0.0000");
  stage.exchange.quote(HOME, [], levels([63, 20]));
  stage.exchange.quote(HOME, levels([62, 5]), []);
  expect(ask()).toBe("1.0000");
});

test("books are read best last, cut to a depth, many at once", () => {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100], [61, 5]), levels([63, 20], [65, 8]));
  expect(stage.read(`/markets/${HOME}/orderbook`)).toEqual({
    orderbook_fp: {
      yes_dollars: [
        ["0.6100", "5.00"],
        ["0.6200", "100.00"],
      ],
      no_dollars: [
        ["0.3500", "8.00"],
        ["0.3700", "20.00"],
      ],
    },
  });
  expect(stage.read(`/markets/${HOME}/orderbook?depth=1`)).toMatchObject({
    orderbook_fp: { yes_dollars: [["0.6200", "100.00"]], no_dollars: [["0.3700", "20.00"]] },
  });
  const many = stage.read(`/markets/orderbooks?tickers=${HOME}&tickers=${AWAY}`);
  expect(many["orderbooks"]).toMatchObject([{ ticker: HOME }, { ticker: AWAY }]);
});

test("a limit out of bounds is refused as recorded; a garbage cursor is accepted", () => {
  const stage = setStage();
  const refused = stage.ask("GET", "/markets?limit=1001");
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.body)).toEqual({
    msg: expect.stringMatching(/^Parameter validation failed for GetMarkets: /),
  });
  const first = stage.read("/markets?limit=1&cursor=garbage") as unknown as {
    cursor: string;
    markets: { ticker: string }[];
  };
  expect(first.markets[0]?.ticker).toBe(HOME);
  const second = stage.read(`/markets?limit=1&cursor=${first.cursor}`);
  expect(second).toMatchObject({ cursor: "", markets: [{ ticker: AWAY }] });
  expect(stage.ask("GET", "/milestones").status).toBe(400);
});

test("series, fees, limits, costs and status have their shapes", () => {
  const stage = setStage({ tier: BASIC_TIER });
  expect(stage.read("/series/KXNFLGAME")["series"]).toMatchObject({
    fee_type: "quadratic_with_maker_fees",
    fee_multiplier: 1,
  });
  expect(stage.read("/series/fee_changes")).toEqual({ series_fee_change_arr: [] });
  expect(stage.read("/account/limits")).toMatchObject({
    usage_tier: "basic",
    write: { refill_rate: 100, bucket_capacity: 100 },
  });
  expect(stage.read("/account/endpoint_costs")["endpoint_costs"]).toContainEqual({
    method: "DELETE",
    path: "/trade-api/v2/portfolio/events/orders/:order",
    cost: 2,
  });
  expect(stage.read("/exchange/status")).toMatchObject({ exchange_active: true });
});

test("an unknown path is the router's 404, an unknown market the exchange's", () => {
  const stage = setStage();
  expect(stage.ask("GET", "/nothing")).toMatchObject({ status: 404, body: "404 page not found" });
  expect(JSON.parse(stage.ask("GET", "/markets/NONE").body)).toMatchObject({
    error: { code: "not_found" },
  });
});

test("requests beyond the bucket are 429 with the flat body until it has refilled", () => {
  const stage = setStage({ tier: BASIC_TIER });
  const statuses = Array.from({ length: 21 }, () => stage.ask("GET", "/exchange/status").status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  const limited = stage.ask("GET", "/exchange/status");
  expect([limited.status, limited.body]).toEqual([429, '{"error":"too many requests"}']);
  stage.clock.wind(49);
  expect(stage.ask("GET", "/exchange/status").status).toBe(429);
  stage.clock.wind(1);
  expect(stage.ask("GET", "/exchange/status").status).toBe(200);
});

function guarded(): { readonly exchange: Exchange; readonly operatorAt: number } {
  const operatorAt = 1_800_000_000_000;
  const exchange = createExchange({
    source: createHandClock(START),
    operator: createHandClock(operatorAt),
    chance: seededChance(1, "guarded"),
    listings: [],
    keyId: "the-key",
    verify: (keyId, message, signature) => signature === `signed ${keyId} ${message}`,
  });
  return { exchange, operatorAt };
}

function signedRequest(
  at: number,
  change: Readonly<Record<string, string | undefined>> = {},
  path = "/trade-api/v2/portfolio/balance",
): HttpRequest {
  const all: Record<string, string | undefined> = {
    "kalshi-access-key": "the-key",
    "kalshi-access-timestamp": String(at),
    "kalshi-access-signature": `signed the-key ${at}GET${path}`,
    ...change,
  };
  const entries = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const url = `http://127.0.0.1:1${path}?subaccount=0`;
  return { method: "GET", url, headers: Object.fromEntries(entries) };
}

test.each([
  ["a wrong signature", { "kalshi-access-signature": "no" }, "INCORRECT_API_KEY_SIGNATURE"],
  ["an unknown key", { "kalshi-access-key": "other" }, "NOT_FOUND"],
  ["no signature", { "kalshi-access-signature": undefined }, "signature_is_missing_from_headers"],
  ["no key", { "kalshi-access-key": undefined }, "key_is_missing_from_headers"],
  ["no timestamp", { "kalshi-access-timestamp": undefined }, "timestamp_is_missing_from_headers"],
])("%s is refused with 401, over REST and at the upgrade", (_what, change, word) => {
  const { exchange, operatorAt } = guarded();
  const reply = exchange.rest.handle(signedRequest(operatorAt, change)) as HttpResponse;
  expect(reply.status).toBe(401);
  expect(reply.body).toContain(word);
  const upgrade = signedRequest(operatorAt, change, "/trade-api/ws/v2");
  expect(exchange.socket.refuse(upgrade)).toMatchObject({ status: 401 });
});

test("a signature holds for the path without its query, within the window of real time", () => {
  const { exchange, operatorAt } = guarded();
  const statusAt = (offset: number): number =>
    (exchange.rest.handle(signedRequest(operatorAt + offset)) as HttpResponse).status;
  expect([-30_000, -20_000, 0, 20_000, 30_000].map(statusAt)).toEqual([401, 200, 200, 200, 401]);
  const upgrade = signedRequest(operatorAt, {}, "/trade-api/ws/v2");
  expect(exchange.socket.refuse(upgrade)).toBeUndefined();
  expect(exchange.socket.refuse({ ...upgrade, url: "http://127.0.0.1:1/other" })?.status).toBe(404);
});

test("public reads need no headers, but wrong ones are refused; the Date is the real one", () => {
  const { exchange, operatorAt } = guarded();
  const path = "/trade-api/v2/exchange/status";
  const bare = { method: "GET", url: `http://127.0.0.1:1${path}`, headers: {} } as const;
  const reply = exchange.rest.handle(bare) as HttpResponse;
  expect([reply.status, reply.headers["date"]]).toEqual([200, httpDateText(operatorAt)]);
  const wrong = signedRequest(operatorAt, { "kalshi-access-signature": "no" }, path);
  expect((exchange.rest.handle(wrong) as HttpResponse).status).toBe(401);
});

test("markets open and close by the source's clock alone", () => {
  const clock = createHandClock(START);
  const listing = {
    eventTicker: EVENT,
    seriesTicker: "KXNFLGAME",
    title: "",
    subTitle: "",
    home: { ticker: HOME, name: "" },
    away: { ticker: AWAY, name: "" },
    kickoffAt: START,
    openAt: START + 1000,
    closeAt: START + 5000,
  };
  const exchange = createExchange({
    source: clock,
    operator: clock,
    chance: seededChance(1, "times"),
    listings: [listing],
    verify: undefined,
  });
  exchange.start();
  const seen = [exchange.top(HOME).status];
  for (const ms of [1000, 3999, 1]) {
    clock.wind(ms);
    seen.push(exchange.top(HOME).status);
  }
  expect(seen).toEqual(["initialized", "active", "active", "closed"]);
});
