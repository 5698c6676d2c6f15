import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beliefOf, doubledFair } from "./model.ts";

describe("a probability leaves the model once", () => {
  test("as whole units: home is rounded half-even, away is what is left", () => {
    expect(beliefOf({ home: 0.75, away: 0.25, tie: 0 })).toEqual({
      home: 7500,
      away: 2500,
      tie: 0,
    });
    expect(beliefOf({ home: 0.50005, away: 0.49995, tie: 0 }).home).toBe(5000);
    expect(beliefOf({ home: 0.50015, away: 0.49985, tie: 0 }).home).toBe(5002);
  });

  test("a tie is an even number of units, so that half of it is whole", () => {
    expect(beliefOf({ home: 0.5, away: 0.49969, tie: 0.00031 }).tie).toBe(4);
    expect(beliefOf({ home: 0.5, away: 0.4999, tie: 0.0001 }).tie).toBe(0);
    expect(beliefOf({ home: 0, away: 0, tie: 1 })).toEqual({ home: 0, away: 0, tie: 10_000 });
  });

  test("sums to 10000 and the fairs do too, whatever the model says", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, (first, second) => {
        const tie = first * 0.2;
        const home = (1 - tie) * second;
        const belief = beliefOf({ home, away: 1 - tie - home, tie });
        expect(belief.home + belief.away + belief.tie).toBe(10_000);
        expect(Math.min(belief.home, belief.away, belief.tie)).toBeGreaterThanOrEqual(0);
        expect(belief.tie % 2).toBe(0);
        expect(doubledFair(belief, "home") + doubledFair(belief, "away")).toBe(20_000);
      }),
      { numRuns: 1000 },
    );
  });

  test("refuses what is no probability", () => {
    expect(() => beliefOf({ home: Number.NaN, away: 0, tie: 0 })).toThrow(RangeError);
    expect(() => beliefOf({ home: 1.1, away: 0, tie: 0 })).toThrow(RangeError);
  });
});
