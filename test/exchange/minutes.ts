/** Minutes of prices, real and simulated, and what is measured of them. */
import { parse } from "csv-parse/sync";
import { createScheduler, openNight, planNight } from "../../src/sim/sim.ts";
import type { Night } from "../../src/sim/night.ts";
import { quantile, recorded } from "./recorded.ts";

/** One minute of one market, cents and contracts. Quotes are those at its end. */
export type Minute = {
  readonly endAt: number;
  readonly bid: number;
  readonly ask: number;
  /** Highest less lowest middle within the minute. */
  readonly range: number;
  readonly volume: number;
};

/** Consecutive minutes of one market while its game is played. */
export type Series = readonly Minute[];

/** Prices outside say little of spreads and jumps: a decided game hardly moves. */
const lowest = 5;
const highest = 95;

type Cells = Readonly<Record<string, string>>;

function csvRows(text: string): readonly Cells[] {
  return parse(text, { columns: true }) as unknown as readonly Cells[];
}

function number(row: Cells, name: string): number {
  return Number(row[name]);
}

/** A break this long is the weather's: nothing is played, and prices stand. */
const breakMs = 20 * 60_000;

type Span = { readonly from: number; readonly to: number };

/** When the ball was in play, Unix ms: from the first snap to the last whistle, delays left out. */
function playedTime(plays: readonly Cells[]): readonly Span[] {
  const times = plays
    .flatMap((row) => [row["time_of_day"], row["end_clock_time"]])
    .map((text) => Date.parse(text ?? ""))
    .filter((at) => Number.isFinite(at))
    .toSorted((left, right) => left - right);
  const resumed = times.filter((at, index) => at - (times[index - 1] ?? -Infinity) > breakMs);
  const paused = times.filter((at, index) => (times[index + 1] ?? Infinity) - at > breakMs);
  return resumed.map((from, index) => ({ from, to: paused[index] ?? from }));
}

/** Both markets of a recorded game; undefined without the sample. */
export function recordedGame(game: string): readonly Series[] | undefined {
  const candles = recorded(`nfl_2025_01_${game}_candles.csv.gz`);
  const plays = recorded(`nfl_2025_01_${game}_plays.csv.gz`);
  if (candles === undefined || plays === undefined) return undefined;
  const spans = playedTime(csvRows(plays));
  const rows = csvRows(candles).filter((row) => {
    const endAt = number(row, "end_period_ts") * 1000;
    return spans.some(({ from, to }) => endAt > from && endAt <= to);
  });
  const tickers = [...new Set(rows.map((row) => row["ticker"]))];
  return tickers.map((ticker) =>
    rows
      .filter((row) => row["ticker"] === ticker)
      .map((row) => ({
        endAt: number(row, "end_period_ts"),
        bid: number(row, "yes_bid_close"),
        ask: number(row, "yes_ask_close"),
        range:
          (number(row, "yes_bid_high") +
            number(row, "yes_ask_high") -
            number(row, "yes_bid_low") -
            number(row, "yes_ask_low")) /
          2,
        volume: number(row, "volume"),
      })),
  );
}

export type PlayedNight = {
  readonly markets: readonly Series[];
  /** Book changes a second in each market, while played. */
  readonly deltaRate: number;
  /** Median size at the best bid and offer, a minute apart, contracts. */
  readonly bestSize: number;
};

type WireCandle = {
  readonly end_period_ts: number;
  readonly yes_bid: Cells;
  readonly yes_ask: Cells;
  readonly volume_fp: string;
};

function cents(cells: Cells, name: string): number {
  return Number(cells[`${name}_dollars`]) * 100;
}

function readMinutes(night: Night, ticker: string, from: number, to: number): Series {
  const range = `start_ts=${Math.floor(from / 1000)}&end_ts=${Math.floor(to / 1000)}`;
  const path = `/trade-api/v2/markets/candlesticks?market_tickers=${ticker}`;
  const url = `http://exchange${path}&${range}&period_interval=1`;
  const reply = night.exchange.rest.handle({ method: "GET", url, headers: {} });
  if (reply === undefined || reply instanceof Promise) throw new Error("no answer at once");
  const { markets } = JSON.parse(reply.body) as {
    readonly markets: readonly { readonly candlesticks: readonly WireCandle[] }[];
  };
  return (markets[0]?.candlesticks ?? []).map(({ end_period_ts, yes_bid, yes_ask, volume_fp }) => ({
    endAt: end_period_ts,
    bid: cents(yes_bid, "close"),
    ask: cents(yes_ask, "close"),
    range:
      (cents(yes_bid, "high") +
        cents(yes_ask, "high") -
        cents(yes_bid, "low") -
        cents(yes_ask, "low")) /
      2,
    volume: Number(volume_fp),
  }));
}

