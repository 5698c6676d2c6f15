import { describe, expect, test } from "vitest";
import { FakeDisk, type Loss } from "./fake-disk.ts";
import { DATA, entry, FILE, openNight, settle, writeNight } from "./night-fixture.ts";
import { readNight } from "./read.ts";
import type { Entry } from "./record.ts";
import { recover } from "./recover.ts";
import { verifyNight } from "./verify.ts";

async function readAll(disk: FakeDisk): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const read of readNight(DATA, { disk })) found.push(read);
  return found;
}

const losses: readonly Loss[] = [
  { kind: "nothing" },
  { kind: "everything" },
  { kind: "after", bytes: 0 },
  { kind: "after", bytes: 100 },
  { kind: "after", bytes: 300 },
  { kind: "hole", bytes: 50 },
  { kind: "hole", bytes: 400 },
];

describe("after a crash", () => {
  test("CRS-03 I13 a last record torn at any byte is cut off and said", async () => {
    const disk = new FakeDisk();
    const journal = await writeNight({ disk });
    const before = disk.bytesOf(FILE).length;
    const crashed = disk.reopened({ kind: "nothing" });
    journal.append(entry("fill", 5, { price: 100 }));
    await journal.commit();
    const whole = disk.bytesOf(FILE);
    for (let length = before; length < whole.length; length += 1) {
      const torn = crashed.reopened({ kind: "nothing" });
      torn.put(FILE, whole.subarray(0, length));
      const records = whole.subarray(before, length).toString().split("\n").length - 1;
      expect(await verifyNight(DATA, undefined, torn)).toMatchObject({
        kind: "ok",
        records: 9,
        unsealed: records,
      });
      const recovery = await recover(DATA, torn);
      expect(recovery).toMatchObject({
        kind: "crashed",
        cutBytes: length - before,
        cutRecords: records,
      });
      expect(torn.bytesOf(FILE)).toHaveLength(before);
      expect(await verifyNight(DATA, undefined, torn)).toMatchObject({
        kind: "ok",
        records: 9,
        tornBytes: 0,
        unsealed: 0,
      });
      expect((await recover(DATA, torn)).kind).toBe("clean");
    }
  });

  test("a torn end is left aside by a reader, and said", async () => {
    const disk = new FakeDisk();
    await writeNight({ disk });
    disk.put(FILE, disk.bytesOf(FILE).subarray(0, -10));
    const torn: number[] = [];
    const read: Entry[] = [];
    const onTorn = ({ bytes }: { bytes: number }): number => torn.push(bytes);
    for await (const record of readNight(DATA, { disk, onTorn })) read.push(record);
    expect(read).toHaveLength(8);
    expect(torn).toHaveLength(1);
  });

  test("a cut is done once and only behind the last seal: damage before it is left", async () => {
    const disk = new FakeDisk();
    await writeNight({ disk });
    await settle();
    const text = disk.bytesOf(FILE).toString();
    for (const state of ["with", "without"]) {
      const changed = disk.reopened({ kind: "nothing" });
      changed.put(FILE, Buffer.from(text.slice(0, 700) + text.slice(701)));
      if (state === "without") await changed.remove("/data/nights/s1/head");
      const bytes = changed.bytesOf(FILE);
      expect((await recover(DATA, changed)).kind).toBe("damaged");
      expect(changed.bytesOf(FILE)).toEqual(bytes);
    }
  });

  test("a night of several groups whose head file is gone is not touched", async () => {
    const disk = new FakeDisk();
    await (await writeNight({ disk })).close();
    await disk.remove("/data/nights/s1/head");
    disk.put(FILE, disk.bytesOf(FILE).subarray(0, -10));
    const bytes = disk.bytesOf(FILE);
    const why = "its head file is missing";
    expect(await recover(DATA, disk)).toMatchObject({ kind: "damaged", why });
    expect(disk.bytesOf(FILE)).toEqual(bytes);
  });

  test("an end cut off by someone is not taken for a crash", async () => {
    const disk = new FakeDisk();
    await writeNight({ disk });
    await settle();
    const lines = disk.bytesOf(FILE).toString().split("\n");
    disk.put(FILE, Buffer.from(`${lines.slice(0, -3).join("\n")}\n`));
    expect(await recover(DATA, disk)).toMatchObject({ kind: "damaged" });
    expect(await verifyNight(DATA, undefined, disk)).toMatchObject({ kind: "bad" });
  });

  test("a journal of another version is not touched", async () => {
    const disk = new FakeDisk();
    await writeNight({ disk });
    disk.put(FILE, Buffer.from(disk.bytesOf(FILE).toString().replace('"schema":1', '"schema":2')));
    expect(await recover(DATA, disk)).toMatchObject({ kind: "foreign", schema: 2 });
  });
});

