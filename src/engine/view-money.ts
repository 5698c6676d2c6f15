/** Trades, orders, position and performance as the world sees them. */
import type { TeamSide } from "../domain/game.ts";
import type { Money, Quantity } from "../domain/numbers.ts";
import type { Mode } from "../domain/orders.ts";
import { sideWord } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import {
  atRiskOf,
  closedFeesOf,
  grossOf,
  isHolding,
  type LedgerEntry,
  netOf,
  openEntryFees,
  payoffsOf,
  performanceOf,
  stateOf,
  totalPnl,
  type Trade,
  type TrackedOrder,
  unrealisedOf,
} from "../execution/execution.ts";
import { type Desk, ledgersOf, teamNames } from "./desk.ts";
import { markingOf, positionsOf } from "./gather-facts.ts";
import { heldOf, leftOverWords } from "./held.ts";
import { teamOfTicker } from "./market-knowledge.ts";
import type { OrderView, PerformanceView, PositionView, TradeView } from "./view-types.ts";
import { isoText } from "../domain/calendar.ts";

const tradesShown = 20;
const ordersShown = 20;

export function dollars(amount: Money): number {
  return amount / 1_000_000;
}

function dollarsOrNull(amount: Money | undefined): number | null {
  return amount === undefined ? null : dollars(amount);
}

/** Average YES price of a value and a quantity, in dollars to six places; null for nothing. */
function averagePrice(value: Money, amount: Quantity): number | null {
  return amount === 0 ? null : Math.round((value / amount) * 100) / 1_000_000;
}

/** A market of another game is named by the last part of its ticker. */
function teamName(desk: Desk, { ticker, team }: Pick<Trade, "ticker" | "team">): string {
  const isOther =
    desk.market.markets !== undefined && teamOfTicker(desk.market, ticker) === undefined;
  return (isOther ? ticker.split("-").at(-1) : undefined) ?? teamNames(desk)[team];
}

function tradeView(desk: Desk, mode: Mode, trade: Trade): TradeView {
  const state = stateOf(trade);
  const isOpen = state === "open" && trade.closedQuantity === 0;
  return {
    trade_id: trade.id,
    session_id: trade.sessionId,
    source: desk.opening.source,
    mode,
    opened_at: isoText(trade.opened.at),
    game_clock: trade.gameClock,
    ticker: trade.ticker,
    team: teamName(desk, trade),
    side: sideWord(trade.side),
    quantity: trade.quantity / 100,
    entry_price: averagePrice(trade.entryValue, trade.quantity) ?? 0,
    exit_price: averagePrice(trade.exitValue, trade.closedQuantity),
    gross: isOpen ? null : dollars(grossOf(trade)),
    fees: dollars(
      state === "open" ? ((trade.entryFees + trade.exitFees) as Money) : closedFeesOf(trade),
    ),
    net: isOpen ? null : dollars(netOf(trade)),
    state,
    closed_at: trade.closed === undefined ? null : isoText(trade.closed.at),
  };
}

/**
 * All trades with activity since a moment (Unix ms), oldest first; undefined: all of them. Those of
 * the mode in force come first.
 */
export function tradeViews(desk: Desk, since: number | undefined): readonly TradeView[] {
  return ledgersOf(desk).flatMap(({ trades, mode }) =>
    trades
      .filter((trade) => since === undefined || (trade.closed ?? trade.opened).at >= since)
      .map((trade) => tradeView(desk, mode, trade)),
  );
}

/** The newest trades, newest first. */
export function recentTrades(desk: Desk): readonly TradeView[] {
  return desk.ledger.trades
    .slice(-tradesShown)
    .reverse()
    .map((trade) => tradeView(desk, desk.mode, trade));
}

/** A fill or settlement as a row of the export. */
export type FillExport = {
  readonly fill_id: string;
  readonly session_id: string;
  readonly source: string;
  readonly mode: string;
  readonly at: string;
  readonly game_clock: string;
  /** A correction of a settlement is a settlement row of its own. */
  readonly kind: "fill" | "settlement" | "adopted" | "adjustment";
  readonly intent_id: number | null;
  readonly ticker: string;
  readonly team: string;
  readonly side: string;
  readonly quantity: number;
  readonly price: number;
  readonly fee: number;
  readonly cash: number;
};

const rowKinds = {
  fill: "fill",
  settlement: "settlement",
  correction: "settlement",
  adopted: "adopted",
  adjustment: "adjustment",
} as const;

