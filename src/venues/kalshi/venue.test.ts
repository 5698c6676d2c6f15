/** The market-data side against a tiny exchange, in a world whose time moves by hand. */
import { describe, expect, test } from "vitest";
import type { Chance } from "../../domain/chance.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { Game } from "../../domain/game.ts";
import type { Credentials } from "./key.ts";
import {
  attach,
  awayTicker,
  createTestExchange,
  deltaFrame,
  eventTicker,
  homeTicker,
  kickoffAt,
  lifecycleFrame,
  marketBody,
  snapshotFrame,
  type TestExchange,
} from "./test-exchange.ts";
import { createTestWorld, type TestSocket, type TestWorld } from "./test-world.ts";
import { createKalshiVenue, type KalshiVenue } from "./venue.ts";

const game: Game = {
  eventId: "401900001",
  home: { id: "14", abbreviation: "LAR", name: "Los Angeles Rams" },
  away: { id: "2", abbreviation: "BUF", name: "Buffalo Bills" },
  kickoffAt,
  neutralSite: false,
  seasonType: "regular",
  season: 2026,
  week: 6,
  spreadHome: undefined,
  totalPoints: undefined,
};
const steady: Chance = { next: () => 0.5 };
const signer: Credentials = { keyId: "key", sign: (message) => Promise.resolve(`of ${message}`) };

type Night = {
  readonly world: TestWorld;
  readonly exchange: TestExchange;
  readonly venue: KalshiVenue;
  readonly heard: { readonly news: MarketNews; readonly raw: string | undefined }[];
  socket(): TestSocket;
  kinds(from?: number): string[];
  of<K extends MarketNews["kind"]>(kind: K): Extract<MarketNews, { kind: K }>[];
};

function open(): Night {
  const world = createTestWorld(kickoffAt);
  const exchange = createTestExchange();
  attach(exchange, world);
  const heard: Night["heard"] = [];
  const venue = createKalshiVenue({
    http: world.http,
    sockets: world.sockets,
    clock: world.clock,
    timers: world.timers,
    operatorClock: world.clock,
    chance: steady,
    restUrl: "https://external-api.kalshi.com/trade-api/v2",
    socketUrl: "wss://external-api-ws.kalshi.com/trade-api/ws/v2",
    credentials: signer,
    game,
    post: (event, raw) => {
      if (event.kind === "market") heard.push({ news: event.news, raw });
    },
  });
  return {
    world,
    exchange,
    venue,
    heard,
    socket() {
      const socket = world.connections.at(-1);
      if (socket === undefined) throw new Error("no connection yet");
      return socket;
    },
    kinds: (from = 0) => heard.slice(from).map(({ news }) => news.kind),
    of: <K extends MarketNews["kind"]>(kind: K) =>
      heard.flatMap(({ news }) =>
        news.kind === kind ? [news as Extract<MarketNews, { kind: K }>] : [],
      ),
  };
}

async function started(): Promise<Night> {
  const night = open();
  night.venue.start();
  await night.world.advance(500);
  return night;
}

const quiet = ["heard", "answered", "clock", "exchange", "crossCheck", "markets"];

