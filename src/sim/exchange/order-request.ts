/** A create request, read from its body: the wire's strings to the units of the house. */
import type { BookSide } from "../../domain/market.ts";
import { parseDecimal } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { SelfTradePrevention, TimeInForce } from "./records.ts";
import { failure } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { asFields, decodeBody, numberOf, text } from "./request-body.ts";
import type { FieldTypes, Fields } from "./request-body.ts";
import type { Switches } from "./switches.ts";

export type OrderRequest = {
  readonly ticker: string;
  readonly side: BookSide;
  readonly quantity: Quantity;
  /** Not yet checked against the market's grid. */
  readonly price: Price;
  readonly timeInForce: TimeInForce;
  readonly selfTrade: SelfTradePrevention;
  /** "" when none was sent. */
  readonly clientOrderId: string;
  /** Unix seconds. */
  readonly expirationTime: number | undefined;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly cancelOnPause: boolean;
  readonly orderGroupId: string | undefined;
  readonly subaccount: number;
  readonly exchangeIndex: number | undefined;
};

/**
 * Most contracts of one order, 1/100 contract: a hundred million contracts. The real exchange's
 * bound is not known; beyond this one, sums of money would leave the exact integers.
 */
export const COUNT_MAX = 10_000_000_000;

/** A count of the wire; undefined: no count, none at all, or beyond the most. */
export function readCount(text: string): Quantity | undefined {
  const count = parseDecimal(text, 2);
  if (count === undefined || count <= 0 || count > COUNT_MAX) return undefined;
  return count as Quantity;
}

export type ReadOrder =
  | { readonly kind: "read"; readonly request: OrderRequest }
  | { readonly kind: "refused"; readonly reply: Reply };

/** Every field of the request and its JSON type, as the decoder knows them. */
const fieldTypes: FieldTypes = {
  ticker: "string",
  side: "string",
  count: "string",
  price: "string",
  time_in_force: "string",
  self_trade_prevention_type: "string",
  client_order_id: "string",
  expiration_time: "number",
  post_only: "boolean",
  reduce_only: "boolean",
  cancel_order_on_pause: "boolean",
  order_group_id: "string",
  subaccount: "number",
  exchange_index: "number",
};

const timesInForce = ["good_till_canceled", "immediate_or_cancel", "fill_or_kill"] as const;
const selfTrades = ["taker_at_cross", "maker"] as const;
const sides = ["bid", "ask"] as const;

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: string,
): Choice | undefined {
  return choices.find((choice) => choice === value);
}

function refused(reply: Reply): ReadOrder {
  return { kind: "refused", reply };
}

function read(fields: Fields, dots: Switches["dottedClientId"]): ReadOrder {
  const side = oneOf(sides, text(fields, "side"));
  const timeInForce = oneOf(timesInForce, text(fields, "time_in_force"));
  const selfTrade = oneOf(selfTrades, text(fields, "self_trade_prevention_type"));
  if (side === undefined || timeInForce === undefined || selfTrade === undefined) {
    return refused(failure(400, "invalid_parameters"));
  }
  const quantity = readCount(text(fields, "count"));
  if (quantity === undefined) return refused(failure(400, "invalid_order_size"));
  const price = parseDecimal(text(fields, "price"), 4);
  if (price === undefined) return refused(failure(400, "invalid_price"));
  const clientOrderId = text(fields, "client_order_id");
  if (dots === "refused" && clientOrderId.includes(".")) {
    return refused(failure(400, "invalid_parameters"));
  }
  const orderGroupId = text(fields, "order_group_id");
  return {
    kind: "read",
    request: {
      ticker: text(fields, "ticker"),
      side,
      quantity,
      price: price as Price,
      timeInForce,
      selfTrade,
      clientOrderId,
      expirationTime: numberOf(fields, "expiration_time"),
      postOnly: fields["post_only"] === true,
      reduceOnly: fields["reduce_only"] === true,
      cancelOnPause: fields["cancel_order_on_pause"] === true,
      orderGroupId: orderGroupId === "" ? undefined : orderGroupId,
      subaccount: numberOf(fields, "subaccount") ?? 0,
      exchangeIndex: numberOf(fields, "exchange_index"),
    },
  };
}

/** Reads one order of a batch. */
export function readOrderItem(item: unknown, dots: Switches["dottedClientId"]): ReadOrder {
  const decoded = asFields(item, fieldTypes);
  return decoded.kind === "refused" ? decoded : read(decoded.fields, dots);
}

/** Reads the body of a create. Every refusal is the exchange's own answer to it. */
export function readOrder(body: string, dots: Switches["dottedClientId"]): ReadOrder {
  const decoded = decodeBody(body, fieldTypes);
  return decoded.kind === "refused" ? decoded : read(decoded.fields, dots);
}
