/** What an order has to pass before it may trade: market, terms, group, scope of risk, cash. */
import type { Money, Quantity } from "../../domain/numbers.ts";
import { minus, plus } from "../../domain/numbers.ts";
import type { Account } from "./account.ts";
import { bookFill } from "./collateral.ts";
import type { Reserving } from "./collateral.ts";
import { termsOf } from "./fee-book.ts";
import { reservedFee } from "./fees.ts";
import type { Floor } from "./floor.ts";
import type { OrderRequest } from "./order-request.ts";
import type { Pauses } from "./pauses.ts";
import type { AccountOrder, ListedMarket } from "./records.ts";
import { failure } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Gate = {
  readonly floor: Floor;
  readonly account: Account;
  readonly pauses: Pauses;
  /** Most contracts of one market, position and resting orders together; undefined: no limit. */
  readonly riskLimit: Quantity | undefined;
  /** Operator's Unix ms until which the location attestation holds. */
  readonly attestedUntil: number | undefined;
};

const attestation =
  "Your_location_attestation_for_API_trading_is_missing_or_expired." +
  "_Please_complete_it_in_the_app_or_on_the_website";

/** Sports orders need a location attestation that has not run out. */
export function attestationRefusal({ floor, attestedUntil }: Gate): Reply | undefined {
  const holds = attestedUntil !== undefined && floor.operator.clock.now().at < attestedUntil;
  return holds ? undefined : failure(403, attestation);
}

/** Why this market's orders cannot be changed at all: cancels included. */
export function closedRefusal(floor: Floor, market: ListedMarket): Reply | undefined {
  const fix = floor.switches.closedMarketCodes === "fix";
  switch (market.status) {
    case "active":
    case "inactive":
      return undefined;
    case "initialized":
    case "unknown":
      return failure(400, fix ? "MARKET_INACTIVE" : "market_inactive");
    default:
      return failure(400, fix ? "MARKET_ALREADY_CLOSED" : "market_closed");
  }
}

