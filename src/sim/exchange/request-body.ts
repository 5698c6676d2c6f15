/** Bodies of writes: decoded as the exchange's own decoder does it, type by type. */
import { badRequest } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Fields = Readonly<Record<string, unknown>>;

export type FieldTypes = Readonly<Record<string, "string" | "number" | "boolean">>;

export type Decoded =
  | { readonly kind: "decoded"; readonly fields: Fields }
  | { readonly kind: "refused"; readonly reply: Reply };

function refused(details: string): Decoded {
  return { kind: "refused", reply: badRequest(details) };
}

/** Takes a value for an object whose known fields have these JSON types. */
export function asFields(value: unknown, types: FieldTypes): Decoded {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refused("json: cannot unmarshal body into Go value of type object");
  }
  const fields = value as Fields;
  for (const [name, type] of Object.entries(types)) {
    const given = fields[name];
    if (given === undefined || given === null || typeof given === type) continue;
    const kind = typeof given === "boolean" ? "bool" : typeof given;
    return refused(`json: cannot unmarshal ${kind} into Go struct field .${name}`);
  }
  return { kind: "decoded", fields };
}

/** Decodes a body. An empty one is an empty object where `optional` says so. */
export function decodeBody(body: string, types: FieldTypes, optional = false): Decoded {
  if (optional && body === "") return { kind: "decoded", fields: {} };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused("invalid character in request body");
  }
  return asFields(value, types);
}

/** A text field; "" when it was not sent. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

/** A number field. */
export function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === "number" ? value : undefined;
}
