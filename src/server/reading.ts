/** What became of a request's body or query: a value of the house, or the errors field by field. */
import type { z } from "zod";

export type FieldError = { readonly field: string; readonly message: string };

export type Reading<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "unreadable"; readonly errors: readonly FieldError[] };

export function read<T>(value: T): Reading<T> {
  return { kind: "read", value };
}

export function unreadable(field: string, message: string): Reading<never> {
  return { kind: "unreadable", errors: [{ field, message }] };
}

/** Field errors in plain words; an unknown key is an error of that key. */
export function fieldErrors(error: z.ZodError): readonly FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ field: key, message: "is not a known field" }));
    }
    return [{ field: issue.path.map(String).join("."), message: issue.message }];
  });
}

/** Reads with a schema. Everything unreadable is a value, never an exception. */
export function readWith<S extends z.ZodType>(schema: S, input: unknown): Reading<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return read(parsed.data);
  return { kind: "unreadable", errors: fieldErrors(parsed.error) };
}
