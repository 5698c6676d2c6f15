import { describe, expect, test } from "vitest";
import { FakeDisk } from "./fake-disk.ts";
import { closedNight, DATA, entry, FILE, FOLDER, openNight, writeNight } from "./night-fixture.ts";
import { GENESIS, linkOf } from "./record.ts";
import { recover } from "./recover.ts";
import { describeVerdict, type Verdict, verifyNight } from "./verify.ts";

function verify(disk: FakeDisk, path = DATA): Promise<Verdict> {
  return verifyNight(path, undefined, disk);
}

/** The night's lines, and the disk with other lines in their place. */
async function night(): Promise<{ lines: string[]; withLines: (lines: string[]) => FakeDisk }> {
  const disk = await closedNight();
  const lines = disk.bytesOf(FILE).toString().trimEnd().split("\n");
  const withLines = (changed: string[]): FakeDisk => {
    const copy = disk.reopened({ kind: "nothing" });
    copy.put(FILE, Buffer.from(changed.map((line) => `${line}\n`).join("")));
    return copy;
  };
  return { lines, withLines };
}

/** Gives every line the plain link that fits its place. */
function relinked(lines: readonly string[]): string[] {
  let link = GENESIS;
  return lines.map((line) => {
    const text = line.slice(0, line.lastIndexOf(',"link":"'));
    link = linkOf(link, text);
    return `${text},"link":"${link}"}`;
  });
}

