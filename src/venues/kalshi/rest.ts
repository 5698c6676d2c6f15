/** Signed reads over REST, one at a time. What an answer means for the breaker is said here. */
import { z } from "zod";
import type { Breaker } from "../../domain/breaker.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { Clock, Http, HttpLimits, HttpOutcome } from "../../domain/ports.ts";
import { refusalText } from "./errors.ts";
import type { ExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import type { ReadBudget } from "./limits.ts";
import { readJson } from "../../domain/reading.ts";
import { signedHeaders } from "./sign.ts";

const readLimits: HttpLimits = { timeoutMs: 5000, bytesMax: 8_000_000 };
const rawMax = 1_000_000;

export type RestAnswer<T> =
  | { readonly kind: "read"; readonly value: T; readonly raw: string }
  /** The exchange answered, but not with this. */
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string }
  /** Not asked: the breaker is open, the budget is spent, or everything has stopped. */
  | { readonly kind: "skipped" };

export type Rest = {
  /** GETs a path below the REST address; `shape` is the whole answer's. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>>;
  setBreaker(breaker: Breaker): void;
};

export type RestOptions = {
  readonly http: Http;
  readonly operatorClock: Clock;
  readonly exchangeClock: ExchangeClock;
  readonly budget: ReadBudget;
  readonly restUrl: string;
  readonly credentials: Credentials | undefined;
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
  const { http, operatorClock, exchangeClock, say } = options;
  let breaker: Breaker["kind"] = "closed";
  let last: Promise<unknown> = Promise.resolve();

  async function headersFor(url: string): Promise<Readonly<Record<string, string>>> {
    const plain = { accept: "application/json" };
    if (options.credentials === undefined) return plain;
    const signed = await signedHeaders(options.credentials, "GET", url, exchangeClock.now());
    return { ...plain, ...signed };
  }

  async function ask(url: string): Promise<HttpOutcome> {
    const headers = await headersFor(url).catch(() => undefined);
    if (headers === undefined) return { kind: "notSent", why: "the request could not be signed" };
    const askedAt = operatorClock.now().at;
    const outcome = await http.request({ method: "GET", url, headers }, readLimits);
    if (outcome.kind !== "answered") return outcome;
    const answeredAt = operatorClock.now().at;
    const date = outcome.response.headers["date"];
    const news = exchangeClock.measure(date, askedAt, answeredAt);
    if (news !== undefined) say(news, undefined);
    return outcome;
  }

  async function get<T>(path: string, shape: z.ZodType<T>): Promise<RestAnswer<T>> {
    if (breaker === "open" || !options.budget.spend()) return { kind: "skipped" };
    const outcome = await ask(`${options.restUrl}${path}`);
    if (outcome.kind !== "answered") {
      say({ kind: "failed", why: outcome.why }, undefined);
      return { kind: "failed", why: outcome.why };
    }
    const { status, body } = outcome.response;
    if (status !== 200) {
      const why = refusalText(status, body);
      say({ kind: "failed", why }, undefined);
      return { kind: "failed", why };
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
