/** The built page's files: a closed list made at the start. What is not on it does not exist. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

const filesMax = 2000;
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * URL paths of the page's plain files, each with its path below the folder. Symbolic links, hidden
 * files and names that would need escaping are left out. A folder that is missing has no files.
 */
export function listPageFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  collect(folder, "", files);
  const index = files.get("/index.html");
  if (index !== undefined) files.set("/", index);
  return files;
}

/** True when the entry is still the plain file it was when the list was made. */
export function isPlainFile(folder: string, relative: string): boolean {
  return lstatSync(join(folder, relative), { throwIfNoEntry: false })?.isFile() ?? false;
}

function collect(folder: string, below: string, into: Map<string, string>): void {
  for (const entry of entriesOf(join(folder, below))) {
    if (!plainName.test(entry.name) || into.size >= filesMax) continue;
    const relative = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) collect(folder, relative, into);
    else if (entry.isFile()) into.set(`/${relative}`, relative);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
