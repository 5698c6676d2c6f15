import { expect, test } from "vitest";
import type { Clock, HttpResponse } from "../../domain/ports.ts";
import { generateGame } from "../football/generate.ts";
import { createMatchup } from "../football/matchup.ts";
import { teamById } from "../teams.ts";
import type { Moment, Timeline, TrueState } from "../timeline.ts";
import { createScoreboard } from "./scoreboard.ts";
import { steady } from "./waywardness.ts";

const kickoffAt = Date.UTC(2026, 8, 15, 0, 15);
const url = "http://espn.sim/apis/site/v2/sports/football/nfl/scoreboard";
const agent = "MNF-Trader/0.1 (+https://example.org)";

function gameOf(seed: number): Timeline {
  const [home, away] = [teamById("21"), teamById("6")];
  return generateGame(createMatchup({ seed, home, away, kickoffAt, week: 1, season: 2026 }), seed);
}
const games = Array.from({ length: 60 }, (_, index) => gameOf(index + 1));

type Json = { readonly [name: string]: Json } & readonly Json[] & string & number;
const first = (value: unknown): Json => value as Json;

async function ask(
  timeline: Timeline,
  at: number,
  options: { query?: string; agent?: string | undefined; path?: string } = {},
): Promise<HttpResponse> {
  const clock: Clock = { now: () => ({ at, mono: 0 }) };
  const lag = { kind: "fixed", seconds: 0 } as const;
  const waywardness = steady(1);
  const board = createScoreboard({ clock, timelines: [timeline], lag, waywardness });
  const headers: Record<string, string> = {};
  const name = "agent" in options ? options.agent : agent;
  if (name !== undefined) headers["user-agent"] = name;
  const response = await board.handle({
    method: "GET",
    url: (options.path ?? url) + (options.query ?? ""),
    headers,
  });
  if (response === undefined) throw new Error("no answer");
  return response;
}

async function eventAt(timeline: Timeline, at: number): Promise<Json> {
  const { body } = await ask(timeline, at);
  const event = first(JSON.parse(body))["events"]?.[0];
  if (event === undefined) throw new Error("no event");
  return event;
}

/** The first state of any game that fits, and the event as shown two seconds later. */
async function shownAt(
  fits: (state: TrueState) => boolean,
): Promise<{ timeline: Timeline; state: TrueState; event: Json; competition: Json }> {
  for (const timeline of games) {
    const state = timeline.states.find((one, index) => {
      const until = timeline.states[index + 1]?.knownAt ?? Infinity;
      return fits(one) && until - one.knownAt > 2_000;
    });
    if (state === undefined) continue;
    const event = await eventAt(timeline, state.knownAt + 2_000);
    return { timeline, state, event, competition: first(event["competitions"]?.[0]) };
  }
  throw new Error("no game has such a moment");
}

const inMoment = (moment: Moment) => shownAt((state) => state.moment === moment);

test("before the game: odds and no situation, scores are strings, period 0", async () => {
  const event = await eventAt(games[0] as Timeline, kickoffAt - 3_600_000);
  const competition = first(event["competitions"]?.[0]);
  expect(event["status"]).toMatchObject({
    clock: 0,
    displayClock: "0:00",
    period: 0,
    type: {
      id: "1",
      name: "STATUS_SCHEDULED",
      state: "pre",
      completed: false,
      detail: "Mon, September 14th at 8:15 PM EDT",
      shortDetail: "9/14 - 8:15 PM EDT",
    },
  });
  expect(event).toMatchObject({ date: "2026-09-15T00:15Z", shortName: "DAL @ PHI" });
  expect(competition).not.toHaveProperty("situation");
  const spread = games[0]?.odds?.spread;
  expect(competition["odds"]?.[0]).toMatchObject({ provider: { id: "100" }, spread });
  const moneyline = competition["odds"]?.[0]?.["moneyline"]?.["home"]?.["close"]?.["odds"];
  expect(moneyline).toMatch(/^[+-]\d{3,5}$/);
  expect(competition["competitors"]).toMatchObject([
    { id: "21", homeAway: "home", order: 0, score: "0" },
    { id: "6", homeAway: "away", order: 1, score: "0" },
  ]);
  expect(competition["competitors"]?.[0]).not.toHaveProperty("linescores");
});

