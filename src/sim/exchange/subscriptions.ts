/** One subscription of a session: a channel, its markets, its own sequence. */
export const CHANNELS = [
  "orderbook_delta",
  "ticker",
  "trade",
  "fill",
  "user_orders",
  "market_positions",
  "order_group_updates",
  "market_lifecycle_v2",
  // Of these nothing is ever heard here: no combos, no quotes.
  "multivariate_market_lifecycle",
  "communications",
] as const;

export type Channel = (typeof CHANNELS)[number];

export type Subscription = {
  readonly sid: number;
  readonly channel: Channel;
  /** undefined: all markets. In the order in which they were asked for. */
  tickers: Set<string> | undefined;
  readonly useYesPrice: boolean;
  /** `ok` replies leave the market list out. */
  readonly skipAck: boolean;
  /** The last sequence number sent. */
  seq: number;
};

export function isChannel(name: string): name is Channel {
  return CHANNELS.some((channel) => channel === name);
}

const wholeExchange: readonly Channel[] = [
  "market_lifecycle_v2",
  "order_group_updates",
  "multivariate_market_lifecycle",
  "communications",
];

/** Can the channel be asked for some markets only? */
export function isFiltered(channel: Channel): boolean {
  return !wholeExchange.includes(channel);
}

/** Does data of this channel carry a sequence number? */
export function isSequenced(channel: Channel, seqOnTrades: boolean): boolean {
  if (channel === "orderbook_delta" || channel === "order_group_updates") return true;
  if (channel === "trade" || channel === "market_lifecycle_v2") return seqOnTrades;
  return channel === "communications" || channel === "multivariate_market_lifecycle";
}

/** Does the subscription hear of this market? Without a market: of something of no market. */
export function concerns(subscription: Subscription, ticker: string | undefined): boolean {
  if (ticker === undefined) return true;
  return subscription.tickers === undefined || subscription.tickers.has(ticker);
}
