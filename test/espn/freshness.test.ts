/** An old scoreboard, a frozen one, and one that rightly stands still: the desk's gates. */
import { describe, expect, test } from "vitest";
import type { EventParts } from "../../src/feeds/espn/test-payloads.ts";
import { game } from "../../src/engine/desk-fixture.ts";
import type { HttpOutcome } from "../../src/domain/ports.ts";
import { answered, clockAt, EspnNight, summaryOf } from "./night.ts";

const entries = ["auto", "execute"];

const at = (seconds: number, more: EventParts = {}): EventParts => ({
  ...more,
  status: { ...clockAt(seconds), ...more.status },
});

const lastPlay = (number: number, type: string, text = "a play"): EventParts => ({
  situation: { lastPlay: { id: `${game.eventId}${number}`, type: { id: type }, text } },
});

describe("ESP-12 content that does not change", () => {
  test("blocks auto after 121 s and Execute after 181 s, though every answer is good", async () => {
    const night = new EspnNight();
    await night.play(at(521), at(515, lastPlay(500, "5")));
    await night.run(120);
    expect(night.refuses("CONTENT_ESPN")).toEqual([]);
    await night.run(1);
    expect(night.refuses("CONTENT_ESPN")).toEqual(["auto"]);
    await night.run(59);
    expect(night.refuses("CONTENT_ESPN")).toEqual(["auto"]);
    await night.run(1);
    expect(night.refuses("CONTENT_ESPN")).toEqual(entries);
    expect(night.refuses("AGE_ESPN")).toEqual([]);
    night.serve(at(400, lastPlay(520, "5")));
    await night.run(2);
    expect(night.refuses("CONTENT_ESPN")).toEqual([]);
  });

  test("in a stoppage it is exempt", async () => {
    const night = new EspnNight();
    await night.play(at(521), at(515, lastPlay(500, "21", "Timeout #1 by KC at 08:35.")));
    await night.run(181);
    expect(night.refuses("CONTENT_ESPN")).toEqual([]);
  });
});

describe("ESP-13 a real stoppage is not stale", () => {
  const halftime: EventParts = {
    type: { name: "STATUS_HALFTIME", detail: "Halftime" },
    status: { period: 2, clock: 0, displayClock: "0:00" },
  };
  const endOfPeriod: EventParts = {
    type: { name: "STATUS_END_PERIOD", detail: "End of 3rd Quarter" },
    status: { period: 3, clock: 0, displayClock: "0:00" },
  };

  test.each<[string, EventParts, number]>([
    ["halftime of 13 minutes", halftime, 780],
    ["the end of a quarter", endOfPeriod, 200],
    ["a team's timeout", lastPlay(500, "21"), 200],
    ["an official timeout", lastPlay(500, "74"), 200],
    ["the two-minute warning", at(120, lastPlay(500, "75")), 200],
    ["a review", lastPlay(500, "5", "The play is under review."), 300],
    ["a delay", { type: { name: "STATUS_DELAYED", detail: "Delayed" } }, 900],
  ])("%s", async (_name, parts, seconds) => {
    const night = new EspnNight();
    await night.play(at(521), parts);
    await night.run(seconds);
    expect(night.refuses("CONTENT_ESPN")).toEqual([]);
    expect(night.refuses("AGE_ESPN")).toEqual([]);
  });

  test.each<[string, EventParts]>([
    ["a score", { homeScore: "10" }],
    ["a punt", lastPlay(500, "52")],
    ["a change of possession", { situation: { possession: "7" } }],
    ["an extra point", lastPlay(500, "61")],
  ])("after %s the pause may last 240 s, not longer", async (_name, parts) => {
    const night = new EspnNight();
    await night.play(at(521), at(515, parts));
    await night.run(239);
    expect(night.refuses("CONTENT_ESPN")).toEqual([]);
    await night.run(3);
    expect(night.refuses("CONTENT_ESPN")).toEqual(entries);
  });
});

