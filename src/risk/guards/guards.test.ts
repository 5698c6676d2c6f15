import { describe, expect, test } from "vitest";
import {
  type DoubledEdge,
  money,
  type Price,
  type Probability,
  type Quantity,
} from "../../domain/numbers.ts";
import {
  createCooldown,
  isCooling,
  noteAutoEntry,
  noteEdge,
  noteGameEvent,
  releaseCooldown,
} from "./cooldown.ts";
import {
  createDailyLoss,
  createLossStreak,
  dailyLossDeadline,
  type DailyLossSight,
  dailyLossTripped,
  noteClosedTrade,
  noteStreakLimit,
  reEnableAfterStreak,
  watchDailyLoss,
} from "./losses.ts";
import {
  attemptsInLastSecond,
  createOrderRate,
  noteAttempt,
  noteOrder,
  ordersInLastMinute,
} from "./order-rate.ts";
import { createQuoteStability, framesStood, noteFrame } from "./quote-stability.ts";

const minEdge = 1_000 as Probability;

function points(value: number): DoubledEdge {
  return Math.round(value * 200) as DoubledEdge;
}

describe("cooldown", () => {
  test("RSK-22 while the edge stays at 12 there is one entry", () => {
    const cooldown = createCooldown();
    expect(isCooling(cooldown, "home")).toBe(false);
    noteAutoEntry(cooldown, "home");
    for (let second = 0; second < 600; second += 1) {
      noteEdge(cooldown, points(12), minEdge);
      expect(isCooling(cooldown, "home")).toBe(true);
    }
  });

  test("RSK-22 an edge that fell below Min Edge − 2 and returned may be entered again", () => {
    const cooldown = createCooldown();
    noteAutoEntry(cooldown, "home");
    noteEdge(cooldown, points(8), minEdge);
    expect(isCooling(cooldown, "home")).toBe(true);
    noteEdge(cooldown, points(7.99), minEdge);
    noteEdge(cooldown, points(12), minEdge);
    expect(isCooling(cooldown, "home")).toBe(false);
  });

  test("RSK-22 a new GameEvent allows one more", () => {
    const cooldown = createCooldown();
    noteAutoEntry(cooldown, "away");
    noteEdge(cooldown, points(-12), minEdge);
    expect(isCooling(cooldown, "away")).toBe(true);
    noteGameEvent(cooldown);
    expect(isCooling(cooldown, "away")).toBe(false);
  });

  test("the opposite signal was not entered; an abandoned intent was not either", () => {
    const cooldown = createCooldown();
    noteAutoEntry(cooldown, "away");
    expect(isCooling(cooldown, "home")).toBe(false);
    noteEdge(cooldown, points(12), minEdge);
    expect(isCooling(cooldown, "away")).toBe(false);
    noteAutoEntry(cooldown, "home");
    releaseCooldown(cooldown);
    expect(isCooling(cooldown, "home")).toBe(false);
  });
});

describe("loss streak", () => {
  const [loss, gain, scratch] = [money(-1), money(1), money(0)];

  test("RSK-07 the third loss in a row trips; re-enabled at 60 s, not at 59 s", () => {
    const streak = createLossStreak();
    expect(noteClosedTrade(streak, loss, 3, 0)).toBe(false);
    expect(noteClosedTrade(streak, loss, 3, 0)).toBe(false);
    expect(noteClosedTrade(streak, loss, 3, 5_000)).toBe(true);
    expect(noteClosedTrade(streak, loss, 3, 6_000)).toBe(false);
    expect([reEnableAfterStreak(streak, 64_000), streak.losses]).toEqual([1_000, 4]);
    expect([reEnableAfterStreak(streak, 65_000), streak.losses]).toEqual([0, 0]);
  });

  test("LED-08 a scratch between losses neither counts nor resets; a win resets", () => {
    const streak = createLossStreak();
    noteClosedTrade(streak, loss, 3, 0);
    noteClosedTrade(streak, scratch, 3, 0);
    noteClosedTrade(streak, loss, 3, 0);
    noteClosedTrade(streak, scratch, 3, 0);
    expect(streak.losses).toBe(2);
    expect(noteClosedTrade(streak, loss, 3, 0)).toBe(true);
    const other = createLossStreak();
    noteClosedTrade(other, loss, 3, 0);
    noteClosedTrade(other, loss, 3, 0);
    noteClosedTrade(other, gain, 3, 0);
    expect(noteClosedTrade(other, loss, 3, 0)).toBe(false);
  });

  test("Start without a trip does not forgive losses; a lowered limit trips on them", () => {
    const streak = createLossStreak();
    noteClosedTrade(streak, loss, 3, 0);
    noteClosedTrade(streak, loss, 3, 0);
    expect([reEnableAfterStreak(streak, 900_000), streak.losses]).toEqual([0, 2]);
    expect(noteStreakLimit(streak, 2, 1_000)).toBe(true);
    expect(reEnableAfterStreak(streak, 2_000)).toBe(59_000);
  });
});

