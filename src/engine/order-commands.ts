/** Execute on the signal card, and the typed ticket. */
import type { Command } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Quantity } from "../domain/numbers.ts";
import type { Order } from "../domain/orders.ts";
import { ordersUnderWay, reducibleBy } from "../execution/execution.ts";
import { bookOf, walk } from "../market/market.ts";
import type { Review } from "../risk/risk.ts";
import { exitUnderWay } from "./close.ts";
import { type Desk, notice } from "./desk.ts";
import { positionsOf } from "./gather-facts.ts";
import { teamOfTicker } from "./market-knowledge.ts";
import { place, type Wanted } from "./place.ts";
import { refusal } from "./refusal.ts";

const answersKept = 256;

/** What an order's answer tells of it, in the words of the wire. */
function orderBody(order: Order): Readonly<Record<string, unknown>> {
  return {
    order_id: order.clientOrderId,
    intent_id: order.intentId,
    state: "intent",
    ticker: order.ticker,
    side: order.side === "bid" ? "BUY" : "SELL",
    quantity: order.quantity / 100,
    limit: order.limit / 10_000,
    reduce_only: order.reduceOnly,
  };
}

function refusedByGates(desk: Desk, reviewed: Review, effects: Effect[], id?: string): Answer {
  const { failed, results, origin } = reviewed;
  const text = `refused: ${failed.join(", ")}`;
  effects.push({ kind: "block", origin, signalId: id, codes: failed, text });
  notice(desk, "warn", text);
  const gates = results.filter((result) => result.verdict === "fail");
  const body = { error: text, codes: failed, gates, needs_reason: reviewed.confirmable };
  return { status: 422, body };
}

/** A repeated key gives the first answer: one click, one intent. */
function once(desk: Desk, key: string | undefined, make: () => Answer): Answer {
  if (key === undefined) return make();
  const before = desk.answered.get(key);
  if (before !== undefined) return before;
  const answer = make();
  desk.answered.set(key, answer);
  const oldest = desk.answered.keys().next().value;
  if (desk.answered.size > answersKept && oldest !== undefined) desk.answered.delete(oldest);
  return answer;
}

/** Why no order can be asked for now. An exit waits for no entry. */
function cannotOrder(desk: Desk, isExit: boolean, now: Stamp): Answer | undefined {
  if (!desk.journal.writable) {
    const error = `nothing is sent that cannot be recorded: ${desk.journal.why}`;
    return refusal(422, "JOURNAL_DOWN", error);
  }
  const waits = isExit ? exitUnderWay(desk, now) : ordersUnderWay(desk.orders).length > 0;
  if (!waits) return undefined;
  return refusal(409, "ORDER_IN_FLIGHT", "an order is on its way; wait for its end");
}

function send(desk: Desk, wanted: Wanted, now: Stamp, effects: Effect[]): Answer {
  const placed = place(desk, wanted, now, effects);
  if (placed.kind === "refused") {
    return refusedByGates(desk, placed.review, effects, wanted.signalId);
  }
  return { status: 202, body: orderBody(placed.order) };
}

/** What was clicked is what is sent: the offer of the version that was shown, at its limit. */
export function executeSignal(
  desk: Desk,
  command: Extract<Command, { kind: "execute" }>,
  now: Stamp,
  effects: Effect[],
): Answer {
  return once(desk, command.idempotencyKey, () => {
    const { live } = desk;
    if (live === undefined || live.id !== command.signalId) {
      return refusal(404, "UNKNOWN_SIGNAL", "this signal has ended");
    }
    const offer = live.offers.get(command.version);
    if (offer === undefined || offer.limit !== command.limit) {
      return refusal(409, "QUOTE_MOVED", "the price moved: this offer is not on the card any more");
    }
    if (command.quantity <= 0 || command.quantity > offer.quantity) {
      const most = offer.quantity / 100;
      return refusal(422, "MAX_ORDER", `1 to ${most} contracts were offered at this price`);
    }
    const { team, side, limit, reduceOnly } = offer;
    const blocked = cannotOrder(desk, reduceOnly, now);
    if (blocked !== undefined) return blocked;
    const wanted: Wanted = {
      team,
      side,
      limit,
      reduceOnly,
      quantity: command.quantity,
      origin: reduceOnly ? "exit" : "execute",
      signalId: live.id,
      shownVersion: command.version,
      reason: command.reason,
    };
    return send(desk, wanted, now, effects);
  });
}

/**
 * Without a key the market is seen one level deep on each side: nobody knows what a larger order
 * would meet, so on paper it would be a guess.
 */
function depthUnknown(desk: Desk, wanted: Wanted): Answer | undefined {
  if (desk.opening.keyed || wanted.reduceOnly) return undefined;
  const { team, side, quantity } = wanted;
  const book = bookOf(desk.market.books, team);
  const { filled } = walk(book, side, quantity, undefined, desk.market[team].consumed);
  if (filled >= quantity || filled === 0) return undefined;
  const error = `depth unknown: without a key only ${filled / 100} contracts are seen at the best price`;
  return refusal(422, "DEPTH_UNKNOWN", error);
}

/** A typed order goes to the market that was typed. Against a position there it first reduces. */
export function placeTicket(
  desk: Desk,
  command: Extract<Command, { kind: "ticket" }>,
  now: Stamp,
  effects: Effect[],
): Answer {
  return once(desk, command.idempotencyKey, () => {
    const team = teamOfTicker(desk.market, command.ticker);
    if (team === undefined) {
      return refusal(422, "UNKNOWN_TICKER", `${command.ticker} is no market of this game`);
    }
    const { side, price: limit } = command;
    const standing = reducibleBy(side, positionsOf(desk)[team] as Quantity);
    const reduceOnly = standing > 0;
    const blocked = cannotOrder(desk, reduceOnly, now);
    if (blocked !== undefined) return blocked;
    const quantity = (
      reduceOnly ? Math.min(standing, command.quantity) : command.quantity
    ) as Quantity;
    const wanted: Wanted = {
      team,
      side,
      quantity,
      limit,
      reduceOnly,
      origin: reduceOnly ? "exit" : "ticket",
      signalId: undefined,
      shownVersion: undefined,
      reason: undefined,
    };
    const tooDeep = depthUnknown(desk, wanted);
    if (tooDeep !== undefined) return tooDeep;
    const answer = send(desk, wanted, now, effects);
    const rest = (command.quantity - quantity) / 100;
    if (!reduceOnly || rest === 0) return answer;
    const note = `this reduces; the other ${rest} contracts are a second ticket`;
    return { status: answer.status, body: { ...answer.body, note } };
  });
}
