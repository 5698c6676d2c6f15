/** Our books against the exchange's, whenever the account was read (LEDGER_OK). */
import type { AccountReading } from "../domain/account.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { NO_MONEY } from "../domain/numbers.ts";
import type { Fill, Mode } from "../domain/orders.ts";
import {
  type Agreed,
  agreedBy,
  applyFill,
  bookExplained,
  bookPayment,
  type Comparison,
  compareWithAccount,
  positionOf,
  tradesToMatch,
} from "../execution/execution.ts";
import { type Desk, notice } from "./desk.ts";
import { teamOfTicker } from "./market-knowledge.ts";
import { gameClockNow } from "./place.ts";
import { noteClosedTrades, trip } from "./trip.ts";
import { tickersOf } from "./venue-knowledge.ts";

/** The second comparison in a row that differs trips, or is taken over when nobody was looking. */
const differencesMax = 2;
/** What has vanished of another game is most likely paid: so long the row of it may be late. */
const rowLateMs = 600_000;

/** Books what is explained, and counts what is not. */
export function reconcile(
  desk: Desk,
  reading: AccountReading,
  now: Stamp,
  effects: Effect[],
): void {
  const { venue, ledger, orders, market } = desk;
  const tickers = tickersOf(market);
  if (tickers.length === 0) return;
  const compared = compareWithAccount(ledger, orders, reading, tickers, venue.agreed);
  switch (compared.kind) {
    case "notCompared":
      return;
    case "differs":
      noteDifference(desk, compared, now, effects);
      return;
    case "paid":
      notePaid(desk, compared, now, effects);
      return reconcile(desk, reading, now, effects);
    case "movedUnseen":
      noteMoved(desk, compared, reading, now, effects);
      return;
    case "explained":
      bookExplained(ledger, compared, now);
      noteExplained(ledger.mode, compared, effects);
      notice(desk, "info", `Balance: ${compared.why}.`);
      break;
    case "agrees":
      break;
  }
  // A list may be ahead of the balance by one reading: what it shows new counts from the next on.
  const shown = agreedBy(reading, tickers);
  const isAhead = compared.kind === "agrees" && !isSame(venue.agreed, shown);
  const stands = isAhead && !isSame(venue.ahead, shown) ? (venue.agreed ?? shown) : shown;
  venue.agreed = { ...stands, comparedMono: shown.comparedMono };
  venue.ahead = shown;
  if (venue.differences > 0) {
    effects.push({ kind: "reconcile", what: "agrees", why: "the exchange agrees again" });
  }
  venue.differences = 0;
  venue.differsWhy = undefined;
  venue.missing = new Map();
}

function isSame(one: Agreed | undefined, other: Agreed): boolean {
  if (one?.transferred !== other.transferred || one.elsewhere !== other.elsewhere) return false;
  const { size } = one.resting;
  return (
    size === other.resting.size &&
    [...one.resting].every(([order, most]) => other.resting.get(order) === most)
  );
}

function noteExplained(
  mode: Mode,
  { cause, amount, why }: Extract<Comparison, { kind: "explained" }>,
  effects: Effect[],
): void {
  effects.push({ kind: "reconcile", what: "explained", mode, cause, amount, why });
}

/** A result that nobody can know is said to be missing, never made up. */
const noPriceWords = "the exchange shows no payment and no price of it";

/** Books trades that nobody told, as effects that a recovery folds. */
function takeOver(desk: Desk, fills: readonly Fill[], now: Stamp, effects: Effect[]): void {
  const { ledger } = desk;
  const moment = { stamp: now, gameClock: gameClockNow(desk) };
  for (const fill of fills) {
    applyFill(ledger, fill, moment);
    effects.push({ kind: "fill", mode: ledger.mode, fill });
  }
}

