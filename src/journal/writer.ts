/**
 * Writes records in groups: one write and one sync each. What arrives while a sync runs waits for
 * the next one and shares it. Nothing is called durable before its group is on the disk.
 */
import { join } from "node:path";
import type { Cancel, Timers } from "../domain/ports.ts";
import { type Disk, type DiskFile, errorCode, writeAll } from "./disk.ts";
import { fileName } from "./nights.ts";
import { type NewEntry, type Written, writeRecord } from "./record.ts";
import { type HeadState, type Key, sealHead, sealOf, writeHead } from "./seal.ts";

/** What became of everything appended so far. */
export type Durable =
  | { readonly kind: "durable" /** Everything up to here is on the disk. */; readonly seq: number }
  | { readonly kind: "failed"; readonly why: string };

export type WriterLimits = {
  /** Records wait at most this long for their group (real ms). */
  readonly flushMs: number;
  /** A group is closed at this size even before its time, in bytes. */
  readonly groupBytes: number;
  /** A file that has reached this size is followed by the next one. */
  readonly fileBytes: number;
  /** What may wait in memory while the disk does not take it, in bytes of text. */
  readonly waitingBytes: number;
};

export const DEFAULT_LIMITS: WriterLimits = {
  flushMs: 250,
  groupBytes: 1 << 20,
  fileBytes: 64 << 20,
  waitingBytes: 64 << 20,
};

/** Where the chain stands. */
type Place = {
  readonly file: number;
  readonly bytes: number;
  readonly seq: number;
  readonly link: string;
};

type Group = { readonly bytes: Buffer; readonly seq: number; readonly link: string };
type Waiter = { readonly seq: number; readonly resolve: (durable: Durable) => void };

export type WriterOptions = {
  readonly disk: Disk;
  readonly folder: string;
  readonly session: string;
  readonly night: number;
  readonly key: Key;
  readonly timers: Timers;
  readonly limits: WriterLimits;
  readonly start: Place;
  readonly onFailure: (why: string) => void;
};

const words: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EMFILE: "too many files are open",
  EACCES: "permission was refused",
  EPERM: "permission was refused",
  ENOENT: "the folder of this night is gone",
  EIO: "the disk reports an error",
};

/** What went wrong, in words for a person. */
export function diskWords(error: unknown): string {
  const code = errorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  return code === undefined ? text : `${words[code] ?? text} (${code})`;
}

