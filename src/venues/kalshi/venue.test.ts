/** Start, reads and the life without a key, against a tiny exchange. */
import { describe, expect, test } from "vitest";
import type { MarketNews } from "../../domain/events.ts";
import {
  attach,
  awayTicker,
  createTestExchange,
  eventTicker,
  homeTicker,
  kickoffAt,
  marketBody,
} from "./test-exchange.ts";
import { game, open, started, steady } from "./test-night.ts";
import { createTestWorld } from "./test-world.ts";
import { createKalshiVenue } from "./venue.ts";

describe("start", () => {
  test("finds the game's event, fees and both markets", async () => {
    const night = await started();
    expect(night.of("markets")[0]?.markets).toEqual({
      eventTicker,
      title: "Buffalo vs Los Angeles R",
      fees: { makerShare: 25, multiplier: "1" },
      home: {
        ticker: homeTicker,
        team: "home",
        title: "Los Angeles R wins",
        status: "active",
        priceRanges: [{ start: 0, end: 10_000, step: 100 }],
        closeAt: Date.UTC(2026, 9, 15, 0, 15),
        rules: "If Los Angeles R wins, Yes.\n\nA tie pays $0.50.",
        volume: 18_422_000,
      },
      away: expect.objectContaining({ ticker: awayTicker, team: "away" }),
    });
    expect(night.of("exchange")[0]).toEqual({ kind: "exchange", active: true, trading: true });
  });

  test("connects once, signed, and subscribes with YES prices asked for explicitly", async () => {
    const { world, socket } = await started();
    expect(world.connections.length).toBe(1);
    const { headers, url, sent } = socket();
    expect(url).toBe("wss://external-api-ws.kalshi.com/trade-api/ws/v2");
    expect(headers["kalshi-access-key"]).toBe("key");
    const at = headers["kalshi-access-timestamp"] ?? "";
    expect(headers["kalshi-access-signature"]).toBe(`of ${at}GET/trade-api/ws/v2`);
    const tickers = [homeTicker, awayTicker];
    expect(sent.map(({ params }) => params)).toEqual([
      { channels: ["orderbook_delta"], market_tickers: tickers, use_yes_price: true },
      { channels: ["ticker", "trade"], market_tickers: tickers },
      { channels: ["market_lifecycle_v2"] },
    ]);
  });

  test("snapshots are best first, a NO bid is an ask of YES, raw is the frame", async () => {
    const night = open();
    night.exchange.books[homeTicker] = {
      yes: [
        ["0.5900", "10.00"],
        ["0.6000", "100.50"],
      ],
      no: [
        ["0.3700", "7.00"],
        ["0.3800", "50.00"],
      ],
    };
    night.venue.start();
    await night.world.advance(500);
    const [first] = night.of("snapshot");
    expect(first).toEqual({
      kind: "snapshot",
      team: "home",
      bids: [
        [6000, 10_050],
        [5900, 1000],
      ],
      asks: [
        [6200, 5000],
        [6300, 700],
      ],
    });
    const raw = night.heard.find(({ news }) => news === first)?.raw ?? "";
    expect(JSON.parse(raw)).toMatchObject({ type: "orderbook_snapshot", seq: 1 });
  });

  test("REST reads are signed without their query", async () => {
    const { world } = await started();
    const events = world.requests.find(({ request }) => request.url.includes("/events?"));
    const headers = events?.request.headers ?? {};
    const at = headers["kalshi-access-timestamp"] ?? "";
    expect(headers["kalshi-access-signature"]).toBe(`of ${at}GET/trade-api/v2/events`);
  });

  test("an event that is not listed is told once and looked for again", async () => {
    const night = open();
    const { home } = night.exchange;
    night.exchange.home = marketBody(`${eventTicker}-DEN`, "Denver");
    night.venue.start();
    await night.world.advance(20_000);
    expect(night.of("unreadable").length).toBe(1);
    expect(night.world.connections.length).toBe(0);
    night.exchange.home = home;
    await night.world.advance(6000);
    expect(night.of("connection")).toEqual([{ kind: "connection", up: true, why: "subscribed" }]);
  });
});

