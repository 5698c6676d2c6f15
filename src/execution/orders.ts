/**
 * The life of an order as data. Unknown is a state: it counts as filled against every limit until
 * the exchange, or a person's recorded word, ends it.
 */
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import {
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Quantity,
  quantity,
} from "../domain/numbers.ts";
import type { Fill, Order, OrderEnd } from "../domain/orders.ts";
import type { Part } from "../market/market.ts";

export type OrderState =
  /** Decided and journalled, not yet known to be on disk. */
  | { readonly kind: "intent" }
  /** Sent, no answer yet. PAPER: meets the book at `dueMono`, the source's ms. */
  | { readonly kind: "sent"; readonly dueMono: number | undefined }
  | { readonly kind: "open"; readonly venueOrderId: string }
  | { readonly kind: "cancelInFlight"; readonly venueOrderId: string; readonly askedMono: number }
  /** May be resting, filled, or nowhere. */
  | { readonly kind: "unknown"; readonly sinceMono: number; readonly why: string }
  | { readonly kind: "done"; readonly how: OrderEnd; readonly at: Stamp };

export type TrackedOrder = {
  readonly order: Order;
  /** When the intent was made. */
  readonly opened: Stamp;
  /** Game clock in words at that moment, for the trade it may become. */
  readonly gameClock: string;
  /** When it left: source's wall time, Unix ms; undefined before. */
  sentAt: number | undefined;
  state: OrderState;
  filled: Quantity;
  /** What filled, for the comparison of the fees charged with those expected. */
  readonly parts: Part[];
  charged: Money;
};

/**
 * Our orders of this session by intent, oldest first. `live`: those not done, which every step
 * looks at; only the functions of this file change either.
 */
export type Orders = {
  readonly byIntent: Map<number, TrackedOrder>;
  readonly live: Set<TrackedOrder>;
};

/** Orders that are done are kept up to this many in total; the journal keeps them all. */
const ordersKept = 1_000;

export function createOrders(): Orders {
  return { byIntent: new Map(), live: new Set() };
}

function forgetOldest(orders: Orders): void {
  for (const [intentId, tracked] of orders.byIntent) {
    if (orders.byIntent.size <= ordersKept) return;
    if (tracked.state.kind === "done") orders.byIntent.delete(intentId);
  }
}

/** Notes a new intent. Throws when the intent exists: an intent is never made twice. */
export function trackIntent(
  orders: Orders,
  order: Order,
  opened: Stamp,
  gameClock: string,
): TrackedOrder {
  if (orders.byIntent.has(order.intentId)) throw new Error(`intent ${order.intentId} made twice`);
  const tracked: TrackedOrder = {
    order,
    opened,
    gameClock,
    sentAt: undefined,
    state: { kind: "intent" },
    filled: NO_QUANTITY,
    parts: [],
    charged: NO_MONEY,
  };
  orders.byIntent.set(order.intentId, tracked);
  orders.live.add(tracked);
  forgetOldest(orders);
  return tracked;
}

/** The order of an intent; undefined when there is none, or it is long done. */
export function trackedOrder(orders: Orders, intentId: number): TrackedOrder | undefined {
  return orders.byIntent.get(intentId);
}

function must(orders: Orders, intentId: number): TrackedOrder {
  const tracked = orders.byIntent.get(intentId);
  if (tracked === undefined) throw new Error(`no order of intent ${intentId}`);
  return tracked;
}

/** The order leaves at `at`: `dueMono` only in PAPER. Throws unless it is a fresh intent. */
export function markSent(
  orders: Orders,
  intentId: number,
  at: number,
  dueMono: number | undefined,
): void {
  const tracked = must(orders, intentId);
  if (tracked.state.kind !== "intent") {
    throw new Error(`intent ${intentId} cannot be sent: it is ${tracked.state.kind}`);
  }
  tracked.sentAt = at;
  tracked.state = { kind: "sent", dueMono };
}

/** The venue has it. An order that is done stays done: answers may come late. */
export function markOpen(orders: Orders, intentId: number, venueOrderId: string): void {
  const tracked = must(orders, intentId);
  const { kind } = tracked.state;
  if (kind !== "done" && kind !== "cancelInFlight") tracked.state = { kind: "open", venueOrderId };
}

/** An order that counted as absent is at the venue after all: it lives again. */
export function markReappeared(orders: Orders, intentId: number, venueOrderId: string): void {
  const tracked = must(orders, intentId);
  tracked.state = { kind: "open", venueOrderId };
  orders.live.add(tracked);
}

/** A cancel was asked for, or is asked for again. Only an open order can be cancelled. */
export function markCancelAsked(orders: Orders, intentId: number, askedMono: number): void {
  const tracked = must(orders, intentId);
  if (tracked.state.kind !== "open" && tracked.state.kind !== "cancelInFlight") return;
  const { venueOrderId } = tracked.state;
  tracked.state = { kind: "cancelInFlight", venueOrderId, askedMono };
}