describe("daily loss", () => {
  function sight(mono: number, change: Partial<DailyLossSight> = {}): DailyLossSight {
    const zero = money(0);
    const limit = money(100_000_000);
    const base = {
      mono,
      day: "2026-10-12",
      realised: zero,
      unrealised: zero,
      orderly: true,
      limit,
    };
    return { ...base, ...change };
  }

  test("RSK-06 realised alone trips at once, exactly at the limit", () => {
    const guard = createDailyLoss();
    expect(watchDailyLoss(guard, sight(0, { realised: money(-99_999_999) }))).toBe(false);
    const at = { realised: money(-100_000_000), unrealised: undefined, orderly: false };
    expect(watchDailyLoss(guard, sight(1, at))).toBe(true);
    expect(watchDailyLoss(guard, sight(2, at))).toBe(false);
    expect(dailyLossTripped(guard, "2026-10-12")).toBe(true);
  });

  test("RSK-06 unrealised for 9 s does not trip, for 11 s it does; a mix as well", () => {
    for (const [realised, unrealised] of [
      [0, -100_000_000],
      [-60_000_000, -40_000_000],
    ] as const) {
      const guard = createDailyLoss();
      const loss = { realised: money(realised), unrealised: money(unrealised) };
      expect(watchDailyLoss(guard, sight(0, loss))).toBe(false);
      expect(dailyLossDeadline(guard)).toBe(10_000);
      expect(watchDailyLoss(guard, sight(9_000, loss))).toBe(false);
      expect(watchDailyLoss(guard, sight(11_000, loss))).toBe(true);
    }
  });

  test("RSK-06 on a one-sided book, on one wider than 10¢, or without a mark it waits", () => {
    for (const change of [
      { unrealised: money(-200_000_000), orderly: false },
      { unrealised: undefined, orderly: true },
    ]) {
      const guard = createDailyLoss();
      for (let mono = 0; mono < 60_000; mono += 1_000) {
        expect(watchDailyLoss(guard, sight(mono, change))).toBe(false);
      }
    }
    // The 10 s are without a break.
    const guard = createDailyLoss();
    const loss = { unrealised: money(-200_000_000) };
    watchDailyLoss(guard, sight(0, loss));
    watchDailyLoss(guard, sight(9_000, { ...loss, orderly: false }));
    expect(watchDailyLoss(guard, sight(11_000, loss))).toBe(false);
    expect(watchDailyLoss(guard, sight(21_000, loss))).toBe(true);
  });

  test("an unrealised gain does not pay for realised losses", () => {
    const guard = createDailyLoss();
    const change = { realised: money(-100_000_000), unrealised: money(90_000_000) };
    expect(watchDailyLoss(guard, sight(0, change))).toBe(true);
  });

  test("RSK-06 a restart keeps the trip, the next trading day clears it", () => {
    const restarted = createDailyLoss("2026-10-12");
    expect(dailyLossTripped(restarted, "2026-10-12")).toBe(true);
    watchDailyLoss(restarted, sight(0, { day: "2026-10-13" }));
    expect(dailyLossTripped(restarted, "2026-10-12")).toBe(false);
  });
});

describe("order rate", () => {
  test("ORD-27 the 20th attempt within a second runs away", () => {
    const rate = createOrderRate();
    const results = Array.from({ length: 20 }, (_, index) => noteAttempt(rate, index * 50));
    expect(results.indexOf(true)).toBe(19);
    const slower = createOrderRate();
    const calm = Array.from({ length: 200 }, (_, index) => noteAttempt(slower, index * 53));
    expect(calm.includes(true)).toBe(false);
    expect(attemptsInLastSecond(slower, 199 * 53)).toBe(19);
  });

  test("RSK-23 orders of the last minute, without the one under review", () => {
    const rate = createOrderRate();
    for (let n = 0; n < 10; n += 1) noteOrder(rate, n * 1_000);
    expect(ordersInLastMinute(rate, 10_000)).toBe(10);
    expect(ordersInLastMinute(rate, 10_000, 9_000)).toBe(9);
    expect(ordersInLastMinute(rate, 60_000)).toBe(9);
    expect(ordersInLastMinute(rate, 69_000)).toBe(0);
  });
});

describe("quote stability", () => {
  const top = (price: number, size = 100) => ({
    price: price as Price,
    quantity: size as Quantity,
  });

  test("a quote stands from its second frame on; a spike starts anew", () => {
    const stability = createQuoteStability();
    noteFrame(stability, 0, top(4_800), top(5_000));
    expect(framesStood(stability, 1_000)).toBe(1);
    noteFrame(stability, 1_000, top(4_800, 7), top(5_000));
    expect(framesStood(stability, 1_000)).toBe(2);
    noteFrame(stability, 1_001, top(4_800), top(5_500));
    expect(framesStood(stability, 9_000)).toBe(1);
  });

  test("KWS-18 frames of one burst are no more than one until the quote outlives 200 ms", () => {
    const stability = createQuoteStability();
    for (const mono of [0, 1, 90, 200]) noteFrame(stability, mono, top(4_800), top(5_000));
    expect([1, 200, 201].map((mono) => framesStood(stability, mono))).toEqual([1, 1, 4]);
  });

  test("a side without size stands for nothing", () => {
    const stability = createQuoteStability();
    noteFrame(stability, 0, top(4_800), undefined);
    noteFrame(stability, 1_000, top(4_800), undefined);
    expect(framesStood(stability, 1_000)).toBe(0);
  });
});
