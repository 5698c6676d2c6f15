/** Every moment of a game as ESPN shows it, and what may be believed of it. */
import { describe, expect, test } from "vitest";
import type { Situation } from "../../domain/game.ts";
import { readScoreboard } from "./slate.ts";
import { afterGame, beforeGame, type EventParts, eventOf, scoreboardOf } from "./test-payloads.ts";

function read(parts: EventParts): Situation {
  const reading = readScoreboard(scoreboardOf(eventOf(parts)));
  if (reading.kind === "unreadable") throw new Error(reading.why);
  const [game] = reading.value.games;
  if (game === undefined) throw new Error(reading.value.refused[0]?.why);
  return game.situation;
}

const noTexts = {
  downDistanceText: undefined,
  shortDownDistanceText: undefined,
  possessionText: undefined,
};
const nowhere = { down: undefined, distance: undefined, yardline100: undefined, goalToGo: false };

describe("between plays", () => {
  test("ESP-02 the possession id becomes a side, the spot becomes yards to the goal", () => {
    expect(read({})).toMatchObject({
      state: "in",
      phase: "inProgress",
      period: 2,
      clockSeconds: 521,
      homeScore: 7,
      awayScore: 3,
      possession: "home",
      down: 2,
      distance: 6,
      goalToGo: false,
      yardline100: 66,
      homeTimeouts: 3,
      awayTimeouts: 2,
    });
    const away = { possession: "2", lastPlay: { id: "401900001400", type: { id: "5" } } };
    expect(read({ situation: away })).toMatchObject({ possession: "away", yardline100: 34 });
  });

  test("ESP-04 the distance of '2nd & 7 at SF 45' is 7", () => {
    const situation = {
      down: 2,
      distance: 7,
      yardLine: 45,
      downDistanceText: "2nd & 7 at LAR 45",
      possessionText: "LAR 45",
    };
    expect(read({ situation })).toMatchObject({ down: 2, distance: 7, yardline100: 55 });
  });

  test("goal to go: the distance is what is left to the goal line", () => {
    const situation = {
      down: 1,
      distance: 5,
      yardLine: 95,
      downDistanceText: "1st & Goal at BUF 5",
      possessionText: "BUF 5",
      isRedZone: true,
    };
    expect(read({ situation })).toMatchObject({ goalToGo: true, distance: 5, yardline100: 5 });
  });

  test("ESP-09 sides come from homeAway, whatever the order of the list", () => {
    expect(read({ swapped: true })).toEqual(read({}));
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["4th & -1", { down: 4, distance: -1, downDistanceText: "4th & -1 at LAR 34" }],
    ["down 5", { down: 5, downDistanceText: "5th & 6 at LAR 34" }],
    ["distance 120", { distance: 120, downDistanceText: "2nd & 120 at LAR 34" }],
    ["yard line -3", { yardLine: -3 }],
    ["yard line 105", { yardLine: 105 }],
  ])("ESP-05 %s is unknown", (_name, situation) => {
    expect(read({ situation })).toMatchObject(nowhere);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["spot and number differ", { yardLine: 40 }],
    ["down and text differ", { down: 3 }],
    ["distance and text differ", { distance: 8 }],
    ["red zone and spot differ", { isRedZone: true }],
    ["the spot names neither team", { possessionText: "GB 34" }],
  ])("a situation that contradicts itself is unknown: %s", (_name, situation) => {
    expect(read({ situation })).toMatchObject({ ...nowhere, possession: undefined });
  });
});

