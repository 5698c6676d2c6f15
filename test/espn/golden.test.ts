/** Each state of a game and each moment of it, as a whole payload and as the exact row it reads as. */
import { describe, expect, test } from "vitest";
import { type InspectedRow, inspectScoreboard } from "../../src/feeds/espn/espn.ts";
import { type EventParts, scoreboardOf } from "../../src/feeds/espn/test-payloads.ts";
import { clockAt, kcEvent } from "./night.ts";

function rowOf(parts: EventParts): InspectedRow {
  const reading = inspectScoreboard(scoreboardOf(kcEvent(parts)));
  const [first] = reading.kind === "read" ? reading.value : [];
  if (first === undefined || first.refused !== undefined) throw new Error(first?.refused);
  return first.row;
}

const nobody = {
  possession: null,
  down: null,
  distance: null,
  goal_to_go: null,
  yardline_100: null,
};
const noClock = { period: null, clock_seconds: null };
const noTimeouts = { home_timeouts: null, away_timeouts: null };

/** What every row of this game says unless a moment changes it. */
const usual: InspectedRow = {
  event_id: "401772950",
  home: "KC",
  away: "DEN",
  state: "in",
  status: "STATUS_IN_PROGRESS",
  period: 2,
  clock_seconds: 521,
  home_score: 7,
  away_score: 3,
  possession: "KC",
  down: 2,
  distance: 6,
  goal_to_go: false,
  yardline_100: 66,
  home_timeouts: 3,
  away_timeouts: 2,
  neutral_site: false,
  spread_home: null,
  total: null,
};

type Golden = readonly [name: string, parts: EventParts, row: Partial<InspectedRow>];

function over(name: string, completed: boolean, period: number, detail: string): EventParts {
  return {
    situation: null,
    status: { clock: 0, displayClock: "0:00", period },
    type: { name, state: "post", completed, detail },
  };
}

const states: readonly Golden[] = [
  [
    "scheduled, with Q1 15:00 on its board",
    {
      situation: null,
      homeScore: "0",
      awayScore: "0",
      status: { clock: 900, displayClock: "15:00", period: 1 },
      type: { id: "1", name: "STATUS_SCHEDULED", state: "pre", detail: "8:15 PM EDT" },
      odds: [{ details: "DEN -2.5", overUnder: 48.5, spread: 2.5 }],
    },
    {
      state: "pre",
      status: "STATUS_SCHEDULED",
      home_score: 0,
      away_score: 0,
      spread_home: -2.5,
      total: 48.5,
      ...nobody,
      ...noClock,
      ...noTimeouts,
    },
  ],
  ["live", {}, {}],
  [
    "halftime, with a placeholder that looks like 1st & 10",
    {
      status: { clock: 0, displayClock: "0:00" },
      type: { id: "23", name: "STATUS_HALFTIME", detail: "Halftime" },
      situation: {
        down: 1,
        distance: 10,
        yardLine: 65,
        possession: undefined,
        downDistanceText: undefined,
        shortDownDistanceText: undefined,
        possessionText: undefined,
        lastPlay: { id: "401772950900", type: { id: "65" }, text: "END QUARTER 2" },
      },
    },
    { status: "STATUS_HALFTIME", clock_seconds: 0, ...nobody },
  ],
  [
    "overtime",
    { status: { ...clockAt(600), period: 5 }, type: { detail: "10:00 - OT" } },
    { period: 5, clock_seconds: 600 },
  ],
  [
    "the end of a quarter",
    {
      status: { clock: 0, displayClock: "0:00", period: 3 },
      type: { id: "22", name: "STATUS_END_PERIOD", detail: "End of 3rd Quarter" },
    },
    { status: "STATUS_END_PERIOD", period: 3, clock_seconds: 0, ...nobody },
  ],
  [
    "final",
    over("STATUS_FINAL", true, 4, "Final"),
    {
      state: "post",
      status: "STATUS_FINAL",
      period: 4,
      clock_seconds: 0,
      ...nobody,
      ...noTimeouts,
    },
  ],
  [
    "final after overtime",
    over("STATUS_FINAL", true, 5, "Final/OT"),
    {
      state: "post",
      status: "STATUS_FINAL",
      period: 5,
      clock_seconds: 0,
      ...nobody,
      ...noTimeouts,
    },
  ],
  [
    "delayed, state in, with a full clock",
    {
      situation: null,
      homeScore: "0",
      awayScore: "0",
      status: { clock: 900, displayClock: "15:00", period: 1 },
      type: { id: "7", name: "STATUS_DELAYED", detail: "Delayed" },
    },
    {
      status: "STATUS_DELAYED",
      period: 1,
      clock_seconds: 900,
      home_score: 0,
      away_score: 0,
      ...nobody,
      home_timeouts: 3,
      away_timeouts: 3,
    },
  ],
  [
    "postponed: post, and not completed",
    { ...over("STATUS_POSTPONED", false, 0, "Postponed"), homeScore: "0", awayScore: "0" },
    {
      state: "post",
      status: "STATUS_POSTPONED",
      period: null,
      clock_seconds: 0,
      home_score: 0,
      away_score: 0,
      ...nobody,
      ...noTimeouts,
    },
  ],
  [
    "suspended, its clock frozen",
    { type: { id: "8", name: "STATUS_SUSPENDED", state: "in", detail: "Suspended" } },
    { status: "STATUS_SUSPENDED", ...nobody },
  ],
  [
    "canceled",
    over("STATUS_CANCELED", false, 0, "Canceled"),
    {
      state: "post",
      status: "STATUS_CANCELED",
      period: null,
      clock_seconds: 0,
      ...nobody,
      ...noTimeouts,
    },
  ],
];

