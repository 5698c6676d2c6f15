/** Recorded facts folded into money and open questions: nothing is decided anew. */
import { z } from "zod";
import type { HeldBefore } from "../domain/effects.ts";
import type { Beginning } from "../domain/game.ts";
import type { Stamp } from "../domain/events.ts";
import { type Money, NO_QUANTITY, type Price, quantity } from "../domain/numbers.ts";
import type { Fill, Mode, Order } from "../domain/orders.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import {
  applyFill,
  bookExplained,
  bookPayment,
  createLedger,
  type Ledger,
  ledgerFrom,
  ledgerSnapshot,
  openLedger,
  startDay,
} from "../execution/execution.ts";
import type { Entry } from "../journal/journal.ts";
import { tradingDayOf, tradingDayStart } from "../risk/risk.ts";
import { BeginningShape, type OpenOrder, readCheckpoint } from "./checkpoint.ts";

type Books = { ledger: Ledger; trippedDay: string | undefined };

export type Folding = {
  paper: Books;
  second: (Books & { readonly mode: "DEMO" | "LIVE" }) | undefined;
  /** Orders that may be at the exchange, by intent. */
  readonly orders: Map<number, OpenOrder>;
  intents: number;
  beginning: Beginning | undefined;
};

/** What a folder without any record says. */
export function createFolding(now: number): Folding {
  const ledger = createLedger(
    "recovered",
    "PAPER",
    DEFAULT_CONFIG.paperBalance,
    tradingDayStart(now),
  );
  return {
    paper: { ledger, trippedDay: undefined },
    second: undefined,
    orders: new Map(),
    intents: 0,
    beginning: undefined,
  };
}

const whole = z.int();
const side = z.enum(["bid", "ask"]);
const team = z.enum(["home", "away"]);
const mode = z.enum(["PAPER", "DEMO", "LIVE"]);

/** The recorded facts that count; other fields of their records do not matter here. */
const FillFact = z.object({
  mode: mode.default("PAPER"),
  fill: z.object({
    tradeId: z.string(),
    intentId: whole,
    ticker: z.string(),
    team,
    side,
    price: whole,
    quantity: whole,
    fee: whole,
  }),
});
const BeginningFact = z.object({ beginning: BeginningShape });
const SessionFact = z.object({ session: z.string() });
const SettleFact = z.object({
  mode: mode.default("PAPER"),
  ticker: z.string(),
  team,
  value: whole,
  paidAt: whole.optional(),
});
const ResetFact = z.object({ kind: z.literal("paperReset"), balance: whole });
const TripFact = z.object({ mode: mode.default("PAPER"), code: z.string() });
const IntentFact = z.object({
  order: z.looseObject({ intentId: whole, mode: mode.default("PAPER") }),
});
const EndFact = z.object({
  kind: z.enum(["abandon", "orderEnded", "cancel"]),
  intentId: whole,
  at: z.string().optional(),
});
const OpenBooksFact = z.object({
  kind: z.literal("openBooks"),
  mode: z.enum(["DEMO", "LIVE"]),
  cash: whole,
  /** Trades that this cash has paid: a later read may tell them again. */
  known: z.array(z.string()).default([]),
  held: z.array(
    z.object({
      team,
      position: z.looseObject({ ticker: z.string(), net: whole, cost: whole.optional() }),
    }),
  ),
});
const ExplainedFact = z.object({
  kind: z.literal("reconcile"),
  what: z.literal("explained"),
  mode,
  cause: z.enum(["transfer", "elsewhere", "collateral"]),
  amount: whole,
  why: z.string(),
});

/** The kinds of record that are folded. */
export const foldedKinds: readonly string[] = [
  "session",
  "out.fill",
  "out.settle",
  "out.trip",
  "out.reset",
  "out.intent",
  "out.send",
  "out.block",
  "out.ack",
  "out.reject",
  "out.cancel",
  "out.reconcile",
  "do.beginning",
];

const beforeRestart = "before the restart";

function stampOf(entry: Entry): Stamp {
  return { at: entry.at, mono: entry.mono, person: entry.person };
}

function booksOf(folding: Folding, wanted: Mode): Books {
  return wanted === "PAPER" ? folding.paper : (folding.second ?? folding.paper);
}

function foldCheckpoint(folding: Folding, entry: Entry): void {
  const { paper, paperTrippedDay, second, intents, beginning } = readCheckpoint(entry.body);
  folding.beginning = beginning;
  folding.paper = { ledger: paper, trippedDay: paperTrippedDay };
  folding.orders.clear();
  folding.intents = Math.max(folding.intents, intents);
  if (second === undefined) return;
  const { ledger, trippedDay, orders } = second;
  folding.second = { mode: second.mode, ledger, trippedDay };
  for (const open of orders) folding.orders.set(open.order.intentId, open);
}

