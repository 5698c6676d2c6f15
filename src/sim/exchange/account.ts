/** The one member's account: cash, holdings, orders, fills, and what its reads show. */
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { plus } from "../../domain/numbers.ts";
import { book, positionOf, returnedBy, settle } from "./booking.ts";
import type { Ledger } from "./booking.ts";
import { fillOrder, reducible } from "./collateral.ts";
import type { Booker, Floor } from "./floor.ts";
import { createGroups } from "./groups.ts";
import type { Groups } from "./groups.ts";
import { createReads } from "./read-side.ts";
import type { LaggedReads } from "./read-side.ts";
import type {
  AccountOrder,
  ListedMarket,
  OrderStatus,
  Position,
  Transfer,
  UpdateReason,
} from "./records.ts";
import { reservedCash } from "./reserved.ts";
import type { Suppose } from "./reserved.ts";
import { drawUuid } from "./uuid.ts";

export interface Account extends Booker {
  readonly userId: string;
  readonly reads: LaggedReads;
  readonly groups: Groups;
  cash(): Money;
  /** Cash that resting orders hold now, or would hold if one market stood otherwise. */
  reserved(suppose?: Suppose): Money;
  /** What a position of this size would return of sure pairs' dollars; below zero: take back. */
  returnedBy(market: ListedMarket, quantity: number): Money;
  position(ticker: string): Position;
  order(orderId: string): AccountOrder | undefined;
  /** Every order ever placed, oldest first. */
  orders(): AccountOrder[];
  /** Resting orders of one market, or of all; oldest first. */
  resting(ticker?: string): AccountOrder[];
  /** Ids of all orders that were ever placed in a group. */
  ordersOf(groupId: string): string[];
  usedClientOrderId(clientOrderId: string): boolean;
  /** Registers an order that passed every check; burns its client order id. */
  register(order: AccountOrder): void;
  /** Burns a client order id without an order, or for an amended one. */
  burn(clientOrderId: string): void;
  /** Puts what is left of an order into the book. */
  rest(order: AccountOrder, market: ListedMarket): void;
  /** Takes an order out of the book; it is still open. */
  lift(order: AccountOrder): void;
  /** The books of a closed market are emptied: its open orders stand in none. */
  forgetPlaces(ticker: string): void;
  /** Ends an order: out of the book, told on the user channels. */
  end(order: AccountOrder, status: OrderStatus, reason: UpdateReason | undefined): void;
  /** Tells the user channels and the reads how an order stands. */
  tell(order: AccountOrder): void;
  /** Pays one market's position at the value of one YES contract. */
  settle(market: ListedMarket, value: Price): void;
  /** Money comes to the account, or leaves it: below zero. */
  transfer(amount: Money): void;
}

type State = Ledger & {
  readonly groups: Groups;
  readonly burned: Set<string>;
};

function restingOf(state: State, ticker: string | undefined): AccountOrder[] {
  const open = [...state.open];
  return ticker === undefined ? open : open.filter((order) => order.ticker === ticker);
}

function reservedOf(state: State, suppose?: Suppose): Money {
  return reservedCash(state.floor, {
    held: (ticker) =>
      ticker === suppose?.ticker ? suppose.quantity : positionOf(state, ticker).quantity,
    resting: (ticker) => (ticker === suppose?.ticker ? suppose.orders : restingOf(state, ticker)),
  });
}

function tell(state: State, order: AccountOrder): void {
  order.updatedAt = Math.floor(state.floor.source.clock.now().at);
  const copy = { ...order };
  state.reads.later((shown) => shown.orders.set(copy.orderId, copy));
  state.floor.publish({ kind: "order", order: copy });
}

/** Takes an order out of the book. */
function lift(state: State, order: AccountOrder): void {
  const { resting } = order;
  order.resting = undefined;
  if (resting === undefined) return;
  state.floor.markets.get(order.ticker)?.book.shrink(resting, resting.remaining);
}

function end(
  state: State,
  order: AccountOrder,
  status: OrderStatus,
  reason: UpdateReason | undefined,
): void {
  state.open.delete(order);
  order.status = status;
  order.reason = reason;
  lift(state, order);
  order.remaining = 0 as Quantity;
  tell(state, order);
}

/** What a fill leaves of a position bounds the reduce-only orders that rest against it. */
function trimReduceOnly(state: State, filled: AccountOrder): void {
  const { quantity } = positionOf(state, filled.ticker);
  const left = { bid: reducible(quantity, "bid"), ask: reducible(quantity, "ask") };
  for (const order of restingOf(state, filled.ticker)) {
    if (!order.reduceOnly || order.resting === undefined) continue;
    const kept = Math.min(order.remaining, left[order.side]);
    left[order.side] = (left[order.side] - kept) as Quantity;
    const cut = (order.remaining - kept) as Quantity;
    if (kept === 0) end(state, order, "canceled", "ReduceOnlyCancel");
    else if (cut > 0) {
      order.remaining = kept as Quantity;
      state.floor.markets.get(order.ticker)?.book.shrink(order.resting, cut);
      tell(state, order);
    }
  }
}

