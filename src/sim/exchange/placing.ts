/** Order entry: every check of the exchange, then matching, then what is left rests or ends. */
import { onGrid, otherBookSide } from "../../domain/market.ts";
import { NO_MONEY, complement, plus } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { Cancel } from "../../domain/ports.ts";
import { createFeeAccumulator } from "../../market/market.ts";
import {
  attestationRefusal,
  isCovered,
  marketRefusal,
  riskRefusal,
  termsRefusal,
} from "./admission.ts";
import type { Gate } from "./admission.ts";
import { reducible } from "./collateral.ts";
import { available, match, within } from "./floor.ts";
import type { Taker } from "./floor.ts";
import type { OrderRequest } from "./order-request.ts";
import type { AccountOrder, ListedMarket, OrderStatus, UpdateReason } from "./records.ts";
import { failure } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { drawUuid } from "./uuid.ts";

export type Placed =
  | { readonly kind: "placed"; readonly order: AccountOrder }
  | { readonly kind: "refused"; readonly reply: Reply };

export type Desk = Gate & {
  /** Timers of expiring orders, by order id. */
  readonly expiries: Map<string, Cancel>;
  /** Source's mono ms until which a cancel-all still reaches new orders. */
  cancelAllUntil: number;
};

export function openDesk(gate: Gate): Desk {
  return { ...gate, expiries: new Map(), cancelAllUntil: -1 };
}

function newOrder({ floor }: Desk, request: OrderRequest): AccountOrder {
  const now = Math.floor(floor.source.clock.now().at);
  const { expirationTime } = request;
  return {
    orderId: drawUuid(floor.chance),
    clientOrderId: request.clientOrderId,
    ticker: request.ticker,
    side: request.side,
    price: request.price,
    initial: request.quantity,
    timeInForce: request.timeInForce,
    selfTrade: request.selfTrade,
    postOnly: request.postOnly,
    reduceOnly: request.reduceOnly,
    cancelOnPause: request.cancelOnPause,
    orderGroupId: request.orderGroupId,
    expiresAt: expirationTime === undefined ? undefined : expirationTime * 1000,
    createdAt: now,
    updatedAt: now,
    status: "resting",
    filled: 0 as Quantity,
    remaining: request.quantity,
    takerCost: NO_MONEY,
    makerCost: NO_MONEY,
    takerFees: NO_MONEY,
    makerFees: NO_MONEY,
    rounding: createFeeAccumulator(floor.switches.feePrecision),
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

/** Watches an order's expiry, or the new one it has been given. */
export function watchExpiry(desk: Desk, order: AccountOrder): void {
  desk.expiries.get(order.orderId)?.();
  desk.expiries.delete(order.orderId);
  if (order.expiresAt === undefined) return;
  const wait = Math.max(0, order.expiresAt - desk.floor.source.clock.now().at);
  const cancel = desk.floor.source.timers.after(wait, () => {
    desk.expiries.delete(order.orderId);
    if (order.status === "resting") endOrder(desk, order, "canceled", "ExpiryCancel");
  });
  desk.expiries.set(order.orderId, cancel);
}

/** What becomes of an order when its matching is over. */
export function finish(
  desk: Desk,
  order: AccountOrder,
  market: ListedMarket,
  stopped: boolean,
): void {
  const { account, floor } = desk;
  // An amended order that its own group has cancelled meanwhile: that has been told.
  if (order.status === "canceled") return;
  if (order.remaining === 0) {
    account.tell(order);
    return;
  }
  if (stopped) {
    account.end(order, "canceled", "SelfTradeCancel");
    return;
  }
  const reached = floor.source.clock.now().mono < desk.cancelAllUntil;
  const halted = account.isHalted(order.orderId);
  if (order.timeInForce !== "good_till_canceled" || reached || halted) {
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

/** Does a price meet the other side of the book? */
export function crossesBook(market: ListedMarket, side: AccountOrder["side"], at: Price): boolean {
  const best = market.book.best(otherBookSide(side));
  return best !== undefined && within(side, best, at);
}

/** Does the request name a shard that this market is not on? −1 and nothing route by ticker. */
export function isOtherShard({ floor }: Gate, exchangeIndex: number | undefined): boolean {
  return exchangeIndex !== undefined && ![-1, floor.switches.shard].includes(exchangeIndex);
}

/** Checks an order against everything but the book's depth. */
function admissionRefusal(
  desk: Desk,
  request: OrderRequest,
  market: ListedMarket,
  tradable: Quantity,
): Reply | undefined {
  if (!onGrid(market.priceRanges, request.price)) return failure(400, "invalid_price");
  const refusal = marketRefusal(desk, market) ?? termsRefusal(desk, request);
  if (refusal !== undefined) return refusal;
  const crosses = crossesBook(market, request.side, request.price);
  if (request.postOnly && crosses && desk.floor.switches.postOnlyCross === "refused") {
    return failure(400, "invalid_order", "post only cross");
  }
  const rests = request.timeInForce === "good_till_canceled";
  if (!isCovered(desk, market, { ...request, rests }, tradable)) {
    return failure(400, "insufficient_balance");
  }
  return riskRefusal(desk, request, tradable);
}

/** Enters an order. A refusal leaves nothing behind but, for most, its burned client id. */
export function placeOrder(desk: Desk, request: OrderRequest): Placed {
  const { floor, account } = desk;
  const { clientOrderId, side, price, selfTrade } = request;
  const refuse = (reply: Reply, killed = false): Placed => {
    const burns = killed || (reply.status === 400 && floor.switches.refusedIdBurned);
    if (burns && clientOrderId !== "") account.burn(clientOrderId);
    return { kind: "refused", reply };
  };
  const lapsed = attestationRefusal(desk);
  if (lapsed !== undefined) return { kind: "refused", reply: lapsed };
  const market = floor.markets.get(request.ticker);
  if (market === undefined || isOtherShard(desk, request.exchangeIndex)) {
    return {
      kind: "refused",
      reply: failure(floor.switches.unknownMarketStatus, "market_not_found"),
    };
  }
  if (clientOrderId !== "" && account.usedClientOrderId(clientOrderId)) {
    return { kind: "refused", reply: failure(409, "order_already_exists") };
  }
  const held = reducible(account.position(request.ticker).quantity, side);
  const most = request.reduceOnly ? Math.min(request.quantity, held) : request.quantity;
  const tradable = most as Quantity;
  const refusal = admissionRefusal(desk, request, market, tradable);
  if (refusal !== undefined) return refuse(refusal);
  const order = newOrder(desk, request);
  const { orderId } = order;
  const taker: Taker = { side, limit: price, quantity: tradable, orderId, selfTrade };
  if (request.timeInForce === "fill_or_kill" && available(market, taker) < tradable) {
    return refuse(failure(409, "fill_or_kill_insufficient_resting_volume"), true);
  }
  const crosses = crossesBook(market, side, price);
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
