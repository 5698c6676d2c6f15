/** Bodies of the POST routes: strict, whole, in the words of trading semantics §4 and §11. */
import { z } from "zod";
import type { Command } from "../domain/commands.ts";
import { contracts, type Money, ONE_CENT, type Price } from "../domain/numbers.ts";
import { read, readWith, unreadable, type Reading } from "./reading.ts";

/** More contracts than any setting allows; the desk's gates hold the tighter limit in force. */
const contractsMax = 1000;
export const speedMax = 60;

/** A text for the record: one line, so that it cannot forge another in a log. */
function line(max: number, what: string): z.ZodString {
  const message = `is ${what} of 1 to ${max} characters on one line`;
  return z
    .string({ error: message })
    .min(1, { error: message })
    .max(max, { error: message })
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: message });
}

const wholeContracts = z
  .int({ error: `is a whole number of contracts, 1 to ${contractsMax}` })
  .min(1, { error: `is a whole number of contracts, 1 to ${contractsMax}` })
  .max(contractsMax, { error: `is a whole number of contracts, 1 to ${contractsMax}` })
  .transform((count) => contracts(count));

const centsWords = "is a price in cents, a JSON number above 0 and below 100";

/** Cents in, 1/10000 dollar out. The market's own grid is a gate of the desk. */
const cents = z
  .number({ error: centsWords })
  .refine((value) => value <= 0 || value >= 1, {
    error: "is in cents, not dollars: write 84 for 84¢",
    abort: true,
  })
  .refine((value) => value > 0 && value < 100, { error: centsWords, abort: true })
  .refine((value) => Math.round(value * ONE_CENT) / ONE_CENT === value, {
    error: "is finer than 0.01¢",
  })
  .transform((value) => Math.round(value * ONE_CENT) as Price);

/**
 * The limit of a card: cents like a ticket's price, or dollars as the state shows it (below 1).
 * Either is compared with what was shown, so a misreading is refused and never sent.
 */
const shownLimit = z
  .number({ error: centsWords })
  .transform((value) => (value > 0 && value < 1 ? Math.round(value * 1e6) / 1e4 : value))
  .pipe(cents);

const ticker = z
  .string({ error: "is a market's ticker" })
  .regex(/^[A-Z0-9][A-Z0-9.-]{0,79}$/, { error: "is a market's ticker" });

const idempotencyKey = line(80, "a key").optional();

const Ticket = z.strictObject({
  ticker,
  side: z.enum(["BUY", "SELL"], { error: 'is "BUY" or "SELL"' }),
  quantity: wholeContracts,
  price: cents,
  idempotency_key: idempotencyKey,
});

const Execute = z.strictObject({
  signal_id: line(80, "a signal's id"),
  version: z.int({ error: "is the quote version that was shown" }).nonnegative(),
  quantity: wholeContracts,
  limit: shownLimit,
  idempotency_key: idempotencyKey,
  reason: line(500, "a reason").optional(),
});

/** `POST /api/execute-trade`: a signal's execution when it names a signal, a ticket otherwise. */
export function readTrade(body: unknown): Reading<Command> {
  if (typeof body !== "object" || body === null) return unreadable("", "is a JSON object");
  if (Object.hasOwn(body, "signal_id")) {
    const execute = readWith(Execute, body);
    if (execute.kind === "unreadable") return execute;
    const { signal_id: signalId, version, quantity, limit, reason } = execute.value;
    const key = execute.value.idempotency_key;
    const command = { kind: "execute", signalId, version, quantity, limit, reason } as const;
    return read({ ...command, idempotencyKey: key });
  }
  const ticket = readWith(Ticket, body);
  if (ticket.kind === "unreadable") return ticket;
  const { side, quantity, price, idempotency_key: key } = ticket.value;
  return read({
    kind: "ticket",
    ticker: ticket.value.ticker,
    side: side === "BUY" ? "bid" : "ask",
    quantity,
    price,
    idempotencyKey: key,
  });
}