describe("between possessions", () => {
  test.each<[string, EventParts]>([
    ["missing while the game is on", { situation: null }],
    [
      "left over at halftime",
      { type: { name: "STATUS_HALFTIME" }, status: { clock: 0, displayClock: "0:00" } },
    ],
    ["a bare reference", { situation: { ...noTexts, down: undefined, possession: undefined } }],
  ])("ESP-03 a situation %s is unknown", (_name, parts) => {
    expect(read(parts)).toMatchObject({ ...nowhere, possession: undefined });
  });

  test("a touchdown leaves no scrimmage state, whatever the flags say", () => {
    const lastPlay = { id: "401900001500", type: { id: "68" }, scoreValue: 6 };
    const situation = {
      ...noTexts,
      lastPlay,
      down: -1,
      distance: 10,
      yardLine: 100,
      isRedZone: true,
      possession: undefined,
    };
    expect(read({ situation })).toMatchObject({ ...nowhere, possession: undefined });
    expect(read({ situation }).lastPlay?.kind).toBe("touchdown");
  });

  test("an extra point has a negative id that stays opaque", () => {
    const lastPlay = { id: "-75128491", type: { id: "61" }, text: "Made Ex. Pt", scoreValue: 1 };
    const situation = { ...noTexts, lastPlay, down: -1, possession: undefined };
    expect(read({ situation }).lastPlay).toMatchObject({ id: "-75128491", kind: "extraPoint" });
  });

  test("after a kickoff the receiver has the ball although possession is not told", () => {
    const lastPlay = {
      id: "401900001600",
      type: { id: "53" },
      end: { yardLine: 75, team: { id: "2" } },
    };
    const situation = {
      lastPlay,
      down: 1,
      distance: 10,
      yardLine: 75,
      downDistanceText: "1st & 10 at BUF 25",
      possessionText: "BUF 25",
      possession: undefined,
    };
    expect(read({ situation })).toMatchObject({
      possession: "away",
      down: 1,
      yardline100: 75,
    });
  });

  test("a punt into the end zone lies on the receiver's 20, not on the goal line", () => {
    const situation = {
      ...noTexts,
      lastPlay: { id: "401900001700", type: { id: "52" } },
      down: 1,
      distance: 10,
      yardLine: 0,
    };
    expect(read({ situation })).toMatchObject({
      possession: "home",
      down: 1,
      distance: 10,
      yardline100: 80,
    });
  });

  test("timeouts that are not told yet are three in the first quarter, unknown later", () => {
    const situation = { homeTimeouts: undefined, awayTimeouts: undefined };
    const first = read({ status: { period: 1 }, situation });
    expect([first.homeTimeouts, first.awayTimeouts]).toEqual([3, 3]);
    const later = read({ status: { period: 4 }, situation });
    expect([later.homeTimeouts, later.awayTimeouts]).toEqual([undefined, undefined]);
  });
});

describe("status", () => {
  test.each<[string, string, boolean, string]>([
    ["STATUS_FINAL", "post", true, "final"],
    ["STATUS_FINAL_OVERTIME", "post", true, "final"],
    ["STATUS_RAIN_DELAY", "in", false, "delayed"],
    ["STATUS_END_PERIOD", "in", false, "endOfPeriod"],
    ["STATUS_HALFTIME", "in", false, "halftime"],
    ["STATUS_NEVER_SEEN", "in", false, "unknown"],
    ["STATUS_DELAYED", "in", false, "delayed"],
    ["STATUS_POSTPONED", "post", false, "postponed"],
    ["STATUS_SUSPENDED", "post", false, "suspended"],
    ["STATUS_CANCELED", "post", true, "canceled"],
    ["STATUS_FINAL", "post", false, "unknown"],
    ["STATUS_FINAL", "in", true, "unknown"],
    ["constructor", "in", false, "unknown"],
  ])("ESP-06 %s (%s, completed %s) is %s", (name, state, completed, phase) => {
    expect(read({ type: { name, state, completed } }).phase).toBe(phase);
  });

  test("a canceled game is not completed, whatever is said of it: nobody has won it", () => {
    const type = { name: "STATUS_CANCELED", state: "post", completed: true };
    expect(read({ ...afterGame, type }).completed).toBe(false);
  });

  test("before the game there is no period and no clock, even when the feed shows Q1 15:00", () => {
    const status = { clock: 900, displayClock: "15:00", period: 1 };
    expect(read({ ...beforeGame, status })).toMatchObject({
      state: "pre",
      phase: "scheduled",
      period: undefined,
      clockSeconds: undefined,
    });
  });

  test("a final is completed and has no situation", () => {
    expect(read(afterGame)).toMatchObject({
      state: "post",
      phase: "final",
      completed: true,
      possession: undefined,
    });
  });
});

describe("ESP-23 types that are not what they should be", () => {
  test.each<[string, EventParts, Partial<Situation>]>([
    ["score as a number", { homeScore: 14 }, { homeScore: 14 }],
    ["score null", { homeScore: null }, { homeScore: undefined }],
    ["score as words", { homeScore: "seven" }, { homeScore: undefined }],
    ["clock as text", { status: { clock: "521.0" } }, { clockSeconds: 521 }],
    ["clock null", { status: { clock: null, displayClock: "8:41" } }, { clockSeconds: 521 }],
    ["down as text", { situation: { down: "2" } }, { down: 2 }],
    ["period null", { status: { period: null } }, { period: undefined }],
    ["timeouts as words", { situation: { homeTimeouts: "three" } }, { homeTimeouts: undefined }],
  ])("%s", (_name, parts, expected) => {
    expect(read(parts)).toMatchObject(expected);
  });
});
