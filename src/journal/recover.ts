/** After a crash: cuts off what was not written to its end, and says so. Decides nothing. */
import { join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { linesOf } from "./lines.ts";
import { fileName, fileNumbers, listNights, type Night, readSession, SCHEMA } from "./nights.ts";
import { kindOf } from "./record.ts";
import { type HeadReading, type Key, readHead, readKey, sealHead, writeHead } from "./seal.ts";
import type { SealedHead } from "./seal.ts";
import { BEGINNING, type ChainPlace, walk, type Walk } from "./walk.ts";

/** How the newest night of a data folder ended. */
export type Recovery =
  /** There is no night yet. */
  | { readonly kind: "first" }
  /** It was closed in order, or a crash was tidied up before. */
  | { readonly kind: "clean"; readonly night: Night }
  /** It was not closed. What had no seal was cut off: it had never been called durable. */
  | {
      readonly kind: "crashed";
      readonly night: Night;
      readonly cutBytes: number;
      /** Whole records among them. */
      readonly cutRecords: number;
      /** One line for people. */
      readonly text: string;
    }
  /** Something in it is not as it was written. Nothing was touched. */
  | { readonly kind: "damaged"; readonly night: Night; readonly why: string }
  /** It was written by another version of the program. Nothing was touched. */
  | { readonly kind: "foreign"; readonly night: Night; readonly schema: number };

/** Where to begin: at the head when it is good and fits the files, else at the beginning. */
function startOf(head: SealedHead | undefined, numbers: readonly number[]): ChainPlace {
  const file = head === undefined ? -1 : numbers.indexOf(head.file);
  if (head === undefined || file === -1) return BEGINNING;
  return { file, bytes: head.bytes, seq: head.seq, link: head.link };
}

/** Bytes that stand behind a place, negative when its file is shorter. */
async function bytesFrom(disk: Disk, files: readonly string[], from: ChainPlace): Promise<number> {
  let bytes = -from.bytes;
  for (const [index, path] of files.slice(from.file).entries()) {
    bytes += (await disk.status(path))?.bytes ?? 0;
    if (index === 0 && bytes < 0) return bytes;
  }
  return bytes;
}

/**
 * True when the bytes from the fault on can be one write that did not finish: no seal stands in
 * them, or a single one at the very end (blocks may reach a disk out of order).
 */
async function isOneWrite(disk: Disk, files: readonly string[], found: Walk): Promise<boolean> {
  let seals = 0;
  let last: string | undefined;
  for (let file = found.end.file; file < files.length; file += 1) {
    const path = files[file];
    if (path === undefined) continue;
    for await (const lines of linesOf(disk, path, file === found.end.file ? found.end.bytes : 0)) {
      for (const line of lines) {
        last = kindOf(line.bytes);
        if (last === "group") seals += 1;
      }
    }
  }
  return seals === 0 || (seals === 1 && last === "group");
}

/** Cuts everything behind the last seal. Done twice it does nothing more. */
async function cut(disk: Disk, files: readonly string[], end: ChainPlace): Promise<number> {
  let bytes = 0;
  for (const [index, path] of files.entries()) {
    if (index < end.file) continue;
    const size = (await disk.status(path))?.bytes ?? 0;
    if (index > end.file) {
      await disk.remove(path);
      bytes += size;
    } else if (size > end.bytes) {
      const file = await disk.open(path, "append");
      try {
        await file.truncate(end.bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      bytes += size - end.bytes;
    }
  }
  return bytes;
}

/** Why the head file does not belong to these files; `undefined` when it does. */
function headFault(reading: HeadReading, numbers: readonly number[]): string | undefined {
  if (reading.kind === "bad") return reading.why;
  if (reading.kind === "missing" || numbers.includes(reading.head.file)) return undefined;
  return `its file ${fileName(reading.head.file)} is missing`;
}

async function tidy(disk: Disk, night: Night, key: Key): Promise<Recovery> {
  const { folder } = night;
  const damaged = (why: string): Recovery => ({ kind: "damaged", night, why });
  const reading = await readHead(disk, folder, key);
  const numbers = await fileNumbers(disk, folder);
  const wrong = headFault(reading, numbers);
  if (wrong !== undefined) return damaged(wrong);
  const head = reading.kind === "good" ? reading.head : undefined;
  const files = numbers.map((number) => join(folder, fileName(number)));
  const start = startOf(head, numbers);
  const rest = await bytesFrom(disk, files, start);
  if (rest < 0) return damaged(`it is shorter than its head file says: it was cut off`);
  if (head !== undefined && head.state !== "open") {
    return rest === 0
      ? { kind: "clean", night }
      : damaged("something was added after it had been closed");
  }
  const found = await walk({ disk, files, key, start });
  if (found.fault !== undefined && !(await isOneWrite(disk, files, found))) {
    return damaged(`record ${found.fault.seq} ${found.fault.why}; run mnf verify`);
  }
  if (head === undefined && found.groups > 1) return damaged("its head file is missing");
  const cutBytes = await cut(disk, files, found.end);
  if (found.end.seq > 0) {
    const { bytes, seq, link } = found.end;
    const file = numbers[found.end.file] ?? 1;
    const place = { session: night.sessionId, night: night.night, file, bytes, seq, link };
    await writeHead(disk, folder, sealHead(key, { ...place, state: "recovered" }));
  }
  await disk.syncFolder(folder);
  const lost = cutBytes === 0 ? "nothing was" : `${cutBytes} unfinished bytes were`;
  const text =
    `the last session (${night.sessionId}) did not end in order; ` +
    `${lost} cut off after record ${found.end.seq}`;
  return { kind: "crashed", night, cutBytes, cutRecords: found.unsealed, text };
}

/**
 * Tidies up the newest night of a data folder. To be called at start, under the folder's lock and
 * before `openJournal`. Only what was never called durable is cut off.
 */
export async function recover(dataFolder: string, disk: Disk = nodeDisk): Promise<Recovery> {
  const night = (await listNights(dataFolder, disk)).at(-1);
  if (night === undefined) return { kind: "first" };
  const schema = (await readSession(disk, night.folder))?.schema ?? SCHEMA;
  if (schema !== SCHEMA) return { kind: "foreign", night, schema };
  const key = await readKey(disk, dataFolder);
  if (key === undefined) return { kind: "damaged", night, why: "journal.key is missing" };
  return tidy(disk, night, key);
}
