import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeDisk } from "./disk.ts";
import { FakeDisk } from "./fake-disk.ts";
import { listNights, type SessionBody } from "./nights.ts";
import { DATA, entry, openNight, writeNight } from "./night-fixture.ts";
import { readNight } from "./read.ts";
import { recover } from "./recover.ts";
import { JournalUnusable, keyPath } from "./seal.ts";
import { verifyNight } from "./verify.ts";

let dataFolder = "";

beforeEach(async () => {
  dataFolder = join(await mkdtemp(join(tmpdir(), "mnf-journal-")), "data");
});

afterEach(async () => {
  await rm(join(dataFolder, ".."), { recursive: true, force: true });
});

async function sessionOf(path: string, disk = nodeDisk): Promise<SessionBody> {
  for await (const read of readNight(path, { disk })) return read.body as SessionBody;
  throw new Error("no record");
}

describe("opening on a real disk", () => {
  test("makes folders for the owner alone and files for the owner alone", async () => {
    const journal = await writeNight({ disk: nodeDisk, dataFolder });
    await journal.close();
    const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    for (const folder of [dataFolder, join(dataFolder, "nights"), journal.folder]) {
      expect(await mode(folder)).toBe(0o700);
    }
    expect(await mode(keyPath(dataFolder))).toBe(0o600);
    for (const name of await readdir(journal.folder)) {
      expect(await mode(join(journal.folder, name))).toBe(0o600);
    }
    const verdict = await verifyNight(dataFolder);
    expect(verdict).toMatchObject({ kind: "ok", records: 9, sealsChecked: true });
  });

  test("recovers a torn end there", async () => {
    const journal = await writeNight({ disk: nodeDisk, dataFolder });
    await journal.close();
    const again = await openNight({ disk: nodeDisk, dataFolder, sessionId: "s2" });
    const path = join(again.folder, "journal-0001.ndjson");
    await writeFile(path, '{"seq":3,"at":1', { flag: "a" });
    expect(await recover(dataFolder)).toMatchObject({ kind: "crashed", cutBytes: 15 });
    const next = await openNight({ disk: nodeDisk, dataFolder, sessionId: "s3" });
    await next.close();
    expect(await verifyNight(dataFolder)).toMatchObject({ kind: "ok", sessions: 3, tornBytes: 0 });
    expect((await listNights(dataFolder)).map((night) => night.sessionId)).toEqual([
      "s1",
      "s2",
      "s3",
    ]);
  });

  test("CRS-05 says in one line what to do when the folder cannot be written", async () => {
    await writeFile(dataFolder, "a file where the folder should be");
    const opening = openNight({ disk: nodeDisk, dataFolder });
    await expect(opening).rejects.toThrow(JournalUnusable);
    await expect(openNight({ disk: nodeDisk, dataFolder })).rejects.toThrow(
      /cannot keep a journal/,
    );
  });

  test.skipIf(process.platform === "win32")("refuses a key that others may read", async () => {
    await (await writeNight({ disk: nodeDisk, dataFolder })).close();
    await chmod(keyPath(dataFolder), 0o640);
    const opening = openNight({ disk: nodeDisk, dataFolder, sessionId: "s2" });
    await expect(opening).rejects.toThrow(/mode 0640.*chmod 600/);
    await expect(verifyNight(dataFolder)).rejects.toThrow(JournalUnusable);
  });
});

describe("opening", () => {
  test("refuses a key file that holds no key", async () => {
    const disk = new FakeDisk();
    disk.put(keyPath(DATA), Buffer.from("not a key"));
    await expect(openNight({ disk })).rejects.toThrow(/holds no journal key/);
  });

  test("writes header, key's name and the head of the night before first", async () => {
    const disk = new FakeDisk();
    const first = await writeNight({ disk });
    expect(await sessionOf(first.folder, disk)).toMatchObject({ night: 1, previous: null });
    await first.close();
    const second = await openNight({ disk, sessionId: "s2" });
    const body = await sessionOf(second.folder, disk);
    expect(body).toMatchObject({
      schema: 1,
      session: "s2",
      night: 2,
      header: { source: "sim" },
      previous: { folder: "s1", seq: 9, state: "closed" },
    });
    expect(JSON.stringify(body)).not.toContain("0707070707");
  });

  test("does not take a session id that is a path", async () => {
    for (const sessionId of ["../x", "a/b", "", ".hidden", "a\nb"]) {
      await expect(openNight({ disk: new FakeDisk(), sessionId })).rejects.toThrow(RangeError);
    }
  });

  test("reads only the kinds asked for", async () => {
    const disk = new FakeDisk();
    const journal = await writeNight({ disk });
    journal.append(entry("fill", 9));
    await journal.close();
    const found: number[] = [];
    const kinds = new Set(["fill"]);
    for await (const read of readNight(DATA, { disk, kinds })) found.push(read.mono);
    expect(found).toEqual([4, 9]);
  });
});
