/** The account at an exchange, in the words of the house: what its reads and its stream show. */
import type { BookSide } from "./market.ts";
import type { Money, Price, Quantity } from "./numbers.ts";

export type VenueOrderStatus = "resting" | "executed" | "canceled";

/** An order as the exchange knows it, whoever placed it. */
export type VenueOrder = {
  readonly orderId: string;
  readonly clientOrderId: string | undefined;
  readonly ticker: string;
  readonly side: BookSide;
  readonly price: Price;
  readonly initial: Quantity;
  readonly filled: Quantity;
  readonly remaining: Quantity;
  readonly status: VenueOrderStatus;
  readonly groupId: string | undefined;
  readonly exchangeIndex: number;
  /** Why the exchange changed it last, in its own word. */
  readonly reason: string | undefined;
  /** Unix ms. */
  readonly updatedAt: number | undefined;
};

/** One execution of an order of this account, whoever placed it. */
export type VenueFill = {
  readonly tradeId: string;
  readonly orderId: string;
  /** Only the stream tells it. */
  readonly clientOrderId: string | undefined;
  readonly ticker: string;
  readonly side: BookSide;
  /** YES price whatever the side. */
  readonly price: Price;
  readonly quantity: Quantity;
  readonly fee: Money;
  readonly isTaker: boolean;
  /** Unix ms. */
  readonly at: number | undefined;
};

/** What is held of one market. */
export type VenuePosition = {
  readonly ticker: string;
  /** In 1/100 contract: + is long YES, − is long NO. */
  readonly net: number;
  /** Cost of what is held, without fees. */
  readonly cost: Money | undefined;
  readonly fees: Money | undefined;
  /** Unix ms. */
  readonly updatedAt: number | undefined;
};

/** What a market has paid. */
export type VenueSettlement = {
  readonly ticker: string;
  readonly result: "yes" | "no" | "scalar" | "unknown";
  readonly yes: Quantity;
  readonly no: Quantity;
  /** What was paid out, in whole cents: cut. */
  readonly paid: Money | undefined;
  /** What one YES paid, in whole cents: cut. */
  readonly value: Price | undefined;
  readonly fee: Money | undefined;
  /** Unix ms. */
  readonly at: number | undefined;
};

/** What the account can spend, and what its positions are worth at the exchange's marks. */
export type Balance = {
  readonly cash: Money;
  /** Cut to the cent. */
  readonly holdings: Money | undefined;
  /** Unix ms. */
  readonly at: number | undefined;
};

/** One look at the account. Everything was read after `dataAt` was told: it is that fresh. */
export type AccountReading = {
  /** When it was asked for: source's time. */
  readonly askedMono: number;
  readonly askedAt: number;
  /** The exchange's own word on how fresh its reads are, Unix ms. */
  readonly dataAt: number;
  /** Orders that rest, and every recent order. */
  readonly orders: readonly VenueOrder[];
  readonly fills: readonly VenueFill[];
  readonly positions: readonly VenuePosition[];
  /** Recent ones, and of football those of a year and more. */
  readonly settlements: readonly VenueSettlement[];
  /** Deposits less withdrawals that were carried out, of all that the exchange lists. */
  readonly transferred: Money;
  readonly balance: Balance;
};

/** What the exchange says of the key in use. Its id is not among it: nothing here is secret. */
export type KeyFacts = {
  /** undefined: the exchange does not list this key. */
  readonly mayTrade: boolean | undefined;
  /** Its scopes, for people. */
  readonly words: string;
  /** Unix ms until which the person's location is attested; undefined: never attested. */
  readonly attestedUntil: number | undefined;
};
