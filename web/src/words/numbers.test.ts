import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cents,
  count,
  decimal,
  direction,
  dollars,
  gain,
  midCents,
  outcome,
  percent,
  points,
  signedPoints,
} from "./numbers.ts";

test.each([
  [0.84, "84¢"],
  [0.845, "84.5¢"],
  [0.0025, "0.25¢"],
  [0.29, "29¢"],
  [0.57, "57¢"],
  [1, "100¢"],
  [null, "—"],
  [undefined, "—"],
  [Number.NaN, "—"],
])("a price of %s dollars is %s", (price, text) => {
  expect(cents(price)).toBe(text);
});

test("every whole cent is written without a fraction", () => {
  for (let cent = 0; cent <= 100; cent += 1) expect(cents(cent / 100)).toBe(`${cent}¢`);
});

test("a mid keeps one place, and two when it needs them", () => {
  expect(midCents(0.85)).toBe("85.0¢");
  expect(midCents(0.845)).toBe("84.5¢");
  expect(midCents(0.84525)).toBe("84.53¢");
  expect(midCents(null)).toBe("—");
});

test.each([
  [1000, "$1,000.00"],
  [1_234_567.891, "$1,234,567.89"],
  [-11.48, "−$11.48"],
  [0, "$0.00"],
  [-0, "$0.00"],
  [-0.004, "$0.00"],
  [null, "—"],
])("%s dollars are %s", (amount, text) => {
  expect(dollars(amount)).toBe(text);
});

test("a gain has a sign, nothing has none, and neither has a rest below a cent", () => {
  expect(gain(4.81)).toBe("+$4.81");
  expect(gain(-11.48)).toBe("−$11.48");
  expect(gain(0)).toBe("$0.00");
  expect(gain(-0.001)).toBe("$0.00");
  expect(gain(0.001)).toBe("$0.00");
});

test("outcomes of the guide's order: losses are rounded up, gains down", () => {
  expect(outcome(-16.9408)).toBe("−$16.95");
  expect(outcome(83.0592)).toBe("+$83.05");
  expect(dollars(16.9408, "up")).toBe("$16.95");
  expect(dollars(83.0592, "down")).toBe("$83.05");
});

test("what is whole in cents is not rounded away by the double that carries it", () => {
  expect(outcome(-16.95)).toBe("−$16.95");
  expect(outcome(0.07 * 100)).toBe("+$7.00");
  expect(dollars(1.1 * 3, "up")).toBe("$3.30");
});

test("an edge below a limit is never shown at the limit", () => {
  expect(points(0.1)).toBe("10.0");
  expect(points(0.75 - 0.85)).toBe("10.0");
  expect(points(-0.09995)).toBe("9.9");
  expect(points(0.0805, 2)).toBe("8.05");
  expect(signedPoints(-0.1)).toBe("−10.0");
  expect(signedPoints(-0.0004)).toBe("0.0");
  expect(signedPoints(undefined)).toBe("—");
});

test("chances and counts", () => {
  expect(percent(0.75)).toBe("75.0");
  expect(percent(0)).toBe("0.0");
  expect(percent(null)).toBe("—");
  expect(count(412_300)).toBe("412,300");
  expect(count(0.5)).toBe("0.50");
  expect(count(undefined)).toBe("—");
});

test("an arrow points where the shown number points", () => {
  expect([direction(1), direction(-1), direction(0), direction(-0.004), direction(null)]).toEqual([
    "up",
    "down",
    "flat",
    "flat",
    "flat",
  ]);
});

test("no number is ever minus zero, however it is rounded", () => {
  const rounding = fc.constantFrom("nearest", "towardZero", "up", "down" as const);
  const value = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer());
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 4 }), rounding, (number, places, how) => {
      expect(decimal(number, places, how as "nearest")).not.toMatch(/^\u2212[0.,]*$/);
    }),
  );
});

test("up is never less and down never more than the number", () => {
  const micros = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(micros, (amount) => {
      const read = (text: string) => Number(text.replace("\u2212", "-").replaceAll(",", ""));
      expect(read(decimal(amount / 1e6, 2, "up"))).toBeGreaterThanOrEqual(amount / 1e6);
      expect(read(decimal(amount / 1e6, 2, "down"))).toBeLessThanOrEqual(amount / 1e6);
    }),
  );
});
