/** Order entry: every check of the exchange, then matching, then what is left rests or ends. */
import { onGrid, otherBookSide } from "../../domain/market.ts";
import { NO_MONEY, complement, minus, plus } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import type { Cancel } from "../../domain/ports.ts";
import type { Account } from "./account.ts";
import { bookFill, reducible, reservation } from "./collateral.ts";
import { fillFee } from "./fees.ts";
import { available, match, within } from "./floor.ts";
import type { Floor, Taker } from "./floor.ts";
import type { OrderRequest } from "./order-request.ts";
import type { Pauses } from "./pauses.ts";
import type { AccountOrder, ListedMarket, OrderStatus, UpdateReason } from "./records.ts";
import { failure } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { drawUuid } from "./uuid.ts";

export type Placed =
  | { readonly kind: "placed"; readonly order: AccountOrder }
  | { readonly kind: "refused"; readonly reply: Reply };

export type Desk = {
  readonly floor: Floor;
  readonly account: Account;
  readonly pauses: Pauses;
  /** Timers of expiring orders, by order id. */
  readonly expiries: Map<string, Cancel>;
  /** Operator's mono ms until which a cancel-all still reaches new orders. */
  cancelAllUntil: number;
};

export function openDesk(floor: Floor, account: Account, pauses: Pauses): Desk {
  return { floor, account, pauses, expiries: new Map(), cancelAllUntil: -1 };
}

