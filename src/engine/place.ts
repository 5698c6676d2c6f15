/** From a wanted order to an intent, from a durable intent to a send: every gate, both times. */
import type { GateCode } from "../domain/codes.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import { NO_MONEY, type Price, type Quantity } from "../domain/numbers.ts";
import type { Order, OrderOrigin } from "../domain/orders.ts";
import { worstCost } from "../edge/edge.ts";
import {
  applyFill,
  clientOrderIdOf,
  markDone,
  markFilled,
  markSent,
  matchPaper,
  paperDue,
  paperLatencyMs,
  positionOf,
  trackedOrder,
  trackIntent,
  type TrackedOrder,
} from "../execution/execution.ts";
import { bookOf } from "../market/market.ts";
import {
  approve,
  noteAttempt,
  noteAutoEntry,
  noteOrder,
  releaseCooldown,
  review,
  type Review,
  towardOf,
} from "../risk/risk.ts";
import { type Desk, feeTerms } from "./desk.ts";
import { gatherFacts } from "./gather-facts.ts";
import { marketOf } from "./market-knowledge.ts";
import { noteClosedTrades, trip } from "./trip.ts";
import { gameClockText } from "./words.ts";

/** An order that is wanted: terms, who wants it, and what a person saw and said. */
export type Wanted = {
  readonly team: TeamSide;
  readonly side: BookSide;
  readonly quantity: Quantity;
  readonly limit: Price;
  readonly reduceOnly: boolean;
  readonly origin: OrderOrigin;
  readonly signalId: string | undefined;
  readonly shownVersion: number | undefined;
  readonly reason: string | undefined;
};

export type Placed =
  | { readonly kind: "intent"; readonly order: Order }
  | { readonly kind: "refused"; readonly review: Review };

/** Terms of an order, and who wants it. */
type Terms = Pick<
  Wanted,
  "team" | "side" | "quantity" | "limit" | "reduceOnly" | "origin" | "signalId"
>;

/** The order that these terms would make as the next intent. It is not one yet. */
export function orderOf(desk: Desk, wanted: Terms, ticker: string): Order {
  const { team, side, quantity, limit, reduceOnly, signalId } = wanted;
  const intentId = desk.intents + 1;
  return {
    intentId,
    clientOrderId: clientOrderIdOf(desk.opening.sessionId, intentId),
    mode: desk.mode,
    ticker,
    team,
    side,
    quantity,
    limit,
    reduceOnly,
    origin: wanted.origin,
    signalId,
    worstCost: reduceOnly ? NO_MONEY : worstCost(side, limit, quantity, feeTerms(desk)),
  };
}

/** Where the game stands, for the trade that an order may become. */
export function gameClockNow(desk: Desk): string {
  const { situation } = desk.game;
  return gameClockText(situation?.state, situation?.period, situation?.clockSeconds);
}

/**
 * Reviews a wanted order and makes the intent when every gate that applies lets it pass.
 * Throws when the markets are not known: nothing can want an order then.
 */
export function place(desk: Desk, wanted: Wanted, now: Stamp, effects: Effect[]): Placed {
  const ticker = marketOf(desk.market, wanted.team)?.ticker;
  if (ticker === undefined) throw new Error("an order for a market that is not known");
  const order = orderOf(desk, wanted, ticker);
  const { shownVersion, reason, origin } = wanted;
  const under = { order, shownVersion, reason, intentMono: undefined };
  const reviewed = review(gatherFacts(desk, now, under), origin);
  if (isAttempt(reviewed) && noteAttempt(desk.rate, now.mono)) {
    trip(desk, "RATE", "20 order attempts within a second", now, effects);
    return { kind: "refused", review: reviewed };
  }
  if (!reviewed.passed) return { kind: "refused", review: reviewed };
  desk.intents = order.intentId;
  if (reason !== undefined) desk.reasons.set(order.intentId, reason);
  trackIntent(desk.orders, order, now, gameClockNow(desk));
  if (!reduceOnlyExit(order)) noteOrder(desk.rate, now.mono);
  if (origin === "auto") noteAutoEntry(desk.cooldown, towardOf(order));
  effects.push({ kind: "intent", order, gates: reviewed.results });
  return { kind: "intent", order };
}

function reduceOnlyExit(order: Order): boolean {
  return order.origin === "exit";
}

/** What counts as an attempt: everything a person asks for, and of auto what only RATE refuses. */
function isAttempt(reviewed: Review): boolean {
  if (reviewed.origin === "exit") return false;
  if (reviewed.origin !== "auto") return true;
  return reviewed.passed || reviewed.failed.every((code) => code === "RATE");
}

/** A durable intent is reviewed again: it is sent, or abandoned with the codes. */
export function release(desk: Desk, intentId: number, now: Stamp, effects: Effect[]): void {
  const tracked = trackedOrder(desk.orders, intentId);
  if (tracked === undefined || tracked.state.kind !== "intent") return;
  const { order } = tracked;
  const reason = desk.reasons.get(intentId);
  desk.reasons.delete(intentId);
  const intentMono = tracked.opened.mono;
  const under = { order, shownVersion: undefined, reason, intentMono };
  const facts = gatherFacts(desk, now, under);
  const reviewed = review(facts, order.origin);
  const endedSignal = order.signalId !== undefined && order.signalId !== desk.live?.id;
  const approved = endedSignal && !order.reduceOnly ? undefined : approve(order, reviewed);
  if (approved === undefined) {
    const codes: readonly GateCode[] = reviewed.failed.length > 0 ? reviewed.failed : ["SIGNAL"];
    abandon(desk, tracked, codes, now, effects);
    return;
  }
  const isPaper = order.mode === "PAPER";
  const latencyMs = paperLatencyMs(desk.opening.sessionId, intentId);
  const dueMono = isPaper ? now.mono + latencyMs : undefined;
  markSent(desk.orders, intentId, now.at, dueMono);
  effects.push({ kind: "send", order: approved, paperDueMono: dueMono });
}

/** Gives up an intent that has not been sent. */
export function abandon(
  desk: Desk,
  tracked: TrackedOrder,
  codes: readonly GateCode[],
  now: Stamp,
  effects: Effect[],
): void {
  const { intentId } = tracked.order;
  markDone(desk.orders, intentId, "abandoned", now);
  if (tracked.order.origin === "auto") releaseCooldown(desk.cooldown);
  effects.push({ kind: "abandon", intentId, codes });
}

/** Paper orders whose time has come meet the book as it stands. */
export function matchDue(desk: Desk, now: Stamp, effects: Effect[]): void {
  for (const { order } of paperDue(desk.orders, now.mono)) {
    const { consumed } = desk.market[order.team];
    const held = positionOf(desk.ledger, order.ticker);
    const book = bookOf(desk.market.books, order.team);
    const match = matchPaper(order, book, consumed, held, feeTerms(desk));
    const moment = { stamp: now, gameClock: gameClockNow(desk) };
    for (const fill of match.fills) {
      effects.push({ kind: "fill", mode: order.mode, fill });
      markFilled(desk.orders, order.intentId, fill);
      const booked = applyFill(desk.ledger, fill, moment);
      if (booked.kind === "booked") noteClosedTrades(desk, booked.closed, now, effects);
    }
    markDone(desk.orders, order.intentId, match.end, now);
    const filled = trackedOrder(desk.orders, order.intentId)?.filled ?? (0 as Quantity);
    effects.push({ kind: "orderEnded", intentId: order.intentId, how: match.end, filled });
  }
}
