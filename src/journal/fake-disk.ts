/**
 * A disk in memory for tests: it fails the n-th operation once or for good, tears a write, loses
 * what was not synced, fills up, and can be slow. Two states are kept: what programs see, and what
 * would be left after the power went.
 */
import { dirname } from "node:path";
import type { Disk, DiskFile, DiskStatus, OpenHow } from "./disk.ts";

type Inode = { now: Buffer; stable: Buffer; links: number; mode: number };

/** What is left of the things that were not synced. */
export type Loss =
  /** The process died, the machine did not. */
  | { readonly kind: "nothing" }
  /** The power went: unsynced bytes and unsynced names are gone. */
  | { readonly kind: "everything" }
  /** The power went: names are there, and of each file's unsynced bytes only the first few. */
  | { readonly kind: "after"; readonly bytes: number }
  /** The power went: the unsynced bytes are there, but the first few never came (zeros). */
  | { readonly kind: "hole"; readonly bytes: number };

type Fault = {
  readonly at: number;
  readonly code: string;
  readonly persistent: boolean;
  /** Bytes that a failing write still takes. */
  readonly torn: number;
};

function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: made by the fake disk`), { code });
}

function left(inode: Inode, loss: Loss): Buffer {
  const { now, stable } = inode;
  const grown = now.length >= stable.length && now.subarray(0, stable.length).equals(stable);
  if (loss.kind === "nothing") return now;
  if (loss.kind === "everything" || !grown) return stable;
  if (loss.kind === "after") return now.subarray(0, stable.length + loss.bytes);
  const copy = Buffer.from(now);
  return copy.fill(0, stable.length, Math.min(stable.length + loss.bytes, copy.length));
}

export class FakeDisk implements Disk {
  #files = new Map<string, Inode>();
  #stableFiles = new Map<string, Inode>();
  #folders = new Set<string>(["/"]);
  #fault: Fault | undefined;
  #crashAt: { at: number; torn: number } | undefined;
  #capacity = Number.POSITIVE_INFINITY;
  #held: Promise<void> | undefined;
  /** Names of the operations so far, in order. */
  readonly operations: string[] = [];

  /** The n-th operation from now (1 is the next) fails; later ones too when it is persistent. */
  failAt(n: number, code: string, how: { persistent?: boolean; torn?: number } = {}): void {
    const { persistent = false, torn = 0 } = how;
    this.#fault = { at: this.operations.length + n, code, persistent, torn };
  }

  /** The fault goes away. */
  repair(): void {
    this.#fault = undefined;
    this.#capacity = Number.POSITIVE_INFINITY;
  }

  /** The process dies in the n-th operation from now; a write still takes `torn` bytes. */
  dieAt(n: number, torn = 0): void {
    this.#crashAt = { at: this.operations.length + n, torn };
  }

  /** Only so many more bytes fit. */
  fillUp(bytesLeft: number): void {
    this.#capacity = bytesLeft;
  }

  /** Syncs of files wait until the function answered here is called. */
  holdSyncs(): () => void {
    let release: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      release = () => {
        this.#held = undefined;
        resolve();
      };
    });
    return () => release();
  }

  /** The disk as the next process finds it. */
  reopened(loss: Loss): FakeDisk {
    const next = new FakeDisk();
    const names = loss.kind === "everything" ? this.#stableFiles : this.#files;
    for (const [path, inode] of names) {
      const bytes = Buffer.from(left(inode, loss));
      next.put(path, bytes, inode.mode);
    }
    for (const folder of this.#folders) next.#folders.add(folder);
    return next;
  }

  /** Puts a file there, synced. */
  put(path: string, bytes: Uint8Array, mode = 0o600): void {
    const inode = { now: Buffer.from(bytes), stable: Buffer.from(bytes), links: 1, mode };
    this.#files.set(path, inode);
    this.#stableFiles.set(path, inode);
    for (let folder = dirname(path); !this.#folders.has(folder); folder = dirname(folder)) {
      this.#folders.add(folder);
    }
  }

  /** The bytes of a file as programs see them. */
  bytesOf(path: string): Buffer {
    const inode = this.#files.get(path);
    if (inode === undefined) throw diskError("ENOENT");
    return Buffer.from(inode.now);
  }

  paths(): string[] {
    return [...this.#files.keys()].toSorted();
  }

  /** Counts an operation; throws or hangs for ever when its time has come. */
  async #operation(name: string, tearing?: (bytes: number) => void): Promise<void> {
    this.operations.push(name);
    const count = this.operations.length;
    if (this.#crashAt !== undefined && count >= this.#crashAt.at) {
      if (count === this.#crashAt.at) tearing?.(this.#crashAt.torn);
      await new Promise(() => undefined);
    }
    const fault = this.#fault;
    if (fault === undefined || count < fault.at) return;
    if (count > fault.at && !fault.persistent) return;
    tearing?.(fault.torn);
    throw diskError(fault.code);
  }

  async makeFolder(path: string): Promise<void> {
    await this.#operation(`makeFolder ${path}`);
    for (let made = path; !this.#folders.has(made); made = dirname(made)) this.#folders.add(made);
  }

  async names(path: string): Promise<readonly string[]> {
    await this.#operation(`names ${path}`);
    const all = [...this.#files.keys(), ...this.#folders].filter((name) => name !== path);
    const below = all.filter((name) => dirname(name) === path);
    return below.map((name) => name.slice(path.length + (path.endsWith("/") ? 0 : 1)));
  }

  async status(path: string): Promise<DiskStatus | undefined> {
    await this.#operation(`status ${path}`);
    const inode = this.#files.get(path);
    if (inode !== undefined) {
      return { kind: "file", bytes: inode.now.length, mode: inode.mode, links: inode.links };
    }
    if (!this.#folders.has(path)) return undefined;
    return { kind: "folder", bytes: 0, mode: 0o700, links: 1 };
  }

  async open(path: string, how: OpenHow): Promise<DiskFile> {
    await this.#operation(`open ${how} ${path}`);
    let inode = this.#files.get(path);
    if (how === "create" && inode !== undefined) throw diskError("EEXIST");
    if (inode === undefined) {
      const makes = how === "create" || how === "replace";
      if (!makes || !this.#folders.has(dirname(path))) throw diskError("ENOENT");
      inode = { now: Buffer.alloc(0), stable: Buffer.alloc(0), links: 1, mode: 0o600 };
      this.#files.set(path, inode);
    } else if (how === "replace") {
      inode.now = Buffer.alloc(0);
    }
    return this.#fileOf(path, inode);
  }

  #fileOf(path: string, inode: Inode): DiskFile {
    const put = (bytes: Uint8Array): void => {
      this.#capacity -= bytes.length;
      inode.now = Buffer.concat([inode.now, bytes]);
    };
    return {
      write: async (bytes) => {
        await this.#operation(`write ${path}`, (torn) => put(bytes.subarray(0, torn)));
        const room = Math.min(bytes.length, this.#capacity);
        if (room <= 0 && bytes.length > 0) throw diskError("ENOSPC");
        put(bytes.subarray(0, room));
        return room;
      },
      read: async (position, length) => {
        await this.#operation(`read ${path}`);
        return Buffer.from(inode.now.subarray(position, position + length));
      },
      sync: async () => {
        await this.#operation(`sync ${path}`);
        const bytes = inode.now;
        await this.#held;
        inode.stable = bytes;
      },
      truncate: async (bytes) => {
        await this.#operation(`truncate ${path}`);
        inode.now = inode.now.subarray(0, bytes);
      },
      status: async () => {
        await this.#operation(`status of ${path}`);
        return { kind: "file", bytes: inode.now.length, mode: inode.mode, links: inode.links };
      },
      close: () => this.#operation(`close ${path}`),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#operation(`rename ${from}`);
    const inode = this.#files.get(from);
    if (inode === undefined) throw diskError("ENOENT");
    this.#files.delete(from);
    this.#files.set(to, inode);
  }

  async remove(path: string): Promise<void> {
    await this.#operation(`remove ${path}`);
    const inside = (name: string): boolean => name === path || name.startsWith(`${path}/`);
    for (const [name, inode] of this.#files) {
      if (!inside(name)) continue;
      inode.links = 0;
      this.#files.delete(name);
    }
    for (const folder of this.#folders) if (inside(folder)) this.#folders.delete(folder);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#operation(`syncFolder ${path}`);
    if (!this.#folders.has(path)) throw diskError("ENOENT");
    for (const name of this.#stableFiles.keys()) {
      if (dirname(name) === path && !this.#files.has(name)) this.#stableFiles.delete(name);
    }
    for (const [name, inode] of this.#files) {
      if (dirname(name) === path) this.#stableFiles.set(name, inode);
    }
  }
}
