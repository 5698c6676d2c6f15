/** Reads over REST, one at a time. What an answer means for the breaker is said here. */
import { z } from "zod";
import type { Breaker } from "../../domain/breaker.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { HttpLimits } from "../../domain/ports.ts";
import { readJson } from "../../domain/reading.ts";
import type { Caller } from "./caller.ts";
import { refusalText } from "./errors.ts";
import type { Urgency } from "./limits.ts";

const readLimits: HttpLimits = { timeoutMs: 5000, bytesMax: 8_000_000 };
const rawMax = 1_000_000;

export type RestAnswer<T> =
  | { readonly kind: "read"; readonly value: T; readonly raw: string }
  /** The exchange answered, but not with this. */
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string; readonly status: number | undefined }
  /** Not asked: the breaker is open, the budget is spent, or the key is refused. */
  | { readonly kind: "skipped"; readonly why: string };

/** `secret`: never told, not even when it cannot be read, for what is told is recorded. */
export type Body = "told" | "secret";

export type Rest = {
  /** GETs a path below the REST address; `shape` is the whole answer's. */
  get<T>(path: string, shape: z.ZodType<T>, body?: Body): Promise<RestAnswer<T>>;
  setBreaker(breaker: Breaker): void;
};

export type RestOptions = {
  readonly caller: Caller;
  /** Whose turn the reads take while the key is refused; default: the usual one. */
  readonly urgency?: Urgency;
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
  const { caller, say, urgency = "usual" } = options;
  let breaker: Breaker["kind"] = "closed";
  let last: Promise<unknown> = Promise.resolve();

  function failed<T>(why: string, status?: number): RestAnswer<T> {
    say({ kind: "failed", why }, undefined);
    return { kind: "failed", why, status };
  }

  async function get<T>(path: string, shape: z.ZodType<T>, told: Body): Promise<RestAnswer<T>> {
    if (breaker === "open") return { kind: "skipped", why: "too much has failed: reads rest" };
    const outcome = await caller.call({ method: "GET", path, urgency }, readLimits);
    if (outcome.kind === "spent" || outcome.kind === "held") {
      return { kind: "skipped", why: outcome.why };
    }
    if (outcome.kind !== "answered") return failed(outcome.why);
    const { status, body } = outcome.response;
    if (status !== 200) return failed(outcome.authWhy ?? refusalText(status, body), status);
    const answer = readBody(body, shape);
    if (answer.kind === "read") say({ kind: "answered" }, undefined);
    else if (answer.kind === "unreadable") {
      const raw = told === "secret" ? undefined : body.slice(0, rawMax);
      say({ kind: "unreadable", why: `${path}: ${answer.why}` }, raw);
    }
    return answer;
  }

  return {
    get<T>(path: string, shape: z.ZodType<T>, told: Body = "told"): Promise<RestAnswer<T>> {
      const turn = last.then(() => get(path, shape, told));
      last = turn.catch(() => undefined);
      return turn;
    },
    setBreaker(next) {
      breaker = next.kind;
    },
  };
}
