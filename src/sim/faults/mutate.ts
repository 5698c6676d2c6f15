/** What faults make of texts: other names, half of them, pages for people. */
import type { HttpResponse } from "../../domain/ports.ts";

function renamed(value: unknown, field: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, field, to));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name === field ? to : name,
    renamed(inner, field, to),
  ]);
  return Object.fromEntries(entries);
}

/** JSON text in which a field has another name, at any depth. What is no JSON stays as it is. */
export function renameIn(text: string, field: string, to: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
  return JSON.stringify(renamed(value, field, to));
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