/** What the program was told while it ran. */
type Told = { appended: Map<number, number>; durable: number };

/** A whole life: open, write in groups over several files, close. Stops where the disk does. */
async function live(disk: FakeDisk, sessionId: string): Promise<Told> {
  const told: Told = { appended: new Map(), durable: 0 };
  const run = async (): Promise<void> => {
    const journal = await openNight({ disk, sessionId, limits: { fileBytes: 900 } });
    for (let mono = 1; mono <= 6; mono += 1) {
      told.appended.set(journal.append(entry("out.intent", mono)), mono);
      told.appended.set(journal.append(entry("in.market", mono)), mono);
      const durable = await journal.commit();
      if (durable.kind === "durable") told.durable = durable.seq;
      else await journal.retry();
    }
    await journal.close();
  };
  const ended = run().catch((error: unknown) => {
    if (!(error instanceof Error)) throw error;
  });
  // A process that died never comes to its end; a fake disk needs only a few turns for a life.
  const waited = (async () => {
    for (let turn = 0; turn < 40; turn += 1) await settle();
  })();
  await Promise.race([ended, waited]);
  return told;
}

/** What was called durable is there, the chain holds, and a next night is possible. */
async function expectKept(disk: FakeDisk, told: Told, where: string): Promise<void> {
  const recovery = await recover(DATA, disk);
  expect(recovery.kind, where).toMatch(/^(first|clean|crashed)$/);
  if (recovery.kind !== "first") {
    expect(await verifyNight(DATA, undefined, disk), where).toMatchObject({ kind: "ok" });
    const read = new Map((await readAll(disk)).map((record) => [record.seq, record]));
    for (const [seq, mono] of told.appended) {
      if (seq <= told.durable) expect(read.get(seq)?.mono, where).toBe(mono);
    }
  } else {
    expect(told.durable, where).toBe(0);
  }
  const next = await openNight({ disk, sessionId: "next" });
  await next.close();
  expect(await verifyNight(DATA, undefined, disk), where).toMatchObject({ kind: "ok" });
}

async function operationsOfALife(): Promise<readonly string[]> {
  const disk = new FakeDisk();
  const told = await live(disk, "s1");
  expect(told.durable).toBeGreaterThan(18);
  return disk.operations;
}

describe("at every operation of the disk", () => {
  test("I13 CRS-16 a process that dies there loses nothing that was durable", async () => {
    const operations = await operationsOfALife();
    expect(operations.length).toBeGreaterThan(80);
    for (const [index, name] of operations.entries()) {
      const at = index + 1;
      for (const torn of name.startsWith("write") ? [0, 120, 700] : [0]) {
        const disk = new FakeDisk();
        disk.dieAt(at, torn);
        const told = await live(disk, "s1");
        for (const loss of losses) {
          const where = `operation ${at} ${name}, ${JSON.stringify(loss)}`;
          await expectKept(disk.reopened(loss), told, where);
        }
      }
    }
  });

  test("a failure there, once, is told or got over, and nothing durable is lost", async () => {
    const operations = await operationsOfALife();
    for (let at = 1; at <= operations.length; at += 1) {
      const disk = new FakeDisk();
      disk.failAt(at, "EIO", { torn: 60 });
      const told = await live(disk, "s1");
      disk.repair();
      await expectKept(disk.reopened({ kind: "everything" }), told, `failure at ${at}`);
      await expectKept(disk.reopened({ kind: "nothing" }), told, `failure at ${at}`);
    }
  });

  test("a failure there, for good, never lets anything be called durable", async () => {
    const operations = await operationsOfALife();
    for (let at = 1; at <= operations.length; at += 1) {
      const disk = new FakeDisk();
      disk.failAt(at, "EROFS", { persistent: true, torn: 60 });
      const told = await live(disk, "s1");
      await expectKept(disk.reopened({ kind: "everything" }), told, `failure at ${at}`);
    }
  });

  test("a recovery that dies there is simply done again", async () => {
    const disk = new FakeDisk();
    const journal = await writeNight({ disk });
    await settle();
    journal.append(entry("fill", 9));
    disk.dieAt(1, 150);
    void journal.commit();
    await settle();
    const crashed = disk.reopened({ kind: "nothing" });
    expect((await recover(DATA, crashed.reopened({ kind: "nothing" }))).kind).toBe("crashed");
    for (let at = 1; at <= 40; at += 1) {
      const dying = crashed.reopened({ kind: "nothing" });
      dying.dieAt(at);
      void recover(DATA, dying);
      await settle();
      for (const loss of losses) {
        const told = { appended: new Map<number, number>(), durable: 0 };
        await expectKept(dying.reopened(loss), told, `recovery at ${at}, ${loss.kind}`);
      }
    }
  });
});
