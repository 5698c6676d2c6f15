/** Asks an exchange a handful of questions and says of each thing whether it is in order. */
import type { MarketNews } from "../../domain/events.ts";
import type { Clock, Http } from "../../domain/ports.ts";
import { createAuthHolds, shownKeyId } from "./auth-refusal.ts";
import { createCaller } from "./caller.ts";
import { seriesTicker } from "./event-reader.ts";
import { createExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import { createRateBudget } from "./limits.ts";
import { type AccountLimits, AccountLimitsShape } from "./messages/account-limits.ts";
import { type ApiKeys, ApiKeysShape } from "./messages/api-keys.ts";
import { ExchangeStatusShape } from "./messages/exchange-status.ts";
import type { FeeChange } from "./messages/fee-changes.ts";
import type { Schedule } from "./messages/schedule.ts";
import { createPublicReads } from "./public-reads.ts";
import { createRest, type Rest, type RestAnswer } from "./rest.ts";
import { judgeScopes, scopesWanted } from "./scopes.ts";

export type Check = {
  readonly name: string;
  readonly verdict: "ok" | "warn" | "fail";
  readonly words: string;
};

export type Examination = {
  readonly http: Http;
  readonly clock: Clock;
  readonly restUrl: string;
  /** undefined: there is no key, and what needs one fails. */
  readonly credentials: Credentials | undefined;
};

const clockWarnMs = 2000;
const clockFailMs = 8000;
const attestationSoonMs = 12 * 3_600_000;

const ok = (name: string, words: string): Check => ({ name, verdict: "ok", words });
const warn = (name: string, words: string): Check => ({ name, verdict: "warn", words });
const fail = (name: string, words: string): Check => ({ name, verdict: "fail", words });

type ClockNews = Extract<MarketNews, { kind: "clock" }>;

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** As CLOCK_OK judges it: signatures carry corrected time, so up to 8 s are only a warning. */
function clockCheck(news: ClockNews | undefined): Check {
  if (news === undefined) return fail("clock", "the exchange told no time");
  const { offsetMs, uncertainMs } = news;
  const off = Math.abs(offsetMs);
  const direction = offsetMs > 0 ? "behind" : "ahead of";
  const words = `this computer is ${seconds(off)} ${direction} the exchange, within ${seconds(uncertainMs)}`;
  if (uncertainMs > clockWarnMs) return fail("clock", `${words}: too uncertain to trade`);
  if (off > clockFailMs) return fail("clock", `${words}: set the clock by the network`);
  // The header names whole seconds: its own coarseness is no warning.
  return off - uncertainMs > clockWarnMs ? warn("clock", words) : ok("clock", words);
}

function whyOf<T>(answer: RestAnswer<T>): string {
  return answer.kind === "read" ? "answered" : answer.why;
}

function scopeCheck(keys: ApiKeys, keyId: string): Check {
  const mine = keys.keys.find((key) => key.keyId === keyId);
  if (mine === undefined) return warn("scopes", "the exchange does not list this key");
  const judged = judgeScopes(mine.scopes);
  const where = mine.subaccount === undefined ? "" : `; subaccount ${mine.subaccount} only`;
  if (!judged.mayTrade) return fail("scopes", judged.words);
  return judged.mayTransfer
    ? warn("scopes", `${judged.words}${where}`)
    : ok("scopes", `${judged.words}${where}`);
}

function attestationCheck({ attestedUntil }: ApiKeys, at: number): Check {
  const renew = "attest your location in Kalshi's app or on its website";
  if (attestedUntil === undefined) {
    return fail("attestation", `never attested: orders on sports are refused; ${renew}`);
  }
  const until = new Date(attestedUntil).toISOString().replace(".000", "");
  if (attestedUntil <= at) return fail("attestation", `lapsed at ${until}: ${renew}`);
  if (attestedUntil - at < attestationSoonMs) {
    return warn("attestation", `holds until ${until}: renew it before the game`);
  }
  return ok("attestation", `holds until ${until}`);
}

function limitsCheck({ tier, read, write }: AccountLimits): Check {
  const bucket = (one: AccountLimits["read"]): string =>
    `${one.perSecond} a second, ${one.capacity} deep`;
  return ok("limits", `${tier ?? "tier unknown"}: read ${bucket(read)}; write ${bucket(write)}`);
}

const soonMs = 24 * 3_600_000;

function isSoon(from: number, at: number): boolean {
  return from < at + soonMs;
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

function maintenanceCheck(schedule: Schedule | undefined, at: number): Check {
  if (schedule === undefined) return warn("maintenance", "the schedule could not be read");
  const [next] = schedule.maintenance
    .filter(({ from, to }) => to > at && isSoon(from, at))
    .toSorted((left, right) => left.from - right.from);
  if (next === undefined) return ok("maintenance", "none announced for the next 24 hours");
  return warn("maintenance", `closed from ${utc(next.from)} to ${utc(next.to)}`);
}

/** One without a date is told: it may hold tonight. */
function feesCheck(changes: readonly FeeChange[] | undefined, at: number): Check {
  if (changes === undefined) return warn("fees", "announced changes could not be read");
  const coming = changes.filter(
    (one) => one.at === undefined || (one.at > at && isSoon(one.at, at)),
  );
  if (coming.length === 0) return ok("fees", "no change announced for the next 24 hours");
  const words = coming.map(({ at: from, fees: { feeType, multiplier } }) => {
    const when = from === undefined ? "at a time not told" : `from ${utc(from)}`;
    return `${feeType ?? "type not told"} × ${multiplier ?? "not told"} ${when}`;
  });
  return warn("fees", `the exchange changes them: ${words.join("; ")}`);
}

/** What only a key's owner is told: signature, scopes, attestation, limits. */
async function examineKey(rest: Rest, keyId: string, at: number): Promise<Check[]> {
  const keys = await rest.get("/api_keys", ApiKeysShape, "secret");
  if (keys.kind !== "read") {
    const isScope = keys.kind === "failed" && keys.status === 403;
    const why = whyOf(keys);
    const checks = [isScope ? ok("signature", "accepted") : fail("signature", why)];
    const others = isScope
      ? `the key may not read (${why}): ${scopesWanted} are needed`
      : "not asked";
    return [...checks, ...["scopes", "attestation", "limits"].map((name) => fail(name, others))];
  }
  const limits = await rest.get("/account/limits", AccountLimitsShape);
  return [
    ok("signature", `accepted for the key ${shownKeyId(keyId)}`),
    scopeCheck(keys.value, keyId),
    attestationCheck(keys.value, at),
    limits.kind === "read" ? limitsCheck(limits.value) : fail("limits", whyOf(limits)),
  ];
}

/** Asks one question after another; the first, unsigned, also tells the time. */
export async function examineKalshi(options: Examination): Promise<readonly Check[]> {
  const { http, clock, restUrl, credentials } = options;
  const told: ClockNews[] = [];
  const exchangeClock = createExchangeClock(clock, (news) => void told.push(news));
  const shared = { http, operatorClock: clock, exchangeClock, restUrl };
  const readsOf = (signer: Credentials | undefined): Rest => {
    const holds = createAuthHolds(clock);
    const budget = createRateBudget(clock);
    const caller = createCaller({ ...shared, budget, holds, credentials: signer });
    return createRest({ caller, say: () => {} });
  };
  const unsigned = readsOf(undefined);
  const status = await unsigned.get("/exchange/status", ExchangeStatusShape);
  const statusCheck = ((): Check => {
    if (status.kind !== "read") return fail("exchange", whyOf(status));
    const { active, trading } = status.value;
    if (!active) return fail("exchange", "closed");
    return trading ? ok("exchange", "open, trading") : fail("exchange", "open, trading is paused");
  })();
  const ofKey =
    credentials === undefined
      ? ["signature", "scopes", "attestation", "limits"].map((name) => fail(name, "no key"))
      : await examineKey(readsOf(credentials), credentials.keyId, clock.now().at);
  const reads = createPublicReads(unsigned);
  const { at } = clock.now();
  const announced = [
    maintenanceCheck(await reads.schedule(), at),
    feesCheck(await reads.seriesFeeChanges(seriesTicker), at),
  ];
  return [clockCheck(told[0]), ...ofKey, ...announced, statusCheck];
}
