import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contracts,
  cost,
  formatDecimal,
  money,
  moneyText,
  parseDecimal,
  price,
  probability,
  roundProbability,
} from "./numbers.ts";

describe("units", () => {
  test("a price times a quantity is money, exactly", () => {
    expect(cost(price(8400), contracts(100))).toBe(84_000_000);
    expect(cost(price(550), contracts(1))).toBe(55_000);
  });

  test("numbers that are no safe integers are refused, not rounded", () => {
    expect(() => price(0.5)).toThrow(RangeError);
    expect(() => contracts(1.005)).toThrow(RangeError);
    expect(() => money(Number.NaN)).toThrow(RangeError);
    expect(() => cost(price(9_007_199_254), contracts(10_000_000))).toThrow(RangeError);
    expect(() => probability(10_001)).toThrow(RangeError);
    expect(() => probability(-1)).toThrow(RangeError);
  });
});

describe("decimals of the wire", () => {
  test.each([
    ["0.8400", 4, 8400],
    ["0.84", 4, 8400],
    ["1", 4, 10_000],
    ["-55.50", 2, -5550],
    ["0.123400000", 4, 1234],
    ["-0.00", 2, 0],
  ])("%s with %i places is %i units", (text, places, value) => {
    expect(parseDecimal(text, places)).toBe(value);
  });

  test.each(["", ".5", "1.", "1e3", "0.84001", "NaN", "0x10", " 1", "1,5", "99999999999999999999"])(
    "%j is refused",
    (text) => {
      expect(parseDecimal(text, 4)).toBeUndefined();
    },
  );

  test("writing and reading give the same number back", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 6 }), (value, places) => {
        const back = parseDecimal(formatDecimal(value, places), places);
        expect(back).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test("money is written with six places and its sign", () => {
    expect(moneyText(money(-940_800))).toBe("-0.940800");
    expect(moneyText(money(5))).toBe("0.000005");
  });
});

describe("a probability leaves the model once", () => {
  test("a tie goes to the even unit", () => {
    expect(roundProbability(1 / 32)).toBe(312);
    expect(roundProbability(3 / 32)).toBe(938);
    expect(roundProbability(0.75)).toBe(7500);
  });

  test("what is no probability is refused", () => {
    expect(() => roundProbability(Number.NaN)).toThrow(RangeError);
    expect(() => roundProbability(1.000_001)).toThrow(RangeError);
    expect(() => roundProbability(-0.000_001)).toThrow(RangeError);
  });

  test("the rounded value is never more than half a unit away", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        const distance = Math.abs(roundProbability(value) - value * 10_000);
        expect(distance).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});