function fillRow(desk: Desk, mode: Mode, entry: LedgerEntry, index: number): FillExport {
  const tracked =
    entry.intentId === undefined ? undefined : desk.orders.byIntent.get(entry.intentId);
  return {
    fill_id: mode === "PAPER" ? `E${index + 1}` : `${mode}-E${index + 1}`,
    session_id: desk.opening.sessionId,
    source: desk.opening.source,
    mode,
    at: isoText(entry.stamp.at),
    game_clock: tracked?.gameClock ?? "",
    kind: rowKinds[entry.kind],
    intent_id: entry.intentId ?? null,
    ticker: entry.ticker,
    team: teamName(desk, entry),
    side: entry.side === undefined ? "" : sideWord(entry.side),
    quantity: entry.quantity / 100,
    price: entry.price / 10_000,
    fee: dollars(entry.fee),
    cash: dollars((entry.cash - entry.fee) as Money),
  };
}

/** Every fill, settlement and correction since a moment (Unix ms), oldest first. */
export function fillRows(desk: Desk, since: number | undefined): readonly FillExport[] {
  return ledgersOf(desk).flatMap(({ entries, mode }) =>
    entries
      .map((entry, index) => ({ at: entry.stamp.at, row: fillRow(desk, mode, entry, index) }))
      .filter(({ at }) => since === undefined || at >= since)
      .map(({ row }) => row),
  );
}

function orderWord({ state }: TrackedOrder): string {
  return state.kind === "done" ? state.how : state.kind;
}

/** The newest orders, newest first. */
export function recentOrders(desk: Desk): readonly OrderView[] {
  return [...desk.orders.byIntent.values()]
    .slice(-ordersShown)
    .reverse()
    .map((tracked) => ({
      intent_id: tracked.order.intentId,
      at: isoText(tracked.opened.at),
      ticker: tracked.order.ticker,
      side: sideWord(tracked.order.side),
      quantity: tracked.order.quantity / 100,
      filled: tracked.filled / 100,
      limit: tracked.order.limit / 10_000,
      origin: tracked.order.origin,
      state: orderWord(tracked),
    }));
}

export function performanceView(desk: Desk, now: Stamp): PerformanceView {
  const performance = performanceOf(desk.ledger);
  const held = heldOf(desk);
  const unrealised = unrealisedOf(held, markingOf(desk, now));
  const { closed, wins } = performance;
  return {
    total_trades: performance.total,
    open_trades: performance.open,
    winning_trades: wins,
    closed_trades: closed,
    win_rate: closed === 0 ? null : wins / closed,
    realized_pnl: dollars(performance.realised),
    unrealized_pnl: dollarsOrNull(unrealised),
    fees: dollars(performance.fees),
    total_pnl: dollarsOrNull(totalPnl(desk.ledger, held, unrealised)),
    balance: dollars(desk.ledger.cash),
    at_risk: dollars(atRiskOf(held)),
  };
}

function heldWords(name: string, held: number): string | undefined {
  if (held === 0) return undefined;
  const contracts = Math.abs(held) / 100;
  return held > 0 ? `${contracts} YES ${name}` : `${contracts} NO ${name}`;
}

function positionWords(desk: Desk): string {
  if (desk.market.markets === undefined && isHolding(desk.ledger)) return "not known yet";
  const held = positionsOf(desk);
  const names = teamNames(desk);
  const teams: readonly TeamSide[] = ["home", "away"];
  const words = teams.map((team) => heldWords(names[team], held[team])).filter((text) => text);
  return words.length === 0 ? "flat" : words.join(" + ");
}

/** What is held in plain words, and what each final outcome would make of it, fees included. */
export function positionView(desk: Desk, now: Stamp): PositionView {
  const contracts = positionsOf(desk);
  const held = heldOf(desk);
  const payoffs = payoffsOf(held);
  const fees = openEntryFees(held);
  const after = (amount: Money): number => dollars((amount - fees) as Money);
  const unrealised = unrealisedOf(held, markingOf(desk, now));
  return {
    home_contracts: contracts.home / 100,
    away_contracts: contracts.away / 100,
    words: positionWords(desk),
    left_over: leftOverWords(desk) ?? null,
    if_home: after(payoffs.home),
    if_away: after(payoffs.away),
    if_tie: after(payoffs.tie),
    if_closed: dollarsOrNull(unrealised === undefined ? undefined : ((unrealised - fees) as Money)),
  };
}
