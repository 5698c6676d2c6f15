/** A file of a tar archive. */
export type TarEntry = { readonly path: string; readonly mode: number; readonly bytes: Buffer };

const block = 512;

/**
 * Reads the regular files of a plain (ustar) archive. Folders are not listed; they follow from
 * the paths. Throws on a path that would leave the folder it is unpacked into.
 */
export function* readTar(archive: Buffer): Generator<TarEntry> {
  for (let at = 0; at + block <= archive.length; ) {
    const path = text(archive, at, 100);
    if (path === "") return; // an empty block ends the archive
    const prefix = text(archive, at + 345, 155);
    const whole = prefix === "" ? path : `${prefix}/${path}`;
    const size = octal(archive, at + 124, 12);
    const start = at + block;
    const kind = String.fromCharCode(archive[at + 156] ?? 0);
    if (kind === "0" || kind === "\0") {
      if (whole.startsWith("/") || whole.split("/").includes("..")) {
        throw new Error(`archive entry outside of its folder: ${whole}`);
      }
      const bytes = archive.subarray(start, start + size);
      if (bytes.length !== size) throw new Error(`archive ends inside of ${whole}`);
      yield { path: whole, mode: octal(archive, at + 100, 8), bytes };
    }
    at = start + Math.ceil(size / block) * block;
  }
}

function text(archive: Buffer, at: number, length: number): string {
  const field = archive.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? length : end);
}

function octal(archive: Buffer, at: number, length: number): number {
  return Number.parseInt(text(archive, at, length).trim() || "0", 8);
}
