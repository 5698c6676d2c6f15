/** Candlesticks: of one market, of many, of both markets of an event. */
import type { Query } from "./address.ts";
import { candleBody, grouped } from "./candles.ts";
import type { Candle, Candles } from "./candles.ts";
import { marketsOfEvent } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { wholeParameter } from "./pages.ts";
import { badParameter, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

type Asked = {
  readonly kind: "read";
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly latestBefore: boolean;
};

const periods = [1, 60, 1440];
const tickersMax = 100;
const candlesMax = 10_000;

function readAsked(query: Query, operation: string): Asked | { kind: "refused"; reply: Reply } {
  const values: number[] = [];
  for (const name of ["start_ts", "end_ts", "period_interval"]) {
    const read = wholeParameter(query, name, operation);
    if (read.kind === "refused") return read;
    if (read.value === undefined) {
      return { kind: "refused", reply: badParameter(operation, `${name} is required`) };
    }
    values.push(read.value);
  }
  const [from = 0, to = 0, minutes = 0] = values;
  if (!periods.includes(minutes)) {
    return { kind: "refused", reply: badParameter(operation, "period_interval") };
  }
  const latestBefore = query.one("include_latest_before_start") === "true";
  return { kind: "read", from, to, minutes, latestBefore };
}

function chosen(candles: readonly Candle[], asked: Asked): readonly Candle[] {
  const all = grouped(candles, asked.minutes);
  const inside = all.filter(({ endAt }) => endAt >= asked.from && endAt <= asked.to);
  const before = all.filter(({ endAt }) => endAt < asked.from).at(-1);
  return asked.latestBefore && before !== undefined ? [before, ...inside] : inside;
}

function ofMarket(floor: Floor, candles: Candles, { part, query }: Call): Reply {
  const asked = readAsked(query, "GetMarketCandlesticks");
  if (asked.kind === "refused") return asked.reply;
  const market = floor.markets.get(part("ticker"));
  if (market === undefined || market.listing.seriesTicker !== part("series")) return notFound();
  const rows = chosen(candles.of(market.ticker), asked).map(candleBody);
  return json(200, { ticker: market.ticker, candlesticks: rows });
}

function ofMany(floor: Floor, candles: Candles, { query }: Call): Reply {
  const operation = "BatchGetMarketCandlesticks";
  const asked = readAsked(query, operation);
  if (asked.kind === "refused") return asked.reply;
  const tickers = query.list("market_tickers");
  if (tickers.length === 0 || tickers.length > tickersMax) {
    return badParameter(operation, `market_tickers must be 1 to ${tickersMax}`);
  }
  const markets = tickers
    .filter((ticker) => floor.markets.has(ticker))
    .map((ticker) => ({ ticker, rows: chosen(candles.of(ticker), asked) }));
  if (markets.reduce((sum, { rows }) => sum + rows.length, 0) > candlesMax) {
    return badParameter(operation, `more than ${candlesMax} candlesticks`);
  }
  return json(200, {
    markets: markets.map(({ ticker, rows }) => ({
      market_ticker: ticker,
      candlesticks: rows.map(candleBody),
    })),
  });
}

function ofEvent(floor: Floor, candles: Candles, { part, query }: Call): Reply {
  const asked = readAsked(query, "GetMarketCandlesticksByEvent");
  if (asked.kind === "refused") return asked.reply;
  const markets = marketsOfEvent(floor, part("event"));
  if (markets.length === 0) return notFound();
  return json(200, {
    market_tickers: markets.map(({ ticker }) => ticker),
    market_candlesticks: markets.map(({ ticker }) =>
      chosen(candles.of(ticker), asked).map(candleBody),
    ),
    adjusted_end_ts: asked.to,
  });
}

export function candleRoutes(floor: Floor, candles: Candles): Route[] {
  return [
    get("/markets/candlesticks", (call) => ofMany(floor, candles, call)),
    get("/series/:series/markets/:ticker/candlesticks", (call) => ofMarket(floor, candles, call)),
    get("/series/:series/events/:event/candlesticks", (call) => ofEvent(floor, candles, call)),
  ];
}