/** The kinds of news since then that say something about books and stream. */
function loud(night: Night, from: number): string[] {
  return night.kinds(from).filter((kind) => !quiet.includes(kind));
}

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

  test("posts snapshots best first, a NO bid as an ask of YES, with the frame's own bytes", async () => {
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

describe("sequence", () => {
  test.each<[string, (night: Night) => void]>([
    ["gap", ({ exchange }) => void (exchange.seq.books += 1)],
    ["duplicate", ({ exchange }) => void (exchange.seq.books -= 1)],
    ["reordering", ({ exchange }) => void (exchange.seq.books += 5)],
    ["restart at 1", ({ exchange }) => void (exchange.seq.books = 0)],
  ])(
    "KWS-01 %s: books broken, new snapshots, at most one question a second",
    async (_name, twist) => {
      const night = await started();
      const socket = night.socket();
      const from = night.heard.length;
      twist(night);
      socket.send(deltaFrame(night.exchange));
      socket.send(deltaFrame(night.exchange));
      expect(loud(night, from)).toEqual(["broken"]);
      await night.world.advance(2000);
      expect(loud(night, from)).toEqual(["broken", "snapshot", "snapshot"]);
      const questions = socket.sent.filter(({ cmd }) => cmd === "update_subscription");
      expect(questions.map(({ params }) => params)).toEqual([
        { action: "get_snapshot", sid: 1, market_tickers: [homeTicker, awayTicker] },
      ]);
      const before = night.heard.length;
      socket.send(deltaFrame(night.exchange));
      expect(loud(night, before)).toEqual(["delta"]);
    },
  );

  test("KWS-01 gaps without end: one question a second at most, then ever fewer", async () => {
    const night = await started();
    const socket = night.socket();
    for (let second = 0; second < 20; second += 1) {
      night.exchange.seq.books += 7;
      socket.send(deltaFrame(night.exchange));
      await night.world.advance(100);
    }
    const questions = socket.sent.filter(({ cmd }) => cmd === "update_subscription");
    expect(questions.length).toBeLessThanOrEqual(3);
    expect(questions.length).toBeGreaterThan(0);
  });

  test("control replies count in the sequence of their subscription", async () => {
    const night = await started();
    const from = night.heard.length;
    night.exchange.seq.books += 1;
    night.socket().send({ type: "ok", id: 9, sid: 1, seq: night.exchange.seq.books, msg: {} });
    night.socket().send(deltaFrame(night.exchange));
    expect(loud(night, from)).toEqual(["delta"]);
  });

  test("KWS-13 both markets on one sequence reach their own books", async () => {
    const night = await started();
    const from = night.heard.length;
    const socket = night.socket();
    socket.send(deltaFrame(night.exchange, { market_ticker: awayTicker, price_dollars: "0.3800" }));
    socket.send(deltaFrame(night.exchange, { side: "no", price_dollars: "0.6200" }));
    expect(night.heard.slice(from).map(({ news }) => news)).toEqual([
      { kind: "delta", team: "away", side: "bid", price: 3800, change: -1000 },
      { kind: "delta", team: "home", side: "ask", price: 6200, change: -1000 },
    ]);
  });

  test("a gap in another subscription leaves the books alone", async () => {
    const night = await started();
    const from = night.heard.length;
    night.exchange.seq.lifecycle += 4;
    night
      .socket()
      .send(lifecycleFrame(night.exchange, { market_ticker: "X", event_type: "created" }));
    await night.world.advance(1);
    expect(loud(night, from)).toEqual([]);
  });

  test("KWS-23 messages of other events are counted and otherwise ignored", async () => {
    const night = await started();
    const from = night.heard.length;
    night.socket().send(deltaFrame(night.exchange, { market_ticker: "KXNFLGAME-26OCT12DENKC-KC" }));
    night.socket().send(deltaFrame(night.exchange));
    expect(loud(night, from)).toEqual(["delta"]);
  });
});

describe("books", () => {
  test("KWS-02 a delta before its snapshot is ignored", async () => {
    const night = open();
    night.world.greet = (socket) => {
      socket.accept();
      socket.send({ type: "subscribed", id: 1, msg: { channel: "orderbook_delta", sid: 1 } });
      socket.send(deltaFrame(night.exchange));
    };
    night.venue.start();
    await night.world.advance(500);
    expect(night.of("delta")).toEqual([]);
    expect(night.of("broken")).toEqual([]);
  });

  test.each<[string, readonly (readonly [string, string])[]]>([
    ["one side", [["0.6000", "5.00"]]],
    ["both sides", []],
  ])("KWS-03 %s empty is an empty side, not an error", async (_name, yes) => {
    const night = open();
    night.exchange.books[homeTicker] = { yes, no: [] };
    night.venue.start();
    await night.world.advance(500);
    const home = night.of("snapshot").find(({ team }) => team === "home");
    expect(home?.asks).toEqual([]);
    expect(home?.bids.length).toBe(yes.length);
    expect(night.of("unreadable")).toEqual([]);
  });

  test("KWS-04 a level below zero breaks the books and asks for new ones", async () => {
    const night = await started();
    const from = night.heard.length;
    night.socket().send(deltaFrame(night.exchange, { delta_fp: "-100.01" }));
    expect(loud(night, from)).toEqual(["broken"]);
    await night.world.advance(2000);
    expect(loud(night, from)).toEqual(["broken", "snapshot", "snapshot"]);
  });

  test("KWS-06 sub-penny prices and fractions of a contract are exact", async () => {
    const night = await started();
    night.socket().send(deltaFrame(night.exchange, { price_dollars: "0.0015", delta_fp: "7.77" }));
    expect(night.of("delta").at(-1)).toMatchObject({ price: 15, change: 777 });
    night.socket().send(deltaFrame(night.exchange, { price_dollars: "0.00155" }));
    expect(night.heard.at(-2)?.news.kind).toBe("unreadable");
  });

  test("KWS-07 a renamed side is an alarm, not an empty book", async () => {
    const night = await started();
    const from = night.heard.length;
    const frame = snapshotFrame(night.exchange, homeTicker) as { msg: Record<string, unknown> };
    const { yes_dollars_fp: yes, ...rest } = frame.msg;
    night.socket().send({ ...frame, msg: { ...rest, yes_levels: yes } });
    expect(loud(night, from)).toEqual(["unreadable", "broken"]);
    expect(night.of("snapshot").length).toBe(2);
  });

  test("KWS-07 a renamed field of a delta is an alarm, and the books are broken", async () => {
    const night = await started();
    const from = night.heard.length;
    night.socket().send(deltaFrame(night.exchange, { price_dollars: undefined, price: "0.6000" }));
    expect(loud(night, from)).toEqual(["unreadable", "broken"]);
  });

  test("a message of unknown type is told the first time and counted afterwards", async () => {
    const night = await started();
    const from = night.heard.length;
    for (let index = 0; index < 5; index += 1) night.socket().send({ type: "novelty", msg: {} });
    expect(loud(night, from)).toEqual(["unreadable"]);
  });
});

describe("other frames", () => {
  test("ticker and trade", async () => {
    const night = await started();
    const socket = night.socket();
    socket.send({
      type: "ticker",
      sid: 2,
      msg: { market_ticker: homeTicker, price_dollars: "0.6200", volume_fp: 184_221 },
    });
    night.exchange.seq.trades += 1;
    socket.send({
      type: "trade",
      sid: 3,
      seq: 1,
      msg: {
        trade_id: "t1",
        market_ticker: awayTicker,
        yes_price_dollars: "0.3800",
        count_fp: "55.50",
        taker_outcome_side: "no",
        taker_book_side: "ask",
        ts_ms: 1_791_851_465_120,
      },
    });
    expect(night.of("ticker")).toEqual([
      { kind: "ticker", team: "home", volume: 18_422_100, last: 6200 },
    ]);
    expect(night.of("trade")).toEqual([
      {
        kind: "trade",
        team: "away",
        tradeId: "t1",
        price: 3800,
        quantity: 5550,
        taker: "ask",
        tradedAt: 1_791_851_465_120,
      },
    ]);
  });

  test("KWS-17 each status of the lifecycle is told, and the markets are read again", async () => {
    const night = await started();
    const say = async (msg: Readonly<Record<string, unknown>>) => {
      night.socket().send(lifecycleFrame(night.exchange, msg));
      await night.world.advance(10);
    };
    const reads = () =>
      night.world.requests.filter(({ request }) => request.url.includes("/events/"));
    const before = reads().length;
    await say({ event_type: "deactivated", is_deactivated: true });
    await say({ event_type: "activated", is_deactivated: false });
    await say({ event_type: "close_date_updated", close_ts: 1_791_862_020 });
    await say({ event_type: "determined", result: "yes", settlement_value: "1.0000" });
    await say({ event_type: "settled", settled_ts: 1_791_862_112 });
    expect(night.of("status").map(({ team, status }) => [team, status])).toEqual([
      ["home", "inactive"],
      ["home", "active"],
      ["home", "determined"],
      ["home", "finalized"],
    ]);
    expect(night.of("determined")).toEqual([{ kind: "determined", team: "home", value: 10_000 }]);
    expect(night.of("settled")).toEqual([{ kind: "settled", team: "home", value: 10_000 }]);
    expect(reads().length).toBe(before + 5);
  });

  test("KWS-17 an end that the stream did not tell is seen by the read every minute", async () => {
    const night = await started();
    const over = { status: "finalized", result: "no", settlement_value_dollars: "0.0000" };
    night.exchange.home = marketBody(homeTicker, "Los Angeles R", over);
    night.exchange.away = marketBody(awayTicker, "Buffalo", { status: "closed" });
    await night.world.advance(61_000);
    expect(night.of("settled")).toEqual([{ kind: "settled", team: "home", value: 0 }]);
    expect(night.of("markets").at(-1)?.markets.away.status).toBe("closed");
  });

  test("ESP-28 a tie settles both markets at half a dollar", async () => {
    const night = await started();
    for (const market_ticker of [homeTicker, awayTicker]) {
      const value = { result: "scalar", settlement_value: "0.5000" };
      const msg = { market_ticker, event_type: "determined", ...value };
      night.socket().send(lifecycleFrame(night.exchange, msg));
      night.socket().send(lifecycleFrame(night.exchange, { market_ticker, event_type: "settled" }));
    }
    expect(night.of("settled").map(({ team, value }) => [team, value])).toEqual([
      ["home", 5000],
      ["away", 5000],
    ]);
  });

  test("KWS-24 a changed price grid and changed fees are told at once", async () => {
    const night = await started();
    const fine = [{ start: "0.0000", end: "1.0000", step: "0.0010" }];
    const change = { event_type: "price_level_structure_updated", price_ranges: fine };
    night.socket().send(lifecycleFrame(night.exchange, change));
    expect(night.of("grid")).toEqual([
      { kind: "grid", team: "home", priceRanges: [{ start: 0, end: 10_000, step: 10 }] },
    ]);
    night.exchange.seq.lifecycle += 1;
    night.socket().send({
      type: "event_fee_update",
      sid: 4,
      seq: night.exchange.seq.lifecycle,
      msg: { event_ticker: eventTicker, fee_type_override: null, fee_multiplier_override: 0.5 },
    });
    expect(night.of("fees")).toEqual([
      { kind: "fees", fees: { makerShare: 25, multiplier: "0.5" } },
    ]);
  });
});

describe("the connection", () => {
  test("KWS-09 a quiet book stays: we ping every 4 s and the answers keep it alive", async () => {
    const night = await started();
    const from = night.heard.length;
    await night.world.advance(300_000);
    expect(night.world.connections.length).toBe(1);
    expect(loud(night, from)).toEqual([]);
    expect(night.socket().pings).toBeGreaterThanOrEqual(74);
    const heardAt = night.of("heard").length;
    expect(heardAt).toBeGreaterThanOrEqual(74);
    expect(night.of("crossCheck").length).toBeGreaterThanOrEqual(58);
  });

  test("KWS-10 nothing heard for more than 10 s: the stream is lost and comes anew", async () => {
    const night = await started();
    const first = night.socket();
    first.deaf = true;
    const from = night.heard.length;
    await night.world.advance(9000);
    expect(loud(night, from)).toEqual([]);
    await night.world.advance(8000);
    expect(loud(night, from).slice(0, 2)).toEqual(["connection", "connection"]);
    expect(night.of("connection").map(({ up }) => up)).toEqual([true, false, true]);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(4);
  });

  test("TIM-05 after a sleep the stream gets the time of one ping before it is called lost", async () => {
    const night = await started();
    night.world.sleep(600_000);
    const from = night.heard.length;
    await night.world.advance(6000);
    expect(night.world.connections.length).toBe(1);
    expect(loud(night, from)).toEqual([]);
  });

  test("a dropped connection comes back at once and everything is read anew", async () => {
    const night = await started();
    await night.world.advance(60_000);
    const from = night.heard.length;
    const series = () =>
      night.world.requests.filter(({ request }) => request.url.includes("/series"));
    const before = series().length;
    night.socket().drop("1006");
    await night.world.advance(1500);
    expect(loud(night, from)).toEqual(["connection", "connection", "snapshot", "snapshot"]);
    expect(night.kinds(from)).toContain("markets");
    expect(night.kinds(from)).toContain("exchange");
    expect(night.kinds(from)).toContain("crossCheck");
    expect(series().length).toBe(before + 1);
  });

  test("KWS-12 a connection lost every 3 s for 10 min: never two, a bounded rate, no leak", async () => {
    const night = await started();
    let most = 0;
    for (let round = 0; round < 200; round += 1) {
      night.socket().drop("1006");
      await night.world.advance(3000);
      most = Math.max(most, night.world.openSockets());
    }
    expect(most).toBe(1);
    expect(night.world.connections.length).toBeLessThanOrEqual(121);
    expect(night.world.connections.length).toBeGreaterThan(80);
    expect(night.world.waiting()).toBeLessThan(6);
  });

  test("KWS-12 a dead connection that never ends is waited for, then left", async () => {
    const night = await started();
    night.socket().deaf = true;
    await night.world.advance(13_000);
    expect(night.world.connections.length).toBe(1);
    await night.world.advance(5000);
    expect(night.world.connections.length).toBe(2);
  });

  test.each([
    [
      "the subscription is refused",
      { type: "error", id: 1, msg: { code: 8, msg: "Unknown channel name" } },
    ],
    [
      "authentication fails",
      { type: "error", id: 1, msg: { code: 9, msg: "Authentication required" } },
    ],
  ])("KWS-11 %s: told, and tried again after 30 s only", async (_name, frame) => {
    const night = open();
    night.world.greet = (socket) => {
      socket.accept();
      socket.send(frame);
    };
    night.venue.start();
    await night.world.advance(25_000);
    expect(night.world.connections.length).toBe(1);
    expect(night.of("connection").map(({ up }) => up)).toEqual([false]);
    await night.world.advance(10_000);
    expect(night.world.connections.length).toBe(2);
  });

  test("KWS-11 an upgrade refused with 401 is tried again after 30 s only", async () => {
    const night = open();
    night.world.greet = (socket) => socket.drop("the upgrade was refused: 401");
    night.venue.start();
    await night.world.advance(100_000);
    expect(night.world.connections.length).toBe(4);
  });

  test("a subscription that the exchange ends is made anew", async () => {
    const night = await started();
    await night.world.advance(10_000);
    const overflow = { code: 25, msg: "Subscription buffer overflow" };
    night.socket().send({ type: "error", sid: 1, msg: overflow });
    await night.world.advance(1000);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(4);
  });

  test("KWS-08 the desk distrusts the books: new snapshots first, a new connection the next time", async () => {
    const night = await started();
    await night.world.advance(10_000);
    night.venue.resubscribe("REST differs");
    await night.world.advance(1500);
    expect(night.world.connections.length).toBe(1);
    expect(night.of("snapshot").length).toBe(4);
    night.venue.resubscribe("REST still differs");
    await night.world.advance(1500);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(6);
  });

  test("after stop no timer stands, no connection is open and nothing is posted", async () => {
    const night = await started();
    await night.world.advance(20_000);
    night.venue.stop();
    const from = night.heard.length;
    await night.world.advance(100);
    expect(night.world.openSockets()).toBe(0);
    expect(night.world.waiting()).toBe(0);
    await night.world.advance(60_000);
    expect(night.heard.length).toBe(from);
  });
});

describe("reads", () => {
  test("REST's books are compared every 10 s, in YES prices, with the moment of the question", async () => {
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
      { kind: "failed", why: "401 authentication_error: NOT_FOUND" },
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
