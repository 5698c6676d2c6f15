/** Spellings of other years and leagues, and what stands around a play. */
import { describe, expect, test } from "vitest";
import { type InspectedRow, inspectScoreboard } from "./inspect.ts";
import { readScoreboard, type SlateGame } from "./slate.ts";
import { beforeGame, type EventParts, eventOf, scoreboardOf } from "./test-payloads.ts";

function gameOf(event: unknown): SlateGame {
  const reading = readScoreboard(scoreboardOf(event));
  if (reading.kind === "unreadable") throw new Error(reading.why);
  const [game] = reading.value.games;
  if (game === undefined) throw new Error(reading.value.refused[0]?.why);
  return game;
}

function rowOf(event: unknown): InspectedRow {
  const reading = inspectScoreboard(scoreboardOf(event));
  const [first] = reading.kind === "read" ? reading.value : [];
  if (first === undefined) throw new Error("no event");
  return first.row;
}

const noTexts = {
  downDistanceText: undefined,
  shortDownDistanceText: undefined,
  possessionText: undefined,
};
const nowhere = { possession: null, down: null, distance: null, yardline_100: null };

/** Texas A&M at home (id 245), Miami of Ohio away (id 193). */
const college: EventParts = {
  home: { id: "245", abbreviation: "TA&M", displayName: "Texas A&M Aggies" },
  away: { id: "193", abbreviation: "M-OH", displayName: "Miami (OH) RedHawks" },
};

describe("college", () => {
  test("codes with signs in them are codes like others", () => {
    const situation = {
      possession: "193",
      yardLine: 31,
      downDistanceText: "2nd & 6 at TA&M 31",
      possessionText: "TA&M 31",
    };
    expect(rowOf(eventOf({ ...college, situation }))).toMatchObject({
      home: "TA&M",
      away: "M-OH",
      possession: "M-OH",
      down: 2,
      distance: 6,
      goal_to_go: false,
      yardline_100: 31,
    });
    const far = {
      possession: "245",
      yardLine: 80,
      downDistanceText: "2nd & 6 at M-OH 20",
      possessionText: "M-OH 20",
      isRedZone: true,
    };
    expect(rowOf(eventOf({ ...college, situation: far })).yardline_100).toBe(20);
  });

  test.each([
    ["TA&M -24.5", 24.5],
    ["M-OH -3", -3],
    ["M-OH +52.5", 52.5],
    ["PK", 0],
  ])("the line %s", (details, spread) => {
    const odds = [{ details, overUnder: 61.5 }];
    const row = rowOf(eventOf({ ...college, ...beforeGame, odds, home: college.home ?? {} }));
    expect([row.spread_home, row.total]).toEqual([spread, 61.5]);
  });

  test("halftime may show the last play with all its texts: nobody has the ball", () => {
    const parts = {
      ...college,
      type: { name: "STATUS_HALFTIME" },
      status: { clock: 0, displayClock: "0:00" },
      situation: { possession: "245", possessionText: "TA&M 34", isRedZone: true },
    };
    expect(rowOf(eventOf(parts))).toMatchObject({ ...nowhere, period: 2, clock_seconds: 0 });
  });

  test("the end of a half leaves nothing standing, before the status knows it", () => {
    const lastPlay = { id: "401900001900", type: { id: "65", text: "End of Half" } };
    expect(rowOf(eventOf({ situation: { lastPlay } }))).toMatchObject(nowhere);
  });

  test.each<[string, Record<string, unknown>]>([
    ["the down is missing and the distance is -1", { ...noTexts, down: undefined, distance: -1 }],
    ["the down is 0 at a timeout", { ...noTexts, down: 0, distance: 8 }],
    [
      "only a reference",
      { $ref: "http://sports.core.api.espn.pvt/x", ...noTexts, down: undefined },
    ],
  ])("between plays: %s", (_name, parts) => {
    const situation = { ...parts, possession: undefined };
    expect(rowOf(eventOf({ situation }))).toMatchObject(nowhere);
  });
});

describe("goal to go", () => {
  const atGoal = {
    down: 3,
    yardLine: 97,
    downDistanceText: "3rd & Goal at BUF 3",
    shortDownDistanceText: "3rd & Goal",
    possessionText: "BUF 3",
    isRedZone: true,
  };

  test.each([[3], [0], [undefined]])("the number %s is the way to the goal line", (distance) => {
    const row = rowOf(eventOf({ situation: { ...atGoal, distance } }));
    expect(row).toMatchObject({ goal_to_go: true, distance: 3, yardline_100: 3 });
  });

  test("another number belongs to another moment", () => {
    expect(rowOf(eventOf({ situation: { ...atGoal, distance: 8 } }))).toMatchObject(nowhere);
  });
});

