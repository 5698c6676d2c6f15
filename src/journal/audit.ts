/** What people ask of the record: the newest audit entries, from memory or from the file's end. */
import { join } from "node:path";
import type { Disk } from "./disk.ts";
import { linesOf } from "./lines.ts";
import { fileName, fileNumbers } from "./nights.ts";
import { type Entry, kindOf, readRecord } from "./record.ts";

/** The kinds of audit entries a person may ask for (`event_type`). */
export const AUDIT_KINDS = [
  "start",
  "config",
  "mode",
  "arm",
  "auto",
  "signal",
  "block",
  "intent",
  "send",
  "ack",
  "fill",
  "cancel",
  "reject",
  "unknown",
  "reconcile",
  "settle",
  "trip",
  "kill",
  "reset",
  "export",
  "login",
  "lockout",
  "feed_state",
  "shutdown",
] as const;

export type AuditKind = (typeof AUDIT_KINDS)[number];

export type AuditQuery = {
  /** How many at most, the newest ones. */
  readonly limit: number;
  /** Only these kinds of record. */
  readonly kinds?: readonly string[] | undefined;
  /** Only records stamped at or after this wall time, Unix ms. */
  readonly from?: number | undefined;
  /** Only records before this one: for the next page of older ones. */
  readonly before?: number | undefined;
};

/** How many entries the ring keeps. */
export const RING_LENGTH = 1000;

/** A filter made of a query. */
function filterOf(query: AuditQuery): (entry: Pick<Entry, "seq" | "at" | "kind">) => boolean {
  const kinds = query.kinds === undefined ? undefined : new Set(query.kinds);
  const { from = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY } = query;
  return ({ seq, at, kind }) => seq < before && at >= from && (kinds?.has(kind) ?? true);
}

type Kept = { readonly seq: number; readonly at: number; readonly kind: string; line: string };

/** The newest audit entries. Keeps their lines, so that nothing can change them afterwards. */
export class AuditRing {
  readonly #kept: Kept[] = [];
  #start = 0;
  /** True once entries were pushed out: older ones are only in the file. */
  get overflown(): boolean {
    return this.#kept.length === RING_LENGTH;
  }

  add(kept: Kept): void {
    if (this.#kept.length < RING_LENGTH) {
      this.#kept.push(kept);
      return;
    }
    this.#kept[this.#start] = kept;
    this.#start = (this.#start + 1) % RING_LENGTH;
  }

  /** The newest entries that fit the query, newest last. */
  query(query: AuditQuery): Entry[] {
    const fits = filterOf(query);
    const found: Entry[] = [];
    for (let back = 1; back <= this.#kept.length && found.length < query.limit; back += 1) {
      const kept = this.#kept[(this.#start + this.#kept.length - back) % this.#kept.length];
      if (kept === undefined || !fits(kept)) continue;
      const reading = readRecord(kept.line);
      if (reading.kind === "read") found.push(reading.entry);
    }
    return found.reverse();
  }
}

/**
 * The newest entries of a night that fit, newest last, read from its files. Goes back file by
 * file and stops when it has enough; lines that cannot be read are passed over.
 */
export async function auditFromFiles(
  disk: Disk,
  folder: string,
  query: AuditQuery,
  isAudit: (kind: string) => boolean,
): Promise<Entry[]> {
  const fits = filterOf(query);
  let found: Entry[] = [];
  for (const number of (await fileNumbers(disk, folder)).toReversed()) {
    const here: Entry[] = [];
    for await (const lines of linesOf(disk, join(folder, fileName(number)))) {
      for (const { bytes } of lines) {
        const kind = kindOf(bytes);
        if (kind === undefined || !isAudit(kind)) continue;
        const reading = readRecord(bytes);
        if (reading.kind === "read" && fits(reading.entry)) here.push(reading.entry);
      }
      // Only the newest count: keep memory bounded while a long file goes by.
      if (here.length > 2 * query.limit) here.splice(0, here.length - query.limit);
    }
    found = [...here, ...found].slice(-query.limit);
    if (found.length >= query.limit) break;
  }
  return query.limit > 0 ? found : [];
}
