/**
 * One process per data folder. A file names the process that has it; a name whose process is gone
 * (or whose number went to another process) is stale and is taken over.
 */
import { hash } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** What the lock file says about the process that holds the folder. */
export type LockInfo = {
  readonly pid: number;
  /** Where its page is; undefined until it listens. */
  readonly url: string | undefined;
  readonly source: string;
  readonly mode: string;
  /** Unix ms. */
  readonly startedAt: number;
};

/** What the holder may change later. */
export type LockChange = Partial<Pick<LockInfo, "url" | "mode">>;

export type Lock =
  | {
      readonly kind: "held";
      /** A crashed process had left its lock behind. */
      readonly stale: LockInfo | undefined;
      update(change: LockChange): Promise<void>;
      /** Gives the folder free. Twice does nothing more. */
      release(): Promise<void>;
    }
  | { readonly kind: "taken"; readonly by: LockInfo };

/** Tells processes apart; tests put their own in its place. */
export type Processes = {
  /** Marks one life of a process number: undefined when no such process lives. */
  lifeOf(pid: number): Promise<string | undefined>;
};

const FILE_NAME = "lock";
const BYTES_MAX = 4096;

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Boot and start time of a Linux process (proc(5): field 22, after the name in brackets). */
async function linuxLife(pid: number): Promise<string | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, "latin1");
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "latin1");
    return `${boot.trim()}/${fields[19] ?? ""}`;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH") return undefined;
    throw error;
  }
}

/** The processes of this machine. Off Linux a reused number cannot be told from the first one. */
export const machineProcesses: Processes = {
  async lifeOf(pid) {
    if (process.platform === "linux") return linuxLife(pid);
    return lives(pid) ? "alive" : undefined;
  },
};

type Written = LockInfo & { readonly life: string; readonly token: string };

function isWritten(value: unknown): value is Written {
  if (typeof value !== "object" || value === null) return false;
  const { pid, url, source, mode, startedAt, life, token } = value as Partial<Written>;
  const texts = [source, mode, life, token].every((part) => typeof part === "string");
  const urlFits = url === undefined || typeof url === "string";
  return texts && urlFits && Number.isSafeInteger(pid) && typeof startedAt === "number";
}

type Reading =
  | { readonly kind: "none" }
  /** `token` names these very contents, also when they cannot be read. */
  | { readonly kind: "unreadable"; readonly token: string }
  | { readonly kind: "read"; readonly token: string; readonly written: Written };

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

async function readLock(path: string): Promise<Reading> {
  try {
    const bytes = await readFile(path);
    const value = bytes.length > BYTES_MAX ? undefined : parse(bytes);
    if (isWritten(value)) return { kind: "read", token: value.token, written: value };
    return { kind: "unreadable", token: hash("sha256", bytes).slice(0, 16) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { kind: "none" };
    throw error;
  }
}

function infoOf({ pid, url, source, mode, startedAt }: Written): LockInfo {
  return { pid, url, source, mode, startedAt };
}

/** Writes a file of its own that holds the whole lock; it gets the lock's name later. */
async function prepare(path: string, written: Written): Promise<string> {
  const own = `${path}.${written.token}`;
  const file = await open(own, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(written)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return own;
}

/** Gives the prepared file the lock's name, which only one process can do while it is free. */
async function claim(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

const ATTEMPTS = 50;

type Attempt =
  | { readonly kind: "claimed"; readonly stale: LockInfo | undefined }
  | { readonly kind: "taken"; readonly by: LockInfo };

/** Who is entitled to what a file says: a living process, or whoever inherits its token. */
async function livingHolder(reading: Reading, processes: Processes): Promise<LockInfo | undefined> {
  if (reading.kind !== "read") return undefined;
  const { written } = reading;
  const life = await processes.lifeOf(written.pid);
  return life !== undefined && life === written.life ? infoOf(written) : undefined;
}

type Stale = Reading & { readonly token: string };
type Inheritance = Attempt | { readonly kind: "again" };

/** Puts our contents in the place of the stale ones, unless those have been replaced already. */
async function useRight(
  path: string,
  own: string,
  stale: Stale,
  rights: readonly string[],
): Promise<Inheritance> {
  const now = await readLock(path);
  const unchanged = now.kind !== "none" && now.token === stale.token;
  if (unchanged) await rename(own, path);
  // Only after the lock has its new contents: the token of the old ones never comes back.
  for (const right of unchanged ? rights : rights.slice(-1)) await rm(right, { force: true });
  if (!unchanged) return { kind: "again" };
  return { kind: "claimed", stale: stale.kind === "read" ? infoOf(stale.written) : undefined };
}

/**
 * Inherits a stale lock. The right to replace the contents with token T is a file named after T,
 * which only one process can make; when that one died as well, its own token is inherited first.
 * The lock's name is never free meanwhile. Answers `again` when the lock was not that one any more.
 */
async function inherit(
  path: string,
  own: string,
  stale: Stale,
  processes: Processes,
): Promise<Inheritance> {
  const rights: string[] = [];
  let heir = stale;
  for (let generation = 0; generation < ATTEMPTS; generation += 1) {
    const right = `${path}.heir-of-${heir.token}`;
    rights.push(right);
    if (await claim(own, right)) return useRight(path, own, stale, rights);
    const other = await readLock(right);
    if (other.kind === "none") return { kind: "again" };
    const by = await livingHolder(other, processes);
    if (by !== undefined) return { kind: "taken", by };
    heir = other;
  }
  return { kind: "again" };
}

async function attempt(path: string, own: string, processes: Processes): Promise<Attempt> {
  for (let count = 0; count < ATTEMPTS; count += 1) {
    if (await claim(own, path)) return { kind: "claimed", stale: undefined };
    const reading = await readLock(path);
    if (reading.kind === "none") continue;
    const by = await livingHolder(reading, processes);
    if (by !== undefined) return { kind: "taken", by };
    const result = await inherit(path, own, reading, processes);
    if (result.kind !== "again") return result;
  }
  throw new Error(`the lock ${path} changes all the time: end the other copies and try again`);
}

/**
 * Takes the data folder for this process, or says who has it. The folder is made (mode 0700) when
 * it is missing. `token` must differ from process to process (a random name).
 */
export async function acquireLock(
  folder: string,
  info: LockInfo,
  token: string,
  processes: Processes = machineProcesses,
): Promise<Lock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE_NAME);
  const life = (await processes.lifeOf(info.pid)) ?? "unknown";
  let written: Written = { ...info, life, token };
  const own = await prepare(path, written);
  let result: Attempt;
  try {
    result = await attempt(path, own, processes);
  } finally {
    await rm(own, { force: true });
  }
  if (result.kind === "taken") return result;
  let released = false;
  const ours = async (): Promise<boolean> => {
    const reading = await readLock(path);
    return !released && reading.kind === "read" && reading.written.token === token;
  };
  return {
    kind: "held",
    stale: result.stale,
    async update(change) {
      written = { ...written, ...change };
      if (!(await ours())) return;
      await rename(await prepare(path, written), path);
    },
    async release() {
      if (await ours()) await rm(path, { force: true });
      released = true;
    },
  };
}
