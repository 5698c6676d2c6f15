/** Reads a night as a stream. Nothing is verified here. */
import { type Disk, nodeDisk } from "./disk.ts";
import { kindOf, readRecord } from "./record.ts";
import { linesOf } from "./lines.ts";
import { findNight } from "./nights.ts";
import type { Entry } from "./record.ts";

export type ReadOptions = {
  /** Told once when the last record is torn: its file and the number of bytes left aside. */
  readonly onTorn?: (torn: { readonly file: string; readonly bytes: number }) => void;
  /** Only these kinds; others are passed over without being parsed. */
  readonly kinds?: ReadonlySet<string>;
  readonly disk?: Disk;
};

/** A record in the middle of a journal that cannot be read. */
export class UnreadableRecord extends Error {
  override readonly name = "UnreadableRecord";
}

/**
 * Records of some files, in order. A last line that is torn is left aside and said; any other
 * line that cannot be read throws UnreadableRecord.
 */
export async function* entriesOf(
  files: readonly string[],
  options: ReadOptions = {},
  from = 0,
): AsyncGenerator<Entry> {
  const disk = options.disk ?? nodeDisk;
  for (const [index, file] of files.entries()) {
    let number = 0;
    for await (const lines of linesOf(disk, file, index === 0 ? from : 0)) {
      for (const line of lines) {
        number += 1;
        if (!line.ended && index === files.length - 1) {
          options.onTorn?.({ file, bytes: line.bytes.length });
          return;
        }
        if (options.kinds !== undefined && !options.kinds.has(kindOf(line.bytes) ?? "")) continue;
        const reading = readRecord(line.bytes);
        if (reading.kind === "unreadable") {
          throw new UnreadableRecord(`${file}: line ${number} ${reading.why}; run mnf verify`);
        }
        yield reading.entry;
      }
    }
  }
}

/**
 * Streams the records of a night. `path`: a data folder (its newest night), a night's folder, or
 * one journal file. Throws when there is no journal there.
 */
export async function* readNight(path: string, options: ReadOptions = {}): AsyncGenerator<Entry> {
  const place = await findNight(options.disk ?? nodeDisk, path);
  if (place === undefined) throw new Error(`no journal at ${path}`);
  yield* entriesOf(place.files, options);
}
