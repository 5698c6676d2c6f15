/** The member's ledger: what a fill and a settlement do to cash and holdings. */
import { NO_MONEY, ONE_DOLLAR, cost, minus, money, plus } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { chargeFill } from "../../market/market.ts";
import { bookFill, emptyPosition, openingPrice } from "./collateral.ts";
import { termsOf } from "./fee-book.ts";
import { fillFee } from "./fees.ts";
import type { Execution, Floor } from "./floor.ts";
import type { LaggedReads } from "./read-side.ts";
import type { AccountFill, AccountOrder, ListedMarket, Position, Settlement } from "./records.ts";
import { surePairs } from "./reserved.ts";

export type Ledger = {
  readonly floor: Floor;
  readonly reads: LaggedReads;
  readonly orders: Map<string, AccountOrder>;
  readonly open: Set<AccountOrder>;
  readonly positions: Map<string, Position>;
  /** Collateral returned for sure pairs, by event. */
  readonly returned: Map<string, Money>;
  cash: Money;
};

const centMicros = 10_000;

export function positionOf(ledger: Ledger, ticker: string): Position {
  return ledger.positions.get(ticker) ?? emptyPosition(ticker);
}

/** What a position of this size would return of the sure pairs' dollars; below zero: take back. */
export function returnedBy(ledger: Ledger, market: ListedMarket, quantity: number): Money {
  const { eventTicker } = market.listing;
  const pairs = surePairs(ledger.floor, eventTicker, (ticker) =>
    ticker === market.ticker ? quantity : positionOf(ledger, ticker).quantity,
  );
  return minus(money(pairs * 10_000), ledger.returned.get(eventTicker) ?? NO_MONEY);
}

function returnCollateral(ledger: Ledger, market: ListedMarket): void {
  const { eventTicker } = market.listing;
  const change = returnedBy(ledger, market, positionOf(ledger, market.ticker).quantity);
  ledger.cash = plus(ledger.cash, change);
  ledger.returned.set(eventTicker, plus(ledger.returned.get(eventTicker) ?? NO_MONEY, change));
}

function show(ledger: Ledger, position: Position): void {
  const balance = ledger.cash;
  ledger.reads.later((shown) => {
    shown.cash = balance;
    shown.held.set(position.ticker, position.quantity);
  });
  ledger.reads.laterPositions((shown) => shown.positions.set(position.ticker, position));
  ledger.floor.publish({ kind: "position", position });
}

function addSpent(order: AccountOrder, taker: boolean, spent: Money, fee: Money): void {
  if (taker) {
    order.takerCost = plus(order.takerCost, spent);
    order.takerFees = plus(order.takerFees, fee);
  } else {
    order.makerCost = plus(order.makerCost, spent);
    order.makerFees = plus(order.makerFees, fee);
  }
}

/** Books one execution of an order of ours; returns the order as it stands then. */
export function book(ledger: Ledger, { market, orderId, taker, trade }: Execution): AccountOrder {
  const order = ledger.orders.get(orderId);
  if (order === undefined) throw new RangeError(`fill of an unknown order: ${orderId}`);
  const { price, quantity, at, tradeId } = trade;
  const { side, clientOrderId } = order;
  const before = positionOf(ledger, market.ticker);
  const terms = termsOf(ledger.floor, market);
  const apart = terms.apart && !order.reduceOnly;
  const revenue = bookFill(before, { side, price, quantity, fee: NO_MONEY, at, apart }).cash;
  const tradeFee = fillFee(terms, taker, price, quantity);
  const { fee } = chargeFill(order.rounding, revenue, tradeFee);
  const { position, cash } = bookFill(before, { side, price, quantity, fee, at, apart });
  ledger.cash = plus(ledger.cash, cash);
  ledger.positions.set(market.ticker, position);
  returnCollateral(ledger, market);
  order.filled = (order.filled + quantity) as Quantity;
  order.remaining = (order.remaining - quantity) as Quantity;
  addSpent(order, taker, cost(openingPrice(side, price), quantity), fee);
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
    tradeFee,
    positionAfter: position.quantity,
    at,
  };
  ledger.reads.later((shown) => shown.fills.push(fill));
  ledger.floor.publish({ kind: "fill", fill });
  show(ledger, position);
  order.reason = "Trade";
  if (order.remaining === 0) {
    order.status = "executed";
    order.resting = undefined;
    ledger.open.delete(order);
  }
  return order;
}

/** What a held position is paid. */
function revenueOf(ledger: Ledger, quantity: number, value: Price): Money {
  const side = quantity > 0 ? "bid" : "ask";
  const exact = cost(openingPrice(side, value), Math.abs(quantity) as Quantity);
  if (ledger.floor.switches.scalarPayment === "exact") return exact;
  return money(Math.floor(exact / centMicros) * centMicros);
}

/** Pays one market's position at the value of one YES contract; nothing held, nothing happens. */
export function settle(ledger: Ledger, market: ListedMarket, value: Price): void {
  const before = positionOf(ledger, market.ticker);
  const { pairs } = before;
  if (before.quantity === 0 && pairs.quantity === 0) return;
  const revenue = plus(revenueOf(ledger, before.quantity, value), cost(ONE_DOLLAR, pairs.quantity));
  const spent = plus(before.cost, plus(pairs.yes, pairs.no));
  const at = Math.floor(ledger.floor.source.clock.now().at);
  const settlement: Settlement = {
    ticker: market.ticker,
    eventTicker: market.listing.eventTicker,
    result: market.result,
    quantity: before.quantity,
    cost: before.cost,
    revenue,
    value,
    fees: before.fees,
    bought: before.bought,
    pairs,
    at,
  };
  const after: Position = {
    ...before,
    quantity: 0,
    cost: NO_MONEY,
    realized: plus(before.realized, minus(revenue, spent)),
    pairs: emptyPosition(market.ticker).pairs,
    heldFees: NO_MONEY,
    updatedAt: at,
  };
  ledger.cash = plus(ledger.cash, revenue);
  ledger.positions.set(market.ticker, after);
  returnCollateral(ledger, market);
  ledger.reads.laterPositions((shown) => shown.settlements.push(settlement));
  show(ledger, after);
}
