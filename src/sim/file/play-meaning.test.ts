import { expect, test } from "vitest";
import { meaningOf } from "./play-meaning.ts";
import type { Play } from "./play.ts";
import { fileTimeline } from "./timeline.ts";

const level = { home: 0, away: 0 };

function play(playType: string, text: string): Play {
  return {
    line: 1,
    row: 1,
    gameId: "2025_01_AWAY_HOME",
    playId: 100,
    week: 1,
    homeTeam: "PHI",
    awayTeam: "DAL",
    offence: "PHI",
    period: 2,
    clockSeconds: 300,
    down: 4,
    distance: 6,
    yardline100: 30,
    playType,
    text,
    homeTimeouts: 3,
    awayTimeouts: 3,
    homeScore: 0,
    awayScore: 0,
    snapAt: 0,
    whistleAt: 5_000,
    spreadHome: undefined,
    totalPoints: undefined,
    neutralSite: false,
    homeFinal: 0,
    awayFinal: 0,
  };
}

test.each([
  ["48 yard field goal is GOOD.", { home: 3, away: 0 }, "59"],
  ["48 yard field goal is No Good, Wide Right.", level, "60"],
  ["48 yard field goal is BLOCKED, RECOVERED by DAL.", level, "18"],
] as const)("%s is an attempt, whatever came of it", (text, step, id) => {
  const meaning = meaningOf(play("field_goal", text), step, step === level);
  expect(meaning.kind).toBe("fieldGoal");
  expect(meaning.type.id).toBe(id);
});

test.each([
  ["pass", "pass INTERCEPTED by D.Bland.", level, true, "turnover", "26"],
  ["run", "FUMBLES, RECOVERED by DAL.", level, true, "turnover", "29"],
  ["pass", "pass for 12 yards, TOUCHDOWN.", { home: 6, away: 0 }, false, "touchdown", "67"],
  ["run", "FUMBLES, returned for TOUCHDOWN.", { home: 0, away: 6 }, true, "touchdown", "39"],
  ["run", "tackled in End Zone, SAFETY.", { home: 0, away: 2 }, false, "safety", "20"],
  ["extra_point", "extra point is No Good.", level, false, "extraPoint", "62"],
  [
    "pass",
    "TWO-POINT CONVERSION ATTEMPT. SUCCEEDS.",
    { home: 2, away: 0 },
    false,
    "extraPoint",
    "15",
  ],
  ["no_play", "PENALTY on DAL, No Play.", level, false, "penalty", "8"],
  ["", "Two-Minute Warning", level, false, "twoMinuteWarning", "75"],
] as const)("%s %s", (playType, text, step, ballChanged, kind, id) => {
  const meaning = meaningOf(play(playType, text), step, ballChanged);
  expect([meaning.kind, meaning.type.id]).toEqual([kind, id]);
});

test("after a missed kick the other team has the ball, after a good one a kickoff is next", () => {
  const missed = play("field_goal", "48 yard field goal is No Good, Wide Right.");
  const theirs = { down: 1, distance: 10, yardline100: 62, clockSeconds: 295 };
  const next: Play = {
    ...play("run", "run for 3 yards."),
    ...theirs,
    offence: "DAL",
    snapAt: 40_000,
  };
  const late = { ...next, row: 2, whistleAt: 45_000 };
  const [, , after] = fileTimeline([missed, late]).states;
  expect(after).toMatchObject({
    moment: "scrimmage",
    situation: { possession: "away", down: 1, yardline100: 62, lastPlay: { kind: "fieldGoal" } },
  });
  const good = { ...missed, text: "48 yard field goal is GOOD.", homeScore: 3, homeFinal: 3 };
  const [, , scored] = fileTimeline([good, { ...late, homeScore: 3, homeFinal: 3 }]).states;
  expect(scored).toMatchObject({ moment: "fieldGoal", situation: { homeScore: 3 } });
});
