/** What was read from outside: a value of the house, or the reason why it cannot be one. */
export type Reading<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "unreadable"; readonly why: string };

export function read<T>(value: T): Reading<T> {
  return { kind: "read", value };
}

export function unreadable(why: string): { readonly kind: "unreadable"; readonly why: string } {
  return { kind: "unreadable", why };
}

/** The value of a JSON text, or the reason why it is none. */
export function readJson(text: string): Reading<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return read(value);
  } catch {
    return unreadable("not JSON");
  }
}
