import { expect, test } from "vitest";
import {
  age,
  ageNow,
  countdown,
  feedLagWords,
  secondsBetween,
  timeLeft,
  timeOfDay,
} from "./times.ts";

test.each([
  [0, "0.0 s"],
  [1.24, "1.2 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [14.4, "14 s"],
  [119, "119 s"],
  [120, "2 min"],
  [7_199, "119 min"],
  [7_200, "2 h"],
  [-3, "0.0 s"],
  [null, "—"],
  [undefined, "—"],
])("an age of %s seconds is %s", (seconds, text) => {
  expect(age(seconds)).toBe(text);
});

test.each([
  [14_400, "4 h 0 min"],
  [14_399, "3 h 59 min"],
  [3_600, "1 h 0 min"],
  [3_599, "59 min"],
  [120, "2 min"],
  [119, "119 s"],
  [-1, "0 s"],
  [null, "—"],
])("%s seconds are left as %s", (seconds, text) => {
  expect(timeLeft(seconds)).toBe(text);
});

test("a countdown ends at nothing, not below", () => {
  expect(countdown(8.2)).toBe("9 s");
  expect(countdown(8)).toBe("8 s");
  expect(countdown(-2)).toBe("0 s");
  expect(countdown(null)).toBe("—");
});

test("ages count on at the source's speed, and what was never heard has none", () => {
  expect(ageNow(1, 2_000, 1)).toBe(3);
  expect(ageNow(1, 2_000, 12)).toBe(25);
  expect(ageNow(1, 2_000, null)).toBe(3);
  expect(ageNow(1, -50, 12)).toBe(1);
  expect(ageNow(null, 2_000, 12)).toBeUndefined();
});

test("times of day are New York's, whatever the machine's zone", () => {
  expect(timeOfDay("2025-09-08T00:15:07.000Z").replace(/\s/g, " ")).toBe("8:15:07 PM");
  expect(timeOfDay("2025-12-08T00:15:07.000Z", 1_500).replace(/\s/g, " ")).toBe("7:15:08 PM");
  expect(timeOfDay(null)).toBe("—");
  expect(timeOfDay("nonsense")).toBe("—");
});

test("seconds between two moments", () => {
  expect(secondsBetween("2025-09-08T00:15:07.000Z", "2025-09-08T00:15:48.000Z")).toBe(41);
  expect(secondsBetween(null, "2025-09-08T00:15:48.000Z")).toBeUndefined();
});

test("the scoreboard's lag is said once it was measured", () => {
  expect(feedLagWords({ events: 4, median_s: 17.4, p90_s: 31 })).toBe("17 s, 90% within 31 s");
  expect(feedLagWords({ events: 2, median_s: null, p90_s: null })).toBe("—");
  expect(feedLagWords(undefined)).toBe("—");
});