/** Paid while no desk was looking, or before the market's own word of it. */
function notePaid(
  desk: Desk,
  { payments }: Extract<Comparison, { kind: "paid" }>,
  now: Stamp,
  effects: Effect[],
): void {
  const { ledger, opening } = desk;
  const { mode } = ledger;
  for (const { before, ...payment } of payments) {
    takeOver(desk, before, now, effects);
    const { ticker, team, value, paidAt } = payment;
    const booked = bookPayment(ledger, payment, now);
    const amount = booked?.cash ?? NO_MONEY;
    effects.push({ kind: "settle", mode, ticker, team, value, amount, paidAt: paidAt ?? now.at });
    // A loss of an earlier session is none of this one's streak.
    const isTonights = (paidAt ?? now.at) >= opening.startedAt;
    if (booked !== undefined && isTonights) noteClosedTrades(desk, booked.closed, now, effects);
    const price = (value / 10_000).toFixed(2);
    notice(desk, "info", `${ticker} was settled at $${price}: the account shows its payment.`);
    if (before.length === 0) continue;
    const gone = `${ticker}: part of it was closed before it was paid, and counts at what it cost`;
    notice(desk, "warn", `${gone}: ${noPriceWords}.`);
  }
}

/** Markets of other games of which the exchange shows nothing, and whose row may still come. */
function awaitingRow(
  { venue, market }: Desk,
  { tickers }: Extract<Comparison, { kind: "movedUnseen" }>,
  reading: AccountReading,
  now: Stamp,
): readonly string[] {
  const gone = tickers.filter(
    (ticker) =>
      teamOfTicker(market, ticker) === undefined &&
      !reading.positions.some((one) => one.ticker === ticker && one.net !== 0),
  );
  const since = (ticker: string): number => venue.missing.get(ticker) ?? now.mono;
  venue.missing = new Map(gone.map((ticker) => [ticker, since(ticker)]));
  return gone.filter((ticker) => now.mono - since(ticker) < rowLateMs);
}

/**
 * Traded since these books were last open, or elsewhere: what the exchange shows twice is so. But
 * closing at its cost what was paid loses its result: for that, its row is waited for.
 */
function noteMoved(
  desk: Desk,
  moved: Extract<Comparison, { kind: "movedUnseen" }>,
  reading: AccountReading,
  now: Stamp,
  effects: Effect[],
): void {
  const { venue, ledger, market } = desk;
  const awaiting = awaitingRow(desk, moved, reading, now);
  const tickers = moved.tickers.filter((ticker) => !awaiting.includes(ticker));
  venue.differsWhy = moved.why;
  if (tickers.length === 0) return;
  venue.differences += 1;
  if (venue.differences < differencesMax) return;
  const text = `Changed while no desk was looking. ${moved.why}: taken over.`;
  let isClosed = false;
  for (const ticker of tickers) {
    const team = teamOfTicker(market, ticker) ?? ledger.positions.get(ticker)?.team;
    if (team === undefined) continue;
    const nothing = { ticker, net: 0, cost: undefined, fees: undefined, updatedAt: undefined };
    const theirs = reading.positions.find((one) => one.ticker === ticker) ?? nothing;
    const ours = positionOf(ledger, ticker);
    const fills = tradesToMatch(ledger, team, theirs, `unseen/${reading.dataAt}`);
    isClosed ||= ours !== 0 && fills.some(({ side }) => side === (ours > 0 ? "ask" : "bid"));
    takeOver(desk, fills, now, effects);
  }
  venue.differences = 0;
  venue.differsWhy = undefined;
  const cost = isClosed ? ` What is gone counts at what it cost: ${noPriceWords}.` : "";
  notice(desk, "warn", `${text}${cost}`);
}

function noteDifference(
  desk: Desk,
  compared: Extract<Comparison, { kind: "differs" }>,
  now: Stamp,
  effects: Effect[],
): void {
  const { venue } = desk;
  venue.differences += 1;
  venue.differsWhy = compared.why;
  effects.push({ kind: "reconcile", what: "differs", why: compared.why });
  if (venue.differences !== differencesMax) return;
  trip(desk, "LEDGER_OK", `books differ: ${compared.why}`, now, effects);
}
