/** Asking the desk: once, at once, answered beside the control that asked. */
import { signal } from "@preact/signals";
import { type Body, post, type Reply } from "../link/post.ts";
import { codeRefusal } from "../words/arming.ts";
import { refusalText } from "./answers.ts";
import { isBusy, type Place, say, setBusy } from "./saying.ts";
import { trusted, whyDisabled } from "./state.ts";

/** A second click within this time is the same click. */
const doubleClickMs = 1_000;

const notHeard = "We do not know whether the desk heard this order. Do not send it again: look at";

export type Ask = {
  readonly place: Place;
  readonly path: string;
  readonly body?: Body;
  readonly busy: string;
  /** What is asked, for the dialog that asks for the code: "Sell KC 100 @ 84¢". */
  readonly what: string;
  /** What was done, from the answer. */
  readonly done: (body: Body) => string;
  /** An order: its answer is followed, and a second click is no second order. */
  readonly isOrder?: boolean;
};

/** An ask that waits for the code of this session. */
export type CodeWanted = { readonly request: Ask; readonly error: string | undefined };

export const codeWanted = signal<CodeWanted | undefined>(undefined);

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

/** True for an answer that the code of the session would change. */
export function wantsCode(reply: Reply): boolean {
  return reply.kind === "answered" && reply.status === 403 && reply.body["code"] === "TOKEN";
}

/**
 * Asks once; undefined when it was not asked (not connected, or still busy with the last). Where
 * the desk wants the code first, a person is asked for it and then the same is asked again.
 */
export async function ask(request: Ask, code?: string): Promise<Reply | undefined> {
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
  const reply = await post(path, body, code);
  tell(request, reply);
  if (wantsCode(reply)) {
    trusted.value = false;
    codeWanted.value = { request, error: code === undefined ? undefined : codeRefusal(true) };
  } else if (code !== undefined && reply.kind === "answered" && reply.status !== 403) {
    trusted.value = true;
  }
  const isSent = request.isOrder === true && !wantsCode(reply);
  const left = isSent ? doubleClickMs - (performance.now() - started) : 0;
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  setBusy(place, false);
  return reply;
}

/** Asks again what waited for the code, now with it. */
export function giveCode(code: string): void {
  const waiting = codeWanted.value;
  codeWanted.value = undefined;
  if (waiting !== undefined) void ask(waiting.request, code);
}
