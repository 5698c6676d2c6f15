import { expect, test } from "vitest";
import { channelsOf } from "./channels.ts";
import { drawCorrections, stateOf } from "./corrections.ts";
import type { Correction } from "./corrections.ts";
import { boardOf, competitionOf, gameOf, pointsOf } from "./test-board.ts";
import type { Json } from "./test-board.ts";
import { steady } from "./waywardness.ts";
import type { Waywardness } from "./waywardness.ts";

const counts = { scores: 2, clocks: 2, yards: 3, texts: 3 };
const waywardness: Waywardness = { ...steady(7), corrections: counts };
const lag = { kind: "fixed", seconds: 0 } as const;
const games = Array.from({ length: 8 }, (_, index) => gameOf(index + 1));

type Seen = { readonly correction: Correction; readonly wrong: Json; readonly right: Json };

function seen(kind: Correction["kind"]): readonly Seen[] {
  return games.flatMap((timeline) => {
    const shown = channelsOf(timeline, lag, waywardness).situation;
    const board = boardOf([timeline], waywardness);
    return drawCorrections(timeline, shown, counts, 7)
      .filter((correction) => correction.kind === kind)
      .map((correction) => ({
        correction,
        wrong: board.event(correction.until - 2_000),
        right: board.event(correction.until + 4_000),
      }));
  });
}

test("a touchdown is shown and taken back: the score goes down, the text says why", () => {
  const found = seen("scoreTakenBack");
  expect(found.length).toBeGreaterThan(5);
  expect(new Set(found.map(({ correction }) => correction.amount))).toEqual(new Set([6, 7]));
  for (const { correction, wrong, right } of found) {
    const [given, left] = [pointsOf(wrong), pointsOf(right)];
    expect(given[0] + given[1] - left[0] - left[1]).toBe(correction.amount);
    const before = competitionOf(wrong)["situation"];
    expect(before).toMatchObject({ down: -1, isRedZone: true, lastPlay: { scoreValue: 6 } });
    expect(before).not.toHaveProperty("possession");
    const after = competitionOf(right)["situation"];
    expect(after?.["lastPlay"]?.["id"]).toBe(before?.["lastPlay"]?.["id"]);
    expect(after?.["lastPlay"]?.["text"]).toMatch(/TOUCHDOWN\..*REVERSED\./);
    expect(after?.["down"]).toBeGreaterThan(0);
  }
});

test("the clock is put back up to where it stood", () => {
  const found = seen("clockPutBack");
  expect(found.length).toBeGreaterThan(5);
  for (const { correction, wrong, right } of found) {
    const gap = Number(right["status"]?.["clock"]) - Number(wrong["status"]?.["clock"]);
    expect(gap).toBe(correction.amount);
    expect(gap).toBeGreaterThanOrEqual(4);
  }
});

test("spot, distance and yards of a play are corrected together", () => {
  const found = seen("yardsCorrected");
  expect(found.length).toBeGreaterThan(5);
  for (const { correction, wrong, right } of found) {
    const [before, after] = [wrong, right].map((event) => competitionOf(event)["situation"]);
    const moved = Number(before?.["distance"]) - Number(after?.["distance"]);
    expect(moved).toBe(correction.amount);
    const spot = Math.abs(Number(before?.["yardLine"]) - Number(after?.["yardLine"]));
    expect(spot).toBe(correction.amount);
    expect(before?.["lastPlay"]?.["id"]).toBe(after?.["lastPlay"]?.["id"]);
  }
});

test("the text of a play is edited afterwards, nothing else", () => {
  const found = seen("textEdited");
  expect(found.length).toBeGreaterThan(5);
  for (const { wrong, right } of found) {
    const [before, after] = [wrong, right].map((event) => competitionOf(event)["situation"]);
    expect(before?.["down"]).toBe(after?.["down"]);
    expect(String(after?.["lastPlay"]?.["text"]).length).toBeGreaterThanOrEqual(
      String(before?.["lastPlay"]?.["text"]).length,
    );
  }
});

test("a mistake is about one play, is shown with it and is over before the next one", () => {
  for (const timeline of games) {
    const shown = channelsOf(timeline, lag, waywardness).situation;
    const drawn = drawCorrections(timeline, shown, counts, 7);
    expect(new Set(drawn.map(({ index }) => index)).size).toBe(drawn.length);
    for (const correction of drawn) {
      expect(correction.from).toBe(shown[correction.index]);
      expect(correction.until + 8_000).toBeLessThan(shown[correction.index + 1] ?? 0);
      expect(stateOf(timeline, correction).moment).toBe("scrimmage");
    }
  }
});
