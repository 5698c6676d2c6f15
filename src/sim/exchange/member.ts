/**
 * The member past every API client: what the account's owner does in the app or on the website,
 * and how the account truly stands, without the lag of the reads.
 */
import type { BookSide } from "../../domain/market.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { cancelOrder } from "./changing.ts";
import { placeOrder } from "./placing.ts";
import type { Desk } from "./placing.ts";
import type { AccountFill, OrderStatus, TimeInForce } from "./records.ts";
import type { Reply } from "./replies.ts";

/** An order as a person enters it: no client order id, no group, good until cancelled. */
export type EnteredOrder = {
  readonly ticker: string;
  readonly side: BookSide;
  readonly quantity: Quantity;
  readonly price: Price;
  /** Default: "good_till_canceled". */
  readonly timeInForce?: TimeInForce;
  /** Default: none, as orders from the app have it. */
  readonly clientOrderId?: string;
};

/** How an order of the account stands. */
export type MemberOrder = {
  readonly orderId: string;
  /** "" when it has none. */
  readonly clientOrderId: string;
  readonly ticker: string;
  readonly side: BookSide;
  readonly price: Price;
  readonly status: OrderStatus;
  readonly filled: Quantity;
  readonly remaining: Quantity;
  readonly orderGroupId: string | undefined;
};

export type Entered =
  | { readonly kind: "placed"; readonly order: MemberOrder }
  | { readonly kind: "refused"; readonly reply: Reply };

export interface Member {
  /** Places an order past our desk; it passes every check of the exchange. */
  place(order: EnteredOrder): Entered;
  /** Cancels an order by its id; false when the exchange refuses. */
  cancel(orderId: string): boolean;
  /** Adds to the cash. Throws unless the amount is above zero, in whole cents. */
  deposit(amount: Money): void;
  /** Takes from the cash. Throws unless the amount is above zero, in whole cents, and there. */
  withdraw(amount: Money): void;
  /** Ids of the order groups that are there, oldest first. */
  groups(): readonly string[];
  /** Triggers an order group, or all of them: what rests of it is cancelled. */
  triggerGroups(groupId?: string): void;
  /** Lets a triggered group, or all of them, take orders again. */
  resetGroups(groupId?: string): void;
  /** Cash as it is now, collateral of resting orders not taken out. */
  cash(): Money;
  /** Signed contracts of a market as they are now, 1/100 contract. */
  position(ticker: string): number;
  /** Every order the account ever had, oldest first. */
  orders(): readonly MemberOrder[];
  /** Every fill the account ever had, oldest first. */
  fills(): readonly AccountFill[];
}

const centMicros = 10_000;

/** Money moves in whole cents. */
function isPayable(amount: Money): boolean {
  return amount > 0 && amount % centMicros === 0;
}

/** Gives a person's hands to the account behind this desk. */
export function createMember(desk: Desk): Member {
  const { account, floor } = desk;
  const groupsOf = (groupId: string | undefined) =>
    account.groups.all().filter(({ id }) => groupId === undefined || id === groupId);
  const fills: AccountFill[] = [];
  floor.listen((news) => {
    if (news.kind === "fill") fills.push(news.fill);
  });
  return {
    place: (entered) => {
      const placed = placeOrder(desk, {
        ticker: entered.ticker,
        side: entered.side,
        quantity: entered.quantity,
        price: entered.price,
        timeInForce: entered.timeInForce ?? "good_till_canceled",
        selfTrade: "taker_at_cross",
        clientOrderId: entered.clientOrderId ?? "",
        expirationTime: undefined,
        postOnly: false,
        reduceOnly: false,
        cancelOnPause: false,
        orderGroupId: undefined,
        subaccount: 0,
        exchangeIndex: undefined,
      });
      return placed.kind === "refused" ? placed : { kind: "placed", order: { ...placed.order } };
    },
    cancel: (orderId) => {
      const anywhere = { ticker: undefined, exchangeIndex: -1, subaccount: undefined };
      return cancelOrder(desk, orderId, anywhere).kind === "canceled";
    },
    deposit: (amount) => {
      if (!isPayable(amount)) throw new RangeError(`a deposit of ${amount}`);
      account.transfer(amount);
    },
    withdraw: (amount) => {
      const free = account.cash() - account.reserved();
      if (!isPayable(amount) || amount > free) throw new RangeError(`a withdrawal of ${amount}`);
      account.transfer(-amount as Money);
    },
    groups: () => account.groups.all().map(({ id }) => id),
    triggerGroups: (groupId) => {
      for (const group of groupsOf(groupId)) account.groups.trigger(group);
    },
    resetGroups: (groupId) => {
      for (const group of groupsOf(groupId)) account.groups.reset(group);
    },
    cash: () => account.cash(),
    position: (ticker) => account.position(ticker).quantity,
    orders: () => account.orders().map((order) => ({ ...order })),
    fills: () => [...fills],
  };
}
