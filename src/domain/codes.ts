/** Every reason the desk can give for not trading: one list for gates, journal, page and tests. */

/** The gates of trading semantics §5, in the order in which they are listed there. */
export const GATE_CODES = [
  "MODE",
  "STATE",
  "SIGNAL",
  "NET_EDGE",
  "QUOTE_MOVED",
  "TOO_GOOD",
  "MARKET_FIRST",
  "COOLDOWN",
  "BOOKS_AGREE",
  "QUOTE_STABLE",
  "OBSERVE",
  "DEAD_MAN",
  "SPREAD",
  "TWO_SIDED",
  "BOOK_WHOLE",
  "AGE_KALSHI",
  "AGE_ESPN",
  "CONTENT_ESPN",
  "FEEDS_AGREE",
  "GAME_LIVE",
  "MODEL_OK",
  "LATE_GAME",
  "BREAKERS",
  "MARKET_ACTIVE",
  "EXCHANGE_ACTIVE",
  "ATTESTATION",
  "FEE_KNOWN",
  "GRID",
  "MAX_ORDER",
  "MAX_EXPOSURE",
  "ORDER_VALUE",
  "BALANCE",
  "DAILY_LOSS",
  "DAILY_LOSS_UNKNOWN",
  "SESSION_CAP",
  "STREAK",
  "TRADES",
  "RATE",
  "COMFORT",
  "LOCKOUT",
  "NO_UNKNOWN_ORDER",
  "LEDGER_OK",
  "CLOCK_OK",
] as const;

export type GateCode = (typeof GATE_CODES)[number];

/** Refusals that no gate makes: what a command asked for cannot be understood or done. */
export const REFUSAL_CODES = [
  "UNKNOWN_SIGNAL",
  "UNKNOWN_TICKER",
  "NO_POSITION",
  "ORDER_IN_FLIGHT",
  "JOURNAL_DOWN",
  "NOT_OFFERED",
  "TOO_SOON",
  "NO_QUOTE",
  "DEPTH_UNKNOWN",
  "PREFLIGHT",
  "UNKNOWN_ORDER",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
export type ReasonCode = GateCode | RefusalCode;

/** How a gate stands: `unchecked` lets pass and says so (its facts are not gathered yet). */
export type GateVerdict = "pass" | "fail" | "warn" | "unchecked";

/** One gate's answer. `value` and `limit` are texts for people, e.g. "12.0¢" and "10.0¢". */
export type GateResult = {
  readonly code: GateCode;
  readonly verdict: GateVerdict;
  readonly value: string;
  readonly limit: string;
  /** What a person may do about a failure, when there is something (e.g. a reason and a confirm). */
  readonly remedy: "confirm" | "override" | undefined;
};
