/** Which gate applies to which kind of order: the columns of trading semantics §5. */
import type { GateCode } from "../domain/codes.ts";
import type { OrderOrigin } from "../domain/orders.ts";

/**
 * What a failure means. `blocks`: refused. `confirm`: refused unless a person gives a reason and
 * confirms. `override`: refused unless a person has lifted it for this game. `warns`: said, not
 * refused. `off`: not asked of this kind of order.
 */
export type Cell = "blocks" | "confirm" | "override" | "warns" | "off";

export type Row = Readonly<Record<OrderOrigin, Cell>>;

function row(auto: Cell, execute: Cell, ticket: Cell, exit: Cell = "off"): Row {
  return { auto, execute, ticket, exit };
}

const everyEntry = row("blocks", "blocks", "blocks");
const everyOrder = row("blocks", "blocks", "blocks", "blocks");
const signalOnly = row("blocks", "blocks", "off");
const autoOnly = row("blocks", "off", "off");

/** Exits need only: market open, connection (AGE_KALSHI, with an exit's own limit), grid. */
export const GATE_TABLE: Readonly<Record<GateCode, Row>> = {
  MODE: everyEntry,
  STATE: everyEntry,
  SIGNAL: signalOnly,
  NET_EDGE: signalOnly,
  QUOTE_MOVED: everyEntry,
  TOO_GOOD: row("blocks", "confirm", "off"),
  MARKET_FIRST: row("blocks", "confirm", "warns"),
  COOLDOWN: autoOnly,
  BOOKS_AGREE: autoOnly,
  QUOTE_STABLE: autoOnly,
  OBSERVE: autoOnly,
  DEAD_MAN: autoOnly,
  SPREAD: row("blocks", "blocks", "warns"),
  TWO_SIDED: everyEntry,
  BOOK_WHOLE: everyEntry,
  AGE_KALSHI: everyOrder,
  AGE_ESPN: signalOnly,
  CONTENT_ESPN: signalOnly,
  FEEDS_AGREE: signalOnly,
  GAME_LIVE: signalOnly,
  MODEL_OK: signalOnly,
  LATE_GAME: row("blocks", "override", "override"),
  BREAKERS: everyEntry,
  MARKET_ACTIVE: everyOrder,
  EXCHANGE_ACTIVE: everyOrder,
  ATTESTATION: everyEntry,
  FEE_KNOWN: everyEntry,
  GRID: everyOrder,
  MAX_ORDER: everyEntry,
  MAX_EXPOSURE: everyEntry,
  ORDER_VALUE: everyEntry,
  BALANCE: everyEntry,
  DAILY_LOSS: everyEntry,
  DAILY_LOSS_UNKNOWN: everyEntry,
  SESSION_CAP: everyEntry,
  STREAK: everyEntry,
  TRADES: everyEntry,
  RATE: everyEntry,
  COMFORT: row("blocks", "confirm", "confirm"),
  LOCKOUT: everyEntry,
  NO_UNKNOWN_ORDER: everyEntry,
  LEDGER_OK: everyEntry,
  CLOCK_OK: everyEntry,
};

/** Does a failure of this gate concern this kind of order at all? */
export function gateApplies(code: GateCode, origin: OrderOrigin): boolean {
  return GATE_TABLE[code][origin] !== "off";
}
