/** Our books against the exchange's, whenever the account was read (LEDGER_OK). */
import type { AccountReading } from "../domain/account.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Mode } from "../domain/orders.ts";
import {
  type Agreed,
  agreedBy,
  applyFill,
  bookExplained,
  type Comparison,
  compareWithAccount,
  tradesToMatch,
} from "../execution/execution.ts";
import { type Desk, notice } from "./desk.ts";
import { teamOfTicker } from "./market-knowledge.ts";
import { gameClockNow } from "./place.ts";
import { trip } from "./trip.ts";
import { tickersOf } from "./venue-knowledge.ts";

/** The second comparison in a row that differs trips, or is taken over when nobody was looking. */
const differencesMax = 2;

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
  venue.agreed = isAhead && !isSame(venue.ahead, shown) ? (venue.agreed ?? shown) : shown;
  venue.ahead = shown;
  if (venue.differences > 0) {
    effects.push({ kind: "reconcile", what: "agrees", why: "the exchange agrees again" });
  }
  venue.differences = 0;
  venue.differsWhy = undefined;
}

function isSame(one: Agreed | undefined, other: Agreed): boolean {
  return one?.transferred === other.transferred && one.elsewhere === other.elsewhere;
}

function noteExplained(
  mode: Mode,
  { cause, amount, why }: Extract<Comparison, { kind: "explained" }>,
  effects: Effect[],
): void {
  effects.push({ kind: "reconcile", what: "explained", mode, cause, amount, why });
}

/** Traded, or paid, since these books were last open: what the exchange shows twice is so. */
function noteMoved(
  desk: Desk,
  moved: Extract<Comparison, { kind: "movedUnseen" }>,
  reading: AccountReading,
  now: Stamp,
  effects: Effect[],
): void {
  const { venue, ledger, market } = desk;
  venue.differences += 1;
  venue.differsWhy = moved.why;
  if (venue.differences < differencesMax) return;
  const moment = { stamp: now, gameClock: gameClockNow(desk) };
  for (const ticker of moved.tickers) {
    const team = teamOfTicker(market, ticker) ?? ledger.positions.get(ticker)?.team;
    if (team === undefined) continue;
    const nothing = { ticker, net: 0, cost: undefined, fees: undefined, updatedAt: undefined };
    const theirs = reading.positions.find((one) => one.ticker === ticker) ?? nothing;
    for (const fill of tradesToMatch(ledger, team, theirs, `unseen/${reading.dataAt}`)) {
      applyFill(ledger, fill, moment);
      effects.push({ kind: "fill", mode: ledger.mode, fill });
    }
  }
  venue.differences = 0;
  venue.differsWhy = undefined;
  notice(desk, "warn", `Changed while no desk was looking. ${moved.why}: taken over.`);
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
