/** What a screen reader is told: fills and signals, seldom; a halt at once; never prices. Pure. */
import type { View } from "../../../src/engine/view-types.ts";
import { isReducing } from "../words/account.ts";
import { moneyWords } from "../words/arming.ts";
import { count } from "../words/numbers.ts";
import { isUnderWay, orderStateWords, sideVerb, teamOf } from "../words/orders.ts";

export type News = { readonly polite: readonly string[]; readonly urgent: readonly string[] };

const nothing: News = { polite: [], urgent: [] };

function orderNews(before: View, after: View): readonly string[] {
  const known = new Map(before.orders.map((order) => [order.intent_id, order.state]));
  return after.orders
    .filter((order) => known.get(order.intent_id) !== order.state && !isUnderWay(order))
    .map((order) => {
      const team = teamOf(order.ticker, after.market_state);
      return `${sideVerb(order.side)} ${count(order.quantity)} ${team}: ${orderStateWords(order)}.`;
    });
}

function signalNews(before: View, after: View): readonly string[] {
  const [was, is] = [before.last_signal, after.last_signal];
  if (is !== null && is.signal_id !== was?.signal_id) return [`Signal: ${is.action}.`];
  return is === null && was !== null ? ["The signal ended."] : [];
}

function urgentNews(before: View, after: View): readonly string[] {
  const { state, why } = after.status;
  const unknown = after.orders.some(
    (order) =>
      order.state === "unknown" &&
      !before.orders.some((old) => old.intent_id === order.intent_id && old.state === "unknown"),
  );
  const texts: string[] = [];
  if (state !== before.status.state && (state === "HALTED" || state === "STOPPED")) {
    texts.push(why === null ? `${state}.` : `${state}: ${why}.`);
  }
  if (unknown) texts.push("We do not know what became of an order. Do not send it again.");
  const proof = after.status.account?.stop?.text;
  if (proof !== undefined && proof !== before.status.account?.stop?.text) texts.push(proof);
  return texts;
}

function modeNews(before: View, after: View): readonly string[] {
  const [was, is] = [before, after].map(modeWords);
  return was === is || is === undefined ? [] : [is];
}

/** In which mode the desk stands, said when it changes. */
function modeWords(view: View): string {
  if (view.mode === "PAPER") return "Mode: PAPER, no real money.";
  const only = isReducing(view) ? ", cancels and exits only" : "";
  return `Mode: ${view.mode}, ${moneyWords[view.mode]}${only}.`;
}

/** What changed from one painted view to the next that is worth saying. */
export function newsBetween(before: View | undefined, after: View | undefined): News {
  if (before === undefined || after === undefined || before === after) return nothing;
  return {
    polite: [...modeNews(before, after), ...orderNews(before, after), ...signalNews(before, after)],
    urgent: urgentNews(before, after),
  };
}

const politeEveryMs = 3_000;
const keptMax = 5;

/** Collects polite news so that at most one text is spoken in 3 s. */
export type Spoken = {
  readonly waiting: readonly string[];
  readonly text: string;
  readonly at: number;
};

export const silence: Spoken = { waiting: [], text: "", at: Number.NEGATIVE_INFINITY };

export function speak(spoken: Spoken, news: readonly string[], now: number): Spoken {
  const waiting = [...spoken.waiting, ...news].slice(-keptMax);
  if (waiting.length === 0 || now - spoken.at < politeEveryMs) {
    return waiting.length === spoken.waiting.length && news.length === 0
      ? spoken
      : { ...spoken, waiting };
  }
  return { waiting: [], text: waiting.join(" "), at: now };
}
