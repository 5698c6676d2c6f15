/**
 * Behaviours of the real exchange that are not verified, or that sources tell differently: each
 * has a switch with every possibility, so that a client can be tried against all of them. The
 * usual setting is what the better source says.
 */

/** What one switch is about: its usual setting, every setting, and where the question stands. */
type Switch<Setting> = {
  readonly usual: Setting;
  readonly settings: readonly Setting[];
  /** Section of the exchange's dossier. */
  readonly section: string;
  readonly question: string;
};

function one<const Settings extends readonly [unknown, ...unknown[]]>(
  section: string,
  question: string,
  settings: Settings,
): Switch<Settings[number]> {
  return { usual: settings[0], settings, section, question };
}

/** A setting that may be any number; the listed ones are those worth trying. */
function amount(section: string, question: string, ...settings: [number, ...number[]]) {
  const tried: Switch<number> = { usual: settings[0], settings, section, question };
  return tried;
}

const truth = [true, false] as const;
const untruth = [false, true] as const;

/** The table of all switches; the first setting is the usual one. */
export const SWITCHES = {
  timestampLateMs: amount("2.3", "How late may a timestamp be?", 20_000, 10_000, 30_000),
  timestampEarlyMs: amount("2.3", "How early may a timestamp be?", 20_000, 10_000, 60_000),
  missingHeader: one("2.4", "Is the missing header named, or always the signature?", [
    "named",
    "signature",
  ]),
  missingScope: one("2.4", "Body of the 403 of a key without the scope", ["nested", "flat"]),
  advancedCapacity: one("3.1", "Depth of the Advanced buckets", [600, 900]),
  topTiers: one("3.1", "Are the top four tiers raised by 20 %?", ["raised", "asBefore"]),
  unauthenticatedReads: one("3.4", "Do unsigned reads share the member's bucket?", [
    "shared",
    "free",
  ]),
  collateralReturnType: one("6.4", "Label of the event", ["MECNET", ""]),
  liveData: one("6.7", "Details of a game's live data", ["empty", "absent"]),
  statusListLagMs: amount("6.8", "How far do lists by status lag a market?", 0, 30_000),
  tieResult: one("6.9", "Label of a result that is neither yes nor no", ["scalar", ""]),
  orderbookNeedsAuth: one("7.2", "Do the order-book reads need the three headers?", untruth),
  bookOrder: one("7.2", "Order of the levels in book arrays", ["bestLast", "bestFirst"]),
  emptyAsk: one("7.2", "How a market object writes a missing offer", ["byHistory", "zero", "one"]),
  reduceOnlyResting: one("8.2", "Reduce-only with anything but IOC", ["taken", "refused"]),
  batchSize: one("8.3", "Is a batch beyond the write budget a bad request?", [
    "unbounded",
    "budget",
  ]),
  refusedIdBurned: one("8.4", "Does a create refused with 400 burn its client order id?", truth),
  dottedClientId: one("8.4", "A client order id with a dot", ["refused", "taken"]),
  orderReasonInReads: one("8.6", "Is last_update_reason in the order reads?", truth),
  orderGroupTriggers: one("8.7", "Does the limit trigger when passed, or when reached?", [
    "exceeded",
    "reached",
  ]),
  postOnlyCross: one("8.9", "Post-only that would cross", ["refused", "canceled"]),
  closedMarketCodes: one("8.9", "Codes of a market that takes no orders", ["rest", "fix"]),
  unknownMarketStatus: one("8.9", "HTTP status of an unknown ticker in an order", [404, 400]),
  orderGroupRefusal: one("8.9", "Code of a refusal by the order group", ["rest", "fix"]),
  riskLimitRefusal: one("8.9", "Code of a refusal by the market's risk limit", ["rest", "fix"]),
  readLagMs: amount("8.10", "Lag of orders, fills and balance behind a write", 400, 0, 950),
  positionsLagMs: amount("8.10", "Lag of positions and settlements behind a write", 900, 0, 400),
  balanceExcludesResting: one("9.1", "Is collateral of resting orders out of the balance?", truth),
  portfolioValueIncludesCash: one("9.1", "Is the cash part of portfolio_value?", untruth),
  fillFee: one("9.3", "Is fee_cost of a fill net of rounding and rebate?", ["net", "gross"]),
  settlementCounts: one("9.4", "Does a settlement row tell the net, or both sides bought?", [
    "net",
    "both",
  ]),
  feePrecision: one("10.2", "Is the balance kept to $0.0001 or to the cent?", ["direct", "cent"]),
  scalarPayment: one("10.2", "Is a scalar settlement paid exactly, or cut to the cent?", [
    "exact",
    "cent",
  ]),
  upgradeRefusal: one("11.1", "How a bad signature ends an upgrade", ["status", "closeFrame"]),
  sendingTimes: one("11.1", "Is sending_ts_ms on every message?", truth),
  weeklyPauseDrops: one("11.1", "Does the weekly pause break the connections?", truth),
  subscriptionMarketsMax: amount("11.1", "Markets of one subscription", 500_000, 1),
  yesPriceByDefault: one("11.2", "NO levels in YES prices when a subscription is silent", untruth),
  seqOnTrades: one("11.5", "Is seq on trades and lifecycle messages?", truth),
  snapshotReplies: one("11.5", "Do get_snapshot replies come at once, or after more deltas?", [
    "atomic",
    "delayed",
  ]),
  tickerNumbers: one("11.7", "Are the ticker's amounts texts, or numbers?", ["texts", "numbers"]),
  tickerMoment: one("11.7", "Does a ticker carry ts_ms?", truth),
  unknownTicker: one("11.14", "What subscribing an unknown ticker yields", [11, "emptyBook", 14]),
  collateralReturn: one("12", "Is the sure dollar of a pair over both markets returned?", [
    "none",
    "pairs",
  ]),
  netting: one("12", "Do YES and NO of one market close each other?", ["closed", "apart"]),
  shard: one("15", "The shard of football", [0, 3]),
  priceGrid: one("15", "The price grid of football", [
    "linear_cent",
    "tapered_deci_cent",
    "deci_cent",
  ]),
  feeType: one("15", "The fee type of football", [
    "quadratic_with_maker_fees",
    "quadratic",
    "quadratic_with_combo_maker_fees",
  ]),
} as const satisfies Readonly<Record<string, Switch<unknown>>>;

type Table = typeof SWITCHES;

/** One setting for each switch. */
export type Switches = {
  readonly [Name in keyof Table]: Table[Name]["settings"][number];
};

function usualSettings(): Switches {
  const entries = Object.entries(SWITCHES).map(([name, { usual }]) => [name, usual]);
  return Object.fromEntries(entries) as Switches;
}

export const DEFAULT_SWITCHES: Switches = usualSettings();
