import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pureCoreOfSim, type Room, rooms } from "./table.ts";

/** Folder of the checkout. */
export const checkout = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Files below the given folders, relative to the checkout, with `/` between the parts. */
export function filesBelow(folders: readonly string[], pattern: RegExp): string[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*`, { cwd: checkout }))
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => pattern.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();
}

/** What a file says it imports: static, dynamic, re-exported and side-effect imports alike. */
export function importsOf(source: string): string[] {
  const found = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'])([^"'\n]+)\1/g);
  return [...found].map((match) => match[2] ?? "");
}

/** The room a file lies in: the one with the longest folder that holds it. */
export function roomOf(file: string): Room | undefined {
  return rooms
    .filter((room) => file.startsWith(`${room.folder}/`))
    .toSorted((one, other) => other.folder.length - one.folder.length)[0];
}

/** Why the table forbids this import; `undefined` when it is allowed. */
export function objection(file: string, imported: string): string | undefined {
  const from = roomOf(file);
  if (from === undefined) return `${file} lies in no room`;
  if (!imported.startsWith(".")) {
    const isPure = from.isPure || pureCoreOfSim.some((part) => file.startsWith(part));
    return isPure ? `${file} is pure and imports ${imported}` : undefined;
  }
  const target = normalize(join(dirname(file), imported)).replaceAll("\\", "/");
  const to = roomOf(target);
  if (to === from) return undefined;
  if (to === undefined) return `${file} imports ${target}, which lies in no room`;
  if (!from.mayOpen.includes(to.folder) && !from.mayOpen.includes(target)) {
    return `${file} may not open ${to.folder} (${target})`;
  }
  if (to.doors !== undefined && !to.doors.includes(target)) {
    return `${file} does not come through the door of ${to.folder} (${target})`;
  }
  return undefined;
}

/** Text of a file of the checkout. */
export function textOf(file: string): string {
  return readFileSync(join(checkout, file), "utf8");
}

/** Whether a path of the checkout is there. */
export function isThere(path: string): boolean {
  return existsSync(join(checkout, path));
}
