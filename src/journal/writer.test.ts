import { describe, expect, test } from "vitest";
import { FakeDisk } from "./fake-disk.ts";
import { DATA, entry, FILE, FOLDER, ManualTimers, openNight, settle } from "./night-fixture.ts";
import { readNight } from "./read.ts";
import type { Entry } from "./record.ts";
import { describeVerdict, verifyNight } from "./verify.ts";

async function kinds(disk: FakeDisk): Promise<string[]> {
  const found: Entry[] = [];
  for await (const read of readNight(DATA, { disk })) found.push(read);
  return found.map((read) => read.kind);
}

function writes(disk: FakeDisk, from: number): string[] {
  return disk.operations
    .slice(from)
    .filter((name) => name === `write ${FILE}` || name === `sync ${FILE}`);
}

describe("groups", () => {
  test("a commit is one write and one sync for everything that waited", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    const before = disk.operations.length;
    for (let mono = 1; mono <= 5; mono += 1) journal.append(entry("in.market", mono));
    const durable = await journal.commit();
    expect(durable).toEqual({ kind: "durable", seq: 8 });
    expect(writes(disk, before)).toEqual([`write ${FILE}`, `sync ${FILE}`]);
    expect(await kinds(disk)).toEqual([
      "session",
      "group",
      ...Array.from({ length: 5 }, () => "in.market"),
      "group",
    ]);
  });

  test("without a commit records go to the disk after 250 ms, not before", async () => {
    const disk = new FakeDisk();
    const timers = new ManualTimers();
    const journal = await openNight({ disk, timers });
    journal.append(entry("in.market", 1));
    timers.advance(100);
    journal.append(entry("in.market", 2));
    timers.advance(149);
    await settle();
    expect(journal.size.durable).toBe(2);
    timers.advance(1);
    await settle();
    expect(journal.size.durable).toBe(5);
    expect(timers.waiting).toBe(0);
  });

  test("commits that come while a sync runs share the next one", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    const before = disk.operations.length;
    const release = disk.holdSyncs();
    journal.append(entry("out.intent", 1));
    const first = journal.commit();
    let settled = 0;
    const rest = [2, 3, 4].map(async (mono) => {
      journal.append(entry("out.intent", mono));
      const durable = await journal.commit();
      settled += 1;
      return durable;
    });
    await settle();
    expect(settled).toBe(0);
    release();
    expect(await first).toEqual({ kind: "durable", seq: 4 });
    expect(await Promise.all(rest)).toEqual([1, 2, 3].map(() => ({ kind: "durable", seq: 8 })));
    expect(writes(disk, before)).toHaveLength(4);
  });

  test("a commit right after another one does not wait for a timer", async () => {
    const journal = await openNight({ disk: new FakeDisk() });
    for (let mono = 1; mono <= 20; mono += 1) {
      journal.append(entry("out.intent", mono));
      expect((await journal.commit()).kind).toBe("durable");
    }
  });

  test("a group that grows large goes to the disk by itself", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk, limits: { groupBytes: 1000 } });
    for (let mono = 1; mono <= 10; mono += 1) journal.append(entry("in.market", mono));
    await settle();
    expect(journal.size.durable).toBeGreaterThan(5);
  });

  test("appending to a closed journal is a mistake", async () => {
    const journal = await openNight({ disk: new FakeDisk() });
    await journal.close();
    expect(() => journal.append(entry("fill", 1))).toThrow("closed journal");
  });
});

