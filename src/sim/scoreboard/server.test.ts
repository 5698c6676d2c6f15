import { expect, test } from "vitest";
import { boardOf, gameOf, kickoffAt } from "./test-board.ts";
import type { Json } from "./test-board.ts";
import { mild, steady } from "./waywardness.ts";

const game = gameOf(1);
const board = boardOf([game], steady(1));

function bodyOf(path: string): Json {
  return JSON.parse(board.ask(kickoffAt, path)?.body ?? "null") as Json;
}

test("a play appears when its lag is over, drawn 5–40 s", () => {
  const late = boardOf([game], mild(3), { kind: "drawn", seed: 3 });
  for (const state of game.states.filter(({ moment }) => moment === "touchdown")) {
    const id = `${game.game.eventId}${state.play?.number}`;
    const seconds = Array.from({ length: 61 }, (_, second) => second);
    const after = seconds.find((second) =>
      late.ask(state.knownAt + second * 1000)?.body.includes(id),
    );
    expect(after).toBeGreaterThanOrEqual(5);
    expect(after).toBeLessThanOrEqual(42);
  }
});

test("bodies change at most every two seconds", () => {
  const at = Math.ceil((kickoffAt + 1_800_000) / 2_000) * 2_000;
  const bodies = [0, 700, 1_999].map((ms) => board.ask(at + ms)?.body);
  expect(new Set(bodies).size).toBe(1);
});

test("dates are Eastern days, ranges are refused, other paths are unknown", () => {
  const day = bodyOf("scoreboard?dates=20260914");
  expect(day["events"]).toHaveLength(1);
  expect(day).not.toHaveProperty("season");
  expect(bodyOf("scoreboard?dates=20260915")["events"]).toHaveLength(0);
  const whole = bodyOf("scoreboard");
  expect(whole).toMatchObject({ season: { type: 2, year: 2026 }, week: { number: 1 } });
  expect(board.ask(kickoffAt, "scoreboard?dates=20260914-20260915")?.status).toBe(400);
  expect(board.ask(kickoffAt, "scoreboard/else")?.status).toBe(404);
});

test("before the game tickets, after it a headline with the result, in both weather and links", () => {
  const before = board.event(kickoffAt - 3_600_000);
  const end = game.states.at(-1);
  const after = board.event((end?.knownAt ?? 0) + 2_000);
  expect(before["competitions"]?.[0]).toHaveProperty("tickets");
  expect(before["competitions"]?.[0]).not.toHaveProperty("headlines");
  const { homeScore = 0, awayScore = 0 } = end?.situation ?? {};
  const [high, low] = [Math.max(homeScore, awayScore), Math.min(homeScore, awayScore)];
  const headline = after["competitions"]?.[0]?.["headlines"]?.[0]?.["shortLinkText"];
  expect(headline).toMatch(new RegExp(`^(Eagles|Cowboys) beat (Eagles|Cowboys) ${high}-${low}$`));
  expect(before["links"]?.[0]?.["href"]).toContain(game.game.eventId);
});

test("the weather's two texts are swapped while the game is on, and gone after it", () => {
  const live = game.states.find(({ moment }) => moment === "scrimmage")?.knownAt ?? 0;
  expect(board.event(kickoffAt - 3_600_000)["weather"]).toMatchObject({
    displayValue: "Mostly clear",
    conditionId: "34",
  });
  expect(board.event(live)["weather"]).toMatchObject({
    displayValue: "34",
    conditionId: "Mostly clear",
  });
  const over = (game.states.at(-1)?.knownAt ?? 0) + 2_000;
  expect(board.event(over)).not.toHaveProperty("weather");
});
