/** What the ledger says: performance, the mark of what is held, and what each outcome pays. */
import type { TeamSide } from "../domain/game.ts";
import { type Money, money, NO_MONEY, type Quantity } from "../domain/numbers.ts";
import {
  bookOf,
  type ConsumedDepth,
  type FeeTerms,
  type GameBooks,
  isTwoSided,
  walk,
} from "../market/market.ts";
import { takerFeeTotal } from "./charges.ts";
import { type Held, heldBeside, heldIn, type Ledger, outcomeOf, type Position } from "./ledger.ts";

export type Performance = {
  readonly total: number;
  readonly open: number;
  readonly closed: number;
  readonly wins: number;
  readonly losses: number;
  readonly scratches: number;
  readonly realised: Money;
  /** All fees paid, those of open trades too. */
  readonly fees: Money;
};

/** Counts and sums of all trades (trading semantics §9). */
export function performanceOf(ledger: Ledger): Performance {
  const count = { win: 0, loss: 0, scratch: 0 };
  let open = 0;
  for (const trade of ledger.trades) {
    const outcome = outcomeOf(trade);
    if (outcome === undefined) open += 1;
    else count[outcome] += 1;
  }
  const total = ledger.trades.length;
  const { win: wins, loss: losses, scratch: scratches } = count;
  const counts = { total, open, closed: total - open, wins, losses, scratches };
  return { ...counts, realised: ledger.realised, fees: ledger.feesPaid };
}

/** "4 of 5 (80%)", or "—" while nothing is closed. */
export function winRateText(performance: Performance): string {
  const { wins, closed } = performance;
  if (closed === 0) return "—";
  return `${wins} of ${closed} (${Math.round((100 * wins) / closed)}%)`;
}

/** Entry value of what is still held of a position, Σ YES price × quantity. */
function openValue(position: Position): number {
  return position.lots.reduce((sum, lot) => sum + lot.price * (lot.quantity - lot.closed), 0);
}

/** Entry fees of what is still held: paid, but part of no realised P&L yet. */
export function openEntryFees(held: Held): Money {
  let fees = 0;
  for (const { lots } of held) {
    for (const lot of lots) fees += lot.fee - lot.closedFee;
  }
  return money(fees);
}

/** What marking needs to know beside the ledger. */
export type Marking = {
  readonly books: GameBooks;
  /** False while the books are stale: then nothing is marked. */
  readonly fresh: boolean;
  readonly fees: FeeTerms;
  /** Depth that our own paper fills used up is not there to close into. */
  readonly consumed?: Readonly<Record<TeamSide, ConsumedDepth>>;
};

function unrealisedOfOne(position: Position, marking: Marking): Money | undefined {
  const book = bookOf(marking.books, position.team);
  if (!marking.fresh || !isTwoSided(book)) return undefined;
  const amount = Math.abs(position.net) as Quantity;
  const side = position.net > 0 ? "ask" : "bid";
  const consumed = marking.consumed?.[position.team];
  const walked = walk(book, side, amount, undefined, consumed);
  if (walked.filled < amount) return undefined;
  const fee = takerFeeTotal(side, walked.parts, marking.fees);
  const gain = walked.value - openValue(position);
  return money((position.net > 0 ? gain : -gain) - fee);
}

/**
 * Value of what is held if closed now, by walking the executable side for the whole size, less
 * the exit fee, less its cost (trading semantics §9). 0 when flat; undefined when a book that is
 * needed is stale, gapped, one-sided, or not deep enough. The books are those of the same game.
 */
export function unrealisedOf(held: Held, marking: Marking): Money | undefined {
  let sum = 0;
  for (const position of held) {
    const one = unrealisedOfOne(position, marking);
    if (one === undefined) return undefined;
    sum += one;
  }
  return money(sum);
}

/** P&L of what is held in each final outcome, before fees. */
export type Payoffs = { readonly home: Money; readonly away: Money; readonly tie: Money };

const halfDollar = 5_000;

/** The payoff matrix (trading semantics §10.4): a tie pays 0.50 $ on every contract. */
export function payoffsOf(held: Held): Payoffs {
  const sums = { home: 0, away: 0, tie: 0 };
  for (const position of held) {
    const direction = position.net >= 0 ? 1 : -1;
    const paid = direction * openValue(position);
    sums.home += (position.team === "home" ? 10_000 : 0) * position.net - paid;
    sums.away += (position.team === "away" ? 10_000 : 0) * position.net - paid;
    sums.tie += halfDollar * position.net - paid;
  }
  return { home: money(sums.home), away: money(sums.away), tie: money(sums.tie) };
}

/** What the game's worst final outcome makes of what is held, entry fees included. */
function worstOf(held: Held): number {
  const { home, away, tie } = payoffsOf(held);
  return Math.min(home, away, tie) - openEntryFees(held);
}

/** Most that what is held can still lose, entry fees included; 0 at least. */
export function atRiskOf(held: Held): Money {
  return money(Math.max(0, -worstOf(held)));
}

/**
 * Session's P&L in the worst final outcome of what is held: for the session cap. `tickers`: the
 * markets of this game. What is left over from others is paid for and may end worthless, each
 * market by itself.
 */
export function worstCaseOf(ledger: Ledger, tickers: readonly string[]): Money {
  let worst = ledger.realised + worstOf(heldIn(ledger, tickers));
  for (const position of heldBeside(ledger, tickers)) worst += worstOf([position]);
  return money(worst);
}

/** What is locked in when every outcome pays the same; undefined when flat or undecided. */
export function lockedIn(held: Held): Money | undefined {
  const { home, away, tie } = payoffsOf(held);
  return held.length > 0 && home === away && away === tie ? home : undefined;
}

/**
 * Realised + unrealised − entry fees of what is held: exactly cash if closed − opening cash. What
 * is not in `held`, left over from other games, stands at what it cost.
 */
export function totalPnl(
  { realised }: Ledger,
  held: Held,
  unrealised: Money | undefined,
): Money | undefined {
  if (unrealised === undefined) return undefined;
  return money(realised + unrealised - openEntryFees(held) + NO_MONEY);
}