const Nothing = z.strictObject({});

/** A route without fields: no body, or `{}`. */
export function readNothing<T>(value: T): (body: unknown) => Reading<T> {
  return (body) => {
    const nothing = readWith(Nothing, body ?? {});
    return nothing.kind === "read" ? read(value) : nothing;
  };
}

const Closing = z.strictObject({ worst: cents.optional() });

/** `POST /api/flatten` and `/api/reduce`: `worst` caps, in cents, the YES price walked to. */
export function readClosing(kind: "flatten" | "reduce"): (body: unknown) => Reading<Command> {
  return (body) => {
    const closing = readWith(Closing, body ?? {});
    return closing.kind === "read" ? read({ kind, worst: closing.value.worst }) : closing;
  };
}

const Cancel = z.strictObject({
  intent_id: z.int({ error: "is an order's intent_id" }).positive().optional(),
});

export function readCancel(body: unknown): Reading<Command> {
  const cancel = readWith(Cancel, body ?? {});
  if (cancel.kind === "unreadable") return cancel;
  return read({ kind: "cancel", intentId: cancel.value.intent_id });
}

const ResetBreaker = z.strictObject({
  breaker: z.enum(["kalshi", "espn"], { error: 'is "kalshi" or "espn"' }),
  reason: line(500, "a reason"),
});

export function readResetBreaker(body: unknown): Reading<Command> {
  const reset = readWith(ResetBreaker, body);
  if (reset.kind === "unreadable") return reset;
  return read({ kind: "resetBreaker", ...reset.value });
}

const Override = z.strictObject({ gate: z.literal("LATE_GAME", { error: 'is "LATE_GAME"' }) });

export function readOverride(body: unknown): Reading<Command> {
  const override = readWith(Override, body);
  return override.kind === "read" ? read({ kind: "override", ...override.value }) : override;
}

const capWords = "is a number of dollars, 10 to 1000";
const Arm = z.strictObject({
  word: line(20, "a word").optional(),
  session_cap: z
    .number({ error: capWords })
    .min(10, { error: capWords })
    .max(1000, { error: capWords })
    .transform((dollars) => Math.round(dollars * 1e6) as Money)
    .optional(),
});

/** `POST /api/arm`: to the source's second mode; LIVE also asks for the word and a session cap. */
export function readArm(body: unknown): Reading<Command> {
  const arm = readWith(Arm, body ?? {});
  if (arm.kind === "unreadable") return arm;
  return read({ kind: "arm", word: arm.value.word, sessionCap: arm.value.session_cap });
}

const Everything = z.strictObject({
  confirm: z.literal(true, { error: "is true: orders of others on this account go too" }),
});

/** `POST /api/cancel-everything`: a person has confirmed that foreign orders go too. */
export function readCancelEverything(body: unknown): Reading<Command> {
  const confirmed = readWith(Everything, body ?? {});
  return confirmed.kind === "read" ? read({ kind: "cancelEverything" }) : confirmed;
}

const Resolve = z.strictObject({
  intent_id: z.int({ error: "is an order's intent_id" }).positive(),
  how: z.enum(["absent", "filled"], { error: 'is "absent" or "filled"' }),
});

/** `POST /api/resolve-unknown`: a person's word about an order whose fate is open. */
export function readResolveUnknown(body: unknown): Reading<Command> {
  const resolve = readWith(Resolve, body);
  if (resolve.kind === "unreadable") return resolve;
  const { intent_id: intentId, how } = resolve.value;
  return read({ kind: "resolveUnknown", intentId, how });
}

const speedWords = `is a number above 0, at most ${speedMax}`;
const Speed = z.strictObject({
  speed: z
    .number({ error: speedWords })
    .positive({ error: speedWords })
    .max(speedMax, { error: speedWords }),
});

export function readSpeed(body: unknown): Reading<number> {
  const speed = readWith(Speed, body);
  return speed.kind === "read" ? read(speed.value.speed) : speed;
}
