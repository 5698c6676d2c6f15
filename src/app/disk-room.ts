/** How much room is left on the disk that the journal is on. */
import { statfs } from "node:fs/promises";
import type { NightSource } from "./night-source.ts";

const everyMs = 60_000;

/** Bytes free for this user; undefined: it cannot be told. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Tells the room at the start and, where real time passes, every minute. */
export function watchDisk(
  folder: string,
  source: Pick<NightSource, "drive">,
  tell: (freeBytes: number) => void,
): { start(): void; stop(): void } {
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = async (): Promise<void> => {
    const free = await freeBytes(folder);
    if (free !== undefined) tell(free);
  };
  return {
    start() {
      void look();
      if (source.drive === undefined) timer = setInterval(() => void look(), everyMs);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
