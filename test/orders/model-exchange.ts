/**
 * An exchange on two pages, as the oracle of the explorer: it takes whatever reaches it, knows
 * nothing of our ids, and keeps its own cash and position in whole numbers of its own.
 */
import type { AccountReading, VenueFill, VenueOrder } from "../../src/domain/account.ts";
import type { BookSide } from "../../src/domain/market.ts";
import type { Money, Price, Quantity } from "../../src/domain/numbers.ts";

export type ModelOrder = {
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly ticker: string;
  readonly side: BookSide;
  readonly price: Price;
  readonly initial: number;
  filled: number;
  status: VenueOrder["status"];
};

/** What the stream tells, in the order in which it happened. */
export type Frame =
  | { readonly kind: "order"; readonly order: VenueOrder }
  | { readonly kind: "fill"; readonly fill: VenueFill };

export type ModelExchange = {
  readonly orders: ModelOrder[];
  readonly fills: VenueFill[];
  readonly cash: () => bigint;
  readonly position: () => number;
  /** What has happened since it was asked last. */
  takeFrames(): readonly Frame[];
  create(body: string): ModelOrder;
  fill(order: ModelOrder, count: number): void;
  cancel(order: ModelOrder): number;
  /** Pays one dollar, in 1/10000, per contract held. */
  settle(value: number): void;
  reading(mono: number, at: number): AccountReading;
};

export const openingCash = 1_000_000_000;
/** Not what the formula gives: the fill's own fee is what counts. */
const feePerHundredth = 3;
const hundredths = (count: string): number => Math.round(Number(count) * 100);

export function venueOrder(order: ModelOrder): VenueOrder {
  const { initial, filled, status } = order;
  const rest = status === "resting" ? initial - filled : 0;
  return {
    ...order,
    initial: initial as Quantity,
    filled: filled as Quantity,
    remaining: rest as Quantity,
    groupId: undefined,
    exchangeIndex: 0,
    reason: undefined,
    updatedAt: undefined,
  };
}

export function createModelExchange(now: () => number): ModelExchange {
  const orders: ModelOrder[] = [];
  const fills: VenueFill[] = [];
  let frames: Frame[] = [];
  let cash = BigInt(openingCash);
  let position = 0;
  const told = (order: ModelOrder): void =>
    void frames.push({ kind: "order", order: venueOrder(order) });

  return {
    orders,
    fills,
    cash: () => cash,
    position: () => position,
    takeFrames() {
      const taken = frames;
      frames = [];
      return taken;
    },
    create(body) {
      const wish = JSON.parse(body) as Readonly<Record<string, string>>;
      const order: ModelOrder = {
        orderId: `v${orders.length + 1}`,
        clientOrderId: wish["client_order_id"] ?? "",
        ticker: wish["ticker"] ?? "",
        side: wish["side"] === "ask" ? "ask" : "bid",
        price: Math.round(Number(wish["price"]) * 10_000) as Price,
        initial: hundredths(wish["count"] ?? "0"),
        filled: 0,
        status: "resting",
      };
      orders.push(order);
      told(order);
      return order;
    },
    fill(order, count) {
      const { orderId, clientOrderId, ticker, side, price } = order;
      const sign = side === "bid" ? 1 : -1;
      const fee = feePerHundredth * count;
      order.filled += count;
      position += sign * count;
      cash -= BigInt(sign * count * price + fee);
      if (order.filled === order.initial) order.status = "executed";
      const fill: VenueFill = {
        tradeId: `t${fills.length + 1}`,
        orderId,
        clientOrderId,
        ticker,
        side,
        price,
        quantity: count as Quantity,
        fee: fee as Money,
        isTaker: true,
        at: now(),
      };
      fills.push(fill);
      frames.push({ kind: "fill", fill });
      told(order);
    },
    cancel(order) {
      const reduced = order.initial - order.filled;
      order.status = "canceled";
      told(order);
      return reduced;
    },
    settle(value) {
      cash += BigInt(position * value);
      position = 0;
    },
    reading(mono, at) {
      const [ticker] = orders.map((order) => order.ticker);
      const held = { ticker: ticker ?? "", net: position, cost: undefined, fees: undefined };
      return {
        askedMono: mono,
        askedAt: at,
        dataAt: at,
        orders: orders.map(venueOrder),
        // A read tells no client order id.
        fills: fills.map((fill) => ({ ...fill, clientOrderId: undefined })),
        positions: position === 0 ? [] : [{ ...held, updatedAt: undefined }],
        settlements: [],
        transferred: 0 as Money,
        balance: { cash: Number(cash) as Money, holdings: undefined, at: undefined },
      };
    },
  };
}
