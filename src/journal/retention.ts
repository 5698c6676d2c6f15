/** Lets old nights go, but never without having said so one start before. */
import { basename, join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { latestCheckpoint } from "./facts.ts";
import { listNights, type Night } from "./nights.ts";

export type RetentionLimits = {
  /** How many nights are kept, the newest ones. */
  readonly nights: number;
  /** How many bytes all kept nights may have together. */
  readonly bytes: number;
};

export const DEFAULT_RETENTION: RetentionLimits = { nights: 10, bytes: 5 * 2 ** 30 };

/** A night that holds this file goes at the next start. */
const MARK = "goes-at-next-start";

/** Sources whose ledger lives on from night to night: what recovery needs of them stays. */
const LASTING_SOURCES = ["real", "demo"];

/** Folders from each lasting source's newest checkpoint on. */
async function neededFolders(
  disk: Disk,
  dataFolder: string,
  nights: readonly Night[],
): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const source of LASTING_SOURCES) {
    const own = nights.filter((night) => night.source === source).map((night) => night.folder);
    if (own.length === 0) continue;
    const checkpoint = await latestCheckpoint(dataFolder, { source, disk });
    const first = checkpoint === undefined ? 0 : own.indexOf(checkpoint.folder);
    for (const folder of own.slice(first)) needed.add(folder);
  }
  return needed;
}

/**
 * Deletes nights beyond the limits that were announced at the start before, and announces those
 * that go next time. To be called once per start. Never touches the newest night, `current`, or a
 * night that recovery still needs. `warn` is told each announcement and each deletion in words.
 */
export async function applyRetention(
  dataFolder: string,
  limits: RetentionLimits,
  warn: (text: string) => void,
  options: { readonly current?: string; readonly disk?: Disk } = {},
): Promise<void> {
  const disk = options.disk ?? nodeDisk;
  const nights = await listNights(dataFolder, disk);
  const needed = await neededFolders(disk, dataFolder, nights);
  let kept = 0;
  let bytes = 0;
  for (const night of nights.toReversed()) {
    bytes += night.bytes;
    const first = kept === 0 || night.folder === options.current || needed.has(night.folder);
    const mark = join(night.folder, MARK);
    const marked = (await disk.status(mark)) !== undefined;
    if (first || (kept < limits.nights && bytes <= limits.bytes)) {
      kept += 1;
      if (marked) await disk.remove(mark);
      continue;
    }
    const name = basename(night.folder);
    if (marked) {
      await disk.remove(night.folder);
      warn(`night ${name} was deleted, as announced at the start before`);
      continue;
    }
    await (await disk.open(mark, "replace")).close();
    warn(`night ${name} will be deleted at the next start: copy it away to keep it`);
  }
}
