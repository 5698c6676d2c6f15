/**
 * How much to trade and at what limit (trading semantics §4): the largest quantity for which
 * walking the book keeps the net edge. Integers only; nothing is divided.
 */
import type { BookSide } from "../domain/market.ts";
import {
  complement,
  type Money,
  money,
  NO_MONEY,
  ONE_CONTRACT,
  type Price,
  type Probability,
  type Quantity,
} from "../domain/numbers.ts";
import {
  type Book,
  chargeFill,
  type ConsumedDepth,
  createFeeAccumulator,
  feeAtRate,
  feeRate,
  type FeeRate,
  type FeeTerms,
  type Part,
  walk,
} from "../market/market.ts";

/** What is to be sized: a taker's side of one market's book, and what the side bought is worth. */
export type SizeRequest = {
  readonly book: Book;
  /** `bid` buys YES from the asks; `ask` sells YES into the bids, which is buying NO. */
  readonly side: BookSide;
  /** Twice the fair price of the side bought, 1/20000 $. */
  readonly doubledFair: number;
  readonly quantityMax: Quantity;
  /** Points per contract, 1/10000, that must be left after spread and fee. */
  readonly minNetEdge: Probability;
  readonly fees: FeeTerms;
  /** What may be spent, worst cost with fee; undefined: not limited (a reduction). */
  readonly cash: Money | undefined;
  /** True: closes what is held. Then the whole of it may be fractional. */
  readonly reduceOnly: boolean;
  readonly consumed: ConsumedDepth | undefined;
};

/** One quantity walked through the book, with what it costs and leaves. */
export type Sized = {
  readonly quantity: Quantity;
  /** YES price of the worst level walked. */
  readonly limit: Price;
  /** Walked cost of the side bought, before fees. */
  readonly cost: Money;
  /** Entry fee, estimated as one fill per level. */
  readonly fee: Money;
  /** Twice (fair value − cost − fee) of the whole quantity, in 1/1000000 $. */
  readonly doubledGain: number;
  readonly worstCost: Money;
};

/** Why nothing fits. */
export type Misfit = "noQuote" | "netEdge" | "cash";

export type Sizing = {
  /** The largest quantity that qualifies. */
  readonly best: Sized | undefined;
  /** The wanted quantity, as far as the book fills it, whether it qualifies or not. */
  readonly wanted: Sized | undefined;
  readonly why: Misfit | undefined;
  /** Cost, fee and gain of any quantity the book fills; undefined beyond its depth. */
  readonly at: (amount: Quantity) => Sized | undefined;
};

/** What one contract of the side bought costs at a YES price. */
export function sidePrice(side: BookSide, at: Price): Price {
  return side === "bid" ? at : complement(at);
}

/** Cash of a trade before fees: what is opened is paid for, what is closed is paid out. */
function revenueOf(request: SizeRequest, at: Price, amount: number): Money {
  const { side, reduceOnly } = request;
  if (!reduceOnly) return money(-sidePrice(side, at) * amount);
  return money(sidePrice(side === "bid" ? "ask" : "bid", at) * amount);
}

/** Sums over the levels before one level. */
type Prefix = {
  readonly part: Part;
  readonly quantity: number;
  readonly cost: number;
  readonly fee: number;
  readonly overpaid: Money;
};

function prefixes(request: SizeRequest, rate: FeeRate, parts: readonly Part[]): Prefix[] {
  const accumulator = createFeeAccumulator(request.fees.precision);
  let quantity = 0;
  let cost = 0;
  let fee = 0;
  return parts.map((part) => {
    const prefix = { part, quantity, cost, fee, overpaid: accumulator.overpaid };
    const revenue = revenueOf(request, part.price, part.quantity);
    fee += chargeFill(accumulator, revenue, feeAtRate(rate, part.price, part.quantity)).fee;
    quantity += part.quantity;
    cost += sidePrice(request.side, part.price) * part.quantity;
    return prefix;
  });
}

