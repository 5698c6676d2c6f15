/** What a person can ask of the desk from this page: each asks at once, or says why it cannot. */
import { signal } from "@preact/signals";
import { type Body, post } from "../link/post.ts";
import { paperWords } from "../words/arming.ts";
import { type Offer, orderWords } from "../words/orders.ts";
import { type FieldErrors, fieldErrors, legSentences, refusalText, sentence } from "./answers.ts";
import { ask } from "./ask.ts";

function centsOf(dollars: number): number {
  return Math.round(dollars * 10_000) / 100;
}

/** Execute: exactly what the card showed, or fewer contracts of it. */
export function execute(offer: Offer, quantity: number, reason: string | undefined): void {
  const { signalId, version, side, team, limit } = offer;
  const body = {
    signal_id: signalId,
    version,
    quantity,
    limit: centsOf(limit),
    idempotency_key: crypto.randomUUID(),
    ...(reason === undefined ? {} : { reason }),
  };
  void ask({
    place: "order",
    path: "/api/execute-trade",
    body,
    busy: "Sending…",
    what: orderWords(side, team, quantity, limit),
    done: () => "The desk took the order.",
    isOrder: true,
  });
}

export type Ticket = {
  readonly ticker: string;
  readonly team: string;
  readonly side: "BUY" | "SELL";
  readonly quantity: number;
  readonly cents: number;
};

/** A person's own order, for exactly the market that was chosen. */
export function sendTicket({ ticker, team, side, quantity, cents }: Ticket): void {
  const body = { ticker, side, quantity, price: cents, idempotency_key: crypto.randomUUID() };
  const done = ({ note }: Body): string =>
    typeof note === "string"
      ? `The desk took the order. ${sentence(note)}`
      : "The desk took the order.";
  const where = { place: "ticket", path: "/api/execute-trade" } as const;
  const what = orderWords(side, team, quantity, cents / 100);
  void ask({ ...where, body, busy: "Sending…", what, done, isOrder: true });
}

/** Closes all, or half, of what is held; `worst` in dollars of the market's YES price. */
export function close(share: "flatten" | "reduce", worst: number | undefined): void {
  const body = worst === undefined ? {} : { worst: centsOf(worst) };
  void ask({
    place: "position",
    path: `/api/${share}`,
    body,
    busy: "Sending…",
    what: share === "flatten" ? "Flatten: close all that is held" : "Reduce what is held by half",
    done: (answer) => {
      const unsent = legSentences(answer);
      return unsent.length === 0 ? "The desk took the exit." : sentence(unsent.join("; "));
    },
    isOrder: true,
  });
}

function cancelWords({ cancelled, asked_at_exchange: asked }: Body): string {
  if (typeof asked === "number" && asked > 0) return "The exchange is asked to cancel it.";
  return cancelled === 0 ? "It was on its way already." : "Cancelled.";
}

export function cancelOrder(intentId: number): void {
  void ask({
    place: "orders",
    path: "/api/cancel",
    body: { intent_id: intentId },
    busy: "Cancelling…",
    what: `Cancel order ${intentId}`,
    done: (answer) => cancelWords(answer),
  });
}

/** Every order on the account, also those that this desk did not place. */
export function cancelEverything(): void {
  void ask({
    place: "orders",
    path: "/api/cancel-everything",
    body: { confirm: true },
    busy: "Asking the exchange…",
    what: "Cancel everything on the account",
    done: ({ text }) => `${typeof text === "string" ? text : "Asked."} What became of it: Notices.`,
  });
}

/** A person's word about an order whose fate is open. */
export function resolveUnknown(intentId: number, how: "absent" | "filled"): void {
  const words = how === "absent" ? "absent" : "filled";
  void ask({
    place: "unknown",
    path: "/api/resolve-unknown",
    body: { intent_id: intentId, how },
    busy: "Asking…",
    what: `Declare order ${intentId} ${words}`,
    done: () => `Order ${intentId} is declared ${words}; it is on record.`,
  });
}

