/** The twelve lines before DEMO or LIVE (features S-06). */
import { describe, expect, test } from "vitest";
import { money } from "../domain/numbers.ts";
import { CLOSED_BREAKER } from "./breakers.ts";
import type { Facts } from "./facts.ts";
import { passingFacts } from "./passing-facts.ts";
import { preflight, type PreflightFacts } from "./preflight.ts";

const now = { at: 1_000_000_000, mono: 0, person: 0 };
const passing = passingFacts("execute", { now, mode: "DEMO", armed: true, order: undefined });

const more: PreflightFacts = {
  balance: money(500_000_000),
  keys: { mayTrade: true, words: "read, write", attestedUntil: now.at + 3_600_000 },
  group: { kind: "ready", groupId: "g1", limit: 300 },
  streamUp: true,
  streamWhy: "not asked for",
  journal: { writable: true, why: "" },
  diskFree: 200_000_000,
  otherDesks: 0,
};

const { kalshi, game, breakers } = passing;
const open = { kind: "open", failures: 5, until: 60_000, trips: 1, why: "503" } as never;

type Spoil = readonly [
  name: string,
  line: string,
  facts: Partial<Facts>,
  more: Partial<PreflightFacts>,
  pending: boolean,
];

const spoils: readonly Spoil[] = [
  ["ESPN is silent", "ESPN answer", { game: { ...game, answerAgeMs: 10_001 } }, {}, false],
  ["ESPN's breaker", "ESPN answer", { breakers: { ...breakers, espn: open } }, {}, false],
  ["ESPN stands still", "ESPN content", { game: { ...game, contentAgeMs: 180_001 } }, {}, false],
  ["old REST answers", "Kalshi REST", { kalshi: { ...kalshi, restAgeMs: 30_001 } }, {}, true],
  ["no REST answer", "Kalshi REST", { kalshi: { ...kalshi, restAgeMs: undefined } }, {}, true],
  ["Kalshi's breaker", "Kalshi REST", { breakers: { ...breakers, kalshi: open } }, {}, false],
  ["old frames", "Kalshi WS whole", { kalshi: { ...kalshi, frameAgeMs: 10_001 } }, {}, true],
  [
    "a gap",
    "Kalshi WS whole",
    { books: { ...passing.books, away: { ...passing.books.away, whole: false } } },
    {},
    true,
  ],
  ["no order channels", "Kalshi WS whole", {}, { streamUp: false }, true],
  ["no model", "model", { modelMissing: "no answer" }, {}, false],
  ["balance unread", "balance read", {}, { balance: undefined }, true],
  ["a balance of 0", "balance read", {}, { balance: money(0) }, true],
  ["another desk", "balance read", {}, { otherDesks: 1 }, false],
  ["the clock off", "clock", { clock: { offsetMs: 8_001, uncertainMs: 0 } }, {}, false],
  ["the clock unsure", "clock", { clock: { offsetMs: 0, uncertainMs: 2_001 } }, {}, false],
  ["the clock never measured", "clock", { clock: "unchecked" }, {}, true],
  ["a full disk", "disk", {}, { diskFree: 199_999_999 }, false],
  ["a disk not measured", "disk", {}, { diskFree: undefined }, true],
  ["no journal", "journal", {}, { journal: { writable: false, why: "read-only" } }, false],
  ["keys unread", "key scopes", {}, { keys: undefined }, true],
  [
    "a key that only reads",
    "key scopes",
    {},
    { keys: { mayTrade: false, words: "read", attestedUntil: now.at + 60_000 } },
    false,
  ],
  [
    "a key that is not listed",
    "key scopes",
    {},
    { keys: { mayTrade: undefined, words: "?", attestedUntil: now.at + 60_000 } },
    false,
  ],
  [
    "never attested",
    "attestation",
    {},
    { keys: { mayTrade: true, words: "", attestedUntil: undefined } },
    false,
  ],
  [
    "attested for less than a minute",
    "attestation",
    {},
    { keys: { mayTrade: true, words: "", attestedUntil: now.at + 59_999 } },
    false,
  ],
  ["fees unknown", "fee and exchange status", { feesKnown: false }, {}, false],
  [
    "the exchange paused",
    "fee and exchange status",
    { kalshi: { ...kalshi, exchange: { active: true, trading: false } } },
    {},
    false,
  ],
  [
    "no entry group yet",
    "fee and exchange status",
    {},
    { group: { kind: "none", why: "not yet" } },
    true,
  ],
  [
    "the entry group triggered",
    "fee and exchange status",
    {},
    { group: { kind: "triggered", groupId: "g1", why: "300" } },
    false,
  ],
];

describe("RSK-19: the pre-flight", () => {
  test("has twelve lines, and all pass when all is well", () => {
    const lines = preflight(passing, more);
    expect(lines).toHaveLength(12);
    expect(lines.filter(({ passed }) => !passed)).toEqual([]);
    expect(lines.filter(({ pending }) => pending)).toEqual([]);
    expect(breakers.espn).toBe(CLOSED_BREAKER);
  });

  test.each(spoils)("%s fails the line %s alone", (_name, name, facts, other, pending) => {
    for (const mode of ["DEMO", "LIVE"] as const) {
      const source = mode === "LIVE" ? "real" : "sim";
      const lines = preflight({ ...passing, mode, source, ...facts }, { ...more, ...other });
      const failed = lines.filter(({ passed }) => !passed);
      const also = other.keys === undefined && "keys" in other ? ["attestation"] : [];
      expect(failed.map((line) => line.name)).toEqual([name, ...also]);
      expect(failed[0]?.pending).toBe(pending);
    }
  });

  test("every line has something that fails it", () => {
    const named = new Set(spoils.map(([, name]) => name));
    expect([...named]).toEqual(preflight(passing, more).map(({ name }) => name));
  });
});
