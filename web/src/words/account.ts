/** How the account at the exchange stands, where orders are really sent. Pure. */
import type { AccountView, UnknownOrderView, View } from "../../../src/engine/view-types.ts";
import type { Health } from "./health.ts";
import { cents, count, dollars } from "./numbers.ts";
import { sideVerb } from "./orders.ts";
import { age, countdown, timeLeft } from "./times.ts";

/** One fact about the account: a shape, a label, words; `more` for who points at it. */
export type AccountFact = {
  readonly label: string;
  readonly health: Health;
  readonly words: string;
  readonly more: string;
};

/** Something that a person must know and that stays until it is over. */
export type Alert = {
  readonly level: "good" | "caution" | "alarm";
  readonly text: string;
};

/** Nothing is opened any more: arming has run out, was given back, or did not outlive a restart. */
export function isReducing(view: View | undefined): boolean {
  if (view === undefined) return false;
  const { state, account } = view.status;
  return state === "REDUCE-ONLY" || (view.mode !== "PAPER" && account?.arming === "reduceOnly");
}

function armingFact(account: AccountView, sinceMs: number): AccountFact {
  const label = "Arming";
  switch (account.arming) {
    case "checking":
      return { label, health: "late", words: "pre-flight under way", more: "At most 15 s." };
    case "armed": {
      const left = account.armed_for === null ? null : account.armed_for - sinceMs / 1000;
      const more = "It ends with the game, after four hours, or when Paper is switched on.";
      return { label, health: "good", words: `armed, ${timeLeft(left)} left`, more };
    }
    case "reduceOnly":
      return { label, health: "late", words: "not armed", more: "Cancels and exits only." };
  }
}

function streamFact({ orders_stream: up, orders_stream_why: why }: AccountView): AccountFact {
  const label = "Order stream";
  return up
    ? { label, health: "good", words: "up", more: "Fills are told as they happen." }
    : { label, health: "bad", words: "down", more: `Fills may be late: ${why}` };
}

const groupHealth = { none: "unknown", ready: "good", triggered: "bad" } as const;

function groupFact({ entry_group: state, entry_group_why: why }: AccountView): AccountFact {
  const more = "The exchange's own switch on the filled volume of our entries.";
  const words = state === "none" ? "not yet" : state;
  return {
    label: "Entry group",
    health: groupHealth[state],
    words,
    more: why === null ? more : `${more} ${why}`,
  };
}

function booksFact({ ledger_agrees: agrees, ledger_why: why }: AccountView): AccountFact {
  const label = "Books";
  const more = why ?? "Our cash and positions beside the exchange's.";
  if (agrees === null) return { label, health: "unknown", words: "not compared yet", more };
  return agrees
    ? { label, health: "good", words: "agree", more }
    : { label, health: "bad", words: "differ", more };
}

function elsewhereFact({ external_orders: orders }: AccountView): AccountFact {
  const more = "Resting orders on this account that this desk did not place. STOP leaves them.";
  return {
    label: "Placed elsewhere",
    health: orders === 0 ? "good" : "late",
    words: orders === 1 ? "1 order" : `${count(orders)} orders`,
    more,
  };
}

/** The facts that always stand while an account is open. `sinceMs`: since they were told. */
export function accountFacts(account: AccountView, sinceMs: number): readonly AccountFact[] {
  const cash: AccountFact = {
    label: "Exchange cash",
    health: account.cash === null ? "unknown" : "good",
    words: dollars(account.cash),
    more: "Cash as the exchange says it.",
  };
  return [
    armingFact(account, sinceMs),
    streamFact(account),
    groupFact(account),
    booksFact(account),
    cash,
    elsewhereFact(account),
  ];
}