describe("what is missing is not known, and takes nothing else with it", () => {
  test("no possession and no kickoff: down and distance stay, the way to the goal does not", () => {
    const row = rowOf(eventOf({ situation: { possession: undefined } }));
    expect(row).toMatchObject({ possession: null, down: 2, distance: 6, yardline_100: null });
  });

  test("no number of the spot: two fields cannot agree", () => {
    const row = rowOf(eventOf({ situation: { yardLine: undefined } }));
    expect(row).toMatchObject({ possession: "LAR", down: 2, distance: 6, yardline_100: null });
  });

  test("no spot of its own: the long text has it", () => {
    const row = rowOf(eventOf({ situation: { possessionText: undefined } }));
    expect(row.yardline_100).toBe(66);
  });

  test("possession of a team that does not play here", () => {
    expect(rowOf(eventOf({ situation: { possession: "9" } }))).toMatchObject(nowhere);
  });

  test("the status only on the event, as a short body may have it", () => {
    const event = eventOf();
    const [competition] = event["competitions"] as Record<string, unknown>[];
    const { status, ...rest } = competition ?? {};
    expect(rowOf({ ...event, status, competitions: [rest] }).clock_seconds).toBe(521);
  });

  test("neutral ground that is not told", () => {
    const event = eventOf();
    const [competition] = event["competitions"] as Record<string, unknown>[];
    const { neutralSite: _, ...rest } = competition ?? {};
    expect(rowOf({ ...event, competitions: [rest] }).neutral_site).toBeNull();
  });

  test("a score told as an object", () => {
    expect(rowOf(eventOf({ homeScore: { value: 10, displayValue: "10" } })).home_score).toBe(10);
  });
});

describe("kickoffs", () => {
  const spot = {
    down: 1,
    distance: 10,
    yardLine: 35,
    downDistanceText: "1st & 10 at LAR 35",
    possessionText: "LAR 35",
    possession: undefined,
  };

  test.each<[string, Record<string, unknown>]>([
    ["a touchback", { type: { id: "53", text: "Kickoff" }, end: { team: { id: "14" } } }],
    ["a return", { type: { id: "12" }, end: { team: { id: "14" } } }],
    ["without an end", { type: { id: "53" }, team: { id: "14" } }],
    ["of a kind never seen", { type: { id: "951", text: "Kickoff Return" }, team: { id: "14" } }],
  ])("the receiver has the ball after %s", (_name, play) => {
    const situation = { ...spot, lastPlay: { id: "401900001900", ...play } };
    expect(rowOf(eventOf({ situation }))).toMatchObject({ possession: "LAR", yardline_100: 65 });
  });

  test("a return beyond midfield does not give the ball to the half it ends in", () => {
    const lastPlay = { id: "401900001900", type: { id: "12" }, end: { team: { id: "14" } } };
    const situation = {
      ...spot,
      lastPlay,
      yardLine: 60,
      downDistanceText: "1st & 10 at BUF 40",
      possessionText: "BUF 40",
    };
    expect(rowOf(eventOf({ situation }))).toMatchObject({ possession: "LAR", yardline_100: 40 });
  });

  test("a kickoff returned for a touchdown leaves no scrimmage", () => {
    const lastPlay = { id: "401900001900", type: { id: "32" }, scoreValue: 6 };
    const situation = { ...noTexts, lastPlay, down: -1, yardLine: 0, possession: undefined };
    expect(rowOf(eventOf({ situation }))).toMatchObject(nowhere);
  });
});

describe("the clock", () => {
  test.each<[string, Record<string, unknown>, number | null]>([
    ["with a fraction", { clock: 4.2, displayClock: "0:04.2" }, 4],
    ["of overtime that has none", { clock: 0, displayClock: "0:00", period: 7 }, 0],
    ["that says two things", { clock: 521, displayClock: "2:41" }, null],
    ["beyond a quarter", { clock: 1800, displayClock: "30:00" }, null],
    ["below zero", { clock: -1, displayClock: "" }, null],
    ["in words only", { clock: "soon", displayClock: "3:05" }, 185],
  ])("%s", (_name, status, seconds) => {
    expect(rowOf(eventOf({ status })).clock_seconds).toBe(seconds);
  });
});

