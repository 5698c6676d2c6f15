/** Query strings of the GET routes: strict; a field twice or unknown is refused. */
import { z } from "zod";
import type { AuditQuery } from "./desk-port.ts";
import { read, readWith, unreadable, type Reading } from "./reading.ts";

const auditDefault = 50;
const auditMax = 1000;
const kindsMax = 40;
/** A year and a bit: a longer look back is a mistake in the question. */
const hoursMax = 8784;

/** The query part of a URL as fields, or `undefined` when a field stands twice. */
export function queryFields(url: string): Readonly<Record<string, string>> | undefined {
  const start = url.indexOf("?");
  if (start < 0) return {};
  const pairs = [...new URLSearchParams(url.slice(start + 1))];
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) return undefined;
  return Object.fromEntries(pairs);
}

function readQuery<S extends z.ZodType>(schema: S, url: string): Reading<z.output<S>> {
  const fields = queryFields(url);
  return fields === undefined ? unreadable("", "a field stands twice") : readWith(schema, fields);
}

const limitWords = `is a whole number from 1 to ${auditMax}`;
const timeWords = "is a time as ISO 8601 with a zone, or Unix milliseconds";

const Audit = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: limitWords, abort: true })
    .transform(Number)
    .refine((limit) => limit <= auditMax, { error: limitWords })
    .optional(),
  event_type: z
    .string()
    .regex(/^[A-Za-z][A-Za-z_-]*(?:,[A-Za-z][A-Za-z_-]*)*$/, {
      error: "is one kind of entry, or several with commas between",
      abort: true,
    })
    .transform((kinds) => kinds.split(","))
    .refine((kinds) => kinds.length <= kindsMax, { error: `at most ${kindsMax} kinds` })
    .optional(),
  start_time: z
    .string()
    .transform((text) => (/^\d{1,15}$/.test(text) ? Number(text) : isoTime(text)))
    .refine((at) => Number.isSafeInteger(at), { error: timeWords })
    .optional(),
});

const isoPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

function isoTime(text: string): number {
  return isoPattern.test(text) ? Date.parse(text) : Number.NaN;
}

/** `GET /api/audit-log?limit&event_type&start_time`. */
export function readAuditQuery(url: string): Reading<AuditQuery> {
  const query = readQuery(Audit, url);
  if (query.kind === "unreadable") return query;
  const { limit = auditDefault, event_type: kinds, start_time: from } = query.value;
  return read({ limit, kinds, from });
}

export type ExportQuery = {
  readonly kind: "trades" | "fills";
  readonly hours: number | undefined;
};

const hoursWords = `is a number above 0, at most ${hoursMax}`;

const Export = z.strictObject({
  hours: z
    .string()
    .regex(/^\d{1,5}(?:\.\d{1,4})?$/, { error: hoursWords, abort: true })
    .transform(Number)
    .refine((hours) => hours > 0 && hours <= hoursMax, { error: hoursWords })
    .optional(),
  kind: z.enum(["trades", "fills"], { error: 'is "trades" or "fills"' }).optional(),
});

/** `GET /api/export/trades.csv?hours&kind`. */
export function readExportQuery(url: string): Reading<ExportQuery> {
  const query = readQuery(Export, url);
  if (query.kind === "unreadable") return query;
  return read({ kind: query.value.kind ?? "trades", hours: query.value.hours });
}

const Nothing = z.strictObject({});

/** A route that takes no query. */
export function readNoQuery(url: string): Reading<object> {
  return readQuery(Nothing, url);
}
