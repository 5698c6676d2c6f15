/** Which game is meant, when it begins, and that no night is lost to a calendar. */
import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { game } from "../../src/engine/desk-fixture.ts";
import { chooseGame, type SlateGame } from "../../src/feeds/espn/espn.ts";
import { readSlate } from "../../src/feeds/espn/slate.ts";
import {
  afterGame,
  beforeGame,
  eventOf,
  scoreboardOf,
} from "../../src/feeds/espn/test-payloads.ts";
import { mnf } from "../cli/product.ts";
import { answered, clockAt, EspnNight, kcEvent } from "./night.ts";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A scoreboard on loopback. */
async function serve(...events: readonly unknown[]): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(scoreboardOf(...events));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Fixture = readonly [id: string, away: string, home: string, date: string];

function fixture([id, away, home, date]: Fixture, isNeutral = false): Record<string, unknown> {
  const event = eventOf({
    ...beforeGame,
    id,
    date,
    home: { id: `1${id}`, abbreviation: home, displayName: home },
    away: { id: `2${id}`, abbreviation: away, displayName: away },
  });
  const [competition] = event["competitions"] as Record<string, unknown>[];
  return { ...event, competitions: [{ ...competition, neutralSite: isNeutral }] };
}

function slateOf(events: readonly unknown[]): readonly SlateGame[] {
  const reading = readSlate(scoreboardOf(...events));
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

const doubleHeader = [
  fixture(["1", "TB", "HOU", "2026-09-21T23:00Z"]),
  fixture(["2", "LAC", "LV", "2026-09-22T02:00Z"]),
];

describe("ESP-25 the right game", () => {
  const chosen = (events: readonly unknown[], wanted?: string): string => {
    const choice = chooseGame(slateOf(events), wanted);
    return choice.kind === "chosen" ? choice.game.eventId : choice.kind;
  };

  test("a Monday with two games: the earlier one, then the one that is wished for", () => {
    expect(chosen(doubleHeader)).toBe("1");
    expect(chosen(doubleHeader, "LAC@LV")).toBe("2");
    expect(chosen([eventOf({ ...afterGame, id: "1" }), doubleHeader[1]])).toBe("2");
  });

  test("both at once on the same Monday are not guessed between", () => {
    const live = [eventOf({ id: "1" }), eventOf({ id: "2" })];
    expect(chosen(live)).toBe("several");
  });

  test("London at half past nine in the morning, on neutral ground, with VS in its name", () => {
    const london = {
      ...fixture(["3", "JAX", "BUF", "2026-10-11T13:30Z"], true),
      shortName: "JAX VS BUF",
    };
    const [read] = slateOf([london]);
    expect(read?.game.neutralSite).toBe(true);
    expect(chosen([london, fixture(["4", "NYG", "DAL", "2026-10-11T17:00Z"])])).toBe("3");
  });

  test("a Saturday and Thanksgiving: the next kickoff, whatever the weekday", () => {
    const saturday = fixture(["5", "CLE", "PIT", "2026-12-19T21:30Z"]);
    const sunday = fixture(["6", "SEA", "SF", "2026-12-20T18:00Z"]);
    expect(chosen([sunday, saturday])).toBe("5");
    const thanksgiving = [
      fixture(["7", "GB", "DET", "2026-11-26T18:00Z"]),
      fixture(["8", "WSH", "DAL", "2026-11-26T21:30Z"]),
      fixture(["9", "CIN", "BAL", "2026-11-27T01:20Z"]),
    ];
    expect(chosen(thanksgiving)).toBe("7");
    expect(chosen(thanksgiving, "BAL")).toBe("9");
  });
});

describe("mnf games", () => {
  async function games(zone: string, events: readonly unknown[]): Promise<string[]> {
    const { code, out, err } = await mnf(["games", "--espn-url", await serve(...events)], {
      env: { TZ: zone },
    });
    expect([code, err]).toEqual([0, ""]);
    return out.trim().split("\n");
  }

  test("names kickoffs in local and Eastern time, in order, and the Eastern day of each", async () => {
    const late = fixture(["9", "CIN", "BAL", "2026-11-27T01:20Z"]);
    const early = fixture(["7", "GB", "DET", "2026-11-26T18:00Z"]);
    const lines = await games("Europe/Berlin", [late, early]);
    expect(lines[0]).toMatch(/^Thursday, November 26, 2026/);
    expect(lines[1]).toMatch(/^ *7 +GB @ DET +7:00 PM GMT\+1 +\(1:00 PM EST\)/);
    expect(lines[2]).toMatch(/^ *9 +CIN @ BAL +Fri 2:20 AM GMT\+1 +\(8:20 PM EST\)/);
    expect(lines.slice(3)).toEqual(["Without --game: GB@DET (7)."]);
  });

  test("marks the two games of a Monday, neutral ground, and what is live", async () => {
    const london = fixture(["3", "JAX", "BUF", "2026-10-11T13:30Z"], true);
    const live = eventOf({ id: "10", date: "2026-10-11T17:00Z" });
    const lines = await games("America/New_York", [live, london, ...doubleHeader]);
    expect(lines.filter((line) => line.startsWith("Monday, September 21, 2026")).length).toBe(1);
    expect(lines.find((line) => line.includes("JAX VS BUF"))).toMatch(/neutral/);
    expect(lines.find((line) => line.includes("BUF @ LAR"))).toMatch(/3:7 {2}8:41 - 2nd Quarter/);
    expect(lines.at(-1)).toBe("Without --game: BUF@LAR (10).");
  });

  test("two games at one time are listed, and none is said to be meant", async () => {
    const both = ["21", "22"].map((id) => eventOf({ ...beforeGame, id }));
    const lines = await games("UTC", both);
    expect(lines.at(-1)).toMatch(/^Without --game: choose one with --game: .+\(21\).+\(22\)\.$/);
  });

  test("a slate without games says so", async () => {
    expect(await games("UTC", [])).toEqual(["No games on the slate."]);
  });
});

describe("ESP-26 a kickoff that moves", () => {
  test("keeps its game, and the desk's kickoff and polling follow", async () => {
    const night = new EspnNight();
    const start = night.world.clock.now().at;
    const soon = new Date(start + 8 * 60_000).toISOString();
    const later = new Date(start + 53 * 60_000).toISOString();
    await night.play({ ...beforeGame, date: soon });
    expect(night.hand.desk.game.game.kickoffAt).toBe(Date.parse(soon));
    await night.play({ ...beforeGame, date: later });
    expect(night.hand.desk.game.game.kickoffAt).toBe(Date.parse(later));
    const before = night.world.requests.length;
    await night.run(120);
    expect(night.world.requests.length - before).toBe(4);
  });
});

describe("TIM rows of the feed", () => {
  const zones = [
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Apia",
    "UTC",
  ];

  test.each(zones)("TIM-01 in %s data 30 s old are 30 s old", (zone) => {
    const program = `
      const { EspnNight, answered } = await import("./test/espn/night.ts");
      const night = new EspnNight();
      await night.play({});
      night.scoreboard = answered("", 503);
      await night.run(30);
      const { desk } = night.hand;
      const age = (night.world.clock.now().mono - desk.game.answerMono) / 1000;
      console.log(JSON.stringify([new Date(0).getTimezoneOffset(), age, night.refuses("AGE_ESPN")]));
    `;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { env: { ...process.env, TZ: zone }, encoding: "utf8", cwd: process.cwd() },
    );
    expect(stderr).toBe("");
    const [offset, age, refused] = JSON.parse(stdout) as unknown[];
    expect(offset === 0).toBe(zone === "UTC");
    expect([age, refused]).toEqual([30, ["auto", "execute"]]);
  });

  test("TIM-03 a Sunday on which 1:30 comes twice: two instants, in order", () => {
    const dates = ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", "2026-11-01T18:00Z"];
    const kickoffs = slateOf(
      dates.map((date, index) => eventOf({ ...beforeGame, id: `${index + 1}`, date })),
    ).map((read) => read.game.kickoffAt);
    const [first = 0, second = 0, third = 0] = kickoffs;
    expect([second - first, third - second]).toEqual([3_600_000, 41_400_000]);
  });

  test("TIM-03 on the slate both are told apart, in order", async () => {
    const dates = ["2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-04:00"];
    const events = dates.map((date, index) => eventOf({ ...beforeGame, id: `${index + 1}`, date }));
    const { out } = await mnf(["games", "--espn-url", await serve(...events)], {
      env: { TZ: "America/New_York" },
    });
    const hours = [...out.matchAll(/\((\d+:.+)\)/g)].map(([, hour]) => hour);
    expect(hours).toEqual(["1:30 AM EDT", "1:30 AM EST"]);
  });

  test("TIM-09 midnight UTC during the game: the list of its Eastern day is asked, not of today's", async () => {
    const night = new EspnNight();
    await night.play({});
    // The week's list has moved on without the game.
    night.scoreboard = answered(scoreboardOf(eventOf({ id: "77" })));
    await night.run(2);
    night.serve({});
    await night.run(2);
    const days = night.world.requests.map(({ request }) =>
      new URL(request.url).searchParams.get("dates"),
    );
    // Kickoff 2026-10-13T00:15Z is Monday evening, October 12, in New York.
    expect(days.filter((day) => day !== null)).toEqual(["20261012"]);
    expect(night.situation.homeScore).toBe(7);
    expect(game.kickoffAt).toBe(Date.UTC(2026, 9, 13, 0, 15));
  });

  test.each([
    ["2026-10-13T00:15:60Z", "2026-10-13T00:16:00Z"],
    ["2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z"],
  ])("TIM-10 the leap second %s is the moment %s", async (date, same) => {
    const night = new EspnNight();
    await night.play({ date });
    expect(night.hand.desk.game.game.kickoffAt).toBe(Date.parse(same));
  });

  test.each<[string, unknown, boolean]>([
    ["ISO to the minute", "2026-10-13T00:15Z", true],
    ["ISO with ms", "2026-10-13T00:15:00.000Z", true],
    ["ISO with an offset", "2026-10-12T20:15:00-04:00", true],
    ["ISO without a zone", "2026-10-13T00:15:00", false],
    ["ms", 1_791_850_500_000, false],
    ["µs as text", "1791850500000000", false],
  ])("TIM-08 a kickoff as %s is read or refused, never guessed", async (_name, date, good) => {
    const night = new EspnNight();
    night.scoreboard = answered(scoreboardOf({ ...kcEvent({ status: clockAt(500) }), date }));
    night.feed.start();
    await night.world.advance(0);
    expect(night.news.map(({ kind }) => kind)).toEqual([good ? "answer" : "unreadable"]);
    if (good) expect(night.hand.desk.game.game.kickoffAt).toBe(game.kickoffAt);
  });
});
