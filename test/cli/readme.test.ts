import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  checkout,
  type Ended,
  emptyFolder,
  freePort,
  launchProgram,
  type Running,
} from "./product.ts";
import { type Fields, fieldsOf, get } from "./requests.ts";

/** Lines that only a person can run, and why. */
const leftOut: Readonly<Record<string, string>> = {
  "npm test": "this is it",
  "npm run mnf -- games": "asks ESPN; tests speak to loopback only",
  "npm start -- --source real --game ID": "asks ESPN and Kalshi; tests speak to loopback only",
  "npm start -- --plays plays.csv.gz --game 2025_01_DAL_PHI --candles candles.csv.gz --speed 30":
    "needs the reader's own files; other files are played in test/nights",
};

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** Every line of the README's shell blocks, in order. */
function readmeLines(): readonly string[] {
  const text = readFileSync(join(checkout, "README.md"), "utf8");
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, block = ""]) => block.split("\n").filter((line) => line !== ""));
}

/** A folder that is this checkout in everything that npm and the product look at, but for `data`. */
function twinOfCheckout(): string {
  const folder = emptyFolder();
  for (const name of ["package.json", "package-lock.json", "bin", "src", "node_modules"]) {
    symlinkSync(join(checkout, name), join(folder, name));
  }
  return folder;
}

const lines = readmeLines();
const run = new Set<string>();
const folder = twinOfCheckout();
let port: number;
let desk: Running;

/** Starts a line of the README as it stands there; only the port is another than 8000. */
function begin(line: string): Running {
  expect(lines).toContain(line);
  run.add(line);
  const command = line.replace("localhost:8000", `localhost:${port}`);
  return launchProgram("sh", ["-c", command], { cwd: folder, env: { MNF_PORT: `${port}` } });
}

async function finish(line: string): Promise<Ended> {
  const ended = await begin(line).ended;
  expect(ended, ended.err).toMatchObject({ code: 0 });
  return ended;
}

beforeAll(async () => {
  port = await freePort();
  desk = begin("npm start");
  await desk.until(/^code for this session: /m);
});

afterAll(() => void desk?.end());

test("OPS-07 npm start prints the address, the source, the mode and the game", () => {
  expect(desk.out()).toContain(`http://localhost:${port}\n`);
  expect(desk.out()).toMatch(/source: simulated night · mode: PAPER/);
  expect(desk.out()).toMatch(/game: .+ at .+/);
});

test("OPS-07 the guide's four curl lines answer, the last one sets what it says", async ({
  skip,
}) => {
  skip(!hasCurl, "there is no curl on this machine");
  const curls = lines.filter((line) => line.startsWith("curl "));
  expect(curls).toHaveLength(4);
  const answers: Fields[] = [];
  for (const line of curls) answers.push(fieldsOf((await finish(line)).out));
  const [state, breakers, audit, config] = answers;
  expect(state).toHaveProperty("game_state");
  expect(breakers).toMatchObject({ kalshi: { state: "CLOSED" }, espn: { state: "CLOSED" } });
  expect(audit).toHaveProperty("entries");
  expect(config).toMatchObject({ config: { min_edge: 0.15, auto_trading: true } });
  const now = await get(`http://localhost:${port}/api/state`);
  expect(now["config"]).toEqual(config?.["config"]);
});

test("OPS-07 stop, quit, verify and replay do as the README says, on the folder it names", async () => {
  expect((await finish("npm run mnf -- stop")).out).toContain("Stopped. 0 resting orders");
  await finish("npm run mnf -- quit");
  expect(await desk.ended).toMatchObject({ code: 0 });
  expect((await finish("npm run mnf -- verify data")).out).toMatch(/^ok: /m);
  expect((await finish("npm run mnf -- replay data")).out).toMatch(/every decision identical/);
});

test("OPS-07 a whole night without waiting gives one line about it", async () => {
  const { out } = await finish("npm start -- --speed max --auto --exit-at-end");
  const [line = ""] = out.split("\n").filter((one) => one.startsWith("{"));
  expect(fieldsOf(line)).toMatchObject({ decisions_sha256: expect.any(String) as string });
});

test("OPS-07 every other line of the README is one that no test can run", ({ skip }) => {
  skip(!hasCurl, "there is no curl on this machine");
  const rest = lines.filter((line) => !run.has(line));
  expect(rest.toSorted()).toEqual(Object.keys(leftOut).toSorted());
});

test("npm run -s mnf prints what the command prints and nothing else", async () => {
  const args = ["run", "-s", "mnf", "--", "predict"];
  const { code, out } = await launchProgram("npm", args, { cwd: folder, input: '{"qtr":9}\n' })
    .ended;
  expect(code).toBe(0);
  expect(out).toMatch(/^\{"home":[^\n]*\}\n$/);
});
