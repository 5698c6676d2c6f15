/**
 * Behaviours of the real exchange that are not verified: each has a switch, so that the desk can
 * be tried against every possibility. The defaults are what the better source says.
 */
export type Switches = {
  /** Do the order-book reads need the three headers? The reference says yes, a guide page no. */
  readonly orderbookNeedsAuth: boolean;
  /** Order of the levels in book arrays: best last (guide, samples) or best first (schema text). */
  readonly bookOrder: "bestLast" | "bestFirst";
  /** How a market object shows a missing offer: by quoting history, or always one form. */
  readonly emptyAsk: "byHistory" | "zero" | "one";
  /** NO levels in YES prices when a subscription does not say (the announced future default). */
  readonly yesPriceByDefault: boolean;
  /** `seq` on trade and lifecycle messages (listed since late September). */
  readonly seqOnTrades: boolean;
  /** `sending_ts_ms` on every message (since 2026-10-01). */
  readonly sendingTimes: boolean;
  /** How late and how early a request's timestamp may be, ms. */
  readonly timestampLateMs: number;
  readonly timestampEarlyMs: number;
  /** Is collateral of resting orders already taken out of the balance shown? */
  readonly balanceExcludesResting: boolean;
  /** Does `portfolio_value` include the cash? Recorded: positions only. */
  readonly portfolioValueIncludesCash: boolean;
  /** What subscribing an unknown ticker yields: an empty book, or an error with this code. */
  readonly unknownTicker: "emptyBook" | 11 | 14;
  /** Read-after-write lag of the portfolio reads, operator's ms. */
  readonly readLagMs: number;
  /** Post-only that would cross: refused with 400, or accepted and cancelled. */
  readonly postOnlyCross: "refused" | "canceled";
};

export const DEFAULT_SWITCHES: Switches = {
  orderbookNeedsAuth: false,
  bookOrder: "bestLast",
  emptyAsk: "byHistory",
  yesPriceByDefault: false,
  seqOnTrades: true,
  sendingTimes: true,
  timestampLateMs: 20_000,
  timestampEarlyMs: 20_000,
  balanceExcludesResting: true,
  portfolioValueIncludesCash: false,
  unknownTicker: 11,
  readLagMs: 400,
  postOnlyCross: "refused",
};
