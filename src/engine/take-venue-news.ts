/** What the exchange says of our orders and of the account, taken into the desk. */
import type { VenueFill } from "../domain/account.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Fill, OrderEnd } from "../domain/orders.ts";
import type { CancelOutcome, EntryGroupState, VenueNews } from "../domain/venue-news.ts";
import {
  applyFill,
  type Ledger,
  markDone,
  markFilled,
  markOpen,
  markReappeared,
  markUnknown,
  takerFeeTotal,
  trackedOrder,
  type TrackedOrder,
} from "../execution/execution.ts";
import { releaseCooldown } from "../risk/risk.ts";
import { type Desk, feeTerms, notice } from "./desk.ts";
import { teamOfTicker } from "./market-knowledge.ts";
import { gameClockNow } from "./place.ts";
import { reconcile } from "./reconcile.ts";
import { isKillOverridden, takeProof } from "./stop.ts";
import { noteClosedTrades, trip } from "./trip.ts";
import { judgeUnknown } from "./unknown-orders.ts";
import { forgetGoneExternals, learnExternal } from "./venue-knowledge.ts";

/** It counted as never arrived, or as filled by a person's word, and is there after all. */
function isResolved({ state }: TrackedOrder): boolean {
  return state.kind === "done" && (state.how === "absent" || state.how === "declaredFilled");
}

function noteReappeared(
  desk: Desk,
  tracked: TrackedOrder,
  venueOrderId: string | undefined,
  now: Stamp,
  effects: Effect[],
): void {
  const { order, state } = tracked;
  if (state.kind !== "done") return;
  const how = state.how === "absent" ? "counted as absent" : "was declared filled";
  const why = `order ${order.intentId} ${how} and is at the exchange after all`;
  if (state.how === "absent") markReappeared(desk.orders, order.intentId, venueOrderId ?? "");
  trip(desk, "NO_UNKNOWN_ORDER", why, now, effects);
}

function takeAccepted(
  desk: Desk,
  intentId: number,
  venueOrderId: string,
  now: Stamp,
  effects: Effect[],
): void {
  const tracked = trackedOrder(desk.orders, intentId);
  if (tracked === undefined) return;
  if (isResolved(tracked)) noteReappeared(desk, tracked, venueOrderId, now, effects);
  markOpen(desk.orders, intentId, venueOrderId);
  desk.venue.absences.delete(intentId);
  effects.push({ kind: "ack", intentId, venueOrderId });
}

/** The books of an order: those of the mode it was sent in, whatever is in force by now. */
function booksOf(desk: Desk, tracked: TrackedOrder | undefined): Ledger {
  const mode = tracked?.order.mode ?? desk.mode;
  const purse = mode === desk.mode ? undefined : desk.otherPurses.get(mode);
  return purse?.ledger ?? desk.ledger;
}

function takeFill(desk: Desk, fill: Fill, now: Stamp, effects: Effect[]): void {
  const tracked = trackedOrder(desk.orders, fill.intentId);
  if (tracked !== undefined && isResolved(tracked)) {
    noteReappeared(desk, tracked, undefined, now, effects);
    // What a person declared filled is in the books already.
    if (tracked.state.kind === "done") return;
  }
  const ledger = booksOf(desk, tracked);
  const booked = applyFill(ledger, fill, { stamp: now, gameClock: gameClockNow(desk) });
  if (booked.kind === "duplicate") return;
  if (tracked !== undefined) markFilled(desk.orders, fill.intentId, fill);
  effects.push({ kind: "fill", mode: ledger.mode, fill });
  if (ledger === desk.ledger) noteClosedTrades(desk, booked.closed, now, effects);
}

/**
 * On paper there are no books of the account yet: they will begin with what it holds, by a reading
 * that knows of this trade.
 */
function outdateReading({ venue }: Desk, { tradeId }: VenueFill): void {
  const isKnown = venue.reading?.fills.some((fill) => fill.tradeId === tradeId);
  if (isKnown !== true) venue.reading = undefined;
}

/** A trade of the account that is not ours counts in our books when it is in what they are about. */
function takeForeignFill(desk: Desk, fill: VenueFill, now: Stamp, effects: Effect[]): void {
  const stands = desk.ledger.positions.get(fill.ticker);
  const held = stands === undefined || stands.net === 0 ? undefined : stands.team;
  const team = teamOfTicker(desk.market, fill.ticker) ?? held;
  if (team === undefined) return;
  if (desk.mode === "PAPER") return outdateReading(desk, fill);
  if (desk.ledger.fillsSeen.has(fill.tradeId)) return;
  const { tradeId, ticker, side, price, quantity, fee } = fill;
  const terms = { tradeId, ticker, side, price, quantity, fee };
  takeFill(desk, { ...terms, intentId: 0, team }, now, effects);
  const count = fill.quantity / 100;
  notice(desk, "warn", `Traded outside this desk: ${count} contracts of ${fill.ticker}.`);
}

function takeEnd(desk: Desk, intentId: number, how: OrderEnd, now: Stamp, effects: Effect[]): void {
  const tracked = trackedOrder(desk.orders, intentId);
  if (tracked === undefined || tracked.state.kind === "done") return;
  markDone(desk.orders, intentId, how, now);
  const { origin } = tracked.order;
  // What the exchange has refused it would refuse again.
  if (origin === "auto" && how === "notSent") releaseCooldown(desk.cooldown);
  effects.push({ kind: "orderEnded", intentId, how, filled: tracked.filled });
  reportFees(desk, tracked);
}

