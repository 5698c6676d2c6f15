/** The account's rows in the shapes of the wire. */
import {
  NO_MONEY,
  complement,
  moneyText,
  plus,
  priceText,
  quantityText,
} from "../../domain/numbers.ts";
import type { Money, Quantity } from "../../domain/numbers.ts";
import { isoText, secondsOf } from "./calendar.ts";
import { exposure } from "./collateral.ts";
import { outcomeOf } from "./frames.ts";
import type { AccountFill, AccountOrder, Position, Settlement, Transfer } from "./records.ts";
import type { Switches } from "./switches.ts";

type Body = Readonly<Record<string, unknown>>;

/** Whole cents, cut. */
export function centsOf(amount: Money): number {
  return Math.trunc(amount / 10_000);
}

export function positionBody(position: Position, switches: Switches): Body {
  return {
    ticker: position.ticker,
    exchange_index: switches.shard,
    position_fp: quantityText(position.quantity as Quantity),
    market_exposure_dollars: moneyText(exposure(position)),
    total_traded_dollars: moneyText(position.traded),
    realized_pnl_dollars: moneyText(position.realized),
    fees_paid_dollars: moneyText(position.fees),
    last_updated_ts: isoText(position.updatedAt),
  };
}

export function eventPositionBody(eventTicker: string, positions: readonly Position[]): Body {
  const total = (pick: (position: Position) => number): number =>
    positions.reduce((sum, position) => sum + pick(position), 0);
  const contracts = total((position) => Math.abs(position.quantity));
  return {
    event_ticker: eventTicker,
    total_cost_dollars: moneyText(total((position) => position.traded) as Money),
    total_cost_shares_fp: quantityText(contracts as Quantity),
    event_exposure_dollars: moneyText(total(exposure) as Money),
    realized_pnl_dollars: moneyText(total((position) => position.realized) as Money),
    fees_paid_dollars: moneyText(total((position) => position.fees) as Money),
  };
}

export function orderBody(order: AccountOrder, userId: string, switches: Switches): Body {
  const outcome = outcomeOf(order.side);
  return {
    order_id: order.orderId,
    user_id: userId,
    client_order_id: order.clientOrderId,
    ticker: order.ticker,
    outcome_side: outcome,
    book_side: order.side,
    side: outcome,
    action: "buy",
    type: "limit",
    status: order.status,
    yes_price_dollars: priceText(order.price),
    no_price_dollars: priceText(complement(order.price)),
    initial_count_fp: quantityText(order.initial),
    fill_count_fp: quantityText(order.filled),
    remaining_count_fp: quantityText(order.remaining),
    taker_fill_cost_dollars: moneyText(order.takerCost),
    maker_fill_cost_dollars: moneyText(order.makerCost),
    taker_fees_dollars: moneyText(order.takerFees),
    maker_fees_dollars: moneyText(order.makerFees),
    expiration_time: order.expiresAt === undefined ? null : isoText(order.expiresAt),
    created_time: isoText(order.createdAt),
    last_update_time: isoText(order.updatedAt),
    self_trade_prevention_type: order.selfTrade,
    order_group_id: order.orderGroupId ?? null,
    cancel_order_on_pause: order.cancelOnPause,
    subaccount_number: 0,
    exchange_index: switches.shard,
    ...(order.reason === undefined || !switches.orderReasonInReads
      ? {}
      : { last_update_reason: order.reason }),
  };
}

export function fillBody(fill: AccountFill, switches: Switches): Body {
  const outcome = outcomeOf(fill.side);
  return {
    fill_id: fill.tradeId,
    trade_id: fill.tradeId,
    order_id: fill.orderId,
    ticker: fill.ticker,
    market_ticker: fill.ticker,
    exchange_index: switches.shard,
    outcome_side: outcome,
    book_side: fill.side,
    side: outcome,
    action: "buy",
    count_fp: quantityText(fill.quantity),
    yes_price_dollars: priceText(fill.price),
    no_price_dollars: priceText(complement(fill.price)),
    is_taker: fill.taker,
    fee_cost: moneyText(switches.fillFee === "net" ? fill.fee : fill.tradeFee),
    created_time: isoText(fill.at),
    ts: secondsOf(fill.at),
    subaccount_number: 0,
  };
}

/** Contracts and costs of both outcomes: the net that was held, or all that was ever bought. */
function settledCounts(row: Settlement, counts: Switches["settlementCounts"]): Body {
  const yes = Math.max(0, row.quantity) as Quantity;
  const no = Math.max(0, -row.quantity) as Quantity;
  const { pairs } = row;
  const net = {
    yes: {
      quantity: (yes + pairs.quantity) as Quantity,
      cost: plus(yes === 0 ? NO_MONEY : row.cost, pairs.yes),
    },
    no: {
      quantity: (no + pairs.quantity) as Quantity,
      cost: plus(no === 0 ? NO_MONEY : row.cost, pairs.no),
    },
  };
  const told = counts === "net" ? net : row.bought;
  return {
    yes_count_fp: quantityText(told.yes.quantity),
    yes_total_cost_dollars: moneyText(told.yes.cost),
    no_count_fp: quantityText(told.no.quantity),
    no_total_cost_dollars: moneyText(told.no.cost),
  };
}

export function settlementBody(row: Settlement, switches: Switches): Body {
  return {
    ticker: row.ticker,
    event_ticker: row.eventTicker,
    exchange_index: switches.shard,
    market_result: row.result,
    ...settledCounts(row, switches.settlementCounts),
    revenue: centsOf(row.revenue),
    value: Math.trunc(row.value / 100),
    settled_time: isoText(row.at),
    fee_cost: moneyText(row.fees),
  };
}

/** A deposit or a withdrawal that has been carried out. */
export function transferBody({ id, amount, at }: Transfer): Body {
  return {
    id,
    status: "applied",
    type: "ach",
    amount_cents: centsOf(Math.abs(amount) as Money),
    fee_cents: 0,
    created_ts: secondsOf(at),
    finalized_ts: secondsOf(at),
  };
}
