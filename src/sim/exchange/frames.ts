/** Messages of the stream in the shapes of the wire, without the envelope. */
import type { BookSide } from "../../domain/market.ts";
import { complement, moneyText, priceText, quantityText } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { isoText, secondsOf } from "./calendar.ts";
import { exposure } from "./collateral.ts";
import { snapshotSides } from "./levels.ts";
import type { AccountFill, AccountOrder, ListedMarket, News, Position, Trade } from "./records.ts";
import type { Switches } from "./switches.ts";

export type Message = Readonly<Record<string, unknown>>;

type LevelNews = Extract<News, { readonly kind: "level" }>;
type GroupNews = Extract<News, { readonly kind: "group" }>;

export function outcomeOf(side: BookSide): "yes" | "no" {
  return side === "bid" ? "yes" : "no";
}

/** Dollars with four decimals, cut like the real balance. */
export function dollars4(amount: Money): string {
  return priceText(Math.trunc(amount / 100) as Price);
}

export function snapshotMessage(
  market: ListedMarket,
  useYesPrice: boolean,
  order: Switches["bookOrder"],
): Message {
  return {
    market_ticker: market.ticker,
    market_id: market.id,
    ...snapshotSides(market.book, useYesPrice, order),
  };
}

export function deltaMessage(news: LevelNews, useYesPrice: boolean, at: number): Message {
  const { market, side, price, change, clientOrderId } = news;
  const shown = side === "ask" && !useYesPrice ? complement(price) : price;
  return {
    market_ticker: market.ticker,
    market_id: market.id,
    price_dollars: priceText(shown),
    delta_fp: quantityText(change as Quantity),
    side: outcomeOf(side),
    ts: isoText(at),
    ts_ms: at,
    ...((clientOrderId ?? "") === "" ? {} : { client_order_id: clientOrderId }),
  };
}

/** An amount as the ticker spells it: the specified text, or the number that was seen at times. */
function spelled(text: string, { tickerNumbers }: Switches): string | number {
  return tickerNumbers === "texts" ? text : Number(text);
}

export function tickerMessage(market: ListedMarket, at: number, switches: Switches): Message {
  const bid = market.book.best("bid");
  const ask = market.book.best("ask");
  const size = (side: BookSide, price: Price | undefined): string =>
    quantityText(price === undefined ? (0 as Quantity) : market.book.sizeAt(side, price));
  const last = market.last ?? (0 as Price);
  const interest = (market.openInterest * last) as Money;
  const amounts = {
    price_dollars: priceText(last),
    yes_bid_dollars: priceText(bid ?? (0 as Price)),
    yes_ask_dollars: priceText(ask ?? (10_000 as Price)),
    volume_fp: quantityText(market.volume),
    open_interest_fp: quantityText(market.openInterest),
    yes_bid_size_fp: size("bid", bid),
    yes_ask_size_fp: size("ask", ask),
    last_trade_size_fp: quantityText(market.lastSize ?? (0 as Quantity)),
  };
  const entries = Object.entries(amounts).map(([name, text]) => [name, spelled(text, switches)]);
  return {
    market_id: market.id,
    market_ticker: market.ticker,
    ...Object.fromEntries(entries),
    dollar_volume: Math.floor(market.turnover / 1_000_000),
    dollar_open_interest: Math.floor(interest / 1_000_000),
    ts: secondsOf(at),
    ...(switches.tickerMoment ? { ts_ms: at } : {}),
    time: isoText(at),
  };
}

export function tradeMessage(trade: Trade): Message {
  const outcome = outcomeOf(trade.taker);
  return {
    trade_id: trade.tradeId,
    market_ticker: trade.ticker,
    yes_price_dollars: priceText(trade.price),
    no_price_dollars: priceText(complement(trade.price)),
    count_fp: quantityText(trade.quantity),
    taker_outcome_side: outcome,
    taker_book_side: trade.taker,
    taker_side: outcome,
    is_block_trade: false,
    ts: secondsOf(trade.at),
    ts_ms: trade.at,
  };
}

export function fillMessage(fill: AccountFill, switches: Switches): Message {
  const outcome = outcomeOf(fill.side);
  return {
    trade_id: fill.tradeId,
    order_id: fill.orderId,
    ...(fill.clientOrderId === "" ? {} : { client_order_id: fill.clientOrderId }),
    market_ticker: fill.ticker,
    exchange_index: switches.shard,
    is_taker: fill.taker,
    outcome_side: outcome,
    book_side: fill.side,
    side: outcome,
    action: "buy",
    subaccount: 0,
    purchased_side: outcome,
    yes_price_dollars: priceText(fill.price),
    count_fp: quantityText(fill.quantity),
    fee_cost: moneyText(switches.fillFee === "net" ? fill.fee : fill.tradeFee),
    post_position_fp: quantityText(fill.positionAfter as Quantity),
    ts: secondsOf(fill.at),
    ts_ms: fill.at,
  };
}

export function orderMessage(order: AccountOrder, userId: string, switches: Switches): Message {
  const outcome = outcomeOf(order.side);
  return {
    order_id: order.orderId,
    user_id: userId,
    ticker: order.ticker,
    exchange_index: switches.shard,
    status: order.status,
    side: outcome,
    is_yes: order.side === "bid",
    outcome_side: outcome,
    book_side: order.side,
    yes_price_dollars: priceText(order.price),
    fill_count_fp: quantityText(order.filled),
    remaining_count_fp: quantityText(order.remaining),
    initial_count_fp: quantityText(order.initial),
    taker_fill_cost_dollars: moneyText(order.takerCost),
    maker_fill_cost_dollars: moneyText(order.makerCost),
    taker_fees_dollars: moneyText(order.takerFees),
    maker_fees_dollars: moneyText(order.makerFees),
    client_order_id: order.clientOrderId,
    ...(order.orderGroupId === undefined ? {} : { order_group_id: order.orderGroupId }),
    self_trade_prevention_type: order.selfTrade,
    subaccount_number: 0,
    created_time: isoText(order.createdAt),
    created_ts_ms: order.createdAt,
    last_update_time: isoText(order.updatedAt),
    last_updated_ts_ms: order.updatedAt,
    ...(order.expiresAt === undefined
      ? {}
      : {
          expiration_time: isoText(order.expiresAt),
          expiration_ts_ms: order.expiresAt,
        }),
    ...(order.reason === undefined ? {} : { last_update_reason: order.reason }),
  };
}

export function positionMessage(position: Position, userId: string): Message {
  return {
    user_id: userId,
    market_ticker: position.ticker,
    position_fp: quantityText(position.quantity as Quantity),
    position_cost_dollars: dollars4(exposure(position)),
    realized_pnl_dollars: dollars4(position.realized),
    fees_paid_dollars: dollars4(position.fees),
    position_fee_cost_dollars: dollars4(position.heldFees),
    volume_fp: quantityText(position.volume),
    subaccount: 0,
  };
}

export function groupMessage(news: GroupNews, at: number): Message {
  const { event, groupId, limit } = news;
  return {
    event_type: event,
    order_group_id: groupId,
    ts_ms: at,
    ...(limit === undefined ? {} : { contracts_limit_fp: quantityText(limit) }),
  };
}
