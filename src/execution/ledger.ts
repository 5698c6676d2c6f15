/**
 * The books of one account: cash, positions, lots, trades, and an entry for everything that ever
 * changed the cash. Exact Money; nothing is edited, amendments are entries of their own.
 */
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import { type Money, NO_MONEY, type Price, type Quantity } from "../domain/numbers.ts";
import type { Mode } from "../domain/orders.ts";

/**
 * A trade: one entry order, matched first in first out per market leg with what later reduces or
 * settles it (trading semantics §9). Prices are YES prices; values are Σ price × quantity.
 */
export type Trade = {
  readonly id: string;
  readonly sessionId: string;
  readonly intentId: number;
  readonly opened: Stamp;
  /** Game clock in words at the first fill. */
  readonly gameClock: string;
  readonly ticker: string;
  readonly team: TeamSide;
  /** `bid`: long YES. `ask`: short YES, which is long NO. */
  readonly side: BookSide;
  readonly quantity: Quantity;
  readonly entryValue: Money;
  readonly entryFees: Money;
  /** What was closed, by exits or settlement. */
  readonly closedQuantity: Quantity;
  readonly closedEntryValue: Money;
  readonly closedEntryFees: Money;
  readonly exitValue: Money;
  readonly exitFees: Money;
  /** Part of `closedQuantity` that was settled. */
  readonly settledQuantity: Quantity;
  readonly closed: Stamp | undefined;
};

export type OpenTrade = { -readonly [Field in keyof Trade]: Trade[Field] };

/** One fill's open part. Fees of the closed part = floor(fee × closed ÷ quantity). */
export type Lot = {
  readonly trade: OpenTrade;
  readonly price: Price;
  readonly quantity: Quantity;
  readonly fee: Money;
  closed: Quantity;
  closedFee: Money;
};

/** Signed YES contracts of one market, + = long, and their open lots, oldest first. */
export type Position = {
  readonly ticker: string;
  readonly team: TeamSide;
  net: Quantity;
  readonly lots: Lot[];
};

/** What was settled in a market: at which value, and of which trades how much. */
export type Settlement = {
  value: Price;
  readonly parts: { readonly trade: OpenTrade; readonly quantity: Quantity }[];
};

/** Everything that changed the cash. `cash` is the change without the fee. */
export type LedgerEntry = {
  /**
   * `adopted`: a position that stood before; it costs nothing now. `adjustment`: cash that no trade
   * of this game moved: a deposit, other markets, collateral.
   */
  readonly kind: "fill" | "settlement" | "correction" | "adopted" | "adjustment";
  readonly stamp: Stamp;
  readonly ticker: string;
  readonly team: TeamSide;
  /** undefined for settlements. */
  readonly side: BookSide | undefined;
  readonly price: Price;
  /** Contracts filled; signed contracts settled or corrected. */
  readonly quantity: Quantity;
  readonly cash: Money;
  readonly fee: Money;
  /** Net P&L that this entry realised. */
  readonly realised: Money;
  readonly tradeId: string | undefined;
  readonly intentId: number | undefined;
};

/** Owned by the engine and changed in place by `applyFill` and `settle` only. */
export type Ledger = {
  readonly sessionId: string;
  /** Whose money it is: results of PAPER, DEMO and LIVE are never added. */
  readonly mode: Mode;
  readonly openingCash: Money;
  cash: Money;
  /** Net of fees, since the opening. */
  realised: Money;
  feesPaid: Money;
  /** Realised since the trading day's start, Unix ms. */
  day: { readonly startAt: number; readonly realised: Money };
  readonly positions: Map<string, Position>;
  readonly settlements: Map<string, Settlement>;
  /** Collateral of equal payoffs that the exchange has given back before the end, by game. */
  readonly returned: Map<string, Money>;
  readonly trades: OpenTrade[];
  readonly entries: LedgerEntry[];
  /** Fills already booked: one that is seen twice counts once. */
  readonly fillsSeen: Set<string>;
};

/** A flat ledger. `dayStartAt`: start of the trading day in force, Unix ms. */
export function createLedger(
  sessionId: string,
  mode: Mode,
  openingCash: Money,
  dayStartAt: number,
): Ledger {
  return {
    sessionId,
    mode,
    openingCash,
    cash: openingCash,
    realised: NO_MONEY,
    feesPaid: NO_MONEY,
    day: { startAt: dayStartAt, realised: NO_MONEY },
    positions: new Map(),
    settlements: new Map(),
    returned: new Map(),
    trades: [],
    entries: [],
    fillsSeen: new Set(),
  };
}

/** Begins a new trading day; does nothing within the same one. */
export function startDay(ledger: Ledger, startAt: number): void {
  if (ledger.day.startAt !== startAt) ledger.day = { startAt, realised: NO_MONEY };
}

/** Signed YES contracts held of a market, 0 when none. */
export function positionOf(ledger: Ledger, ticker: string): Quantity {
  return ledger.positions.get(ticker)?.net ?? (0 as Quantity);
}

/** Something is held of any market. */
export function isHolding({ positions }: HasPositions): boolean {
  return holding(positions).length > 0;
}

type HasPositions = Pick<Ledger, "positions">;

/**
 * What is held in the markets of one game. A ledger may hold positions of several: their teams, and
 * what an outcome pays, mean something within one game only, and are never summed across two.
 */
export type Held = readonly Position[];

/** What is held in these markets. */
export function heldIn({ positions }: HasPositions, tickers: readonly string[]): Held {
  return holding(positions).filter(({ ticker }) => tickers.includes(ticker));
}

/** What is held in all other markets, one by one. */
export function heldBeside({ positions }: HasPositions, tickers: readonly string[]): Held {
  return holding(positions).filter(({ ticker }) => !tickers.includes(ticker));
}

function holding(positions: Ledger["positions"]): Held {
  return [...positions.values()].filter(({ net }) => net !== 0);
}

/** YES-HOME − YES-AWAY held: net contracts of the game, + = toward HOME. */
export function netHome(held: Held): Quantity {
  let net = 0;
  for (const position of held) net += position.team === "home" ? position.net : -position.net;
  return net as Quantity;
}

/** P&L of the closed part before fees. */
export function grossOf(trade: Trade): Money {
  const gain = trade.exitValue - trade.closedEntryValue;
  return (trade.side === "bid" ? gain : -gain + 0) as Money;
}

/** Fees of the closed part: its share of the entry's, and the exits'. */
export function closedFeesOf(trade: Trade): Money {
  return (trade.closedEntryFees + trade.exitFees) as Money;
}

/** P&L of the closed part after fees. */
export function netOf(trade: Trade): Money {
  return (grossOf(trade) - closedFeesOf(trade)) as Money;
}

/** open: contracts left. settled: the last of it was settled. closed: traded out. */
export function stateOf(trade: Trade): "open" | "closed" | "settled" {
  if (trade.closedQuantity < trade.quantity) return "open";
  return trade.settledQuantity > 0 ? "settled" : "closed";
}

/** By net P&L (trading semantics §9); undefined while it is open. */
export function outcomeOf(trade: Trade): "win" | "loss" | "scratch" | undefined {
  if (stateOf(trade) === "open") return undefined;
  const net = netOf(trade);
  if (net === 0) return "scratch";
  return net > 0 ? "win" : "loss";
}

/** Invariant I8: the opening cash and all entries give the cash. */
export function cashFromEntries(ledger: Ledger): Money {
  let cash: number = ledger.openingCash;
  for (const entry of ledger.entries) cash += entry.cash - entry.fee;
  return cash as Money;
}