describe("verify", () => {
  test("AUD-03 nights with ordinary restarts between them verify", async () => {
    const disk = await closedNight();
    for (const sessionId of ["s2", "s3"]) {
      expect((await recover(DATA, disk)).kind).toBe("clean");
      await (await writeNight({ disk, sessionId })).close();
    }
    const verdict = await verify(disk);
    expect(describeVerdict(verdict)).toBe(
      "ok: 27 records in 12 groups, 3 sessions; links and seals checked",
    );
  });

  test("a session of the same name gets a folder of its own", async () => {
    const disk = await closedNight();
    const again = await writeNight({ disk });
    await again.close();
    expect(again.folder).toBe(`${FOLDER}~2`);
    expect(await verify(disk)).toMatchObject({ kind: "ok", sessions: 2 });
  });

  test("AUD-04 any edit of one byte is found, and its record is named", async () => {
    const disk = await closedNight();
    const whole = disk.bytesOf(FILE);
    let line = 1;
    for (let at = 0; at < whole.length; at += 1) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(whole.readUInt8(at) ^ flip, at);
        const changed = disk.reopened({ kind: "nothing" });
        changed.put(FILE, bytes);
        const verdict = await verify(changed);
        expect(verdict, `byte ${at}`).toMatchObject({ kind: "bad", seq: line });
      }
      if (whole.readUInt8(at) === 0x0a) line += 1;
    }
  });

  test("AUD-04 a deleted record is found", async () => {
    const { lines, withLines } = await night();
    for (let at = 0; at < lines.length; at += 1) {
      const verdict = await verify(withLines(lines.toSpliced(at, 1)));
      expect(verdict).toMatchObject({ kind: "bad", seq: at + 1 });
    }
  });

  test("AUD-04 two records that changed places are found", async () => {
    const { lines, withLines } = await night();
    for (let at = 0; at + 1 < lines.length; at += 1) {
      const swapped = lines.toSpliced(at, 2, lines[at + 1] ?? "", lines[at] ?? "");
      expect(await verify(withLines(swapped))).toMatchObject({ kind: "bad", seq: at + 1 });
    }
  });

  test("AUD-04 an inserted record is found, also after the end", async () => {
    const { lines, withLines } = await night();
    for (let at = 0; at <= lines.length; at += 1) {
      for (const copied of [lines[1] ?? "", lines[at - 1] ?? "", "{}"]) {
        const verdict = await verify(withLines(lines.toSpliced(at, 0, copied)));
        if (copied === lines[at]) continue;
        expect(verdict, `before line ${at + 1}`).toMatchObject({ kind: "bad" });
      }
    }
  });

  test("AUD-04 an edit with all plain hashes made anew is found by the seal", async () => {
    const { lines, withLines } = await night();
    const edited = lines.map((line) => line.replace('"price":8400', '"price":8500'));
    expect(edited).not.toEqual(lines);
    const disk = withLines(relinked(edited));
    const verdict = await verify(disk);
    expect(verdict).toMatchObject({ kind: "bad", seq: 9 });
    expect(describeVerdict(verdict)).toContain("records 8 to 9 were changed");
  });

  test("AUD-04 an end cut off at any record is found by the head file", async () => {
    const { lines, withLines } = await night();
    for (let kept = 0; kept < lines.length; kept += 1) {
      const verdict = await verify(withLines(lines.slice(0, kept)));
      expect(verdict, `${kept} lines left`).toMatchObject({ kind: "bad", seq: kept + 1 });
    }
    const verdict = describeVerdict(await verify(withLines(lines.slice(0, 7))));
    expect(verdict).toContain("sealed up to 7, the head file knows 9: it was cut off");
  });

  test("AUD-04 what is added behind a closed night is found, however well it fits", async () => {
    const { lines, withLines } = await night();
    const text = (lines[7] ?? "").replace('"seq":8', '"seq":10').replace(/,"link":.*/, "");
    const link = linkOf((lines[8] ?? "").slice(-66, -2), text);
    const disk = withLines([...lines, `${text},"link":"${link}"}`]);
    const why = "was added after the night had been closed";
    expect(await verify(disk)).toMatchObject({ kind: "bad", seq: 10, why });
    disk.put(FILE, Buffer.from(`${lines.join("\n")}\n{"se`));
    expect(await verify(disk)).toMatchObject({ kind: "bad", seq: 10, why });
    expect((await recover(DATA, disk)).kind).toBe("damaged");
  });

  test("without the key an edit with new plain hashes is found by the head file", async () => {
    const { lines, withLines } = await night();
    const disk = withLines(relinked(lines.map((line) => line.replace("8400", "8500"))));
    await disk.remove(`${DATA}/journal.key`);
    expect(await verify(disk)).toMatchObject({ kind: "bad", seq: 9 });
  });

  test("a record taken out is found by the numbers, even with new plain hashes", async () => {
    const { lines } = await night();
    const disk = new FakeDisk();
    const text = relinked(lines.toSpliced(4, 1)).join("\n");
    disk.put("/elsewhere/copy.ndjson", Buffer.from(`${text}\n`));
    const verdict = await verify(disk, "/elsewhere/copy.ndjson");
    expect(verdict).toMatchObject({ kind: "bad", seq: 5, why: "has number 6, 5 was due" });
  });

  test("an end cut off together with an older head is found by the night after", async () => {
    const disk = new FakeDisk();
    const journal = await openNight({ disk });
    journal.append(entry("fill", 1));
    await journal.commit();
    await journal.close();
    const before = await closedNight();
    await (await openNight({ disk: before, sessionId: "s2" })).close();
    before.put(FILE, disk.bytesOf(FILE));
    before.put(`${FOLDER}/head`, disk.bytesOf(`${FOLDER}/head`));
    for (const path of [DATA, FOLDER]) {
      const verdict = await verify(before, path);
      expect(verdict).toMatchObject({ kind: "bad", seq: 5 });
      expect(describeVerdict(verdict)).toContain("the night after knows record 9");
    }
  });

  test.each(["missing", "changed"])("a head file that is %s is found", async (how) => {
    const disk = await closedNight();
    const head = disk.bytesOf(`${FOLDER}/head`).toString();
    if (how === "missing") await disk.remove(`${FOLDER}/head`);
    else disk.put(`${FOLDER}/head`, Buffer.from(head.replace("closed", "open")));
    expect(await verify(disk)).toMatchObject({ kind: "bad" });
  });

  test("a night sealed with another key is found", async () => {
    const disk = await closedNight();
    disk.put(`${DATA}/journal.key`, Buffer.from(`${"ab".repeat(32)}\n`));
    const verdict = await verify(disk);
    expect(describeVerdict(verdict)).toContain("names another key");
  });

  test("one file by itself is verified by its links, which is said", async () => {
    const disk = await closedNight();
    disk.put("/elsewhere/copy.ndjson", disk.bytesOf(FILE));
    const verdict = await verify(disk, "/elsewhere/copy.ndjson");
    expect(verdict).toMatchObject({ kind: "ok", records: 9, sealsChecked: false });
    const half = disk.bytesOf(FILE).toString().replace('"price":8400', '"price":8500');
    disk.put("/elsewhere/copy.ndjson", Buffer.from(half));
    expect(await verify(disk, "/elsewhere/copy.ndjson")).toMatchObject({ kind: "bad", seq: 8 });
  });

  test("a verdict on a file with a strange name cannot drive a terminal", () => {
    const file = "/data/\u001b[2Jjournal\u009b.ndjson";
    const text = describeVerdict({ kind: "bad", seq: 1, line: 1, file, why: "is\nnot" });
    expect(text).toBe("bad: record 1 (/data/?[2Jjournal?.ndjson, line 1): is?not");
  });
});
