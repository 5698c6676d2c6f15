import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addedByUnknown } from "./band.ts";
import { type ModelInputs, predict } from "./model.ts";

function answer(inputs: ModelInputs) {
  const found = predict(inputs);
  if (found.kind !== "answer") throw new Error(found.why);
  return found;
}

const known: ModelInputs = {
  qtr: 2,
  gameSecondsRemaining: 2400,
  halfSecondsRemaining: 600,
  homeScore: 10,
  awayScore: 7,
  posteamIsHome: true,
  receive2hKo: true,
  down: 1,
  ydstogo: 10,
  yardline100: 60,
  homeTimeouts: 3,
  awayTimeouts: 3,
  spreadLine: 3,
  totalLine: 45,
  season: 2025,
  gameType: "REG",
};

describe("what is not known", () => {
  test("is nothing where all is known, and nothing of a game that is over", () => {
    expect(answer(known).without).toEqual([]);
    expect(answer({ finished: true, homeScore: 20, awayScore: 17 }).without).toEqual([]);
  });

  test.each([
    ["posteamIsHome", "possession"],
    ["yardline100", "field position"],
    ["down", "the down"],
    ["ydstogo", "the distance"],
    ["homeTimeouts", "the timeouts"],
    ["awayTimeouts", "the timeouts"],
    ["receive2hKo", "the second half's receiver"],
    ["totalLine", "the total"],
    ["spreadLine", "the line (home advantage only)"],
  ] as const)("MOD-06: %s is told, and makes the band wider", (field, words) => {
    const found = answer({ ...known, [field]: undefined });
    expect(found.without).toContain(words);
    expect(found.band).toBeGreaterThan(answer(known).band);
  });

  test("the kind of game and the season are told where they decide the rules", () => {
    expect(answer({ ...known, gameType: undefined }).without.join()).toContain("kind of game");
    expect(answer({ ...known, season: undefined }).without).toEqual([]);
    const overtime = { ...known, qtr: 5, gameSecondsRemaining: 300, halfSecondsRemaining: 300 };
    expect(answer({ ...overtime, season: undefined }).without.join()).toContain("season");
  });

  test("a kickoff and a try miss no down; where nobody has the ball, no spot is missed", () => {
    for (const yardline100 of [15, 35]) {
      const kick = { ...known, down: undefined, ydstogo: undefined, yardline100 };
      expect(answer(kick).without).toEqual([]);
    }
    const unseen = { ...known, down: undefined, ydstogo: undefined, yardline100: undefined };
    expect(answer(unseen).without).toEqual(["field position", "the down", "the distance"]);
    const idle = answer({
      ...unseen,
      posteamIsHome: undefined,
      qtr: 3,
      gameSecondsRemaining: 1800,
    });
    expect(idle.without).toEqual(["possession"]);
    expect(idle.band).toBeGreaterThan(0.05);
  });
});

/** First downs of the last two minutes of close games, both teams' balls. */
const late = [31, 45, 60, 75, 90, 105, 120].flatMap((seconds) =>
  [-6, -3, -1, 0, 1, 3, 6].flatMap((margin) =>
    [15, 30, 45, 60, 75].flatMap((yardline100) =>
      [1, 2, 3, 4].flatMap((down) =>
        [true, false].map((posteamIsHome) => ({
          ...known,
          qtr: 4,
          gameSecondsRemaining: seconds,
          halfSecondsRemaining: seconds,
          homeScore: 20 + margin,
          awayScore: 20,
          posteamIsHome,
          down,
          ydstogo: 5,
          yardline100,
        })),
      ),
    ),
  ),
);

test.each(["posteamIsHome", "yardline100", "down", "ydstogo", "homeTimeouts"] as const)(
  "late in close games the band without %s holds four of five answers with it",
  (field) => {
    const inside = late.filter((inputs) => {
      const [here, without] = [answer(inputs), answer({ ...inputs, [field]: undefined })];
      const moved = here.home + here.tie / 2 - without.home - without.tie / 2;
      return Math.abs(moved) <= without.band;
    });
    expect(late.length).toBe(1960);
    expect(inside.length / late.length).toBeGreaterThan(0.8);
  },
);

test("the deviations are those that the evaluation has published", () => {
  const page = readFileSync(new URL("../../docs/model.md", import.meta.url), "utf8");
  const published = /^\| not known \| 0 \| 30 [^]*?\n\n/m
    .exec(page)?.[0]
    .trim()
    .split("\n")
    .slice(2);
  expect(published).toHaveLength(Object.keys(addedByUnknown).length);
  for (const [at, values] of Object.values(addedByUnknown).entries()) {
    const cells = published?.[at]?.split("|").slice(2, -1) ?? [];
    expect(cells).toHaveLength(values.length);
    for (const [knot, cell] of cells.entries()) {
      // No plays, no figure: the second half's kickoff counts in the first half only.
      if (cell.trim() !== "") expect(values[knot]).toBe(Number(cell));
    }
  }
});
