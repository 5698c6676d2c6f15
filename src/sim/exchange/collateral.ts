/** Positions and collateral: what a fill does to a holding, and what resting orders reserve. */
import type { BookSide } from "../../domain/market.ts";
import { NO_MONEY, NO_QUANTITY, complement, cost, minus, plus } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { reservedFee } from "./fees.ts";
import type { FillTerms } from "./fees.ts";
import type { Bought, Position } from "./records.ts";

/** How much of an order on `side` would only shrink this signed position. */
export function reducible(position: number, side: BookSide): Quantity {
  return Math.max(0, side === "bid" ? -position : position) as Quantity;
}

/** What opening one side costs: bids pay the YES price, asks pay the rest of the dollar. */
export function openingPrice(side: BookSide, price: Price): Price {
  return side === "bid" ? price : complement(price);
}

const nothing: Bought = { quantity: NO_QUANTITY, cost: NO_MONEY };

export function emptyPosition(ticker: string): Position {
  return {
    ticker,
    quantity: 0,
    cost: NO_MONEY,
    traded: NO_MONEY,
    realized: NO_MONEY,
    fees: NO_MONEY,
    bought: { yes: nothing, no: nothing },
    pairs: { quantity: NO_QUANTITY, yes: NO_MONEY, no: NO_MONEY },
    heldFees: NO_MONEY,
    volume: NO_QUANTITY,
    updatedAt: 0,
  };
}

/** The share of an amount that `part` of `whole` contracts carries; all of it for all of them. */
function shareOf(amount: Money, part: number, whole: number): Money {
  if (part === whole) return amount;
  return Math.floor((amount * part) / whole) as Money;
}

function grown(before: Bought, quantity: Quantity, unit: Price): Bought {
  return {
    quantity: (before.quantity + quantity) as Quantity,
    cost: plus(before.cost, cost(unit, quantity)),
  };
}

/** More pairs: one half is what this fill bought, the other what was held before. */
function joined(
  before: Position["pairs"],
  more: {
    readonly quantity: Quantity;
    readonly outcome: "yes" | "no";
    readonly own: Money;
    readonly released: Money;
  },
): Position["pairs"] {
  if (more.quantity === 0) return before;
  const { own, released } = more;
  const [yes, no] = more.outcome === "yes" ? [own, released] : [released, own];
  return {
    quantity: (before.quantity + more.quantity) as Quantity,
    yes: plus(before.yes, yes),
    no: plus(before.no, no),
  };
}

/** What all that is held has cost. */
export function exposure({ cost: net, pairs }: Position): Money {
  return plus(net, plus(pairs.yes, pairs.no));
}

export type Booking = { readonly position: Position; readonly cash: Money };

/**
 * Books a fill: what reduces pays back the other side's price, what opens costs its own price.
 * Crossing zero closes first. `cash` is the signed change, fee included. `apart`: nothing closes,
 * what would have closed is held as a pair.
 */
export function bookFill(
  before: Position,
  fill: {
    readonly side: BookSide;
    readonly price: Price;
    readonly quantity: Quantity;
    readonly fee: Money;
    readonly at: number;
    readonly apart: boolean;
  },
): Booking {
  const closing = Math.min(fill.quantity, reducible(before.quantity, fill.side)) as Quantity;
  const opening = (fill.quantity - closing) as Quantity;
  const unit = openingPrice(fill.side, fill.price);
  const paired = (fill.apart ? closing : 0) as Quantity;
  const proceeds = cost(complement(unit), (closing - paired) as Quantity);
  const held = Math.abs(before.quantity);
  const part = (whole: Money): Money => shareOf(whole, closing, held);
  const released = part(before.cost);
  const spent = cost(unit, opening);
  const signed = fill.side === "bid" ? fill.quantity : -fill.quantity;
  const outcome = fill.side === "bid" ? "yes" : "no";
  const position: Position = {
    ticker: before.ticker,
    quantity: before.quantity + signed,
    cost: plus(minus(before.cost, released), spent),
    traded: plus(before.traded, cost(unit, fill.quantity)),
    realized: fill.apart ? before.realized : plus(before.realized, minus(proceeds, released)),
    pairs: joined(before.pairs, { quantity: paired, outcome, own: cost(unit, paired), released }),
    fees: plus(before.fees, fill.fee),
    bought: { ...before.bought, [outcome]: grown(before.bought[outcome], fill.quantity, unit) },
    heldFees: plus(
      minus(before.heldFees, part(before.heldFees)),
      shareOf(fill.fee, opening, fill.quantity),
    ),
    volume: (before.volume + fill.quantity) as Quantity,
    updatedAt: fill.at,
  };
  const paid = plus(spent, cost(unit, paired));
  return { position, cash: minus(minus(proceeds, paid), fill.fee) };
}

/** What a reservation needs to know of a resting order. */
export type Reserving = {
  readonly side: BookSide;
  readonly price: Price;
  readonly remaining: Quantity;
  readonly reduceOnly: boolean;
};

/** Orders of one side as they fill: best price first, the older first at one price. */
export function fillOrder<Order extends Reserving>(
  orders: readonly Order[],
  side: BookSide,
): Order[] {
  const sign = side === "bid" ? -1 : 1;
  return orders
    .filter((order) => order.side === side)
    .toSorted((left, right) => sign * (left.price - right.price));
}

/**
 * Collateral that resting orders of one market hold: the part that only shrinks the position
 * when they fill in their order needs none, the rest its price and the maker's fee.
 */
export function reservation(
  position: number,
  orders: readonly Reserving[],
  terms: FillTerms,
): Money {
  let sum = NO_MONEY;
  for (const side of ["bid", "ask"] as const) {
    let left: number = terms.apart ? 0 : reducible(position, side);
    for (const { price, remaining } of fillOrder(orders, side)) {
      const reducing = Math.min(remaining, left);
      left -= reducing;
      const opening = (remaining - reducing) as Quantity;
      if (opening === 0) continue;
      const fee = reservedFee(terms, false, price, opening);
      sum = plus(sum, plus(cost(openingPrice(side, price), opening), fee));
    }
  }
  return sum;
}
