/** Where nights lie in a data folder, and in which order they were. */
import { basename, dirname, join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { readHead } from "./seal.ts";
import { readRecord } from "./record.ts";
import type { SealedHead } from "./seal.ts";
import { linesOf } from "./lines.ts";

/** The first record's body, as far as the journal itself writes it. */
export type SessionBody = {
  readonly schema: number;
  readonly session: string;
  /** Running number of the night within the data folder, from 1. */
  readonly night: number;
  /** Real wall time of the start, Unix ms. */
  readonly startedAt: number;
  /** Names the key that seals this night. */
  readonly keyName: string;
  /** Head of the night before, with its folder's name; null when this is the first. */
  readonly previous: (SealedHead & { readonly folder: string }) | null;
  /** Build, model, Node version, seeds, config: whatever the app had to say. */
  readonly header: unknown;
};

/** Version of the record format; a journal of another version is refused. */
export const SCHEMA = 1;

/** One night of a data folder. */
export type Night = {
  readonly sessionId: string;
  readonly folder: string;
  /** Running number, 0 when the first record cannot be read. */
  readonly night: number;
  readonly startedAt: number;
  readonly bytes: number;
  readonly source?: string;
};

/** The folder of all nights. */
export function nightsFolder(dataFolder: string): string {
  return join(dataFolder, "nights");
}

const filePattern = /^journal-(\d{4,9})\.ndjson$/;

/** Name of the n-th file of a night, from 1. */
export function fileName(number: number): string {
  return `journal-${String(number).padStart(4, "0")}.ndjson`;
}

/** The number in a file's name, `undefined` for any other name. */
export function fileNumber(name: string): number | undefined {
  const match = filePattern.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** Numbers of the journal files in a folder, ascending. */
export async function fileNumbers(disk: Disk, folder: string): Promise<number[]> {
  const numbers = (await disk.names(folder)).map(fileNumber);
  return numbers.filter((number) => number !== undefined).toSorted((left, right) => left - right);
}

/** What the first record of a night says; `undefined` when it cannot be read. */
export async function readSession(disk: Disk, folder: string): Promise<SessionBody | undefined> {
  const path = join(folder, fileName(1));
  if ((await disk.status(path))?.kind !== "file") return undefined;
  for await (const lines of linesOf(disk, path)) {
    const reading = lines[0]?.ended === true ? readRecord(lines[0].bytes) : undefined;
    if (reading?.kind !== "read" || reading.entry.kind !== "session") return undefined;
    const body = reading.entry.body as Partial<SessionBody> | null;
    return typeof body?.night === "number" ? (body as SessionBody) : undefined;
  }
  return undefined;
}

function sourceOf(header: unknown): string | undefined {
  if (typeof header !== "object" || header === null || !("source" in header)) return undefined;
  return typeof header.source === "string" ? header.source : undefined;
}

async function describe(disk: Disk, folder: string): Promise<Night | undefined> {
  const files = await fileNumbers(disk, folder);
  if (files.length === 0) return undefined;
  let bytes = 0;
  for (const number of files)
    bytes += (await disk.status(join(folder, fileName(number))))?.bytes ?? 0;
  const session = await readSession(disk, folder);
  if (session === undefined) {
    const head = await readHead(disk, folder, undefined);
    const night = head.kind === "good" ? head.head.night : 0;
    return { sessionId: basename(folder), folder, night, startedAt: 0, bytes };
  }
  const source = sourceOf(session.header);
  const { session: sessionId, night, startedAt } = session;
  const known = { sessionId, folder, night, startedAt, bytes };
  return source === undefined ? known : { ...known, source };
}

/** All nights of a data folder, oldest first; those that cannot be read come before all others. */
export async function listNights(dataFolder: string, disk: Disk = nodeDisk): Promise<Night[]> {
  const parent = nightsFolder(dataFolder);
  const nights: Night[] = [];
  for (const name of (await disk.names(parent)).toSorted()) {
    const night = await describe(disk, join(parent, name));
    if (night !== undefined) nights.push(night);
  }
  return nights.toSorted((left, right) => left.night - right.night);
}

/** The newest night of a data folder that can be read. */
export async function newestNight(disk: Disk, dataFolder: string): Promise<Night | undefined> {
  return (await listNights(dataFolder, disk)).at(-1);
}

/** What a person pointed at: the files in order, and the night's folder when there is one. */
export type Place = {
  readonly folder: string | undefined;
  readonly files: readonly string[];
};

/**
 * Finds the journal files at a path: a data folder (its newest night), a night's folder, or one
 * file. `undefined` when there is no journal.
 */
export async function findNight(disk: Disk, path: string): Promise<Place | undefined> {
  const status = await disk.status(path);
  if (status?.kind === "file") return { folder: undefined, files: [path] };
  if (status?.kind !== "folder") return undefined;
  const own = await fileNumbers(disk, path);
  const folder = own.length > 0 ? path : (await newestNight(disk, path))?.folder;
  if (folder === undefined) return undefined;
  const numbers = own.length > 0 ? own : await fileNumbers(disk, folder);
  return { folder, files: numbers.map((number) => join(folder, fileName(number))) };
}

/** The data folder above a night's folder. */
export function dataFolderOf(nightFolder: string): string {
  return dirname(dirname(nightFolder));
}