test("at kickoff the odds vanish and the situation is empty", async () => {
  const { competition, event } = await inMoment("start");
  expect(competition).not.toHaveProperty("odds");
  expect(competition["situation"]).toEqual({});
  expect(event["status"]).toMatchObject({ clock: 900, displayClock: "15:00", period: 1 });
});

test("the opening kickoff has neither possession nor timeouts", async () => {
  const { competition, state } = await inMoment("kickoff");
  expect(competition["situation"]).not.toHaveProperty("possession");
  expect(competition["situation"]).not.toHaveProperty("homeTimeouts");
  expect(competition["situation"]).toMatchObject({ down: 1, lastPlay: { id: expect.any(String) } });
  expect(state.situation.possession).toBeDefined();
});

test("between plays the yard line counts from the home goal line and agrees with the texts", async () => {
  for (const side of ["home", "away"] as const) {
    for (const ownHalf of [true, false]) {
      const { competition, state, timeline } = await shownAt(
        ({ moment, situation }) =>
          moment === "scrimmage" &&
          situation.possession === side &&
          situation.lastPlay?.kind === "scrimmage" &&
          (situation.yardline100 ?? 50) > 50 === ownHalf,
      );
      const { yardline100 = 0, down } = state.situation;
      const line = side === "home" ? 100 - yardline100 : yardline100;
      const half = line < 50 ? `PHI ${line}` : `DAL ${100 - line}`;
      const spot = line === 50 ? "50" : half;
      const id = side === "home" ? timeline.game.home.id : timeline.game.away.id;
      expect(competition["situation"]).toMatchObject({
        down,
        yardLine: line,
        possessionText: spot,
        possession: id,
        isRedZone: yardline100 <= 20,
        homeTimeouts: state.situation.homeTimeouts,
      });
      expect(competition["situation"]?.["downDistanceText"]).toContain(` at ${spot}`);
    }
  }
});

test("a touchdown: down -1, no possession, no texts, red zone, goal line of the scorer", async () => {
  const { competition, state } = await inMoment("touchdown");
  const situation = first(competition["situation"]);
  expect(situation).toMatchObject({
    down: -1,
    distance: 10,
    isRedZone: true,
    yardLine: state.play?.team === "home" ? 100 : 0,
    lastPlay: { scoreValue: 6 },
  });
  for (const name of ["possession", "possessionText", "downDistanceText"]) {
    expect(situation).not.toHaveProperty(name);
  }
});

test("after the extra point the play has a negative id and no percentages", async () => {
  const { competition } = await shownAt(
    ({ moment, play }) => moment === "afterTry" && play?.scoreValue === 1,
  );
  const situation = first(competition["situation"]);
  expect(situation).toMatchObject({ down: -1, isRedZone: false });
  expect(situation["lastPlay"]).toMatchObject({
    id: expect.stringMatching(/^-\d+$/),
    scoreValue: 1,
  });
  expect(situation["lastPlay"]).not.toHaveProperty("probability");
  expect(situation).not.toHaveProperty("possession");
});

test("after a kickoff touchback the receiver stands at his 35 and has no possession yet", async () => {
  const { competition, state } = await shownAt(
    ({ moment, play, situation }) =>
      moment === "kickoff" && play?.type.id === "53" && (situation.period ?? 0) > 1,
  );
  const receiver = state.situation.possession;
  const situation = first(competition["situation"]);
  expect(situation["yardLine"]).toBe(receiver === "home" ? 35 : 65);
  expect(situation).not.toHaveProperty("possession");
  expect(situation["lastPlay"]?.["end"]?.["team"]?.["id"]).toBe(receiver === "home" ? "21" : "6");
  expect(situation["lastPlay"]?.["start"]?.["team"]?.["id"]).toBe(receiver === "home" ? "6" : "21");
});

test("a punt touchback says the goal line, not the 20, without texts", async () => {
  const { competition, state } = await inMoment("puntTouchback");
  const situation = first(competition["situation"]);
  expect(situation["yardLine"]).toBe(state.situation.possession === "home" ? 0 : 100);
  expect(situation).toMatchObject({ down: 1, distance: 10, lastPlay: { type: { id: "52" } } });
  expect(situation).toHaveProperty("possession");
  expect(situation).not.toHaveProperty("possessionText");
});

