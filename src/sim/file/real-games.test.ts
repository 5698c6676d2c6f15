import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stateIndexAt } from "../timeline.ts";
import type { Candle } from "./candle.ts";
import { isSnap } from "./play-meaning.ts";
import type { Play } from "./play.ts";
import { quoteSteps } from "./quotes.ts";
import { readCandles, readPlays } from "./read.ts";
import { fileTimeline } from "./timeline.ts";

/** Real games are not part of the repository: without them these tests are skipped. */
const folder = join(import.meta.dirname, "../../../../shared/data/kalshi-sample");
const games = ["2025_01_DAL_PHI", "2025_01_ARI_NO"];

function forGames(name: string, check: (game: string) => void): void {
  test.for(games)(name, (game, context) => {
    if (!existsSync(folder)) context.skip("needs the real games in ../shared/data/kalshi-sample");
    check(game);
  });
}

function playsOf(game: string): readonly Play[] {
  const reading = readPlays(join(folder, `nfl_${game}_plays.csv.gz`), game);
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

function candlesOf(game: string): readonly Candle[] {
  const reading = readCandles(join(folder, `nfl_${game}_candles.csv.gz`), game);
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

forGames("%s comes out play by play as it went in", (game) => {
  const plays = playsOf(game);
  const timeline = fileTimeline(plays);
  const snaps = plays.filter((play) => isSnap(play) && play.down !== undefined);
  let compared = 0;
  for (const snap of snaps) {
    if (snap.snapAt === undefined) continue;
    const state = timeline.states[stateIndexAt(timeline, snap.snapAt)]?.situation;
    // What stands just before a snap is what the row says of its start. In a few rows the snap is
    // stamped before the whistle of the row before; there the row before is not known yet.
    const index = plays.indexOf(snap);
    const before = plays[index - 1];
    const known = before?.whistleAt ?? (before?.snapAt ?? 0) + 6_000;
    if (known > snap.snapAt || state?.period !== snap.period) continue;
    compared += 1;
    expect(state).toMatchObject({
      possession: snap.offence === snap.homeTeam ? "home" : "away",
      down: snap.down,
      distance: snap.distance,
      yardline100: snap.yardline100,
      homeScore: before?.homeScore,
      awayScore: before?.awayScore,
      homeTimeouts: before?.homeTimeouts,
      awayTimeouts: before?.awayTimeouts,
    });
  }
  expect(compared).toBeGreaterThan(100);
});

forGames("%s is told in order, ends with the official result and shows each play once", (game) => {
  const plays = playsOf(game);
  const { states } = fileTimeline(plays);
  for (const [index, state] of states.entries()) {
    const before = states[index - 1];
    if (before === undefined) continue;
    expect(state.knownAt).toBeGreaterThanOrEqual(before.knownAt);
    if (state.situation.period === before.situation.period) {
      expect(state.situation.clockSeconds).toBeLessThanOrEqual(
        before.situation.clockSeconds ?? 900,
      );
    }
  }
  const final = states.at(-1)?.situation;
  expect(final).toMatchObject({ state: "post", phase: "final", completed: true, clockSeconds: 0 });
  expect(final?.homeScore).toBe(plays[0]?.homeFinal);
  expect(final?.awayScore).toBe(plays[0]?.awayFinal);
  expect(states.filter((state) => state.moment === "halftime")).toHaveLength(1);
  const told = states.flatMap(({ play }) => (play === undefined ? [] : [play]));
  const rows = plays.filter((play) => play.playType !== "");
  const words = new Set(told.map((play) => play.text));
  expect(rows.every((row) => words.has(row.text.replace(/^\(\d*:\d\d\) /, "")))).toBe(true);
  const numbers = told.map((play) => play.number);
  expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
});

forGames("%s: each minute of the market stays within its candle and closes on it", (game) => {
  const candles = candlesOf(game);
  const steps = quoteSteps(candles, 7);
  expect(steps).toHaveLength(candles.length * 4);
  for (const candle of candles) {
    const own = steps.filter(
      (step) =>
        step.ticker === candle.ticker &&
        step.at >= candle.endsAt - 60_000 &&
        step.at < candle.endsAt,
    );
    expect(own.map((step) => step.at - candle.endsAt + 60_000)).toEqual([
      0, 20_000, 40_000, 59_000,
    ]);
    const bids = own.map((step) => step.bids[0]?.[0] ?? 0);
    expect(bids[0]).toBe(candle.bid.open);
    expect(bids[3]).toBe(candle.bid.close);
    expect([...bids].sort((left, right) => left - right)[0]).toBe(candle.bid.low);
    expect(Math.max(...bids)).toBe(candle.bid.high);
    const volume = own.reduce((sum, step) => sum + (step.print?.quantity ?? 0), 0);
    if (candle.traded !== undefined && candle.traded.low > 0) expect(volume).toBe(candle.volume);
  }
});
