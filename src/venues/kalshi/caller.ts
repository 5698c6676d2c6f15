/** One signed call over REST, of any kind: budget, time stamp, signature, clock, 401 and 429. */
import type {
  Clock,
  Http,
  HttpLimits,
  HttpRequest,
  HttpResponse,
  Instant,
} from "../../domain/ports.ts";
import { type AuthHolds, authRefusal, authWords } from "./auth-refusal.ts";
import type { ExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import type { RateBudget, Urgency } from "./limits.ts";
import { type SignedHeaders, signedHeaders, stampHeader } from "./sign.ts";

export type Call = {
  readonly method: HttpRequest["method"];
  /** Below the REST address, with its query. */
  readonly path: string;
  readonly body?: string;
  readonly urgency?: Urgency;
  /** A signature that was made ahead. */
  readonly signed?: SignedHeaders | undefined;
  /** Checked last before the request leaves. */
  readonly signal?: AbortSignal | undefined;
};

/** `spent`: our own budget says no; nothing left this process. */
export type CallOutcome =
  | {
      readonly kind: "answered";
      readonly response: HttpResponse;
      /** A 401 in plain words that name the host. */
      readonly authWhy: string | undefined;
    }
  | { readonly kind: "notSent"; readonly why: string }
  | { readonly kind: "spent"; readonly why: string }
  | { readonly kind: "held"; readonly why: string }
  | { readonly kind: "lost"; readonly why: string };

export type Caller = {
  call(call: Call, limits: HttpLimits): Promise<CallOutcome>;
  /** Signs a call of this method and path for now; undefined when signing failed. */
  sign(method: string, path: string): Promise<SignedHeaders | undefined>;
  /** The exchange's time as well as it is known, Unix ms. */
  now(): number;
};

export type CallerOptions = {
  readonly http: Http;
  readonly operatorClock: Clock;
  readonly exchangeClock: ExchangeClock;
  readonly budget: RateBudget;
  readonly holds: AuthHolds;
  readonly restUrl: string;
  readonly credentials: Credentials | undefined;
};

const unsigned: SignedHeaders = {};
/** The exchange is known to take stamps that are this much off: a refused one is off by more. */
const stampOffMs = 5000;

/** Shares budget, clock and holds with every other user of the same account. */
export function createCaller(options: CallerOptions): Caller {
  const { http, operatorClock, exchangeClock, budget, holds, restUrl, credentials } = options;
  const host = new URL(restUrl).host;

  async function sign(method: string, path: string): Promise<SignedHeaders | undefined> {
    if (credentials === undefined) return unsigned;
    const url = `${restUrl}${path}`;
    return await signedHeaders(credentials, method, url, exchangeClock.now()).catch(
      () => undefined,
    );
  }

  /** The stamp was wrong, and the next one will be another: then there is nothing to wait for. */
  function isMended(stampAt: number, asked: Instant): boolean {
    const elapsedMs = operatorClock.now().mono - asked.mono;
    return Math.abs(exchangeClock.now() - elapsedMs - stampAt) > stampOffMs;
  }

  /** Returns a refusal of the key in words. */
  function learn(
    call: Call,
    response: HttpResponse,
    asked: Instant,
    headers: SignedHeaders,
  ): string | undefined {
    const refusal = authRefusal(response.status, response.body);
    exchangeClock.measure(response.headers["date"], asked, refusal === "clock");
    if (response.status === 429) budget.refused(call);
    if (credentials === undefined) return undefined;
    const words = refusal === undefined ? undefined : authWords(refusal, host, credentials.keyId);
    const mended = refusal === "clock" && isMended(Number(headers[stampHeader]), asked);
    holds[call.urgency ?? "usual"].answered(mended ? undefined : words);
    return words;
  }

  async function send(call: Call, limits: HttpLimits): Promise<CallOutcome> {
    const headers = call.signed ?? (await sign(call.method, call.path));
    if (headers === undefined) return { kind: "notSent", why: "the request could not be signed" };
    if (call.signal?.aborted === true) return { kind: "notSent", why: "called off in time" };
    const json = call.body === undefined ? {} : { "content-type": "application/json" };
    const request: HttpRequest = {
      method: call.method,
      url: `${restUrl}${call.path}`,
      headers: { accept: "application/json", ...json, ...headers },
      ...(call.body === undefined ? {} : { body: call.body }),
    };
    const asked = operatorClock.now();
    const outcome = await http.request(request, limits);
    if (outcome.kind !== "answered") return outcome;
    return { ...outcome, authWhy: learn(call, outcome.response, asked, headers) };
  }

  return {
    async call(call, limits) {
      const urgency = call.urgency ?? "usual";
      const why = holds[urgency].why();
      if (why !== undefined) return { kind: "held", why };
      if (!budget.spend(call, urgency)) {
        return { kind: "spent", why: "our share of the exchange's rate limit is used up" };
      }
      holds[urgency].leaves();
      return await send(call, limits);
    },
    sign,
    now: () => exchangeClock.now(),
  };
}
