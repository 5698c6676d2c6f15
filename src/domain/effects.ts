/** What `step` decided. Each effect is journalled first and carried out after. */
import type { VenuePosition } from "./account.ts";
import type { Breaker, BreakerName } from "./breaker.ts";
import type { CommandOrigin } from "./commands.ts";
import type { GateCode, GateResult, ReasonCode } from "./codes.ts";
import type { Beginning, TeamSide } from "./game.ts";
import type { BookSide } from "./market.ts";
import type { Money, Price, Quantity } from "./numbers.ts";
import type { Approved, Fill, Mode, Order, OrderEnd, OrderOrigin, TradingState } from "./orders.ts";

/** What a command is answered with: an HTTP status and a JSON body in the words of the wire. */
export type Answer = {
  readonly status: 200 | 202 | 400 | 403 | 404 | 409 | 422;
  readonly body: Readonly<Record<string, unknown>>;
};

/** A position that stood at the exchange before our books were opened. */
export type HeldBefore = { readonly team: TeamSide; readonly position: VenuePosition };

export type Effect =
  /** A signal appeared, changed its direction's terms, or ended. */
  | {
      readonly kind: "signal";
      readonly signalId: string;
      readonly what: "opened" | "ended";
      readonly action: "BUY" | "SELL";
      readonly team: TeamSide;
      readonly doubledEdge: number;
    }
  /** An entry was wanted and refused; each (signal, code) is told once. */
  | {
      readonly kind: "block";
      readonly origin: OrderOrigin;
      readonly signalId: string | undefined;
      readonly codes: readonly ReasonCode[];
      readonly text: string;
    }
  | { readonly kind: "intent"; readonly order: Order; readonly gates: readonly GateResult[] }
  /** The intent is durable and passed every gate again. In PAPER nothing leaves the process. */
  | {
      readonly kind: "send";
      readonly order: Approved<Order>;
      /** PAPER: source time (mono) at which the order meets the book. */
      readonly paperDueMono: number | undefined;
    }
  | { readonly kind: "abandon"; readonly intentId: number; readonly codes: readonly GateCode[] }
  | { readonly kind: "fill"; readonly mode: Mode; readonly fill: Fill }
  | {
      readonly kind: "orderEnded";
      readonly intentId: number;
      readonly how: OrderEnd;
      readonly filled: Quantity;
    }
  /** `desk`: an intent that was not sent is taken back. `venue`: the exchange is asked. */
  | { readonly kind: "cancel"; readonly intentId: number; readonly at: "desk" | "venue" }
  /** The fate of a sent order: the exchange has it, or nobody knows whether it has. */
  | { readonly kind: "ack"; readonly intentId: number; readonly venueOrderId: string }
  | { readonly kind: "unknown"; readonly intentId: number; readonly why: string }
  /** The account's side of the venue opens: orders may really be sent from now on. */
  | { readonly kind: "openAccount"; readonly maxPosition: Quantity }
  | { readonly kind: "closeAccount" }
  /** Kept for the session after this one, which comes too late to see it. */
  | { readonly kind: "beginning"; readonly beginning: Beginning }
  /** The limit of the entry order group follows Max Position. */
  | { readonly kind: "maxPosition"; readonly maxPosition: Quantity }
  /**
   * STOP or Kill at the exchange: cancel each order of ours that rests, and read back. `asking`
   * counts them in a session, and the answer carries the same number.
   */
  | { readonly kind: "stopOrders"; readonly asking: number; readonly how: "stop" | "kill" }
  /** Everything that rests on the account is cancelled, whoever placed it. */
  | { readonly kind: "cancelEverything" }
  /** A person lets entries pass again after the exchange has stopped them. */
  | { readonly kind: "resetEntryGroup" }
  /** The fate of an order was settled without the venue's word: it need not look any more. */
  | { readonly kind: "letGo"; readonly intentId: number }
  /** DEMO or LIVE begins or ends; `armed` false: only reducing, or back to PAPER. */
  | { readonly kind: "mode"; readonly mode: Mode; readonly armed: boolean; readonly why: string }
  /** The books of DEMO or LIVE begin: with this cash, and what was held before. */
  | {
      readonly kind: "openBooks";
      readonly mode: Mode;
      readonly cash: Money;
      readonly held: readonly HeldBefore[];
      /** Trades that this cash has paid: a later read may tell them again. */
      readonly known: readonly string[];
    }
  /** Our books against the exchange's: cash that no trade of this game moved is booked. */
  | {
      readonly kind: "reconcile";
      readonly what: "explained";
      readonly mode: Mode;
      readonly cause: "transfer" | "elsewhere" | "collateral";
      readonly amount: Money;
      readonly why: string;
    }
  | { readonly kind: "reconcile"; readonly what: "differs" | "agrees"; readonly why: string }
  | {
      readonly kind: "settle";
      readonly mode: Mode;
      readonly ticker: string;
      readonly team: TeamSide;
      /** What one YES contract paid. */
      readonly value: Price;
      readonly amount: Money;
      /** When it was paid, where the account tells it afterwards: Unix ms. */
      readonly paidAt?: number;
    }
  | {
      readonly kind: "configChanged";
      readonly origin: CommandOrigin;
      readonly version: number;
      /** Wire names with old and new wire values. */
      readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
    }
  | { readonly kind: "auto"; readonly on: boolean; readonly why: string }
  | { readonly kind: "state"; readonly state: TradingState; readonly why: string }
  /** A limit tripped: HALTED, MONITORING or auto OFF, with its gate's code. */
  | {
      readonly kind: "trip";
      /** In whose books. */
      readonly mode: Mode;
      readonly code: GateCode | "KILL";
      readonly why: string;
    }
  | { readonly kind: "kill"; readonly origin: CommandOrigin }
  | {
      readonly kind: "reset";
      readonly what: "breaker" | "override";
      readonly why: string;
    }
  /** The paper ledger starts anew with this balance. */
  | { readonly kind: "paperReset"; readonly balance: Money }
  | { readonly kind: "lockout" }
  | { readonly kind: "breaker"; readonly name: BreakerName; readonly breaker: Breaker }
  /** A leg of the data changed its health: for the record and the page. */
  | {
      readonly kind: "feedState";
      readonly leg: "espn" | "book" | "orders" | "journal";
      readonly up: boolean;
      readonly why: string;
    }
  /** The books cannot be trusted: the venue shall subscribe anew. */
  | { readonly kind: "resubscribe"; readonly why: string }
  /** The venue and the feed shall read everything anew. */
  | { readonly kind: "refresh" }
  | { readonly kind: "answer"; readonly commandId: string; readonly answer: Answer };

/** What one step gives back: effects in order, and when it wants to be woken (source's mono ms). */
export type Outcome = {
  readonly effects: readonly Effect[];
  readonly nextDeadline: number | undefined;
};

/** Side words for people and for CSV. */
export function sideWord(side: BookSide): "BUY" | "SELL" {
  return side === "bid" ? "BUY" : "SELL";
}
