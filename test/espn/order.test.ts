/** Answers that contradict game time: what the desk believes, blocks and says meanwhile. */
import { describe, expect, test } from "vitest";
import type { EventParts } from "../../src/feeds/espn/test-payloads.ts";
import { Hand } from "../../src/engine/desk-fixture.ts";
import { clockAt, EspnNight } from "./night.ts";

const entries = ["auto", "execute"];

const at = (seconds: number, more: EventParts = {}): EventParts => ({
  ...more,
  status: { ...clockAt(seconds), ...more.status },
});

describe("ESP-07 what is taken back", () => {
  test("a lower score stands after two answers: banner, and the signal ends or is renewed", async () => {
    const hand = new Hand();
    const night = new EspnNight(hand);
    await night.play({ homeScore: "17" });
    hand.settleIn();
    await night.play({ homeScore: "17" });
    hand.quote(20, 22);
    const open = hand.of("signal").filter(({ what }) => what === "opened");
    expect(open.length).toBe(1);
    const { live } = hand.desk;
    const before = { id: live?.id, version: live?.version };
    expect(await night.play({ homeScore: "10" })).toEqual(["held"]);
    expect(night.situation.homeScore).toBe(17);
    expect(night.refuses("GAME_LIVE")).toEqual(entries);
    expect(await night.play({ homeScore: "10" })).toEqual(["corrected+answer"]);
    expect(night.situation.homeScore).toBe(10);
    expect(night.refuses("GAME_LIVE")).toEqual([]);
    expect(night.notices).toContain("ESPN corrected: score went from 17 to 10");
    const after = hand.desk.live;
    const renewed = after?.id !== before.id || after?.version !== before.version;
    expect(renewed).toBe(true);
  });

  test("an older play stands after three answers", async () => {
    const night = new EspnNight();
    const play = (number: number): EventParts => ({
      situation: { lastPlay: { id: `401772950${number}`, type: { id: "5" } } },
    });
    expect(await night.play(play(900), play(850), play(850), play(850))).toEqual([
      "answer",
      "held",
      "held",
      "corrected+answer",
    ]);
    expect(night.situation.lastPlay?.id).toBe("401772950850");
  });
});

describe("what nobody believes at once", () => {
  test("ESP-08 +21 in one poll blocks entries until it is said twice", async () => {
    const night = new EspnNight();
    expect(await night.play({ homeScore: "7" }, { homeScore: "28" })).toEqual(["answer", "held"]);
    expect(night.situation.homeScore).toBe(7);
    expect(night.refuses("GAME_LIVE")).toEqual(entries);
    expect(await night.play({ homeScore: "28" })).toEqual(["corrected+answer"]);
    expect(night.situation.homeScore).toBe(28);
    expect(night.refuses("GAME_LIVE")).toEqual([]);
  });

  test("ESP-08 and taken back at once it blocks no longer", async () => {
    const night = new EspnNight();
    await night.play({ homeScore: "7" }, { homeScore: "28" }, { homeScore: "7" });
    expect(night.refuses("GAME_LIVE")).toEqual([]);
  });

  test("ESP-14 four seconds back: the old clock stands until three confirmations", async () => {
    const night = new EspnNight();
    expect(await night.play(at(500), at(504), at(504))).toEqual(["answer", "held", "held"]);
    expect(night.situation.clockSeconds).toBe(500);
    expect(night.refuses("GAME_LIVE")).toEqual([]);
    expect(await night.play(at(504))).toEqual(["corrected+answer"]);
    expect(night.notices[0]).toBe("ESPN corrected: clock went from 500 s to 504 s");
  });

  test("ESP-14 five minutes ahead block until they are said again", async () => {
    const night = new EspnNight();
    await night.play(at(500), at(200));
    expect(night.situation.clockSeconds).toBe(500);
    expect(night.refuses("GAME_LIVE")).toEqual(entries);
    await night.play(at(198));
    expect(night.situation.clockSeconds).toBe(198);
    expect(night.refuses("GAME_LIVE")).toEqual([]);
  });

  test("ESP-15 a quarter back: banner and no entries until three confirmations", async () => {
    const night = new EspnNight();
    const third = at(100, { status: { period: 3 } });
    const second = at(100, { status: { period: 2 } });
    await night.play(third, second);
    expect(night.notices[0]).toBe("ESPN held back: period went from 3 to 2");
    expect(night.refuses("GAME_LIVE")).toEqual(entries);
    await night.play(second);
    expect(night.situation.period).toBe(3);
    expect(night.refuses("GAME_LIVE")).toEqual(entries);
    await night.play(second);
    expect(night.situation.period).toBe(2);
    expect(night.refuses("GAME_LIVE")).toEqual([]);
  });

  test("ESP-16 a cache that flaps never goes backwards, and is one notice with a count", async () => {
    const night = new EspnNight();
    for (let step = 0; step < 12; step += 1) {
      await night.play(at(500 - step), at(530 - step));
      expect(night.situation.clockSeconds).toBe(500 - step);
    }
    expect(night.notices.filter((text) => text.startsWith("ESPN"))).toEqual([
      "ESPN held back: clock went from 489 s to 519 s (12 answers)",
    ]);
  });
});
