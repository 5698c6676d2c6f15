/**
 * Who may knock at all. Judged from method, URL and raw headers alone, before anything is read:
 * a page of another site, a rebound name and a look-alike host end here, with nothing to learn.
 */

/** A `page` of ours; a `browser` without Origin, which only reads; a `program`, such as curl. */
export type Caller = "page" | "browser" | "program";

export type Knock = {
  readonly method: string;
  readonly url: string;
  /** Names and values in turn, as they came: a header given twice is seen twice. */
  readonly rawHeaders: readonly string[];
};

export type HeaderTable = ReadonlyMap<string, string>;

export type Judgement =
  | { readonly kind: "passed"; readonly caller: Caller; readonly headers: HeaderTable }
  | {
      readonly kind: "refused";
      readonly status: 400 | 403 | 405 | 414 | 415 | 431;
      /** undefined: an empty body; who asks this way learns nothing. */
      readonly error: string | undefined;
    };

const urlLengthMax = 2048;
const headersMax = 100;

/** Headers that decide something: two of them are two stories, and refused. */
const single = new Set([
  "host",
  "origin",
  "cookie",
  "authorization",
  "content-type",
  "content-length",
  "sec-fetch-site",
  "x-mnf-csrf",
  "x-mnf-token",
  "x-mnf-page",
]);

const methodOverrides = ["x-http-method-override", "x-http-method", "x-method-override"];
const ownFetchSites = new Set(["same-origin", "none"]);
const jsonType = /^application\/json(?:\s*;\s*charset=utf-8)?$/i;

/** The names under which this server answers, and no other. */
export function ownHosts(port: number): readonly string[] {
  const names = ["localhost", "127.0.0.1", "[::1]"];
  const withPort = names.map((name) => `${name}:${port}`);
  return port === 80 ? [...withPort, ...names] : withPort;
}

/** One value a name, or the name of a header that stands twice although it must not. */
function tableOf(raw: readonly string[]): Map<string, string> | undefined {
  const table = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    if (single.has(name) && table.has(name)) return undefined;
    table.set(name, raw[index + 1] ?? "");
  }
  return table;
}

function refused(status: Extract<Judgement, { kind: "refused" }>["status"], error?: string) {
  return { kind: "refused", status, error } as const;
}

/** Signs that a browser wrote the request, whatever else it left out. */
function looksLikeBrowser(headers: HeaderTable): boolean {
  for (const name of headers.keys()) {
    if (name.startsWith("sec-fetch-") || name.startsWith("sec-ch-")) return true;
  }
  return headers.get("user-agent")?.startsWith("Mozilla/") ?? false;
}

function callerOf(headers: HeaderTable): Caller {
  if (headers.has("origin")) return "page";
  return looksLikeBrowser(headers) ? "browser" : "program";
}

/** A form can only send its own types. A body without any type finds no parser further in. */
function hasWrongType(headers: HeaderTable): boolean {
  const type = headers.get("content-type");
  return type !== undefined && !jsonType.test(type);
}

/** Refuses, or says who calls. `port` is the one we listen on. */
export function judge(knock: Knock, port: number): Judgement {
  const headers = tableOf(knock.rawHeaders);
  if (headers === undefined) return refused(400);
  const host = headers.get("host") ?? "";
  if (!ownHosts(port).includes(host)) return refused(403);
  if (!knock.url.startsWith("/")) return refused(400);
  if (knock.url.length > urlLengthMax) return refused(414);
  if (knock.rawHeaders.length > headersMax * 2) return refused(431);
  const site = headers.get("sec-fetch-site");
  if (site !== undefined && !ownFetchSites.has(site)) return refused(403);
  const origin = headers.get("origin");
  if (origin !== undefined && origin !== `http://${host}`) return refused(403);
  if (knock.method !== "GET" && knock.method !== "POST") return refused(405);
  if (methodOverrides.some((name) => headers.has(name))) return refused(405);
  if (knock.method === "POST" && hasWrongType(headers)) {
    return refused(415, "Only JSON is read here: content-type application/json.");
  }
  return { kind: "passed", caller: callerOf(headers), headers };
}
