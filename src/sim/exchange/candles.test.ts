import { expect, test } from "vitest";
import { contracts } from "../../domain/numbers.ts";
import { AWAY, EVENT, HOME, START, cents, levels, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** 00:31:05 is in the minute that ends at 00:32:00. */
const firstEnd = START / 1000 + 55;
const range = `start_ts=${firstEnd}&end_ts=${firstEnd + 3600}&period_interval=1`;

type Candle = Readonly<Record<string, unknown>>;

function candles(stage: Stage, query = range, ticker = HOME): readonly Candle[] {
  const body: unknown = stage.read(`/series/KXNFLGAME/markets/${ticker}/candlesticks?${query}`);
  return (body as { candlesticks: Candle[] }).candlesticks;
}

/** Two minutes of trading, one of silence, and a fourth. */
function traded(): Stage {
  const stage = setStage();
  const { exchange, clock } = stage;
  exchange.quote(HOME, levels([60, 100]), levels([62, 100]));
  clock.wind(10_000);
  exchange.take(HOME, "bid", contracts(10), cents(62));
  exchange.quote(HOME, levels([57, 100]), levels([58, 100]));
  exchange.take(HOME, "ask", contracts(30), cents(57));
  exchange.quote(HOME, levels([59, 100]), levels([61, 100]));
  clock.wind(60_000);
  exchange.take(HOME, "bid", contracts(5), cents(61));
  clock.wind(120_000);
  exchange.quote(HOME, levels([64, 100]), levels([65, 100]));
  return stage;
}

test("a minute holds open, low, high and close of both quotes and of the trades", () => {
  const [first, second, third] = candles(traded());
  expect(first).toEqual({
    end_period_ts: firstEnd,
    yes_bid: {
      open_dollars: "0.6000",
      low_dollars: "0.5700",
      high_dollars: "0.6000",
      close_dollars: "0.5900",
    },
    yes_ask: {
      open_dollars: "0.6200",
      low_dollars: "0.5800",
      high_dollars: "0.6200",
      close_dollars: "0.6100",
    },
    price: {
      open_dollars: "0.6200",
      low_dollars: "0.5700",
      high_dollars: "0.6200",
      close_dollars: "0.5700",
      mean_dollars: "0.5825",
      min_dollars: "0.5700",
      max_dollars: "0.6200",
    },
    volume_fp: "40.00",
    open_interest_fp: "12.00",
  });
  expect(second).toMatchObject({
    end_period_ts: firstEnd + 60,
    price: { open_dollars: "0.6100", previous_dollars: "0.5700" },
    volume_fp: "5.00",
  });
  // The silent minute has no candle; the next opens at the quotes that stood.
  expect(third).toMatchObject({
    end_period_ts: firstEnd + 180,
    yes_bid: { open_dollars: "0.5900", close_dollars: "0.6400" },
    price: { previous_dollars: "0.6100" },
    volume_fp: "0.00",
  });
  expect(third?.["price"]).not.toHaveProperty("open_dollars");
});

test("an hour is made of its minutes", () => {
  const stage = traded();
  const hour = range.replace("interval=1", "interval=60");
  const rows = candles(stage, hour);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    end_period_ts: Math.ceil(firstEnd / 3600) * 3600,
    yes_bid: { open_dollars: "0.6000", low_dollars: "0.5700", high_dollars: "0.6400" },
    price: { open_dollars: "0.6200", close_dollars: "0.6100" },
    volume_fp: "45.00",
  });
});

test("a range cuts, and the one before it comes along when asked for", () => {
  const stage = traded();
  const later = `start_ts=${firstEnd + 120}&end_ts=${firstEnd + 300}&period_interval=1`;
  expect(candles(stage, later).map((row) => row["end_period_ts"])).toEqual([firstEnd + 180]);
  const more = candles(stage, `${later}&include_latest_before_start=true`);
  expect(more.map((row) => row["end_period_ts"])).toEqual([firstEnd + 60, firstEnd + 180]);
});

test("many markets and a whole event are read at once; what is malformed is refused", () => {
  const stage = traded();
  const many: unknown = stage.read(`/markets/candlesticks?market_tickers=${HOME},${AWAY}&${range}`);
  expect(many).toMatchObject({
    markets: [
      { market_ticker: HOME, candlesticks: [{}, {}, {}] },
      { market_ticker: AWAY, candlesticks: [] },
    ],
  });
  const event: unknown = stage.read(`/series/KXNFLGAME/events/${EVENT}/candlesticks?${range}`);
  expect(event).toMatchObject({ market_tickers: [HOME, AWAY], adjusted_end_ts: firstEnd + 3600 });
  const root = `/series/KXNFLGAME/markets/${HOME}/candlesticks`;
  expect(stage.ask("GET", `${root}?start_ts=1&end_ts=2`).status).toBe(400);
  expect(stage.ask("GET", `${root}?start_ts=1&end_ts=2&period_interval=5`).status).toBe(400);
  expect(stage.ask("GET", `/series/KX/markets/${HOME}/candlesticks?${range}`).status).toBe(404);
});
