import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ModelInputs, predict } from "./model.ts";
import { nextPlay } from "./regulation.ts";

function fairHome(inputs: ModelInputs): number {
  const found = predict(inputs);
  if (found.kind !== "answer") throw new Error(found.why);
  return found.home + found.tie / 2;
}

/** Home has the ball; three points ahead in the second quarter, unless told otherwise. */
const playing: ModelInputs = {
  qtr: 2,
  gameSecondsRemaining: 2400,
  halfSecondsRemaining: 600,
  homeScore: 13,
  awayScore: 10,
  posteamIsHome: true,
  receive2hKo: false,
  homeTimeouts: 3,
  awayTimeouts: 3,
  spreadLine: 0,
  totalLine: 45,
  season: 2022,
  gameType: "REG",
};

function kickFrom(yardline100: number, more: ModelInputs = {}): number {
  return fairHome({ ...playing, ...more, yardline100 });
}

describe("the play that comes", () => {
  test.each([
    [{ down: 4, ydstogo: 2, yardline: 2 }, "scrimmage"],
    [{ down: 1, ydstogo: undefined, yardline: 35 }, "scrimmage"],
    [{ down: undefined, ydstogo: 10, yardline: 15 }, "scrimmage"],
    [{ down: undefined, ydstogo: 10, yardline: undefined }, "scrimmage"],
    [{ down: undefined, ydstogo: undefined, yardline: 1 }, "try"],
    [{ down: undefined, ydstogo: 0, yardline: 2 }, "try"],
    [{ down: undefined, ydstogo: undefined, yardline: 15 }, "try"],
    [{ down: undefined, ydstogo: undefined, yardline: 30 }, "kickoff"],
    [{ down: undefined, ydstogo: 0, yardline: 50 }, "kickoff"],
    [{ down: undefined, ydstogo: undefined, yardline: 0 }, "kickoff"],
    [{ down: undefined, ydstogo: undefined, yardline: undefined }, "kickoff"],
  ] as const)("of %j is %s", (seen, expected) => {
    expect(nextPlay(seen)).toBe(expected);
  });

  test("a kickoff is worth the same from every spot, also where none is given", () => {
    const usual = kickFrom(35);
    for (const spot of [0, 20, 30, 40, 50, 65, 75]) expect(kickFrom(spot)).toBe(usual);
    expect(fairHome(playing)).toBe(usual);
  });

  test("a try that a penalty has moved is still for two points, or for one", () => {
    const late = { qtr: 4, gameSecondsRemaining: 20, halfSecondsRemaining: 20, homeScore: 8 };
    const twoToTie = kickFrom(2, late);
    for (const spot of [1, 3, 7]) expect(kickFrom(spot, late)).toBe(twoToTie);
    for (const spot of [10, 12]) expect(kickFrom(spot, late)).toBe(kickFrom(15, late));
    const oneToTie = { ...late, homeScore: 9 };
    expect(kickFrom(15, oneToTie)).toBeGreaterThan(twoToTie + 0.1);
    // Until 2014 tries were kicked from the 2.
    expect(kickFrom(1, { ...oneToTie, season: 2014 })).toBeGreaterThan(kickFrom(15, oneToTie));
  });
});

describe("a scrimmage play that is only partly known", () => {
  const drive = { ...playing, down: 2, ydstogo: 8, yardline100: 50 };

  test("without its spot is one near the middle of the field", () => {
    const unknown = fairHome({ ...drive, yardline100: undefined });
    expect(unknown).toBeGreaterThan(fairHome({ ...drive, yardline100: 60 }));
    expect(unknown).toBeLessThan(fairHome({ ...drive, yardline100: 35 }));
  });

  test.each([2, 15, 35, 75])("without its down, at the %i, is no kick", (yardline100) => {
    const at = (down: number | undefined): number =>
      fairHome({ ...drive, ydstogo: Math.min(8, yardline100), yardline100, down });
    expect(at(undefined)).toBeLessThan(at(1));
    expect(at(undefined)).toBeGreaterThan(at(4));
  });
});

test("MOD-10: no power operator, whose last bits differ between JavaScript engines", () => {
  const room = new URL("./", import.meta.url);
  const files = readdirSync(room).filter((name) => !name.includes("test"));
  expect(files).toContain("level.ts");
  for (const file of files) {
    const code = readFileSync(new URL(file, room), "utf8").replaceAll("/**", "");
    expect(code.replaceAll("`**`", ""), file).not.toMatch(/\*\*|Math\.pow/);
  }
});
