/** What a person may ask of the desk. The words on the wire are those of trading semantics §11. */
import type { Config } from "./config.ts";
import type { BookSide } from "./market.ts";
import type { Money, Price, Quantity } from "./numbers.ts";

/** Where a command came from: recorded with it. */
export type CommandOrigin = "page" | "api" | "terminal";

/** A change of settings. Only the fields present change; all of it applies, or nothing. */
export type ConfigChange = {
  readonly settings: Partial<Config>;
  readonly autoTrading: boolean | undefined;
  readonly paperTrading: boolean | undefined;
  /** The version the person saw; a different one in force refuses the change. */
  readonly version: number | undefined;
};

export type Command =
  | { readonly kind: "config"; readonly change: ConfigChange }
  /** Execute on the signal card: the quote version, quantity and limit that were shown. */
  | {
      readonly kind: "execute";
      readonly signalId: string;
      readonly version: number;
      readonly quantity: Quantity;
      readonly limit: Price;
      readonly idempotencyKey: string | undefined;
      /** A person's reason where a gate asks for one. */
      readonly reason: string | undefined;
    }
  /** A typed order: never rerouted. `ask` is SELL. */
  | {
      readonly kind: "ticket";
      readonly ticker: string;
      readonly side: BookSide;
      readonly quantity: Quantity;
      readonly price: Price;
      readonly idempotencyKey: string | undefined;
    }
  | { readonly kind: "start" }
  | { readonly kind: "stop" }
  | { readonly kind: "kill" }
  /** Close everything, or half of it, by reduce-only IOC; `worst` caps the YES price walked to. */
  | { readonly kind: "flatten"; readonly worst: Price | undefined }
  | { readonly kind: "reduce"; readonly worst: Price | undefined }
  | { readonly kind: "cancel"; readonly intentId: number | undefined }
  | { readonly kind: "resetBreaker"; readonly breaker: "kalshi" | "espn"; readonly reason: string }
  | { readonly kind: "resetPaper" }
  | { readonly kind: "override"; readonly gate: "LATE_GAME" }
  | { readonly kind: "lockout" }
  /** To the source's second mode. `word` and `sessionCap` are asked for LIVE. */
  | {
      readonly kind: "arm";
      readonly word: string | undefined;
      readonly sessionCap: Money | undefined;
    }
  | { readonly kind: "cancelEverything" }
  /** A person's word about an order whose fate has been open for 5 minutes. */
  | {
      readonly kind: "resolveUnknown";
      readonly intentId: number;
      readonly how: "absent" | "filled";
    }
  | { readonly kind: "refresh" };
