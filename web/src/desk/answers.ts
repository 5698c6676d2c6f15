/** What the server's answer means to a person. Pure. */
import type { Body } from "../link/post.ts";
import { gateLabel } from "../words/gates.ts";

export type FieldErrors = Readonly<Record<string, string>>;

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function tableOf(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}

/** `{errors: [{field, message}]}` by field; the message of the whole body stands under "". */
export function fieldErrors(body: Body): FieldErrors {
  const { errors } = body;
  if (!Array.isArray(errors)) return {};
  return Object.fromEntries(
    errors.map((error: unknown) => {
      const { field, message } = tableOf(error);
      return [textOf(field) ?? "", textOf(message) ?? "is refused"];
    }),
  );
}

/** Gates that refused, each with its value and limit. */
function gateSentences(body: Body): readonly string[] {
  const { gates } = body;
  if (!Array.isArray(gates)) return [];
  return gates.map((gate: unknown) => {
    const { code, value, limit } = tableOf(gate);
    const label = gateLabel(textOf(code) ?? "");
    return `${label}: ${textOf(value) ?? "—"} (limit ${textOf(limit) ?? "—"})`;
  });
}

/** Legs of a flatten that were not sent, each with its reason. */
export function legSentences(body: Body): readonly string[] {
  const { orders } = body;
  if (!Array.isArray(orders)) return [];
  return orders.flatMap((order: unknown) => {
    const { ticker, error } = tableOf(order);
    const why = textOf(error);
    return why === undefined ? [] : [`${textOf(ticker) ?? "market"}: ${why}`];
  });
}

/** Capital first, full stop last: the server's sentences as the page writes them. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Why the server refused, as one plain sentence or a few. Never empty. */
export function refusalText(status: number, body: Body): string {
  const fields = Object.entries(fieldErrors(body)).map(([field, message]) =>
    field === "" ? message : `${field} ${message}`,
  );
  const gates = gateSentences(body);
  const legs = legSentences(body);
  const error = textOf(body["error"]);
  if (gates.length > 0) return sentence(`refused. ${gates.join("; ")}`);
  if (fields.length > 0) return sentence(fields.join("; "));
  if (legs.length > 0) return sentence(legs.join("; "));
  return error === undefined ? `The desk refused (${status}).` : sentence(error);
}
