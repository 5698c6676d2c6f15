/** Streams the lines of a file, in batches: one await for many lines. */
import type { Disk } from "./disk.ts";
import { LINE_BYTES_MAX } from "./record.ts";

/** One line without its newline. `ended` is false for a last line that has none. */
export type Line = {
  readonly bytes: Buffer;
  /** Where the line starts and where the next one does, in bytes of the file. */
  readonly start: number;
  readonly next: number;
  readonly ended: boolean;
};

const CHUNK_BYTES = 1_048_576;
const NEWLINE = 0x0a;

/**
 * The lines of a file from a byte on, which must be the start of a line. A line beyond
 * LINE_BYTES_MAX is given as not ended, and the stream stops there.
 */
export async function* linesOf(disk: Disk, path: string, from = 0): AsyncGenerator<Line[]> {
  const file = await disk.open(path, "read");
  try {
    let rest: Buffer = Buffer.alloc(0);
    let start = from;
    for (;;) {
      const chunk = await file.read(start + rest.length, CHUNK_BYTES);
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const lines: Line[] = [];
      let begin = 0;
      let end = bytes.indexOf(NEWLINE, rest.length);
      while (end !== -1) {
        const next = start + end + 1;
        lines.push({ bytes: bytes.subarray(begin, end), start: start + begin, next, ended: true });
        begin = end + 1;
        end = bytes.indexOf(NEWLINE, begin);
      }
      rest = bytes.subarray(begin);
      start += begin;
      const last = chunk.length < CHUNK_BYTES || rest.length > LINE_BYTES_MAX;
      if (last && rest.length > 0) {
        lines.push({ bytes: rest, start, next: start + rest.length, ended: false });
      }
      if (lines.length > 0) yield lines;
      if (last) return;
    }
  } finally {
    await file.close();
  }
}