/** Why this market takes no orders now, in the exchange's answer. */
function marketRefusal(desk: Desk, market: ListedMarket): Reply | undefined {
  if (!desk.pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  if (!desk.pauses.tradingActive()) return failure(409, "trading_is_paused");
  switch (market.status) {
    case "active":
      return undefined;
    case "inactive":
      return failure(409, "trading_is_paused");
    case "initialized":
    case "unknown":
      return failure(400, "market_inactive");
    default:
      return failure(400, "market_closed");
  }
}

function termsRefusal(desk: Desk, request: OrderRequest): Reply | undefined {
  const { expirationTime, timeInForce } = request;
  if (request.subaccount !== 0) return failure(404, "user_not_found");
  // No order group exists on this exchange; the code's exact text is not verified.
  if (request.orderGroupId !== undefined) return failure(404, "order_group_not_found");
  if (request.postOnly && timeInForce !== "good_till_canceled") {
    return failure(400, "invalid_parameters");
  }
  if (expirationTime === undefined) return undefined;
  if (timeInForce !== "good_till_canceled") {
    return failure(400, "invalid_parameters", "IOC orders cannot have an expiration timestamp");
  }
  if (expirationTime * 1000 > desk.floor.source.clock.now().at) return undefined;
  const details = "Expiration timestamp must be in the future";
  return failure(400, "invalid_parameters", details);
}

/** Cash that would be left if all of it filled at its limit, less what then stays reserved. */
function worstIfFilled(desk: Desk, request: OrderRequest, quantity: Quantity): Money {
  const { floor, account } = desk;
  const { side, price, ticker } = request;
  const fee = fillFee(floor.fees, true, price, quantity);
  const before = account.position(ticker);
  const { position, cash } = bookFill(before, { side, price, quantity, fee, at: 0 });
  const resting = account.resting(ticker);
  const now = reservation(before.quantity, resting, floor.fees);
  const then = reservation(position.quantity, resting, floor.fees);
  return minus(plus(account.cash(), cash), plus(minus(account.reserved(), now), then));
}

/** Cash that would be left if all of it rested at its limit. */
function worstIfResting(desk: Desk, request: OrderRequest, quantity: Quantity): Money {
  const { floor, account } = desk;
  const position = account.position(request.ticker).quantity;
  const resting = account.resting(request.ticker);
  const joining = { ...request, remaining: quantity };
  const now = reservation(position, resting, floor.fees);
  const then = reservation(position, [...resting, joining], floor.fees);
  return minus(account.cash(), plus(minus(account.reserved(), now), then));
}

function isCovered(desk: Desk, request: OrderRequest, quantity: Quantity): boolean {
  if (worstIfFilled(desk, request, quantity) < 0) return false;
  const rests = request.timeInForce === "good_till_canceled";
  return !rests || worstIfResting(desk, request, quantity) >= 0;
}

function newOrder(desk: Desk, request: OrderRequest): AccountOrder {
  const now = Math.floor(desk.floor.source.clock.now().at);
  return {
    orderId: drawUuid(desk.floor.chance),
    clientOrderId: request.clientOrderId,
    ticker: request.ticker,
    side: request.side,
    price: request.price,
    initial: request.quantity,
    timeInForce: request.timeInForce,
    selfTrade: request.selfTrade,
    reduceOnly: request.reduceOnly,
    cancelOnPause: request.cancelOnPause,
    expiresAt: request.expirationTime === undefined ? undefined : request.expirationTime * 1000,
    createdAt: now,
    updatedAt: now,
    status: "resting",
    filled: 0 as Quantity,
    remaining: request.quantity,
    takerCost: NO_MONEY,
    makerCost: NO_MONEY,
    takerFees: NO_MONEY,
    makerFees: NO_MONEY,
    reason: undefined,
    resting: undefined,
  };
}

/** Ends an order and forgets its expiry. */
export function endOrder(
  desk: Desk,
  order: AccountOrder,
  status: OrderStatus,
  reason: UpdateReason | undefined,
): void {
  desk.expiries.get(order.orderId)?.();
  desk.expiries.delete(order.orderId);
  desk.account.end(order, status, reason);
}

function watchExpiry(desk: Desk, order: AccountOrder): void {
  if (order.expiresAt === undefined) return;
  const wait = Math.max(0, order.expiresAt - desk.floor.source.clock.now().at);
  const cancel = desk.floor.source.timers.after(wait, () => {
    desk.expiries.delete(order.orderId);
    if (order.status === "resting") endOrder(desk, order, "canceled", "ExpiryCancel");
  });
  desk.expiries.set(order.orderId, cancel);
}

/** What becomes of an order when its matching is over. */
function finish(desk: Desk, order: AccountOrder, market: ListedMarket, stopped: boolean): void {
  const { account, floor } = desk;
  if (order.remaining === 0) {
    account.tell(order);
    return;
  }
  if (stopped) {
    account.end(order, "canceled", "SelfTradeCancel");
    return;
  }
  const reached = floor.operator.clock.now().mono < desk.cancelAllUntil;
  if (order.timeInForce !== "good_till_canceled" || reached) {
    account.end(order, "canceled", undefined);
    return;
  }
  account.rest(order, market);
  watchExpiry(desk, order);
  account.tell(order);
}

type Entry = {
  readonly request: OrderRequest;
  readonly market: ListedMarket;
  /** What may trade: less than asked for when a reduce-only order is larger than the position. */
  readonly tradable: Quantity;
  readonly taker: Taker;
};

function carryOut(desk: Desk, entry: Entry, order: AccountOrder, crosses: boolean): void {
  const { request, market, tradable } = entry;
  desk.account.register(order);
  if (request.postOnly && crosses) {
    desk.account.end(order, "canceled", "PostOnlyCrossCancel");
    return;
  }
  const cut = (request.quantity - tradable) as Quantity;
  order.remaining = tradable;
  const { stopped } =
    tradable === 0
      ? { stopped: false }
      : match(desk.floor, market, { ...entry.taker, orderId: order.orderId });
  if (cut > 0 && order.remaining === 0) {
    desk.account.end(order, "canceled", "ReduceOnlyCancel");
    return;
  }
  finish(desk, order, market, stopped);
}

/** Enters an order. A refusal leaves nothing behind but, for a killed one, its client id. */
export function placeOrder(desk: Desk, request: OrderRequest): Placed {
  const refuse = (reply: Reply): Placed => ({ kind: "refused", reply });
  const market = desk.floor.markets.get(request.ticker);
  const shard = request.exchangeIndex ?? -1;
  if (market === undefined || (shard !== 0 && shard !== -1)) {
    return refuse(failure(404, "market_not_found"));
  }
  const { clientOrderId, side, price } = request;
  if (clientOrderId !== "" && desk.account.usedClientOrderId(clientOrderId)) {
    return refuse(failure(409, "order_already_exists"));
  }
  if (!onGrid(market.priceRanges, price)) return refuse(failure(400, "invalid_price"));
  const refusal = marketRefusal(desk, market) ?? termsRefusal(desk, request);
  if (refusal !== undefined) return refuse(refusal);
  const held = reducible(desk.account.position(request.ticker).quantity, side);
  const tradable = (
    request.reduceOnly ? Math.min(request.quantity, held) : request.quantity
  ) as Quantity;
  const order = newOrder(desk, request);
  const { selfTrade } = request;
  const taker: Taker = {
    side,
    limit: price,
    quantity: tradable,
    orderId: order.orderId,
    selfTrade,
  };
  const best = market.book.best(otherBookSide(side));
  const crosses = best !== undefined && within(side, best, price);
  if (request.postOnly && crosses && desk.floor.switches.postOnlyCross === "refused") {
    return refuse(failure(400, "invalid_order", "post only cross"));
  }
  if (tradable > 0 && !isCovered(desk, request, tradable)) {
    return refuse(failure(400, "insufficient_balance"));
  }
  if (request.timeInForce === "fill_or_kill" && available(market, taker) < tradable) {
    if (clientOrderId !== "") desk.account.burn(clientOrderId);
    return refuse(failure(409, "fill_or_kill_insufficient_resting_volume"));
  }
  carryOut(desk, { request, market, tradable, taker }, order, crosses);
  return { kind: "placed", order };
}

/** Averages of what an order has filled so far: YES price and fee per contract, 1/10000 $. */
export function averages(
  order: AccountOrder,
): { readonly price: Price; readonly fee: Price } | undefined {
  if (order.filled === 0) return undefined;
  const spent = Math.round(plus(order.takerCost, order.makerCost) / order.filled) as Price;
  const fees = plus(order.takerFees, order.makerFees);
  return {
    price: order.side === "bid" ? spent : complement(spent),
    fee: Math.round(fees / order.filled) as Price,
  };
}
