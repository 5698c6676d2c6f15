import { expect, test } from "vitest";
import { stateIndexAt } from "../timeline.ts";
import type { Timeline } from "../timeline.ts";
import { channelsOf, readChannels } from "./channels.ts";
import { gameOf } from "./test-board.ts";
import { mild, wild } from "./waywardness.ts";
import type { Waywardness } from "./waywardness.ts";

const games = Array.from({ length: 6 }, (_, index) => gameOf(index + 1));
const lag = { kind: "drawn", seed: 4 } as const;

/** What is shown every two seconds of a game. */
function polls(timeline: Timeline, waywardness: Waywardness = mild(4)) {
  const channels = channelsOf(timeline, lag, waywardness);
  const from = timeline.game.kickoffAt;
  const until = (timeline.states.at(-1)?.knownAt ?? from) + 100_000;
  const count = Math.ceil((until - from) / 2_000);
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * 2_000;
    return { at, ...readChannels(timeline, channels, at) };
  });
}

test("within a period the clock never goes up", () => {
  for (const timeline of games) {
    for (const waywardness of [mild(4), wild(4, [])]) {
      const shown = polls(timeline, waywardness);
      const up = shown.filter(({ state, clockSeconds }, index) => {
        const before = shown[index - 1];
        const same = before?.state.situation.period === state.situation.period;
        return same && clockSeconds > (before?.clockSeconds ?? 0);
      });
      expect(up).toEqual([]);
    }
  }
});

test("the clock leads the situation, mostly by less than 15 s, seldom by more", () => {
  const leads = games.flatMap((timeline) =>
    polls(timeline)
      .filter(({ state }) => state.moment === "scrimmage" && state.clockRunning)
      .map(({ state, clockSeconds }) => (state.situation.clockSeconds ?? 0) - clockSeconds),
  );
  const share = (least: number): number =>
    leads.filter((lead) => lead > least).length / leads.length;
  expect(share(0)).toBeGreaterThan(0.3);
  expect(share(16)).toBeGreaterThan(0.002);
  expect(share(16)).toBeLessThan(0.06);
});

test("the score comes before the situation and after it, by 10 s at most, never before it counts", () => {
  let leading = 0;
  let trailing = 0;
  for (const timeline of games) {
    const { situation, score } = channelsOf(timeline, lag, mild(4));
    timeline.states.forEach((state, index) => {
      const before = timeline.states[index - 1]?.situation;
      const { homeScore, awayScore } = state.situation;
      if (homeScore === before?.homeScore && awayScore === before?.awayScore) return;
      const shift = (score[index] ?? 0) - (situation[index] ?? 0);
      expect(Math.abs(shift)).toBeLessThanOrEqual(10_000);
      expect(score[index]).toBeGreaterThanOrEqual(state.knownAt + 2_000);
      if (shift < -2_000) leading += 1;
      if (shift > 2_000) trailing += 1;
    });
  }
  expect(leading).toBeGreaterThan(10);
  expect(trailing).toBeGreaterThan(10);
});

test("with the final every point is shown", () => {
  for (const timeline of games) {
    const shown = polls(timeline).filter(({ state }) => state.moment === "final");
    const final = timeline.states.at(-1)?.situation;
    expect(shown.length).toBeGreaterThan(5);
    for (const { scored } of shown) {
      expect(scored).toMatchObject({ home: final?.homeScore, away: final?.awayScore });
    }
  }
});

test("a game that ends with a score shows it with the final, never after it", () => {
  const [timeline] = games;
  const index = timeline?.states.findIndex(({ moment }) => moment === "touchdown") ?? 0;
  const [scored, last] = [timeline?.states[index], timeline?.states.at(-1)];
  if (timeline === undefined || scored === undefined || last === undefined) {
    throw new Error("no touchdown");
  }
  const { homeScore, awayScore } = scored.situation;
  const situation = { ...last.situation, homeScore, awayScore };
  const { homeByPeriod, awayByPeriod } = scored;
  const final = { ...last, situation, homeByPeriod, awayByPeriod, knownAt: scored.knownAt + 3_000 };
  const ended = { ...timeline, states: [...timeline.states.slice(0, index + 1), final] };
  let trailing = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const channels = channelsOf(ended, { kind: "fixed", seconds: 10 }, mild(seed));
    const over = channels.situation.at(-1) ?? 0;
    if ((channels.score[index] ?? 0) > (channels.situation[index] ?? 0)) trailing += 1;
    expect(readChannels(ended, channels, over).scored).toMatchObject({
      home: homeScore,
      away: awayScore,
    });
  }
  expect(trailing).toBeGreaterThan(5);
});

test("no situation is shown before its lag of 5 s, and only trailing ones after 40 s", () => {
  const late = (waywardness: Waywardness): readonly number[] =>
    games.flatMap((timeline) => {
      const { situation } = channelsOf(timeline, lag, waywardness);
      return timeline.states.map((state, index) => (situation[index] ?? 0) - state.knownAt);
    });
  expect(Math.min(...late(mild(4)))).toBeGreaterThanOrEqual(5_000);
  expect(Math.max(...late(mild(4)))).toBeLessThanOrEqual(40_000);
  const trailing = late(wild(4, [])).filter((ms) => ms > 40_000);
  expect(trailing.length).toBeGreaterThan(5);
  expect(Math.max(...trailing)).toBeLessThanOrEqual(130_000);
});

test("nothing is told of a play that has not been played", () => {
  for (const timeline of games) {
    const early = polls(timeline).filter(({ at, index }) => index > stateIndexAt(timeline, at));
    expect(early).toEqual([]);
  }
});
