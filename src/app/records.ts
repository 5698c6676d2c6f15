/** How events, effects and the app's own acts are named in the journal. */
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";

/** Effects whose name in the audit log differs from their kind in the code. */
const auditNames: Partial<Record<Effect["kind"], string>> = {
  abandon: "block",
  orderEnded: "ack",
  configChanged: "config",
  state: "feed_state",
  breaker: "feed_state",
  feedState: "feed_state",
};

/** Effects that are carried out but are no act worth a line in the audit log. */
const quiet: ReadonlySet<Effect["kind"]> = new Set(["answer", "resubscribe", "refresh"]);

const inputPrefix = "in.";
const effectPrefix = "out.";
const appPrefix = "app.";
const quietPrefix = "do.";

/** Kind of the record of an input. */
export function inputKind(event: DeskEvent): string {
  return `${inputPrefix}${event.kind}`;
}

/** Kind of the record of an effect: `out.` and its audit name, or `do.` when it is no audit act. */
export function effectKind(effect: Effect): string {
  if (quiet.has(effect.kind)) return `${quietPrefix}${effect.kind}`;
  return `${effectPrefix}${auditNames[effect.kind] ?? effect.kind}`;
}

/** Kind of the record of something the app itself did: start, login, export, shutdown. */
export function appKind(what: "start" | "login" | "export" | "refused" | "shutdown"): string {
  return `${appPrefix}${what}`;
}

export function isInput(kind: string): boolean {
  return kind.startsWith(inputPrefix);
}

export function isEffect(kind: string): boolean {
  return kind.startsWith(effectPrefix) || kind.startsWith(quietPrefix);
}

/** True for records that `GET /api/audit-log` shows: acts, never market data. */
export function isAudit(kind: string): boolean {
  return kind.startsWith(effectPrefix) || kind.startsWith(appPrefix);
}

/** The name under which the audit log shows a record: `signal`, `intent`, `start` … */
export function auditName(kind: string): string {
  return kind.slice(kind.indexOf(".") + 1);
}
