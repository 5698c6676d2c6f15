/** What faults make of texts: other names, half of them, pages for people. */
import type { HttpResponse } from "../../domain/ports.ts";

type Entry = readonly [name: string, value: unknown];

/** A value in which every entry, at any depth, has been replaced by what `change` says. */
function mapped(value: unknown, change: (entry: Entry) => Entry): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => mapped(item, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) =>
    change([name, mapped(inner, change)]),
  );
  return Object.fromEntries(entries);
}

/** JSON text with its entries changed. What is no JSON stays as it is. */
function changeIn(text: string, change: (entry: Entry) => Entry): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
  return JSON.stringify(mapped(value, change));
}

/** JSON text in which a field has another name, at any depth. */
export function renameIn(text: string, field: string, to: string): string {
  return changeIn(text, ([name, value]) => [name === field ? to : name, value]);
}

/** JSON text in which a field has another value, at any depth. */
export function alterIn(text: string, field: string, value: unknown): string {
  return changeIn(text, ([name, inner]) => [name, name === field ? value : inner]);
}

/** The first half of a text. */
export function halfOf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

const page = "<!doctype html><html><head><title>Please wait</title></head><body></body></html>";

/** 200, and a page instead of JSON. */
export function htmlPage(): HttpResponse {
  return { status: 200, headers: { "content-type": "text/html" }, body: page };
}

/** A failure in the shapes that the exchange has for it. */
export function failureOf(status: number, code = "bad_request"): HttpResponse {
  const headers = { "content-type": "application/json" };
  if (status === 429) return { status, headers, body: '{"error":"too many requests"}' };
  if (status >= 500) {
    return { status, headers: { "content-type": "text/plain" }, body: "upstream unavailable" };
  }
  const error = { code, message: code.replaceAll("_", " ") };
  return { status, headers, body: JSON.stringify({ error }) };
}

/** Any answer in JSON. */
export function jsonAnswer(status: number, body: unknown): HttpResponse {
  const headers = { "content-type": "application/json" };
  return { status, headers, body: JSON.stringify(body) };
}
