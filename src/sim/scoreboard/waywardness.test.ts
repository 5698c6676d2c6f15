import { expect, test } from "vitest";
import { boardOf, competitionOf, gameOf, kickoffAt, otherGame } from "./test-board.ts";
import type { Json } from "./test-board.ts";
import { drawIncidents, steady, wild } from "./waywardness.ts";
import type { Fault, Waywardness } from "./waywardness.ts";

const game = gameOf(1);
const other = otherGame(2);
const id = game.game.eventId;
/** A play after which the clock runs on: something changes every second. */
const running = game.states.find(
  ({ moment, clockRunning, situation }, index) =>
    moment === "scrimmage" &&
    clockRunning &&
    situation.lastPlay?.kind === "scrimmage" &&
    (game.states[index + 1]?.knownAt ?? 0) - (game.states[index]?.knownAt ?? 0) > 20_000,
);
const during = Math.ceil((running?.knownAt ?? 0) / 2_000) * 2_000 + 12_000;
const from = during - 20_000;
const until = from + 60_000;
const after = until + 2_000;

function withFault(fault: Fault, more: Partial<Waywardness> = {}): Waywardness {
  return { ...steady(1), incidents: [{ from, until, fault }], ...more };
}

function boardWith(fault: Fault): ReturnType<typeof boardOf> {
  return boardOf([game, other], withFault(fault));
}

test.each<[Fault, number, RegExp]>([
  [{ kind: "forbidden" }, 403, /<H1>Access Denied/],
  [{ kind: "status", status: 404 }, 404, /"code":404/],
  [{ kind: "status", status: 429 }, 429, /"code":429/],
  [{ kind: "status", status: 500 }, 500, /"code":500/],
  [{ kind: "status", status: 502 }, 502, /<h1>502/],
  [{ kind: "status", status: 503 }, 503, /"code":503/],
  [{ kind: "html" }, 200, /^<html>/],
  [{ kind: "empty" }, 200, /^$/],
  [{ kind: "redirect", location: "https://elsewhere.example/" }, 301, /^$/],
])("%o answers so while it lasts, and not after", (fault, status, body) => {
  const board = boardWith(fault);
  const answer = board.ask(during);
  expect(answer?.status).toBe(status);
  expect(answer?.body).toMatch(body);
  expect(board.ask(from - 1)?.status).toBe(200);
  expect(board.event(after, id)["id"]).toBe(id);
});

test("a redirect names another host, a 429 says when to come again", () => {
  const redirect = boardWith({ kind: "redirect", location: "https://elsewhere.example/" });
  expect(redirect.ask(during)?.headers["location"]).toBe("https://elsewhere.example/");
  const busy = boardWith({ kind: "status", status: 429 });
  expect(busy.ask(during)?.headers["retry-after"]).toBe("30");
});

test("silence is no answer at all", () => {
  expect(boardWith({ kind: "silence" }).ask(during)).toBeUndefined();
});

test("a cut body is the good one's beginning, a huge one is padded", () => {
  const good = boardOf([game, other], steady(1)).ask(during)?.body ?? "";
  const cut = boardWith({ kind: "cut", share: 0.4 }).ask(during)?.body ?? "";
  expect(good.startsWith(cut)).toBe(true);
  expect(cut.length).toBe(Math.floor(good.length * 0.4));
  expect(() => JSON.parse(cut) as unknown).toThrow(SyntaxError);
  const huge = boardWith({ kind: "huge", length: 9_000_000 }).ask(during)?.body ?? "";
  expect(huge.length).toBe(9_000_000);
});

test("no events: the list is there and empty", () => {
  const body = boardWith({ kind: "noEvents" }).ask(during)?.body ?? "";
  expect((JSON.parse(body) as Json)["events"]).toEqual([]);
});

