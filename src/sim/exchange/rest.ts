/** The REST side: path to route, signature, token bucket, then the route's own answer. */
import type { HttpHandler, HttpRequest } from "../../domain/ports.ts";
import { readAddress } from "./address.ts";
import type { Query } from "./address.ts";
import type { Guard } from "./auth.ts";
import type { Bucket } from "./buckets.ts";
import { httpDateText } from "./calendar.ts";
import type { Floor } from "./floor.ts";
import { moved, noRoute, tooManyRequests } from "./replies.ts";
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
  /** Tokens, or how many this call takes. */
  readonly cost: number | ((call: Call) => number);
  /** What the list of costs says of a cost that depends on the call. */
  readonly listedCost?: number;
  /** The shard that a single write goes to; −1: routed by the ticker. */
  readonly shard?: (call: Call) => number | undefined;
  /** What is refused before tokens are counted. */
  readonly before?: (call: Call) => Reply | undefined;
  readonly answer: (call: Call) => Reply;
};

export const PREFIX = "/trade-api/v2";
export const DEFAULT_COST = 10;
/** A cancel costs a fifth of the usual; so does the cancel of everything. */
export const CANCEL_COST = 2;

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
  readonly read: Bucket;
  /** The unscoped bucket of writes, then one for each shard above 0. */
  readonly writes: readonly [Bucket, ...Bucket[]];
  /** The first route that matches answers: exact paths stand before patterns. */
  readonly routes: readonly Route[];
};

/**
 * Buckets that a write is charged to: its shard's own above 0, the unscoped one at 0 and for
 * batches, and all of them when the ticker routes it.
 */
function chargedBuckets({ writes }: RestOptions, shard: number | undefined): readonly Bucket[] {
  if (shard === -1) return writes;
  return [writes[shard ?? 0] ?? writes[0]];
}

function isAfforded(options: RestOptions, route: Route, call: Call, signed: boolean): boolean {
  const free = options.floor.switches.unauthenticatedReads === "free";
  if (route.bucket === "read" && !route.auth && !signed && free) return true;
  const cost = typeof route.cost === "number" ? route.cost : route.cost(call);
  const buckets =
    route.bucket === "read" ? [options.read] : chargedBuckets(options, route.shard?.(call));
  if (!buckets.every((bucket) => bucket.affords(cost))) return false;
  for (const bucket of buckets) bucket.take(cost);
  return true;
}

/** The handler of every REST request. */
export function createRest(options: RestOptions): HttpHandler {
  const { floor, guard, routes } = options;
  function answer(request: HttpRequest): Reply {
    const { path, query } = readAddress(request.url);
    if (path.startsWith(`${PREFIX}/`) && path.endsWith("/")) return moved(path.slice(0, -1));
    const found = findRoute(routes, request.method, path);
    if (found === undefined) return noRoute();
    const { route, parts } = found;
    const signed = guard.signed(request);
    // A request that carries the headers is checked even where none are needed.
    if (route.auth || signed) {
      const refusal = guard.refuse(request, path) ?? guard.refuseScope(route);
      if (refusal !== undefined) return refusal;
    }
    const part = (name: string): string => parts.get(name) ?? "";
    const call = { query, part, body: request.body ?? "" };
    const early = route.before?.(call);
    if (early !== undefined) return early;
    if (!isAfforded(options, route, call, signed)) return tooManyRequests();
    return route.answer(call);
  }
  return {
    handle: (request) => {
      const reply = answer(request);
      const date = httpDateText(floor.operator.clock.now().at);
      return { ...reply, headers: { ...reply.headers, date } };
    },
  };
}
