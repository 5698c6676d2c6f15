import { describe, expect, test } from "vitest";
import type { Situation } from "../domain/game.ts";
import { game, situation } from "./desk-fixture.ts";
import { createGameKnowledge, learnGame } from "./game-knowledge.ts";

function after(...changes: readonly Partial<Situation>[]) {
  const known = createGameKnowledge(game);
  changes.forEach((change, index) => {
    const stamp = { at: index * 2000, mono: index * 2000, person: index * 2000 };
    const now = { ...(known.situation ?? situation), ...change };
    learnGame(known, { kind: "answer", game, situation: now, changed: true }, stamp);
  });
  return known;
}

describe("freshness", () => {
  test("an answer without news renews its own age, not that of the content", () => {
    const known = after({}, {}, {});
    expect(known.answerMono).toBe(4000);
    expect(known.contentMono).toBe(0);
  });

  test("a failed answer changes nothing", () => {
    const known = after({});
    const before = { ...known };
    learnGame(known, { kind: "failed", why: "503" }, { at: 9000, mono: 9000, person: 9000 });
    expect(known).toEqual(before);
  });

  test("a score restarts play and excuses a quiet feed, a running clock does not", () => {
    expect(after({}, { clockSeconds: 500 }).restartMono).toBeUndefined();
    expect(after({}, { clockSeconds: 500 }, { homeScore: 24 }).restartMono).toBe(4000);
  });
});
