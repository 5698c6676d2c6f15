/** One record, one line of JSON, one link of the chain. */
import { createHash, hash } from "node:crypto";

/** A record as it is read. `at`, `mono` and `person` are the stamps of its event (ms). */
export type Entry = {
  /** Place in the session, from 1, without holes. */
  readonly seq: number;
  readonly at: number;
  readonly mono: number;
  readonly person: number;
  /** e.g. `session`, `in.game`, `out.intent`; letters, digits, `.`, `_` and `-`. */
  readonly kind: string;
  readonly body: unknown;
  /** Bytes as they came from outside, where they matter. */
  readonly raw?: string;
};

/** A record to be written: the journal gives it its `seq`. */
export type NewEntry = Omit<Entry, "seq">;

/** Largest body and largest raw text, in bytes of JSON. What is larger leaves a marker. */
export const PART_BYTES_MAX = 1_048_576;
/** Longest line that a reader accepts; no writer makes one as long. */
export const LINE_BYTES_MAX = 4 * PART_BYTES_MAX;

/** What stands before the first record. */
export const GENESIS = "0".repeat(64);

const DOMAIN = "mnf-journal/v1";
const OPENING = `${DOMAIN.length}:${DOMAIN}`;
/** `,"link":"` + 64 hexadecimal digits + `"}` */
const TAIL_BYTES = 9 + 64 + 2;
const tailPattern = /^,"link":"([0-9a-f]{64})"\}$/;
const kindPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** A record's link: SHA-256 over domain, previous link and text, each with its length first. */
export function linkOf(previous: string, text: string | Uint8Array): string {
  if (typeof text === "string") {
    const lengthOfText = Buffer.byteLength(text);
    return hash("sha256", `${OPENING}64:${previous}${lengthOfText}:${text}`, "hex");
  }
  const sum = createHash("sha256").update(`${OPENING}64:${previous}${text.length}:`);
  return sum.update(text).digest("hex");
}

/**
 * What JSON leaves as it is and a terminal or an editor would obey: DEL, the C1 controls, line
 * separators and the marks that turn the direction of writing.
 */
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;
const unsafeEach = new RegExp(unsafe, "g");

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON on one line without any control character. `undefined` becomes null. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return unsafe.test(text) ? text.replace(unsafeEach, escapeUnit) : text;
}

type Part = { readonly text: string; readonly oversize: boolean };

function capped(text: string, marker: (bytes: number, sum: string) => unknown): Part {
  if (text.length * 3 <= PART_BYTES_MAX) return { text, oversize: false };
  const bytes = Buffer.byteLength(text);
  if (bytes <= PART_BYTES_MAX) return { text, oversize: false };
  return { text: JSON.stringify(marker(bytes, hash("sha256", text, "hex"))), oversize: true };
}

/** A record as it is written. `line` ends with a newline; `oversize`: a part left a marker. */
export type Written = {
  readonly line: string;
  readonly link: string;
  readonly oversize: boolean;
};

/**
 * Writes one record. Throws RangeError for a stamp that is not finite or a kind that is not a
 * plain name, and what JSON.stringify throws: those are mistakes of the program.
 */
export function writeRecord(seq: number, entry: NewEntry, previous: string): Written {
  const { at, mono, person, kind } = entry;
  if (!Number.isFinite(at + mono + person)) throw new RangeError(`stamps of ${kind} not finite`);
  if (!kindPattern.test(kind)) throw new RangeError(`not a kind of record: ${jsonLine(kind)}`);
  const body = capped(jsonLine(entry.body), (bytes, sha256) => ({ leftOut: { bytes, sha256 } }));
  let text = `{"seq":${seq},"at":${at},"mono":${mono},"person":${person},"kind":"${kind}"`;
  text += `,"body":${body.text}`;
  let oversize = body.oversize;
  if (entry.raw !== undefined) {
    const leftOut = (bytes: number, sum: string) => `left out: ${bytes} bytes, sha256 ${sum}`;
    const raw = capped(jsonLine(entry.raw), leftOut);
    text += `,"raw":${raw.text}`;
    oversize ||= raw.oversize;
  }
  const link = linkOf(previous, text);
  return { line: `${text},"link":"${link}"}\n`, link, oversize };
}

/** A line, read: its entry and its link, or why it cannot be read. */
export type Reading =
  | { readonly kind: "read"; readonly entry: Entry; readonly link: string }
  | { readonly kind: "unreadable"; readonly why: string };

function isEntry(value: unknown): value is Entry & { readonly link: string } {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  const { seq, at, mono, person, kind, raw } = record;
  if (!Number.isSafeInteger(seq) || typeof kind !== "string" || !("body" in record)) return false;
  if (typeof at !== "number" || typeof mono !== "number" || typeof person !== "number")
    return false;
  return typeof record["link"] === "string" && (raw === undefined || typeof raw === "string");
}

/** Reads one line (without its newline). The chain is not looked at. */
export function readRecord(line: Buffer | string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(typeof line === "string" ? line : line.toString("utf8"));
  } catch {
    return { kind: "unreadable", why: "is not a line of JSON" };
  }
  if (!isEntry(value)) return { kind: "unreadable", why: "is not a record" };
  const { seq, at, mono, person, kind, body, raw, link } = value;
  const entry = { seq, at, mono, person, kind, body };
  return { kind: "read", entry: raw === undefined ? entry : { ...entry, raw }, link };
}

/** Reads one line and checks its link against the bytes as they stand, and its place. */
export function checkRecord(line: Buffer, seq: number, previous: string): Reading {
  const split = line.length - TAIL_BYTES;
  const tail = split > 0 ? tailPattern.exec(line.toString("latin1", split)) : null;
  if (tail === null) return { kind: "unreadable", why: "does not end with a link" };
  const reading = readRecord(line);
  if (reading.kind === "unreadable") return reading;
  if (reading.entry.seq !== seq) {
    return { kind: "unreadable", why: `has number ${reading.entry.seq}, ${seq} was due` };
  }
  if (linkOf(previous, line.subarray(0, split)) !== tail[1]) {
    return { kind: "unreadable", why: "does not fit its link: it or the one before was changed" };
  }
  return reading;
}

const startPattern = /^\{"seq":\d+,"at":[^,]+,"mono":[^,]+,"person":[^,]+,"kind":"([^"]+)"/;

/** The kind of a line without parsing it; `undefined` when it does not start like a record. */
export function kindOf(line: Buffer): string | undefined {
  return startPattern.exec(line.toString("latin1", 0, 256))?.[1];
}
