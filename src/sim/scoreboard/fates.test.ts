import { expect, test } from "vitest";
import { teamById } from "../teams.ts";
import {
  withDelay,
  withKickoffDelayed,
  withKickoffMoved,
  withoutGame,
  withSuspension,
} from "./fates.ts";
import { boardOf, competitionOf, gameOf, kickoffAt, pointsOf } from "./test-board.ts";
import type { Json } from "./test-board.ts";
import { steady } from "./waywardness.ts";
import type { Timeline } from "../timeline.ts";

const game = gameOf(1);
const playing = game.states.findIndex(
  ({ moment, situation }) => moment === "scrimmage" && (situation.period ?? 0) === 2,
);

function eventOf(timeline: Timeline, at: number): Json {
  return boardOf([timeline], steady(1)).event(at);
}

test("a delayed kickoff: live, Delayed, 15:00 of the first quarter, the date rewritten", () => {
  const delayed = withKickoffDelayed(game, 60);
  const event = eventOf(delayed, kickoffAt + 1_200_000);
  expect(event).toMatchObject({ id: game.game.eventId, date: "2026-09-15T01:15Z" });
  expect(event["status"]).toMatchObject({
    period: 1,
    clock: 900,
    type: { id: "7", name: "STATUS_DELAYED", state: "in", completed: false, detail: "Delayed" },
  });
  expect(competitionOf(event)["situation"]).toEqual({});
  const first = game.states.find(({ play }) => play !== undefined)?.knownAt ?? 0;
  const begun = eventOf(delayed, first + 3_602_000);
  expect(begun["status"]?.["type"]?.["name"]).toBe("STATUS_IN_PROGRESS");
});

test("a delay in mid-game freezes clock, score and field, and the game goes on after it", () => {
  const delayed = withDelay(game, playing, 40);
  const stopped = game.states[playing];
  const at = (stopped?.knownAt ?? 0) + 1_200_000;
  const event = eventOf(delayed, at);
  expect(event["status"]).toMatchObject({
    period: 2,
    clock: stopped?.situation.clockSeconds,
    type: { name: "STATUS_DELAYED", state: "in" },
  });
  expect(pointsOf(event)).toEqual([stopped?.situation.homeScore, stopped?.situation.awayScore]);
  const end = delayed.states.at(-1);
  expect((end?.knownAt ?? 0) - (game.states.at(-1)?.knownAt ?? 0)).toBe(2_400_000);
  expect(eventOf(delayed, (end?.knownAt ?? 0) + 2_000)["status"]?.["type"]?.["name"]).toBe(
    "STATUS_FINAL",
  );
});

test.each(["in", "post"] as const)("suspended (%s): not completed, clock frozen", (stage) => {
  const suspended = withSuspension(game, playing, stage);
  const event = eventOf(suspended, kickoffAt + 20 * 3_600_000);
  expect(event["status"]).toMatchObject({
    period: 2,
    clock: game.states[playing]?.situation.clockSeconds,
    type: { id: "8", name: "STATUS_SUSPENDED", state: stage, completed: false },
  });
});

test.each([
  ["postponed", "6", "STATUS_POSTPONED", "Postponed"],
  ["canceled", "5", "STATUS_CANCELED", "Canceled"],
] as const)("%s: over and not completed, nobody has won", (phase, id, name, detail) => {
  const event = eventOf(withoutGame(game, kickoffAt - 7_200_000, phase), kickoffAt);
  expect(event["status"]).toMatchObject({
    period: 0,
    clock: 0,
    type: { id, name, state: "post", completed: false, detail },
  });
  expect(pointsOf(event)).toEqual([0, 0]);
  const competition = competitionOf(event);
  expect(competition["competitors"]).toMatchObject([{ winner: false }, { winner: false }]);
  expect(competition).not.toHaveProperty("situation");
  expect(competition).not.toHaveProperty("headlines");
});

test("a moved kickoff is told from then on, and the game begins at the new time", () => {
  const told = kickoffAt - 7_200_000;
  const moved = withKickoffMoved(game, told, 45);
  expect(eventOf(moved, told - 10_000)["date"]).toBe("2026-09-15T00:15Z");
  expect(eventOf(moved, told + 10_000)["date"]).toBe("2026-09-15T01:00Z");
  expect(eventOf(moved, kickoffAt + 1_800_000)["status"]?.["type"]?.["state"]).toBe("pre");
  expect(eventOf(moved, kickoffAt + 4_500_000)["status"]?.["type"]?.["state"]).toBe("in");
});

test("some games show period 1 and 15:00 on the day while they are still to begin", () => {
  const early = { ...steady(1), earlyPeriod: "always" } as const;
  const board = boardOf([game], early);
  const event = board.event(kickoffAt - 3_600_000);
  expect(event["status"]).toMatchObject({
    period: 1,
    clock: 900,
    displayClock: "15:00",
    type: { name: "STATUS_SCHEDULED", state: "pre" },
  });
  expect(competitionOf(event)["competitors"]).toMatchObject([
    { score: "0", linescores: [{ value: 0 }] },
    { score: "0", linescores: [{ value: 0 }] },
  ]);
  for (const minutes of [300, 10]) {
    const later = board.event(kickoffAt - minutes * 60_000);
    expect(later["status"]).toMatchObject({ period: 0, clock: 0, displayClock: "0:00" });
  }
});

test("on neutral ground: flag, VS, another city, no state, and a morning kickoff in New York", () => {
  const london = Date.UTC(2026, 9, 11, 13, 30);
  const neutral = gameOf(3, { neutralSite: true, kickoffAt: london, home: teamById("30") });
  const venue = { city: "London", country: "England", roofed: false };
  const event = eventOf({ ...neutral, venue }, london - 3_600_000);
  const competition = competitionOf(event);
  expect(event["shortName"]).toBe("DAL VS JAX");
  expect(event["status"]?.["type"]?.["detail"]).toBe("Sun, October 11th at 9:30 AM EDT");
  expect(competition["neutralSite"]).toBe(true);
  expect(competition["venue"]).toMatchObject({
    address: { city: "London", country: "England" },
    indoor: false,
  });
});

test("a tie is final with nobody a winner, in overtime", () => {
  const last = game.states.at(-1);
  if (last === undefined) throw new Error("no final");
  const level = { ...last.situation, period: 5, homeScore: 20, awayScore: 20 };
  const states = [...game.states.slice(0, -1), { ...last, situation: level }];
  const event = eventOf({ ...game, states }, last.knownAt + 2_000);
  expect(event["status"]).toMatchObject({
    period: 5,
    clock: 0,
    type: { name: "STATUS_FINAL", completed: true, detail: "Final/OT", altDetail: "OT" },
  });
  expect(pointsOf(event)).toEqual([20, 20]);
  expect(competitionOf(event)["competitors"]).toMatchObject([{ winner: false }, { winner: false }]);
});
