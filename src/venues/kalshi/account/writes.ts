/** Signed writes: no queue, no retry. What an answer means for the breaker is said here. */
import type { MarketNews } from "../../../domain/events.ts";
import type { NotSent } from "../../../domain/venue-news.ts";
import type { HttpLimits, HttpResponse } from "../../../domain/ports.ts";
import type { Call, Caller } from "../caller.ts";
import { readRefusal, refusalCode, refusalText, refusalWords } from "../errors.ts";

const writeLimits: HttpLimits = { timeoutMs: 4000, bytesMax: 200_000 };
const rawMax = 10_000;

export type WriteOutcome =
  | { readonly kind: "done"; readonly status: number; readonly body: string }
  /** A definite no: nothing was carried out. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly code: string;
      readonly words: string;
    }
  /** It may have been carried out. */
  | { readonly kind: "unknown"; readonly why: string }
  | NotSent;

export type Writes = {
  write(call: Call): Promise<WriteOutcome>;
  sign: Caller["sign"];
  /** An answer that cannot be understood: an alarm. */
  alarm(why: string, raw: string): void;
};

/** Statuses of this range that say nothing about whether it was carried out. */
const unsure: readonly number[] = [408, 425, 499];

/** A no counts only when it is the exchange's own: a proxy's page says nothing of the order. */
function isDefinite({ status, body }: HttpResponse): boolean {
  if (status < 400 || status > 499 || unsure.includes(status)) return false;
  const { code, message } = readRefusal(body);
  return code !== undefined || message !== undefined;
}

export function createWrites(
  caller: Caller,
  say: (news: MarketNews, raw: string | undefined) => void,
): Writes {
  function judge(response: HttpResponse, authWhy: string | undefined): WriteOutcome {
    const { status, body } = response;
    if (status >= 200 && status < 300) return { kind: "done", status, body };
    if (status === 429) {
      return { kind: "notSent", why: "the exchange's rate limit refused it: nothing was done" };
    }
    if (isDefinite(response)) {
      const words = authWhy ?? refusalWords(status, body);
      return { kind: "refused", status, code: refusalCode(status, body), words };
    }
    return { kind: "unknown", why: refusalText(status, body) };
  }

  return {
    async write(call) {
      const outcome = await caller.call(call, writeLimits);
      switch (outcome.kind) {
        case "answered": {
          const judged = judge(outcome.response, outcome.authWhy);
          if (judged.kind === "unknown") say({ kind: "failed", why: judged.why }, undefined);
          else say({ kind: "answered" }, undefined);
          return judged;
        }
        case "lost":
          say({ kind: "failed", why: outcome.why }, undefined);
          return { kind: "unknown", why: outcome.why };
        case "spent":
          return { kind: "notSent", why: outcome.why, spent: true };
        case "notSent":
        case "held":
          return { kind: "notSent", why: outcome.why };
      }
    },
    sign: caller.sign,
    alarm: (why, raw) => say({ kind: "unreadable", why }, raw.slice(0, rawMax)),
  };
}
