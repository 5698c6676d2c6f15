/**
 * Sends approved orders and cancels them. A create and a delete leave at most once: nothing here
 * ever repeats one. A rejection is only what the exchange definitely refused.
 */
import type { z } from "zod";
import type { Clock } from "../../../domain/ports.ts";
import { type Quantity, quantity } from "../../../domain/numbers.ts";
import type { Approved, Order } from "../../../domain/orders.ts";
import { type Reading, readJson, unreadable } from "../../../domain/reading.ts";
import { CanceledShape, CreatedShape } from "../messages/order-replies.ts";
import type { SignedHeaders } from "../sign.ts";
import type { EntryGroup } from "./entry-group.ts";
import type { CancelOutcome } from "../../../domain/venue-news.ts";
import type { TellVenueNews } from "./news.ts";
import { immediate, orderRequest, type SubmitTerms } from "./order-request.ts";
import type { OwnOrder, OwnOrders } from "./own-orders.ts";
import type { AccountReads } from "./readings.ts";
import type { WriteOutcome, Writes } from "./writes.ts";

/** What became of a create. Each outcome is told as news too, exactly once. */
export type SubmitOutcome =
  | {
      readonly kind: "accepted";
      readonly venueOrderId: string;
      readonly filled: Quantity;
      readonly remaining: Quantity;
    }
  | { readonly kind: "rejected"; readonly code: string; readonly words: string }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "notSent"; readonly why: string };

export type Sender = {
  /** Resolves when every create that is on its way has its outcome. */
  landed(): Promise<void>;
  /** Signs the next create ahead, while the journal syncs its intent. */
  prepare(): void;
  submit(order: Approved<Order>, signal: AbortSignal, terms?: SubmitTerms): Promise<SubmitOutcome>;
  cancel(intentId: number): Promise<CancelOutcome>;
  /** DELETE of everything that rests on the account, whoever placed it. Confirmed by a person. */
  cancelEverything(): Promise<WriteOutcome>;
};

export type SenderOptions = {
  readonly writes: Writes;
  readonly reads: AccountReads;
  readonly own: OwnOrders;
  readonly group: EntryGroup;
  readonly clock: Clock;
  readonly operatorClock: Clock;
  /** The shard of a market's orders. */
  exchangeIndexOf(ticker: string): number;
  readonly tell: TellVenueNews;
  /** Something must be read: fills are missing, or an order's fate is open. */
  lookSoon(): void;
};

const ordersPath = "/portfolio/events/orders";
/** A signature made ahead is used within this time, operator's ms: well inside the tolerance. */
const signedAheadMs = 3000;
/** The list of orders is searched from this long before the sending, for the clocks' sake. */
const searchBackMs = 60_000;

type Ahead = { readonly mono: number; readonly signed: Promise<SignedHeaders | undefined> };

function readAs<T>(body: string, shape: z.ZodType<T>): Reading<T> {
  const json = readJson(body);
  if (json.kind === "unreadable") return json;
  const parsed = shape.safeParse(json.value);
  return parsed.success
    ? { kind: "read", value: parsed.data }
    : unreadable("an answer of unknown shape");
}

function unknown(options: SenderOptions, mine: OwnOrder, why: string): SubmitOutcome {
  // The stream may have told of it before the answer failed: then nothing is open.
  if (mine.venueOrderId === undefined) {
    mine.unknown = true;
    options.tell({ kind: "unknown", intentId: mine.order.intentId, why }, undefined);
  }
  options.lookSoon();
  return { kind: "unknown", why };
}

function created(options: SenderOptions, mine: OwnOrder, status: number, body: string) {
  const { own, writes } = options;
  const reading = readAs(body, CreatedShape);
  if (reading.kind === "unreadable") {
    const gone = /deprecated/i.test(body) ? ": the order address may have been removed" : "";
    const why = `create answered ${status} with ${reading.why}${gone}`;
    writes.alarm(why, body);
    return unknown(options, mine, why);
  }
  const { orderId, clientOrderId, filled, remaining } = reading.value;
  if (clientOrderId !== undefined && clientOrderId !== mine.order.clientOrderId) {
    const why = "create was answered with another order";
    writes.alarm(why, body);
    return unknown(options, mine, why);
  }
  own.adopt(mine, orderId);
  own.stands(mine, filled, remaining === 0);
  if (mine.joined < mine.told) options.lookSoon();
  return { kind: "accepted", venueOrderId: orderId, filled, remaining } as const;
}

/** The id was used before: the order exists, or an earlier create of it was refused. */
async function exists(options: SenderOptions, mine: OwnOrder): Promise<SubmitOutcome> {
  const { clientOrderId } = mine.order;
  const found = await options.reads.findOrder(clientOrderId, mine.sentAt - searchBackMs);
  if (found === undefined) {
    return unknown(options, mine, "the exchange knows this order id already");
  }
  options.own.learnOrder(found, undefined);
  if (mine.joined < mine.told) options.lookSoon();
  const { orderId, filled, remaining } = found;
  return { kind: "accepted", venueOrderId: orderId, filled, remaining };
}