/** The part of a journal that owns its files. One per session. */
export class Writer {
  readonly #options: WriterOptions;
  #file: DiskFile | undefined;
  /** The newest record made, durable or not. */
  #seq: number;
  #link: string;
  #last: NewEntry | undefined;
  #lines: string[] = [];
  #linesBytes = 0;
  #records = 0;
  #dropped = 0;
  #durable: Place;
  /** A group that could not be written; it is written before anything else. */
  #stuck: Group | undefined;
  #waiters: Waiter[] = [];
  #due = false;
  #cancelTimer: Cancel | undefined;
  /** Turns false in the same moment as the loop ends, so that no commit falls in between. */
  #busy = false;
  #running: Promise<void> | undefined;
  #heading: Promise<void> | undefined;
  #headDue: HeadState | undefined;
  #failure: string | undefined;
  #closed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#durable = options.start;
    this.#seq = options.start.seq;
    this.#link = options.start.link;
  }

  /** Why nothing can be written at present, `undefined` when it can. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Number of the newest record, and how far the disk has it. */
  get size(): { records: number; durable: number; bytes: number; file: number; waiting: number } {
    const { seq: durable, bytes, file } = this.#durable;
    return { records: this.#seq, durable, bytes, file, waiting: this.#linesBytes };
  }

  /** Adds a record to the open group. `undefined`: there is no room, the record is lost. */
  append(entry: NewEntry): (Written & { readonly seq: number }) | undefined {
    if (this.#closed) throw new Error("append to a closed journal");
    const { limits, timers } = this.#options;
    if (this.#dropped > 0 || this.#linesBytes > limits.waitingBytes) {
      this.#dropped += 1;
      this.#fail("the disk is too far behind: no room is left to wait in");
      return undefined;
    }
    const written = this.#add(entry);
    if (this.#linesBytes >= limits.groupBytes) this.#flush();
    else this.#cancelTimer ??= timers.after(limits.flushMs, () => this.#flush());
    return { ...written, seq: this.#seq };
  }

  #add(entry: NewEntry): Written {
    const written = writeRecord(this.#seq + 1, entry, this.#link);
    this.#seq += 1;
    this.#link = written.link;
    this.#last = entry;
    this.#lines.push(written.line);
    this.#linesBytes += written.line.length;
    this.#records += 1;
    return written;
  }

  /** Closes the open group at once; answers when everything appended so far is on the disk. */
  commit(): Promise<Durable> {
    if (this.#failure !== undefined) return Promise.resolve({ kind: "failed", why: this.#failure });
    if (this.#durable.seq >= this.#seq) {
      return Promise.resolve({ kind: "durable", seq: this.#durable.seq });
    }
    return new Promise((resolve) => {
      this.#waiters.push({ seq: this.#seq, resolve });
      this.#start();
    });
  }

  /** After a failure: opens the file again, writes what waits, and answers like `commit`. */
  async retry(): Promise<Durable> {
    await this.#running;
    await this.#heading;
    if (this.#failure === undefined || this.#closed) return this.commit();
    try {
      await this.#reopen();
    } catch (error) {
      return { kind: "failed", why: diskWords(error) };
    }
    this.#failure = undefined;
    this.#headDue = "open";
    const [dropped, last] = [this.#dropped, this.#last];
    this.#dropped = 0;
    if (dropped > 0 && last !== undefined) {
      const { at, mono, person } = last;
      this.#add({ at, mono, person, kind: "gap", body: { dropped } });
    }
    const durable = await this.commit();
    await this.#settleHead();
    return this.#failure === undefined ? durable : { kind: "failed", why: this.#failure };
  }

  /** Writes what waits, marks the night as closed and lets go of the file. */
  async close(): Promise<Durable> {
    if (this.#closed) return { kind: "durable", seq: this.#durable.seq };
    const durable = await this.commit();
    this.#closed = true;
    this.#cancelTimer?.();
    await this.#running;
    if (this.#failure === undefined) this.#headDue = "closed";
    await this.#settleHead();
    try {
      await this.#file?.close();
    } catch (error) {
      this.#fail(diskWords(error));
    }
    this.#file = undefined;
    return this.#failure === undefined ? durable : { kind: "failed", why: this.#failure };
  }

  /** Resolves when the head file says what is durable (or cannot). */
  async settled(): Promise<void> {
    await this.#settleHead();
  }

  #flush(): void {
    this.#due = true;
    this.#start();
  }

  #start(): void {
    if (this.#busy || this.#failure !== undefined) return;
    this.#busy = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#failure === undefined && (this.#due || this.#waiters.length > 0)) {
      const group = this.#stuck ?? this.#closeGroup();
      if (group === undefined) break;
      this.#stuck = group;
      try {
        await this.#place(group);
      } catch (error) {
        this.#fail(diskWords(error));
        break;
      }
      this.#stuck = undefined;
      this.#answer({ kind: "durable", seq: group.seq });
      this.#headDue = "open";
      void this.#settleHead();
    }
    this.#busy = false;
  }

  /** Seals the records that wait. Its own record carries the stamp of the last one. */
  #closeGroup(): Group | undefined {
    this.#due = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const last = this.#last;
    if (this.#records === 0 || last === undefined) return undefined;
    const stamp = { at: last.at, mono: last.mono, person: last.person };
    const body = sealOf(this.#options.key, this.#link, this.#seq + 1, this.#records, stamp);
    this.#add({ ...stamp, kind: "group", body });
    const group = { bytes: Buffer.from(this.#lines.join("")), seq: this.#seq, link: this.#link };
    this.#lines = [];
    this.#linesBytes = 0;
    this.#records = 0;
    return group;
  }

  async #place(group: Group): Promise<void> {
    const { limits } = this.#options;
    if (this.#file === undefined || this.#durable.bytes >= limits.fileBytes) {
      await this.#nextFile(this.#file === undefined ? this.#durable.file : this.#durable.file + 1);
    }
    const file = this.#file;
    if (file === undefined) throw new Error("no journal file is open");
    await writeAll(file, group.bytes);
    const bytes = this.#durable.bytes + group.bytes.length;
    const [, status] = await Promise.all([file.sync(), file.status()]);
    if (status.links === 0) throw new Error("the journal file was deleted");
    if (status.bytes !== bytes) throw new Error("someone else changed the journal file");
    this.#durable = { file: this.#durable.file, bytes, seq: group.seq, link: group.link };
  }

  /** Makes the file of this number and goes on there; one left empty by a crash is used. */
  async #nextFile(number: number): Promise<void> {
    const { disk, folder } = this.#options;
    const path = join(folder, fileName(number));
    const stands = await disk.status(path);
    if (stands !== undefined && stands.bytes > 0) throw new Error(`${path} is there already`);
    const file = await disk.open(path, stands === undefined ? "create" : "append");
    const before = this.#file;
    this.#file = file;
    this.#durable = { ...this.#durable, file: number, bytes: 0 };
    try {
      await disk.syncFolder(folder);
    } finally {
      await before?.close();
    }
  }

  /** Opens the file anew and cuts off what is not known to be durable. */
  async #reopen(): Promise<void> {
    const { disk, folder } = this.#options;
    const before = this.#file;
    this.#file = undefined;
    try {
      await before?.close();
    } catch {
      // The handle is of no use any more; the file is opened again below.
    }
    await disk.makeFolder(folder);
    const { file: number, bytes } = this.#durable;
    const path = join(folder, fileName(number));
    const status = await disk.status(path);
    if (status === undefined || status.bytes < bytes) {
      // What was durable is gone: go on in the next file, and let verify name the loss.
      if (bytes > 0) this.#durable = { ...this.#durable, file: number + 1, bytes: 0 };
      return;
    }
    const file = await disk.open(path, "append");
    this.#file = file;
    if (status.bytes > bytes) await file.truncate(bytes);
    await file.sync();
  }

  #answer(durable: Durable): void {
    const waiting = this.#waiters;
    const upTo = durable.kind === "durable" ? durable.seq : Number.POSITIVE_INFINITY;
    this.#waiters = waiting.filter((waiter) => waiter.seq > upTo);
    for (const waiter of waiting) if (waiter.seq <= upTo) waiter.resolve(durable);
  }

  /** Renews the head, one writing at a time; the newest place wins. */
  async #settleHead(): Promise<void> {
    while (this.#heading !== undefined) await this.#heading;
    if (this.#headDue === undefined || this.#failure !== undefined) return;
    this.#heading = this.#renewHead().finally(() => {
      this.#heading = undefined;
    });
    await this.#heading;
  }

  async #renewHead(): Promise<void> {
    const { disk, folder, session, night, key } = this.#options;
    while (this.#headDue !== undefined && this.#failure === undefined) {
      const state = this.#headDue;
      this.#headDue = undefined;
      try {
        await writeHead(disk, folder, sealHead(key, { session, night, ...this.#durable, state }));
      } catch (error) {
        this.#fail(diskWords(error));
      }
    }
  }

  #fail(text: string): void {
    if (this.#failure !== undefined) return;
    this.#failure = text;
    this.#answer({ kind: "failed", why: text });
    this.#options.onFailure(text);
  }
}