test("an old body stands still for everybody and is the one from before", () => {
  const board = boardWith({ kind: "oldBody", secondsBack: 4 });
  const good = boardOf([game, other], steady(1));
  const old = good.ask(from - 4_000)?.body;
  expect(board.ask(during)?.body).toBe(old);
  expect(board.ask(until - 1)?.body).toBe(old);
  expect(board.ask(after)?.body).toBe(good.ask(after)?.body);
});

test("flapping caches answer in turn, one of them behind", () => {
  const board = boardWith({ kind: "flapping", secondsBack: 20 });
  const good = boardOf([game, other], steady(1));
  const bodies = [0, 1, 2, 3].map((poll) => board.ask(during + poll * 10)?.body);
  const behind = good.ask(during - 20_000)?.body;
  const current = good.ask(during)?.body;
  expect(behind).not.toBe(current);
  expect([bodies[0], bodies[2]]).toEqual([current, current]);
  expect([bodies[1], bodies[3]]).toEqual([behind, behind]);
});

test("a frozen game stands still, the others go on", () => {
  const board = boardWith({ kind: "frozen" });
  const good = boardOf([game, other], steady(1));
  expect(board.event(during + 30_000, id)).toEqual(good.event(from, id));
  const otherId = other.game.eventId;
  expect(board.event(during, otherId)).toEqual(good.event(during, otherId));
});

test("situation or possession are missing, nothing else is", () => {
  const good = competitionOf(boardOf([game], steady(1)).event(during));
  const bare = competitionOf(boardWith({ kind: "noSituation" }).event(during, id));
  expect(bare).not.toHaveProperty("situation");
  expect(bare["competitors"]).toEqual(good["competitors"]);
  const running = game.states.find(
    ({ moment, knownAt, situation }) =>
      moment === "scrimmage" && knownAt > from && situation.lastPlay?.kind === "scrimmage",
  );
  const at = (running?.knownAt ?? 0) + 2_000;
  const incident = {
    from: at - 4_000,
    until: at + 4_000,
    fault: { kind: "noPossession" },
  } as const;
  const board = boardOf([game], { ...steady(1), incidents: [incident] });
  const field = competitionOf(board.event(at))["situation"];
  expect(field).toHaveProperty("possessionText");
  expect(field).not.toHaveProperty("possession");
});

test("an event vanishes and comes back", () => {
  const board = boardWith({ kind: "gone" });
  expect(() => board.event(during, id)).toThrow("no such event");
  expect(board.event(during, other.game.eventId)["id"]).toBe(other.game.eventId);
  expect(board.event(after, id)["id"]).toBe(id);
});

test("a moved kickoff changes the date and the words, never the id", () => {
  const before = kickoffAt - 3_600_000;
  const fault = { kind: "kickoffMoved", minutes: 45 } as const;
  const incidents = [{ from: before, until: before + 60_000, fault }];
  const event = boardOf([game], { ...steady(1), incidents }).event(before + 10_000);
  expect(event).toMatchObject({ id, date: "2026-09-15T01:00Z" });
  expect(competitionOf(event)).toMatchObject({ startDate: "2026-09-15T01:00Z" });
  expect(event["status"]?.["type"]?.["shortDetail"]).toBe("9/14 - 9:00 PM EDT");
});

test("sides may be swapped in the list; each says which it is", () => {
  const board = boardWith({ kind: "sidesSwapped" });
  expect(competitionOf(board.event(during, id))["competitors"]).toMatchObject([
    { homeAway: "away", order: 1, id: "6" },
    { homeAway: "home", order: 0, id: "21" },
  ]);
});

test("another game under our id has other teams", () => {
  const event = boardWith({ kind: "otherGame" }).event(during, id);
  expect(competitionOf(event)["competitors"]).toMatchObject([{ id: "12" }, { id: "2" }]);
});

