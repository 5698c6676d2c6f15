/** Reads over REST, one at a time. What an answer means for the breaker is said here. */
import { z } from "zod";
import type { Breaker } from "../../domain/breaker.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { HttpLimits } from "../../domain/ports.ts";
import { readJson } from "../../domain/reading.ts";
import { authRefusal } from "./auth-refusal.ts";
import type { Caller } from "./caller.ts";
import { refusalText } from "./errors.ts";

const readLimits: HttpLimits = { timeoutMs: 5000, bytesMax: 8_000_000 };
const rawMax = 1_000_000;

export type RestAnswer<T> =
  | { readonly kind: "read"; readonly value: T; readonly raw: string }
  /** The exchange answered, but not with this. */
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string; readonly status: number | undefined }
  /** Not asked: the breaker is open, the budget is spent, or the key is refused. */
  | { readonly kind: "skipped" };

export type Rest = {
  /** GETs a path below the REST address; `shape` is the whole answer's. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>>;
  setBreaker(breaker: Breaker): void;
};

export type RestOptions = {
  readonly caller: Caller;
  /** A refusal of the key in words that name the host. */
  authWhy(): string | undefined;
  say(news: MarketNews, raw: string | undefined): void;
};

function readBody<T>(body: string, shape: z.ZodType<T>): RestAnswer<T> {
  const json = readJson(body);
  if (json.kind === "unreadable") return json;
  const parsed = shape.safeParse(json.value);
  if (parsed.success) return { kind: "read", value: parsed.data, raw: body };
  return { kind: "unreadable", why: z.prettifyError(parsed.error) };
}

/**
 * Reads strictly one after another, so that a half-open breaker gets its single probe. A lost or
 * refused read counts against the breaker; an answer that cannot be understood is an alarm.
 */
export function createRest(options: RestOptions): Rest {
  const { caller, say } = options;
  let breaker: Breaker["kind"] = "closed";
  let last: Promise<unknown> = Promise.resolve();

  function failed<T>(why: string, status?: number): RestAnswer<T> {
    say({ kind: "failed", why }, undefined);
    return { kind: "failed", why, status };
  }

  async function get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>> {
    if (breaker === "open") return { kind: "skipped" };
    const outcome = await caller.call({ method: "GET", path }, readLimits);
    if (outcome.kind === "spent" || outcome.kind === "held") return { kind: "skipped" };
    if (outcome.kind !== "answered") return failed(outcome.why);
    const { status, body } = outcome.response;
    if (status !== 200) {
      const isAuth = authRefusal(status, body) !== undefined;
      const words = isAuth ? options.authWhy() : undefined;
      return failed(words ?? refusalText(status, body), status);
    }
    const answer = readBody(body, shape);
    if (answer.kind === "read") say({ kind: "answered" }, undefined);
    else if (answer.kind === "unreadable") {
      say({ kind: "unreadable", why: `${path}: ${answer.why}` }, body.slice(0, rawMax));
    }
    return answer;
  }

  return {
    get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>> {
      const turn = last.then(() => get(path, shape));
      last = turn.catch(() => undefined);
      return turn;
    },
    setBreaker(next) {
      breaker = next.kind;
    },
  };
}
