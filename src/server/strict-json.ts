/**
 * JSON as we accept it: UTF-8 without a byte order mark, every key once, no key that could reach a
 * prototype, nesting at most 16 deep. `JSON.parse` alone lets the last of two equal keys win, which
 * is how two readers of one body come to see two different orders.
 */
import { read, unreadable, type Reading } from "./reading.ts";

const depthMax = 16;
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);
const byteOrderMark = 0xfeff;

/** Decodes and parses. The error's field is empty: it concerns the body as a whole. */
export function parseStrictJson(bytes: Uint8Array): Reading<unknown> {
  const text = decode(bytes);
  if (text === undefined) return unreadable("", "the body is not UTF-8");
  return parseStrictText(text);
}

/** As `parseStrictJson`, for a text that has been decoded already. */
export function parseStrictText(text: string): Reading<unknown> {
  if (text.charCodeAt(0) === byteOrderMark) {
    return unreadable("", "the body starts with a byte order mark");
  }
  if (nesting(text) > depthMax) return unreadable("", `nested deeper than ${depthMax}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable("", "the body is not JSON");
  }
  const wrong = wrongKey(text);
  return wrong === undefined ? read(value) : unreadable(wrong.field, wrong.message);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

/** How deep brackets nest, strings left out. Works on anything, JSON or not. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark] of text.matchAll(token)) {
    if (mark === "{" || mark === "[") depth += 1;
    if (mark === "}" || mark === "]") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The first key that stands twice in its object or is forbidden. `text` is valid JSON. */
function wrongKey(text: string): { field: string; message: string } | undefined {
  const open: Set<string>[] = [];
  let lastString = "";
  for (const [mark] of text.matchAll(token)) {
    if (mark === "{" || mark === "[") open.push(new Set());
    else if (mark === "}" || mark === "]") open.pop();
    else if (mark !== ":") lastString = mark;
    else {
      const key = String(JSON.parse(lastString));
      if (forbiddenKeys.has(key)) return { field: key, message: "is not allowed as a key" };
      const keys = open.at(-1);
      if (keys?.has(key)) return { field: key, message: "stands twice" };
      keys?.add(key);
    }
  }
  return undefined;
}
