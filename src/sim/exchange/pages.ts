/** Pages of a list: `limit` and `cursor`. */
import type { Query } from "./address.ts";
import { badParameter } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Page<Row> = {
  readonly kind: "page";
  readonly rows: readonly Row[];
  /** "" on the last page. */
  readonly cursor: string;
};

export type PageRule = {
  readonly operation: string;
  readonly max: number;
  readonly usual: number;
  readonly required?: boolean;
};

const cursorPattern = /^page\.(\d{1,9})$/;

/** One page of the rows. A limit out of bounds is a refusal; a garbage cursor starts over. */
export function paged<Row>(
  rows: readonly Row[],
  query: Query,
  rule: PageRule,
): Page<Row> | { readonly kind: "refused"; readonly reply: Reply } {
  const text = query.one("limit");
  if (text === undefined && rule.required === true) {
    return { kind: "refused", reply: badParameter(rule.operation, "limit is required") };
  }
  const limit = text === undefined ? rule.usual : Number(text);
  if (!Number.isInteger(limit) || limit < 0 || limit > rule.max) {
    const what = `limit must be between 0 and ${rule.max}`;
    return { kind: "refused", reply: badParameter(rule.operation, what) };
  }
  const start = Number(cursorPattern.exec(query.one("cursor") ?? "")?.[1] ?? 0);
  const end = start + (limit === 0 ? rule.usual : limit);
  return {
    kind: "page",
    rows: rows.slice(start, end),
    cursor: end < rows.length ? `page.${end}` : "",
  };
}

/** A whole number of a query parameter: absent, readable, or a refusal. */
export function wholeParameter(
  query: Query,
  name: string,
  operation: string,
):
  | { readonly kind: "read"; readonly value: number | undefined }
  | { readonly kind: "refused"; readonly reply: Reply } {
  const text = query.one(name);
  if (text === undefined) return { kind: "read", value: undefined };
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: "read", value };
  return { kind: "refused", reply: badParameter(operation, `${name} must be a whole number`) };
}