/**
 * A reduce-only fill takes from the position what another order of its side was to reduce. What
 * that one would open instead, and the cash does not cover, is cancelled: worst price first.
 */
function cancelUncovered(state: State, filled: AccountOrder): void {
  const rivals = restingOf(state, filled.ticker).filter(
    (order) => !order.reduceOnly && order.resting !== undefined,
  );
  for (const order of fillOrder(rivals, filled.side).toReversed()) {
    if (reservedOf(state) <= state.cash) return;
    end(state, order, "canceled", "MarginCancel");
  }
}

/**
 * The group of an order has been triggered, or is gone. A fill-or-kill that has been taken fills
 * nevertheless: it is never filled in part.
 */
function isHalted(state: State, orderId: string): boolean {
  const order = state.orders.get(orderId);
  const groupId = order?.orderGroupId;
  if (groupId === undefined || order?.timeInForce === "fill_or_kill") return false;
  return state.groups.get(groupId)?.triggered ?? true;
}

function open(floor: Floor, cash: Money): State {
  const open = new Set<AccountOrder>();
  const cancelAll = (groupId: string): void => {
    const own = [...open].filter((order) => order.orderGroupId === groupId);
    for (const order of own) end(state, order, "canceled", undefined);
  };
  const state: State = {
    floor,
    reads: createReads(cash, floor.source, floor.operator, floor.switches),
    groups: createGroups(floor, cancelAll),
    orders: new Map(),
    open,
    positions: new Map(),
    returned: new Map(),
    burned: new Set(),
    cash,
  };
  return state;
}

function transfer(state: State, amount: Money): void {
  const at = Math.floor(state.floor.source.clock.now().at);
  const row: Transfer = { id: drawUuid(state.floor.chance), amount, at };
  state.cash = plus(state.cash, amount);
  const balance = state.cash;
  state.reads.later((shown) => {
    shown.cash = balance;
    shown.transfers.push(row);
  });
}

/** Opens the account with this much cash. */
export function createAccount(floor: Floor, cash: Money): Account {
  const state = open(floor, cash);
  return {
    userId: drawUuid(floor.chance),
    reads: state.reads,
    groups: state.groups,
    cash: () => state.cash,
    reserved: (suppose) => reservedOf(state, suppose),
    returnedBy: (market, quantity) => returnedBy(state, market, quantity),
    position: (ticker) => positionOf(state, ticker),
    order: (orderId) => state.orders.get(orderId),
    orders: () => [...state.orders.values()],
    resting: (ticker) => restingOf(state, ticker),
    ordersOf: (groupId) =>
      [...state.orders.values()]
        .filter((order) => order.orderGroupId === groupId)
        .map((order) => order.orderId),
    usedClientOrderId: (clientOrderId) => state.burned.has(clientOrderId),
    clientOrderIdOf: (orderId) => state.orders.get(orderId)?.clientOrderId,
    isHalted: (orderId) => isHalted(state, orderId),
    register: (order) => {
      state.orders.set(order.orderId, order);
      if (order.clientOrderId !== "") state.burned.add(order.clientOrderId);
    },
    burn: (clientOrderId) => state.burned.add(clientOrderId),
    rest: (order, market) => {
      const { side, price, orderId, remaining } = order;
      order.resting = { side, price, orderId, remaining };
      state.open.add(order);
      market.book.join(order.resting);
    },
    lift: (order) => lift(state, order),
    forgetPlaces: (ticker) => {
      for (const order of restingOf(state, ticker)) order.resting = undefined;
    },
    end: (order, status, reason) => end(state, order, status, reason),
    tell: (order) => tell(state, order),
    book: (execution) => {
      const order = book(state, execution);
      trimReduceOnly(state, order);
      if (order.reduceOnly) cancelUncovered(state, order);
      // A taker's state is told once, when its matching is over.
      if (!execution.taker) tell(state, order);
      if (order.orderGroupId !== undefined) {
        state.groups.fill(order.orderGroupId, execution.trade.quantity);
      }
    },
    cancelForSelfTrade: (orderId) => {
      const order = state.orders.get(orderId);
      if (order !== undefined) end(state, order, "canceled", "SelfTradeCancel");
    },
    settle: (market, value) => settle(state, market, value),
    transfer: (amount) => transfer(state, amount),
  };
}
