/** How inputs, effects and the app's own acts are named in the journal. */
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";
import type { AuditKind } from "./audit.ts";

/** Effects under the names of the audit log; `undefined`: carried out, but no act of its own. */
const auditNames: Readonly<Record<Effect["kind"], AuditKind | undefined>> = {
  signal: "signal",
  block: "block",
  intent: "intent",
  send: "send",
  abandon: "block",
  fill: "fill",
  orderEnded: "ack",
  cancel: "cancel",
  ack: "ack",
  unknown: "unknown",
  openAccount: undefined,
  closeAccount: undefined,
  beginning: undefined,
  maxPosition: undefined,
  stopOrders: "cancel",
  cancelEverything: "cancel",
  resetEntryGroup: "reset",
  letGo: undefined,
  mode: "arm",
  openBooks: "reconcile",
  reconcile: "reconcile",
  settle: "settle",
  configChanged: "config",
  auto: "auto",
  state: "mode",
  trip: "trip",
  kill: "kill",
  reset: "reset",
  paperReset: "reset",
  lockout: "lockout",
  breaker: "feed_state",
  feedState: "feed_state",
  resubscribe: undefined,
  refresh: undefined,
  answer: undefined,
};

const inputPrefix = "in.";
const effectPrefix = "out.";
const quietPrefix = "do.";
const appPrefix = "app.";

/** Kind of the record of an input, e.g. "in.market". */
export function inputKind(event: DeskEvent): string {
  return `${inputPrefix}${event.kind}`;
}

/** Kind of the record of an effect: "out." and its audit name, or "do." when it is no act. */
export function effectKind(effect: Effect): string {
  if (effect.kind === "orderEnded" && effect.how === "rejected") return `${effectPrefix}reject`;
  const name = auditNames[effect.kind];
  return name === undefined ? `${quietPrefix}${effect.kind}` : `${effectPrefix}${name}`;
}

/** Kind of the record of something the app itself did, or refused before the desk heard of it. */
export function appKind(what: "start" | "login" | "export" | "refused" | "shutdown"): string {
  return `${appPrefix}${what === "refused" ? "reject" : what}`;
}

/** True for what was given to `step`. */
export function isInput(kind: string): boolean {
  return kind.startsWith(inputPrefix);
}

/** True for what `step` gave back. */
export function isEffect(kind: string): boolean {
  return kind.startsWith(effectPrefix) || kind.startsWith(quietPrefix);
}

/** True for what `GET /api/audit-log` shows: acts, never market data. */
export function isAudit(kind: string): boolean {
  return kind.startsWith(effectPrefix) || kind.startsWith(appPrefix);
}

/** The name under which the audit log shows a record, e.g. "intent". */
export function auditName(kind: string): string {
  return kind.slice(kind.indexOf(".") + 1);
}

/** The kinds of record that the audit log shows under one name. */
export function kindsOfAudit(name: string): readonly string[] {
  return [`${effectPrefix}${name}`, `${appPrefix}${name}`];
}
