/** What this build is: a hash over the source files that decide, so that a replay can tell. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const sourceFolder = fileURLToPath(new URL("..", import.meta.url));
/** Rooms whose code can change a decision. */
const decidingRooms = ["domain", "model", "market", "edge", "risk", "execution", "engine"];

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name));
}

let known: Promise<string> | undefined;

async function compute(): Promise<string> {
  const folders = await Promise.all(decidingRooms.map((room) => filesOf(join(sourceFolder, room))));
  const hash = createHash("sha256");
  for (const file of folders.flat().sort()) {
    const text = await readFile(file);
    hash.update(`${relative(sourceFolder, file)}:${text.length}:`).update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Hash of the deciding code, the same for the same files wherever they lie. */
export function buildHash(): Promise<string> {
  known ??= compute();
  return known;
}

/** Hash of the built page, so that an open page of another build is told to reload. */
export async function pageHash(pageFolder: string): Promise<string> {
  // The page's other files carry hashes of their content in the names that this one holds.
  const text = await readFile(join(pageFolder, "index.html")).catch(() => "no page is built");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
