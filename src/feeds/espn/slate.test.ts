import { describe, expect, test } from "vitest";
import { chooseGame, fetchSlate, readScoreboard, readSlate, type SlateGame } from "./slate.ts";
import {
  afterGame,
  beforeGame,
  type EventParts,
  eventOf,
  gameId,
  scoreboardOf,
} from "./test-payloads.ts";
import { createTestWorld } from "./test-world.ts";

function slateOf(...events: readonly unknown[]): readonly SlateGame[] {
  const reading = readSlate(scoreboardOf(...events));
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

function chosenId(events: readonly EventParts[], wanted?: string): string {
  const choice = chooseGame(slateOf(...events.map(eventOf)), wanted);
  return choice.kind === "chosen" ? choice.game.eventId : choice.kind;
}

describe("a slate", () => {
  test("one event that cannot be read does not take the others with it", () => {
    const broken = { ...eventOf({ id: "1" }), competitions: "none" };
    const reading = readScoreboard(scoreboardOf(broken, null, 7, eventOf()));
    if (reading.kind === "unreadable") throw new Error(reading.why);
    expect(reading.value.games.map(({ game }) => game.eventId)).toEqual([gameId]);
    expect(reading.value.refused.map(({ id }) => id)).toEqual(["1", undefined, undefined]);
  });

  test.each([
    ["HTML", "<html>busy</html>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no events", "{}"],
    ["events that are no list", '{"events":{}}'],
  ])("ESP-17 %s is unreadable, not an empty slate", (_name, body) => {
    expect(readSlate(body).kind).toBe("unreadable");
  });

  test("the site's page data carries the same events one level deeper", () => {
    const body = JSON.stringify({ content: { sbData: { events: [eventOf()] } } });
    const reading = readSlate(body);
    expect(reading.kind === "read" && reading.value[0]?.raw).toBe(JSON.stringify(eventOf()));
  });

  test("a game names its teams, kickoff, week and line", () => {
    expect(slateOf(eventOf(beforeGame))[0]?.game).toEqual({
      eventId: gameId,
      home: { id: "14", abbreviation: "LAR", name: "Los Angeles Rams" },
      away: { id: "2", abbreviation: "BUF", name: "Buffalo Bills" },
      kickoffAt: Date.UTC(2026, 9, 13, 0, 15),
      neutralSite: false,
      seasonType: "regular",
      season: 2026,
      week: 6,
      spreadHome: 3.5,
      totalPoints: 47.5,
    });
  });

  test.each<[string, unknown, number | undefined]>([
    ["the away team is favoured", [{ details: "BUF -2", spread: 2 }], -2],
    ["nobody is favoured", [{ details: "EVEN", spread: 0 }], 0],
    ["only the words are there", [{ details: "LAR -7" }], 7],
    ["words and number differ", [{ details: "LAR -7", spread: 7 }], undefined],
    [
      "the favourite contradicts",
      [{ spread: -3, homeTeamOdds: { favorite: false }, awayTeamOdds: { favorite: true } }],
      undefined,
    ],
    ["no odds", undefined, undefined],
    ["odds are null", [null], undefined],
  ])("the line when %s", (_name, odds, spreadHome) => {
    expect(slateOf(eventOf({ ...beforeGame, odds }))[0]?.game.spreadHome).toBe(spreadHome);
  });

  test.each<[string, string, number | undefined]>([
    ["to the minute", "2026-10-13T00:15Z", Date.UTC(2026, 9, 13, 0, 15)],
    ["to the microsecond", "2026-10-13T00:15:00.000001Z", Date.UTC(2026, 9, 13, 0, 15)],
    ["in another zone", "2026-10-12T20:15:00-04:00", Date.UTC(2026, 9, 13, 0, 15)],
    ["without a zone", "2026-10-13T00:15:00", undefined],
    ["as a number", "1791850500000", undefined],
  ])("TIM-08 a kickoff %s is an instant or the game is refused", (_name, date, kickoffAt) => {
    const reading = readScoreboard(scoreboardOf(eventOf({ date })));
    const games = reading.kind === "read" ? reading.value.games : [];
    expect(games[0]?.game.kickoffAt).toBe(kickoffAt);
    expect(games.length).toBe(kickoffAt === undefined ? 0 : 1);
  });

  test("a line told while the game is on is a live price and is not taken", () => {
    const odds = [{ details: "LAR -9.5", spread: -9.5 }];
    expect(slateOf(eventOf({ odds }))[0]?.game.spreadHome).toBeUndefined();
  });
});

describe("ESP-25 the choice of a game", () => {
  const later = { ...beforeGame, id: "2", date: "2026-10-13T02:15Z" };

  test("the only live game, however many are coming", () => {
    expect(chosenId([{ id: "1" }, later, { ...beforeGame, id: "3" }])).toBe("1");
  });

  test("the only next game", () => {
    expect(chosenId([{ ...afterGame, id: "1" }, later, { ...beforeGame, id: "3" }])).toBe("3");
  });

  test("two live games, or two next ones at one time, are not guessed between", () => {
    expect(chosenId([{ id: "1" }, { id: "2" }])).toBe("several");
    expect(
      chosenId([
        { ...beforeGame, id: "1" },
        { ...beforeGame, id: "2" },
      ]),
    ).toBe("several");
  });

  test("nothing live and nothing coming is nothing", () => {
    expect(chosenId([{ ...afterGame, id: "1" }])).toBe("none");
    expect(chosenId([])).toBe("none");
  });

  test.each(["401900001", "BUF@LAR", "buf@la", "LAR", "BUF"])("a wish is met: %s", (wanted) => {
    const other = { home: { id: "9", abbreviation: "GB" }, away: { id: "3", abbreviation: "CHI" } };
    expect(chosenId([{ ...other, id: "1" }, {}], wanted)).toBe(gameId);
  });

  test.each(["LAR@BUF", "DEN", "", "@", "BUF@LAR@x", "4019"])("a wish is not met: %s", (wanted) => {
    expect(chosenId([{}], wanted)).toBe("none");
  });
});

describe("the slate asked for once", () => {
  test("says who asks, in the form that ESPN lets pass", async () => {
    const body = scoreboardOf(eventOf());
    const world = createTestWorld(0, () => ({
      kind: "answered",
      response: { status: 200, headers: {}, body },
    }));
    const reading = await fetchSlate(world.http, "https://site.api.espn.com");
    expect(reading.kind).toBe("read");
    expect(world.requests[0]?.request.headers["user-agent"]).toMatch(/^MNF-Trader\/.+ \(\+https/);
  });

  test("a refusal is unreadable with its status", async () => {
    const world = createTestWorld(0, () => ({
      kind: "answered",
      response: { status: 403, headers: {}, body: "<html>" },
    }));
    const reading = await fetchSlate(world.http, "https://site.api.espn.com");
    expect(reading).toEqual({ kind: "unreadable", why: "ESPN answered with status 403" });
  });
});
