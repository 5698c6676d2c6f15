/** Fields that many messages share, exact from text to integer. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";
import type { BookSide } from "../../../domain/market.ts";
import {
  type Money,
  ONE_DOLLAR,
  type Price,
  parseDecimal,
  type Quantity,
} from "../../../domain/numbers.ts";

/** A price strictly between 0 and 1 dollar: the only ones at which anything can rest or trade. */
export function priceOf(text: unknown): Price | undefined {
  const value = typeof text === "string" ? parseDecimal(text, 4) : undefined;
  return value !== undefined && value > 0 && value < ONE_DOLLAR ? (value as Price) : undefined;
}

/** A value from 0 to 1 dollar, both ends included: what a contract pays, or an end of a grid. */
export function valueOf(text: unknown): Price | undefined {
  const value = typeof text === "string" ? parseDecimal(text, 4) : undefined;
  return value !== undefined && value >= 0 && value <= ONE_DOLLAR ? (value as Price) : undefined;
}

/** A count of contracts, zero included. */
export function countOf(text: unknown): Quantity | undefined {
  const value = typeof text === "string" ? parseDecimal(text, 2) : undefined;
  return value !== undefined && value >= 0 ? (value as Quantity) : undefined;
}

/** A signed change of a level's size. */
export function changeOf(text: unknown): number | undefined {
  return typeof text === "string" ? parseDecimal(text, 2) : undefined;
}

/** Dollars with up to six decimals, signed. */
export function moneyOf(text: unknown): Money | undefined {
  const value = typeof text === "string" ? parseDecimal(text, 6) : undefined;
  return value === undefined ? undefined : (value as Money);
}

function through<T>(reader: (text: unknown) => T | undefined, what: string) {
  return z.unknown().transform((text, context): T => {
    const value = reader(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `not a ${what}`, input: text });
    return z.NEVER;
  });
}

export const priceField = through(priceOf, "price");
export const valueField = through(valueOf, "value");
export const countField = through(countOf, "count");
export const changeField = through(changeOf, "change");
export const moneyField = through(moneyOf, "sum of money");

/** Money that may be missing or null. */
export const looseMoney = z
  .unknown()
  .optional()
  .transform((value) => moneyOf(textual(value)));

/** Some senders write decimals as numbers; their shortest text is exact for what we need. */
function textual(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}

/** A price that may be a number, absent, 0 or 1; only a real price is known. */
export const loosePrice = z
  .unknown()
  .optional()
  .transform((value) => priceOf(textual(value)));
export const looseCount = z
  .unknown()
  .optional()
  .transform((value) => countOf(textual(value)));
export const looseValue = z
  .unknown()
  .optional()
  .transform((value) => valueOf(textual(value)));

/** An id that the exchange gives. */
export const idField = z.string().min(1).max(200);

/** A text that may be missing, null or empty; only a real one is known. */
export const looseText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" && value !== "" ? value : undefined));

/** Unix ms of an RFC 3339 text that may be missing, null or no date. */
export const looseInstant = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" ? readInstant(value) : undefined));

/** A whole number that may be missing or null. */
export const looseWhole = z
  .unknown()
  .optional()
  .transform((value) => (Number.isSafeInteger(value) ? Number(value) : undefined));

/** Today's two names of a direction; both are optional on the wire, one of them must be there. */
export const directionFields = {
  book_side: z.enum(["bid", "ask"]).optional().catch(undefined),
  outcome_side: z.enum(["yes", "no"]).optional().catch(undefined),
};

type Direction = {
  readonly book_side?: BookSide | undefined;
  readonly outcome_side?: "yes" | "no" | undefined;
};

/** The side of YES's book; `undefined` when the message names no direction. */
export function bookSideOf({ book_side, outcome_side }: Direction): BookSide | undefined {
  if (book_side !== undefined) return book_side;
  if (outcome_side === undefined) return undefined;
  return outcome_side === "yes" ? "bid" : "ask";
}

/** The place where a list goes on; `undefined` at its end. */
export const cursorField = z
  .string()
  .nullish()
  .transform((cursor) => (cursor === "" ? undefined : (cursor ?? undefined)));

/** One page of a list. */
export type Page<T> = { readonly rows: readonly T[]; readonly cursor: string | undefined };

export const tickerField = z.string().min(1).max(120);

/** Milliseconds since 1970 from the fields a message may carry them in. */
export const timeFields = {
  ts_ms: z.number().optional().catch(undefined),
  ts: z.unknown().optional(),
};

/** Unix ms of a message: ms when told, else seconds; `undefined` when neither is a number. */
export function timeOf(message: { readonly ts_ms?: number | undefined; readonly ts?: unknown }) {
  if (message.ts_ms !== undefined) return message.ts_ms;
  return typeof message.ts === "number" ? message.ts * 1000 : undefined;
}
