/** Proves that a record is as it was written, or names the first record that is not. */
import { basename, dirname, join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { fileName, fileNumber, fileNumbers, listNights } from "./nights.ts";
import { dataFolderOf, readSession, type Night } from "./nights.ts";
import { type HeadReading, type Key, keyName, readHead, readKey } from "./seal.ts";
import { walk, type Walk } from "./walk.ts";

export type Verdict =
  | {
      readonly kind: "ok";
      readonly records: number;
      readonly groups: number;
      readonly sessions: number;
      /** Bytes of a last record that was not written to its end. */
      readonly tornBytes: number;
      /** Whole records after the last seal, never called durable. */
      readonly unsealed: number;
      /** The keyed seals were checked, not only the plain links. */
      readonly sealsChecked: boolean;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "bad";
      /** Number and file of the first record that does not fit, or that is not there. */
      readonly seq: number;
      /** Its line, from 1, when it is there and cannot be what it should be by itself. */
      readonly line: number | undefined;
      readonly file: string;
      readonly why: string;
    };

type Ok = Verdict & { readonly kind: "ok" };

/** What the night after remembers of this one. */
type Memory = { readonly seq: number; readonly link: string };

const nothing: Ok = {
  kind: "ok",
  records: 0,
  groups: 0,
  sessions: 0,
  tornBytes: 0,
  unsealed: 0,
  sealsChecked: true,
  notes: [],
};

function bad(file: string, seq: number, why: string): Verdict {
  return { kind: "bad", seq, line: undefined, file, why };
}

async function bytesAfter(disk: Disk, files: readonly string[], found: Walk): Promise<number> {
  let bytes = -found.end.bytes;
  for (const file of files.slice(found.end.file)) bytes += (await disk.status(file))?.bytes ?? 0;
  return bytes;
}

/** What a walk without a bad record amounts to. */
function okOf(found: Walk, key: Key | undefined): Ok {
  const { records, groups, sessions, unsealed, tornBytes } = found;
  const notes = key === undefined ? ["without the key only the plain links were checked"] : [];
  const sealsChecked = key !== undefined;
  return { kind: "ok", records, groups, sessions, tornBytes, unsealed, sealsChecked, notes };
}

/** A record that is not what something outside the chain knows of it. */
type Contradiction = { readonly seq: number; readonly why: string };

/** The first record that is not there. */
function firstMissing(found: Walk): number {
  return found.end.seq + found.unsealed + 1;
}

/** Compares the end of the chain with what the head file knows. */
function headFault(found: Walk, reading: HeadReading, after: number): Contradiction | undefined {
  const have = found.end.seq;
  if (reading.kind === "bad") return { seq: have, why: reading.why };
  if (reading.kind === "missing") {
    const why = "the head file is missing: a cut-off end cannot be seen";
    return found.groups > 1 ? { seq: have, why } : undefined;
  }
  const { seq, link, state } = reading.head;
  if (have < seq) {
    const why = `the journal is sealed up to ${have}, the head file knows ${seq}: it was cut off`;
    return { seq: firstMissing(found), why };
  }
  if (found.links.get(seq) !== link) return { seq, why: "is not the one the head file knows" };
  if (state === "open" || (have === seq && after === 0)) return undefined;
  return { seq: seq + 1, why: "was added after the night had been closed" };
}

/** Compares the chain with what later nights know of it. */
function memoryFault(found: Walk, memories: readonly Memory[]): Contradiction | undefined {
  for (const { seq, link } of memories) {
    if (found.end.seq < seq) {
      const why = `the night after knows record ${seq}: it was cut off`;
      return { seq: firstMissing(found), why };
    }
    if (found.links.get(seq) !== link) return { seq, why: "is not the one the night after knows" };
  }
  return undefined;
}

async function verifyFolder(
  disk: Disk,
  folder: string,
  key: Key | undefined,
  memories: readonly Memory[],
): Promise<Verdict> {
  const session = await readSession(disk, folder);
  // The head first: what is written meanwhile can only make the journal longer than it says.
  const head = await readHead(disk, folder, key);
  const numbers = await fileNumbers(disk, folder);
  const files = numbers.map((number) => join(folder, fileName(number)));
  const gap = numbers.findIndex((number, index) => number !== index + 1);
  const whole = gap === -1 ? files : files.slice(0, gap);
  const wanted = memories.map((memory) => memory.seq);
  if (head.kind === "good") wanted.push(head.head.seq);
  const found = await walk({ disk, files: whole, key, wanted });
  const { fault } = found;
  const endFile = files[found.end.file] ?? join(folder, fileName(1));
  const otherKey = key !== undefined && session !== undefined && session.keyName !== keyName(key);
  if (fault !== undefined && otherKey) {
    return { ...fault, kind: "bad", why: `${fault.why} (this night names another key)` };
  }
  if (fault !== undefined && !(fault.torn && gap === -1)) return { ...fault, kind: "bad" };
  if (gap !== -1) {
    return bad(join(folder, fileName(gap + 1)), firstMissing(found), "the file is missing");
  }
  const after = await bytesAfter(disk, files, found);
  const wrong = headFault(found, head, after) ?? memoryFault(found, memories);
  return wrong === undefined ? okOf(found, key) : bad(endFile, wrong.seq, wrong.why);
}

/** What later nights of a data folder remember, by folder name. */
async function memoriesOf(disk: Disk, nights: readonly Night[]): Promise<Map<string, Memory[]>> {
  const memories = new Map<string, Memory[]>();
  for (const night of nights) {
    const previous = (await readSession(disk, night.folder))?.previous ?? undefined;
    if (previous === undefined) continue;
    const known = memories.get(previous.folder) ?? [];
    memories.set(previous.folder, [...known, { seq: previous.seq, link: previous.link }]);
  }
  return memories;
}

async function verifyAll(
  disk: Disk,
  nights: readonly Night[],
  key: Key | undefined,
): Promise<Verdict> {
  const memories = await memoriesOf(disk, nights);
  let sum: Ok = nothing;
  for (const night of nights) {
    const known = memories.get(basename(night.folder)) ?? [];
    const verdict = await verifyFolder(disk, night.folder, key, known);
    if (verdict.kind === "bad") return verdict;
    sum = {
      kind: "ok",
      records: sum.records + verdict.records,
      groups: sum.groups + verdict.groups,
      sessions: sum.sessions + verdict.sessions,
      tornBytes: sum.tornBytes + verdict.tornBytes,
      unsealed: sum.unsealed + verdict.unsealed,
      sealsChecked: sum.sealsChecked && verdict.sealsChecked,
      notes: [...new Set([...sum.notes, ...verdict.notes])],
    };
  }
  const present = new Set(nights.map((night) => basename(night.folder)));
  const gone = [...memories.keys()].filter((folder) => !present.has(folder));
  if (gone.length === 0) return sum;
  return { ...sum, notes: [...sum.notes, `earlier nights are gone: ${gone.join(", ")}`] };
}

async function verifyFile(disk: Disk, path: string, key: Key | undefined): Promise<Verdict> {
  const anyStart = (fileNumber(basename(path)) ?? 1) > 1;
  const found = await walk({ disk, files: [path], key, anyStart });
  if (found.fault !== undefined && !found.fault.torn) return { ...found.fault, kind: "bad" };
  const ok = okOf(found, key);
  const note = "one file by itself: what came before and after was not looked at";
  return { ...ok, notes: [...ok.notes, note] };
}

/**
 * Verifies a data folder (all its nights), a night's folder, or one journal file. The key is
 * taken from the data folder when none is given; without one only plain links are checked.
 * Answers with the first bad record. Throws when there is no journal at the path.
 */
export async function verifyNight(
  path: string,
  key?: Uint8Array,
  disk: Disk = nodeDisk,
): Promise<Verdict> {
  const status = await disk.status(path);
  if (status?.kind === "file") {
    const folder = dirname(path);
    const hasHead = (await disk.status(join(folder, "head")))?.kind === "file";
    const part = fileNumber(basename(path)) !== undefined && hasHead;
    return part ? verifyNight(folder, key, disk) : verifyFile(disk, path, key);
  }
  if (status !== undefined && (await fileNumbers(disk, path)).length > 0) {
    const dataFolder = dataFolderOf(path);
    const memories = await memoriesOf(disk, await listNights(dataFolder, disk));
    const known = memories.get(basename(path)) ?? [];
    return verifyFolder(disk, path, key ?? (await readKey(disk, dataFolder)), known);
  }
  const nights = status === undefined ? [] : await listNights(path, disk);
  if (nights.length === 0) throw new Error(`no journal at ${path}`);
  return verifyAll(disk, nights, key ?? (await readKey(disk, path)));
}

function count(number: number, word: string): string {
  return `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
}

/** A verdict in one line. */
export function describeVerdict(verdict: Verdict): string {
  if (verdict.kind === "bad") {
    const { seq, line, file, why } = verdict;
    const place = line === undefined ? file : `${file}, line ${line}`;
    return printable(`bad: record ${seq} (${place}): ${why}`);
  }
  const { records, groups, sessions, tornBytes, unsealed, sealsChecked, notes } = verdict;
  const parts = [
    `ok: ${count(records, "record")} in ${count(groups, "group")}, ${count(sessions, "session")}`,
    sealsChecked ? "links and seals checked" : "links checked",
  ];
  if (tornBytes > 0) parts.push(`${count(tornBytes, "byte")} of an unfinished write at the end`);
  if (unsealed > 0) parts.push(`${count(unsealed, "record")} after the last seal`);
  return printable([...parts, ...notes].join("; "));
}

/** Text that cannot drive a terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a1-\u1fff\u2010-\u2027\u20a0-\ud7ff]/g, "?");
}
