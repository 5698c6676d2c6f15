import { describe, expect, test } from "vitest";
import { changeBetween, gameSecondsLeft, type LastPlay, type Situation } from "./game.ts";

const play: LastPlay = { id: "40", kind: "scrimmage", text: "run for 4 yards", yards: 4 };
const before: Situation = {
  state: "in",
  phase: "inProgress",
  statusText: "8:41 - 3rd",
  completed: false,
  period: 3,
  clockSeconds: 521,
  homeScore: 17,
  awayScore: 10,
  possession: "home",
  down: 2,
  distance: 7,
  goalToGo: false,
  yardline100: 38,
  homeTimeouts: 3,
  awayTimeouts: 3,
  lastPlay: play,
};

describe("what a new answer means", () => {
  test("nothing new is no change", () => {
    expect(changeBetween(before, { ...before })).toEqual({ kind: "none" });
  });

  test("a score, a change of possession, a turnover and the end of a period are game events", () => {
    const what = (after: Partial<Situation>) => {
      const change = changeBetween(before, { ...before, ...after });
      return change.kind === "gameEvent" ? change.what : change.kind;
    };
    expect(what({ homeScore: 24 })).toEqual(["score"]);
    expect(what({ awayScore: 3 })).toEqual(["score"]);
    expect(what({ possession: "away" })).toEqual(["possession"]);
    expect(what({ period: 4 })).toEqual(["endOfPeriod"]);
    expect(what({ phase: "halftime" })).toEqual(["endOfPeriod"]);
    expect(what({ lastPlay: { ...play, id: "55", kind: "turnover" } })).toEqual(["turnover"]);
  });

  test("possession that is not known between two known ones is no change of possession", () => {
    expect(changeBetween(before, { ...before, possession: undefined }).kind).toBe("playUpdate");
  });

  test("a play tells the yards it gained, a running clock gains none", () => {
    const longPlay = { ...play, id: "60", yards: 24 };
    expect(changeBetween(before, { ...before, lastPlay: longPlay })).toEqual({
      kind: "playUpdate",
      yardsGained: 24,
    });
    expect(changeBetween(before, { ...before, clockSeconds: 515 })).toEqual({
      kind: "playUpdate",
      yardsGained: 0,
    });
  });
});

describe("seconds of regulation left", () => {
  test.each([
    ["before the game", { state: "pre" as const, period: undefined }, 3600],
    ["in the third quarter", {}, 1421],
    ["in overtime", { period: 5 }, 0],
    ["with an unknown clock", { clockSeconds: undefined }, undefined],
  ])("%s", (_when, change, seconds) => {
    expect(gameSecondsLeft({ ...before, ...change })).toBe(seconds);
  });
});
