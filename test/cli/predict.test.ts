import { describe, expect, test } from "vitest";
import { mnf } from "./product.ts";

const row = {
  qtr: 2,
  game_seconds_remaining: 2_300,
  half_seconds_remaining: 500,
  quarter_seconds_remaining: 500,
  home_score: 10,
  away_score: 7,
  posteam_is_home: false,
  down: 3,
  ydstogo: 4,
  yardline_100: 55,
  home_timeouts: 2,
  away_timeouts: 3,
  receive_2h_ko: true,
  spread_line: -3.5,
  total_line: 45,
  neutral: false,
  season: 2022,
  week: 7,
  game_type: "REG",
};

type Line = { home: number | null; away: number | null; tie: number | null; error?: string };

async function predict(input: string): Promise<{ lines: readonly Line[]; texts: string[] }> {
  const ended = await mnf(["predict"], { input });
  expect(ended).toMatchObject({ code: 0, err: "" });
  const texts = ended.out.split("\n");
  expect(texts.pop()).toBe("");
  return { texts, lines: texts.map((text) => JSON.parse(text) as Line) };
}

describe("mnf predict", () => {
  test("answers every line in its order: known, unknown, unreadable", async () => {
    const nothing = Object.fromEntries(Object.keys(row).map((name) => [name, null]));
    const input = [row, { ...row, home_score: 31 }, nothing, {}, { ...row, qtr: "two" }]
      .map((one) => JSON.stringify(one))
      .concat("{", JSON.stringify(row));
    const { lines, texts } = await predict(`${input.join("\n")}\n`);
    expect(lines).toHaveLength(input.length);
    expect(texts[0]).toBe(texts.at(-1));
    expect(lines[1]?.home).toBeGreaterThan(lines[0]?.home ?? 1);
    for (const line of [lines[4], lines[5]]) {
      expect(line).toEqual({
        home: null,
        away: null,
        tie: null,
        error: expect.any(String) as string,
      });
    }
    for (const line of lines.slice(0, 2)) {
      expect((line.home ?? 0) + (line.away ?? 0) + (line.tie ?? 0)).toBeCloseTo(1, 9);
      expect(Object.keys(line)).toEqual(["home", "away", "tie"]);
    }
    for (const text of [texts[0], texts[1]]) {
      expect(text).toMatch(/^\{"home":\d\.\d{6,},"away":\d\.\d{6,},"tie":\d\.\d{6,}\}$/);
    }
    for (const line of [lines[2], lines[3]]) {
      // Nothing known may be answered or not; it must never pass for a certainty.
      expect([line?.home, line?.away]).not.toContain(0);
    }
  });

  test("100,000 situations give 100,000 answers", async () => {
    const count = 100_000;
    const input = Array.from({ length: count }, (_, at) =>
      JSON.stringify({ ...row, game_seconds_remaining: 1_801 + (at % 1_700), home_score: at % 40 }),
    ).join("\n");
    const ended = await mnf(["predict"], { input });
    expect(ended.code).toBe(0);
    expect(ended.out.split("\n")).toHaveLength(count + 1);
    expect(ended.out).not.toContain("null");
  });
});