/** Orders count anew in each session: its first one is no part of the last one's first trade. */
function foldSession(folding: Folding, entry: Entry): void {
  const { session } = SessionFact.parse(entry.body);
  const { paper, second } = folding;
  paper.ledger = ledgerFrom(ledgerSnapshot(paper.ledger), session);
  if (second === undefined) return;
  second.ledger = ledgerFrom(ledgerSnapshot(second.ledger), session);
}

function foldOrder(folding: Folding, entry: Entry): void {
  const { order } = IntentFact.parse(entry.body);
  folding.intents = Math.max(folding.intents, order.intentId);
  if (order.mode === "PAPER") return;
  const open = { order: order as unknown as Order, sentAt: entry.at, filled: NO_QUANTITY };
  folding.orders.set(order.intentId, open);
}

function foldEnd(folding: Folding, entry: Entry): void {
  const end = EndFact.safeParse(entry.body).data;
  if (end === undefined) return;
  if (end.kind === "cancel" && end.at !== "desk") return;
  folding.orders.delete(end.intentId);
}

function foldReconcile(folding: Folding, entry: Entry): void {
  const opened = OpenBooksFact.safeParse(entry.body).data;
  if (opened !== undefined) {
    const books = {
      mode: opened.mode,
      cash: opened.cash as Money,
      held: opened.held as unknown as readonly HeldBefore[],
      known: opened.known,
      gameClock: beforeRestart,
      dayStartAt: tradingDayStart(entry.at),
    };
    const ledger = openLedger(folding.paper.ledger.sessionId, books, stampOf(entry));
    folding.second = { mode: opened.mode, ledger, trippedDay: undefined };
    return;
  }
  const explained = ExplainedFact.safeParse(entry.body).data;
  if (explained === undefined || folding.second === undefined) return;
  const { cause, why } = explained;
  const amount = explained.amount as Money;
  bookExplained(folding.second.ledger, { kind: "explained", cause, why, amount }, stampOf(entry));
}

function foldReset(folding: Folding, entry: Entry): void {
  const reset = ResetFact.safeParse(entry.body).data;
  if (reset === undefined) return;
  const { sessionId } = folding.paper.ledger;
  const dayStart = tradingDayStart(entry.at);
  folding.paper.ledger = createLedger(sessionId, "PAPER", reset.balance as Money, dayStart);
}

function foldFill(folding: Folding, entry: Entry): void {
  const { fill, mode: of } = FillFact.parse(entry.body);
  const moment = { stamp: stampOf(entry), gameClock: beforeRestart };
  const booked = applyFill(booksOf(folding, of).ledger, fill as Fill, moment);
  const open = of === "PAPER" ? undefined : folding.orders.get(fill.intentId);
  if (booked.kind === "duplicate" || open === undefined) return;
  const filled = quantity(open.filled + fill.quantity);
  folding.orders.set(fill.intentId, { ...open, filled });
}

function foldSettlement(folding: Folding, entry: Entry): void {
  const { mode: of, paidAt, value, ...whose } = SettleFact.parse(entry.body);
  const payment = { ...whose, value: value as Price, paidAt };
  bookPayment(booksOf(folding, of).ledger, payment, stampOf(entry));
}

function foldTrip(folding: Folding, entry: Entry): void {
  const { mode: of, code } = TripFact.parse(entry.body);
  if (code === "DAILY_LOSS") booksOf(folding, of).trippedDay = tradingDayOf(entry.at);
}

/** What is folded counts for the trading day in which it was recorded, as it did then. */
function turnDay({ paper, second }: Folding, at: number): void {
  startDay(paper.ledger, tradingDayStart(at));
  if (second !== undefined) startDay(second.ledger, tradingDayStart(at));
}

/** Folds one record. Throws when it is not of the shape that its kind promises. */
export function foldFact(folding: Folding, entry: Entry): void {
  turnDay(folding, entry.at);
  switch (entry.kind) {
    case "checkpoint":
      return foldCheckpoint(folding, entry);
    case "session":
      return foldSession(folding, entry);
    case "out.fill":
      return foldFill(folding, entry);
    case "out.reset":
      return foldReset(folding, entry);
    case "out.settle":
      return foldSettlement(folding, entry);
    case "out.trip":
      return foldTrip(folding, entry);
    case "out.intent":
    case "out.send":
      return foldOrder(folding, entry);
    case "out.block":
    case "out.ack":
    case "out.reject":
    case "out.cancel":
      return foldEnd(folding, entry);
    case "do.beginning":
      folding.beginning = BeginningFact.parse(entry.body).beginning;
      return undefined;
    case "out.reconcile":
      return foldReconcile(folding, entry);
    default:
      return undefined;
  }
}