export function start(): void {
  const done = ({ state }: Body): string => `State: ${String(state)}.`;
  void ask({ place: "state", path: "/api/start", busy: "Starting…", what: "Start", done });
}

let lastRefresh = Number.NEGATIVE_INFINITY;
const refreshEveryMs = 2_000;

export function refresh(): void {
  const at = performance.now();
  if (at - lastRefresh < refreshEveryMs) return;
  lastRefresh = at;
  const done = (): string => "Everything is read anew.";
  const path = "/api/refresh";
  void ask({ place: "state", path, busy: "Refreshing…", what: "Refresh", done });
}

export function setAuto(on: boolean): void {
  void ask({
    place: "auto",
    path: "/api/config",
    body: { auto_trading: on },
    busy: "Asking…",
    what: on ? "Auto ON" : "Auto OFF",
    done: () => (on ? "Auto trades by itself now." : "Auto is off."),
  });
}

/** Back to paper: the safe direction, at once. */
export function backToPaper(): void {
  void ask({
    place: "paper",
    path: "/api/config",
    body: { paper_trading: true },
    busy: "Asking…",
    what: "Back to paper",
    done: ({ config }) => {
      const settings = typeof config === "object" && config !== null ? (config as Body) : {};
      return paperWords(settings["paper_trading"] === true);
    },
  });
}

export function setSpeed(speed: number): void {
  const done = (): string => "";
  const what = `Speed ${speed}×`;
  void ask({ place: "speed", path: "/api/speed", body: { speed }, busy: "", what, done });
}

export function allowLateGame(): void {
  void ask({
    place: "order",
    path: "/api/override",
    body: { gate: "LATE_GAME" },
    busy: "Asking…",
    what: "Allow late-game entries for this game",
    done: () => "Late-game entries are allowed for this game.",
  });
}

export function resetBreaker(breaker: "kalshi" | "espn", reason: string): void {
  void ask({
    place: "breakers",
    path: "/api/reset-breaker",
    body: { breaker, reason },
    busy: "Resetting…",
    what: `Reset the ${breaker === "kalshi" ? "Kalshi" : "ESPN"} breaker`,
    done: () => "Reset; the reason is on record.",
  });
}

/** Applies settings, all or none. Returns the fields that were refused; undefined: it is done. */
export async function applySettings(
  settings: Readonly<Record<string, number>>,
  version: number,
): Promise<FieldErrors | undefined> {
  const reply = await ask({
    place: "settings",
    path: "/api/config",
    body: { ...settings, version },
    busy: "Applying…",
    what: "Apply the settings",
    done: () => "Applied.",
  });
  if (reply?.kind !== "answered") return {};
  return reply.status < 300 ? undefined : fieldErrors(reply.body);
}

/** How the last STOP or Kill ended. It is asked whatever else is under way. */
export type Halting = {
  readonly what: "STOP" | "Kill";
  /** notConfirmed: the desk has stopped, the exchange has not proven it. notHeard: by nobody. */
  readonly kind: "asked" | "confirmed" | "notConfirmed" | "notHeard";
  readonly text: string;
};

export const halting = signal<Halting | undefined>(undefined);

/** STOP and Kill never wait for the socket and need no token: they are tried at once. */
async function halt(what: Halting["what"], path: string): Promise<void> {
  halting.value = { what, kind: "asked", text: `${what}: asking the desk…` };
  const reply = await post(path);
  if (reply.kind === "answered" && reply.status < 300) {
    const { confirmed, text } = reply.body;
    const words = typeof text === "string" ? text : "Stopped.";
    halting.value = { what, kind: confirmed === false ? "notConfirmed" : "confirmed", text: words };
    return;
  }
  const why = reply.kind === "unreachable" ? reply.why : refusalText(reply.status, reply.body);
  const text = `NOT CONFIRMED: ${why} Stop it in the terminal: npm run mnf -- stop`;
  halting.value = { what, kind: "notHeard", text };
}

export function stop(): void {
  void halt("STOP", "/api/stop");
}

export function kill(): void {
  void halt("Kill", "/api/kill");
}
