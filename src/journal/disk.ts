/**
 * The few file operations that the journal uses. Everything it writes goes through here, so that
 * tests can put a disk underneath that fails, tears, forgets and fills up.
 */
import { constants } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** What stands at a path. `mode` is the permission bits, `links` the number of names. */
export type DiskStatus = {
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  readonly mode: number;
  readonly links: number;
};

/**
 * `read`: must exist. `append`: must exist, every write goes to the end. `create`: must not exist
 * yet, appends. `replace`: made new and empty. Files are made with mode 0600.
 */
export type OpenHow = "read" | "append" | "create" | "replace";

export interface DiskFile {
  /** Writes at the end (or at the place reached); answers how many bytes were taken. */
  write(bytes: Uint8Array): Promise<number>;
  /** Up to `length` bytes from `position`; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  /** Resolves when what was written is on the disk (`fdatasync`). */
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  status(): Promise<DiskStatus>;
  close(): Promise<void>;
}

/** Rejects with Node's errors (`code` ENOSPC, EROFS, …). */
export interface Disk {
  /** Makes a folder and those above it, mode 0700, durably; fine when it stands already. */
  makeFolder(path: string): Promise<void>;
  /** Names within a folder, in no order; none when there is no such folder. */
  names(path: string): Promise<readonly string[]>;
  /** What stands at the path, `undefined` when nothing does. */
  status(path: string): Promise<DiskStatus | undefined>;
  open(path: string, how: OpenHow): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; fine when it is gone already. */
  remove(path: string): Promise<void>;
  /** Resolves when names made or changed in this folder are on the disk. */
  syncFolder(path: string): Promise<void>;
}

const flags: Readonly<Record<OpenHow, number>> = {
  read: constants.O_RDONLY,
  append: constants.O_RDWR | constants.O_APPEND,
  create: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL,
  replace: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
};

type NodeStatus = {
  isFile(): boolean;
  isDirectory(): boolean;
  readonly size: number;
  readonly mode: number;
  readonly nlink: number;
};

function statusOf(found: NodeStatus): DiskStatus {
  const folder = found.isDirectory() ? "folder" : "other";
  return {
    kind: found.isFile() ? "file" : folder,
    bytes: found.size,
    mode: found.mode & 0o777,
    links: found.nlink,
  };
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function fileOf(handle: FileHandle): DiskFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    read: (position, length) => readFully(handle, position, length),
    sync: () => handle.datasync(),
    truncate: (bytes) => handle.truncate(bytes),
    status: async () => statusOf(await handle.stat()),
    close: () => handle.close(),
  };
}

/** The code of a Node error, e.g. `ENOENT`; `undefined` for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Windows cannot open folders, and keeps their names safe by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The real disk. */
export const nodeDisk: Disk = {
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    const top = dirname(resolve(first));
    for (let made = resolve(path); made !== top; made = dirname(made)) {
      await syncFolder(dirname(made));
    }
  },
  async names(path) {
    try {
      return await readdir(path);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw error;
    }
  },
  async status(path) {
    try {
      return statusOf(await stat(path));
    } catch (error) {
      if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
      throw error;
    }
  },
  async open(path, how) {
    return fileOf(await open(path, flags[how], 0o600));
  },
  async rename(from, to) {
    await rename(from, to);
  },
  async remove(path) {
    await rm(path, { recursive: true, force: true });
  },
  syncFolder,
};

/** Writes all bytes, in as many calls as the disk takes. */
export async function writeAll(file: DiskFile, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const taken = await file.write(done === 0 ? bytes : bytes.subarray(done));
    if (taken === 0) throw new Error("the disk took no bytes");
    done += taken;
  }
}

/** The whole of a small file, `undefined` when it is missing. Throws above `bytesMax`. */
export async function readSmall(
  disk: Disk,
  path: string,
  bytesMax: number,
): Promise<Buffer | undefined> {
  const status = await disk.status(path);
  if (status === undefined) return undefined;
  if (status.kind !== "file") throw new Error(`${path} is not a file`);
  if (status.bytes > bytesMax) throw new Error(`${path} is larger than ${bytesMax} bytes`);
  const file = await disk.open(path, "read");
  try {
    return await file.read(0, status.bytes);
  } finally {
    await file.close();
  }
}

/**
 * Replaces a small file so that at every moment the old or the new one stands there whole.
 * The bytes are synced before they get their name; the name itself is not synced.
 */
export async function replaceFile(disk: Disk, path: string, text: string): Promise<void> {
  const next = `${path}.next`;
  const file = await disk.open(next, "replace");
  try {
    await writeAll(file, Buffer.from(text));
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(next, path);
}
