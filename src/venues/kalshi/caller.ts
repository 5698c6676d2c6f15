/** One signed call over REST, of any kind: budget, time stamp, signature, clock, 401 and 429. */
import type {
  Clock,
  Http,
  HttpLimits,
  HttpOutcome,
  HttpRequest,
  HttpResponse,
} from "../../domain/ports.ts";
import { authRefusal, authWords, type AuthHold } from "./auth-refusal.ts";
import type { ClockNews, ExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import type { RateBudget, Urgency } from "./limits.ts";
import { type SignedHeaders, signedHeaders } from "./sign.ts";

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
  | { readonly kind: "answered"; readonly response: HttpResponse }
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
  readonly hold: AuthHold;
  readonly restUrl: string;
  readonly credentials: Credentials | undefined;
  /** What the answer's `Date` says of our clock. */
  clockNews(news: ClockNews): void;
};

const unsigned: SignedHeaders = {};

/** Shares budget, clock and hold with every other user of the same account. */
export function createCaller(options: CallerOptions): Caller {
  const { http, operatorClock, exchangeClock, budget, hold, restUrl, credentials } = options;
  const host = new URL(restUrl).host;

  async function sign(method: string, path: string): Promise<SignedHeaders | undefined> {
    if (credentials === undefined) return unsigned;
    const url = `${restUrl}${path}`;
    return await signedHeaders(credentials, method, url, exchangeClock.now()).catch(
      () => undefined,
    );
  }

  function learn(call: Call, response: HttpResponse, askedAt: number): void {
    const date = response.headers["date"];
    const news = exchangeClock.measure(date, askedAt, operatorClock.now().at);
    if (news !== undefined) options.clockNews(news);
    if (response.status === 429) budget.refused(call);
    if (credentials === undefined) return;
    const refusal = authRefusal(response.status, response.body);
    const words = refusal === undefined ? undefined : authWords(refusal, host, credentials.keyId);
    hold.answered(response.status, words);
  }

  async function send(call: Call, limits: HttpLimits): Promise<HttpOutcome> {
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
    const askedAt = operatorClock.now().at;
    const outcome = await http.request(request, limits);
    if (outcome.kind === "answered") learn(call, outcome.response, askedAt);
    return outcome;
  }

  return {
    async call(call, limits) {
      const why = hold.pass();
      if (why !== undefined) return { kind: "held", why };
      if (!budget.spend(call, call.urgency ?? "usual")) {
        return { kind: "spent", why: "our share of the exchange's rate limit is used up" };
      }
      return await send(call, limits);
    },
    sign,
    now: () => exchangeClock.now(),
  };
}
