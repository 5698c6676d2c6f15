/**
 * One-minute candles as books that move. Inside each minute one path drives bid and ask together,
 * and both markets as mirror images: open, then low and high (in a seeded order; the away market's
 * high with the home market's low), then close, at 0, 20, 40 and 59 s. A minute without a candle
 * keeps the quotes. Nothing of a later minute is used.
 */
import { drawAt } from "../../domain/chance.ts";
import type { BookSide, Level } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { Candle, Range } from "./candle.ts";

/** What one market shows from one moment on, and what was traded there at that moment. */
export type QuoteStep = {
  /** Unix ms. */
  readonly at: number;
  readonly ticker: string;
  /** Best first. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly print: QuotePrint | undefined;
};

export type QuotePrint = {
  readonly price: Price;
  readonly quantity: Quantity;
  /** The side of the aggressor. */
  readonly taker: BookSide;
};

const minuteMs = 60_000;
const stepOffsetsMs = [0, 20_000, 40_000, 59_000] as const;
const noOffer = 10_000;
const tick = 100;
const levelCount = 5;
const medianAtBest = 900;
const spreadOfSizes = 0.7;
const growthPerLevel = 1.25;

/**
 * All steps of a night in the order of time. The four steps of a minute carry a quarter of its
 * volume each (what is left over goes to the close).
 */
export function quoteSteps(candles: readonly Candle[], seed: number): readonly QuoteStep[] {
  const steps = candles.flatMap((candle) => minuteSteps(candle, seed));
  return steps.toSorted((left, right) => left.at - right.at);
}

/** When the first minute of the file begins. */
export function quotesStartAt(candles: readonly Candle[]): number {
  return Math.min(...candles.map((candle) => candle.endsAt)) - minuteMs;
}

/** When the last minute of the file ends. */
export function quotesEndAt(candles: readonly Candle[]): number {
  return Math.max(...candles.map((candle) => candle.endsAt));
}

function minuteSteps(candle: Candle, seed: number): readonly QuoteStep[] {
  const homeLowFirst = drawAt(`${seed}/path/${candle.endsAt}`) < 0.5;
  const lowFirst = homeLowFirst === candle.isHome;
  const path = (
    ["open", lowFirst ? "low" : "high", lowFirst ? "high" : "low", "close"] as const
  ).map((name) => name satisfies keyof Range);
  return path.map((name, index) => {
    const at = candle.endsAt - minuteMs + (stepOffsetsMs[index] ?? 0);
    // The exchange's grid is whole cents: a finer quote is taken as the worse cent.
    const bid = Math.floor(candle.bid[name] / tick) * tick;
    const offer = Math.ceil(candle.ask[name] / tick) * tick;
    // Bid and ask may reach their extremes at different moments: a crossed pair never was a book.
    const ask = Math.max(offer, bid + tick);
    const key = `${seed}/${candle.ticker}/${at}`;
    return {
      at,
      ticker: candle.ticker,
      bids: bid > 0 ? levels(bid, -tick, `${key}/bid`) : [],
      asks: ask < noOffer ? levels(ask, tick, `${key}/ask`) : [],
      print: printOf(candle, name, index, bid, ask),
    };
  });
}

/**
 * Five levels a cent apart. Sizes are log-normal and independent: median 900 contracts at the best
 * price and a quarter more at each level behind it, deviation 0.7 of the logarithm; whole, at
 * least 1. The candles carry no depth: this is an assumption, not a recording.
 */
function levels(best: number, step: number, key: string): readonly Level[] {
  const prices = Array.from({ length: levelCount }, (_, index) => best + index * step);
  return prices
    .filter((at) => at > 0 && at < noOffer)
    .map((at, index) => [at as Price, sizeAt(`${key}/${index}`, index)]);
}

function sizeAt(key: string, level: number): Quantity {
  const radius = Math.sqrt(-2 * Math.log(1 - drawAt(`${key}/r`)));
  const deviate = radius * Math.cos(2 * Math.PI * drawAt(`${key}/a`));
  const median = medianAtBest * growthPerLevel ** level;
  return (Math.max(1, Math.round(median * Math.exp(spreadOfSizes * deviate))) * 100) as Quantity;
}

function printOf(
  candle: Candle,
  name: keyof Range,
  index: number,
  bid: number,
  ask: number,
): QuotePrint | undefined {
  if (candle.traded === undefined) return undefined;
  const quarter = Math.floor(candle.volume / 4);
  const amount = index === stepOffsetsMs.length - 1 ? candle.volume - 3 * quarter : quarter;
  const at = candle.traded[name];
  if (amount <= 0 || at <= 0 || at >= noOffer) return undefined;
  const taker: BookSide = at * 2 >= bid + ask ? "bid" : "ask";
  return { price: at, quantity: amount as Quantity, taker };
}