describe("a disk that fails", () => {
  const broken: readonly [name: string, breakIt: (disk: FakeDisk) => void | Promise<void>][] = [
    ["is full (ENOSPC)", (disk) => disk.fillUp(40)],
    ["is read-only (EROFS)", (disk) => disk.failAt(1, "EROFS", { persistent: true })],
    ["has no handles left (EMFILE)", (disk) => disk.failAt(1, "EMFILE", { persistent: true })],
    ["refuses permission (EACCES)", (disk) => disk.failAt(1, "EACCES", { persistent: true })],
    ["lost the folder", (disk) => disk.remove(FOLDER)],
  ];

  test.each(broken)("CRS-05 when it %s nothing is called durable", async (_name, breakIt) => {
    const disk = new FakeDisk();
    const failures: string[] = [];
    const journal = await openNight({ disk, onFailure: (why) => failures.push(why) });
    await breakIt(disk);
    journal.append(entry("out.intent", 1));
    expect((await journal.commit()).kind).toBe("failed");
    journal.append(entry("out.intent", 2));
    expect((await journal.commit()).kind).toBe("failed");
    expect(failures).toHaveLength(1);
    expect(journal.failure).toBe(failures[0]);
    expect(journal.size.durable).toBe(2);
  });

  test("once it works again everything that waited is written, in order and whole", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    disk.fillUp(100);
    journal.append(entry("out.intent", 1));
    expect((await journal.commit()).kind).toBe("failed");
    journal.append(entry("in.market", 2));
    expect((await journal.retry()).kind).toBe("failed");
    disk.repair();
    expect(await journal.retry()).toEqual({ kind: "durable", seq: 6 });
    expect(journal.failure).toBeUndefined();
    await journal.close();
    expect(await kinds(disk)).toEqual([
      "session",
      "group",
      "out.intent",
      "group",
      "in.market",
      "group",
    ]);
    expect(describeVerdict(await verifyNight(DATA, undefined, disk))).toMatch(/^ok: 6 records/);
  });

  test("records that found no room leave a gap that is said", async () => {
    const disk = new FakeDisk();
    const failures: string[] = [];
    const onFailure = (why: string): number => failures.push(why);
    const journal = await openNight({ disk, onFailure, limits: { waitingBytes: 400 } });
    disk.failAt(1, "EIO", { persistent: true });
    const numbers = [1, 2, 3, 4, 5, 6].map((mono) => journal.append(entry("in.market", mono)));
    expect(numbers).toEqual([3, 4, 5, 0, 0, 0]);
    disk.repair();
    expect((await journal.retry()).kind).toBe("durable");
    await journal.close();
    expect(failures).toEqual(["the disk is too far behind: no room is left to wait in"]);
    const read: Entry[] = [];
    for await (const record of readNight(DATA, { disk })) read.push(record);
    expect(read.find((record) => record.kind === "gap")?.body).toEqual({ dropped: 3 });
    expect((await verifyNight(DATA, undefined, disk)).kind).toBe("ok");
  });

  test("a head file that cannot be renewed stops the journal as well", async () => {
    const disk = new FakeDisk();
    const failures: string[] = [];
    const journal = await openNight({ disk, onFailure: (why) => failures.push(why) });
    journal.append(entry("fill", 1));
    disk.failAt(4, "EMFILE", { persistent: true });
    await journal.commit();
    await settle();
    expect(failures).toEqual(["too many files are open (EMFILE)"]);
    expect((await journal.commit()).kind).toBe("failed");
  });

  test("a journal that someone else wrote to is not called durable", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    const other = await disk.open(FILE, "append");
    await other.write(Buffer.from("{}\n"));
    journal.append(entry("fill", 1));
    const durable = await journal.commit();
    expect(durable).toEqual({ kind: "failed", why: "someone else changed the journal file" });
  });
});

describe("rotation", () => {
  const limits = { fileBytes: 600 };

  test("CRS-16 at the boundary the chain goes on in the next file", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk, limits });
    for (let mono = 1; mono <= 12; mono += 1) {
      journal.append(entry("fill", mono));
      await journal.commit();
    }
    await journal.close();
    const files = disk.paths().filter((path) => path.endsWith(".ndjson"));
    expect(files.length).toBeGreaterThan(3);
    expect(await kinds(disk)).toHaveLength(26);
    const verdict = await verifyNight(DATA, undefined, disk);
    expect(verdict).toMatchObject({ kind: "ok", records: 26, sealsChecked: true });
    await disk.remove(files[1] ?? "");
    expect(await verifyNight(DATA, undefined, disk)).toMatchObject({
      kind: "bad",
      why: "the file is missing",
    });
  });

  test("CRS-16 a file of exactly the boundary's size is followed by the next one", async () => {
    const disk = new FakeDisk();
    const first = await openNight({ disk });
    first.append(entry("fill", 1));
    await first.commit();
    const { bytes } = first.size;
    const exact = new FakeDisk();
    const journal = await openNight({ disk: exact, limits: { fileBytes: bytes } });
    for (const mono of [1, 2]) {
      journal.append(entry("fill", mono));
      await journal.commit();
    }
    expect(exact.bytesOf(FILE)).toHaveLength(bytes);
    expect(journal.size.file).toBe(2);
  });
});
