/** The answers around the bodies: refusals, faults and conditional requests. */
import { hashText } from "../../domain/chance.ts";
import type { HttpResponse } from "../../domain/ports.ts";
import type { Fault } from "./waywardness.ts";

const json = { "content-type": "application/json;charset=UTF-8" };
const html = { "content-type": "text/html" };

const passingAgents = /^(curl|Go-http-client|okhttp|axios|python-requests)\//;

/** Browsers, no name, a bare `Name/1.0` and runtimes' defaults are turned away since Aug 2026. */
export function isWelcome(agent: string | undefined): boolean {
  if (agent === undefined || agent.startsWith("Mozilla/")) return false;
  return passingAgents.test(agent) || /^\S+\/\S+ \(.*\+https?:\/\/.+\)/.test(agent);
}

export const refusedAgent: HttpResponse = {
  status: 403,
  headers: html,
  body: "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1></BODY></HTML>",
};

export const badDates: HttpResponse = {
  status: 400,
  headers: json,
  body: JSON.stringify({ code: 400, message: "Failed to get events endpoint." }),
};

const messages: Readonly<Record<number, string>> = {
  400: "Failed to get events endpoint.",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

export const notFound: HttpResponse = statusAnswer(404);

/** An answer that says no; a gateway (502) says it in HTML. */
function statusAnswer(status: number): HttpResponse {
  if (status === 502) {
    return { status, headers: html, body: "<html><body><h1>502 Bad Gateway</h1></body></html>" };
  }
  const retry = status === 429 || status === 503 ? { "retry-after": "30" } : {};
  const body = JSON.stringify({ code: status, message: messages[status] ?? "" });
  return { status, headers: { ...json, ...retry }, body };
}

/** A good answer. With `tag` it can be asked for conditionally. */
export function goodAnswer(body: string, tag: boolean, asked: string | undefined): HttpResponse {
  const headers: Record<string, string> = { ...json, "cache-control": "max-age=2" };
  if (!tag) return { status: 200, headers, body };
  const etag = `W/"${hashText(body).toString(16)}-${body.length.toString(16)}"`;
  headers["etag"] = etag;
  if (asked === etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body };
}

/** What a fault makes of an answer: `undefined` when it is none, "silence" for none at all. */
export function faultyAnswer(
  fault: Fault,
  good: () => HttpResponse,
): HttpResponse | "silence" | undefined {
  switch (fault.kind) {
    case "forbidden":
      return refusedAgent;
    case "status":
      return statusAnswer(fault.status);
    case "html":
      return { status: 200, headers: html, body: "<html><body>We'll be right back.</body></html>" };
    case "empty":
      return { status: 200, headers: json, body: "" };
    case "silence":
      return "silence";
    case "redirect":
      return { status: 301, headers: { location: fault.location }, body: "" };
    case "cut": {
      const { body, ...rest } = good();
      return { ...rest, body: body.slice(0, Math.floor(body.length * fault.share)) };
    }
    case "huge": {
      const { body, ...rest } = good();
      return { ...rest, body: body.padEnd(fault.length, " ") };
    }
    default:
      return undefined;
  }
}