/** Nobody knows what became of it. */
export function markUnknown(orders: Orders, intentId: number, mono: number, why: string): void {
  const tracked = must(orders, intentId);
  if (tracked.state.kind !== "done") tracked.state = { kind: "unknown", sinceMono: mono, why };
}

/** Adds a fill; one that came after the end counts too. */
export function markFilled(
  orders: Orders,
  intentId: number,
  fill: Pick<Fill, "price" | "quantity" | "fee">,
): void {
  const tracked = must(orders, intentId);
  tracked.filled = quantity(tracked.filled + fill.quantity);
  tracked.parts.push({ price: fill.price, quantity: fill.quantity });
  tracked.charged = money(tracked.charged + fill.fee);
}

/** The order's end. An end that is told twice keeps the first. */
export function markDone(orders: Orders, intentId: number, how: OrderEnd, at: Stamp): void {
  const tracked = must(orders, intentId);
  if (tracked.state.kind === "done") return;
  tracked.state = { kind: "done", how, at };
  orders.live.delete(tracked);
}

/** How an immediate-or-cancel order ended, by what filled. */
export function endOf(order: Order, filled: Quantity): OrderEnd {
  if (filled === 0) return "unfilled";
  return filled < order.quantity ? "partlyFilled" : "filled";
}

/** Everything that may still fill: intents, orders on their way, open and UNKNOWN ones. */
export function liveOrders(orders: Orders): TrackedOrder[] {
  return [...orders.live];
}

/**
 * Live orders that will end by themselves, soon. One whose fate is open may take minutes: it blocks
 * entries by its own gate, and no exit, for the exchange caps what only reduces.
 */
export function ordersUnderWay(orders: Orders): TrackedOrder[] {
  return liveOrders(orders).filter((tracked) => tracked.state.kind !== "unknown");
}

/** Orders whose cancel no read-back has confirmed. */
export function unconfirmedCancels(orders: Orders): TrackedOrder[] {
  return liveOrders(orders).filter((tracked) => tracked.state.kind === "cancelInFlight");
}

/** Orders whose fate is open. */
export function unknownOrders(orders: Orders): TrackedOrder[] {
  return liveOrders(orders).filter((tracked) => tracked.state.kind === "unknown");
}

/** Paper orders whose time has come, in the order of their due time, then of their intent. */
export function paperDue(orders: Orders, mono: number): TrackedOrder[] {
  return liveOrders(orders)
    .filter((tracked) => (dueMonoOf(tracked) ?? Number.POSITIVE_INFINITY) <= mono)
    .sort((left, right) => {
      const sooner = (dueMonoOf(left) ?? 0) - (dueMonoOf(right) ?? 0);
      return sooner === 0 ? left.order.intentId - right.order.intentId : sooner;
    });
}

function dueMonoOf(tracked: TrackedOrder): number | undefined {
  return tracked.state.kind === "sent" ? tracked.state.dueMono : undefined;
}

/** When the next paper order meets the book; undefined: none waits. */
export function nextPaperDue(orders: Orders): number | undefined {
  const due = liveOrders(orders)
    .map(dueMonoOf)
    .filter((mono) => mono !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

function remaining(tracked: TrackedOrder): Quantity {
  return Math.max(0, tracked.order.quantity - tracked.filled) as Quantity;
}

/** The worst net contracts toward each team, with every live order toward it as filled. */
export type Exposure = { readonly towardHome: Quantity; readonly towardAway: Quantity };

/**
 * Exposure of the game whose markets these are: `net` is YES-HOME − YES-AWAY held. Orders toward
 * the other team are not counted on to fill. `exceptIntentId`: the order under review, which must
 * not count itself.
 */
export function exposureOf(
  orders: Orders,
  tickers: readonly string[],
  net: Quantity,
  exceptIntentId?: number,
): Exposure {
  const open = { home: 0, away: 0 } satisfies Record<TeamSide, number>;
  for (const tracked of orders.live) {
    const { order } = tracked;
    if (order.intentId === exceptIntentId || !tickers.includes(order.ticker)) continue;
    const isTowardHome = (order.team === "home") === (order.side === "bid");
    open[isTowardHome ? "home" : "away"] += remaining(tracked);
  }
  return { towardHome: quantity(net + open.home), towardAway: quantity(open.away - net) };
}

/** What live entries may still cost, rounded up; the one under review does not count itself. */
export function reservedCost(orders: Orders, exceptIntentId?: number): Money {
  let reserved = 0;
  for (const tracked of orders.live) {
    const { order } = tracked;
    if (order.reduceOnly || order.intentId === exceptIntentId) continue;
    reserved += Math.ceil((order.worstCost * remaining(tracked)) / order.quantity);
  }
  return money(reserved);
}
