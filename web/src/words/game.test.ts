import { expect, test } from "vitest";
import type { GameView } from "../../../src/engine/view-types.ts";
import { edgeWords } from "./edge.ts";
import { ballOnStrip, downWords, gameClock, spotWords } from "./game.ts";

const unknown: GameView = {
  event_id: null,
  home: "KC",
  away: "DEN",
  home_name: null,
  away_name: null,
  state: "in",
  phase: "inProgress",
  status: null,
  period: 3,
  clock: "8:41",
  clock_seconds: 521,
  home_score: 17,
  away_score: 10,
  possession: null,
  yardline: null,
  yardline_100: null,
  down: null,
  distance: null,
  home_timeouts: null,
  away_timeouts: null,
  last_play: null,
  kickoff_at: null,
};
const shown: GameView = {
  ...unknown,
  possession: "KC",
  yardline: 62,
  yardline_100: 38,
  down: 2,
  distance: 7,
};

test("the clock in words", () => {
  expect(gameClock(shown)).toBe("Q3 8:41");
  expect(gameClock({ ...shown, period: 5, clock: "4:00" })).toBe("OT 4:00");
  expect(gameClock({ ...shown, phase: "halftime" })).toBe("Halftime");
  expect(gameClock({ ...shown, state: "post", phase: "final" })).toBe("Final");
  expect(gameClock({ ...shown, period: null })).toBe("—");
  expect(gameClock(undefined)).toBe("—");
});

test("the spot as people call it", () => {
  expect(spotWords(shown)).toBe("DEN 38");
  expect(spotWords({ ...shown, yardline: 30 })).toBe("KC 30");
  expect(spotWords({ ...shown, yardline: 50 })).toBe("midfield");
  expect(spotWords(unknown)).toBeUndefined();
});

test("down and distance, the goal when it is nearer", () => {
  expect(downWords(shown)).toBe("2nd & 7 at DEN 38");
  expect(downWords({ ...shown, yardline: 96, yardline_100: 4, distance: 4, down: 1 })).toBe(
    "1st & goal at DEN 4",
  );
  expect(downWords(unknown)).toBeUndefined();
});

test("the ball lies where the home goal line is 0, and goes the way of the offence", () => {
  expect(ballOnStrip(shown)).toEqual({ at: 62, to: 1 });
  expect(ballOnStrip({ ...shown, possession: "DEN" })).toEqual({ at: 38, to: -1 });
  expect(ballOnStrip(unknown)).toBeUndefined();
});

test("the edge in words: who is above whom", () => {
  expect(edgeWords(-0.1)).toBe("market 10.0 points above model");
  expect(edgeWords(0.25)).toBe("market 25.0 points below model");
  expect(edgeWords(0)).toBe("market and model agree");
  expect(edgeWords(null)).toBe("no edge: model or market not known");
});
