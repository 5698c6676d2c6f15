/** Fields that many messages share, exact from text to integer. */
import { z } from "zod";
import { ONE_DOLLAR, type Price, parseDecimal, type Quantity } from "../../../domain/numbers.ts";

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
