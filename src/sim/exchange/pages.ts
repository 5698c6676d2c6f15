/** Pages of a list: `limit` and `cursor`; and the bounds of time that lists are asked for. */
import type { Query } from "./address.ts";
import { badParameter } from "./replies.ts";
import type { Reply } from "./replies.ts";

type Refused = { readonly kind: "refused"; readonly reply: Reply };

export type Page<Row> = {
  readonly kind: "page";
  readonly rows: readonly Row[];
  /** "" on the last page. */
  readonly cursor: string;
};

/** A list in its lasting order: rows may join at its start and leave it, but never change places. */
export type Listed<Row> = {
  readonly rows: readonly Row[];
  /** What no other row of the list has. */
  readonly key: (row: Row) => string;
  /** Which rows are wanted, by what may change between two pages; default: all. */
  readonly keep?: (row: Row) => boolean;
};

export type PageRule = {
  readonly operation: string;
  /** Default: 1. Where it is 0, a limit of 0 is none at all. */
  readonly min?: number;
  readonly max: number;
  readonly usual: number;
  readonly required?: boolean;
};

const cursorPattern = /^after\.(.+)$/;

/**
 * What comes after the row that a cursor names. A garbage cursor starts over; where the row has
 * left the list, those behind it, which are older, have left it too.
 */
function rest<Row>({ rows, key }: Listed<Row>, cursor: string): readonly Row[] {
  const last = cursorPattern.exec(cursor)?.[1];
  if (last === undefined) return rows;
  const place = rows.findIndex((row) => key(row) === last);
  return place === -1 ? [] : rows.slice(place + 1);
}

/** One page of the list. A limit out of bounds is a refusal. */
export function paged<Row>(
  list: Listed<Row>,
  query: Query,
  { operation, min = 1, max, usual, required }: PageRule,
): Page<Row> | Refused {
  const text = query.one("limit");
  if (text === undefined && required === true) {
    return { kind: "refused", reply: badParameter(operation, "limit is required") };
  }
  const limit = text === undefined ? usual : Number(text);
  if (!Number.isInteger(limit) || limit < min || limit > max) {
    const what = `limit must be between ${min} and ${max}`;
    return { kind: "refused", reply: badParameter(operation, what) };
  }
  const { keep = () => true, key } = list;
  const left = rest(list, query.one("cursor") ?? "").filter(keep);
  const rows = left.slice(0, limit === 0 ? usual : limit);
  const last = rows.at(-1);
  const more = last !== undefined && left.length > rows.length;
  return { kind: "page", rows, cursor: more ? `after.${key(last)}` : "" };
}

/** A whole number of a query parameter: absent, readable, or a refusal. */
export function wholeParameter(
  query: Query,
  name: string,
  operation: string,
): { readonly kind: "read"; readonly value: number | undefined } | Refused {
  const text = query.one(name);
  if (text === undefined) return { kind: "read", value: undefined };
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: "read", value };
  return { kind: "refused", reply: badParameter(operation, `${name} must be a whole number`) };
}

export type Span =
  /** `holds`: does a moment, Unix ms, lie within? */
  { readonly kind: "read"; readonly holds: (at: number) => boolean } | Refused;

/** The time between two parameters of Unix seconds, both of them optional. */
export function spanOf(query: Query, operation: string, min: string, max?: string): Span {
  const from = wholeParameter(query, min, operation);
  if (from.kind === "refused") return from;
  const to = max === undefined ? undefined : wholeParameter(query, max, operation);
  if (to?.kind === "refused") return to;
  const start = from.value === undefined ? Number.NEGATIVE_INFINITY : from.value * 1000;
  const end = to?.value === undefined ? Number.POSITIVE_INFINITY : to.value * 1000;
  return { kind: "read", holds: (at) => at >= start && at <= end };
}
