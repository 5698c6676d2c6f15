import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runStart } from "../../src/cli/start.ts";
import { checkout, dataFolder, emptyFolder, freePort, mnf } from "./product.ts";

const fixtures = join(checkout, "test", "fixtures");
const plays = join(fixtures, "small-plays.csv");
const candles = join(fixtures, "small-candles.csv");
/** Should an address ever be taken, then it must not be asked: there is no scoreboard to begin with. */
const watch = ["--source", "real", "--espn-url", "http://127.0.0.1:1"];
const game = ["--plays", plays, "--candles", candles];

/** A copy of a fixture with one line changed; lines count from 1, the header's. */
function changed(path: string, line: number, from: RegExp, to: string): string {
  const lines = readFileSync(path, "utf8").split("\n");
  const old = lines[line - 1] ?? "";
  expect(old).toMatch(from);
  lines[line - 1] = old.replace(from, to);
  const copy = join(emptyFolder(), "changed.csv");
  writeFileSync(copy, lines.join("\n"));
  return copy;
}

const says: Readonly<Record<string, readonly [args: () => readonly string[], words: RegExp]>> = {
  "an unknown option": [() => ["--nonsense"], /--nonsense/],
  "an unknown value of --source": [() => ["--source", "moon"], /--source/],
  "a speed above 60": [() => ["--speed", "61"], /--speed/],
  "a speed that is none": [
    () => ["--speed", "fast"],
    /--speed: takes a number from 1 to 60, or max/,
  ],
  "a port that is none": [() => ["--port", "http"], /--port/],
  "a port beyond the last one": [() => ["--port", "65536"], /--port/],
  "a seed that is no whole number": [() => ["--seed", "1.5"], /--seed/],
  "a word too many": [() => ["now"], /now/],
  "a setting that does not exist": [() => ["--set", "min_egde=0.1"], /min_egde/],
  "a setting out of its range": [() => ["--set", "min_edge=1.01"], /min_edge/],
  "a setting in another unit": [() => ["--set", "min_edge=10"], /min_edge/],
  "a setting with words for a number": [() => ["--set", "max_position=lots"], /max_position/],
  "a setting without a value": [() => ["--set", "min_edge"], /NAME=VALUE/],
  "one good setting and a bad one": [
    () => ["--set", "min_edge=0.1", "--set", "max_position=1"],
    /max_position/,
  ],
  "leaving PAPER by --set": [() => ["--set", "paper_trading=false"], /PAPER/],
  "plays that are not there": [() => ["--plays", "/nowhere/plays.csv"], /nowhere.*no such file/],
  "candles that are not there": [
    () => ["--plays", plays, "--candles", "/nowhere/candles.csv"],
    /nowhere.*no such file/,
  ],
  "candles without plays": [() => ["--candles", candles], /--plays/],
  "a plays file with other columns": [() => ["--plays", candles], /has no column/],
  "a candles file with other columns": [
    () => ["--plays", plays, "--candles", plays],
    /has no column/,
  ],
  "a plays file of another game": [() => [...game, "--game", "2025_01_DAL_PHI"], /2026_02_SEA_DEN/],
  "candles of another game": [
    () => ["--plays", plays, "--candles", changedCandles("2026_02_SEA_DEN", "2026_02_SEA_SF", 99)],
    /2026_02_SEA_SF/,
  ],
  "a broken candle row": [
    () => ["--plays", plays, "--candles", changed(candles, 5, /,390,/, ",many,")],
    /line 5.*"many"/,
  ],
  "a candle row that was cut off": [
    () => ["--plays", plays, "--candles", changed(candles, 7, /,410,9000$/, "")],
    /line 7|7\b/,
  ],
  "a candle whose low is above its open": [
    () => ["--plays", plays, "--candles", changed(candles, 2, /,58,58,58,58,/, ",58,59,58,58,")],
    /line 2/,
  ],
  "a play with a time that is none": [
    () => ["--plays", changed(plays, 4, /2026-09-20T20:25:50.000Z/, "soon")],
    /line 4.*"soon"/,
  ],
  "SEC-25 --host 0.0.0.0": [() => ["--host", "0.0.0.0"], /--host/],
  "SEC-25 --host with an address of a LAN": [() => ["--host=192.168.1.10"], /--host/],
  "SEC-25 --host :: for every address": [() => ["--host", "::"], /--host/],
  "SEC-36 another Kalshi host": [
    () => [...watch, "--kalshi-url", "https://kalshi.invalid"],
    /--kalshi-url/,
  ],
  "SEC-36 a look-alike of the Kalshi host": [
    () => [...watch, "--kalshi-url", "https://api.elections.kalshi.com.invalid"],
    /--kalshi-url/,
  ],
  "SEC-36 a Kalshi host with user-info": [
    () => [...watch, "--kalshi-url", "https://api.elections.kalshi.com@kalshi.invalid"],
    /--kalshi-url/,
  ],
  "SEC-36 plain http beyond loopback": [
    () => [...watch, "--kalshi-url", "http://api.elections.kalshi.com"],
    /--kalshi-url/,
  ],
  "SEC-36 a look-alike of loopback": [
    () => [...watch, "--kalshi-url", "http://127.0.0.1.invalid"],
    /--kalshi-url/,
  ],
  "another ESPN host": [
    () => ["--source", "real", "--espn-url", "https://site.api.espn.com.invalid"],
    /--espn-url/,
  ],
  "a speed for a real night": [() => ["--source", "real", "--speed", "5"], /--speed/],
  "an address for the built-in night": [() => ["--espn-url", "http://localhost:1"], /--espn-url/],
};

