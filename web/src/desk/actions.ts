/** What a person can ask of the desk from this page: each asks at once, or says why it cannot. */
import { signal } from "@preact/signals";
import { type Body, post, type Reply } from "../link/post.ts";
import type { Offer } from "../words/orders.ts";
import { type FieldErrors, fieldErrors, legSentences, refusalText, sentence } from "./answers.ts";
import { isBusy, type Place, say, setBusy } from "./saying.ts";
import { whyDisabled } from "./state.ts";

/** A second click within this time is the same click. */
const doubleClickMs = 1_000;

const notHeard = "We do not know whether the desk heard this order. Do not send it again: look at";

type Ask = {
  readonly place: Place;
  readonly path: string;
  readonly body?: Body;
  readonly busy: string;
  /** What was done, from the answer. */
  readonly done: (body: Body) => string;
  /** An order: its answer is followed, and a second click is no second order. */
  readonly isOrder?: boolean;
};

function intentOf(body: Body): number | undefined {
  const id = body["intent_id"];
  return typeof id === "number" ? id : undefined;
}

function tell({ place, done, isOrder }: Ask, reply: Reply): void {
  if (reply.kind === "unreachable") {
    if (isOrder === true) say(place, "unknown", `${notHeard} Orders when the page is back.`);
    else say(place, "refused", reply.why);
    return;
  }
  const { status, body } = reply;
  if (status >= 300) say(place, "refused", refusalText(status, body));
  else say(place, "done", done(body), intentOf(body));
}

/** Asks once; undefined when it was not asked (not connected, or still busy with the last). */
async function ask(request: Ask): Promise<Reply | undefined> {
  const { place, path, body, busy } = request;
  if (isBusy(place)) return undefined;
  const why = whyDisabled.value;
  if (why !== undefined) {
    say(place, "refused", why);
    return undefined;
  }
  setBusy(place, true);
  say(place, "busy", busy);
  const started = performance.now();
  const reply = await post(path, body);
  tell(request, reply);
  const left = request.isOrder === true ? doubleClickMs - (performance.now() - started) : 0;
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  setBusy(place, false);
  return reply;
}

function centsOf(dollars: number): number {
  return Math.round(dollars * 10_000) / 100;
}

/** Execute: exactly what the card showed, or fewer contracts of it. */
export function execute(offer: Offer, quantity: number, reason: string | undefined): void {
  const { signalId, version, limit } = offer;
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
    done: () => "The desk took the order.",
    isOrder: true,
  });
}

export type Ticket = {
  readonly ticker: string;
  readonly side: "BUY" | "SELL";
  readonly quantity: number;
  readonly cents: number;
};

/** A person's own order, for exactly the market that was chosen. */
export function sendTicket({ ticker, side, quantity, cents }: Ticket): void {
  const body = { ticker, side, quantity, price: cents, idempotency_key: crypto.randomUUID() };
  const done = ({ note }: Body): string =>
    typeof note === "string"
      ? `The desk took the order. ${sentence(note)}`
      : "The desk took the order.";
  const where = { place: "ticket", path: "/api/execute-trade" } as const;
  void ask({ ...where, body, busy: "Sending…", done, isOrder: true });
}

/** Closes all, or half, of what is held; `worst` in dollars of the market's YES price. */
export function close(share: "flatten" | "reduce", worst: number | undefined): void {
  const body = worst === undefined ? {} : { worst: centsOf(worst) };
  void ask({
    place: "position",
    path: `/api/${share}`,
    body,
    busy: "Sending…",
    done: (answer) => {
      const unsent = legSentences(answer);
      return unsent.length === 0 ? "The desk took the exit." : sentence(unsent.join("; "));
    },
    isOrder: true,
  });
}

export function cancelOrder(intentId: number): void {
  void ask({
    place: "orders",
    path: "/api/cancel",
    body: { intent_id: intentId },
    busy: "Cancelling…",
    done: ({ cancelled }) => (cancelled === 0 ? "It was on its way already." : "Cancelled."),
  });
}

export function start(): void {
  const done = ({ state }: Body): string => `State: ${String(state)}.`;
  void ask({ place: "state", path: "/api/start", busy: "Starting…", done });
}

let lastRefresh = Number.NEGATIVE_INFINITY;
const refreshEveryMs = 2_000;

export function refresh(): void {
  const at = performance.now();
  if (at - lastRefresh < refreshEveryMs) return;
  lastRefresh = at;
  const done = (): string => "Everything is read anew.";
  void ask({ place: "state", path: "/api/refresh", busy: "Refreshing…", done });
}

export function setAuto(on: boolean): void {
  void ask({
    place: "auto",
    path: "/api/config",
    body: { auto_trading: on },
    busy: "Asking…",
    done: () => (on ? "Auto trades by itself now." : "Auto is off."),
  });
}

export function setPaper(on: boolean): void {
  void ask({
    place: "paper",
    path: "/api/config",
    body: { paper_trading: on },
    busy: "Asking…",
    done: () => (on ? "Paper again." : "Not on paper any more."),
  });
}

export function setSpeed(speed: number): void {
  const done = (): string => "";
  void ask({ place: "speed", path: "/api/speed", body: { speed }, busy: "", done });
}

export function allowLateGame(): void {
  void ask({
    place: "order",
    path: "/api/override",
    body: { gate: "LATE_GAME" },
    busy: "Asking…",
    done: () => "Late-game entries are allowed for this game.",
  });
}

export function resetBreaker(breaker: "kalshi" | "espn", reason: string): void {
  void ask({
    place: "breakers",
    path: "/api/reset-breaker",
    body: { breaker, reason },
    busy: "Resetting…",
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
    done: () => "Applied.",
  });
  if (reply?.kind !== "answered") return {};
  return reply.status < 300 ? undefined : fieldErrors(reply.body);
}

/** How the last STOP or Kill ended. It is asked whatever else is under way. */
export type Halting = {
  readonly what: "STOP" | "Kill";
  readonly kind: "asked" | "confirmed" | "notConfirmed";
  readonly text: string;
};

export const halting = signal<Halting | undefined>(undefined);

/** STOP and Kill never wait for the socket and need no token: they are tried at once. */
async function halt(what: Halting["what"], path: string): Promise<void> {
  halting.value = { what, kind: "asked", text: `${what}: asking the desk…` };
  const reply = await post(path);
  if (reply.kind === "answered" && reply.status < 300 && reply.body["confirmed"] !== false) {
    const { text } = reply.body;
    const words = typeof text === "string" ? text : "Stopped.";
    halting.value = { what, kind: "confirmed", text: words };
    return;
  }
  const why = reply.kind === "unreachable" ? reply.why : refusalText(reply.status, reply.body);
  const text = `NOT CONFIRMED: ${why} Stop it in the terminal: npm run mnf -- stop`;
  halting.value = { what, kind: "notConfirmed", text };
}

export function stop(): void {
  void halt("STOP", "/api/stop");
}

export function kill(): void {
  void halt("Kill", "/api/kill");
}
