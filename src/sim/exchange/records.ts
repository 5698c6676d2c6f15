/** What the exchange keeps and tells: markets, trades, the account's orders and fills. */
import type { TeamSide } from "../../domain/game.ts";
import type { BookSide, MarketStatus, PriceRange } from "../../domain/market.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import type { FeeAccumulator } from "../../market/market.ts";
import type { Book, Resting } from "./book.ts";
import type { Listing } from "./listing.ts";

export type Trade = {
  readonly tradeId: string;
  readonly ticker: string;
  readonly price: Price;
  readonly quantity: Quantity;
  /** The aggressor's side. */
  readonly taker: BookSide;
  /** Unix ms, source time. */
  readonly at: number;
};

export type MarketResult = "" | "yes" | "no" | "scalar";

/** One market as it stands. Changed only by the exchange itself. */
export type ListedMarket = {
  /** UUID. */
  readonly id: string;
  readonly ticker: string;
  readonly team: TeamSide;
  readonly listing: Listing;
  readonly book: Book;
  /** UUID of the team, for `custom_strike`. */
  readonly teamTarget: string;
  priceRanges: readonly PriceRange[];
  /** Label of the grid. */
  priceStructure: string;
  /** What the exchange calls the team in both sub-titles. */
  subTitle: string;
  /** Unix ms until which reads do not find it: it has only just been created. */
  readonly hiddenUntil: number;
  /** Unix ms of the last change that is not trading. */
  changedAt: number;
  readonly openAt: number;
  closeAt: number;
  status: MarketStatus;
  /** What it was before, and until when (Unix ms) lists by status still say so. */
  before: { readonly status: MarketStatus; readonly until: number } | undefined;
  result: MarketResult;
  settlementValue: Price | undefined;
  determinedAt: number | undefined;
  settledAt: number | undefined;
  /** Counts the results that were set: an amendment overtakes a payment that waits. */
  results: number;
  /** An offer has stood here once (decides how a missing one is written). */
  wasOffered: boolean;
  last: Price | undefined;
  lastSize: Quantity | undefined;
  volume: Quantity;
  openInterest: Quantity;
  /** Money traded at YES prices. */
  turnover: Money;
  /** Newest last, bounded. */
  readonly trades: Trade[];
};

export type OrderStatus = "resting" | "executed" | "canceled";
export type TimeInForce = "good_till_canceled" | "immediate_or_cancel" | "fill_or_kill";
export type SelfTradePrevention = "taker_at_cross" | "maker";

export type UpdateReason =
  | "Trade"
  | "Amend"
  | "Decrease"
  | "SelfTradeCancel"
  | "ExpiryCancel"
  | "CloseCancel"
  | "HaltCancel"
  | "PostOnlyCrossCancel"
  | "ReduceOnlyCancel"
  | "MarginCancel";

/** An order of the account. */
export type AccountOrder = {
  readonly orderId: string;
  /** An amendment may change it, as it may price, size and expiry. */
  clientOrderId: string;
  readonly ticker: string;
  readonly side: BookSide;
  price: Price;
  initial: Quantity;
  readonly timeInForce: TimeInForce;
  readonly selfTrade: SelfTradePrevention;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly cancelOnPause: boolean;
  readonly orderGroupId: string | undefined;
  /** Unix ms. */
  expiresAt: number | undefined;
  readonly createdAt: number;
  updatedAt: number;
  status: OrderStatus;
  filled: Quantity;
  remaining: Quantity;
  takerCost: Money;
  makerCost: Money;
  takerFees: Money;
  makerFees: Money;
  /** What rounding to the balance's precision has taken and given back. */
  readonly rounding: FeeAccumulator;
  reason: UpdateReason | undefined;
  /** Its place in the book while it rests. */
  resting: Resting | undefined;
};

export type AccountFill = {
  readonly tradeId: string;
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly ticker: string;
  readonly side: BookSide;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly taker: boolean;
  /** What was charged: trade fee, rounding and rebate. */
  readonly fee: Money;
  readonly tradeFee: Money;
  /** Signed position of the market after it. */
  readonly positionAfter: number;
  readonly at: number;
};

/** Holdings in one market. `quantity` is signed: long YES above zero, long NO below. */
export type Position = {
  readonly ticker: string;
  readonly quantity: number;
  /** Cost of the net position, without fees. */
  readonly cost: Money;
  /** All money ever spent on the market's contracts. */
  readonly traded: Money;
  readonly realized: Money;
  readonly fees: Money;
  /** Contracts ever bought of each outcome, and what they cost: a settlement may tell both. */
  readonly bought: Readonly<Record<"yes" | "no", Bought>>;
  /** Pairs of YES and NO that are held side by side, and what each half cost. */
  readonly pairs: { readonly quantity: Quantity; readonly yes: Money; readonly no: Money };
  /** Fees of the contracts that are held now. */
  readonly heldFees: Money;
  /** Contracts ever traded. */
  readonly volume: Quantity;
  readonly updatedAt: number;
};

export type Bought = { readonly quantity: Quantity; readonly cost: Money };

export type Settlement = {
  readonly ticker: string;
  readonly eventTicker: string;
  readonly result: MarketResult;
  readonly quantity: number;
  readonly cost: Money;
  readonly revenue: Money;
  readonly value: Price;
  readonly fees: Money;
  readonly bought: Position["bought"];
  readonly pairs: Position["pairs"];
  readonly at: number;
};

/** Money that came to the account, or left it below zero. */
export type Transfer = { readonly id: string; readonly amount: Money; readonly at: number };

/** What happens to an order group, in the words of the wire. */
export type GroupEvent = "created" | "triggered" | "reset" | "deleted" | "limit_updated";

/** What happened, in order: the sockets tell it, each channel its part. */
export type News =
  | {
      readonly kind: "level";
      readonly market: ListedMarket;
      readonly side: BookSide;
      readonly price: Price;
      /** Signed change of the size displayed, 1/100 contract. */
      readonly change: number;
      /** The account's own order that caused it. */
      readonly clientOrderId: string | undefined;
    }
  /** The book was emptied at once (the market closed). */
  | { readonly kind: "emptied"; readonly market: ListedMarket }
  /** Top of book, last price or volume changed. */
  | { readonly kind: "ticker"; readonly market: ListedMarket }
  | { readonly kind: "trade"; readonly trade: Trade }
  | { readonly kind: "fill"; readonly fill: AccountFill }
  | { readonly kind: "order"; readonly order: AccountOrder }
  | { readonly kind: "position"; readonly position: Position }
  | {
      readonly kind: "group";
      readonly event: GroupEvent;
      readonly groupId: string;
      /** Told with a new limit. */
      readonly limit: Quantity | undefined;
    }
  /** `detail`: the message's own keys beside the ticker, in the words of the wire. */
  | {
      readonly kind: "lifecycle";
      readonly market: ListedMarket;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  /** `event_lifecycle` and `event_fee_update`: told on the lifecycle channel too. */
  | {
      readonly kind: "event";
      readonly type: "event_lifecycle" | "event_fee_update";
      readonly detail: Readonly<Record<string, unknown>>;
    };
