import { describe, expect, test } from "vitest";
import type { Game, Situation } from "../domain/game.ts";
import { inputsOf, predict } from "./model.ts";

const game: Game = {
  eventId: "1",
  home: { id: "1", abbreviation: "HOM", name: "Home" },
  away: { id: "2", abbreviation: "AWY", name: "Away" },
  kickoffAt: 0,
  neutralSite: false,
  seasonType: "regular",
  season: 2026,
  week: 3,
  spreadHome: 7,
  totalPoints: 45,
};

const before: Situation = {
  state: "pre",
  phase: "scheduled",
  statusText: "",
  completed: false,
  period: undefined,
  clockSeconds: undefined,
  homeScore: undefined,
  awayScore: undefined,
  possession: undefined,
  down: undefined,
  distance: undefined,
  goalToGo: false,
  yardline100: undefined,
  homeTimeouts: undefined,
  awayTimeouts: undefined,
  lastPlay: undefined,
};

function chance(situation: Situation, anchor: Parameters<typeof inputsOf>[2], of = game): number {
  const found = predict(inputsOf(situation, of, anchor));
  return found.kind === "answer" ? found.home + found.tie / 2 : Number.NaN;
}

describe("the anchor", () => {
  test("is the market's price where there is one, and the line where there is not", () => {
    expect(chance(before, { kind: "market", chance: 0.8 })).toBeCloseTo(0.8, 1);
    const line = chance(before, { kind: "line" });
    expect(line).toBeGreaterThan(0.65);
    expect(line).toBeLessThan(0.75);
    const noLine = chance(before, { kind: "line" }, { ...game, spreadHome: undefined });
    expect(noLine).toBeGreaterThan(0.5);
    expect(noLine).toBeLessThan(0.6);
  });

  test("a post-season game cannot be tied", () => {
    const found = predict(inputsOf(before, { ...game, seasonType: "post" }, { kind: "line" }));
    expect(found).toMatchObject({ kind: "answer", tie: 0 });
  });
});

describe("the chance at kickoff is the market's own", () => {
  test.each([
    ["regular", 45],
    ["regular", 60],
    ["post", 45],
    ["post", 60],
  ] as const)("in a %s-season game with a total of %i", (seasonType, totalPoints) => {
    for (let percent = 2; percent < 100; percent += 3) {
      const anchor = { kind: "market", chance: percent / 100 } as const;
      const found = chance(before, anchor, { ...game, seasonType, totalPoints });
      expect(found).toBeCloseTo(percent / 100, 8);
    }
  });
});

describe("a situation in the model's words", () => {
  const playing: Situation = {
    ...before,
    state: "in",
    phase: "inProgress",
    period: 2,
    clockSeconds: 100,
    homeScore: 10,
    awayScore: 7,
    possession: "away",
    down: 1,
    distance: 8,
    goalToGo: true,
    yardline100: 4,
    homeTimeouts: 3,
    awayTimeouts: 1,
  };

  test("has the clocks of game, half and quarter", () => {
    expect(inputsOf(playing, game, { kind: "line" })).toMatchObject({
      qtr: 2,
      gameSecondsRemaining: 1900,
      halfSecondsRemaining: 100,
      quarterSecondsRemaining: 100,
      posteamIsHome: false,
      ydstogo: 4,
      spreadLine: 7,
    });
    const overtime = { ...playing, period: 5, clockSeconds: 300 };
    expect(inputsOf(overtime, game, { kind: "line" })).toMatchObject({
      qtr: 5,
      gameSecondsRemaining: 300,
      halfSecondsRemaining: 300,
    });
  });

  test("without a clock or a score gets no answer", () => {
    const noClock = { ...playing, clockSeconds: undefined };
    expect(predict(inputsOf(noClock, game, { kind: "line" })).kind).toBe("noAnswer");
    const noScore = { ...playing, homeScore: undefined };
    expect(predict(inputsOf(noScore, game, { kind: "line" })).kind).toBe("noAnswer");
  });

  test("of a completed game is decided by the score", () => {
    const over: Situation = { ...playing, state: "post", phase: "final", completed: true };
    expect(chance(over, { kind: "line" })).toBe(1);
  });
});

describe("without a market and without a line", () => {
  const unlined = { ...game, spreadHome: undefined };

  test.each([
    [-150, 130, 0.6 / (0.6 + 100 / 230)],
    [200, -240, 1 / 3 / (1 / 3 + 240 / 340)],
    [100, -100, 0.5],
  ])(
    "moneylines %i and %i give the strength, the bookmaker's share taken out",
    (home, away, fair) => {
      const found = chance(before, { kind: "line" }, { ...unlined, moneyline: { home, away } });
      expect(Math.abs(found - fair)).toBeLessThan(0.001);
    },
  );

  test("a line that is known goes first", () => {
    const moneyline = { home: 500, away: -700 };
    const lined = chance(before, { kind: "line" }, { ...game, moneyline });
    expect(lined).toBe(chance(before, { kind: "line" }));
  });
});
