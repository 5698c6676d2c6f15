/** The one member's account: cash, holdings, orders, fills, and what its reads show. */
import { NO_MONEY, cost, minus, plus } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { bookFill, emptyPosition, openingPrice, reservation } from "./collateral.ts";
import { fillFee } from "./fees.ts";
import type { Booker, Execution, Floor } from "./floor.ts";
import { createReads } from "./read-side.ts";
import type { LaggedReads } from "./read-side.ts";
import type {
  AccountFill,
  AccountOrder,
  ListedMarket,
  OrderStatus,
  Position,
  Settlement,
  UpdateReason,
} from "./records.ts";
import { drawUuid } from "./uuid.ts";

export interface Account extends Booker {
  readonly userId: string;
  readonly reads: LaggedReads;
  cash(): Money;
  /** Cash that resting orders hold, as of now. */
  reserved(): Money;
  position(ticker: string): Position;
  order(orderId: string): AccountOrder | undefined;
  /** Resting orders of one market, or of all; oldest first. */
  resting(ticker?: string): AccountOrder[];
  usedClientOrderId(clientOrderId: string): boolean;
  /** Registers an order that passed every check; burns its client order id. */
  register(order: AccountOrder): void;
  /** Burns a client order id without an order (a killed fill-or-kill). */
  burn(clientOrderId: string): void;
  /** Puts what is left of an order into the book. */
  rest(order: AccountOrder, market: ListedMarket): void;
  /** Ends an order: out of the book, told on the user channels. */
  end(order: AccountOrder, status: OrderStatus, reason: UpdateReason | undefined): void;
  /** Tells the user channels and the reads how an order stands. */
  tell(order: AccountOrder): void;
  /** Pays one market's position at the value of one YES contract. */
  settle(market: ListedMarket, value: Price): void;
}

type State = {
  readonly floor: Floor;
  readonly reads: LaggedReads;
  readonly orders: Map<string, AccountOrder>;
  readonly open: Set<AccountOrder>;
  readonly positions: Map<string, Position>;
  readonly burned: Set<string>;
  cash: Money;
};

function positionOf(state: State, ticker: string): Position {
  return state.positions.get(ticker) ?? emptyPosition(ticker);
}

function restingOf(state: State, ticker: string | undefined): AccountOrder[] {
  const open = [...state.open];
  return ticker === undefined ? open : open.filter((order) => order.ticker === ticker);
}

function reservedOf(state: State): Money {
  let sum = NO_MONEY;
  for (const ticker of state.floor.markets.keys()) {
    const orders = restingOf(state, ticker);
    const { quantity } = positionOf(state, ticker);
    sum = plus(sum, reservation(quantity, orders, state.floor.fees));
  }
  return sum;
}

function tell(state: State, order: AccountOrder): void {
  order.updatedAt = Math.floor(state.floor.source.clock.now().at);
  const copy = { ...order };
  state.reads.later((shown) => shown.orders.set(copy.orderId, copy));
  state.floor.publish({ kind: "order", order: copy });
}

function book(state: State, { market, orderId, taker, trade }: Execution): void {
  const order = state.orders.get(orderId);
  if (order === undefined) throw new RangeError(`fill of an unknown order: ${orderId}`);
  const { price, quantity, at, tradeId } = trade;
  const fee = fillFee(state.floor.fees, taker, price, quantity);
  const before = positionOf(state, market.ticker);
  const { side, clientOrderId } = order;
  const { position, cash } = bookFill(before, { side, price, quantity, fee, at });
  state.cash = plus(state.cash, cash);
  state.positions.set(market.ticker, position);
  order.filled = (order.filled + quantity) as Quantity;
  order.remaining = (order.remaining - quantity) as Quantity;
  const spent = cost(openingPrice(side, price), quantity);
  if (taker) {
    order.takerCost = plus(order.takerCost, spent);
    order.takerFees = plus(order.takerFees, fee);
  } else {
    order.makerCost = plus(order.makerCost, spent);
    order.makerFees = plus(order.makerFees, fee);
  }
  const fill: AccountFill = {
    tradeId,
    orderId,
    clientOrderId,
    ticker: market.ticker,
    side,
    price,
    quantity,
    taker,
    fee,
    positionAfter: position.quantity,
    at,
  };
  const balance = state.cash;
  state.reads.later((shown) => {
    shown.cash = balance;
    shown.positions.set(market.ticker, position);
    shown.fills.push(fill);
  });
  state.floor.publish({ kind: "fill", fill });
  order.reason = "Trade";
  if (order.remaining === 0) {
    order.status = "executed";
    order.resting = undefined;
    state.open.delete(order);
  }
  // A taker's state is told once, when its matching is over.
  if (!taker) tell(state, order);
}

function end(
  state: State,
  order: AccountOrder,
  status: OrderStatus,
  reason: UpdateReason | undefined,
): void {
  const { resting } = order;
  order.resting = undefined;
  state.open.delete(order);
  order.status = status;
  order.remaining = 0 as Quantity;
  order.reason = reason;
  if (resting !== undefined) {
    state.floor.markets.get(order.ticker)?.book.shrink(resting, resting.remaining);
  }
  tell(state, order);
}

function settle(state: State, market: ListedMarket, value: Price): void {
  const before = positionOf(state, market.ticker);
  if (before.quantity === 0) return;
  const side = before.quantity > 0 ? "bid" : "ask";
  const quantity = Math.abs(before.quantity) as Quantity;
  const revenue = cost(openingPrice(side, value), quantity);
  const at = Math.floor(state.floor.source.clock.now().at);
  const settlement: Settlement = {
    ticker: market.ticker,
    eventTicker: market.listing.eventTicker,
    result: market.result,
    quantity: before.quantity,
    cost: before.cost,
    revenue,
    value,
    fees: before.fees,
    at,
  };
  const after: Position = {
    ...before,
    quantity: 0,
    cost: NO_MONEY,
    realized: plus(before.realized, minus(revenue, before.cost)),
    updatedAt: at,
  };
  state.cash = plus(state.cash, revenue);
  state.positions.set(market.ticker, after);
  const balance = state.cash;
  state.reads.later((shown) => {
    shown.cash = balance;
    shown.positions.set(market.ticker, after);
    shown.settlements.push(settlement);
  });
}

/** Opens the account with this much cash. */
export function createAccount(floor: Floor, cash: Money): Account {
  const state: State = {
    floor,
    reads: createReads(cash, floor.source, floor.operator, floor.switches.readLagMs),
    orders: new Map(),
    open: new Set(),
    positions: new Map(),
    burned: new Set(),
    cash,
  };
  return {
    userId: drawUuid(floor.chance),
    reads: state.reads,
    cash: () => state.cash,
    reserved: () => reservedOf(state),
    position: (ticker) => positionOf(state, ticker),
    order: (orderId) => state.orders.get(orderId),
    resting: (ticker) => restingOf(state, ticker),
    usedClientOrderId: (clientOrderId) => state.burned.has(clientOrderId),
    clientOrderIdOf: (orderId) => state.orders.get(orderId)?.clientOrderId,
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
    end: (order, status, reason) => end(state, order, status, reason),
    tell: (order) => tell(state, order),
    book: (execution) => book(state, execution),
    cancelForSelfTrade: (orderId) => {
      const order = state.orders.get(orderId);
      if (order !== undefined) end(state, order, "canceled", "SelfTradeCancel");
    },
    settle: (market, value) => settle(state, market, value),
  };
}
