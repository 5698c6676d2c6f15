/** Reads what the server says on `/ws`. Anything else is unreadable, and said to be. */
import type { Change, View } from "../../../src/engine/view-types.ts";

export type Heard =
  | {
      readonly kind: "snapshot";
      readonly seq: number;
      readonly page: string;
      readonly view: View;
    }
  | { readonly kind: "patch"; readonly seq: number; readonly changes: readonly Change[] }
  | { readonly kind: "pong" }
  | { readonly kind: "unreadable" };

const unreadable: Heard = { kind: "unreadable" };

function isChange(value: unknown): value is Change {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const path: unknown = value[0];
  return Array.isArray(path) && path.every((key) => typeof key === "string");
}

/** The server is ours and of the same build; what is checked is that the message is whole. */
export function readMessage(text: string): Heard {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return unreadable;
  }
  if (typeof message !== "object" || message === null) return unreadable;
  const { type, seq, page, state, changes } = message as Readonly<Record<string, unknown>>;
  if (type === "pong") return { kind: "pong" };
  if (typeof seq !== "number") return unreadable;
  if (type === "initial_state" && typeof page === "string" && typeof state === "object") {
    return state === null ? unreadable : { kind: "snapshot", seq, page, view: state as View };
  }
  if (type === "patch" && Array.isArray(changes) && changes.every(isChange)) {
    return { kind: "patch", seq, changes };
  }
  return unreadable;
}
