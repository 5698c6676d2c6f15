import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { predictLine, predictLines } from "./predict.ts";

type Line = { home: number | null; away: number | null; tie: number | null; error?: string };

const row = {
  qtr: 3,
  game_seconds_remaining: 1400,
  half_seconds_remaining: 1400,
  quarter_seconds_remaining: 500,
  home_score: 17,
  away_score: 14,
  posteam_is_home: true,
  down: 2,
  ydstogo: 7,
  yardline_100: 44,
  spread_line: 2.5,
  total_line: 44.5,
  receive_2h_ko: null,
  game_type: "REG",
};

async function* chunks<T>(...parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}

async function run(...parts: readonly (string | Uint8Array)[]): Promise<string[]> {
  const output = new PassThrough();
  const text = output.setEncoding("utf8").toArray();
  await predictLines(chunks(...parts), output);
  output.end();
  return (await text).join("").split("\n");
}

function read(line: string | undefined): Line {
  return JSON.parse(line ?? "null") as Line;
}

describe("mnf predict", () => {
  test("answers in order, one line each, with chances that sum to 1", async () => {
    const scores = [0, 3, 7, 10, 14, 17, 24];
    const lines = scores.map((score) => JSON.stringify({ ...row, home_score: score }));
    const found = await run(`${lines.join("\n")}\n`);
    expect(found.pop()).toBe("");
    expect(found).toHaveLength(scores.length);
    let before = 0;
    for (const line of found.map(read)) {
      expect((line.home ?? 0) + (line.away ?? 0) + (line.tie ?? 0)).toBeCloseTo(1, 12);
      expect(line.home).toBeGreaterThan(before);
      before = line.home ?? 0;
    }
  });

  test("writes plain decimals with at least six places, even for certainties", () => {
    for (const score of [0, 17, 90]) {
      const line = predictLine(JSON.stringify({ ...row, home_score: score }));
      expect(line).toMatch(/^\{"home":\d\.\d{6,},"away":\d\.\d{6,},"tie":\d\.\d{6,}\}$/);
    }
  });

  test.each([
    ["", "empty line"],
    ["   ", "empty line"],
    ["{", "not JSON"],
    ["null", "line"],
    ["[]", "line"],
    ["7", "line"],
    ['{"home_score":"3"}', "home_score"],
    ['{"home_score":1e999,"away_score":3}', "home_score"],
    ['{"posteam_is_home":2}', "posteam_is_home"],
    ["{}", "score"],
    ['{"home_score":3,"away_score":0}', "clock"],
    ['{"home_score":-3,"away_score":0}', "home score cannot be -3"],
    ['{"home_score":NaN,"away_score":0,"qtr":4,"game_seconds_remaining":9}', "not known"],
    ['{"home_score":Infinity}', "not JSON"],
    ['{"home_score":-NaN}', "not JSON"],
    ['{"home_score":3NaN}', "not JSON"],
    ["{NaN:3}", "not JSON"],
    ['{"note":"NaN', "not JSON"],
    ["NaN", "line"],
  ])("says why %j has no answer", (line, why) => {
    const found = read(predictLine(line));
    expect(found).toMatchObject({ home: null, away: null, tie: null });
    expect(found.error).toContain(why);
  });

  test("an unreadable line keeps its place", async () => {
    const good = JSON.stringify(row);
    const found = (await run(`${good}\nwhat\n\n${good}`)).slice(0, -1).map(read);
    expect(found.map((line) => line.home === null)).toEqual([false, true, true, false]);
    expect(found[3]).toEqual(found[0]);
  });

  test("null, absent, 1 and true mean what the play data means", () => {
    const { receive_2h_ko: _absent, ...rest } = row;
    const expected = predictLine(JSON.stringify(row));
    expect(predictLine(JSON.stringify(rest))).toBe(expected);
    expect(predictLine(JSON.stringify({ ...row, posteam_is_home: 1 }))).toBe(expected);
    expect(predictLine(JSON.stringify({ ...row, other: "x" }))).toBe(expected);
    expect(predictLine(JSON.stringify({ ...row, posteam_is_home: false }))).not.toBe(expected);
  });

  test("NaN is null, as Python writes what is missing, but not inside a text", () => {
    const expected = predictLine(JSON.stringify({ ...row, spread_line: null }));
    const python = JSON.stringify(row).replace('"spread_line":2.5', '"spread_line":NaN');
    expect(predictLine(python)).toBe(expected);
    expect(predictLine(python)).not.toBe(predictLine(JSON.stringify(row)));
    expect(predictLine(python.replace("REG", String.raw`a \"NaN\", NaN \\`))).not.toContain(
      "error",
    );
  });

  test("the quarter and the clock of the half are clock enough", () => {
    const { game_seconds_remaining: _game, quarter_seconds_remaining: _quarter, ...rest } = row;
    expect(predictLine(JSON.stringify(rest))).toBe(predictLine(JSON.stringify(row)));
  });

  test("lines may end in CR LF, be cut anywhere, and hold more than one byte a letter", async () => {
    const text = `${JSON.stringify({ ...row, note: "é🏈" })}\r\n${JSON.stringify(row)}\r\n`;
    const bytes = new TextEncoder().encode(text);
    const whole = await run(bytes);
    expect(whole.slice(0, 2).map((line) => read(line).error)).toEqual([undefined, undefined]);
    const single = await run(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(single).toEqual(whole);
  });

  test("a line without end is answered once and does not grow without bound", async () => {
    const long = "x".repeat(100_000);
    const found = await run(long, long, `${long}\n${JSON.stringify(row)}\n`);
    expect(found).toHaveLength(3);
    expect(read(found[0]).home).toBeNull();
    expect(read(found[1]).home).not.toBeNull();
  });

  test("no input gives no output", async () => {
    expect(await run()).toEqual([""]);
  });

  test("waits while the reader is slow", async () => {
    let waiting = 0;
    let most = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        setImmediate(() => {
          waiting -= 1;
          done();
        });
      },
    });
    const line = `${JSON.stringify(row)}\n`;
    async function* source(): AsyncGenerator<string> {
      for (let index = 0; index < 50; index += 1) {
        waiting += 1;
        most = Math.max(most, waiting);
        yield line;
      }
    }
    await predictLines(source(), slow);
    expect(most).toBeLessThanOrEqual(2);
  });

  test("rejects when the output fails", async () => {
    const failing = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error("gone"));
      },
    });
    const line = `${JSON.stringify(row)}\n`;
    await expect(predictLines(chunks(line, line, line), failing)).rejects.toThrow("gone");
  });
});
