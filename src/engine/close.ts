/** Flatten, reduce, cancel: the safe direction, never blocked by risk. */
import type { Answer, Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import { otherBookSide } from "../domain/market.ts";
import type { Price, Quantity } from "../domain/numbers.ts";
import {
  liveOrders,
  markCancelAsked,
  markDone,
  ordersUnderWay,
  unconfirmedCancels,
} from "../execution/execution.ts";
import { bestPrice, bookOf, walk } from "../market/market.ts";
import type { Desk } from "./desk.ts";
import { positionsOf } from "./gather-facts.ts";
import { place } from "./place.ts";
import { refusal } from "./refusal.ts";

/** Flatten walks at most this far beyond the best price unless a person widens it. */
const beyondBest = 500;
const lowestPrice = 1;
const highestPrice = 9_999;

/** How much to close, and the worst YES price walked to when a person set one. */
export type Closing = {
  readonly share: "all" | "half";
  readonly worst: Price | undefined;
};

function worstPrice(
  desk: Desk,
  team: TeamSide,
  side: "bid" | "ask",
  size: Quantity,
): Price | undefined {
  const book = bookOf(desk.market.books, team);
  const best = bestPrice(book, otherBookSide(side));
  if (best === undefined) return undefined;
  const step = side === "bid" ? beyondBest : -beyondBest;
  const cap = Math.min(highestPrice, Math.max(lowestPrice, best + step)) as Price;
  return walk(book, side, size, cap, desk.market[team].consumed).worst ?? best;
}

function closeLeg(
  desk: Desk,
  team: TeamSide,
  held: number,
  closing: Closing,
  now: Stamp,
  effects: Effect[],
): Readonly<Record<string, unknown>> {
  const whole = Math.abs(held);
  const quantity = (closing.share === "all" ? whole : Math.ceil(whole / 2)) as Quantity;
  const side = held > 0 ? "ask" : "bid";
  const limit = closing.worst ?? worstPrice(desk, team, side, quantity);
  const ticker = desk.market.markets?.[team].ticker;
  if (limit === undefined) return { ticker, error: "no quote on that side", code: "NO_QUOTE" };
  const terms = { team, side, quantity, limit, reduceOnly: true } as const;
  const nobody = { signalId: undefined, shownVersion: undefined, reason: undefined } as const;
  const placed = place(desk, { ...terms, ...nobody, origin: "exit" }, now, effects);
  if (placed.kind === "refused") {
    const { failed } = placed.review;
    const text = `refused: ${failed.join(", ")}`;
    effects.push({ kind: "block", origin: "exit", signalId: undefined, codes: failed, text });
    return { ticker, error: text, codes: failed };
  }
  return {
    ticker,
    intent_id: placed.order.intentId,
    quantity: quantity / 100,
    limit: limit / 10_000,
  };
}

const exitPatienceMs = 10_000;

/**
 * An exit is on its way. One that has said nothing for so long holds no other back: the exchange
 * caps what only reduces.
 */
export function exitUnderWay(desk: Desk, now: Stamp): boolean {
  return ordersUnderWay(desk.orders).some(
    ({ order, opened }) => order.reduceOnly && now.mono - opened.mono < exitPatienceMs,
  );
}

/** Closes all, or half, of every leg by reduce-only immediate-or-cancel orders. */
export function flatten(desk: Desk, closing: Closing, now: Stamp, effects: Effect[]): Answer {
  const positions = positionsOf(desk);
  const teams: readonly TeamSide[] = ["home", "away"];
  const legs = teams.filter((team) => positions[team] !== 0);
  if (legs.length === 0) return refusal(409, "NO_POSITION", "nothing is held");
  if (exitUnderWay(desk, now)) {
    const error = "an exit is on its way; wait for its end";
    return refusal(409, "ORDER_IN_FLIGHT", error);
  }
  const orders = legs.map((team) => closeLeg(desk, team, positions[team], closing, now, effects));
  const anySent = orders.some((order) => "intent_id" in order);
  return { status: anySent ? 202 : 422, body: { orders } };
}

/** What no read-back has confirmed is asked again after this long, source's ms. */
const cancelAgainMs = 5_000;

/** Asks the exchange again for every cancel that is still open after a while. */
export function cancelAgain(desk: Desk, now: Stamp, effects: Effect[]): void {
  for (const { order, state } of unconfirmedCancels(desk.orders)) {
    if (state.kind !== "cancelInFlight" || now.mono < state.askedMono + cancelAgainMs) continue;
    markCancelAsked(desk.orders, order.intentId, now.mono);
    effects.push({ kind: "cancel", intentId: order.intentId, at: "venue" });
  }
}

/** When a cancel is asked for again; undefined: none is open. */
export function cancelDeadline(desk: Desk): number | undefined {
  const due = unconfirmedCancels(desk.orders).map(({ state }) =>
    state.kind === "cancelInFlight" ? state.askedMono + cancelAgainMs : Number.POSITIVE_INFINITY,
  );
  return due.length === 0 ? undefined : Math.min(...due);
}

/** Asks the exchange to cancel what it has of ours: one order, or all. Returns how many. */
export function cancelAtVenue(
  desk: Desk,
  intentId: number | undefined,
  now: Stamp,
  effects: Effect[],
): number {
  const open = liveOrders(desk.orders).filter(
    ({ order, state }) =>
      state.kind === "open" && (intentId === undefined || order.intentId === intentId),
  );
  for (const { order } of open) {
    markCancelAsked(desk.orders, order.intentId, now.mono);
    effects.push({ kind: "cancel", intentId: order.intentId, at: "venue" });
  }
  return open.length;
}

/**
 * Takes back intents that have not been sent: one, or all of them. An immediate-or-cancel order
 * that is on its way rests nowhere and ends by itself. Returns how many were taken back.
 */
export function cancelOrders(
  desk: Desk,
  intentId: number | undefined,
  now: Stamp,
  effects: Effect[],
): number {
  const unsent = liveOrders(desk.orders).filter(
    ({ order, state }) =>
      state.kind === "intent" && (intentId === undefined || order.intentId === intentId),
  );
  for (const { order } of unsent) {
    markDone(desk.orders, order.intentId, "canceled", now);
    effects.push({ kind: "cancel", intentId: order.intentId, at: "desk" });
  }
  return unsent.length;
}