async function judgeCreate(
  options: SenderOptions,
  mine: OwnOrder,
  outcome: WriteOutcome,
): Promise<SubmitOutcome> {
  const { intentId } = mine.order;
  switch (outcome.kind) {
    case "done":
      return created(options, mine, outcome.status, outcome.body);
    case "unknown":
      return unknown(options, mine, outcome.why);
    case "notSent":
      options.tell({ kind: "notSent", intentId, why: outcome.why }, undefined);
      return outcome;
    case "refused": {
      const { code, words } = outcome;
      if (code.toLowerCase().startsWith("order_already_exists")) return exists(options, mine);
      if (/order_group/i.test(code)) options.group.refusedByGroup(/not_found/i.test(code), words);
      options.tell({ kind: "rejected", intentId, why: words }, undefined);
      return { kind: "rejected", code, words };
    }
  }
}

async function submit(
  options: SenderOptions,
  order: Approved<Order>,
  signal: AbortSignal,
  terms: SubmitTerms,
  takeSigned: () => Promise<SignedHeaders | undefined>,
): Promise<SubmitOutcome> {
  const { own, group, writes } = options;
  const { intentId } = order;
  if (own.byIntent(intentId) !== undefined) {
    throw new Error(`intent ${intentId} is submitted a second time`);
  }
  const entries = group.state();
  if (!order.reduceOnly && entries.kind !== "ready") {
    options.tell({ kind: "notSent", intentId, why: entries.why }, undefined);
    return { kind: "notSent", why: entries.why };
  }
  const mine = own.remember(order, terms.restUntil !== undefined, options.clock.now().at);
  const groupId = order.reduceOnly || entries.kind !== "ready" ? undefined : entries.groupId;
  const request = orderRequest(order, terms, options.exchangeIndexOf(order.ticker), groupId);
  const body = JSON.stringify(request);
  const signed = await takeSigned();
  const urgency = order.reduceOnly ? "cancel" : "usual";
  const call = { method: "POST", path: ordersPath, body, signed, signal, urgency } as const;
  return await judgeCreate(options, mine, await writes.write(call));
}

/** 404 says filled, cancelled, unknown or on another shard, all in the same words: look it up. */
async function gone(options: SenderOptions, orderId: string): Promise<CancelOutcome> {
  const found = await options.reads.readOrder(orderId);
  if (found === undefined || found === "absent") return { kind: "gone", order: undefined };
  options.own.learnOrder(found, undefined);
  return { kind: "gone", order: found };
}

function canceled(
  options: SenderOptions,
  mine: OwnOrder,
  orderId: string,
  outcome: Extract<WriteOutcome, { kind: "done" }>,
): CancelOutcome {
  const reading = readAs(outcome.body, CanceledShape);
  if (reading.kind === "unreadable" || reading.value.orderId !== orderId) {
    const why = `cancel answered ${outcome.status} with something else than this order`;
    options.writes.alarm(why, outcome.body);
    options.lookSoon();
    return { kind: "unknown", why };
  }
  const { reduced } = reading.value;
  const filled = quantity(Math.max(0, mine.order.quantity - reduced));
  options.own.stands(mine, filled, true);
  if (mine.joined < mine.told) options.lookSoon();
  return { kind: "canceled", reduced };
}

async function cancelOrder(options: SenderOptions, mine: OwnOrder): Promise<CancelOutcome> {
  const orderId = mine.venueOrderId;
  if (orderId === undefined) return { kind: "notSent", why: "the exchange's id is not known" };
  const { ticker } = mine.order;
  const where = `market_ticker=${encodeURIComponent(ticker)}`;
  const shard = `exchange_index=${options.exchangeIndexOf(ticker)}`;
  const path = `${ordersPath}/${encodeURIComponent(orderId)}?${where}&${shard}`;
  const outcome = await options.writes.write({ method: "DELETE", path, urgency: "cancel" });
  switch (outcome.kind) {
    case "done":
      return canceled(options, mine, orderId, outcome);
    case "refused": {
      if (outcome.status === 404) return await gone(options, orderId);
      const { code, words } = outcome;
      return { kind: "refused", code, words };
    }
    case "unknown":
      options.lookSoon();
      return outcome;
    case "notSent":
      return outcome;
  }
}

export function createOrderSender(options: SenderOptions): Sender {
  const { writes, own, operatorClock, tell } = options;
  let ahead: Ahead | undefined;

  /** The signature that was made ahead, once, if it is still fresh. */
  async function takeSigned(): Promise<SignedHeaders | undefined> {
    const made = ahead;
    ahead = undefined;
    const age = made === undefined ? 0 : operatorClock.now().mono - made.mono;
    return age > signedAheadMs ? undefined : await made?.signed;
  }

  const flying = new Set<Promise<unknown>>();

  /** Remembers a create until it has its outcome. */
  function fly<T>(flight: Promise<T>): Promise<T> {
    flying.add(flight);
    const forget = (): void => void flying.delete(flight);
    flight.then(forget, forget);
    return flight;
  }

  return {
    landed: async () => void (await Promise.allSettled(flying)),
    prepare() {
      ahead = { mono: operatorClock.now().mono, signed: writes.sign("POST", ordersPath) };
    },
    submit: (order, signal, terms = immediate) =>
      fly(submit(options, order, signal, terms, takeSigned)),
    async cancel(intentId) {
      const mine = own.byIntent(intentId);
      const outcome: CancelOutcome =
        mine === undefined
          ? { kind: "notSent", why: `no order of intent ${intentId} was sent` }
          : await cancelOrder(options, mine);
      tell({ kind: "cancel", intentId, outcome }, undefined);
      return outcome;
    },
    cancelEverything: () => writes.write({ method: "DELETE", path: ordersPath, urgency: "cancel" }),
  };
}
