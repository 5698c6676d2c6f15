import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Situation } from "../../src/domain/game.ts";
import { isSnap } from "../../src/sim/file/play-meaning.ts";
import type { Play } from "../../src/sim/file/play.ts";
import { readPlays } from "../../src/sim/file/read.ts";
import { fileTimeline } from "../../src/sim/file/timeline.ts";
import type { Timeline, TrueState } from "../../src/sim/timeline.ts";
import { generatedGames } from "./played-games.ts";
import { watch } from "./watch.ts";
import type { Told } from "./watch.ts";

const folder = join(import.meta.dirname, "../../../shared/data/kalshi-sample");
const absent = existsSync(folder)
  ? undefined
  : "the sample games are not here (../shared/data/kalshi-sample)";

function situationsOf(told: readonly Told[]): readonly Situation[] {
  return told.flatMap(({ news }) => (news.kind === "answer" ? [news.situation] : []));
}

/** What the feed had to say beside answers: nothing was unreadable, missing, held or corrected. */
function trouble(told: readonly Told[]): readonly string[] {
  const good = ["answer", "secondLook"];
  return told.map(({ news }) => news.kind).filter((kind) => !good.includes(kind));
}

/** A scrimmage play is next. */
function isScrimmage({ phase, down }: Situation): boolean {
  return phase === "inProgress" && down !== undefined;
}

function numberOf(situation: Situation, timeline: Timeline): number {
  return Number(situation.lastPlay?.id.slice(timeline.game.eventId.length));
}

function fieldOf(situation: Situation): Partial<Situation> {
  const { period, possession, down, distance, goalToGo, yardline100 } = situation;
  return { period, possession, down, distance, goalToGo, yardline100 };
}

/** Each score once, in the order in which it stood. */
function scoresOf(situations: readonly Situation[]): readonly string[] {
  const scores = situations
    .filter(({ state }) => state !== "pre")
    .map(({ homeScore, awayScore }) => `${homeScore}-${awayScore}`);
  return scores.filter((score, index) => score !== scores[index - 1]);
}

/** States of the truth that stand for at least two polls of the scoreboard when it shows them. */
function statesWithTime(timeline: Timeline): readonly TrueState[] {
  return timeline.states.filter((state, index) => {
    const next = timeline.states[index + 1];
    return isScrimmage(state.situation) && next !== undefined && next.knownAt - state.knownAt > 0;
  });
}

function playsOf(game: string): readonly Play[] {
  const reading = readPlays(join(folder, `nfl_${game}_plays.csv.gz`), game);
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

describe.each(["2025_01_DAL_PHI", "2025_01_ARI_NO"])("%s through the feed", (game) => {
  let plays: readonly Play[] = [];
  let timeline: Timeline;
  let told: readonly Told[] = [];

  beforeAll(async () => {
    if (absent !== undefined) return;
    plays = playsOf(game);
    timeline = fileTimeline(plays);
    told = await watch(timeline, { lag: { kind: "drawn", seed: 2 } });
  });

  test("every poll is an answer: none unreadable, none held", ({ skip }) => {
    skip(absent !== undefined, absent);
    expect(told.length).toBeGreaterThan(4_000);
    expect(trouble(told)).toEqual([]);
  });

  test("every situation is that of the plays file before the next snap", ({ skip }) => {
    skip(absent !== undefined, absent);
    const seen = new Set<Play>();
    let row = 0;
    for (const situation of situationsOf(told).filter(isScrimmage)) {
      const number = numberOf(situation, timeline);
      const text = timeline.states.find(({ play }) => play?.number === number)?.play?.text;
      // Two plays of a game may read the same: the story only goes forward.
      row = plays.findIndex((play, at) => at >= row && play.text.endsWith(text ?? "nothing"));
      expect(row).toBeGreaterThan(-1);
      const snap = plays.slice(row + 1).find(isSnap);
      expect(situation).toMatchObject({
        possession: snap?.offence === snap?.homeTeam ? "home" : "away",
        down: snap?.down,
        distance: snap?.distance,
        yardline100: snap?.yardline100,
        goalToGo: snap?.distance === snap?.yardline100,
      });
      if (snap !== undefined) seen.add(snap);
    }
    const snaps = plays.filter((play) => isSnap(play) && play.down !== undefined);
    expect(seen.size).toBeGreaterThan(snaps.length * 0.9);
  });

  test("every score of the file is told, in its order, up to the official final", ({ skip }) => {
    skip(absent !== undefined, absent);
    const rows = plays
      .filter(({ homeScore, awayScore }) => homeScore !== undefined && awayScore !== undefined)
      .map(({ homeScore, awayScore }) => `${homeScore}-${awayScore}`);
    const inFile = rows.filter((score, index) => score !== rows[index - 1]);
    expect(scoresOf(situationsOf(told))).toEqual(inFile);
    const { homeFinal = 0, awayFinal = 0 } = plays[0] ?? {};
    expect(situationsOf(told).at(-1)).toMatchObject({
      phase: "final",
      completed: true,
      homeScore: homeFinal,
      awayScore: awayFinal,
    });
  });
});

describe("20 generated nights through the feed", () => {
  const nights: { readonly timeline: Timeline; readonly told: readonly Told[] }[] = [];

  beforeAll(async () => {
    for (const [index, timeline] of generatedGames(20, 1).entries()) {
      const told = await watch(timeline, { lag: { kind: "drawn", seed: index + 1 } });
      nights.push({ timeline, told });
    }
  });

  test("every poll is an answer: none unreadable, none held", () => {
    for (const { told } of nights) expect(trouble(told)).toEqual([]);
  });

  test("every scrimmage situation is the one after its last play", () => {
    for (const { timeline, told } of nights) {
      const seen = new Set<TrueState>();
      for (const situation of situationsOf(told).filter(isScrimmage)) {
        const number = numberOf(situation, timeline);
        const state = timeline.states.find(({ play }) => play?.number === number);
        expect(fieldOf(situation)).toEqual(fieldOf(state?.situation ?? situation));
        if (state !== undefined) seen.add(state);
      }
      const all = statesWithTime(timeline);
      expect(all.length).toBeGreaterThan(100);
      expect(all.filter((state) => seen.has(state)).length).toBeGreaterThan(all.length * 0.9);
    }
  });

  test("every score is told in its order, and the final is the generator's", () => {
    for (const { timeline, told } of nights) {
      const truth = timeline.states.map(({ situation }) => situation);
      expect(scoresOf(situationsOf(told))).toEqual(scoresOf(truth));
      const { homeScore, awayScore } = truth.at(-1) ?? {};
      expect(situationsOf(told).at(-1)).toMatchObject({ phase: "final", homeScore, awayScore });
    }
  });
});
