import { expect, test } from "vitest";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { Candle, Range } from "./candle.ts";
import { quoteSteps } from "./quotes.ts";

function range(open: number, low: number, high: number, close: number): Range {
  const [first, second, third, fourth] = [open, low, high, close].map((at) => (at * 100) as Price);
  return { open: first, low: second, high: third, close: fourth } as Range;
}

function candle(isHome: boolean, minute: number, bid: Range, ask: Range): Candle {
  return {
    line: 2,
    gameId: "G",
    eventTicker: "E",
    ticker: isHome ? "E-H" : "E-A",
    isHome,
    endsAt: minute * 60_000,
    bid,
    ask,
    traded: undefined,
    volume: 0 as Quantity,
  };
}

const calm = range(50, 48, 55, 51);
const above = range(52, 50, 57, 53);

test("both markets move as mirror images, bid and ask together", () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const candles = [candle(true, 10, calm, above), candle(false, 10, calm, above)];
    const steps = quoteSteps(candles, seed);
    const home = steps.filter((step) => step.ticker === "E-H");
    const away = steps.filter((step) => step.ticker === "E-A");
    const homeLow = home.findIndex((step) => step.bids[0]?.[0] === 4800);
    expect(home[homeLow]?.asks[0]?.[0]).toBe(5000);
    expect(away[homeLow]?.bids[0]?.[0]).toBe(5500);
    expect([1, 2]).toContain(homeLow);
  }
});

test("the order of low and high is drawn by the seed", () => {
  const orders = new Set<number>();
  for (let seed = 0; seed < 20; seed += 1) {
    const steps = quoteSteps([candle(true, 10, calm, above)], seed);
    orders.add(steps.findIndex((step) => step.bids[0]?.[0] === 4800));
  }
  expect([...orders].toSorted((left, right) => left - right)).toEqual([1, 2]);
});

test("bid 0 and ask 100 are no quotes", () => {
  const steps = quoteSteps([candle(true, 10, range(1, 0, 1, 0), range(99, 99, 100, 100))], 1);
  const close = steps.at(-1);
  expect(close?.bids).toEqual([]);
  expect(close?.asks).toEqual([]);
});

test("extremes that would cross are not a book: the ask stays above the bid", () => {
  const steps = quoteSteps([candle(true, 10, range(50, 50, 60, 60), range(51, 51, 60, 60))], 1);
  for (const { bids, asks } of steps) {
    expect(asks[0]?.[0]).toBeGreaterThan(bids[0]?.[0] ?? 0);
  }
});

test("a missing minute has no steps, and no step depends on a later minute", () => {
  const first = [candle(true, 10, calm, above)];
  const later = [...first, candle(true, 12, range(90, 90, 90, 90), range(92, 92, 92, 92))];
  const steps = quoteSteps(later, 5);
  expect(steps.slice(0, 4)).toEqual(quoteSteps(first, 5));
  expect(steps.filter((step) => step.at >= 600_000 && step.at < 660_000)).toEqual([]);
});
