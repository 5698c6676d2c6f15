import { describe, expect, test } from "vitest";
import type { Mode, OrderOrigin } from "../../domain/orders.ts";
import type { Facts } from "../facts.ts";
import { failing, passingFacts } from "../passing-facts.ts";

const open = { kind: "open", failures: 5, until: 60_000, why: "timeout" } as const;

describe("game", () => {
  test("RSK-03 Q4 5:01, 5:00, 4:59, overtime, Q3 0:01, unknown clock", () => {
    const at = (period: number | undefined, clockSeconds: number | undefined) => {
      const { game } = passingFacts("auto");
      return failing("auto", { game: { ...game, period, clockSeconds } });
    };
    expect([at(4, 301), at(4, 300), at(3, 1)]).toEqual([[], [], []]);
    expect([at(4, 299), at(5, 600), at(4, undefined), at(undefined, 600)]).toEqual(
      Array.from({ length: 4 }, () => ["LATE_GAME"]),
    );
  });

  test("a person may override LATE_GAME for the game, auto may not", () => {
    const late = (origin: OrderOrigin) => {
      const { game, person } = passingFacts(origin);
      return failing(origin, {
        game: { ...game, period: 5, clockSeconds: 100 },
        person: { ...person, lateGameOverride: true },
      });
    };
    expect([late("execute"), late("ticket"), late("auto")]).toEqual([[], [], ["LATE_GAME"]]);
  });

  test("content stands still: auto 120 s, all 180 s, with its exemptions", () => {
    const content = (origin: OrderOrigin, change: Partial<Facts["game"]>) =>
      failing(origin, { game: { ...passingFacts(origin).game, ...change } });
    const play = (kind: "timeout" | "scrimmage", text: string) => ({
      lastPlay: { id: "1", kind, text, yards: undefined },
    });
    const blocked = ["CONTENT_ESPN"];
    expect(content("auto", { contentAgeMs: 120_000 })).toEqual([]);
    expect(content("auto", { contentAgeMs: 120_001 })).toEqual(blocked);
    expect(content("execute", { contentAgeMs: 180_000 })).toEqual([]);
    expect(content("execute", { contentAgeMs: 180_001 })).toEqual(blocked);
    expect(content("ticket", { contentAgeMs: 999_000 })).toEqual([]);
    const old = { contentAgeMs: 239_000 };
    expect(content("auto", { ...old, phase: "halftime" })).toEqual([]);
    expect(content("auto", { ...old, phase: "endOfPeriod" })).toEqual([]);
    expect(content("auto", { ...old, ...play("timeout", "Timeout #1 by HOM") })).toEqual([]);
    expect(content("auto", { ...old, ...play("scrimmage", "The play is under review.") })).toEqual(
      [],
    );
    expect(content("auto", { ...old, ...play("scrimmage", "Pass to the 30") })).toEqual(blocked);
    expect(content("auto", { ...old, pauseAgeMs: 240_000 })).toEqual([]);
    expect(content("auto", { ...old, pauseAgeMs: 240_001 })).toEqual(blocked);
    // A delay is exempt here; GAME_LIVE says that it is one.
    expect(content("auto", { ...old, phase: "delayed" })).toEqual(["GAME_LIVE"]);
  });

  test("AGE_ESPN: 10 s, and 45 s while ESPN is asked rarely", () => {
    const age = (answerAgeMs: number | undefined, fastPolling: boolean) =>
      failing("auto", { game: { ...passingFacts("auto").game, answerAgeMs, fastPolling } });
    expect([age(10_000, true), age(45_000, false)]).toEqual([[], []]);
    expect([age(10_001, true), age(45_001, false), age(undefined, true)]).toEqual(
      Array.from({ length: 3 }, () => ["AGE_ESPN"]),
    );
  });

  test("one disagreement of the feeds blocks auto, two block all", () => {
    const after = (origin: OrderOrigin, disagreements: number) =>
      failing(origin, { feeds: { kind: "compared", disagreements } });
    expect([after("auto", 0), after("execute", 1)]).toEqual([[], []]);
    expect([after("auto", 1), after("execute", 2)]).toEqual([["FEEDS_AGREE"], ["FEEDS_AGREE"]]);
  });

  test("a ticket asks only for Kalshi's breaker", () => {
    const { breakers } = passingFacts("ticket");
    const espn = { breakers: { ...breakers, espn: open } };
    const kalshi = { breakers: { ...breakers, kalshi: open } };
    expect([failing("ticket", espn), failing("ticket", kalshi)]).toEqual([[], ["BREAKERS"]]);
    expect([failing("auto", espn), failing("execute", espn)]).toEqual([["BREAKERS"], ["BREAKERS"]]);
  });

  test("RSK-17 nobody watches for 120 s: DEMO and LIVE stop auto, PAPER goes on", () => {
    const alone = (mode: Mode, pageAgeMs: number | undefined) => {
      const { person } = passingFacts("auto");
      const source = mode === "LIVE" ? "real" : "sim";
      return failing("auto", { mode, source, armed: true, person: { ...person, pageAgeMs } });
    };
    expect([alone("DEMO", 120_000), alone("LIVE", 120_000)]).toEqual([[], []]);
    expect([alone("DEMO", 120_001), alone("LIVE", undefined)]).toEqual([
      ["DEAD_MAN"],
      ["DEAD_MAN"],
    ]);
    expect(alone("PAPER", undefined)).toEqual([]);
  });
});
