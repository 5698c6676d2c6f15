import { describe, expect, test } from "vitest";
import { AUDIT_KINDS, AuditRing } from "./audit.ts";
import { FakeDisk } from "./fake-disk.ts";
import { entry, openNight } from "./night-fixture.ts";
import { GENESIS, writeRecord } from "./record.ts";

describe("the audit", () => {
  test("AUD-02 a limit of 50 of 120 gives the newest 50, newest last", async () => {
    const journal = await openNight({ disk: new FakeDisk() });
    for (let mono = 1; mono <= 120; mono += 1) {
      journal.append(entry("in.market", mono));
      journal.append(entry("fill", mono));
    }
    const found = journal.audit({ limit: 50 });
    expect(found.map((read) => read.mono)).toEqual(Array.from({ length: 50 }, (_, at) => 71 + at));
    expect(found.every((read) => read.kind === "fill")).toBe(true);
  });

  test("gives only the kinds and the times asked for, and older pages", async () => {
    const journal = await openNight({ disk: new FakeDisk() });
    for (let mono = 1; mono <= 20; mono += 1) {
      journal.append(entry(mono % 2 === 0 ? "fill" : "out.intent", mono));
    }
    const fills = journal.audit({ limit: 3, kinds: ["fill"] });
    expect(fills.map((read) => read.mono)).toEqual([16, 18, 20]);
    const before = journal.audit({ limit: 3, kinds: ["fill"], before: fills[0]?.seq });
    expect(before.map((read) => read.mono)).toEqual([10, 12, 14]);
    const late = journal.audit({ limit: 99, from: 1_700_000_000_017 });
    expect(late.map((read) => read.mono)).toEqual([17, 18, 19, 20]);
    expect(journal.audit({ limit: 0 })).toEqual([]);
  });

  test("shows an entry as it was when it was written", async () => {
    const journal = await openNight({ disk: new FakeDisk() });
    const body = { price: 8400 };
    journal.append(entry("fill", 1, body));
    body.price = 1;
    expect(journal.audit({ limit: 1 })[0]?.body).toEqual({ price: 8400 });
  });

  test("goes to the files for what memory has forgotten", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk, limits: { fileBytes: 50_000, groupBytes: 20_000 } });
    for (let mono = 1; mono <= 1300; mono += 1) {
      journal.append(entry(mono <= 5 ? "out.intent" : "fill", mono));
      if (mono % 100 === 0) await journal.commit();
    }
    const query = { limit: 10, kinds: ["out.intent"] };
    expect(journal.audit(query)).toEqual([]);
    const tail = await journal.auditTail(query);
    expect(tail.map((read) => read.mono)).toEqual([1, 2, 3, 4, 5]);
    const newest = await journal.auditTail({ ...query, limit: 2 });
    expect(newest.map((read) => read.mono)).toEqual([4, 5]);
    const many = await journal.auditTail({ limit: 1200 });
    expect(many).toHaveLength(1200);
    expect(many.at(0)?.mono).toBe(101);
    expect(many.at(-1)?.mono).toBe(1300);
  });

  test("AUD-07 of 1,000,000 records the newest 50 come from a memory of 1,000", () => {
    const ring = new AuditRing();
    const { line } = writeRecord(1, entry("fill", 1), GENESIS);
    const rest = line.slice(line.indexOf(","));
    for (let seq = 1; seq <= 1_000_000; seq += 1) {
      const kept = seq > 999_950 ? `{"seq":${seq}${rest}` : line;
      ring.add({ seq, at: seq, kind: "fill", line: kept });
    }
    const found = ring.query({ limit: 50 });
    expect(found.map((read) => read.seq)).toEqual(
      Array.from({ length: 50 }, (_, at) => 999_951 + at),
    );
    expect(ring.query({ limit: 5000 })).toHaveLength(1000);
  });

  test("AUD-07 the newest entries are answered without touching the disk", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    for (let mono = 1; mono <= 60; mono += 1) journal.append(entry("fill", mono));
    const before = disk.operations.length;
    expect(journal.audit({ limit: 50 })).toHaveLength(50);
    expect(disk.operations).toHaveLength(before);
  });

  test("names the 24 kinds once each", () => {
    expect(new Set(AUDIT_KINDS).size).toBe(24);
  });
});
