import { expect, test } from "vitest";
import { easternDay } from "./calendar.ts";

test("TIM-09 an evening game belongs to the Eastern day before its UTC date", () => {
  expect(easternDay(Date.UTC(2026, 9, 13, 0, 15))).toBe("20261012");
  expect(easternDay(Date.UTC(2026, 8, 13, 17, 0))).toBe("20260913");
  expect(easternDay(Date.UTC(2027, 0, 1, 1, 20))).toBe("20261231");
  expect(easternDay(Date.UTC(2028, 1, 29, 18, 0))).toBe("20280229");
});
