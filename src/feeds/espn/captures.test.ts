/** The reader against captured answers of the real feed, where they are at hand. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readScoreboard, type SlateGame } from "./slate.ts";

const folder = fileURLToPath(new URL("../../../../shared/data/espn/", import.meta.url));
const missing = !existsSync(`${folder}TRUTH.json`);

const Truth = z.record(
  z.string(),
  z.array(
    z.looseObject({
      eventId: z.string(),
      state: z.string(),
      statusName: z.string(),
      period: z.number(),
      clockSeconds: z.number(),
      homeScore: z.number(),
      awayScore: z.number(),
      neutralSite: z.boolean(),
      truth: z
        .looseObject({
          possession: z.string().nullable(),
          down: z.number().nullable(),
          distanceToGo: z.number().nullable(),
          goalToGo: z.boolean().nullable(),
          yardline100_fromText: z.number().nullable(),
          homeTimeouts: z.number().nullable(),
          awayTimeouts: z.number().nullable(),
          lastPlayText: z.string(),
          receivingTeamAfterKickoff: z.string().optional(),
        })
        .optional(),
      oddsTruth: z.looseObject({ homeLine: z.number(), overUnder: z.number() }).nullish(),
    }),
  ),
);

function capture(name: string): string {
  return gunzipSync(readFileSync(`${folder}${name}.gz`)).toString("utf8");
}

function gamesOf(name: string): readonly SlateGame[] {
  const reading = readScoreboard(capture(name));
  if (reading.kind === "unreadable") throw new Error(reading.why);
  expect(reading.value.refused).toEqual([]);
  return reading.value.games;
}

const truth = missing ? {} : Truth.parse(JSON.parse(readFileSync(`${folder}TRUTH.json`, "utf8")));

function ball({ game, situation }: SlateGame): string | undefined {
  return situation.possession === undefined ? undefined : game[situation.possession].abbreviation;
}

describe.skipIf(missing)("captured scoreboards (skipped without ../shared/data/espn)", () => {
  test("every game's state, score, clock and place are those that people read", () => {
    let looked = 0;
    for (const [name, events] of Object.entries(truth)) {
      const games = gamesOf(name);
      expect(games.length).toBe(events.length);
      for (const told of events) {
        const found = games.find(({ game }) => game.eventId === told.eventId);
        if (found === undefined) throw new Error(`${told.eventId} is missing in ${name}`);
        const { situation, game } = found;
        looked += 1;
        expect(situation.state).toBe(told.state);
        expect([situation.homeScore, situation.awayScore]).toEqual([
          told.homeScore,
          told.awayScore,
        ]);
        expect(game.neutralSite).toBe(told.neutralSite);
        if (told.state === "pre") {
          expect([situation.period, situation.clockSeconds]).toEqual([undefined, undefined]);
        } else {
          expect([situation.period, situation.clockSeconds]).toEqual([
            told.period,
            told.clockSeconds,
          ]);
        }
        expect(situation.completed).toBe(told.statusName === "STATUS_FINAL");
      }
    }
    expect(looked).toBe(66);
  });

  test("ESP-02 every live situation is what its texts say, or unknown", () => {
    let looked = 0;
    for (const [name, events] of Object.entries(truth)) {
      const games = gamesOf(name);
      for (const { eventId, truth: told } of events) {
        const found = games.find(({ game }) => game.eventId === eventId);
        if (told === undefined || found === undefined) continue;
        looked += 1;
        const { situation } = found;
        const receiver = told.receivingTeamAfterKickoff;
        expect(ball(found)).toBe(told.possession ?? receiver);
        if (told.down !== null) expect(situation.down).toBe(told.down);
        if (told.yardline100_fromText !== null) {
          expect(situation.yardline100).toBe(told.yardline100_fromText);
          expect(situation.goalToGo).toBe(told.goalToGo);
          expect(situation.distance).toBe(told.distanceToGo ?? told.yardline100_fromText);
        }
        expect(situation.homeTimeouts).toBe(told.homeTimeouts ?? 3);
        expect(situation.awayTimeouts).toBe(told.awayTimeouts ?? 3);
        expect(situation.lastPlay?.text.startsWith(told.lastPlayText)).toBe(true);
      }
    }
    expect(looked).toBe(14);
  });

  test("the pre-game line has the house's sign: positive means home is favoured", () => {
    let looked = 0;
    for (const [name, events] of Object.entries(truth)) {
      const games = gamesOf(name);
      for (const { eventId, oddsTruth } of events) {
        const found = games.find(({ game }) => game.eventId === eventId);
        if (oddsTruth === null || oddsTruth === undefined || found === undefined) continue;
        looked += 1;
        expect(found.game.spreadHome).toBe(0 - oddsTruth.homeLine);
        expect(found.game.totalPoints).toBe(oddsTruth.overUnder);
      }
    }
    expect(looked).toBe(34);
  });

  test("the slice of each game is the object that JSON.parse makes of it", () => {
    const names = readdirSync(folder).filter((name) => name.includes("scoreboard"));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const text = capture(name.replace(/\.gz$/, ""));
      const whole = z.object({ events: z.array(z.unknown()) }).parse(JSON.parse(text));
      const slices = gamesOf(name.replace(/\.gz$/, "")).map(({ raw }) => raw);
      expect(slices.every((slice) => text.includes(slice))).toBe(true);
      expect(slices.map((slice) => JSON.parse(slice) as unknown)).toEqual(whole.events);
    }
  });

  test("ESP-17 a scoreboard cut at any kilobyte is unreadable, never half a slate", () => {
    const text = capture("nfl-scoreboard-2022-wk11-live-early.json");
    for (let end = 0; end < text.length; end += 1024) {
      expect(readScoreboard(text.slice(0, end)).kind).toBe("unreadable");
    }
  });
});
