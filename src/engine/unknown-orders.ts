/** Orders whose fate is open: resolved by the exchange's silence, or by a person (semantics §6). */
import type { AccountReading } from "../domain/account.ts";
import type { Command } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Quantity } from "../domain/numbers.ts";
import {
  applyFill,
  markDone,
  markFilled,
  paidNet,
  positionOf,
  takerFeeTotal,
  traceOf,
  trackedOrder,
  type TrackedOrder,
  unknownOrders,
} from "../execution/execution.ts";
import { releaseCooldown } from "../risk/risk.ts";
import { type Desk, feeTerms, notice } from "./desk.ts";
import { gameClockNow } from "./place.ts";
import { refusal } from "./refusal.ts";
import { noteClosedTrades } from "./trip.ts";

const absencesWanted = 3;
/** So long must have passed by our clock too: the exchange's may be ahead of it. */
const absentAfterMs = 30_000;
/** A person may declare the fate of an order after this long, source's ms. */
export const personMayDeclareMs = 300_000;

/** Paid while the question is open, our position is booked only after its end: that explains it. */
function positionUnexplained(desk: Desk, reading: AccountReading, ticker: string): boolean {
  const ours = positionOf(desk.ledger, ticker);
  const theirs = reading.positions.find((one) => one.ticker === ticker)?.net ?? 0;
  return theirs !== ours && !(theirs === 0 && paidNet(reading, ticker) === ours);
}

function end(
  desk: Desk,
  tracked: TrackedOrder,
  how: "absent" | "declaredFilled",
  now: Stamp,
  effects: Effect[],
): void {
  const { intentId, origin } = tracked.order;
  markDone(desk.orders, intentId, how, now);
  desk.venue.absences.delete(intentId);
  if (how === "absent" && origin === "auto") releaseCooldown(desk.cooldown);
  effects.push({ kind: "letGo", intentId });
  effects.push({ kind: "orderEnded", intentId, how, filled: tracked.filled });
}

/**
 * One more look at the account. Three in a row, each with data later than the sending by 30 s, that
 * show neither the order nor an unexplained fill or position: it never arrived.
 */
export function judgeUnknown(
  desk: Desk,
  reading: AccountReading,
  now: Stamp,
  effects: Effect[],
): void {
  const { absences } = desk.venue;
  for (const tracked of unknownOrders(desk.orders)) {
    const { order, sentAt = tracked.opened.at } = tracked;
    const trace = traceOf(reading, order, sentAt);
    const isClean =
      trace.order === undefined &&
      trace.unexplained.length === 0 &&
      !positionUnexplained(desk, reading, order.ticker);
    if (!isClean) absences.delete(order.intentId);
    // When an earlier session sent it is not known, only that it was before this one began.
    const waitedFrom = Math.max(sentAt, tracked.opened.at);
    const isLate =
      trace.conclusive &&
      reading.askedAt >= waitedFrom + absentAfterMs &&
      reading.dataAt > waitedFrom + absentAfterMs;
    if (!isClean || !isLate) continue;
    const seen = (absences.get(order.intentId) ?? 0) + 1;
    absences.set(order.intentId, seen);
    if (seen < absencesWanted) continue;
    end(desk, tracked, "absent", now, effects);
    notice(desk, "info", `Order ${order.intentId} never reached the exchange.`);
  }
}

/** A person's word after five minutes: checked and absent, or to be counted as filled. */
export function resolveUnknown(
  desk: Desk,
  command: Extract<Command, { kind: "resolveUnknown" }>,
  now: Stamp,
  effects: Effect[],
): Answer {
  const { intentId, how } = command;
  const tracked = trackedOrder(desk.orders, intentId);
  if (tracked?.state.kind !== "unknown") {
    return refusal(404, "UNKNOWN_ORDER", `order ${intentId} is not one whose fate is open`);
  }
  const waitMs = tracked.state.sinceMono + personMayDeclareMs - now.mono;
  if (waitMs > 0) {
    const error = `the exchange is still being asked: ${Math.ceil(waitMs / 1000)} s more`;
    return refusal(409, "TOO_SOON", error);
  }
  if (how === "filled") bookDeclared(desk, tracked, now, effects);
  end(desk, tracked, how === "filled" ? "declaredFilled" : "absent", now, effects);
  notice(desk, "warn", `Order ${intentId}: a person declared it ${how}.`);
  return { status: 200, body: { intent_id: intentId, declared: how } };
}

/** Counts the whole rest as filled at its limit, with the fee as estimated. */
function bookDeclared(desk: Desk, tracked: TrackedOrder, now: Stamp, effects: Effect[]): void {
  const { order, filled } = tracked;
  const { intentId, ticker, team, side, limit: price, clientOrderId } = order;
  // The exchange never lets what only reduces turn a position round.
  const held = positionOf(desk.ledger, ticker);
  const most = order.reduceOnly ? Math.max(0, side === "ask" ? held : -held) : order.quantity;
  const quantity = Math.min(order.quantity - filled, most) as Quantity;
  if (quantity <= 0) return;
  const fee = takerFeeTotal(side, [{ price, quantity }], feeTerms(desk));
  const tradeId = `declared/${clientOrderId}`;
  const fill = { tradeId, intentId, ticker, team, side, price, quantity, fee };
  effects.push({ kind: "fill", mode: order.mode, fill });
  markFilled(desk.orders, intentId, fill);
  const booked = applyFill(desk.ledger, fill, { stamp: now, gameClock: gameClockNow(desk) });
  if (booked.kind === "booked") noteClosedTrades(desk, booked.closed, now, effects);
}