/** The candles with their game's name replaced in the first lines, all of them by default. */
function changedCandles(from: string, to: string, count: number): string {
  const lines = readFileSync(candles, "utf8").split("\n");
  const copy = join(emptyFolder(), "candles.csv");
  writeFileSync(
    copy,
    lines.map((line, at) => (at <= count ? line.replace(from, to) : line)).join("\n"),
  );
  return copy;
}

/** What `mnf start` comes to when it is refused; runs in this process, which is quicker. */
async function refusedStart(args: readonly string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  }
  try {
    return { code: await runStart(args), said: said.join("") };
  } finally {
    for (const [at, write] of writes.entries()) streams[at]!.write = write;
  }
}

test.each(Object.keys(says))("%s is refused in one line, and nothing is begun", async (name) => {
  const [args, words] = says[name] ?? expect.fail("no such case");
  const data = dataFolder();
  const given = args();
  const port = given.includes("--port") ? [] : ["--port", `${await freePort()}`];
  const { code, said } = await refusedStart(["--data", data, ...port, ...given]);
  expect(code).toBeGreaterThan(0);
  expect(said).toMatch(/^[^\n]+\n$/);
  expect(said).toMatch(words);
  expect(existsSync(data)).toBe(false);
});

test("a refusal is the only line of the whole command, on standard error", async () => {
  const data = dataFolder();
  const ended = await mnf(["start", "--data", data, "--nonsense"]);
  expect(ended).toMatchObject({ out: "", signal: null });
  expect(ended.code).toBeGreaterThan(0);
  expect(ended.err).toMatch(/^[^\n]*--nonsense[^\n]*\n$/);
  expect(existsSync(data)).toBe(false);
});

describe("what only the machine can refuse", () => {
  let occupier: Server;
  let port: number;

  beforeAll(async () => {
    occupier = createServer();
    await new Promise<void>((resolve) => occupier.listen(0, "127.0.0.1", resolve));
    const address = occupier.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => void occupier.close());

  test("a port in use is refused with what to do, and no night is begun", async () => {
    const data = dataFolder();
    const ended = await mnf(["start", "--port", `${port}`, "--data", data]);
    expect(ended.code).toBe(1);
    expect(ended.err).toBe(
      `Port ${port} is taken by another program. Choose another with --port N.\n`,
    );
    expect(existsSync(join(data, "nights"))).toBe(false);
    expect(existsSync(join(data, "lock"))).toBe(false);
  });

  test("a file in the place of the data folder is refused and left as it was", async () => {
    const data = join(emptyFolder(), "data");
    writeFileSync(data, "mine");
    const ended = await mnf(["start", "--port", `${await freePort()}`, "--data", data]);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/^The data folder .* cannot be written\. .*--data DIR.*\n$/);
    expect(readFileSync(data, "utf8")).toBe("mine");
  });

  test("a data folder without permission to write is refused", async ({ skip }) => {
    skip(process.getuid?.() === 0, "whoever runs this may write everywhere");
    const data = join(emptyFolder(), "data");
    mkdirSync(data, { mode: 0o500 });
    const ended = await mnf(["start", "--port", `${await freePort()}`, "--data", data]);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/cannot be written/);
  });

  test("a port in use is refused by mnf sim in one line", async () => {
    const ended = await mnf(["sim", "--json", "--port-kalshi", `${port}`]);
    expect(ended.code).toBeGreaterThan(0);
    expect(ended.out).toBe("");
    expect(ended.err).toMatch(/^[^\n]*port[^\n]*\n$/i);
    expect(ended.err).toContain(`${port}`);
  });
});

describe("other commands", () => {
  const nowhere = join(checkout, "no-such-folder");

  test.each([
    [["verify", nowhere], 1],
    [["replay", nowhere], 1],
    [["export", nowhere], 1],
    [["verify"], 1],
    [["replay", "--fast", nowhere], 1],
    [["sim", "--speed", "0"], 1],
    [["sim", "--nonsense"], 1],
    [["sim", "--plays", "/nowhere/plays.csv"], 1],
    [["predict", "--fast"], 1],
    [["stop", "--now"], 1],
    [["stop", "--data", nowhere], 1],
    [["quit", "--data", nowhere], 1],
    [["games", "--nonsense"], 1],
    [["games", "--espn-url", "https://espn.invalid"], 1],
    [["no-such-command"], 1],
  ])("mnf %j is refused in one line", async (args, least) => {
    const ended = await mnf(args);
    expect(ended.code).toBeGreaterThanOrEqual(least);
    expect(ended.out).toBe("");
    expect(ended.err).toMatch(/^[^\n]+\n$/);
    expect(ended.err).not.toMatch(/\bat .*\.ts:\d+|node:internal/);
  });

  test("mnf --help names every command, and each command tells of itself", async () => {
    const overview = await mnf(["--help"]);
    expect(overview).toMatchObject({ code: 0, err: "" });
    const names = [...overview.out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(
      ([, name]) => name ?? "",
    );
    expect(names).toEqual(expect.arrayContaining(["start", "stop", "quit", "games", "sim"]));
    expect(names).toEqual(expect.arrayContaining(["predict", "replay", "verify", "export"]));
    const helps = await Promise.all(names.map((name) => mnf([name, "--help"])));
    for (const [at, help] of helps.entries()) {
      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out.startsWith(`Usage: mnf ${names[at]}`)).toBe(true);
    }
  });
});
