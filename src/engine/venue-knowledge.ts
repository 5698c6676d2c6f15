/** What the desk knows of its account at the exchange: only where orders may really be sent. */
import type { AccountReading, KeyFacts, VenueOrder } from "../domain/account.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import type { Quantity } from "../domain/numbers.ts";
import type { EntryGroupState } from "../domain/venue-news.ts";
import { type Agreed, isDeskOrderId } from "../execution/execution.ts";
import { type MarketKnowledge, teamOfTicker } from "./market-knowledge.ts";

/** A STOP or Kill that the exchange has not confirmed yet, or has. */
export type Stopping = {
  readonly how: "stop" | "kill";
  /** Whoever asked still waits for the answer. */
  commandId: string | undefined;
  /** Intents that were taken back before they left. */
  readonly takenBack: number;
  /** When the person asked. */
  readonly pressed: Stamp;
  askedMono: number;
  /** The exchange is being asked now. */
  underWay: boolean;
  /** The first asking whose answer proves this stop; what answers an earlier one does not. */
  readonly provenSince: number;
  attempts: number;
  confirmed: boolean;
  /** A person has pressed Start since: the answer is still owed, but nothing is asked again. */
  overtaken: boolean;
  text: string;
};

/** An order of the account that this desk did not place, and when it was told: source's mono. */
export type ForeignOrder = { readonly order: VenueOrder; readonly toldMono: number };

export type VenueKnowledge = {
  /** The account's side has been opened. */
  open: boolean;
  streamUp: boolean;
  streamWhy: string;
  reading: AccountReading | undefined;
  readMono: number | undefined;
  unreadWhy: string | undefined;
  keys: KeyFacts | undefined;
  group: EntryGroupState;
  /** Orders of the account that this desk did not place and that rest, by the exchange's id. */
  readonly externals: Map<string, ForeignOrder>;
  /** Readings in a row that showed no trace of an order whose fate is open, by intent. */
  readonly absences: Map<number, number>;
  agreed: Agreed | undefined;
  /** What the last reading showed. */
  ahead: Agreed | undefined;
  /** Comparisons in a row that differed. */
  differences: number;
  differsWhy: string | undefined;
  /** Since when readings show nothing of what we hold of another game, by market: source's mono. */
  missing: ReadonlyMap<string, number>;
  stopping: Stopping | undefined;
};

export function createVenueKnowledge(): VenueKnowledge {
  return {
    open: false,
    streamUp: false,
    streamWhy: "not asked for",
    reading: undefined,
    readMono: undefined,
    unreadWhy: undefined,
    keys: undefined,
    group: { kind: "none", why: "no entry order group yet" },
    externals: new Map(),
    absences: new Map(),
    agreed: undefined,
    ahead: undefined,
    differences: 0,
    differsWhy: undefined,
    missing: new Map(),
    stopping: undefined,
  };
}

/** An order of somebody else: it counts while it rests, and is forgotten when it does not. */
export function learnExternal(known: VenueKnowledge, order: VenueOrder, toldMono: number): void {
  if (order.status === "resting") known.externals.set(order.orderId, { order, toldMono });
  else known.externals.delete(order.orderId);
}

/**
 * Every order that rests is in a reading: what is not, rests no more. A reading that was asked for
 * before an order was told of says nothing about it.
 */
export function forgetGoneExternals({ externals }: VenueKnowledge, reading: AccountReading): void {
  const listed = new Set(reading.orders.map(({ orderId }) => orderId));
  for (const [orderId, { toldMono }] of externals) {
    if (!listed.has(orderId) && toldMono < reading.askedMono) externals.delete(orderId);
  }
}

/** Contracts that foreign orders of this game may still add toward each team. */
export function externalExposure(
  known: VenueKnowledge,
  market: MarketKnowledge,
): Readonly<Record<TeamSide, Quantity>> {
  const toward = { home: 0, away: 0 };
  for (const { order } of known.externals.values()) {
    const team = teamOfTicker(market, order.ticker);
    if (team === undefined) continue;
    const isTowardHome = (team === "home") === (order.side === "bid");
    toward[isTowardHome ? "home" : "away"] += order.remaining;
  }
  return toward as Record<TeamSide, Quantity>;
}

/** Resting orders that a desk like this one placed, but not this session: another copy runs. */
export function otherDesksOrders(known: VenueKnowledge): number {
  const orders = [...known.externals.values()].map(({ order }) => order);
  return orders.filter(({ clientOrderId }) => isDeskOrderId(clientOrderId)).length;
}

/** The books have agreed with a reading since the account was opened: what was paid is in them. */
export function isCompared({ agreed }: VenueKnowledge): boolean {
  return agreed !== undefined;
}

/** Tickers of the game's two markets, HOME's first; none before they are known. */
export function tickersOf({ markets }: MarketKnowledge): readonly string[] {
  return markets === undefined ? [] : [markets.home.ticker, markets.away.ticker];
}
