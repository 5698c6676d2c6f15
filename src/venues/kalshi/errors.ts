/** The exchange's refusals: four shapes of a body, a code, and one sentence for people. */
import { z } from "zod";
import { readJson } from "../../domain/reading.ts";

const worded = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  details: z.string().optional(),
});

const ErrorBody = z.union([
  z.object({ error: worded }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error })),
  z.object({ msg: z.string() }).transform(({ msg }) => ({ message: msg })),
  worded,
]);

/** What a refusal's body says; every part may be missing. */
export type Said = {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly details?: string | undefined;
};

const textMax = 200;

/** The parts of a refusal; all of them are missing when the body is none of the four shapes. */
export function readRefusal(body: string): Said {
  const json = readJson(body);
  const parsed = json.kind === "read" ? ErrorBody.safeParse(json.value) : undefined;
  return parsed?.success === true ? parsed.data : {};
}

/** What a refusal says, e.g. "401 authentication_error: NOT_FOUND"; only the status otherwise. */
export function refusalText(status: number, body: string): string {
  const said = readRefusal(body);
  const name = said.code ?? said.message;
  const detail = said.details ?? (said.code === undefined ? undefined : said.message);
  if (name === undefined) return `status ${status}`;
  const more = detail === undefined || detail === name ? "" : `: ${detail}`;
  return `${status} ${name}${more}`.slice(0, textMax);
}

/** Codes may carry an id at their end, so they are known by their beginning, in any case. */
const plainWords: readonly (readonly [start: string, words: string])[] = [
  ["insufficient_balance", "not enough cash on the account for this order"],
  ["available_balance_too_low", "not enough cash on the account for this order"],
  ["invalid_price", "the price is off the market's grid"],
  ["invalid_order_size", "the exchange does not take this size"],
  ["invalid_order", "the exchange does not take this order"],
  ["invalid_parameters", "the exchange does not understand a field of the order"],
  ["bad_request", "the exchange does not understand the order"],
  ["trading_is_paused", "trading is paused"],
  ["exchange_is_paused", "the whole exchange is paused"],
  ["market_closed", "the market is closed"],
  ["market_already_closed", "the market is closed"],
  ["market_inactive", "the market is not active"],
  ["market_not_found", "the exchange does not know this market on this shard"],
  ["user_not_found", "the account has no money on this shard"],
  ["fill_or_kill_insufficient_resting_volume", "not enough size to fill all of it at once"],
  ["exceeded_order_group_risk_limit", "the entry order group has triggered: reset it to go on"],
  ["order_group_triggered", "the entry order group has triggered: reset it to go on"],
  ["order_group_not_found", "the entry order group is gone"],
  ["exceeded_per_market_risk_limit", "the exchange's risk limit of this market is reached"],
  ["self_cross_attempt", "the order would trade with our own"],
  ["deprecated_v1_order_endpoint", "this order address was removed: a newer MNF Trader is needed"],
  [
    "your_location_attestation",
    "the location attestation is missing or lapsed: renew it at Kalshi",
  ],
  ["insufficient_scope", "the key lacks the scope for this"],
  ["missing_scope", "the key lacks the scope for this"],
];

/** The code that a refusal goes by, its id suffix cut off; the status when it names none. */
export function refusalCode(status: number, body: string): string {
  const said = readRefusal(body);
  const code = said.code ?? said.message ?? `status_${status}`;
  return (code.split(":", 1)[0] ?? code).slice(0, textMax);
}

/** A refusal in plain words with the exchange's own behind; an unknown code stands verbatim. */
export function refusalWords(status: number, body: string): string {
  const verbatim = refusalText(status, body);
  const { details } = readRefusal(body);
  if (details?.includes("post only") === true) return `would have traded at once (${verbatim})`;
  const code = refusalCode(status, body).toLowerCase();
  const words = plainWords.find(([start]) => code.startsWith(start))?.[1];
  return words === undefined ? verbatim : `${words} (${verbatim})`;
}
