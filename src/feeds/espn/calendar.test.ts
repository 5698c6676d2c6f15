import fc from "fast-check";
import { expect, test } from "vitest";
import { easternDay, readInstant } from "./calendar.ts";

test("TIM-08 instants are read with their zone, and unknown without one", () => {
  const at = Date.UTC(2026, 9, 13, 0, 15);
  expect(readInstant("2026-10-13T00:15Z")).toBe(at);
  expect(readInstant("2026-10-13T00:15:00Z")).toBe(at);
  expect(readInstant("2026-10-13T00:15:00.123456Z")).toBe(at + 123);
  expect(readInstant("2026-10-12T20:15:00-04:00")).toBe(at);
  expect(readInstant("2026-10-13T00:15:00")).toBeUndefined();
  expect(readInstant("1791850500000")).toBeUndefined();
  expect(readInstant("2026-13-13T00:15Z")).toBeUndefined();
});

test("any ISO text is the same instant as the platform's own reading", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) => {
      expect(readInstant(date.toISOString())).toBe(date.getTime());
    }),
  );
});

test("TIM-09 an evening game belongs to the Eastern day before its UTC date", () => {
  expect(easternDay(Date.UTC(2026, 9, 13, 0, 15))).toBe("20261012");
  expect(easternDay(Date.UTC(2026, 8, 13, 17, 0))).toBe("20260913");
  expect(easternDay(Date.UTC(2027, 0, 1, 1, 20))).toBe("20261231");
  expect(easternDay(Date.UTC(2028, 1, 29, 18, 0))).toBe("20280229");
});
