/**
 * Loaded into a desk before anything else (`node --import`): ends its process with SIGKILL at one
 * exact point of writing its record, chosen by a variable of the environment.
 */
import { open } from "node:fs/promises";

/** The variable that names the point; without it nothing is changed. */
export const killAtVariable = "KILL_DESK_AT";

/**
 * `intentUnwritten`: the group with an order's intent is about to be written. `intentUnsynced`: it
 * is written, its sync has not begun. `intentSynced`: it is on the disk, and nobody was told.
 * `outcomeUnwritten`: the exchange has taken the order, and the record of that is about to be.
 */
export type KillPoint = "intentUnwritten" | "intentUnsynced" | "intentSynced" | "outcomeUnwritten";

type Method = (this: WeakKey, ...given: unknown[]) => Promise<unknown>;
type Handle = { write: Method; datasync: Method };

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

async function arm(point: KillPoint): Promise<void> {
  const file = await open(import.meta.filename);
  const handle = Object.getPrototypeOf(file) as Handle;
  await file.close();
  const { write, datasync } = handle;
  const mark = point === "outcomeUnwritten" ? '"news":{"kind":"accepted"' : '"kind":"out.intent"';
  // Other files are written and synced beside the one that matters.
  const withMark = new WeakSet();
  handle.write = async function (...given) {
    const [bytes] = given;
    const hasIt = bytes instanceof Uint8Array && Buffer.from(bytes).includes(mark);
    if (hasIt && point.endsWith("Unwritten")) die();
    const done = await write.apply(this, given);
    if (hasIt) withMark.add(this);
    return done;
  };
  handle.datasync = async function (...given) {
    if (withMark.has(this) && point === "intentUnsynced") die();
    const done = await datasync.apply(this, given);
    if (withMark.has(this) && point === "intentSynced") die();
    return done;
  };
}

const wanted = process.env[killAtVariable];
if (wanted !== undefined) await arm(wanted as KillPoint);
