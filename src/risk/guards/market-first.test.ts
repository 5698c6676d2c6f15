import { expect, test } from "vitest";
import type { SituationChange } from "../../domain/game.ts";
import {
  createMarketFirst,
  type MarketFirst,
  marketFirstActive,
  marketFirstDeadline,
  noteAnswer,
  noteMid,
} from "./market-first.ts";

const score: SituationChange = { kind: "gameEvent", what: ["score"] };
const nothing: SituationChange = { kind: "none" };

function gain(yardsGained: number): SituationChange {
  return { kind: "playUpdate", yardsGained };
}

/** Mids in cents at ms. */
function seen(
  ...mids: readonly (readonly [mono: number, cents: number | undefined])[]
): MarketFirst {
  const guard = createMarketFirst();
  for (const [mono, cents] of mids) {
    noteMid(guard, mono, cents === undefined ? undefined : Math.round(cents * 200));
  }
  return guard;
}

function activeAfter(news: SituationChange | undefined, agoMs: number): boolean {
  const guard = seen([0, 50]);
  if (news !== undefined) noteAnswer(guard, 100_000 - agoMs, news);
  noteMid(guard, 100_000, 54 * 200);
  return marketFirstActive(guard, 100_000);
}

test("RSK-09 a jump of 4.0¢ without news makes it active, 3.9¢ does not", () => {
  expect(marketFirstActive(seen([0, 50], [60_000, 54]), 60_000)).toBe(true);
  expect(marketFirstActive(seen([0, 50], [60_000, 46]), 60_000)).toBe(true);
  expect(marketFirstActive(seen([0, 50], [60_000, 53.9]), 60_000)).toBe(false);
});

test("RSK-09 the change counts within 5 s, in steps too", () => {
  expect(marketFirstActive(seen([0, 50], [10_000, 52], [15_000, 54]), 15_000)).toBe(true);
  expect(marketFirstActive(seen([0, 50], [10_000, 52], [15_001, 54]), 15_001)).toBe(false);
});

test("RSK-09 a GameEvent explains it for 30 s, not for 31 s; so does a gain of 20 yards", () => {
  expect([activeAfter(score, 30_000), activeAfter(score, 31_000)]).toEqual([false, true]);
  expect([activeAfter(gain(20), 30_000), activeAfter(gain(20), 30_001)]).toEqual([false, true]);
  expect([activeAfter(gain(19), 1_000), activeAfter(nothing, 1_000)]).toEqual([true, true]);
});

test("RSK-09 an explained jump is not found again when its news grows old", () => {
  const guard = seen([0, 50]);
  noteAnswer(guard, 70_000, score);
  noteMid(guard, 99_000, 54 * 200);
  noteMid(guard, 101_000, 54.1 * 200);
  expect(marketFirstActive(guard, 101_000)).toBe(false);
});

test("RSK-09 a book that was one-sided before has no mid to jump from", () => {
  expect(marketFirstActive(seen([0, undefined], [1_000, 60]), 1_000)).toBe(false);
  // What stood more than 5 s before does not count either.
  const long = seen([0, 50], [1_000, undefined], [6_001, 60]);
  expect(marketFirstActive(long, 6_001)).toBe(false);
  const brief = seen([0, 50], [1_000, undefined], [2_000, 60]);
  expect(marketFirstActive(brief, 2_000)).toBe(true);
});

test("RSK-09 the next GameEvent releases it at once", () => {
  const guard = seen([0, 50], [1_000, 55]);
  noteAnswer(guard, 1_500, score);
  expect(marketFirstActive(guard, 1_500)).toBe(false);
});

test("RSK-09 20 s and two clean polls after the jump release it, one of the two does not", () => {
  const guard = seen([0, 50]);
  noteAnswer(guard, 500, nothing);
  noteMid(guard, 1_000, 55 * 200);
  expect(marketFirstDeadline(guard, 1_000)).toBe(21_000);
  noteAnswer(guard, 3_000, nothing);
  expect(marketFirstActive(guard, 60_000)).toBe(true);
  noteAnswer(guard, 5_000, gain(3));
  expect([marketFirstActive(guard, 20_999), marketFirstActive(guard, 21_000)]).toEqual([
    true,
    false,
  ]);
});

test("a second jump while it is active starts the 20 s anew", () => {
  const guard = seen([0, 50], [1_000, 55]);
  noteAnswer(guard, 3_000, nothing);
  noteAnswer(guard, 5_000, nothing);
  noteMid(guard, 15_000, 60 * 200);
  expect(marketFirstActive(guard, 30_000)).toBe(true);
});
