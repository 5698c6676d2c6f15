/**
 * Finds the text of a value inside a JSON text, so that the journal keeps the very bytes that came
 * in. Expects text that `JSON.parse` has already accepted.
 */

function skipSpace(text: string, from: number): number {
  let at = from;
  while (" \t\n\r".includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}

function skipString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

/** The index behind the value that begins at `from`. */
function skipValue(text: string, from: number): number {
  const first = text.charAt(from);
  if (first === '"') return skipString(text, from);
  let at = from;
  if (first !== "{" && first !== "[") {
    while (at < text.length && !",]} \t\n\r".includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = skipString(text, at);
      continue;
    }
    if (code === 123 || code === 91) depth += 1;
    if (code === 125 || code === 93) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

/** Where the value of a key begins; of several equal keys the last, as `JSON.parse` has it. */
function valueOf(text: string, objectAt: number, key: string): number | undefined {
  let found: number | undefined;
  let at = skipSpace(text, objectAt + 1);
  while (at < text.length && text.charAt(at) === '"') {
    const end = skipString(text, at);
    const name: unknown = JSON.parse(text.slice(at, end));
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (name === key) found = value;
    at = skipSpace(text, skipValue(text, value));
    if (text.charAt(at) === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** The texts of an array's members; the path leads through objects to the array. */
export function sliceMembers(text: string, path: readonly string[]): readonly string[] {
  let at: number | undefined = skipSpace(text, 0);
  for (const key of path) {
    if (at === undefined || text.charAt(at) !== "{") return [];
    at = valueOf(text, at, key);
  }
  if (at === undefined || text.charAt(at) !== "[") return [];
  const members: string[] = [];
  at = skipSpace(text, at + 1);
  while (at < text.length && text.charAt(at) !== "]") {
    const end = skipValue(text, at);
    members.push(text.slice(at, end));
    at = skipSpace(text, end);
    if (text.charAt(at) === ",") at = skipSpace(text, at + 1);
  }
  return members;
}
