/** A create request, read from its body: the wire's strings to the units of the house. */
import type { BookSide } from "../../domain/market.ts";
import { parseDecimal } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { SelfTradePrevention, TimeInForce } from "./records.ts";
import { badRequest, failure } from "./replies.ts";
import type { Reply } from "./replies.ts";

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

export type ReadOrder =
  | { readonly kind: "read"; readonly request: OrderRequest }
  | { readonly kind: "refused"; readonly reply: Reply };

type FieldType = "string" | "number" | "boolean";

/** Every field of the request and its JSON type, as the decoder knows them. */
const fieldTypes: Readonly<Record<string, FieldType>> = {
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

type Fields = Readonly<Record<string, unknown>>;

type Decoded =
  | { readonly kind: "decoded"; readonly fields: Fields }
  | { readonly kind: "refused"; readonly reply: Reply };

function decodeBody(body: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: "refused", reply: badRequest("invalid character in request body") };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { kind: "decoded", fields: value as Fields };
  }
  const details = "json: cannot unmarshal body into Go value of type object";
  return { kind: "refused", reply: badRequest(details) };
}

function wrongType(fields: Fields): Reply | undefined {
  for (const [name, type] of Object.entries(fieldTypes)) {
    const value = fields[name];
    if (value === undefined || value === null || typeof value === type) continue;
    const given = typeof value === "boolean" ? "bool" : typeof value;
    return badRequest(`json: cannot unmarshal ${given} into Go struct field .${name}`);
  }
  return undefined;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

function whole(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === "number" ? value : undefined;
}

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

/** Reads the body of a create. Every refusal is the exchange's own answer to it. */
export function readOrder(body: string): ReadOrder {
  const decoded = decodeBody(body);
  if (decoded.kind === "refused") return decoded;
  const { fields } = decoded;
  const type = wrongType(fields);
  if (type !== undefined) return refused(type);
  const side = oneOf(sides, text(fields, "side"));
  const timeInForce = oneOf(timesInForce, text(fields, "time_in_force"));
  const selfTrade = oneOf(selfTrades, text(fields, "self_trade_prevention_type"));
  if (side === undefined || timeInForce === undefined || selfTrade === undefined) {
    return refused(failure(400, "invalid_parameters"));
  }
  const count = parseDecimal(text(fields, "count"), 2);
  if (count === undefined || count <= 0) return refused(failure(400, "invalid_order_size"));
  const price = parseDecimal(text(fields, "price"), 4);
  if (price === undefined) return refused(failure(400, "invalid_price"));
  const clientOrderId = text(fields, "client_order_id");
  if (clientOrderId.includes(".")) return refused(failure(400, "invalid_parameters"));
  const orderGroupId = text(fields, "order_group_id");
  return {
    kind: "read",
    request: {
      ticker: text(fields, "ticker"),
      side,
      quantity: count as Quantity,
      price: price as Price,
      timeInForce,
      selfTrade,
      clientOrderId,
      expirationTime: whole(fields, "expiration_time"),
      postOnly: fields["post_only"] === true,
      reduceOnly: fields["reduce_only"] === true,
      cancelOnPause: fields["cancel_order_on_pause"] === true,
      orderGroupId: orderGroupId === "" ? undefined : orderGroupId,
      subaccount: whole(fields, "subaccount") ?? 0,
      exchangeIndex: whole(fields, "exchange_index"),
    },
  };
}
