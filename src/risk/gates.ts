/** Every gate, every time: none hides another. */
import { GATE_CODES, type GateCode, type GateResult } from "../domain/codes.ts";
import type { Order, OrderOrigin } from "../domain/orders.ts";
import type { Facts } from "./facts.ts";
import type { Finding, Gate } from "./gates/gate.ts";
import * as book from "./gates/book-gates.ts";
import * as game from "./gates/game-gates.ts";
import * as limit from "./gates/limit-gates.ts";
import * as session from "./gates/session-gates.ts";
import * as signal from "./gates/signal-gates.ts";
import * as size from "./gates/size-gates.ts";
import { type Cell, GATE_TABLE } from "./table.ts";

const { MODE, STATE, OBSERVE, DEAD_MAN, LOCKOUT } = session;
const { SIGNAL, NET_EDGE, QUOTE_MOVED, TOO_GOOD, MARKET_FIRST, COOLDOWN } = signal;
const { BOOKS_AGREE, QUOTE_STABLE, SPREAD, TWO_SIDED, BOOK_WHOLE, AGE_KALSHI } = book;
const { MARKET_ACTIVE, EXCHANGE_ACTIVE, GRID } = book;
const { AGE_ESPN, CONTENT_ESPN, FEEDS_AGREE, GAME_LIVE, MODEL_OK, LATE_GAME, BREAKERS } = game;
const { MAX_ORDER, MAX_EXPOSURE, ORDER_VALUE, BALANCE, SESSION_CAP, COMFORT } = size;
const { DAILY_LOSS, DAILY_LOSS_UNKNOWN, STREAK, TRADES, RATE, NO_UNKNOWN_ORDER } = limit;
const { LEDGER_OK, CLOCK_OK, ATTESTATION, FEE_KNOWN } = limit;

// One property a code: a gate that is missing or misnamed does not compile.
const gates: Readonly<Record<GateCode, Gate>> = {
  MODE,
  STATE,
  OBSERVE,
  DEAD_MAN,
  LOCKOUT,
  SIGNAL,
  NET_EDGE,
  QUOTE_MOVED,
  TOO_GOOD,
  MARKET_FIRST,
  COOLDOWN,
  BOOKS_AGREE,
  QUOTE_STABLE,
  SPREAD,
  TWO_SIDED,
  BOOK_WHOLE,
  AGE_KALSHI,
  MARKET_ACTIVE,
  EXCHANGE_ACTIVE,
  GRID,
  AGE_ESPN,
  CONTENT_ESPN,
  FEEDS_AGREE,
  GAME_LIVE,
  MODEL_OK,
  LATE_GAME,
  BREAKERS,
  MAX_ORDER,
  MAX_EXPOSURE,
  ORDER_VALUE,
  BALANCE,
  SESSION_CAP,
  COMFORT,
  DAILY_LOSS,
  DAILY_LOSS_UNKNOWN,
  STREAK,
  TRADES,
  RATE,
  NO_UNKNOWN_ORDER,
  LEDGER_OK,
  CLOCK_OK,
  ATTESTATION,
  FEE_KNOWN,
};

declare const reviewed: unique symbol;

/** The answer of all gates. Only `review` makes one. */
export type Review = {
  readonly [reviewed]: true;
  /** The order that was looked at; undefined when only looking. */
  readonly order: Order | undefined;
  readonly origin: OrderOrigin;
  /** One result a gate, in the order of `GATE_CODES`. */
  readonly results: readonly GateResult[];
  /** No gate that applies fails. */
  readonly passed: boolean;
  /** Gates that refuse the order. */
  readonly failed: readonly GateCode[];
  /** Gates that fail but only warn, were confirmed, or were overridden. */
  readonly warned: readonly GateCode[];
  /** Every gate in `failed` has a remedy by a reason and a confirmation. */
  readonly confirmable: boolean;
};

function judged(code: GateCode, found: Finding, cell: Cell, facts: Facts): GateResult {
  const { verdict, value, limit } = found;
  const result = { code, verdict, value, limit, remedy: undefined };
  if (verdict !== "fail") return result;
  switch (cell) {
    case "blocks":
      return result;
    case "warns":
      return { ...result, verdict: "warn" };
    case "confirm": {
      const confirmed = (facts.person.reason ?? "").trim() !== "";
      return { ...result, verdict: confirmed ? "warn" : "fail", remedy: "confirm" };
    }
    case "override": {
      const lifted = facts.person.lateGameOverride;
      return { ...result, verdict: lifted ? "warn" : "fail", remedy: "override" };
    }
    case "off":
      return { ...result, verdict: "unchecked", limit: "not asked of this order" };
  }
}

/**
 * Evaluates every gate for one kind of order. A gate that is not asked of it keeps its value and
 * answers `unchecked` where it would fail. Throws when the order is not of that origin, or when an
 * exit is not reduce-only: an entry must not pass by an exit's gates.
 */
export function review(facts: Facts, origin: OrderOrigin): Review {
  const { order } = facts;
  if (origin === "exit" && order !== undefined && !order.reduceOnly) {
    throw new Error(`order ${order.intentId} is no exit: it is not reduce-only`);
  }
  const results: GateResult[] = [];
  const failed: GateCode[] = [];
  const warned: GateCode[] = [];
  let confirmable = true;
  for (const code of GATE_CODES) {
    const result = judged(code, gates[code](facts, origin), GATE_TABLE[code][origin], facts);
    results.push(result);
    if (result.verdict === "warn") warned.push(code);
    if (result.verdict !== "fail") continue;
    failed.push(code);
    confirmable &&= result.remedy === "confirm";
  }
  const made: Omit<Review, typeof reviewed> = {
    order,
    origin,
    results,
    passed: failed.length === 0,
    failed,
    warned,
    confirmable: failed.length > 0 && confirmable,
  };
  return made as Review;
}
