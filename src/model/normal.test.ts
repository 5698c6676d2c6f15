import { expect, test } from "vitest";
import { normalCdf, normalQuantile } from "./normal.ts";

test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [1.96, 0.975002104851779],
  [-3, 0.001349898031630095],
  [-6, 9.865876450376981e-10],
])("the distribution at %d is %d", (x, chance) => {
  expect(normalCdf(x) / chance).toBeCloseTo(1, 10);
});

test("is antisymmetric, grows, and joins smoothly where its two formulas meet", () => {
  let before = 0;
  for (let x = -40; x <= 40; x += 0.01) {
    const chance = normalCdf(x);
    expect(chance).toBeGreaterThanOrEqual(before);
    expect(chance + normalCdf(-x)).toBeCloseTo(1, 14);
    before = chance;
  }
  expect(normalCdf(-5 - 1e-12) / normalCdf(-5 + 1e-12)).toBeCloseTo(1, 8);
});

test("the quantile undoes the distribution", () => {
  for (const chance of [1e-6, 0.01, 0.2, 0.5, 0.7, 0.999]) {
    expect(normalCdf(normalQuantile(chance))).toBeCloseTo(chance, 10);
  }
});