describe("reads", () => {
  test("REST's books are compared every 10 s, with the moment of the question", async () => {
    const night = await started();
    night.world.latencyMs = 200;
    await night.world.advance(12_000);
    const checks = night.of("crossCheck").filter(({ team }) => team === "home");
    expect(checks.length).toBe(2);
    expect(checks[0]).toMatchObject({ bids: [[6000, 10_000]], asks: [[6200, 5000]] });
    const gap = (checks[1]?.askedMono ?? 0) - (checks[0]?.askedMono ?? 0);
    expect(gap).toBeGreaterThanOrEqual(10_000);
    expect(gap).toBeLessThan(10_600);
  });

  test.each<[string, unknown]>([
    ["a renamed side", { yes_levels: [["0.60", "1.00"]] }],
    ["no book at all", undefined],
  ])("KWS-07 %s in REST's book is an alarm, not an empty book", async (_name, book) => {
    const night = await started();
    const body = { orderbooks: [{ ticker: homeTicker, orderbook_fp: book }] };
    night.exchange.overrides.set("/orderbooks", {
      kind: "answered",
      response: { status: 200, headers: {}, body: JSON.stringify(body) },
    });
    await night.world.advance(3000);
    expect(night.of("crossCheck")).toEqual([]);
    expect(night.of("unreadable").length).toBe(1);
  });

  test("a failed read is told with the exchange's own words", async () => {
    const night = open();
    const error = {
      code: "authentication_error",
      message: "authentication_error",
      details: "NOT_FOUND",
    };
    night.exchange.overrides.set("/exchange/status", {
      kind: "answered",
      response: { status: 401, headers: {}, body: JSON.stringify({ error }) },
    });
    night.venue.start();
    await night.world.advance(500);
    expect(night.of("failed")).toEqual([
      { kind: "failed", why: expect.stringContaining("does not know the key …key") },
    ]);
  });

  test("an open breaker stops reads, half-open asks one at a time", async () => {
    const night = await started();
    night.venue.setBreaker({ kind: "open", failures: 5, until: 60_000, why: "test" });
    const before = night.world.requests.length;
    await night.world.advance(60_000);
    expect(night.world.requests.length).toBe(before);
    night.world.latencyMs = 1000;
    night.venue.setBreaker({ kind: "halfOpen", failures: 5, successes: 0 });
    await night.world.advance(5500);
    const times = night.world.requests.slice(before).map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) >= 1000)).toBe(true);
  });

  test("the exchange's clock is told at most once in 10 s, and corrects signatures", async () => {
    const night = open();
    night.exchange.date = "Tue, 13 Oct 2026 00:15:05 GMT";
    night.venue.start();
    await night.world.advance(500);
    expect(night.of("clock")).toEqual([{ kind: "clock", offsetMs: 5500, uncertainMs: 500 }]);
    const at = Number(night.socket().headers["kalshi-access-timestamp"]);
    expect(at - kickoffAt).toBeGreaterThan(5000);
  });
});

describe("without a key", () => {
  test("REST's books stand in for the stream, unsigned", async () => {
    const world = createTestWorld(kickoffAt);
    const exchange = createTestExchange();
    attach(exchange, world);
    const heard: MarketNews[] = [];
    const venue = createKalshiVenue({
      http: world.http,
      sockets: world.sockets,
      clock: world.clock,
      timers: world.timers,
      operatorClock: world.clock,
      chance: steady,
      restUrl: "http://127.0.0.1:1/trade-api/v2",
      socketUrl: "ws://127.0.0.1:1/trade-api/ws/v2",
      credentials: undefined,
      game,
      post: (event) => void (event.kind === "market" && heard.push(event.news)),
    });
    venue.start();
    await world.advance(10_000);
    expect(world.connections.length).toBe(0);
    expect(heard.filter(({ kind }) => kind === "snapshot").length).toBeGreaterThanOrEqual(6);
    const named = world.requests.flatMap(({ request }) => Object.keys(request.headers));
    expect(named.some((name) => name.startsWith("kalshi"))).toBe(false);
  });
});
