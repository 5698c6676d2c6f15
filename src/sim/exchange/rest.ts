/** The REST side: path to route, signature, token bucket, then the route's own answer. */
import type { HttpHandler, HttpRequest } from "../../domain/ports.ts";
import { readAddress } from "./address.ts";
import type { Query } from "./address.ts";
import type { Guard } from "./auth.ts";
import type { Bucket } from "./buckets.ts";
import { httpDateText } from "./calendar.ts";
import type { Floor } from "./floor.ts";
import { noRoute, tooManyRequests } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Call = {
  readonly query: Query;
  /** Values of the `:name` parts of the pattern. */
  readonly part: (name: string) => string;
  readonly body: string;
};

export type Route = {
  readonly method: HttpRequest["method"];
  /** Under `/trade-api/v2`, with `:name` parts, e.g. "/markets/:ticker". */
  readonly pattern: string;
  readonly auth: boolean;
  readonly bucket: "read" | "write";
  /** Tokens. */
  readonly cost: number;
  readonly answer: (call: Call) => Reply;
};

export const PREFIX = "/trade-api/v2";
export const DEFAULT_COST = 10;

/** A read route of the default cost. */
export function get(pattern: string, answer: Route["answer"], auth = false): Route {
  return { method: "GET", pattern, auth, bucket: "read", cost: DEFAULT_COST, answer };
}

function matchPattern(pattern: string, path: string): Map<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parts = new Map<string, string>();
  for (const [index, want] of wanted.entries()) {
    const have = given[index] ?? "";
    if (want.startsWith(":")) {
      if (have === "") return undefined;
      parts.set(want.slice(1), have);
    } else if (want !== have) return undefined;
  }
  return parts;
}

type Found = { readonly route: Route; readonly parts: ReadonlyMap<string, string> };

function findRoute(routes: readonly Route[], method: string, path: string): Found | undefined {
  if (!path.startsWith(`${PREFIX}/`)) return undefined;
  for (const route of routes) {
    if (route.method !== method) continue;
    const parts = matchPattern(route.pattern, path.slice(PREFIX.length));
    if (parts !== undefined) return { route, parts };
  }
  return undefined;
}

export type RestOptions = {
  readonly floor: Floor;
  readonly guard: Guard;
  readonly buckets: Readonly<Record<"read" | "write", Bucket>>;
  /** The first route that matches answers: exact paths stand before patterns. */
  readonly routes: readonly Route[];
};

/** The handler of every REST request. */
export function createRest({ floor, guard, buckets, routes }: RestOptions): HttpHandler {
  function answer(request: HttpRequest): Reply {
    const { path, query } = readAddress(request.url);
    const found = findRoute(routes, request.method, path);
    if (found === undefined) return noRoute();
    const { route, parts } = found;
    // A request that carries the headers is checked even where none are needed.
    if (route.auth || guard.signed(request)) {
      const refusal = guard.refuse(request, path);
      if (refusal !== undefined) return refusal;
    }
    if (!buckets[route.bucket].take(route.cost)) return tooManyRequests();
    const part = (name: string): string => parts.get(name) ?? "";
    return route.answer({ query, part, body: request.body ?? "" });
  }
  return {
    handle: (request) => {
      const reply = answer(request);
      const date = httpDateText(floor.operator.clock.now().at);
      return { ...reply, headers: { ...reply.headers, date } };
    },
  };
}