test("a fault meets the share of requests that it is given, and the address that it names", () => {
  const incident = { from, until, fault: { kind: "empty" }, share: 0.3 } as const;
  const board = boardOf([game], { ...steady(1), incidents: [incident] });
  const empty = Array.from({ length: 400 }, () => board.ask(during)?.body === "");
  const met = empty.filter(Boolean).length;
  expect(met).toBeGreaterThan(80);
  expect(met).toBeLessThan(160);
  const summary = { from, until, fault: { kind: "html" }, on: "summary" } as const;
  const looked = boardOf([game], { ...steady(1), incidents: [summary] });
  expect(looked.ask(during, `summary?event=${id}`)?.body).toMatch(/^<html>/);
  expect(looked.event(during, id)["id"]).toBe(id);
});

test("with etags an answer that is known comes as 304, a new one whole", () => {
  const board = boardOf([game], { ...steady(1), etags: true });
  const first = board.ask(during);
  const etag = first?.headers["etag"] ?? "";
  expect(etag).toMatch(/^W\/"/);
  expect(board.ask(during + 100, "scoreboard", { "if-none-match": etag })).toMatchObject({
    status: 304,
    body: "",
  });
  const next = board.ask(during + 60_000, "scoreboard", { "if-none-match": etag });
  expect(next?.status).toBe(200);
  expect(next?.headers["etag"]).not.toBe(etag);
  expect(boardOf([game], steady(1)).ask(during)?.headers).not.toHaveProperty("etag");
});

test("the summary is late by its own lag, absent, or of another shape", () => {
  const path = `summary?event=${id}`;
  const score = game.states.find(({ moment }) => moment === "touchdown");
  const at = (score?.knownAt ?? 0) + 2_000;
  const answer = (manner: Waywardness["summary"]): Json => {
    const board = boardOf([game], { ...steady(1), summary: manner });
    return JSON.parse(board.ask(at, path)?.body ?? "null") as Json;
  };
  const pointsOf = (json: Json): number =>
    [0, 1].reduce((sum, side) => {
      const team = json["header"]?.["competitions"]?.[0]?.["competitors"]?.[side];
      return sum + Number(team?.["score"]);
    }, 0);
  const now = pointsOf(answer({ kind: "served", lagSeconds: 0 }));
  expect(now - pointsOf(answer({ kind: "served", lagSeconds: 20 }))).toBe(6);
  expect(answer({ kind: "otherShape" })).not.toHaveProperty("header");
  const off = boardOf([game], { ...steady(1), summary: { kind: "off" } });
  expect(off.ask(at, path)?.status).toBe(404);
});

test("a schedule of incidents is the seed's: in order, apart, each of a named kind", () => {
  const plan = {
    from: kickoffAt,
    until: kickoffAt + 10_800_000,
    faults: [{ kind: "empty" }, { kind: "silence" }, { kind: "cut", share: 0.5 }] as const,
    everySeconds: [60, 300] as const,
    lastSeconds: [4, 30] as const,
  };
  const drawn = drawIncidents({ seed: 5, ...plan });
  expect(drawIncidents({ seed: 5, ...plan })).toEqual(drawn);
  expect(drawIncidents({ seed: 6, ...plan })).not.toEqual(drawn);
  expect(drawn.length).toBeGreaterThan(25);
  expect(new Set(drawn.map(({ fault }) => fault.kind)).size).toBe(3);
  drawn.forEach((incident, index) => {
    const before = drawn[index - 1]?.until ?? kickoffAt;
    expect(incident.from - before).toBeGreaterThanOrEqual(60_000);
    expect(incident.until - incident.from).toBeGreaterThanOrEqual(4_000);
    expect(incident.until - incident.from).toBeLessThanOrEqual(30_000);
  });
});

test("a wild night with the same options gives the same bytes", () => {
  const at = Array.from({ length: 60 }, (_, index) => kickoffAt + 1_800_000 + index * 7_000);
  const bodies = (): (string | undefined)[] => {
    const board = boardOf([game, other], wild(3, []), { kind: "drawn", seed: 3 });
    return at.map((moment) => board.ask(moment)?.body);
  };
  expect(bodies()).toEqual(bodies());
});