function sizedAt(request: SizeRequest, rate: FeeRate, prefix: Prefix, amount: number): Sized {
  const at = prefix.part.price;
  const last = (amount - prefix.quantity) as Quantity;
  const accumulator = { precision: request.fees.precision, overpaid: prefix.overpaid };
  const revenue = revenueOf(request, at, last);
  const fee = prefix.fee + chargeFill(accumulator, revenue, feeAtRate(rate, at, last)).fee;
  const cost = prefix.cost + sidePrice(request.side, at) * last;
  const quantity = amount as Quantity;
  return {
    quantity,
    limit: at,
    cost: money(cost),
    fee: money(fee),
    doubledGain: request.doubledFair * amount - 2 * cost - 2 * fee,
    worstCost: request.reduceOnly
      ? NO_MONEY
      : money(Math.max(cost + fee, worstAt(request, rate, at, quantity))),
  };
}

function worstAt(request: SizeRequest, rate: FeeRate, limit: Price, amount: Quantity): Money {
  const spent = sidePrice(request.side, limit) * amount;
  const accumulator = createFeeAccumulator(request.fees.precision);
  const charge = chargeFill(accumulator, money(-spent), feeAtRate(rate, limit, amount));
  return money(spent + charge.fee);
}

function keepsEdge(request: SizeRequest, sized: Sized): boolean {
  return sized.doubledGain >= 2 * request.minNetEdge * sized.quantity;
}

function isAffordable(request: SizeRequest, sized: Sized): boolean {
  return request.cash === undefined || sized.worstCost <= request.cash;
}

function wholeContracts(amount: number): number {
  return amount - (amount % ONE_CONTRACT);
}

/**
 * Finds the largest quantity ≤ `quantityMax` that the book fills, that the cash covers and that
 * keeps the net edge. Entries are whole contracts; a reduction may also be the whole fraction.
 * Every whole quantity is tried from the largest down, because rounded fees make the net edge of a
 * larger quantity better than a smaller one's at times.
 */
export function sizeOf(request: SizeRequest): Sizing {
  const walked = walk(request.book, request.side, request.quantityMax, undefined, request.consumed);
  const rate = feeRate(request.fees.schedule, "taker");
  const before = prefixes(request, rate, walked.parts);
  const at = (amount: Quantity): Sized | undefined => {
    if (amount <= 0 || amount > walked.filled) return undefined;
    const prefix = before.findLast((candidate) => candidate.quantity < amount);
    return prefix === undefined ? undefined : sizedAt(request, rate, prefix, amount);
  };
  const closesAll = request.reduceOnly && walked.filled === request.quantityMax;
  const largest = closesAll ? walked.filled : wholeContracts(walked.filled);
  const wanted = at(largest as Quantity);
  if (wanted === undefined) return { best: undefined, wanted, why: "noQuote", at };
  let why: Misfit = "netEdge";
  let index = before.length - 1;
  for (let amount = largest; amount > 0; amount = oneLess(amount)) {
    while ((before[index]?.quantity ?? 0) >= amount) index -= 1;
    const prefix = before[index];
    if (prefix === undefined) break;
    const sized = sizedAt(request, rate, prefix, amount);
    if (keepsEdge(request, sized)) {
      if (isAffordable(request, sized)) return { best: sized, wanted, why: undefined, at };
      why = "cash";
    }
  }
  return { best: undefined, wanted, why, at };
}

/** The next smaller whole number of contracts. */
function oneLess(amount: number): number {
  return wholeContracts(amount - 1);
}

/**
 * Worst cost of opening a quantity at a limit: all of it at the limit, entry fee included. `ask`
 * opens NO at 1 $ − limit.
 */
export function worstCost(side: BookSide, limit: Price, amount: Quantity, fees: FeeTerms): Money {
  const spent = sidePrice(side, limit) * amount;
  const fee = feeAtRate(feeRate(fees.schedule, "taker"), limit, amount);
  const accumulator = createFeeAccumulator(fees.precision);
  return money(spent + chargeFill(accumulator, money(-spent), fee).fee);
}

/** What opening at the limit gains when the side bought pays $1, entry fee taken off. */
export function maxGain(side: BookSide, limit: Price, amount: Quantity, fees: FeeTerms): Money {
  return money(10_000 * amount - worstCost(side, limit, amount, fees));
}