describe("answers that do not come", () => {
  test("ESP-17 ESP-19 age grows from the last good answer, the state is kept", async () => {
    const night = new EspnNight();
    await night.play({ homeScore: "7" });
    night.scoreboard = answered("<html>busy</html>");
    await night.run(9);
    expect(night.refuses("AGE_ESPN")).toEqual([]);
    await night.run(2);
    expect(night.refuses("AGE_ESPN")).toEqual(entries);
    expect(night.situation.homeScore).toBe(7);
    expect(night.hand.desk.breakerErrors.espn).toMatch(/not JSON/);
  });

  test.each<[string, HttpOutcome]>([
    ["403 in HTML", answered("<html>Access denied</html>", 403)],
    ["404", answered('{"code":404}', 404)],
    ["429", answered("", 429)],
    ["500", answered("", 500)],
    ["503", answered("", 503)],
    ["no answer within 30 s", { kind: "lost", why: "no answer within 4000 ms" }],
    ["a reset connection", { kind: "lost", why: "ECONNRESET" }],
    ["a name that is not found", { kind: "notSent", why: "ENOTFOUND" }],
  ])(
    "ESP-19 %s: the fifth opens the breaker, and nothing more is asked",
    async (_name, outcome) => {
      const night = new EspnNight();
      await night.play({});
      night.scoreboard = outcome;
      const before = night.world.requests.length;
      await night.run(45);
      const asked = night.world.requests.slice(before).map(({ at: mono }) => mono);
      expect(asked.length).toBe(5);
      const gaps = asked.slice(1).map((mono, index) => mono - (asked[index] ?? 0));
      expect(gaps).toEqual([2000, 4000, 8000, 16_000]);
      expect(night.hand.desk.breakers.espn.kind).toBe("open");
      expect(night.refuses("BREAKERS")).toEqual(entries);
    },
  );

  test("ESP-21 the breaker's log: five failures, 60 s, one probe at a time, two successes", async () => {
    const night = new EspnNight();
    await night.play({});
    const failure = answered("", 503);
    night.scoreboard = failure;
    await night.run(33);
    const states = (): string[] => night.hand.of("breaker").map(({ breaker }) => breaker.kind);
    expect(states()).toEqual(["open"]);
    const asked = night.world.requests.length;
    await night.run(57);
    expect(night.world.requests.length).toBe(asked);
    await night.run(4);
    expect(states()).toEqual(["open", "halfOpen", "open"]);
    expect(night.world.requests.length).toBe(asked + 1);
    night.serve({});
    await night.run(64);
    expect(states()).toEqual(["open", "halfOpen", "open", "halfOpen", "halfOpen", "closed"]);
    expect(night.hand.desk.breakers.espn).toEqual({ kind: "closed", failures: 0 });
    expect(night.refuses("BREAKERS")).toEqual([]);
    expect(night.world.busiest()).toBe(1);
  });
});

describe("ESP-22 the summary against the scoreboard", () => {
  const stands = answered(summaryOf(2, "7", "3"));
  const differs = answered(summaryOf(2, "14", "3"));

  async function opened(summary: HttpOutcome): Promise<EspnNight> {
    const night = new EspnNight();
    night.summary = summary;
    await night.play({});
    return night;
  }

  test("one answer that differs blocks auto, the second Execute as well, agreement releases", async () => {
    const night = await opened(stands);
    expect(night.refuses("FEEDS_AGREE")).toEqual([]);
    night.summary = differs;
    await night.run(20);
    expect(night.refuses("FEEDS_AGREE")).toEqual(["auto"]);
    await night.run(19);
    expect(night.refuses("FEEDS_AGREE")).toEqual(["auto"]);
    await night.run(1);
    expect(night.refuses("FEEDS_AGREE")).toEqual(entries);
    night.summary = stands;
    await night.run(20);
    expect(night.refuses("FEEDS_AGREE")).toEqual([]);
  });

  test("another period is a disagreement, too", async () => {
    const night = await opened(answered(summaryOf(3, "7", "3")));
    expect(night.refuses("FEEDS_AGREE")).toEqual(["auto"]);
  });

  test("an answer from before the scoreboard's last change is not counted", async () => {
    const night = await opened(differs);
    expect(night.refuses("FEEDS_AGREE")).toEqual(["auto"]);
    await night.play({ homeScore: "10" });
    expect(night.refuses("FEEDS_AGREE")).toEqual([]);
    await night.run(20);
    expect(night.refuses("FEEDS_AGREE")).toEqual(["auto"]);
  });

  test.each<[string, HttpOutcome]>([
    ["no summary", answered("", 404)],
    ["a failure", answered("", 500)],
    ["a time-out", { kind: "lost", why: "no answer" }],
    ["HTML", answered("<html>")],
    ["no status in its header", answered('{"header":{"id":"401772950","competitions":[{}]}}')],
    ["no score", answered(summaryOf(2, null, "3"))],
    ["words for a score", answered(summaryOf(2, "seven", "3"))],
    ["no period", answered(summaryOf(undefined, "14", "3"))],
    ["period 0", answered(summaryOf(0, "14", "3"))],
    ["another game", answered(summaryOf(2, "14", "3").replace(game.eventId, "401772951"))],
    ["other teams", answered(summaryOf(2, "14", "3").replace('"id":"7"', '"id":"9"'))],
  ])("%s is no second source: passes, and is no failure of ESPN's", async (_name, summary) => {
    const night = await opened(summary);
    await night.run(200);
    expect(night.refuses("FEEDS_AGREE")).toEqual([]);
    expect(night.news.every(({ kind }) => kind === "answer")).toBe(true);
    expect(night.hand.desk.breakers.espn).toEqual({ kind: "closed", failures: 0 });
  });

  test("is asked every 20 s, seldom when it has nothing for us, never beside the scoreboard", async () => {
    const asked = (night: EspnNight): number =>
      night.world.requests.filter(({ request }) => request.url.includes("/summary")).length;
    const useful = await opened(stands);
    await useful.run(200);
    expect(asked(useful)).toBe(11);
    expect(useful.world.busiest()).toBe(1);
    const useless = await opened(answered("{}"));
    await useless.run(300);
    expect(asked(useless)).toBe(5);
  });

  test("is not asked before the game, after it, or while the breaker is not closed", async () => {
    const night = await opened(stands);
    night.scoreboard = answered("", 500);
    const before = night.world.requests.length;
    await night.run(100);
    const later = night.world.requests.slice(before);
    expect(later.some(({ request }) => request.url.includes("/summary"))).toBe(false);
  });
});
