/** Walks along the chain of a night and stops at the first record that does not fit. */
import type { Disk } from "./disk.ts";
import { linesOf } from "./lines.ts";
import { checkRecord, GENESIS, readRecord } from "./record.ts";
import type { Reading } from "./record.ts";
import { type Key, readSeal, sameMac, sealOf } from "./seal.ts";

/** A place between two records: the last one before it, and where the next one starts. */
export type ChainPlace = {
  /** Index into the list of files. */
  readonly file: number;
  readonly bytes: number;
  readonly seq: number;
  readonly link: string;
};

/** The first record that does not fit. */
export type Fault = {
  /** The number that was due there. */
  readonly seq: number;
  /** Line in its file, from 1 (counted from where the walk began). */
  readonly line: number;
  readonly file: string;
  readonly why: string;
  /** It is the very end of the last file and has no newline: a write that did not finish. */
  readonly torn: boolean;
};

export type Walk = {
  /** Records up to the last seal, seals included. */
  readonly records: number;
  readonly groups: number;
  readonly sessions: number;
  /** Right after the last seal. */
  readonly end: ChainPlace;
  /** Whole records after the last seal: they were never called durable. */
  readonly unsealed: number;
  /** Bytes of a last record that was not written to its end. */
  readonly tornBytes: number;
  /** Links at the numbers asked for. */
  readonly links: ReadonlyMap<number, string>;
  readonly fault: Fault | undefined;
};

export type WalkOptions = {
  readonly disk: Disk;
  readonly files: readonly string[];
  /** Without it seals are counted and not checked. */
  readonly key: Key | undefined;
  readonly start?: ChainPlace;
  /** The files may begin in the middle of a chain: the first record's link is taken as it is. */
  readonly anyStart?: boolean;
  /** Numbers whose links are wanted. */
  readonly wanted?: readonly number[];
};

export const BEGINNING: ChainPlace = { file: 0, bytes: 0, seq: 0, link: GENESIS };

type State = {
  seq: number;
  link: string;
  records: number;
  groups: number;
  sessions: number;
  openRecords: number;
  end: ChainPlace;
};

/** Checks the seal of a group record against what came before. */
function sealFault(state: State, entry: Entered, key: Key | undefined): string | undefined {
  const seal = readSeal(entry.body);
  if (seal === undefined) return "is a seal without a MAC";
  const first = state.seq - state.openRecords;
  if (key === undefined) return undefined;
  const due = sealOf(key, state.link, entry.seq, state.openRecords, entry);
  if (sameMac(due.mac, seal.mac)) return undefined;
  const group = `records ${first + 1} to ${entry.seq}`;
  return `is a seal that does not fit: ${group} were changed, or sealed with another key`;
}

type Entered = (Reading & { kind: "read" })["entry"];

/** Takes one line into the state, or answers why it does not fit. */
function take(
  state: State,
  line: Buffer,
  options: WalkOptions,
): { readonly why: string } | { readonly entry: Entered } {
  const { anyStart = false, key } = options;
  let reading = checkRecord(line, state.seq + 1, state.link);
  if (anyStart && state.seq === 0 && reading.kind === "unreadable") reading = readRecord(line);
  if (reading.kind === "unreadable") return { why: reading.why };
  const { entry, link } = reading;
  if (entry.kind === "group") {
    const why = anyStart && state.seq === 0 ? undefined : sealFault(state, entry, key);
    if (why !== undefined) return { why };
    state.groups += 1;
    state.openRecords = 0;
  } else {
    state.openRecords += 1;
    if (entry.kind === "session") state.sessions += 1;
  }
  state.records += 1;
  state.seq = entry.seq;
  state.link = link;
  return { entry };
}

/** Walks from a place (default: the beginning) to the end or to the first fault. */
export async function walk(options: WalkOptions): Promise<Walk> {
  const { disk, files, start = BEGINNING } = options;
  const counts = { records: 0, groups: 0, sessions: 0, openRecords: 0 };
  const state: State = { seq: start.seq, link: start.link, ...counts, end: start };
  const wanted = new Set(options.wanted ?? []);
  const links = new Map<number, string>();
  const done = (fault: Fault | undefined, tornBytes = 0): Walk => {
    const { groups, sessions, end, openRecords: unsealed } = state;
    const records = state.records - unsealed;
    return { records, groups, sessions, end, unsealed, tornBytes, links, fault };
  };
  for (let file = start.file; file < files.length; file += 1) {
    const path = files[file] ?? "";
    let number = 0;
    for await (const lines of linesOf(disk, path, file === start.file ? start.bytes : 0)) {
      for (const line of lines) {
        number += 1;
        const fault = { seq: state.seq + 1, line: number, file: path };
        if (!line.ended) {
          const torn = file === files.length - 1;
          return done({ ...fault, why: "is not whole", torn }, torn ? line.bytes.length : 0);
        }
        const taken = take(state, line.bytes, options);
        if ("why" in taken) return done({ ...fault, why: taken.why, torn: false });
        if (wanted.has(state.seq)) links.set(state.seq, state.link);
        if (taken.entry.kind !== "group") continue;
        state.end = { file, bytes: line.next, seq: state.seq, link: state.link };
      }
    }
  }
  return done(undefined);
}
