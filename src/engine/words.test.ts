import { expect, test } from "vitest";
import { clockText, gameClockText } from "./words.ts";

test("a game clock is written as on the scoreboard", () => {
  expect(clockText(521)).toBe("8:41");
  expect(clockText(9.8)).toBe("0:09");
  expect(clockText(undefined)).toBeNull();
});

test("the game's own time is said in a word, unknown is said to be unknown", () => {
  expect(gameClockText("in", 1, 552)).toBe("Q1 9:12");
  expect(gameClockText("in", 5, 240)).toBe("OT 4:00");
  expect(gameClockText("pre", undefined, undefined)).toBe("pre-game");
  expect(gameClockText("in", undefined, 10)).toBe("unknown");
  expect(gameClockText("post", 4, 0)).toBe("final");
});
