/** Opens the journal of a new session. */
import { basename, join } from "node:path";
import type { Timers } from "../domain/ports.ts";
import { AuditRing, type AuditQuery, auditFromFiles } from "./audit.ts";
import { type Disk, errorCode, nodeDisk } from "./disk.ts";
import { fileNumbers, newestNight, nightsFolder, SCHEMA, type SessionBody } from "./nights.ts";
import { type Entry, GENESIS, type NewEntry } from "./record.ts";
import { JournalUnusable, type Key, keyName, readHead, readOrMakeKey } from "./seal.ts";
import { DEFAULT_LIMITS, diskWords, type Durable, Writer, type WriterLimits } from "./writer.ts";

export type JournalSize = {
  /** Number of the newest record, and of the newest one that is on the disk. */
  readonly records: number;
  readonly durable: number;
  /** The present file: its number and its length in bytes. */
  readonly file: number;
  readonly bytes: number;
  /** What waits in memory, in bytes of text. */
  readonly waiting: number;
  /** Records of which a part was too large and left only a marker. */
  readonly oversized: number;
};

/** The record of one session. */
export interface Journal {
  readonly sessionId: string;
  readonly folder: string;
  /**
   * Adds a record; it reaches the disk within 250 ms or with the next `commit`. Answers its
   * number, 0 when the disk is so far behind that the record is lost (`onFailure` was told).
   * Throws for a kind or stamp that is none, and after `close`.
   */
  append(entry: NewEntry): number;
  /** Puts everything appended so far on the disk and answers when it is there, or why not. */
  commit(): Promise<Durable>;
  /** After a failure: tries to write everything that waits, and answers like `commit`. */
  retry(): Promise<Durable>;
  /** The newest audit entries in memory (the last 1,000), newest last. */
  audit(query: AuditQuery): readonly Entry[];
  /** The same, and from the files when memory does not reach back far enough. */
  auditTail(query: AuditQuery): Promise<readonly Entry[]>;
  /** Writes what waits and marks the night as ended orderly. */
  close(): Promise<Durable>;
  readonly size: JournalSize;
  /** Why nothing can be written at present, `undefined` when it can. */
  readonly failure: string | undefined;
}

export type JournalOptions = {
  readonly dataFolder: string;
  /** Letters, digits, `.`, `_` and `-`; becomes the folder's name. */
  readonly sessionId: string;
  /** Build, model, Node version, seeds, config; `source` in it is shown in lists of nights. */
  readonly header: unknown;
  /** Stamp of the first record. */
  readonly opened: { readonly at: number; readonly mono: number; readonly person: number };
  /** Real wall time, Unix ms. */
  readonly startedAt: number;
  /** Told once per failure: the record cannot be written, and why. */
  readonly onFailure: (why: string) => void;
  /** Real time. */
  readonly timers: Timers;
  /** Which kinds of record are audit entries. */
  readonly isAudit: (kind: string) => boolean;
  /** Secret chance, for the key (`node:crypto` randomBytes). */
  readonly random: (bytes: number) => Uint8Array;
  readonly disk?: Disk;
  readonly limits?: Partial<WriterLimits>;
};

const sessionPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A new folder for this session; a session of the same name gets `~2`, `~3`, … */
async function makeNightFolder(disk: Disk, parent: string, sessionId: string): Promise<string> {
  for (let copy = 1; copy <= 10_000; copy += 1) {
    const folder = join(parent, copy === 1 ? sessionId : `${sessionId}~${copy}`);
    const stands = await disk.status(folder);
    if (stands !== undefined && (await fileNumbers(disk, folder)).length > 0) continue;
    if (stands !== undefined && stands.kind !== "folder") continue;
    await disk.makeFolder(folder);
    return folder;
  }
  throw new JournalUnusable(`too many nights named ${sessionId} in ${parent}: delete some`);
}

async function previousHead(
  disk: Disk,
  folder: string,
  key: Key,
): Promise<SessionBody["previous"]> {
  const head = await readHead(disk, folder, key);
  return head.kind === "good" ? { ...head.head, folder: basename(folder) } : null;
}

/**
 * Starts the journal of a session: makes key and folders when they are missing, writes the
 * `session` record, which holds the head of the night before, and answers when it is on the disk.
 * Throws JournalUnusable, with one line that says what to do, when that cannot be done.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  if (!sessionPattern.test(options.sessionId)) throw new RangeError("not a session id");
  const disk = options.disk ?? nodeDisk;
  try {
    return await open(disk, options);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    const text = `cannot keep a journal in ${options.dataFolder}: ${diskWords(error)}`;
    throw new JournalUnusable(text, { cause: error });
  }
}

async function open(disk: Disk, options: JournalOptions): Promise<Journal> {
  const { dataFolder, sessionId: session, isAudit, onFailure, timers, startedAt } = options;
  const parent = nightsFolder(dataFolder);
  await disk.makeFolder(parent);
  const key = await readOrMakeKey(disk, dataFolder, options.random);
  const newest = await newestNight(disk, dataFolder);
  const night = (newest?.night ?? 0) + 1;
  const previous = newest === undefined ? null : await previousHead(disk, newest.folder, key);
  const folder = await makeNightFolder(disk, parent, session);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const start = { file: 1, bytes: 0, seq: 0, link: GENESIS };
  const place = { disk, folder, session, night, key };
  const writer = new Writer({ ...place, timers, onFailure, limits, start });
  const named = { schema: SCHEMA, session, night, startedAt, keyName: keyName(key) };
  const body: SessionBody = { ...named, previous, header: options.header };
  const ring = new AuditRing();
  let oversized = 0;
  const append = (entry: NewEntry): number => {
    const written = writer.append(entry);
    if (written === undefined) return 0;
    if (written.oversize) oversized += 1;
    const { seq, line } = written;
    if (isAudit(entry.kind)) ring.add({ seq, at: entry.at, kind: entry.kind, line });
    return seq;
  };
  append({ ...options.opened, kind: "session", body });
  await begin(disk, folder, writer);
  return {
    sessionId: session,
    folder,
    append,
    commit: () => writer.commit(),
    retry: () => writer.retry(),
    audit: (query) => ring.query(query),
    async auditTail(query) {
      const recent = ring.query(query);
      if (recent.length >= query.limit || !ring.overflown) return recent;
      await writer.commit();
      return auditFromFiles(disk, folder, query, isAudit);
    },
    close: () => writer.close(),
    get size() {
      return { ...writer.size, oversized };
    },
    get failure() {
      return writer.failure;
    },
  };
}

/** Brings the first group to the disk, with the names of the files in its folder. */
async function begin(disk: Disk, folder: string, writer: Writer): Promise<void> {
  const durable = await writer.commit();
  await writer.settled();
  const why = durable.kind === "failed" ? durable.why : writer.failure;
  if (why !== undefined) throw new JournalUnusable(`cannot write the journal in ${folder}: ${why}`);
  await disk.syncFolder(folder);
}
