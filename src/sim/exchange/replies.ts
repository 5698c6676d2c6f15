/** Answers of the REST side, in the four error shapes that the real exchange has. */
import type { HttpResponse } from "../../domain/ports.ts";

export type Reply = HttpResponse;

const jsonHeaders = { "content-type": "application/json" };

export function json(status: number, body: unknown): Reply {
  return { status, headers: jsonHeaders, body: JSON.stringify(body) };
}

export function noContent(): Reply {
  return { status: 204, headers: {}, body: "" };
}

/** An exchange or authentication error: the code under `error`; the message repeats it. */
export function failure(status: number, code: string, details?: string): Reply {
  const message = code.replaceAll("_", " ");
  const error = details === undefined ? { code, message } : { code, message, details };
  return json(status, { error });
}

/** The error of a refusal as an item of a batch carries it, whatever its shape was. */
export function errorOf({ body }: Reply): unknown {
  const parsed = JSON.parse(body) as { readonly error?: unknown };
  return parsed.error ?? parsed;
}

/** A body that cannot be decoded: the flat shape. */
export function badRequest(details: string): Reply {
  return json(400, { code: "bad_request", message: "bad request", details });
}

/** A query parameter out of bounds. */
export function badParameter(operation: string, what: string): Reply {
  return json(400, { msg: `Parameter validation failed for ${operation}: ${what}` });
}

export function notFound(): Reply {
  return failure(404, "not_found");
}

/** A path that no route knows: the router's own plain answer. */
export function noRoute(): Reply {
  return {
    status: 404,
    headers: { "content-type": "text/plain" },
    body: "404 page not found",
  };
}

/** A path with a slash too many is sent to the one without. */
export function moved(path: string): Reply {
  return { status: 301, headers: { location: path }, body: "" };
}

export function tooManyRequests(): Reply {
  return json(429, { error: "too many requests" });
}