/** Why this market takes no orders now, in the exchange's answer. */
export function marketRefusal({ floor, pauses }: Gate, market: ListedMarket): Reply | undefined {
  if (!pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  if (!pauses.tradingActive()) return failure(409, "trading_is_paused");
  if (market.status === "inactive") return failure(409, "trading_is_paused");
  return closedRefusal(floor, market);
}

/** Why an order group takes no order: it is not known, or it has been triggered. */
export function groupRefusal(
  { floor, account }: Gate,
  groupId: string | undefined,
): Reply | undefined {
  if (groupId === undefined) return undefined;
  const fix = floor.switches.orderGroupRefusal === "fix";
  const group = account.groups.get(groupId);
  if (group === undefined) {
    return failure(fix ? 400 : 404, fix ? "ORDER_GROUP_NOT_FOUND" : "order_group_not_found");
  }
  if (!group.triggered) return undefined;
  return fix
    ? failure(400, "EXCEEDED_ORDER_GROUP_RISK_LIMIT")
    : failure(409, "order_group_triggered");
}

/** Unix seconds of the last moment that a four-digit year can spell. */
const expiryMax = 253_402_300_799;

/**
 * Refuses an expiry that is no moment in whole seconds (milliseconds are none), one that has
 * passed, and one of an order that never rests.
 */
export function expiryRefusal(
  floor: Floor,
  request: Pick<OrderRequest, "expirationTime" | "timeInForce">,
): Reply | undefined {
  const { expirationTime, timeInForce } = request;
  if (expirationTime === undefined) return undefined;
  if (timeInForce !== "good_till_canceled") {
    return failure(400, "invalid_parameters", "IOC orders cannot have an expiration timestamp");
  }
  if (!Number.isInteger(expirationTime) || expirationTime > expiryMax) {
    return failure(400, "invalid_parameters", "expiration_time must be in Unix seconds");
  }
  if (expirationTime * 1000 > floor.source.clock.now().at) return undefined;
  return failure(400, "invalid_parameters", "Expiration timestamp must be in the future");
}

/** Refuses terms that do not go together. */
export function termsRefusal(gate: Gate, request: OrderRequest): Reply | undefined {
  const { timeInForce, postOnly, reduceOnly } = request;
  if (request.subaccount !== 0) return failure(404, "user_not_found");
  if (postOnly && timeInForce !== "good_till_canceled") return failure(400, "invalid_parameters");
  const { reduceOnlyResting } = gate.floor.switches;
  if (reduceOnly && timeInForce !== "immediate_or_cancel" && reduceOnlyResting === "refused") {
    return failure(400, "invalid_parameters", "reduce_only needs immediate_or_cancel");
  }
  return expiryRefusal(gate.floor, request) ?? groupRefusal(gate, request.orderGroupId);
}

/** An order as the cash check sees it. */
export type Covered = Omit<Reserving, "remaining"> & {
  readonly ticker: string;
  readonly rests: boolean;
};

type Case = {
  readonly gate: Gate;
  readonly market: ListedMarket;
  readonly order: Covered;
  readonly size: Quantity;
  /** What else rests in the market. */
  readonly others: readonly Reserving[];
};

/**
 * Cash that would be left if all of it filled at its limit, less what then stays reserved. What a
 * reduce-only order uncovers of the others is not counted: it is cancelled.
 */
function leftIfFilled({ gate, market, order, size, others }: Case): Money {
  const { floor, account } = gate;
  const { side, price, ticker } = order;
  const terms = termsOf(floor, market);
  const fee = reservedFee(terms, true, price, size);
  const apart = terms.apart && !order.reduceOnly;
  const fill = { side, price, quantity: size, fee, at: 0, apart };
  const before = account.position(ticker);
  const { position, cash } = bookFill(before, fill);
  const moved = plus(cash, account.returnedBy(market, position.quantity));
  const { quantity } = order.reduceOnly ? before : position;
  return minus(plus(account.cash(), moved), account.reserved({ ticker, quantity, orders: others }));
}

/** Cash that would be left if all of it rested at its limit. */
function leftIfResting({ gate, order, size, others }: Case): Money {
  const { account } = gate;
  const { ticker } = order;
  const orders = [...others, { ...order, remaining: size }];
  const { quantity } = account.position(ticker);
  return minus(account.cash(), account.reserved({ ticker, quantity, orders }));
}

/**
 * Does the account's cash cover this much of an order, filled at once or resting? One that takes
 * nothing of it is covered anyhow. `replaced`: the resting order whose place it takes.
 */
export function isCovered(
  gate: Gate,
  market: ListedMarket,
  order: Covered,
  size: Quantity,
  replaced?: AccountOrder,
): boolean {
  if (size === 0) return true;
  const others = gate.account.resting(order.ticker).filter((one) => one !== replaced);
  const supposed = { gate, market, order, size, others };
  const least = Math.min(0, minus(gate.account.cash(), gate.account.reserved()));
  if (leftIfFilled(supposed) < least) return false;
  return !order.rests || leftIfResting(supposed) >= least;
}

/** Refuses what would pass the member's risk limit of the market; `replaced` as above. */
export function riskRefusal(
  { floor, account, riskLimit }: Gate,
  request: Pick<OrderRequest, "ticker" | "side">,
  quantity: Quantity,
  replaced?: AccountOrder,
): Reply | undefined {
  if (riskLimit === undefined) return undefined;
  const sign = request.side === "bid" ? 1 : -1;
  const open = account
    .resting(request.ticker)
    .filter((order) => order !== replaced && order.side === request.side)
    .reduce((sum, order) => sum + order.remaining, 0);
  const after = sign * account.position(request.ticker).quantity + open + quantity;
  if (after <= riskLimit) return undefined;
  const fix = floor.switches.riskLimitRefusal === "fix";
  return failure(400, fix ? "EXCEEDED_PER_MARKET_RISK_LIMIT" : "exceeded_per_market_risk_limit");
}
