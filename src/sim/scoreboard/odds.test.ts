import { expect, test } from "vitest";
import { oddsBody, pickcenterBody } from "./odds.ts";
import { gameOf } from "./test-board.ts";
import type { Json } from "./test-board.ts";

function withSpread(spread: number): { readonly odds: Json; readonly picked: Json } {
  const timeline = { ...gameOf(1), odds: { spread, overUnder: 44.5 } };
  const [odds] = oddsBody(timeline) ?? [];
  return { odds: odds as Json, picked: pickcenterBody(timeline)[0] as Json };
}

test.each([
  [-3.5, "PHI -3.5", true, false],
  [3.5, "DAL -3.5", false, true],
  [0, "EVEN", false, false],
])("home line %d is told as %s, with the favourite's flags", (spread, details, home, away) => {
  const { odds, picked } = withSpread(spread);
  for (const body of [odds, picked]) {
    expect(body).toMatchObject({
      provider: { id: "100" },
      details,
      spread,
      overUnder: 44.5,
      homeTeamOdds: { favorite: home },
      awayTeamOdds: { favorite: away },
    });
  }
});

test("prices are texts before the game, numbers in the summary, and an even one is a word", () => {
  const prices = Array.from({ length: 29 }, (_, step) => (step - 14) / 2).flatMap((spread) => {
    const { odds, picked } = withSpread(spread);
    expect(picked["homeTeamOdds"]?.["moneyLine"]).toEqual(expect.any(Number));
    return ["home", "away"].map((side) => odds["moneyline"]?.[side]?.["close"]?.["odds"]);
  });
  expect(prices.every((price) => /^([+-]\d{3,4}|EVEN)$/.test(String(price)))).toBe(true);
  expect(prices).not.toContain("+100");
  expect(prices).not.toContain("-100");
});

test("a game without a line has none anywhere", () => {
  const timeline = { ...gameOf(1), odds: undefined };
  expect(oddsBody(timeline)).toBeUndefined();
  expect(pickcenterBody(timeline)).toEqual([]);
});