/** The fill's own fee is what is booked; one that differs from the formula is told (§8). */
function reportFees(desk: Desk, { order, parts, charged }: TrackedOrder): void {
  const expected = takerFeeTotal(order.side, parts, feeTerms(desk));
  if (parts.length === 0 || expected === charged) return;
  const [paid, formula] = [charged, expected].map((fee) => `$${(fee / 1e6).toFixed(4)}`);
  notice(desk, "warn", `Order ${order.intentId}: fees of ${paid}, the formula says ${formula}.`);
}

function takeRefusal(
  desk: Desk,
  news: Extract<VenueNews, { kind: "rejected" | "notSent" }>,
  now: Stamp,
  effects: Effect[],
): void {
  const what = news.kind === "rejected" ? "was refused" : "was not sent";
  notice(desk, "warn", `Order ${news.intentId} ${what}: ${news.why}`);
  takeEnd(desk, news.intentId, news.kind, now, effects);
}

function takeUnknown(
  desk: Desk,
  intentId: number,
  why: string,
  now: Stamp,
  effects: Effect[],
): void {
  const tracked = trackedOrder(desk.orders, intentId);
  if (tracked === undefined || tracked.state.kind === "done") return;
  markUnknown(desk.orders, intentId, now.mono, why);
  effects.push({ kind: "unknown", intentId, why });
  notice(desk, "warn", `Order ${intentId}: nobody knows what became of it (${why}).`);
}

function cancelTrouble(intentId: number, outcome: CancelOutcome): string | undefined {
  switch (outcome.kind) {
    case "canceled":
    case "gone":
      return undefined;
    case "refused":
      return `Cannot cancel order ${intentId}: ${outcome.words}. Trying on.`;
    case "unknown":
    case "notSent":
      return `Cancel of order ${intentId}: ${outcome.why}. Trying on.`;
  }
}

/** Asked again every few seconds, a cancel would push every other notice out. */
function takeCancelOutcome(desk: Desk, intentId: number, outcome: CancelOutcome): void {
  const trouble = cancelTrouble(intentId, outcome);
  const isTold = desk.notices.some(({ text }) => text === trouble);
  if (trouble !== undefined && !isTold) notice(desk, "warn", trouble);
}

/** The exchange's own kill switch: a person has to lift what it did. */
function takeEntryGroup(desk: Desk, state: EntryGroupState, now: Stamp, effects: Effect[]): void {
  const before = desk.venue.group;
  desk.venue.group = state;
  if (state.kind !== "triggered" || before.kind === "triggered") return;
  // Our own Kill has said so already.
  if (desk.standing.halt?.code === "KILL") return;
  // The person's word is the newest: what that Kill still did is lifted, as Start does.
  if (isKillOverridden(desk)) effects.push({ kind: "resetEntryGroup" });
  else trip(desk, "RATE", `entry order group: ${state.why}`, now, effects);
}

function takeStream(desk: Desk, up: boolean, why: string, effects: Effect[]): void {
  const { venue } = desk;
  if (venue.streamUp === up) return;
  venue.streamUp = up;
  venue.streamWhy = why;
  effects.push({ kind: "feedState", leg: "orders", up, why });
  if (!up && desk.mode !== "PAPER") {
    notice(desk, "warn", `Fills may be late: ${why}.`);
  }
}

function takeReading(
  desk: Desk,
  news: Extract<VenueNews, { kind: "account" }>,
  now: Stamp,
  effects: Effect[],
): void {
  const { venue } = desk;
  const { reading } = news;
  venue.reading = reading;
  venue.readMono = now.mono;
  venue.unreadWhy = undefined;
  forgetGoneExternals(venue, reading);
  if (desk.mode === "PAPER") return;
  judgeUnknown(desk, reading, now, effects);
  reconcile(desk, reading, now, effects);
}

/**
 * Takes one piece of news of the account's side. Of an account that is closed only a fill counts
 * yet: it is money, and the last words may come late.
 */
export function takeVenueNews(desk: Desk, news: VenueNews, now: Stamp, effects: Effect[]): void {
  const { venue } = desk;
  if (!venue.open && news.kind !== "fill") return undefined;
  switch (news.kind) {
    case "accepted":
      return takeAccepted(desk, news.intentId, news.venueOrderId, now, effects);
    case "rejected":
    case "notSent":
      return takeRefusal(desk, news, now, effects);
    case "unknown":
      return takeUnknown(desk, news.intentId, news.why, now, effects);
    case "fill":
      return takeFill(desk, news.fill, now, effects);
    case "ended":
      return takeEnd(desk, news.intentId, news.how, now, effects);
    case "cancel":
      return takeCancelOutcome(desk, news.intentId, news.outcome);
    case "external":
      return learnExternal(venue, news.order, now.mono);
    case "externalFill":
      return takeForeignFill(desk, news.fill, now, effects);
    case "entryGroup":
      return takeEntryGroup(desk, news.state, now, effects);
    case "accountStream":
      return takeStream(desk, news.up, news.why, effects);
    case "recovered":
      return notice(desk, "warn", `Order ${news.intentId}: ${news.why}.`);
    case "account":
      return takeReading(desk, news, now, effects);
    case "accountUnread":
      venue.unreadWhy = news.why;
      return undefined;
    case "keys":
      venue.keys = news.keys;
      return undefined;
    case "stopped":
      return takeProof(desk, news, effects);
    case "everythingCanceled": {
      const text = news.done ? "Everything on the account is cancelled" : "Not all is cancelled";
      return notice(desk, "warn", `${text}: ${news.why}.`);
    }
    case "position":
      return undefined;
  }
}
