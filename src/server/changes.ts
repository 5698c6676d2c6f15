/** The difference of two views as a list of changes, and its inverse. Pure. */
import type { Change } from "../engine/view-types.ts";

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => same(item, right[index]));
  }
  if (!isTable(left) || !isTable(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}

/**
 * What must be set where, so that `before` becomes `after`. Objects are compared key by key, an
 * array that differs is replaced as a whole, and so is an object that lost a key.
 */
export function changesBetween(before: unknown, after: unknown): Change[] {
  const changes: Change[] = [];
  collect(before, after, [], changes);
  return changes;
}

function collect(before: unknown, after: unknown, path: readonly string[], into: Change[]): void {
  if (before === after) return;
  const sameShape =
    isTable(before) &&
    isTable(after) &&
    Object.keys(before).every((key) => Object.hasOwn(after, key));
  if (!sameShape) {
    if (!same(before, after)) into.push([path, after]);
    return;
  }
  for (const key of Object.keys(after)) {
    const place = [...path, key];
    if (Object.hasOwn(before, key)) collect(before[key], after[key], place, into);
    else into.push([place, after[key]]);
  }
}

/** The view with the changes made; what did not change is shared with `view`. */
export function applyChanges(view: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((state, [path, value]) => withValue(state, path, value), view);
}

function withValue(state: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const table = isTable(state) ? state : {};
  const inner = Object.hasOwn(table, key) ? table[key] : undefined;
  return { ...table, [key]: withValue(inner, rest, value) };
}
