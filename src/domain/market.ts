/** The market's words: two markets of one game, books of bids and asks on each YES leg. */
import type { TeamSide } from "./game.ts";
import type { Price, Quantity } from "./numbers.ts";

/** Which side of a market's YES book: `bid` buys YES, `ask` sells it (= buys NO at 1 − price). */
export type BookSide = "bid" | "ask";

export function otherBookSide(side: BookSide): BookSide {
  return side === "bid" ? "ask" : "bid";
}

/** One price level: price in YES terms of its market, and the size displayed there. */
export type Level = readonly [price: Price, quantity: Quantity];

/** An inclusive grid of valid prices: `start`, `start + step` … `end`. */
export type PriceRange = { readonly start: Price; readonly end: Price; readonly step: Price };

export type MarketStatus =
  | "initialized"
  | "active"
  | "inactive"
  | "closed"
  | "determined"
  | "disputed"
  | "amended"
  | "finalized"
  | "unknown";

/** How the exchange charges: read from the series, with the event's override applied. */
export type FeeSchedule = {
  /** Maker fee as a share of the taker fee, in 1/100: 25 means a quarter, 0 means none. */
  readonly makerShare: number;
  /** `fee_multiplier` as the exact decimal text of the wire, e.g. "1" or "0.5". */
  readonly multiplier: string;
};

/** Rounding of fees, a property of the account (trading semantics §8). */
export type FeePrecision = "direct" | "cent";

/** One of the two winner markets of the game. */
export type Market = {
  readonly ticker: string;
  readonly team: TeamSide;
  readonly title: string;
  readonly status: MarketStatus;
  readonly priceRanges: readonly PriceRange[];
  /** Unix ms. */
  readonly closeAt: number | undefined;
  readonly rules: string;
  /** Contracts traded in total. */
  readonly volume: Quantity | undefined;
};

/** The Kalshi event of the game with its two markets. */
export type GameMarkets = {
  readonly eventTicker: string;
  readonly title: string;
  readonly home: Market;
  readonly away: Market;
  /** undefined: not known, and then never guessed. */
  readonly fees: FeeSchedule | undefined;
};

/** True when the price lies on the market's grid, strictly between 0 and 1 dollar. */
export function onGrid(ranges: readonly PriceRange[], at: Price): boolean {
  if (at <= 0 || at >= 10_000) return false;
  return ranges.some(
    (range) => at >= range.start && at <= range.end && (at - range.start) % range.step === 0,
  );
}
