import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readNight, verifyNight } from "../../src/journal/journal.ts";
import { dataFolder, type Desk, startDesk } from "../cli/product.ts";
import { type Fields, get, post } from "../cli/requests.ts";
import { buyHome } from "../cli/tickets.ts";

/** The one journal file of a data folder's first night, as bytes. */
function firstJournal(data: string): Buffer {
  return readFileSync(firstJournalPath(data));
}

function firstJournalPath(data: string): string {
  const [night = ""] = readdirSync(join(data, "nights"));
  return join(data, "nights", night, "journal-0001.ndjson");
}

/** How many bytes reach to the end of the last line whose kind is a seal. */
function sealedBytes(journal: Buffer): number {
  const seal = journal.lastIndexOf('"kind":"group"');
  return journal.indexOf("\n", seal) + 1;
}

async function killed(desk: Desk): Promise<void> {
  expect(await desk.end("SIGKILL")).toMatchObject({ signal: "SIGKILL" });
}

/** Says of the session before: which, and what became of its end. */
const notInOrder = /^the last session \(sim-[0-9a-f]{12}\) did not end in order; [^\n]*$/m;

describe("killed in mid-night, with auto ON, an order on its way and half a line on the disk", () => {
  const data = dataFolder();
  let before: Buffer;
  let lock: Fields;
  let again: Desk;
  let state: Fields;

  beforeAll(async () => {
    const desk = await startDesk([], { data });
    const auto = await post(`${desk.url}/api/config`, { auto_trading: true });
    expect(auto.status).toBe(200);
    await buyHome(desk.url, 10);
    await killed(desk);
    before = firstJournal(data);
    appendFileSync(firstJournalPath(data), '{"seq":99999999,"at":1');
    lock = JSON.parse(readFileSync(join(data, "lock"), "utf8")) as Fields;
    again = await startDesk([], { data });
    state = await get(`${again.url}/api/state`);
  });

  test("the next start says so in one line and how much it cut off", () => {
    const lines = again.out().split("\n");
    expect(lines.filter((line) => notInOrder.test(line))).toHaveLength(1);
    expect(again.out()).toMatch(/; \d+ unfinished bytes were cut off after record \d+$/m);
    expect(again.out()).toMatch(/^http:\/\/localhost:/m);
  });

  test("only what was never sealed is gone", async () => {
    const after = firstJournal(data);
    expect(sealedBytes(before)).toBeGreaterThan(1_000);
    expect(after.equals(before.subarray(0, sealedBytes(before)))).toBe(true);
  });

  test("it is on PAPER with auto OFF, flat, at its full balance", () => {
    expect(state).toMatchObject({
      mode: "PAPER",
      trades: [],
      status: { auto: false, state: "TRADING" },
      config: { auto_trading: false, paper_trading: true },
      performance: { total_trades: 0, balance: 1000 },
    });
  });

  test("CRS-13 the lock of the dead process was taken over", () => {
    expect(lock["pid"]).not.toBe(again.pid);
    const now = JSON.parse(readFileSync(join(data, "lock"), "utf8")) as Fields;
    expect(now["pid"]).toBe(again.pid);
  });

  test("CRS-13 the lock of a dead process whose number lives again is taken over too", async () => {
    await killed(again);
    const path = join(data, "lock");
    const left = JSON.parse(readFileSync(path, "utf8")) as Fields;
    writeFileSync(path, JSON.stringify({ ...left, pid: process.pid }));
    const third = await startDesk([], { data });
    expect(third.out()).toMatch(notInOrder);
    expect(await third.end()).toMatchObject({ code: 0 });
  });

  test("the whole folder verifies, every night of it linked to the one before", async () => {
    const verdict = await verifyNight(data);
    expect(verdict).toMatchObject({ kind: "ok", sessions: 3, tornBytes: 0, unsealed: 0 });
    const folders = readdirSync(join(data, "nights"));
    const previous: unknown[] = [];
    for (const folder of folders) {
      for await (const { body } of readNight(join(data, "nights", folder))) {
        previous.push((body as { previous: unknown }).previous);
        break;
      }
    }
    expect(previous.filter((one) => one === null)).toHaveLength(1);
  });
});

describe("killed again and again", () => {
  test("CRS-14 every start of a crash loop is on PAPER with auto OFF, and its record verifies", async () => {
    const data = dataFolder();
    const rounds = 4;
    for (let round = 0; round < rounds; round += 1) {
      const desk = await startDesk(["--speed", "60"], { data });
      const { mode, status } = await get(`${desk.url}/api/state`);
      expect([mode, (status as Fields)["auto"]]).toEqual(["PAPER", false]);
      expect((await post(`${desk.url}/api/config`, { auto_trading: true })).status).toBe(200);
      await killed(desk);
    }
    expect(await verifyNight(data)).toMatchObject({ kind: "ok", sessions: rounds });
  });
});
