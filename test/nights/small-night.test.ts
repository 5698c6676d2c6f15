import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { tradeRowsOf } from "../cli/csv-rows.ts";
import { checkout, type Ended, emptyFolder, freePort, mnf } from "../cli/product.ts";
import { fieldsOf } from "../cli/requests.ts";
import { type Story, storyOf } from "./record.ts";

const fixtures = join(checkout, "test", "fixtures");
const files = ["plays", "candles"].flatMap((what) => [
  `--${what}`,
  join(fixtures, `small-${what}.csv`),
]);

let ended: Ended;
let data: string;
let port: number;
let story: Story;

beforeAll(async () => {
  port = await freePort();
  data = join(emptyFolder(), "new", "data");
  const places = ["--port", `${port}`, "--data", data, "--game", "2026_02_SEA_DEN"];
  ended = await mnf(["start", ...files, ...places, "--speed", "max", "--auto", "--exit-at-end"]);
  story = await storyOf(data);
});

/** A copy of the recorded night whose first lines that fit are changed; its seals are not. */
function alteredCopy(...changes: readonly (readonly [line: RegExp, from: RegExp, to: string])[]) {
  const copy = join(emptyFolder(), "copy");
  cpSync(data, copy, { recursive: true });
  const file = join(copy, "nights", nightName(), "journal-0001.ndjson");
  const lines = readFileSync(file, "utf8").split("\n");
  for (const [pattern, from, to] of changes) {
    const at = lines.findIndex((line) => pattern.test(line));
    const line = lines[at] ?? "";
    expect(line).toMatch(from);
    lines[at] = line.replace(from, to);
  }
  writeFileSync(file, lines.join("\n"));
  return copy;
}

function nightName(): string {
  return story.opening.sessionId;
}

test("a hand-made game is played from before its kickoff to its payment", () => {
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(story.gameStates).toEqual(["pre", "in", "post"]);
  expect(fieldsOf(ended.out)).toMatchObject({
    game: "2026_02_SEA_DEN",
    final: { home: 10, away: 7 },
    performance: { open_trades: 0 },
  });
  const paid = story.acts.filter(({ kind }) => kind === "out.settle").map(({ body }) => body);
  expect(paid).toHaveLength(2);
  expect(paid).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ticker: "KXNFLGAME-26SEP20SEADEN-DEN", value: 10_000 }),
      expect.objectContaining({ ticker: "KXNFLGAME-26SEP20SEADEN-SEA", value: 0 }),
    ]),
  );
});

test("it trades, and the cash is what fills, fees and settlements make of it", () => {
  expect(story.cashChecks).toBeGreaterThan(3);
  expect(story.wrongCash).toEqual([]);
});

test("with --exit-at-end standard output holds the JSON line alone, the rest goes elsewhere", () => {
  expect(ended.out.split("\n")).toHaveLength(2);
  expect(Object.keys(fieldsOf(ended.out))).toEqual([
    "game",
    "final",
    "performance",
    "signals",
    "blocked",
    "decisions_sha256",
  ]);
  expect(ended.err).toContain(`http://localhost:${port}`);
});

test("SIM-02 replayed by the same build, every decision is identical: exit code 0", async () => {
  const replayed = await mnf(["replay", data]);
  expect(replayed).toMatchObject({ code: 0, err: "" });
  const { events, effects } = story;
  const start = `${events} events, ${effects} effects: every decision identical (decisions `;
  expect(replayed.out.startsWith(start)).toBe(true);
  expect(replayed.out).toMatch(/ [0-9a-f]{64}\)\n$/);
});

const sendLine = /"kind":"out\.send"/;

test("SIM-02 replayed by the same build with one decision altered: exit code 1, and which", async () => {
  const copy = alteredCopy([sendLine, /"quantity":(\d)/, '"quantity":9$1']);
  const replayed = await mnf(["replay", copy]);
  expect(replayed.code).toBe(1);
  const [first] = story.acts.filter(({ kind }) => kind === "out.send");
  const durable = story.acts.findLast(
    ({ kind, seq }) => kind === "in.durable" && seq < Number(first?.seq),
  );
  const [title, event, recorded, again] = replayed.out.split("\n");
  expect(title).toBe("The same build decided differently:");
  expect(event).toBe(`event ${durable?.seq}`);
  expect(recorded).toMatch(/^ {2}recorded .*"quantity":9/);
  expect(again).toBe(`  replayed ${JSON.stringify(first?.body)}`);
  expect(replayed.out.trimEnd().split("\n")).toHaveLength(4); // that one and no other
});

test("SIM-02 replayed by another build: exit code 3 and the differences as changes", async () => {
  const copy = alteredCopy(
    [/"kind":"session"/, /"build":"[0-9a-f]+"/, '"build":"0123456789abcdef"'],
    [sendLine, /"quantity":(\d)/, '"quantity":9$1'],
  );
  const replayed = await mnf(["replay", copy]);
  expect(replayed.code).toBe(3);
  expect(replayed.out).toMatch(/^Build [0-9a-f]+ decides differently from 0123456789abcdef:\n/);
});

test("another build that decides the same is no change: exit code 0", async () => {
  const copy = alteredCopy([
    /"kind":"session"/,
    /"build":"[0-9a-f]+"/,
    '"build":"0123456789abcdef"',
  ]);
  expect(await mnf(["replay", copy])).toMatchObject({ code: 0, err: "" });
});

test("verify passes the night as written, and names the first record that was changed", async () => {
  const copy = alteredCopy([sendLine, /"quantity":(\d)/, '"quantity":9$1']);
  const [whole, changed] = await Promise.all([mnf(["verify", data]), mnf(["verify", copy])]);
  expect(whole).toMatchObject({ code: 0, err: "" });
  expect(whole.out).toMatch(/^ok: /);
  const sent = story.acts.find(({ kind }) => kind === "out.send");
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(new RegExp(`^bad: record ${sent?.seq} \\(`));
});

test("export writes the trades of the record, and of no other kind than asked", async () => {
  const [trades, fills, wrong] = await Promise.all([
    mnf(["export", data]),
    mnf(["export", data, "--kind", "fills"]),
    mnf(["export", data, "--kind", "orders"]),
  ]);
  expect(tradeRowsOf(trades.out)).toHaveLength(
    (fieldsOf(ended.out)["performance"] as { total_trades: number }).total_trades,
  );
  expect(fills.out).toMatch(/^fill_id,/);
  expect(wrong).toMatchObject({ out: "", err: "--kind takes trades or fills\n" });
  expect(wrong.code).not.toBe(0);
});

test("the port is free when the command returns, and a second run begins a second night", async () => {
  const args = ["start", ...files, "--port", `${port}`, "--data", data, "--speed", "max"];
  const second = await mnf([...args, "--exit-at-end", "--set", "min_edge=0.05"]);
  expect(second).toMatchObject({ code: 0 });
  expect(fieldsOf(second.out)["performance"]).toMatchObject({ total_trades: 0 }); // auto is off
  const verified = await mnf(["verify", data]);
  expect(verified.out).toMatch(/ 2 sessions; links and seals checked/);
});