/** Plays a built-in night without a desk, as fast as it goes. */
export async function playedNight(
  seed: number,
  crowd: "overreacting" | "efficient",
): Promise<PlayedNight> {
  const plan = planNight({ seed, kind: { kind: "builtIn", crowd, startAt: "pregame" } });
  const scheduler = createScheduler(plan.startsAt);
  const world = { clock: scheduler.clock, timers: scheduler.timers };
  const night = openNight(plan, { source: world, operator: world, verify: undefined });
  const tickers = [plan.listing.home.ticker, plan.listing.away.ticker];
  let deltas = 0;
  const client = {
    send: (text: string): void => {
      const { from, to } = played;
      const now = scheduler.clock.now().at;
      if (now >= from && now < to && text.includes('"type":"orderbook_delta","sid"')) deltas += 1;
    },
    ping: () => undefined,
    close: () => undefined,
  };
  const { states } = plan.timeline;
  const played = { from: plan.timeline.game.kickoffAt, to: states.at(-1)?.knownAt ?? 0 };
  night.start();
  const request = { method: "GET", url: "ws://exchange/trade-api/ws/v2", headers: {} } as const;
  const listener = night.exchange.socket.accept(request, client);
  const params = { channels: ["orderbook_delta"], market_tickers: tickers, use_yes_price: true };
  listener.message(JSON.stringify({ id: 1, cmd: "subscribe", params }));
  const sizes: number[] = [];
  const look = (): void => {
    for (const ticker of tickers) {
      const { bid, ask } = night.exchange.top(ticker);
      for (const level of [bid, ask]) if (level !== undefined) sizes.push(level[1] / 100);
    }
    scheduler.timers.after(60_000, look);
  };
  scheduler.timers.after(played.from - plan.startsAt, look);
  await scheduler.run({
    drain: () => Promise.resolve(),
    until: played.to + 60_000 - plan.startsAt,
  });
  const markets = tickers.map((ticker) => readMinutes(night, ticker, played.from, played.to));
  night.stop();
  const seconds = (played.to - played.from) / 1000;
  const deltaRate = deltas / seconds / tickers.length;
  return { markets, deltaRate, bestSize: quantile(sizes, 0.5) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle({ bid, ask }: Minute): number {
  return (bid + ask) / 2;
}

function isOpen(minute: Minute): boolean {
  return middle(minute) >= lowest && middle(minute) <= highest && minute.ask > minute.bid;
}

/** What is compared. Cents, contracts, shares of 1. */
export type Measures = {
  readonly minutes: number;
  readonly spreadMean: number;
  readonly spreadOne: number;
  readonly spreadTwo: number;
  readonly spreadMore: number;
  readonly jumpMean: number;
  readonly jumpMedian: number;
  readonly jump90: number;
  readonly jump99: number;
  readonly range90: number;
  readonly volumeMedian: number;
  readonly volume90: number;
};

/** Measures minutes of undecided games: spreads at the end, jumps between two ends, volume. */
export function measure(markets: readonly Series[]): Measures {
  const open = markets.flatMap((series) => series.filter(isOpen));
  const spreads = open.map(({ bid, ask }) => Math.round(ask - bid));
  const share = (test: (cents: number) => boolean): number =>
    spreads.filter(test).length / spreads.length;
  const jumps = markets.flatMap((series) =>
    series.flatMap((minute, index) => {
      const before = series[index - 1];
      if (before === undefined || !isOpen(before) || !isOpen(minute)) return [];
      return minute.endAt - before.endAt === 60 ? [Math.abs(middle(minute) - middle(before))] : [];
    }),
  );
  const volumes = open.map(({ volume }) => volume);
  return {
    minutes: open.length,
    spreadMean: mean(spreads),
    spreadOne: share((cents) => cents <= 1),
    spreadTwo: share((cents) => cents === 2),
    spreadMore: share((cents) => cents >= 3),
    jumpMean: mean(jumps),
    jumpMedian: quantile(jumps, 0.5),
    jump90: quantile(jumps, 0.9),
    jump99: quantile(jumps, 0.99),
    range90: quantile(
      open.map(({ range }) => range),
      0.9,
    ),
    volumeMedian: quantile(volumes, 0.5),
    volume90: quantile(volumes, 0.9),
  };
}