/** A moment without texts and without possession. */
function silent(
  play: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): EventParts {
  const lastPlay = { id: "401772950900", ...play };
  const none = {
    possession: undefined,
    downDistanceText: undefined,
    shortDownDistanceText: undefined,
    possessionText: undefined,
  };
  return { situation: { ...none, down: -1, distance: 10, lastPlay, ...more } };
}

function spot(
  yardLine: number,
  possessionText: string,
  more: Readonly<Record<string, unknown>>,
): EventParts {
  const downDistanceText = `1st & 10 at ${possessionText}`;
  const texts = { downDistanceText, shortDownDistanceText: "1st & 10", possessionText };
  return { situation: { down: 1, distance: 10, yardLine, ...texts, ...more } };
}

const firstAndTen = { down: 1, distance: 10, goal_to_go: false };

const moments: readonly Golden[] = [
  [
    "a touchdown",
    silent({ type: { id: "67" }, scoreValue: 6 }, { yardLine: 100, isRedZone: true }),
    nobody,
  ],
  [
    "the extra point",
    silent({ id: "-75", type: { id: "61" }, scoreValue: 1 }, { yardLine: 100 }),
    nobody,
  ],
  [
    "a two-point try",
    silent({ id: "-76", type: { id: "15", text: "Two Point Pass" } }, {}),
    nobody,
  ],
  ["a field goal", silent({ type: { id: "59" }, scoreValue: 3 }, { yardLine: 0 }), nobody],
  [
    "a kickoff into the end zone: the receiver's, though nobody says so",
    spot(75, "DEN 25", {
      possession: undefined,
      lastPlay: {
        id: "401772950901",
        type: { id: "53" },
        team: { id: "7" },
        start: { yardLine: 35, team: { id: "12" } },
        end: { yardLine: 75, team: { id: "7" } },
      },
    }),
    { possession: "DEN", ...firstAndTen, yardline_100: 75 },
  ],
  [
    "the opening kickoff: no timeouts are told yet",
    {
      ...spot(30, "KC 30", {
        possession: undefined,
        homeTimeouts: undefined,
        awayTimeouts: undefined,
        lastPlay: { id: "401772950901", type: { id: "12" }, end: { team: { id: "12" } } },
      }),
      status: { ...clockAt(894), period: 1 },
    },
    {
      period: 1,
      clock_seconds: 894,
      possession: "KC",
      ...firstAndTen,
      yardline_100: 70,
      home_timeouts: 3,
      away_timeouts: 3,
    },
  ],
  [
    "nothing played yet",
    {
      situation:
        silent({}, { lastPlay: undefined, down: undefined, distance: undefined }).situation ?? {},
      status: { ...clockAt(900), period: 1 },
    },
    { period: 1, clock_seconds: 900, ...nobody },
  ],
  [
    "a punt into the end zone: the 20, not the goal line",
    silent({ type: { id: "52" } }, { down: 1, yardLine: 0, possession: "12", isRedZone: false }),
    { possession: "KC", ...firstAndTen, yardline_100: 80 },
  ],
  [
    "a punt caught",
    spot(30, "KC 30", { lastPlay: { id: "401772950901", type: { id: "52" } } }),
    { possession: "KC", ...firstAndTen, yardline_100: 70 },
  ],
  [
    "a fumble lost: the new offence",
    spot(48, "KC 48", {
      lastPlay: {
        id: "401772950901",
        type: { id: "29" },
        start: { team: { id: "7" } },
        end: { team: { id: "12" } },
      },
    }),
    { possession: "KC", ...firstAndTen, yardline_100: 52 },
  ],
  [
    "a touchdown taken back by a flag",
    {
      situation: {
        lastPlay: { id: "401772950901", type: { id: "8" }, text: "TOUCHDOWN NULLIFIED. No Play." },
      },
    },
    {},
  ],
  [
    "a timeout: as before, with one less",
    {
      situation: {
        homeTimeouts: 2,
        lastPlay: { id: "401772950901", type: { id: "21" }, team: { id: "12" } },
      },
    },
    { home_timeouts: 2 },
  ],
  [
    "the two-minute warning",
    {
      status: clockAt(120),
      situation: { lastPlay: { id: "401772950901", type: { id: "75" } } },
    },
    { clock_seconds: 120 },
  ],
  [
    "an official timeout with leftovers",
    silent({ type: { id: "74" } }, { distance: 15, yardLine: 35, isRedZone: true }),
    nobody,
  ],
  [
    "a review: the play's text is edited, nothing else",
    {
      situation: {
        lastPlay: {
          id: "401772950901",
          type: { id: "24" },
          text: "TOUCHDOWN, and the play was REVERSED.",
        },
      },
    },
    {},
  ],
  [
    "midfield has no team's name",
    spot(50, "50", { possession: "7" }),
    { possession: "DEN", ...firstAndTen, yardline_100: 50 },
  ],
  [
    "the visitors' first and goal",
    {
      situation: {
        possession: "7",
        down: 1,
        distance: 2,
        yardLine: 2,
        downDistanceText: "1st & Goal at KC 2",
        shortDownDistanceText: "1st & Goal",
        possessionText: "KC 2",
        isRedZone: true,
      },
    },
    { possession: "DEN", down: 1, distance: 2, goal_to_go: true, yardline_100: 2 },
  ],
];

describe("ESP-01 every state of a game", () => {
  test.each(states)("%s", (_name, parts, row) => {
    expect(rowOf(parts)).toEqual({ ...usual, ...row });
  });
});

describe("every moment of the field", () => {
  test.each(moments)("%s", (_name, parts, row) => {
    expect(rowOf(parts)).toEqual({ ...usual, ...row });
  });
});
