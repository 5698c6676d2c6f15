/**
 * Our own orders at the exchange, joined from three tellers: answers, stream and reads, whichever
 * speaks first. Each fact is told once: that an order is there, each fill by its trade, its end.
 */
import { type Quantity, quantity } from "../../../domain/numbers.ts";
import type { Order, OrderEnd } from "../../../domain/orders.ts";
import type { VenueFill, VenueOrder } from "../../../domain/account.ts";
import type { TellVenueNews } from "./news.ts";

export type OwnOrder = {
  readonly order: Order;
  /** May rest in the book; else immediate-or-cancel. */
  readonly rests: boolean;
  /** When it was sent: source's wall time, Unix ms. */
  readonly sentAt: number;
  venueOrderId: string | undefined;
  /** What the exchange says was filled: the most that any teller said. */
  told: Quantity;
  /** What the fills that we hold add up to. */
  joined: Quantity;
  /** The exchange says that nothing of it rests any more. */
  over: boolean;
  ended: boolean;
  /** Nobody knows what became of it. */
  unknown: boolean;
};

export type Joined = "joined" | "known" | "external" | "unplaced";

export type OwnOrders = {
  /** Before it is sent, or when a session takes it over from an earlier one. */
  remember(order: Order, rests: boolean, sentAt: number, venueOrderId?: string): OwnOrder;
  byIntent(intentId: number): OwnOrder | undefined;
  byVenueId(venueOrderId: string): OwnOrder | undefined;
  /** The exchange has it under this id. */
  adopt(own: OwnOrder, venueOrderId: string): void;
  /** How much was filled and whether anything rests, as an answer or a cancel says. */
  stands(own: OwnOrder, filled: Quantity, over: boolean): void;
  learnOrder(order: VenueOrder, raw: string | undefined): "ours" | "external";
  /** It rests after all, whatever its cancel was answered: it is to be cancelled again. */
  stillRests(venueOrderId: string): void;
  learnFill(fill: VenueFill, raw: string | undefined): Joined;
  /** Orders of which the exchange has told more fills than we hold. */
  short(): readonly OwnOrder[];
  /** Orders at the exchange that are not over. */
  open(): readonly OwnOrder[];
  unknown(): readonly OwnOrder[];
  /** Ids of orders whose fills came before anyone said whose they are. */
  unplaced(): readonly string[];
};

const tradesMax = 20_000;
const unplacedMax = 1000;

function endOf({ order, rests, joined }: OwnOrder): OrderEnd {
  if (joined >= order.quantity) return "filled";
  if (joined > 0) return "partlyFilled";
  return rests ? "canceled" : "unfilled";
}

/** What is known of the account's orders and fills, and who hears of it. */
type Memory = {
  readonly tell: TellVenueNews;
  readonly byIntent: Map<number, OwnOrder>;
  readonly byClientId: Map<string, OwnOrder>;
  readonly byVenueId: Map<string, OwnOrder>;
  /** Id of each order that is not ours → how it was told last. */
  readonly external: Map<string, string>;
  readonly trades: Set<string>;
  readonly unplaced: Map<string, VenueFill>;
};

function tradeKey({ tradeId, orderId }: VenueFill): string {
  return `${tradeId}/${orderId}`;
}

function noteTrade({ trades, unplaced }: Memory, fill: VenueFill): void {
  unplaced.delete(tradeKey(fill));
  trades.add(tradeKey(fill));
  if (trades.size <= tradesMax) return;
  const [oldest] = trades;
  if (oldest !== undefined) trades.delete(oldest);
}

function findOwner(memory: Memory, fill: VenueFill): OwnOrder | undefined {
  const { orderId, clientOrderId } = fill;
  const byVenue = memory.byVenueId.get(orderId);
  if (byVenue !== undefined || clientOrderId === undefined) return byVenue;
  return memory.byClientId.get(clientOrderId);
}

function waitingFills({ unplaced }: Memory, orderId: string): readonly VenueFill[] {
  return [...unplaced.values()].filter((fill) => fill.orderId === orderId);
}

/** Tells the end once nothing rests and every fill that was told of is held. */
function settle({ tell }: Memory, own: OwnOrder): void {
  if (own.ended || !own.over || own.joined < own.told) return;
  own.ended = true;
  tell({ kind: "ended", intentId: own.order.intentId, how: endOf(own) }, undefined);
}

function adopt(memory: Memory, own: OwnOrder, venueOrderId: string): void {
  own.unknown = false;
  if (own.venueOrderId !== undefined) return;
  own.venueOrderId = venueOrderId;
  memory.byVenueId.set(venueOrderId, own);
  memory.tell({ kind: "accepted", intentId: own.order.intentId, venueOrderId }, undefined);
  for (const fill of waitingFills(memory, venueOrderId)) place(memory, fill, own, undefined);
}

