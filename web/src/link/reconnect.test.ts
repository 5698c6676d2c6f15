import fc from "fast-check";
import { expect, test } from "vitest";
import { waitBeforeAttempt } from "./reconnect.ts";

const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test("the first attempt comes within a second", () => {
  fc.assert(
    fc.property(chance, (by) => {
      const wait = waitBeforeAttempt(1, by);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(1_000);
    }),
  );
});

test("every later attempt comes after 5 s, a fifth more or less", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10_000 }), chance, (attempt, by) => {
      const wait = waitBeforeAttempt(attempt, by);
      expect(wait).toBeGreaterThanOrEqual(4_000);
      expect(wait).toBeLessThanOrEqual(6_000);
    }),
  );
});

test("pages that lost the line together do not come back together", () => {
  expect(waitBeforeAttempt(1, 0.1)).not.toBe(waitBeforeAttempt(1, 0.9));
  expect(waitBeforeAttempt(3, 0.1)).not.toBe(waitBeforeAttempt(3, 0.9));
});
