/** The poll loop in a world whose time moves by hand. */
import { describe, expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import type { HttpOutcome } from "../../domain/ports.ts";
import { createEspnFeed, type EspnFeed } from "./feed.ts";
import { answered, board, open, play, scoreboardPolls, situationOf, steady } from "./test-night.ts";
import {
  afterGame,
  beforeGame,
  type EventParts,
  eventOf,
  gameId,
  kickoffAt,
  scoreboardOf,
} from "./test-payloads.ts";

describe("polling", () => {
  test("every 2 s in the game: each good answer is posted, its bytes when changed", async () => {
    const night = open();
    night.feed.start();
    await night.world.advance(9000);
    expect(scoreboardPolls(night)).toBe(5);
    expect(night.heard.map(({ news }) => news.kind)).toEqual(Array(5).fill("answer"));
    expect(night.heard.map(({ raw }) => raw)).toEqual([
      JSON.stringify(eventOf()),
      ...Array(4).fill(undefined),
    ]);
    expect(night.heard.map(({ news }) => news.kind === "answer" && news.changed)).toEqual([
      true,
      ...Array(4).fill(false),
    ]);
  });

  test("jitter keeps each gap within a tenth of 2 s", async () => {
    const night = open(undefined, seededChance(1, "jitter"));
    night.feed.start();
    await night.world.advance(60_000);
    const polls = night.world.requests.filter(({ request }) => request.url.includes("/scoreboard"));
    const gaps = polls.slice(1).map(({ at }, index) => at - (polls[index]?.at ?? 0));
    expect(gaps.every((gap) => gap >= 1800 && gap <= 2200)).toBe(true);
    expect(new Set(gaps).size).toBeGreaterThan(10);
  });

  test("every 30 s early, every 2 s from ten minutes before kickoff", async () => {
    const night = open(kickoffAt - 660_000);
    night.serve = () => board(beforeGame);
    night.feed.start();
    await night.world.advance(59_000);
    expect(scoreboardPolls(night)).toBe(2);
    await night.world.advance(21_000);
    expect(scoreboardPolls(night)).toBeGreaterThan(9);
  });

  test("ESP-20 an answer slower than the interval: never two requests at once", async () => {
    const night = open();
    night.latencyMs = 3500;
    night.feed.start();
    night.feed.refresh();
    await night.world.advance(30_000);
    expect(night.world.busiest()).toBe(1);
    expect(scoreboardPolls(night)).toBeGreaterThan(5);
  });

  test.each<[string, HttpOutcome]>([
    ["403", answered("<html>", 403)],
    ["404", answered("{}", 404)],
    ["429", answered("", 429)],
    ["500", answered("", 500)],
    ["503", answered("", 503)],
    [
      "301 elsewhere",
      {
        kind: "answered",
        response: { status: 301, headers: { location: "https://example.com" }, body: "" },
      },
    ],
    ["a time-out", { kind: "lost", why: "no answer within 4000 ms" }],
    ["a reset", { kind: "lost", why: "ECONNRESET" }],
    ["no such host", { kind: "notSent", why: "ENOTFOUND" }],
  ])("ESP-19 %s is a failure, and polling backs off to 30 s", async (_name, outcome) => {
    const night = open();
    night.serve = () => outcome;
    night.feed.start();
    await night.world.advance(200_000);
    expect(night.heard.every(({ news }) => news.kind === "failed")).toBe(true);
    expect(night.heard.length).toBeLessThan(14);
    expect(night.heard.length).toBeGreaterThan(7);
    expect(night.world.busiest()).toBe(1);
  });

  test("ESP-18 a redirect is not followed anywhere", async () => {
    const night = open();
    night.serve = () => ({
      kind: "answered",
      response: { status: 302, headers: { location: "https://example.com/x" }, body: "" },
    });
    night.feed.start();
    await night.world.advance(20_000);
    const hosts = night.world.requests.map(({ request }) => new URL(request.url).host);
    expect(new Set(hosts)).toEqual(new Set(["127.0.0.1:1"]));
  });

  test("ESP-21 an open breaker stops polls, half-open probes one at a time", async () => {
    const night = open();
    night.feed.start();
    await night.world.advance(1000);
    night.feed.setBreaker({ kind: "open", failures: 5, until: 60_000, why: "five failures" });
    const before = scoreboardPolls(night);
    night.feed.refresh();
    await night.world.advance(60_000);
    expect(scoreboardPolls(night)).toBe(before);
    night.latencyMs = 3000;
    night.feed.setBreaker({ kind: "halfOpen", failures: 5, successes: 0 });
    night.feed.setBreaker({ kind: "halfOpen", failures: 5, successes: 0 });
    await night.world.advance(2000);
    expect(scoreboardPolls(night)).toBe(before + 1);
    await night.world.advance(6000);
    expect(night.world.busiest()).toBe(1);
    expect(scoreboardPolls(night)).toBeGreaterThan(before + 1);
  });

  test("the breaker may open from within a post", async () => {
    const night = open();
    const { world } = night;
    const feed: EspnFeed = createEspnFeed({
      http: world.http,
      clock: world.clock,
      timers: world.timers,
      chance: steady,
      baseUrl: "http://127.0.0.1:1",
      eventId: gameId,
      post: () => feed.setBreaker({ kind: "open", failures: 5, until: 60_000, why: "test" }),
    });
    feed.start();
    await world.advance(60_000);
    expect(scoreboardPolls(night)).toBe(1);
    expect(world.waiting()).toBe(0);
  });

  test("after stop nothing is asked, nothing is posted and no timer stands", async () => {
    const night = open();
    night.latencyMs = 1000;
    night.feed.start();
    await night.world.advance(500);
    night.feed.stop();
    await night.world.advance(60_000);
    expect(scoreboardPolls(night)).toBe(1);
    expect(night.heard).toEqual([]);
    expect(night.world.waiting()).toBe(0);
  });
});

describe("answers that are no answer", () => {
  test("ESP-17 an unreadable answer is told with its bytes, and the state is kept", async () => {
    const night = open();
    await play(night, {});
    night.serve = () => answered("<html>sorry</html>");
    night.feed.refresh();
    await night.world.advance(0);
    expect(night.heard.at(-1)).toMatchObject({
      news: { kind: "unreadable" },
      raw: "<html>sorry</html>",
    });
    expect(situationOf(night).situation.homeScore).toBe(7);
  });

  test("ESP-10 other teams under our id are refused", async () => {
    const night = open();
    const stranger = { home: { id: "9", abbreviation: "GB" } };
    expect(await play(night, {}, stranger, {})).toEqual(["answer", "unreadable", "answer"]);
    expect(situationOf(night).game.home.abbreviation).toBe("LAR");
  });

  test("ESP-26 a moved kickoff keeps the game", async () => {
    const night = open(kickoffAt - 60_000);
    const moved = { ...beforeGame, date: "2026-10-13T01:00Z" };
    expect(await play(night, beforeGame, moved)).toEqual(["answer", "answer"]);
    expect(situationOf(night).game.kickoffAt).toBe(kickoffAt + 2_700_000);
  });

  test("a game gone from the week's list is looked for on its own day", async () => {
    const night = open();
    await play(night, {});
    night.serve = (path) =>
      path.includes("dates=20261012") ? board() : answered(scoreboardOf(eventOf({ id: "77" })));
    const from = night.heard.length;
    night.feed.refresh();
    await night.world.advance(4500);
    expect(night.heard.slice(from).map(({ news }) => news.kind)).toEqual([
      "unreadable",
      "answer",
      "answer",
    ]);
  });
});

describe("order in game time", () => {
  const at = (clock: number, more: EventParts = {}): EventParts => ({
    ...more,
    status: { ...more.status, clock, displayClock: "" },
  });

  test("ESP-14 a clock set back waits for three answers, a leap for two", async () => {
    const night = open();
    expect(await play(night, at(500), at(504), at(504), at(504))).toEqual([
      "answer",
      "held",
      "held",
      "corrected+answer",
    ]);
    expect(situationOf(night).situation.clockSeconds).toBe(504);
    expect(await play(night, at(204), at(203))).toEqual(["held", "corrected+answer"]);
  });

  test("ESP-15 a quarter that goes back waits for three answers", async () => {
    const night = open();
    const third = at(100, { status: { period: 3 } });
    const second = at(100, { status: { period: 2 } });
    expect(await play(night, third, second, second, second)).toEqual([
      "answer",
      "held",
      "held",
      "corrected+answer",
    ]);
  });

  test("ESP-16 old answers that alternate with new ones never win", async () => {
    const night = open();
    const flapping = Array.from({ length: 12 }, (_, index) => at(index % 2 === 0 ? 500 : 530));
    const kinds = await play(night, ...flapping);
    expect(kinds).toEqual(Array.from({ length: 6 }, () => ["answer", "held"]).flat());
    expect(situationOf(night).situation.clockSeconds).toBe(500);
  });

  test("ESP-07 a lower score waits for two answers, an older play for three", async () => {
    const night = open();
    const score = (homeScore: string): EventParts => ({ homeScore });
    expect(await play(night, score("17"), score("10"), score("10"))).toEqual([
      "answer",
      "held",
      "corrected+answer",
    ]);
    expect(situationOf(night).situation.homeScore).toBe(10);
    const playOf = (number: number): EventParts => ({
      homeScore: "10",
      situation: { lastPlay: { id: `${gameId}${number}`, type: { id: "5" } } },
    });
    expect(await play(night, playOf(900), playOf(850), playOf(850), playOf(850))).toEqual([
      "answer",
      "held",
      "held",
      "corrected+answer",
    ]);
  });

  test("ESP-07 a lower score seen once and taken back was nothing", async () => {
    const night = open();
    const score = (homeScore: string): EventParts => ({ homeScore });
    expect(await play(night, score("17"), score("10"), score("17"), score("10"))).toEqual([
      "answer",
      "held",
      "answer",
      "held",
    ]);
  });

  test("ESP-08 21 points in one poll are held until they are said again", async () => {
    const night = open();
    const jump = { homeScore: "28" };
    expect(await play(night, { homeScore: "7" }, jump, jump)).toEqual([
      "answer",
      "held",
      "corrected+answer",
    ]);
    expect(situationOf(night).situation.homeScore).toBe(28);
  });

  test("a score, a new half and a late quarter are not held", async () => {
    const night = open();
    const polls = [
      at(30, { status: { period: 2 } }),
      at(0, { status: { period: 2 }, type: { name: "STATUS_HALFTIME" } }),
      at(900, { status: { period: 3 } }),
      at(880, { status: { period: 3 }, homeScore: "14" }),
    ];
    expect(await play(night, ...polls)).toEqual(Array(4).fill("answer"));
  });

  test.each([600, 900])("ESP-24 overtime that begins at %i s is not held", async (clock) => {
    const night = open();
    const polls = [
      at(3, { status: { period: 4 } }),
      at(clock, { status: { period: 5 } }),
      at(clock - 40, { status: { period: 5 } }),
    ];
    expect(await play(night, ...polls)).toEqual(Array(3).fill("answer"));
    expect(situationOf(night).situation).toMatchObject({ period: 5, clockSeconds: clock - 40 });
  });

  test("a final stands only when two successive answers say so", async () => {
    const night = open();
    const last = at(20, { status: { period: 4 } });
    await play(night, last, afterGame);
    expect(situationOf(night).situation).toMatchObject({ phase: "unknown", completed: false });
    await play(night, afterGame);
    expect(situationOf(night)).toMatchObject({
      changed: true,
      situation: { phase: "final", completed: true },
    });
  });
});

describe("what ESPN forgets", () => {
  test("the pre-game line is kept when it vanishes at kickoff", async () => {
    const night = open(kickoffAt - 60_000);
    await play(night, beforeGame, { status: { period: 1, clock: 900 } });
    expect(situationOf(night).game).toMatchObject({ spreadHome: 3.5, totalPoints: 47.5 });
  });

  test("started in mid-game, the line comes from the summary", async () => {
    const night = open();
    let asked = 0;
    night.serve = (path) => {
      if (!path.includes("/summary")) return board();
      asked += 1;
      const pickcenter = asked < 2 ? [] : [{ details: "BUF -1.5", overUnder: 44, spread: 1.5 }];
      return answered(JSON.stringify({ pickcenter }));
    };
    night.feed.start();
    await night.world.advance(30_000);
    expect(situationOf(night).game).toMatchObject({ spreadHome: -1.5, totalPoints: 44 });
  });

  test("timeouts of the first half are not carried into the second", async () => {
    const night = open();
    const used = { homeTimeouts: 1, awayTimeouts: 0 };
    const half = (period: number, clock: number, situation: object): EventParts => ({
      status: { period, clock, displayClock: "" },
      situation: { ...situation },
    });
    await play(night, half(2, 5, used), half(3, 900, used));
    expect(situationOf(night).situation).toMatchObject({ homeTimeouts: 3, awayTimeouts: 3 });
    await play(night, half(3, 800, { homeTimeouts: 3, awayTimeouts: 2 }), half(3, 700, used));
    expect(situationOf(night).situation).toMatchObject({ homeTimeouts: 1, awayTimeouts: 0 });
  });
});
