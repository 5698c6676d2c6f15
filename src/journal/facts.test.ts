import { describe, expect, test } from "vitest";
import { foldFacts, latestCheckpoint } from "./facts.ts";
import { FakeDisk } from "./fake-disk.ts";
import { DATA, entry, openNight } from "./night-fixture.ts";
import type { Entry } from "./record.ts";
import { applyRetention } from "./retention.ts";
import { listNights } from "./nights.ts";

type Line = readonly [kind: string, mono: number];

async function night(
  disk: FakeDisk,
  sessionId: string,
  source: string,
  lines: readonly Line[],
  fileBytes = 700,
): Promise<void> {
  const limits = { fileBytes };
  const journal = await openNight({ disk, sessionId, header: { source }, limits });
  for (const [kind, mono] of lines) {
    journal.append(entry(kind, mono));
    await journal.commit();
  }
  await journal.close();
}

async function facts(disk: FakeDisk, source: string): Promise<string[]> {
  const found: Entry[] = [];
  for await (const read of foldFacts(DATA, ["fill", "settle"], { disk, source })) found.push(read);
  return found.map((read) => `${read.kind} ${read.mono}`);
}

describe("facts", () => {
  test("are those of the last checkpoint and after it, across nights of one source", async () => {
    const disk = new FakeDisk();
    await night(disk, "r1", "real", [
      ["fill", 1],
      ["checkpoint", 2],
      ["fill", 3],
    ]);
    await night(disk, "r2", "real", [
      ["fill", 4],
      ["in.market", 5],
      ["checkpoint", 6],
      ["fill", 7],
      ["in.market", 8],
      ["fill", 9],
    ]);
    await night(disk, "x1", "sim", [
      ["checkpoint", 10],
      ["fill", 11],
    ]);
    await night(disk, "r3", "real", [["settle", 12]]);
    expect(await facts(disk, "real")).toEqual(["checkpoint 6", "fill 7", "fill 9", "settle 12"]);
    expect(await facts(disk, "sim")).toEqual(["checkpoint 10", "fill 11"]);
    expect(await facts(disk, "demo")).toEqual([]);
    expect((await latestCheckpoint(DATA, { disk, source: "real" }))?.folder).toMatch(/r2$/);
  });

  test("leave out what stands before the checkpoint in the same file", async () => {
    const disk = new FakeDisk();
    const lines: Line[] = [
      ["fill", 1],
      ["checkpoint", 2],
      ["fill", 3],
      ["checkpoint", 4],
      ["fill", 5],
    ];
    await night(disk, "r1", "real", lines, 1e6);
    expect(await facts(disk, "real")).toEqual(["checkpoint 4", "fill 5"]);
  });

  test("without any checkpoint are all facts there are", async () => {
    const disk = new FakeDisk();
    await night(disk, "r1", "real", [["fill", 1]]);
    await night(disk, "r2", "real", [["fill", 2]]);
    expect(await facts(disk, "real")).toEqual(["fill 1", "fill 2"]);
  });
});

describe("retention", () => {
  const names = async (disk: FakeDisk): Promise<string[]> =>
    (await listNights(DATA, disk)).map((found) => found.sessionId);

  async function start(disk: FakeDisk, limits: { nights: number; bytes: number }) {
    const said: string[] = [];
    await applyRetention(DATA, limits, (text) => said.push(text), { disk });
    return said;
  }

  test("announces a night at one start and deletes it at the next", async () => {
    const disk = new FakeDisk();
    for (const name of ["a", "b", "c", "d"]) await night(disk, name, "sim", [["fill", 1]]);
    const limits = { nights: 3, bytes: 1e9 };
    expect(await start(disk, limits)).toEqual([
      "night a will be deleted at the next start: copy it away to keep it",
    ]);
    expect(await names(disk)).toEqual(["a", "b", "c", "d"]);
    expect(await start(disk, limits)).toEqual([
      "night a was deleted, as announced at the start before",
    ]);
    expect(await names(disk)).toEqual(["b", "c", "d"]);
    expect(await start(disk, limits)).toEqual([]);
  });

  test("counts bytes as well, keeps the newest night whatever its size", async () => {
    const disk = new FakeDisk();
    for (const name of ["a", "b", "c"]) await night(disk, name, "sim", [["fill", 1]]);
    const limits = { nights: 10, bytes: 100 };
    expect(await start(disk, limits)).toHaveLength(2);
    await start(disk, limits);
    expect(await names(disk)).toEqual(["c"]);
  });

  test("takes an announcement back when there is room again", async () => {
    const disk = new FakeDisk();
    for (const name of ["a", "b"]) await night(disk, name, "sim", [["fill", 1]]);
    await start(disk, { nights: 1, bytes: 1e9 });
    await start(disk, { nights: 2, bytes: 1e9 });
    expect(await start(disk, { nights: 1, bytes: 1e9 })).toHaveLength(1);
    expect(await names(disk)).toEqual(["a", "b"]);
  });

  test("never takes what recovery of real money needs", async () => {
    const disk = new FakeDisk();
    await night(disk, "r0", "real", [["checkpoint", 1]]);
    await night(disk, "r1", "real", [["checkpoint", 2]]);
    await night(disk, "r2", "real", [["fill", 3]]);
    for (const name of ["a", "b", "c"]) await night(disk, name, "sim", [["fill", 1]]);
    const limits = { nights: 2, bytes: 1e9 };
    for (let count = 0; count < 3; count += 1) await start(disk, limits);
    expect(await names(disk)).toEqual(["r1", "r2", "b", "c"]);
    expect(await facts(disk, "real")).toEqual(["checkpoint 2", "fill 3"]);
  });
});
