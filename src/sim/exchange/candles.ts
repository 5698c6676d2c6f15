/** One-minute candles of every market: quotes and trades, as they were when they were. */
import { formatDecimal, priceText, quantityText } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { Floor } from "./floor.ts";
import type { ListedMarket } from "./records.ts";

type Range = { open: number; low: number; high: number; close: number };

/** One minute. `endAt`: Unix seconds of its inclusive end. Prices in 1/10000 dollar. */
export type Candle = {
  readonly endAt: number;
  readonly bid: Range;
  readonly ask: Range;
  /** undefined: nothing traded. */
  price: Range | undefined;
  /** Price × quantity of the trades, for the mean. */
  turnover: number;
  volume: Quantity;
  openInterest: Quantity;
  /** Close of the trades before it. */
  readonly previous: Price | undefined;
};

export interface Candles {
  /** Candles of one market, oldest first. */
  of(ticker: string): readonly Candle[];
}

const minuteMs = 60_000;
/** Two weeks of minutes. */
const kept = 20_160;
const noBid = 0 as Price;
const noAsk = 10_000 as Price;

function rangeOf(value: number): Range {
  return { open: value, low: value, high: value, close: value };
}

function widen(range: Range, value: number): void {
  range.low = Math.min(range.low, value);
  range.high = Math.max(range.high, value);
  range.close = value;
}

/** Starts recording what the floor tells. */
export function recordCandles(floor: Floor): Candles {
  const all = new Map<string, Candle[]>();

  function current(market: ListedMarket): Candle {
    const rows = all.get(market.ticker) ?? [];
    all.set(market.ticker, rows);
    const endAt = (Math.floor(floor.source.clock.now().at / minuteMs) + 1) * (minuteMs / 1000);
    const last = rows.at(-1);
    if (last?.endAt === endAt) return last;
    const candle: Candle = {
      endAt,
      bid: rangeOf(last?.bid.close ?? market.book.best("bid") ?? noBid),
      ask: rangeOf(last?.ask.close ?? market.book.best("ask") ?? noAsk),
      price: undefined,
      turnover: 0,
      volume: 0 as Quantity,
      openInterest: market.openInterest,
      previous: (last?.price?.close ?? last?.previous) as Price | undefined,
    };
    rows.push(candle);
    if (rows.length > kept) rows.shift();
    return candle;
  }

  floor.listen((news) => {
    if (news.kind === "ticker") {
      const candle = current(news.market);
      widen(candle.bid, news.market.book.best("bid") ?? noBid);
      widen(candle.ask, news.market.book.best("ask") ?? noAsk);
      candle.openInterest = news.market.openInterest;
    }
    if (news.kind === "trade") {
      const { price, quantity, ticker } = news.trade;
      const market = floor.markets.get(ticker);
      if (market === undefined) return;
      const candle = current(market);
      if (candle.price === undefined) candle.price = rangeOf(price);
      else widen(candle.price, price);
      candle.turnover += price * quantity;
      candle.volume = (candle.volume + quantity) as Quantity;
      candle.openInterest = market.openInterest;
    }
  });
  return { of: (ticker) => all.get(ticker) ?? [] };
}

function mergedRange(ranges: readonly Range[]): Range | undefined {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    open: first.open,
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
    close: last.close,
  };
}

function merged(candles: readonly Candle[], endAt: number): Candle | undefined {
  const [first] = candles;
  const last = candles.at(-1);
  const bid = mergedRange(candles.map((candle) => candle.bid));
  const ask = mergedRange(candles.map((candle) => candle.ask));
  if (first === undefined || last === undefined || bid === undefined || ask === undefined) {
    return undefined;
  }
  return {
    endAt,
    bid,
    ask,
    price: mergedRange(candles.flatMap(({ price }) => (price === undefined ? [] : [price]))),
    turnover: candles.reduce((sum, { turnover }) => sum + turnover, 0),
    volume: candles.reduce((sum, { volume }) => sum + volume, 0) as Quantity,
    openInterest: last.openInterest,
    previous: first.previous,
  };
}

/** Candles of `minutes` each, from those of one minute; empty stretches have none. */
export function grouped(candles: readonly Candle[], minutes: number): readonly Candle[] {
  if (minutes === 1) return candles;
  const step = minutes * 60;
  const groups = new Map<number, Candle[]>();
  for (const candle of candles) {
    const endAt = Math.ceil(candle.endAt / step) * step;
    groups.set(endAt, [...(groups.get(endAt) ?? []), candle]);
  }
  return [...groups].flatMap(([endAt, own]) => merged(own, endAt) ?? []);
}

function rangeBody(range: Range): Readonly<Record<string, string>> {
  const names = ["open", "low", "high", "close"] as const;
  const entries = names.map((name) => [`${name}_dollars`, priceText(range[name] as Price)]);
  return Object.fromEntries(entries);
}

/** A candle in the shape of the wire. Without trades its price has only what was before. */
export function candleBody(candle: Candle): Readonly<Record<string, unknown>> {
  const { price, previous, turnover, volume } = candle;
  const before = previous === undefined ? {} : { previous_dollars: priceText(previous) };
  const traded =
    price === undefined
      ? {}
      : {
          ...rangeBody(price),
          mean_dollars: formatDecimal(Math.round(turnover / volume), 4),
          min_dollars: priceText(price.low as Price),
          max_dollars: priceText(price.high as Price),
        };
  return {
    end_period_ts: candle.endAt,
    yes_bid: rangeBody(candle.bid),
    yes_ask: rangeBody(candle.ask),
    price: { ...traded, ...before },
    volume_fp: quantityText(volume),
    open_interest_fp: quantityText(candle.openInterest),
  };
}
