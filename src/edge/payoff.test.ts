import { expect, test } from "vitest";
import { contracts, money, price } from "../domain/numbers.ts";
import { maxGain, payoffs, worstCost } from "./edge.ts";

const dollar = 1_000_000;
const hundred = contracts(100);
const free = { schedule: { makerShare: 25, multiplier: "0" }, precision: "direct" } as const;
const nfl = { schedule: { makerShare: 25, multiplier: "1" }, precision: "direct" } as const;

test.each([
  ["YES-HOME at 60", { home: 10_000, away: 0 }, 60, [40, -60, -10]],
  ["NO-HOME at 40", { home: -10_000, away: 0 }, 40, [-40, 60, 10]],
  ["YES-AWAY at 40", { home: 0, away: 10_000 }, 40, [-40, 60, 10]],
  ["YES-HOME at 60 and YES-AWAY at 38", { home: 10_000, away: 10_000 }, 98, [2, 2, 2]],
])("%s pays as the table says", (_name, positions, cost, [home, away, tie]) => {
  expect(payoffs(positions, money(cost * dollar))).toEqual({
    home: (home ?? 0) * dollar,
    away: (away ?? 0) * dollar,
    tie: (tie ?? 0) * dollar,
  });
});

test("opening costs the limit: a buyer pays the price, a seller what is left to a dollar", () => {
  expect(worstCost("bid", price(6000), hundred, free)).toBe(60 * dollar);
  expect(worstCost("ask", price(6000), hundred, free)).toBe(40 * dollar);
  expect(worstCost("ask", price(8400), hundred, nfl)).toBe(16_940_800);
  expect(worstCost("ask", price(8400), hundred, { ...nfl, precision: "cent" })).toBe(16_950_000);
  expect(worstCost("bid", price(6000), hundred, nfl)).toBe(61_680_000);
  expect(maxGain("bid", price(6000), hundred, nfl)).toBe(38_320_000);
});
