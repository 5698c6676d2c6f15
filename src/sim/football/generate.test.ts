import { expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import type { PlayKind } from "../../domain/game.ts";
import { fairHomeAt } from "../fair.ts";
import type { Timeline } from "../timeline.ts";
import { generateGame } from "./generate.ts";
import { createMatchup, drawTeams } from "./matchup.ts";

const kickoffAt = 1_789_430_400_000;

function gameOf(seed: number): Timeline {
  const [home, away] = drawTeams(seededChance(seed, "test"), 2);
  if (home === undefined || away === undefined) throw new Error("no teams");
  const game = createMatchup({ seed, home, away, kickoffAt, week: 1, season: 2026 });
  return generateGame(game, seed);
}

const games = Array.from({ length: 200 }, (_, index) => gameOf(index + 1));

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function countOf(timeline: Timeline, kind: PlayKind): number {
  return timeline.states.filter((state) => state.situation.lastPlay?.kind === kind).length;
}

function finalOf({ states }: Timeline): { home: number; away: number; period: number } {
  const situation = states.at(-1)?.situation;
  return {
    home: situation?.homeScore ?? -1,
    away: situation?.awayScore ?? -1,
    period: situation?.period ?? 0,
  };
}

test("the same seed gives the same game, another seed another", () => {
  expect(gameOf(5)).toEqual(gameOf(5));
  expect(gameOf(5).states).not.toEqual(gameOf(6).states);
});

test("rates are those of the league", () => {
  const finals = games.map(finalOf);
  const points = mean(finals.map(({ home, away }) => (home + away) / 2));
  expect(points).toBeGreaterThan(20);
  expect(points).toBeLessThan(26);
  const rows = mean(games.map((game) => game.states.length));
  expect(rows).toBeGreaterThan(160);
  expect(rows).toBeLessThan(205);
  const drives = games.map(
    (game) => countOf(game, "kickoff") + countOf(game, "punt") + countOf(game, "turnover"),
  );
  expect(mean(drives) / 2).toBeGreaterThan(9.8);
  expect(mean(drives) / 2).toBeLessThan(11.5);
  const hours = games.map(({ states }) => ((states.at(-1)?.knownAt ?? 0) - kickoffAt) / 3_600_000);
  expect(mean(hours)).toBeGreaterThan(2.8);
  expect(mean(hours)).toBeLessThan(3.4);
  const overtimes = finals.filter(({ period }) => period > 4).length;
  expect(overtimes).toBeGreaterThan(3);
  expect(overtimes).toBeLessThan(25);
});

test("margins agree with the spread, and the favourite wins about two games of three", () => {
  const residuals = games.map((game) => {
    const { home, away } = finalOf(game);
    return home - away - (game.game.spreadHome ?? 0);
  });
  expect(Math.abs(mean(residuals))).toBeLessThan(2.5);
  const deviation = Math.sqrt(mean(residuals.map((one) => one * one)));
  expect(deviation).toBeGreaterThan(10.5);
  expect(deviation).toBeLessThan(15.5);
});

test("ties are possible and end after ten minutes of overtime", () => {
  const tied = Array.from({ length: 900 }, (_, index) => index + 1).find((seed) => {
    const { home, away } = finalOf(gameOf(seed));
    return home === away;
  });
  expect(tied).toBeDefined();
  const game = gameOf(tied ?? 0);
  expect(finalOf(game).period).toBe(5);
  expect(fairHomeAt(game, Infinity)).toBe(0.5);
});

test("every kind of moment occurs", () => {
  const seen = new Set(games.flatMap(({ states }) => states.map((state) => state.moment)));
  expect([...seen].toSorted()).toEqual(
    [
      "afterTry",
      "endOfPeriod",
      "fieldGoal",
      "final",
      "halftime",
      "kickoff",
      "pregame",
      "puntTouchback",
      "safety",
      "scrimmage",
      "start",
      "touchdown",
    ].toSorted(),
  );
});

test("time never runs backwards, clocks only down, situations stay on the field", () => {
  for (const { states } of games) {
    for (const [index, state] of states.entries()) {
      const before = states[index - 1];
      const { period, clockSeconds, yardline100, distance, down } = state.situation;
      if (before !== undefined) {
        expect(state.knownAt).toBeGreaterThanOrEqual(before.knownAt);
        if (before.situation.period === period && before.situation.clockSeconds !== undefined) {
          expect(clockSeconds).toBeLessThanOrEqual(before.situation.clockSeconds);
        }
      }
      if (yardline100 === undefined) continue;
      expect(yardline100).toBeGreaterThanOrEqual(1);
      expect(yardline100).toBeLessThanOrEqual(99);
      expect(down).toBeGreaterThanOrEqual(1);
      expect(down).toBeLessThanOrEqual(4);
      expect(distance).toBeGreaterThanOrEqual(1);
      expect(distance).toBeLessThanOrEqual(yardline100);
    }
  }
});

test("scores only grow, by what a play is worth, and add up by period", () => {
  for (const { states } of games) {
    for (const [index, state] of states.entries()) {
      const before = states[index - 1]?.situation;
      const { homeScore = 0, awayScore = 0 } = state.situation;
      const home = homeScore - (before?.homeScore ?? 0);
      const away = awayScore - (before?.awayScore ?? 0);
      expect(home === 0 || away === 0).toBe(true);
      expect([0, 1, 2, 3, 6]).toContain(home + away);
      expect(state.homeByPeriod.reduce((sum, points) => sum + points, 0)).toBe(homeScore);
      expect(state.awayByPeriod.reduce((sum, points) => sum + points, 0)).toBe(awayScore);
    }
  }
});

test("halftime lasts 13 minutes and each half that is played out has its warning", () => {
  for (const { states } of games) {
    const half = states.findIndex((state) => state.moment === "halftime");
    const [before, after] = [states[half], states[half + 1]];
    const minutes = ((after?.knownAt ?? 0) - (before?.knownAt ?? 0)) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(13);
    expect(minutes).toBeLessThan(13.5);
    const warnings = states.filter(
      ({ situation }) => situation.lastPlay?.kind === "twoMinuteWarning" && situation.period === 2,
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.situation.clockSeconds).toBeLessThanOrEqual(120);
  }
});

test("in overtime a first field goal does not end the game before the other team had the ball", () => {
  const overtimes = Array.from({ length: 300 }, (_, index) => gameOf(index + 1)).filter(
    (game) => finalOf(game).period > 4,
  );
  expect(overtimes.length).toBeGreaterThan(5);
  for (const { states } of overtimes) {
    const played = states.filter((state) => state.situation.period === 5);
    const kicks = played.filter((state) => state.moment === "kickoff");
    const firstScore = played.findIndex((state) => state.moment === "fieldGoal");
    const earlier = played.slice(0, Math.max(0, firstScore));
    const holders = new Set(earlier.map((state) => state.situation.possession));
    const clock = played[firstScore]?.situation.clockSeconds ?? 0;
    const onlyOne = !(holders.has("home") && holders.has("away"));
    if (firstScore >= 0 && onlyOne && clock > 10) expect(kicks.length).toBeGreaterThan(1);
  }
});

test("after the season overtime has 15 minutes and goes on until one has won; before it, none", () => {
  const inSeason = (seed: number, seasonType: "pre" | "post"): Timeline => {
    const { game } = gameOf(seed);
    return generateGame({ ...game, seasonType }, seed);
  };
  const seeds = Array.from({ length: 250 }, (_, index) => index + 1);
  const extra = seeds
    .map((seed) => inSeason(seed, "post"))
    .filter((one) => finalOf(one).period > 4);
  expect(extra.length).toBeGreaterThan(5);
  for (const game of extra) {
    const { home, away } = finalOf(game);
    expect(home).not.toBe(away);
    const first = game.states.find(({ situation }) => situation.period === 5)?.situation;
    expect(first?.clockSeconds).toBeGreaterThan(880);
    expect(first?.homeTimeouts).toBe(3);
  }
  const early = seeds.map((seed) => finalOf(inSeason(seed, "pre")));
  expect(early.filter(({ period }) => period > 4)).toEqual([]);
  expect(early.filter(({ home, away }) => home === away).length).toBeGreaterThan(5);
});

test("a field goal is an attempt, good or not; only a good one is followed by a kickoff", () => {
  const tries = games.flatMap(({ states }) =>
    states.filter(({ situation }) => situation.lastPlay?.kind === "fieldGoal"),
  );
  const good = tries.filter(({ moment }) => moment === "fieldGoal");
  const missed = tries.filter(({ moment }) => moment === "scrimmage");
  expect(good.length + missed.length).toBe(tries.length);
  expect(missed.length).toBeGreaterThan(50);
  expect(good.every(({ play }) => play?.scoreValue === 3 && play.type.id === "59")).toBe(true);
  expect(missed.every(({ play }) => ["18", "60"].includes(play?.type.id ?? ""))).toBe(true);
  expect(missed.every(({ situation }) => situation.down === 1)).toBe(true);
});

test("the officials stop a game some times, for television and injuries; the field stays", () => {
  const counts = games.map(
    ({ states }) => states.filter(({ play }) => play?.type.id === "74").length,
  );
  expect(mean(counts)).toBeGreaterThan(5);
  expect(mean(counts)).toBeLessThan(17);
  for (const { states } of games) {
    states.forEach((state, index) => {
      if (state.play?.type.id !== "74") return;
      const before = states[index - 1]?.situation;
      expect(state.situation).toMatchObject({
        down: before?.down,
        distance: before?.distance,
        yardline100: before?.yardline100,
        possession: before?.possession,
      });
    });
  }
});

test("the generator's own chance ends certain and is calibrated", () => {
  const errors: number[] = [];
  for (const game of games) {
    const { home, away } = finalOf(game);
    const result = home === away ? 0.5 : home > away ? 1 : 0;
    expect(fairHomeAt(game, Infinity)).toBe(result);
    for (const state of game.states) {
      const fair = fairHomeAt(game, state.knownAt);
      expect(fair).toBeGreaterThanOrEqual(0);
      expect(fair).toBeLessThanOrEqual(1);
      errors.push((fair - result) ** 2);
    }
  }
  expect(mean(errors)).toBeLessThan(0.19);
});
