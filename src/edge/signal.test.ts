import { describe, expect, test } from "vitest";
import type { Probability } from "../domain/numbers.ts";
import { price, probability, quantity } from "../domain/numbers.ts";
import { applySnapshot, type Book, createBook } from "../market/market.ts";
import type { Belief } from "../model/model.ts";
import { actionText, doubledEdge, type Signal, signalOf } from "./edge.ts";

const tenPoints = probability(1000);
const names = { home: "HOME", away: "AWAY" };

function belief(homeWins: number): Belief {
  const home = probability(homeWins);
  return { home, away: probability(10_000 - homeWins), tie: probability(0) };
}

/** A one-level book in 1/10000 $; undefined leaves the side empty. */
function quoted(bid: number | undefined, ask: number | undefined): Book {
  const book = createBook();
  const size = quantity(100_000);
  applySnapshot(
    book,
    bid === undefined ? [] : [[price(bid), size]],
    ask === undefined ? [] : [[price(ask), size]],
  );
  return book;
}

function signal(fair: number, bid: number, ask: number, minEdge: Probability = tenPoints) {
  return signalOf(belief(fair), quoted(bid, ask), minEdge);
}

function told(found: Signal | undefined): string {
  return found === undefined ? "none" : actionText(found, names);
}

describe("the guide's cases", () => {
  test.each([
    ["E1", 7500, 8400, 8600, -2000, "SELL HOME (= buy AWAY)"],
    ["E2", 7500, 7500, 7700, -200, "none"],
    ["E3", 4500, 6900, 7100, -5000, "BUY AWAY (= sell HOME)"],
    ["E4", 4500, 5900, 6100, -3000, "BUY AWAY (= sell HOME)"],
    ["E5", 4500, 2900, 3100, 3000, "SELL AWAY (= buy HOME)"],
    ["E6", 7500, 8400, 8500, -1900, "none"],
    ["E7", 7500, 7900, 9100, -2000, "SELL HOME (= buy AWAY)"],
    ["E8", 5000, 3800, 4200, 2000, "BUY HOME (= sell AWAY)"],
    ["E9", 9700, 300, 500, 18_600, "BUY HOME (= sell AWAY)"],
  ])("%s: fair %d, book %d/%d", (_id, fair, bid, ask, edge, action) => {
    expect(doubledEdge(belief(fair), quoted(bid, ask))).toBe(edge);
    expect(told(signal(fair, bid, ask))).toBe(action);
  });

  test("E10: a missing bid gives no mid, no edge and no signal", () => {
    const oneSided = quoted(undefined, 5100);
    expect(doubledEdge(belief(6000), oneSided)).toBeUndefined();
    expect(signalOf(belief(6000), oneSided, tenPoints)).toBeUndefined();
    expect(signalOf(belief(6000), createBook(), tenPoints)).toBeUndefined();
  });

  test("strong needs more than 15.0 points", () => {
    expect(signal(4500, 5900, 6100)?.strong).toBe(false);
    expect(signal(4500, 5901, 6100)?.strong).toBe(true);
    expect(signal(4500, 2900, 3100)?.strong).toBe(false);
  });

  test("all three readings of the guide's ambiguous example", () => {
    // A bare "market at 70 %" is HOME's; the other two are HOME at 60 and AWAY at 70.
    expect(signal(4500, 6900, 7100)).toMatchObject({
      action: "BUY",
      team: "away",
      doubledEdge: -5000,
    });
    expect(signal(4500, 5900, 6100)).toMatchObject({
      action: "BUY",
      team: "away",
      doubledEdge: -3000,
    });
    expect(signal(4500, 2900, 3100)).toMatchObject({
      action: "SELL",
      team: "away",
      doubledEdge: 3000,
    });
  });
});

describe("Min Edge", () => {
  test("RSK-01: 9.99, 10.00 and 10.01 points, both signs", () => {
    const cases: readonly [edge: number, isSignal: boolean][] = [
      [999, false],
      [1000, true],
      [1001, true],
    ];
    for (const [edge, isSignal] of cases) {
      for (const sign of [1, -1]) {
        const mid = 6000 - sign * edge;
        const found = signal(6000, mid - 100, mid + 100);
        expect(found !== undefined, `${sign * edge}`).toBe(isSignal);
        if (found !== undefined) expect(found.toward).toBe(sign > 0 ? "home" : "away");
      }
    }
  });

  test("RSK-01: all 178 whole-percent pairs exactly 10 points apart are signals (E11)", () => {
    let found = 0;
    for (let model = 1; model <= 99; model += 1) {
      for (const market of [model - 10, model + 10]) {
        if (market < 1 || market > 99) continue;
        const one = signal(model * 100, market * 100 - 50, market * 100 + 50);
        expect(Math.abs(one?.doubledEdge ?? 0), `${model} against ${market}`).toBe(2000);
        found += 1;
      }
    }
    expect(found).toBe(178);
  });

  test("RSK-01: of all 9,801 whole-percent pairs those at least 10 points apart (E12)", () => {
    let looked = 0;
    for (let market = 1; market <= 99; market += 1) {
      const book = quoted(market * 100 - 50, market * 100 + 50);
      for (let model = 1; model <= 99; model += 1) {
        const found = signalOf(belief(model * 100), book, tenPoints);
        expect(found !== undefined, `${model} against ${market}`).toBe(
          Math.abs(model - market) >= 10,
        );
        looked += 1;
      }
    }
    expect(looked).toBe(9801);
  });

  test("at Min Edge 0 every disagreement is a signal, and agreement is none", () => {
    const nothing = probability(0);
    expect(signal(6000, 5999, 6000, nothing)).toMatchObject({ toward: "home" });
    expect(signal(6000, 6000, 6001, nothing)).toMatchObject({ toward: "away" });
    expect(signal(6000, 5900, 6100, nothing)).toBeUndefined();
  });
});

test("a tie counts half for each team, so fair(HOME) decides and not P(HOME)", () => {
  const book = quoted(4000, 4200);
  const tied: Belief = { home: probability(5000), away: probability(4800), tie: probability(200) };
  expect(doubledEdge(tied, book)).toBe(2 * 5100 - 8200);
  expect(signalOf(tied, book, tenPoints)).toMatchObject({ action: "BUY", team: "home" });
});
