import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CANDLE_COLUMNS } from "./candle.ts";
import { PLAY_COLUMNS } from "./play.ts";
import { readCandles, readPlays } from "./read.ts";
import type { FileReading } from "./read.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mnf-read-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Cells = Readonly<Record<string, string>>;

const play: Cells = {
  row: "2",
  game_id: "2025_01_DAL_PHI",
  play_id: "40",
  home_team: "PHI",
  away_team: "DAL",
  posteam: "DAL",
  qtr: "1",
  quarter_seconds_remaining: "900",
  down: "",
  ydstogo: "0",
  yardline_100: "35",
  play_type: "kickoff",
  desc: "A kick, with a comma",
  home_timeouts_remaining: "3",
  away_timeouts_remaining: "3",
  total_home_score: "0",
  total_away_score: "0",
  time_of_day: "2025-09-05T00:23:01.813Z",
  end_clock_time: "2025-09-05T00:23:10.123Z",
  home_score: "24",
  away_score: "20",
};

const candle: Cells = {
  event_ticker: "E",
  ticker: "E-PHI",
  game_id: "2025_01_DAL_PHI",
  is_home: "true",
  end_period_ts: "1757028000",
  yes_bid_open: "72",
  yes_bid_low: "71",
  yes_bid_high: "73",
  yes_bid_close: "72",
  yes_ask_open: "74",
  yes_ask_low: "73",
  yes_ask_high: "75",
  yes_ask_close: "74",
  price_open: "",
  price_low: "",
  price_high: "",
  price_close: "",
  volume: "12",
};
const awayCandle: Cells = { ...candle, ticker: "E-DAL", is_home: "false" };

function file(name: string, rows: readonly Cells[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => `"${row[column] ?? ""}"`).join(","));
  const path = join(folder, name);
  const text = [columns.join(","), ...lines].join("\n");
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
  return path;
}

function why(reading: FileReading<unknown>): string {
  expect(reading.kind).toBe("unreadable");
  const text = reading.kind === "unreadable" ? reading.why : "";
  expect(text).not.toContain("\n");
  return text;
}

test("plays are read from plain and gzip files alike, sorted by row", () => {
  const rows = [{ ...play, row: "9", play_id: "71" }, play];
  for (const name of ["plays.csv", "plays.csv.gz"]) {
    const reading = readPlays(file(name, rows), "2025_01_DAL_PHI");
    expect(reading).toMatchObject({ kind: "read", value: [{ playId: 40 }, { playId: 71 }] });
  }
});

test("a file without `row` keeps its own order, and NA is absent", () => {
  const { row: _row, ...rest } = play;
  const reading = readPlays(file("raw.csv", [rest, { ...rest, play_id: "20", down: "NA" }]));
  expect(reading).toMatchObject({
    kind: "read",
    value: [{ playId: 40 }, { playId: 20, down: undefined }],
  });
});

test("a missing file says so", () => {
  expect(why(readPlays(join(folder, "none.csv")))).toContain("no such file");
});

test("every missing column is named, and what the file should be", () => {
  for (const column of PLAY_COLUMNS) {
    const { [column]: _gone, ...rest } = play;
    const text = why(readPlays(file("columns.csv", [rest])));
    expect(text).toContain(`has no column ${column}; is it a plays file?`);
  }
  for (const column of CANDLE_COLUMNS) {
    const { [column]: _gone, ...rest } = candle;
    expect(why(readCandles(file("columns.csv", [rest])))).toContain(`no column ${column};`);
  }
});

test("a candles file given as plays is refused", () => {
  expect(why(readPlays(file("swap.csv", [candle])))).toContain("is it a plays file?");
});

test("plays of another game are refused with the game that the file holds", () => {
  const text = why(readPlays(file("other.csv", [play]), "2025_01_ARI_NO"));
  expect(text).toContain("is of game 2025_01_DAL_PHI, not 2025_01_ARI_NO");
});

test("a file of several games needs to be told which", () => {
  const path = file("two.csv", [play, { ...play, game_id: "2025_01_ARI_NO" }]);
  expect(why(readPlays(path))).toContain("say which with --game");
  expect(readPlays(path, "2025_01_ARI_NO")).toMatchObject({ kind: "read", value: [{ row: 2 }] });
});

test("an unreadable cell is told with line, column and content", () => {
  const text = why(readPlays(file("cell.csv", [play, { ...play, qtr: "first" }])));
  expect(text).toContain('line 3: qtr "first" must be a whole number');
});

test("a team that does not exist is refused", () => {
  expect(why(readPlays(file("team.csv", [{ ...play, home_team: "XYZ" }])))).toContain('"XYZ"');
});

test("plays without any clock time are refused", () => {
  expect(why(readPlays(file("times.csv", [{ ...play, time_of_day: "" }])))).toContain(
    "has no time_of_day",
  );
});

test("a cut-off gzip file and a broken CSV are told as what they are", () => {
  const cut = join(folder, "cut.csv.gz");
  writeFileSync(cut, gzipSync("a,b\n".repeat(2_000)).subarray(0, 20));
  expect(why(readPlays(cut))).toContain("may be cut off");
  const broken = join(folder, "broken.csv");
  writeFileSync(broken, 'a,b\n"x,1\n');
  expect(why(readPlays(broken))).toContain("is not a good CSV file");
  const empty = join(folder, "empty.csv");
  writeFileSync(empty, `${PLAY_COLUMNS.join(",")}\n`);
  expect(why(readPlays(empty))).toContain("has no rows");
});

test("candles of both markets are read, prices in 1/10000 dollar, missing trades absent", () => {
  const reading = readCandles(file("candles.csv", [candle, awayCandle]));
  expect(reading).toMatchObject({
    kind: "read",
    value: [
      { bid: { open: 7200, low: 7100 }, traded: undefined, volume: 1200, endsAt: 1757028000000 },
      { isHome: false },
    ],
  });
});

test("broken candle rows are told with their line", () => {
  const cases: readonly [Cells, string][] = [
    [{ ...candle, yes_bid_open: "-3" }, 'line 3: yes_bid_open "-3" must be cents'],
    [{ ...candle, yes_ask_high: "101" }, "must lie within 0 and 100 cents"],
    [{ ...candle, yes_bid_low: "80" }, "do not enclose open and close"],
    [{ ...candle, volume: "" }, 'volume "" must be a number of contracts'],
    [{ ...candle, end_period_ts: "soon" }, 'end_period_ts "soon" must be Unix seconds'],
    [awayCandle, "the minute is there twice"],
  ];
  for (const [row, expected] of cases) {
    expect(why(readCandles(file("broken.csv", [awayCandle, row])))).toContain(expected);
  }
});

test("a candles file must hold one market of each team", () => {
  expect(why(readCandles(file("one.csv", [candle])))).toContain("no away market");
  const third = { ...candle, ticker: "E-XXX" };
  expect(why(readCandles(file("three.csv", [candle, awayCandle, third])))).toContain(
    "several home markets",
  );
});
