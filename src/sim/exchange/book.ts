/** One market's resting orders in price-time priority, both sides in YES prices. */
import type { BookSide, Level } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";

/** A resting order, or a part of the crowd's quote. */
export type Resting = {
  readonly side: BookSide;
  readonly price: Price;
  /** `undefined`: the crowd's. */
  readonly orderId: string | undefined;
  remaining: Quantity;
};

type Queue = { readonly price: Price; readonly orders: Resting[]; total: number };

export interface Book {
  best(side: BookSide): Price | undefined;
  /** Size displayed at one price; 0 when none. */
  sizeAt(side: BookSide, price: Price): Quantity;
  /** The crowd's part of the size displayed at one price. */
  crowdAt(side: BookSide, price: Price): Quantity;
  /** Best first. */
  levels(side: BookSide): Level[];
  /** Resting orders, best price first, oldest first within a price. */
  orders(side: BookSide): readonly Resting[];
  /** The order that is matched next. */
  front(side: BookSide): Resting | undefined;
  /** Joins the end of its price's queue. */
  join(resting: Resting): void;
  /** Takes some of a resting order away; it leaves at 0. Throws beyond what remains. */
  shrink(resting: Resting, by: Quantity): void;
  /** Adds to the crowd's size at a price, behind everything that rests there. */
  growCrowd(side: BookSide, price: Price, by: Quantity): void;
  /** Takes some of the crowd's size away, youngest first (the places ahead of others stay). */
  shrinkCrowd(side: BookSide, price: Price, by: Quantity): void;
  /** Removes everything without telling the listener. */
  clear(): void;
}

/** Hears of every change of a displayed size. */
export type LevelListener = (
  side: BookSide,
  price: Price,
  change: number,
  orderId: string | undefined,
) => void;

function better(side: BookSide, left: Price, right: Price): boolean {
  return side === "bid" ? left > right : left < right;
}

function queueAt(queues: readonly Queue[], price: Price): Queue | undefined {
  return queues.find((queue) => queue.price === price);
}

function openQueue(queues: Queue[], side: BookSide, price: Price): Queue {
  const found = queueAt(queues, price);
  if (found !== undefined) return found;
  const queue: Queue = { price, orders: [], total: 0 };
  const place = queues.findIndex((other) => better(side, price, other.price));
  queues.splice(place === -1 ? queues.length : place, 0, queue);
  return queue;
}

/** An empty book; `changed` hears of every change of a displayed size, in order. */
export function createBook(changed: LevelListener): Book {
  const sides: Readonly<Record<BookSide, Queue[]>> = { bid: [], ask: [] };

  function reduce(resting: Resting, by: Quantity): void {
    const queues = sides[resting.side];
    const queue = queueAt(queues, resting.price);
    if (queue === undefined || by <= 0 || by > resting.remaining) {
      throw new RangeError(`cannot take ${by} of ${resting.remaining} at ${resting.price}`);
    }
    resting.remaining = (resting.remaining - by) as Quantity;
    queue.total -= by;
    if (resting.remaining === 0) queue.orders.splice(queue.orders.indexOf(resting), 1);
    if (queue.orders.length === 0) queues.splice(queues.indexOf(queue), 1);
  }

  function shrinkCrowd(side: BookSide, price: Price, by: Quantity): void {
    let left: number = by;
    for (const resting of [...(queueAt(sides[side], price)?.orders ?? [])].toReversed()) {
      if (left === 0) break;
      if (resting.orderId !== undefined) continue;
      const part = Math.min(left, resting.remaining) as Quantity;
      left -= part;
      reduce(resting, part);
    }
    if (left > 0) throw new RangeError(`the crowd has ${left} too few at ${price}`);
    changed(side, price, -by, undefined);
  }

  function growCrowd(side: BookSide, price: Price, by: Quantity): void {
    const queue = openQueue(sides[side], side, price);
    const last = queue.orders.at(-1);
    if (last !== undefined && last.orderId === undefined) {
      last.remaining = (last.remaining + by) as Quantity;
    } else {
      queue.orders.push({ side, price, orderId: undefined, remaining: by });
    }
    queue.total += by;
    changed(side, price, by, undefined);
  }

  return {
    best: (side) => sides[side][0]?.price,
    sizeAt: (side, price) => (queueAt(sides[side], price)?.total ?? 0) as Quantity,
    crowdAt: (side, price) => {
      const orders = queueAt(sides[side], price)?.orders ?? [];
      const crowd = orders.filter((resting) => resting.orderId === undefined);
      return crowd.reduce((sum, resting) => sum + resting.remaining, 0) as Quantity;
    },
    levels: (side) => sides[side].map((queue) => [queue.price, queue.total as Quantity] as const),
    orders: (side) => sides[side].flatMap((queue) => queue.orders),
    front: (side) => sides[side][0]?.orders[0],
    join: (resting) => {
      if (resting.remaining <= 0) throw new RangeError("nothing to rest");
      const queue = openQueue(sides[resting.side], resting.side, resting.price);
      queue.orders.push(resting);
      queue.total += resting.remaining;
      changed(resting.side, resting.price, resting.remaining, resting.orderId);
    },
    shrink: (resting, by) => {
      reduce(resting, by);
      changed(resting.side, resting.price, -by, resting.orderId);
    },
    growCrowd,
    shrinkCrowd,
    clear: () => {
      sides.bid.length = 0;
      sides.ask.length = 0;
    },
  };
}