/** Words of the desk end without a full stop, or with one. */
function ended(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** What is wrong with the account, and what a person can do about it; the worst first. */
export function accountAlerts(account: AccountView): readonly Alert[] {
  const { stop } = account;
  const alerts: Alert[] = [];
  if (account.ledger_agrees === false) {
    const why = account.ledger_why ?? "our cash or positions are not the exchange's";
    const text = `Books differ: ${ended(why)} No entries, auto is off; exits and cancels pass.`;
    alerts.push({ level: "alarm", text });
  }
  if (stop !== null && !stop.confirmed) alerts.push({ level: "caution", text: stop.text });
  if (account.entry_group === "triggered") {
    const why = ended(account.entry_group_why ?? "its entry group is triggered");
    const text = `The exchange refuses our entries: ${why} Press Start, after 60 s, to reset it.`;
    alerts.push({ level: "caution", text });
  }
  if (account.arming !== "checking" && !account.orders_stream) {
    const text = `Fills may be late: ${ended(account.orders_stream_why)} No entries until it is back.`;
    alerts.push({ level: "caution", text });
  }
  if (stop?.confirmed === true) alerts.push({ level: "good", text: stop.text });
  return alerts;
}

/** "Buy KC 10 @ 84¢", without the price where nobody has it any more. */
export function unknownOrderWords(
  unknown: UnknownOrderView,
  team: string,
  limit: number | undefined,
): string {
  const price = limit === undefined ? "" : ` @ ${cents(limit)}`;
  return `${sideVerb(unknown.side)} ${team} ${count(unknown.quantity)}${price}`;
}

/** The banner of an order whose fate is open. `passed`: source's seconds since it was told. */
export function unknownBanner(
  unknown: UnknownOrderView,
  orderWords: string,
  passed: number,
): string {
  const why = unknown.why === "" ? "" : ` (${unknown.why})`;
  const left = declareIn(unknown, passed);
  const next =
    left > 0
      ? `Checking; you can declare its fate in ${countdown(left)}.`
      : "When you have checked it at the exchange yourself:";
  return (
    `Order ${unknown.intent_id}, ${orderWords}, unknown for ${age(unknown.seconds + passed)}: we ` +
    `do not know whether the exchange accepted it${why}. It counts as filled; no entries. ` +
    `Do not send it again. ${next}`
  );
}

/** Seconds until a person may declare the fate; 0: now. */
export function declareIn({ declare_in: left }: UnknownOrderView, passed: number): number {
  return Math.max(0, left - passed);
}

/** What declaring it means, in numbers. */
export function declareWords(
  how: "absent" | "filled",
  unknown: UnknownOrderView,
  orderWords: string,
  limit: number | undefined,
): readonly string[] {
  const { quantity, side } = unknown;
  if (how === "absent") {
    return [
      `You have looked at the exchange: order ${unknown.intent_id}, ${orderWords}, is not there, ` +
        "and nothing of it was filled.",
      `${count(quantity)} contracts are taken out of the exposure, and entries are possible again.`,
      "If it was filled after all, the books will differ and entries stop.",
    ];
  }
  const paid = limit === undefined ? undefined : quantity * (side === "BUY" ? limit : 1 - limit);
  const cost = paid === undefined ? "at its limit" : `for ${dollars(paid, "up")} and the fee`;
  return [
    `You have looked at the exchange: order ${unknown.intent_id}, ${orderWords}, was filled.`,
    `What is not booked of its ${count(quantity)} contracts is booked at its limit, ${cost}.`,
    "If it was not filled after all, the books will differ and entries stop.",
  ];
}

/** What "Cancel everything on the account" would take away. */
export function everythingWords(resting: number, elsewhere: number): readonly string[] {
  const orders = (number: number): string => (number === 1 ? "1 order" : `${count(number)} orders`);
  return [
    `${orders(resting)} of this desk and ${orders(elsewhere)} placed elsewhere rest on this ` +
      "account, by the last reading.",
    "All of them are cancelled, in every market, also those of other programs and of other games.",
    "What is held stays held: this sells nothing.",
  ];
}
