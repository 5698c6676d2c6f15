/** Markets that have paid what our books still hold: the account tells it, whoever was looking. */
import type { AccountReading, VenueSettlement } from "../domain/account.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import { ONE_DOLLAR, type Price } from "../domain/numbers.ts";
import type { Fill } from "../domain/orders.ts";
import { tradesToMatch } from "./adopt.ts";
import { type Booked, settle } from "./booking.ts";
import type { Ledger, Position } from "./ledger.ts";

export type Payment = {
  readonly ticker: string;
  readonly team: TeamSide;
  /** What one YES contract paid. */
  readonly value: Price;
  /** Unix ms; undefined: just now. */
  readonly paidAt: number | undefined;
};

/** A payment, and what had been traded away unseen before it. */
export type FoundPayment = Payment & { readonly before: readonly Fill[] };

/** The result is exact; a value is cut to the cent. undefined: the row says neither. */
function valueOf({ result, value }: VenueSettlement): Price | undefined {
  if (result === "yes") return ONE_DOLLAR;
  return result === "no" ? (0 as Price) : value;
}

/** The newest row of a market: a later one amends what was paid. */
function rowOf({ settlements }: AccountReading, ticker: string): VenueSettlement | undefined {
  let newest: VenueSettlement | undefined;
  for (const row of settlements) {
    if (row.ticker === ticker && (row.at ?? 0) >= (newest?.at ?? 0)) newest = row;
  }
  return newest;
}

/**
 * Net contracts of a market that were held when it paid, in 1/100; undefined: no row tells of it.
 */
export function paidNet(reading: AccountReading, ticker: string): number | undefined {
  const row = rowOf(reading, ticker);
  return row === undefined ? undefined : row.yes - row.no;
}

/** What is left of ours when the exchange paid this much: never more, never the other side. */
function leftOf(ours: number, paidFor: number): number {
  return ours * paidFor > 0 ? Math.sign(ours) * Math.min(Math.abs(ours), Math.abs(paidFor)) : 0;
}

/**
 * The payment of a position that the exchange does not show any more; undefined: no row tells of
 * one. `watched`: every trade of this market is told to this desk, perhaps after the payment.
 */
export function paymentOf(
  ledger: Ledger,
  reading: AccountReading,
  { ticker, team, net }: Position,
  watched: boolean,
): FoundPayment | undefined {
  const isHeld = reading.positions.some((one) => one.ticker === ticker && one.net !== 0);
  const row = rowOf(reading, ticker);
  const value = row === undefined ? undefined : valueOf(row);
  if (isHeld || net === 0 || row === undefined || value === undefined) return undefined;
  const left = watched ? net : leftOf(net, row.yes - row.no);
  const stood = { ticker, net: left, cost: undefined, fees: undefined, updatedAt: undefined };
  const before = tradesToMatch(ledger, team, stood, `unseen/${reading.dataAt}`);
  return { ticker, team, value, paidAt: row.at, before };
}

/**
 * Books a payment at the time at which it was made: one of an earlier trading day is no result of
 * this one. `undefined`: nothing changed.
 */
export function bookPayment(
  ledger: Ledger,
  { ticker, team, value, paidAt }: Payment,
  now: Stamp,
): Booked | undefined {
  const { day } = ledger;
  const at = Math.min(paidAt ?? now.at, now.at);
  const booked = settle(ledger, ticker, team, value, { ...now, at });
  if (at < day.startAt) ledger.day = day;
  return booked;
}