function place(memory: Memory, fill: VenueFill, own: OwnOrder, raw: string | undefined): void {
  noteTrade(memory, fill);
  adopt(memory, own, fill.orderId);
  own.joined = quantity(own.joined + fill.quantity);
  own.told = quantity(Math.max(own.told, own.joined));
  const { intentId, team } = own.order;
  const { tradeId, ticker, side, price, fee } = fill;
  const told = { tradeId, intentId, ticker, team, side, price, quantity: fill.quantity, fee };
  memory.tell({ kind: "fill", fill: told }, raw);
  settle(memory, own);
}

function placeAsExternal(memory: Memory, fill: VenueFill, raw: string | undefined): void {
  noteTrade(memory, fill);
  memory.tell({ kind: "externalFill", fill }, raw);
}

function stands(memory: Memory, own: OwnOrder, filled: Quantity, over: boolean): void {
  own.told = quantity(Math.max(own.told, filled));
  own.over ||= over;
  settle(memory, own);
}

function learnExternal(memory: Memory, order: VenueOrder, raw: string | undefined): void {
  const { orderId, status, filled, remaining } = order;
  const standing = `${status}/${filled}/${remaining}`;
  if (memory.external.get(orderId) !== standing) memory.tell({ kind: "external", order }, raw);
  memory.external.set(orderId, standing);
  for (const fill of waitingFills(memory, orderId)) placeAsExternal(memory, fill, undefined);
}

function learnOrder(memory: Memory, order: VenueOrder, raw: string | undefined) {
  const { orderId, clientOrderId } = order;
  const byClient = clientOrderId === undefined ? undefined : memory.byClientId.get(clientOrderId);
  const own = memory.byVenueId.get(orderId) ?? byClient;
  if (own === undefined) {
    learnExternal(memory, order, raw);
    return "external";
  }
  adopt(memory, own, orderId);
  stands(memory, own, order.filled, order.status !== "resting");
  return "ours";
}

function learnFill(memory: Memory, fill: VenueFill, raw: string | undefined): Joined {
  if (memory.trades.has(tradeKey(fill))) return "known";
  const own = findOwner(memory, fill);
  if (own !== undefined) {
    place(memory, fill, own, raw);
    return "joined";
  }
  if (memory.external.has(fill.orderId) || fill.clientOrderId !== undefined) {
    placeAsExternal(memory, fill, raw);
    return "external";
  }
  if (memory.unplaced.size < unplacedMax) memory.unplaced.set(tradeKey(fill), fill);
  return "unplaced";
}

function fresh(order: Order, rests: boolean, sentAt: number, venueOrderId?: string): OwnOrder {
  const none = quantity(0);
  const standing = { told: none, joined: none, over: false, ended: false, unknown: false };
  return { order, rests, sentAt, venueOrderId, ...standing };
}

export function createOwnOrders(tell: TellVenueNews): OwnOrders {
  const memory: Memory = {
    tell,
    byIntent: new Map(),
    byClientId: new Map(),
    byVenueId: new Map(),
    external: new Map(),
    trades: new Set(),
    unplaced: new Map(),
  };
  const { byIntent, byVenueId } = memory;
  return {
    remember(order, rests, sentAt, venueOrderId) {
      const known = byIntent.get(order.intentId);
      if (known !== undefined) return known;
      const own = fresh(order, rests, sentAt, venueOrderId);
      byIntent.set(order.intentId, own);
      memory.byClientId.set(order.clientOrderId, own);
      if (venueOrderId !== undefined) byVenueId.set(venueOrderId, own);
      return own;
    },
    byIntent: (intentId) => byIntent.get(intentId),
    byVenueId: (venueOrderId) => byVenueId.get(venueOrderId),
    adopt: (own, venueOrderId) => adopt(memory, own, venueOrderId),
    stands: (own, filled, over) => stands(memory, own, filled, over),
    learnOrder: (order, raw) => learnOrder(memory, order, raw),
    learnFill: (fill, raw) => learnFill(memory, fill, raw),
    stillRests(venueOrderId) {
      const own = byVenueId.get(venueOrderId);
      if (own !== undefined) own.over = false;
    },
    short: () => [...byVenueId.values()].filter(({ told, joined }) => joined < told),
    open: () => [...byVenueId.values()].filter(({ over }) => !over),
    unknown: () => [...byIntent.values()].filter((own) => own.unknown),
    unplaced: () => [...new Set([...memory.unplaced.values()].map(({ orderId }) => orderId))],
  };
}