describe("odds of all years", () => {
  const favoured = { homeTeamOdds: { favorite: true }, awayTeamOdds: { favorite: false } };
  test.each<[string, unknown, number | null]>([
    ["Caesars: words only", [{ details: "LAR -4.0", overUnder: 44 }], 4],
    ["ESPN BET: all", [{ details: "LAR -7", spread: -7, overUnder: 44, ...favoured }], 7],
    [
      "DraftKings: line object",
      [{ overUnder: 44, pointSpread: { home: { close: { line: "+1.5" } } } }],
      -1.5,
    ],
    ["the header's one object", { details: "BUF -2.5", spread: 2.5, overUnder: 44 }, -2.5],
    ["words null", [{ details: null, spread: -3, overUnder: 44 }], 3],
    ["an old code", [{ details: "LA -3", spread: -3, overUnder: 44 }], 3],
    [
      "a live offer first",
      [
        { provider: { name: "Caesars Live Odds" }, spread: -20 },
        { spread: -3, overUnder: 44 },
      ],
      3,
    ],
    ["off the board", [{ details: "OFF", overUnder: 44 }], null],
  ])("%s", (_name, odds, spread) => {
    const row = rowOf(eventOf({ ...beforeGame, odds }));
    expect([row.spread_home, row.total]).toEqual([spread, 44]);
  });

  test.each<[string, unknown, unknown]>([
    [
      "texts",
      { moneyline: { home: { close: { odds: "-198" } }, away: { close: { odds: "+164" } } } },
      { home: -198, away: 164 },
    ],
    [
      "even",
      { moneyline: { home: { close: { odds: "EVEN" } }, away: { close: { odds: "-120" } } } },
      { home: 100, away: -120 },
    ],
    [
      "numbers",
      { homeTeamOdds: { moneyLine: -150 }, awayTeamOdds: { moneyLine: 130 } },
      { home: -150, away: 130 },
    ],
    ["one side only", { homeTeamOdds: { moneyLine: -150 } }, undefined],
    ["no price", { homeTeamOdds: { moneyLine: -50 }, awayTeamOdds: { moneyLine: 130 } }, undefined],
  ])("moneyline: %s", (_name, offer, moneyline) => {
    expect(gameOf(eventOf({ ...beforeGame, odds: [offer] })).game.moneyline).toEqual(moneyline);
  });
});

describe("around the game", () => {
  test.each<[string, unknown, unknown]>([
    [
      "words and number",
      { displayValue: "Mostly sunny", conditionId: "2", temperature: 61 },
      { words: "Mostly sunny", temperature: 61 },
    ],
    [
      "swapped in the game",
      { displayValue: "2", conditionId: "Mostly sunny" },
      { words: "Mostly sunny", temperature: undefined },
    ],
    ["numbers only", { displayValue: "2", conditionId: "3" }, undefined],
    ["no object", "sunny", undefined],
  ])("weather: %s", (_name, weather, told) => {
    expect(gameOf({ ...eventOf(), weather }).game.weather).toEqual(told);
  });

  test("a roof is told, or not known", () => {
    const event = eventOf();
    const [competition] = event["competitions"] as Record<string, unknown>[];
    const roofed = { ...event, competitions: [{ ...competition, venue: { indoor: true } }] };
    expect([gameOf(roofed).game.indoor, gameOf(event).game.indoor]).toEqual([true, undefined]);
  });
});

describe("the inspection", () => {
  test("an event that the desk would not take is a row all the same", () => {
    const tbd = { id: "-2", abbreviation: "TBD", displayName: "TBD" };
    const event = eventOf({ ...beforeGame, home: tbd, away: tbd, date: "soon" });
    expect(rowOf(event)).toMatchObject({
      home: "TBD",
      away: "TBD",
      state: "pre",
      home_score: 0,
      neutral_site: false,
    });
    const reading = inspectScoreboard(scoreboardOf(event));
    expect(reading.kind === "read" && reading.value[0]?.refused).toMatch(/cannot play itself/);
  });

  test("an event that is no game is a row of what it tells", () => {
    const tbd = { id: "-2", abbreviation: "TBD", displayName: "TBD" };
    const event = eventOf({ ...beforeGame, id: "401900009", home: tbd, away: tbd });
    const reading = inspectScoreboard(scoreboardOf(event, { id: 7 }, null, "x"));
    const rows = reading.kind === "read" ? reading.value : [];
    expect(rows.map(({ refused }) => refused === undefined)).toEqual([false, false, false, false]);
    expect(rows.map(({ row }) => [row.event_id, row.home, row.state])).toEqual([
      ["401900009", "TBD", "pre"],
      ["7", null, null],
      [null, null, null],
      [null, null, null],
    ]);
  });

  test("the line is shown in whatever state it is told, though the desk takes it only before", () => {
    const event = eventOf({ odds: [{ details: "LAR -9.5", overUnder: 44 }] });
    expect(rowOf(event).spread_home).toBe(9.5);
    expect(gameOf(event).game.spreadHome).toBeUndefined();
  });
});
