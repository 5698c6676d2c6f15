/** Recorded REST bodies of the real exchange through our shapes; what REST says besides, at ours. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { findEvent } from "../../src/venues/kalshi/discovery.ts";
import { feeSchedule, noOverride } from "../../src/venues/kalshi/fees.ts";
import { CandlesticksShape } from "../../src/venues/kalshi/messages/candlesticks.ts";
import { EventsPageShape } from "../../src/venues/kalshi/messages/event.ts";
import { MarketShape } from "../../src/venues/kalshi/messages/market.ts";
import { PriceRangesShape } from "../../src/venues/kalshi/messages/price-ranges.ts";
import { SeriesShape } from "../../src/venues/kalshi/messages/series.ts";
import { TradesPageShape } from "../../src/venues/kalshi/messages/trades.ts";
import { createPublicReads } from "../../src/venues/kalshi/kalshi.ts";
import type { Rest } from "../../src/venues/kalshi/rest.ts";
import { checkout } from "../structure/imports.ts";
import { eventTicker, game, home, kickoffAt, openNight, type OpenNight } from "./floor.ts";

const folder = join(checkout, "..", "shared", "data", "kalshi-sample");
const isAbsent = !existsSync(folder);

type Recorded = Record<string, never>;

function recorded(name: string): Recorded {
  const bytes = readFileSync(join(folder, name));
  return JSON.parse((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()) as Recorded;
}

describe.skipIf(isAbsent)("recorded bodies (skipped without ../shared/data)", () => {
  test("a page of NFL events: every event and market is read, kick-offs match the tickers' dates", () => {
    const body = recorded("rest_events_nfl_2026-08-09.json.gz");
    const page = EventsPageShape.parse(body);
    expect(page.unreadable).toBe(0);
    expect(page.events.length).toBeGreaterThan(10);
    const markets = page.events.flatMap((event) => event.markets);
    expect(markets.every(({ status }) => status !== "unknown")).toBe(true);
    expect(markets.every(({ priceRanges }) => priceRanges[0]?.step === 100)).toBe(true);
    const detroit = page.events.find((event) => event.eventTicker.endsWith("AUG13DETCIN"));
    const end = detroit?.markets[0]?.expectedEndAt;
    expect(end === undefined ? 0 : Math.abs(end - Date.UTC(2026, 7, 14, 2))).toBeLessThan(
      7_200_000,
    );
  });

  test("one market, and an empty side is empty by its size", () => {
    const body = recorded("rest_market_single.json.gz");
    const nested = MarketShape.parse(body["nested"]);
    expect(nested.ticker).toBe(body["ticker"]);
    expect(nested.settlementValue).toBeUndefined();
    const hollow = {
      ...(body["nested"] as unknown as Recorded),
      yes_ask_dollars: "1.0000",
      yes_ask_size_fp: "0.00",
    };
    expect(MarketShape.parse(hollow).ask).toBeUndefined();
    const other = { ...hollow, yes_ask_dollars: "0.0000" };
    expect(MarketShape.parse(other).ask).toBeUndefined();
  });

  test("price grids", () => {
    const { grids } = recorded("rest_price_grids_2026-08-08.json.gz") as unknown as {
      grids: { price_ranges: unknown }[];
    };
    expect(grids.map(({ price_ranges }) => PriceRangesShape.parse(price_ranges))).toEqual([
      [{ start: 0, end: 10_000, step: 100 }],
    ]);
  });

  test("fee fields of four series are read, not assumed", () => {
    const { payloads } = recorded("rest_series_fee_fields_2026-08-20.json.gz") as unknown as {
      payloads: Record<string, unknown>;
    };
    const schedules = Object.values(payloads).map((series) =>
      feeSchedule(SeriesShape.parse({ series }), noOverride),
    );
    expect(schedules.length).toBe(4);
    expect(schedules.every((schedule) => schedule !== undefined)).toBe(true);
    expect(new Set(schedules.map((schedule) => JSON.stringify(schedule))).size).toBeGreaterThan(1);
  });

  test.each([
    "rest_candlesticks_mlb_2026-08-07.json.gz",
    "rest_candlesticks_KXNFLGAME-25SEP04DALPHI.json.gz",
    "rest_candlesticks_KXNFLGAME-25SEP07ARINO.json.gz",
  ])("candles of %s", (name) => {
    const body = recorded(name);
    const lists: unknown[] = Object.values(body["markets"] ?? body["team_markets"] ?? {});
    for (const list of lists) {
      const inner = (list as { candlesticks: unknown }).candlesticks;
      const candles = CandlesticksShape.parse(Array.isArray(inner) ? list : inner);
      expect(candles.length).toBeGreaterThan(0);
      expect(
        candles.every(({ bid, ask }) => bid.close !== undefined && ask.close !== undefined),
      ).toBe(true);
    }
    expect(lists.length).toBeGreaterThan(0);
  });

  test("a live candle and public trades of 2026", () => {
    const shapes = recorded("rest_shapes_nfl_2026-09-26.json");
    const [candle] = CandlesticksShape.parse({ candlesticks: [shapes["live_candle"]] });
    expect([candle?.bid.close, candle?.ask.close, candle?.volume]).toEqual([6800, 6900, 1_235_444]);
    const trades = [shapes["historical_trade"], shapes["historical_trade_5_digit_fraction"]];
    const page = TradesPageShape.parse({ trades, cursor: "" });
    expect(page.rows.map(({ price, quantity, taker }) => [price, quantity, taker])).toEqual([
      [9200, 100, "bid"],
      [9200, 10_900, "bid"],
    ]);
  });
});

describe("what is read now and then, at the simulated exchange", () => {
  const nights: OpenNight[] = [];
  afterEach(async () => {
    for (const night of nights.splice(0)) await night.close();
  });

  test("trades, schedule, announced fee changes, milestones and candles", async () => {
    const night = await openNight();
    nights.push(night);
    await night.submit(night.order());
    const failures: string[] = [];
    const rest: Rest = {
      async get(path, shape) {
        const body = await night.truth(path).catch((error: unknown) => String(error));
        const parsed = shape.safeParse(body);
        if (parsed.success) return { kind: "read", value: parsed.data, raw: "" };
        failures.push(`${path}: ${parsed.error.message} ${JSON.stringify(body)}`);
        return { kind: "unreadable", why: "" };
      },
      setBreaker: () => undefined,
    };
    const reads = createPublicReads(rest);
    const trades = await reads.trades(home, Date.now() - 60_000);
    expect(trades?.map(({ price, quantity }) => [price, quantity])).toEqual([[6300, 1000]]);
    const schedule = await reads.schedule();
    expect(schedule?.hours[0]?.thursday.length).toBeGreaterThan(1);
    expect(await reads.seriesFeeChanges("KXNFLGAME")).toEqual([]);
    expect(await reads.eventFeeChanges(eventTicker)).toEqual([]);
    const [milestone] = (await reads.milestones(eventTicker)) ?? [];
    expect(milestone?.startAt).toBe(kickoffAt);
    const candles = await reads.candles({
      ticker: home,
      from: Date.now() - 3_600_000,
      to: Date.now(),
      minutes: 1,
    });
    expect(candles).toBeDefined();
    expect(failures).toEqual([]);
  });
});

describe("X-23 the kickoff", () => {
  const market = (code: string, city: string) => ({
    ticker: `${eventTicker}-${code}`,
    title: city,
    yes_sub_title: city,
    status: "active",
    occurrence_datetime: new Date(kickoffAt + 3 * 3_600_000).toISOString(),
  });
  const event = {
    event_ticker: eventTicker,
    title: "Buffalo vs Los Angeles R",
    markets: [market("LAR", "Los Angeles R"), market("BUF", "Buffalo")],
  };
  const milestone = (at: number) => ({
    type: "football_game",
    start_date: new Date(at).toISOString(),
    related_event_tickers: [eventTicker],
    primary_event_tickers: [eventTicker],
  });

  test("is the milestone's, not the market's time of about three hours later", () => {
    const page = EventsPageShape.parse({
      events: [event],
      milestones: [milestone(kickoffAt)],
      cursor: "",
    });
    expect(page.milestones[0]?.startAt).toBe(kickoffAt);
    expect(findEvent(page.events, game, page.milestones).kind).toBe("read");
  });

  test("S-05 a milestone of another week makes it another game", () => {
    const page = EventsPageShape.parse({
      events: [event],
      milestones: [milestone(kickoffAt + 7 * 86_400_000)],
      cursor: "",
    });
    expect(findEvent(page.events, game, page.milestones)).toMatchObject({
      kind: "unreadable",
      why: expect.stringMatching(/no event/),
    });
  });

  test("a milestone that cannot be read is none", () => {
    const strange = [{ type: "football_game" }, { ...milestone(0), start_date: "soon" }, 7];
    const page = EventsPageShape.parse({ events: [event], milestones: strange, cursor: "" });
    expect(page.milestones).toEqual([]);
  });
});
