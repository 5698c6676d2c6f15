/** One subscription of a session: a channel, its markets, its own sequence. */
export const CHANNELS = [
  "orderbook_delta",
  "ticker",
  "trade",
  "fill",
  "user_orders",
  "market_lifecycle_v2",
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

/** Does data of this channel carry a sequence number? */
export function isSequenced(channel: Channel, seqOnTrades: boolean): boolean {
  if (channel === "orderbook_delta") return true;
  return seqOnTrades && (channel === "trade" || channel === "market_lifecycle_v2");
}

export function concerns(subscription: Subscription, ticker: string): boolean {
  return subscription.tickers === undefined || subscription.tickers.has(ticker);
}