test("halftime looks like 1st and 10 at 65 and is not", async () => {
  const { event, competition } = await inMoment("halftime");
  expect(event["status"]).toMatchObject({
    period: 2,
    clock: 0,
    type: { id: "23", name: "STATUS_HALFTIME", state: "in", detail: "Halftime" },
  });
  const situation = first(competition["situation"]);
  expect(situation).toMatchObject({ down: 1, distance: 10, yardLine: 65, isRedZone: false });
  expect(situation).not.toHaveProperty("possession");
  expect(situation).not.toHaveProperty("possessionText");
});

test("the two-minute warning leaves the situation as it was", async () => {
  const { competition, state } = await shownAt(
    ({ situation }) => situation.lastPlay?.kind === "twoMinuteWarning",
  );
  expect(competition["situation"]).toMatchObject({
    down: state.situation.down,
    distance: state.situation.distance,
    lastPlay: { type: { id: "75" } },
  });
});

test("the end of a period is a status of its own", async () => {
  const { event } = await inMoment("endOfPeriod");
  expect(event["status"]).toMatchObject({
    clock: 0,
    displayClock: "0:00",
    type: { id: "22", name: "STATUS_END_PERIOD", state: "in", shortDetail: "End of 1st" },
  });
});

test("the final: completed, winners, no situation, no odds; overtime says so", async () => {
  const { event, competition, state } = await inMoment("final");
  expect(event["status"]).toMatchObject({
    period: state.situation.period,
    type: { id: "3", name: "STATUS_FINAL", state: "post", completed: true },
  });
  expect(competition).not.toHaveProperty("situation");
  expect(competition).not.toHaveProperty("odds");
  const home = (state.situation.homeScore ?? 0) > (state.situation.awayScore ?? 0);
  expect(competition["competitors"]).toMatchObject([{ winner: home }, { winner: !home }]);
  const extra = await shownAt(
    ({ moment, situation }) => moment === "final" && situation.period === 5,
  );
  expect(extra.event["status"]).toMatchObject({
    period: 5,
    type: { detail: "Final/OT", shortDetail: "Final/OT", altDetail: "OT" },
  });
  expect(extra.competition["competitors"]?.[0]?.["linescores"]).toHaveLength(5);
});

test("the clock runs on by itself while the situation stands", async () => {
  const { timeline, state } = await shownAt(
    ({ clockRunning, situation, moment }) =>
      clockRunning && moment === "scrimmage" && (situation.clockSeconds ?? 0) > 100,
  );
  const clocks: number[] = [];
  for (const after of [4_000, 10_000, 16_000]) {
    const event = await eventAt(timeline, state.knownAt + after);
    clocks.push(Number(event["status"]?.["clock"]));
    expect(event["status"]?.["displayClock"]).toMatch(/^\d{1,2}:\d\d$/);
  }
  expect(clocks[0]).toBeGreaterThan(clocks[1] ?? 0);
  expect(clocks[1]).toBeGreaterThan(clocks[2] ?? 0);
});

test("agents that the real one turns away get 403 with HTML", async () => {
  const timeline = games[0] as Timeline;
  const refused = [undefined, "", "Mozilla/5.0 (X11; Linux x86_64)", "MNF-Trader/1.0", "node"];
  for (const name of refused) {
    const response = await ask(timeline, kickoffAt, { agent: name });
    expect(response.status).toBe(403);
    expect(response.headers["content-type"]).toContain("html");
  }
  for (const name of [agent, "curl/8.5.0", "axios/1.7.2"]) {
    expect((await ask(timeline, kickoffAt, { agent: name })).status).toBe(200);
  }
});

test("the summary keeps the line of a game that is on, and its score is the scoreboard's", async () => {
  const { timeline, state } = await inMoment("touchdown");
  const path = url.replace("scoreboard", "summary");
  const at = state.knownAt + 2_000;
  const { body } = await ask(timeline, at, { path, query: `?event=${timeline.game.eventId}` });
  const summary = first(JSON.parse(body));
  expect(summary["pickcenter"]?.[0]).toMatchObject({
    spread: timeline.odds?.spread,
    overUnder: timeline.odds?.overUnder,
    homeTeamOdds: { moneyLine: expect.any(Number) },
  });
  expect(summary["header"]?.["competitions"]?.[0]).toMatchObject({
    competitors: [
      { homeAway: "home", score: String(state.situation.homeScore) },
      { homeAway: "away", score: String(state.situation.awayScore) },
    ],
    status: { period: state.situation.period },
  });
  expect((await ask(timeline, at, { path, query: "?event=1" })).status).toBe(404);
});
