/** Recorded facts from the last checkpoint on: what recovery folds, across nights. */
import { join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { linesOf } from "./lines.ts";
import { fileName, fileNumbers, listNights } from "./nights.ts";
import { entriesOf, type ReadOptions } from "./read.ts";
import { type Entry, kindOf, readRecord } from "./record.ts";

/** Kind of the records that hold the whole money state. */
export const CHECKPOINT_KIND = "checkpoint";

export type FactOptions = {
  /** Only nights whose header names this source: ledgers of sources are never mixed. */
  readonly source?: string;
  readonly onTorn?: NonNullable<ReadOptions["onTorn"]>;
  readonly disk?: Disk;
};

/** A checkpoint and where it stands. */
export type Checkpoint = {
  readonly entry: Entry;
  readonly folder: string;
  readonly file: string;
  /** Where the record after it starts, in bytes of the file. */
  readonly next: number;
};

async function filesOf(disk: Disk, folder: string): Promise<string[]> {
  const numbers = await fileNumbers(disk, folder);
  return numbers.map((number) => join(folder, fileName(number)));
}

/** Folders of the nights at a path (a data folder or one night), oldest first. */
async function foldersOf(disk: Disk, path: string, source: string | undefined): Promise<string[]> {
  if ((await fileNumbers(disk, path)).length > 0) return [path];
  const nights = await listNights(path, disk);
  const wanted = nights.filter((night) => source === undefined || night.source === source);
  return wanted.map((night) => night.folder);
}

async function lastCheckpointIn(
  disk: Disk,
  folder: string,
  file: string,
): Promise<Checkpoint | undefined> {
  let last: Checkpoint | undefined;
  for await (const lines of linesOf(disk, file)) {
    const line = lines.findLast(({ bytes, ended }) => ended && kindOf(bytes) === CHECKPOINT_KIND);
    const reading = line === undefined ? undefined : readRecord(line.bytes);
    if (line === undefined || reading?.kind !== "read") continue;
    last = { entry: reading.entry, folder, file, next: line.next };
  }
  return last;
}

/** The newest checkpoint at a path (a data folder or one night). */
export async function latestCheckpoint(
  path: string,
  options: FactOptions = {},
): Promise<Checkpoint | undefined> {
  const disk = options.disk ?? nodeDisk;
  for (const folder of (await foldersOf(disk, path, options.source)).toReversed()) {
    for (const file of (await filesOf(disk, folder)).toReversed()) {
      const found = await lastCheckpointIn(disk, folder, file);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * The newest checkpoint, if there is one, and after it every record of these kinds up to the end
 * of the newest night, in order. Ask for `session` as well to see where nights begin.
 */
export async function* foldFacts(
  path: string,
  kinds: Iterable<string>,
  options: FactOptions = {},
): AsyncGenerator<Entry> {
  const disk = options.disk ?? nodeDisk;
  const checkpoint = await latestCheckpoint(path, options);
  const folders = await foldersOf(disk, path, options.source);
  const first = checkpoint === undefined ? 0 : folders.indexOf(checkpoint.folder);
  const read = { ...options, kinds: new Set(kinds) };
  if (checkpoint !== undefined) yield checkpoint.entry;
  for (const folder of folders.slice(first)) {
    let files = await filesOf(disk, folder);
    const here = folder === checkpoint?.folder;
    if (here) files = files.slice(files.indexOf(checkpoint.file));
    yield* entriesOf(files, read, here ? checkpoint.next : 0);
  }
}
