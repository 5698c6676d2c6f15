/** Sequence, books and every other frame of the stream, against a tiny exchange. */
import { describe, expect, test } from "vitest";
import {
  awayTicker,
  deltaFrame,
  eventTicker,
  homeTicker,
  lifecycleFrame,
  marketBody,
  snapshotFrame,
} from "./test-exchange.ts";
import { loud, type Night, open, started } from "./test-night.ts";

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

const paidAt = (value: string) => ({
  status: "finalized",
  result: "scalar",
  settlement_value_dollars: value,
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
    night.exchange.home = marketBody(homeTicker, "Los Angeles R", paidAt("1.0000"));
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

  test("LED-09 an amendment that the stream did not tell: what is paid is what a read says then", async () => {
    const night = await started();
    const say = (msg: Readonly<Record<string, unknown>>): void =>
      night.socket().send(lifecycleFrame(night.exchange, msg));
    say({ event_type: "determined", result: "yes", settlement_value: "1.0000" });
    night.exchange.home = marketBody(homeTicker, "Los Angeles R", paidAt("0.0000"));
    say({ event_type: "settled", settled_ts: 1_791_862_112 });
    expect(night.of("settled")).toEqual([]);
    await night.world.advance(10);
    expect(night.of("settled")).toEqual([{ kind: "settled", team: "home", value: 0 }]);
  });

  test("KWS-17 an end that the stream did not tell is seen by the read every minute", async () => {
    const night = await started();
    night.exchange.home = marketBody(homeTicker, "Los Angeles R", paidAt("0.0000"));
    night.exchange.away = marketBody(awayTicker, "Buffalo", { status: "closed" });
    await night.world.advance(61_000);
    expect(night.of("settled")).toEqual([{ kind: "settled", team: "home", value: 0 }]);
    expect(night.of("markets").at(-1)?.markets.away.status).toBe("closed");
  });

  test("ESP-28 a tie settles both markets at half a dollar", async () => {
    const night = await started();
    night.exchange.home = marketBody(homeTicker, "Los Angeles R", paidAt("0.5000"));
    night.exchange.away = marketBody(awayTicker, "Buffalo", paidAt("0.5000"));
    for (const market_ticker of [homeTicker, awayTicker]) {
      const value = { result: "scalar", settlement_value: "0.5000" };
      const msg = { market_ticker, event_type: "determined", ...value };
      night.socket().send(lifecycleFrame(night.exchange, msg));
      night.socket().send(lifecycleFrame(night.exchange, { market_ticker, event_type: "settled" }));
    }
    await night.world.advance(10);
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
