/** The page's copy of the view: a snapshot, then patches in order. Pure. */
import type { Change, View } from "../../../src/engine/view-types.ts";

/** The view as far as the page has followed it. `seq` counts the messages of the stream. */
export type Replica = { readonly seq: number; readonly view: View };

export type Followed =
  | { readonly kind: "moved"; readonly replica: Replica }
  /** Seen already: nothing to do. */
  | { readonly kind: "same" }
  /** Something was missed: only a new snapshot helps. */
  | { readonly kind: "gap"; readonly why: string };

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One value set at its path; what lies beside the path is shared with `state`. */
function withValue(state: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const table = isTable(state) ? state : {};
  const inner = Object.hasOwn(table, key) ? table[key] : undefined;
  return { ...table, [key]: withValue(inner, rest, value) };
}

/** The view with the changes made. Parts that no change names keep their identity. */
export function applyChanges(view: View, changes: readonly Change[]): View {
  const start: unknown = view;
  return changes.reduce((state, [path, value]) => withValue(state, path, value), start) as View;
}

/** A snapshot starts the copy anew, wherever it stood. */
export function snapshot(seq: number, view: View): Replica {
  return { seq, view };
}

/** Follows one patch. A patch without a snapshot before it is a gap as well. */
export function follow(
  replica: Replica | undefined,
  seq: number,
  changes: readonly Change[],
): Followed {
  if (replica === undefined) return { kind: "gap", why: `have nothing, was sent ${seq}` };
  if (seq <= replica.seq) return { kind: "same" };
  if (seq !== replica.seq + 1) {
    return { kind: "gap", why: `have ${replica.seq}, was sent ${seq}` };
  }
  return { kind: "moved", replica: { seq, view: applyChanges(replica.view, changes) } };
}
