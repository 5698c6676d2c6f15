import { describe, expect, test } from "vitest";
import { knownAfter } from "./desk-fixture.ts";
import { learnGame } from "./game-knowledge.ts";

describe("freshness", () => {
  test("an answer without news renews its own age, not that of the content", () => {
    const known = knownAfter({}, {}, {});
    expect(known.answerMono).toBe(4000);
    expect(known.contentMono).toBe(0);
  });

  test("a failed answer changes nothing", () => {
    const known = knownAfter({});
    const before = { ...known };
    learnGame(known, { kind: "failed", why: "503" }, { at: 9000, mono: 9000, person: 9000 });
    expect(known).toEqual(before);
  });

  test("a score restarts play and excuses a quiet feed, a running clock does not", () => {
    expect(knownAfter({}, { clockSeconds: 500 }).restartMono).toBeUndefined();
    expect(knownAfter({}, { clockSeconds: 500 }, { homeScore: 24 }).restartMono).toBe(4000);
  });
});
