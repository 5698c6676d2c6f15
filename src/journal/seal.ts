/** The keyed half of the chain: the key, the seal of a group, and the head file. */
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { type Disk, readSmall, replaceFile } from "./disk.ts";

/** The journal cannot be used as it stands. The message says what and what to do, in one line. */
export class JournalUnusable extends Error {
  override readonly name = "JournalUnusable";
}

/** Secret of this data folder: whoever has it can write seals that verify. 32 bytes. */
export type Key = Uint8Array;

const KEY_BYTES = 32;
const keyPattern = /^[0-9a-f]{64}\n?$/;

/** Where the key of a data folder lies. */
export function keyPath(dataFolder: string): string {
  return join(dataFolder, "journal.key");
}

/**
 * Reads the key, `undefined` when there is none. Throws JournalUnusable when other people may
 * read the file or when it holds no key.
 */
export async function readKey(disk: Disk, dataFolder: string): Promise<Key | undefined> {
  const path = keyPath(dataFolder);
  const status = await disk.status(path);
  if (status === undefined) return undefined;
  if (process.platform !== "win32" && (status.mode & 0o077) !== 0) {
    const mode = status.mode.toString(8).padStart(4, "0");
    throw new JournalUnusable(`${path} has mode ${mode}, others may read it: chmod 600 it`);
  }
  const text = status.kind === "file" && status.bytes < 100 ? await readSmall(disk, path, 100) : "";
  if (text === undefined || !keyPattern.test(text.toString())) {
    throw new JournalUnusable(
      `${path} holds no journal key: put the right one back or move it away`,
    );
  }
  return Buffer.from(text.toString().slice(0, 2 * KEY_BYTES), "hex");
}

/** The key of the data folder, made at first use (mode 0600). */
export async function readOrMakeKey(
  disk: Disk,
  dataFolder: string,
  random: (bytes: number) => Uint8Array,
): Promise<Key> {
  const found = await readKey(disk, dataFolder);
  if (found !== undefined) return found;
  const key = random(KEY_BYTES);
  if (key.length !== KEY_BYTES) throw new RangeError("the source of chance gave too few bytes");
  await replaceFile(disk, keyPath(dataFolder), `${Buffer.from(key).toString("hex")}\n`);
  await disk.syncFolder(dataFolder);
  return key;
}

/** Names a key without telling it. */
export function keyName(key: Key): string {
  return hash("sha256", Buffer.concat([Buffer.from("mnf-key-name/v1"), key]), "hex").slice(0, 16);
}

function mac(key: Key, parts: readonly string[]): string {
  const sum = createHmac("sha256", key);
  for (const part of parts) sum.update(`${Buffer.byteLength(part)}:`).update(part);
  return sum.digest("hex");
}

/** Compares two MACs in constant time. */
export function sameMac(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Body of the record of kind `group`: how many records it closes, and its MAC. */
export type Seal = { readonly records: number; readonly mac: string };

type SealedStamp = { readonly at: number; readonly mono: number; readonly person: number };

/** The MAC over a group: over the link of its last record, and over the group record's own head. */
export function sealOf(
  key: Key,
  link: string,
  seq: number,
  records: number,
  stamp: SealedStamp,
): Seal {
  const numbers = [seq, records, stamp.at, stamp.mono, stamp.person].map(String);
  return { records, mac: mac(key, ["mnf-group/v1", link, ...numbers]) };
}

/** The seal that a `group` record carries, `undefined` when its body is something else. */
export function readSeal(body: unknown): Seal | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { records, mac: text } = body as Readonly<Record<string, unknown>>;
  if (typeof records !== "number" || typeof text !== "string") return undefined;
  return { records, mac: text };
}

/** `open`: written to, or crashed. `closed`: ended orderly. `recovered`: a crash was tidied up. */
export type HeadState = "open" | "closed" | "recovered";

/** How far a night is known to be on disk. It may lag behind the journal, never run ahead. */
export type Head = {
  readonly session: string;
  /** Running number of the night within the data folder. */
  readonly night: number;
  /** Number of the file, and its length in bytes after this record. */
  readonly file: number;
  readonly bytes: number;
  readonly seq: number;
  readonly link: string;
  readonly state: HeadState;
};

export type SealedHead = Head & { readonly mac: string };

/** Name of the head file within a night's folder. */
export const HEAD_NAME = "head";

function headMac(key: Key, head: Head): string {
  const numbers = [head.night, head.file, head.bytes, head.seq].map(String);
  return mac(key, ["mnf-head/v1", head.session, ...numbers, head.link, head.state]);
}

/** Adds the MAC. */
export function sealHead(key: Key, head: Head): SealedHead {
  return { ...head, mac: headMac(key, head) };
}

/** Renews the head file of a night. */
export async function writeHead(disk: Disk, folder: string, head: SealedHead): Promise<void> {
  await replaceFile(disk, join(folder, HEAD_NAME), `${JSON.stringify(head)}\n`);
}

export type HeadReading =
  | { readonly kind: "good"; readonly head: SealedHead }
  | { readonly kind: "missing" }
  | { readonly kind: "bad"; readonly why: string };

function isHead(value: unknown): value is SealedHead {
  if (typeof value !== "object" || value === null) return false;
  const { session, night, file, bytes, seq, link, state, mac: text } = value as Partial<SealedHead>;
  const numbers = [night, file, bytes, seq].every((number) => Number.isSafeInteger(number));
  const texts = [session, link, text].every((part) => typeof part === "string");
  return numbers && texts && (state === "open" || state === "closed" || state === "recovered");
}

/** Reads the head file of a night; without a key its MAC is not checked. */
export async function readHead(
  disk: Disk,
  folder: string,
  key: Key | undefined,
): Promise<HeadReading> {
  const bytes = await readSmall(disk, join(folder, HEAD_NAME), 4096);
  if (bytes === undefined) return { kind: "missing" };
  let head: unknown;
  try {
    head = JSON.parse(bytes.toString());
  } catch {
    return { kind: "bad", why: "the head file cannot be read" };
  }
  if (!isHead(head)) return { kind: "bad", why: "the head file holds something else" };
  if (key !== undefined && !sameMac(headMac(key, head), head.mac)) {
    return { kind: "bad", why: "the head file was changed: its seal does not fit" };
  }
  return { kind: "good", head };
}
