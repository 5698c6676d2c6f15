/** Orders and fills in the words of the house. */
import type { TeamSide } from "./game.ts";
import type { BookSide } from "./market.ts";
import type { Money, Price, Quantity } from "./numbers.ts";

/** PAPER: nothing leaves the process. DEMO: play money at an exchange. LIVE: real money. */
export type Mode = "PAPER" | "DEMO" | "LIVE";

/** Where game and market come from. */
export type Source = "sim" | "file" | "demo" | "real";

/** Trading semantics §1. Cancels and exits pass in every state. */
export type TradingState = "STOPPED" | "MONITORING" | "TRADING" | "REDUCE-ONLY" | "HALTED";

/** Who asked for an order; decides which gates apply. */
export type OrderOrigin = "auto" | "execute" | "ticket" | "exit";

/** An order as decided: which market, which side of its YES book, how much, at what worst price. */
export type Order = {
  /** Sequence of the intent within the session, from 1. */
  readonly intentId: number;
  /** UUID derived from session and intent: the same order after a crash, never two. */
  readonly clientOrderId: string;
  /** PAPER: filled in here. DEMO, LIVE: sent to the exchange. */
  readonly mode: Mode;
  readonly ticker: string;
  /** The team whose market this is. */
  readonly team: TeamSide;
  readonly side: BookSide;
  readonly quantity: Quantity;
  /** Limit, in YES price of that market. */
  readonly limit: Price;
  /** True: may only shrink the position that stands. */
  readonly reduceOnly: boolean;
  readonly origin: OrderOrigin;
  /** The signal it came from; undefined for a ticket or a flatten. */
  readonly signalId: string | undefined;
  /** Worst cost of what it opens, entry fee included. */
  readonly worstCost: Money;
};

declare const approval: unique symbol;
/** A value that `risk/` has let through. Nothing else can make one, and a venue takes only these. */
export type Approved<T> = T & { readonly [approval]: "risk" };

/** One execution. `price` is the YES price whatever the side. */
export type Fill = {
  /** Unique; a fill seen twice counts once. */
  readonly tradeId: string;
  readonly intentId: number;
  readonly ticker: string;
  readonly team: TeamSide;
  readonly side: BookSide;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly fee: Money;
};

/** How an order ended. */
export type OrderEnd =
  | "filled"
  | "partlyFilled"
  | "unfilled"
  | "canceled"
  | "rejected"
  /** Nothing left the process, or the exchange's door turned it away unread. */
  | "notSent"
  /** Its fate was open, and the exchange has shown that it never had it. */
  | "absent"
  /** Its fate was open, and a person has declared it filled. */
  | "declaredFilled"
  | "abandoned";
