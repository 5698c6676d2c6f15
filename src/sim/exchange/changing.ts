/** Orders that rest already: cancel, amend, decrease, and their place in the queue. */
import { onGrid } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import {
  attestationRefusal,
  closedRefusal,
  expiryRefusal,
  groupRefusal,
  isCovered,
  marketRefusal,
  riskRefusal,
} from "./admission.ts";
import { reducible } from "./collateral.ts";
import { marketOf, match, within } from "./floor.ts";
import { crossesBook, endOrder, finish, isOtherShard, watchExpiry } from "./placing.ts";
import type { Desk } from "./placing.ts";
import type { AccountOrder, ListedMarket } from "./records.ts";
import { failure, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Found =
  | { readonly kind: "found"; readonly order: AccountOrder; readonly market: ListedMarket }
  | { readonly kind: "refused"; readonly reply: Reply };

/** Where a request says that the order is; the routing follows it. */
export type Whereabouts = {
  readonly ticker: string | undefined;
  readonly exchangeIndex: number | undefined;
  readonly subaccount: number | undefined;
};

function refused(reply: Reply): { readonly kind: "refused"; readonly reply: Reply } {
  return { kind: "refused", reply };
}

/**
 * The resting order of an id. Unknown, executed, cancelled, on another shard or subaccount: all
 * the same answer. Without ticker and shard the request goes to shard 0.
 */
export function findResting(desk: Desk, orderId: string, at: Whereabouts): Found {
  const order = desk.account.order(orderId);
  if (order === undefined || order.status !== "resting") return refused(notFound());
  const shard = at.exchangeIndex ?? (at.ticker === undefined ? 0 : -1);
  if (isOtherShard(desk, shard) || (at.subaccount ?? 0) !== 0) return refused(notFound());
  if (at.ticker !== undefined && at.ticker !== order.ticker) {
    return refused(failure(400, "order_ticker_mismatch"));
  }
  return { kind: "found", order, market: marketOf(desk.floor, order.ticker) };
}

export type Canceled =
  | { readonly kind: "canceled"; readonly order: AccountOrder; readonly reduced: Quantity }
  | { readonly kind: "refused"; readonly reply: Reply };

/** Cancels one order. Allowed in a trading pause, refused in an exchange pause and after close. */
export function cancelOrder(desk: Desk, orderId: string, at: Whereabouts): Canceled {
  if (!desk.pauses.exchangeActive()) return refused(failure(409, "exchange_is_paused"));
  const found = findResting(desk, orderId, at);
  if (found.kind === "refused") return found;
  const closed = closedRefusal(desk.floor, found.market);
  if (closed !== undefined) return refused(closed);
  const { order } = found;
  const reduced = order.remaining;
  endOrder(desk, order, "canceled", undefined);
  return { kind: "canceled", order, reduced };
}

export type Changed =
  | { readonly kind: "changed"; readonly order: AccountOrder }
  | { readonly kind: "refused"; readonly reply: Reply };

/** `by` or `to` contracts, exactly one of them. */
export type Decrease =
  | { readonly kind: "by"; readonly quantity: Quantity }
  | { readonly kind: "to"; readonly quantity: Quantity };

/** Takes contracts off a resting order, which keeps its place; at nothing left it is cancelled. */
export function decreaseOrder(
  desk: Desk,
  orderId: string,
  decrease: Decrease,
  at: Whereabouts,
): Changed {
  if (!desk.pauses.exchangeActive()) return refused(failure(409, "exchange_is_paused"));
  const found = findResting(desk, orderId, at);
  if (found.kind === "refused") return found;
  const { order, market } = found;
  const closed = closedRefusal(desk.floor, market);
  if (closed !== undefined) return refused(closed);
  const { kind, quantity } = decrease;
  const left = kind === "by" ? order.remaining - quantity : quantity;
  if (left >= order.remaining) return refused(failure(400, "invalid_order_size"));
  if (left <= 0) endOrder(desk, order, "canceled", "Decrease");
  else shrinkInPlace(desk, order, market, left as Quantity, "Decrease");
  return { kind: "changed", order };
}

function shrinkInPlace(
  desk: Desk,
  order: AccountOrder,
  market: ListedMarket,
  left: Quantity,
  reason: "Decrease" | "Amend",
): void {
  const by = (order.remaining - left) as Quantity;
  order.remaining = left;
  order.reason = reason;
  if (order.resting !== undefined && by > 0) market.book.shrink(order.resting, by);
  desk.account.tell(order);
}

export type Amendment = {
  readonly side: AccountOrder["side"];
  readonly price: Price;
  /** New total: what has filled already and what shall rest. */
  readonly count: Quantity;
  readonly clientOrderId: string;
  readonly newClientOrderId: string;
  /** Unix seconds; 0 clears the expiry, undefined keeps it. */
  readonly expirationTime: number | undefined;
};

function amendmentRefusal(
  desk: Desk,
  order: AccountOrder,
  market: ListedMarket,
  change: Amendment,
): Reply | undefined {
  const { clientOrderId, newClientOrderId, price, count } = change;
  if (change.side !== order.side) return failure(400, "order_side_mismatch");
  if (clientOrderId !== "" && clientOrderId !== order.clientOrderId) {
    return failure(400, "order_id_and_client_order_id_mismatch");
  }
  if (newClientOrderId !== "" && desk.account.usedClientOrderId(newClientOrderId)) {
    return failure(409, "order_already_exists");
  }
  if (!onGrid(market.priceRanges, price)) return failure(400, "invalid_price");
  if (count <= order.filled) return failure(400, "invalid_order_size");
  const closed = marketRefusal(desk, market) ?? groupRefusal(desk, order.orderGroupId);
  if (closed !== undefined) return closed;
  if (order.postOnly && crossesBook(market, order.side, price)) {
    return failure(400, "invalid_order", "post only cross");
  }
  const expirationTime = change.expirationTime === 0 ? undefined : change.expirationTime;
  return expiryRefusal(desk.floor, {
    expirationTime,
    timeInForce: order.timeInForce,
  });
}

/** What more contracts or another price must still pass: the cash, and the risk limit. */
function growthRefusal(
  desk: Desk,
  order: AccountOrder,
  market: ListedMarket,
  price: Price,
  left: Quantity,
): Reply | undefined {
  const changed = { ...order, price, rests: true };
  const covered = isCovered(desk, market, changed, left, order);
  if (!covered) return failure(400, "insufficient_balance");
  return riskRefusal(desk, order, left, order);
}

/** What an amended order may still trade: reduce-only ones no more than there is to reduce. */
function amendedRemainder(desk: Desk, order: AccountOrder, count: Quantity): Quantity {
  const asked = (count - order.filled) as Quantity;
  if (!order.reduceOnly) return asked;
  const { quantity } = desk.account.position(order.ticker);
  return Math.min(asked, reducible(quantity, order.side)) as Quantity;
}

/**
 * Amends a resting order. A smaller size or another expiry keeps its place; anything else leaves
 * the book and joins again at the end, and may match at once.
 */
export function amendOrder(
  desk: Desk,
  orderId: string,
  change: Amendment,
  at: Whereabouts,
): Changed {
  const lapsed = attestationRefusal(desk);
  if (lapsed !== undefined) return refused(lapsed);
  const found = findResting(desk, orderId, at);
  if (found.kind === "refused") return found;
  const { order, market } = found;
  const left = amendedRemainder(desk, order, change.count);
  const keepsPlace = change.price === order.price && left <= order.remaining;
  const refusal =
    amendmentRefusal(desk, order, market, change) ??
    (keepsPlace ? undefined : growthRefusal(desk, order, market, change.price, left));
  if (refusal !== undefined) return refused(refusal);
  order.initial = change.count;
  if (change.newClientOrderId !== "") {
    desk.account.burn(change.newClientOrderId);
    order.clientOrderId = change.newClientOrderId;
  }
  if (change.expirationTime !== undefined) {
    order.expiresAt = change.expirationTime === 0 ? undefined : change.expirationTime * 1000;
  }
  if (keepsPlace) {
    watchExpiry(desk, order);
    shrinkInPlace(desk, order, market, left, "Amend");
    return { kind: "changed", order };
  }
  desk.account.lift(order);
  order.price = change.price;
  order.remaining = left;
  order.reason = "Amend";
  const { side, selfTrade } = order;
  const taker = { side, limit: change.price, quantity: left, orderId, selfTrade };
  finish(desk, order, market, match(desk.floor, market, taker).stopped);
  return { kind: "changed", order };
}

/** Contracts that are matched before this order: better prices, and older ones at its own. */
export function queuePosition(market: ListedMarket, order: AccountOrder): Quantity {
  let ahead = 0;
  for (const resting of market.book.orders(order.side)) {
    if (resting === order.resting) break;
    if (!within(order.side, order.price, resting.price)) break;
    ahead += resting.remaining;
  }
  return ahead as Quantity;
}
