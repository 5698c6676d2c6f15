/** STOP and Kill: at once in here, then proven at the exchange by reading back. */
import type { CommandOrigin } from "../domain/commands.ts";
import type { Answer, Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { StopProof, VenueNews } from "../domain/venue-news.ts";
import { liveOrders } from "../execution/execution.ts";
import { giveUpChecking } from "./arm.ts";
import { cancelOrders } from "./close.ts";
import { type Desk, notice } from "./desk.ts";
import { moveState, switchAuto } from "./trip.ts";
import type { Stopping } from "./venue-knowledge.ts";

/** What no read-back has confirmed is asked again after this long, source's ms. */
const askAgainMs = 5_000;
/** A person is not left without a word for longer than this, on both clocks. */
const answerMs = 20_000;
const lookAgainMs = 1_000;

type Asked = { readonly how: "stop" | "kill"; readonly commandId: string };

/**
 * No new orders, and what rests is cancelled. In PAPER nothing rests anywhere and the answer is
 * there at once; where orders are really sent it waits for the exchange: `undefined`.
 */
export function stop(
  desk: Desk,
  commandId: string,
  now: Stamp,
  effects: Effect[],
): Answer | undefined {
  moveState(desk, { kind: "stop" }, "a person pressed STOP", effects);
  switchAuto(desk, false, "STOP", effects);
  return prove(desk, { how: "stop", commandId }, now, effects);
}

/** As STOP, and HALTED; the exchange refuses our entries until a person starts again. */
export function kill(
  desk: Desk,
  origin: CommandOrigin,
  commandId: string,
  now: Stamp,
  effects: Effect[],
): Answer | undefined {
  effects.push({ kind: "kill", origin });
  effects.push({ kind: "trip", mode: desk.mode, code: "KILL", why: "a person pressed Kill" });
  const event = { kind: "kill", person: now.person } as const;
  moveState(desk, event, "killed by a person", effects);
  switchAuto(desk, false, "Kill", effects);
  return prove(desk, { how: "kill", commandId }, now, effects);
}

function prove(desk: Desk, asked: Asked, now: Stamp, effects: Effect[]): Answer | undefined {
  const takenBack = cancelOrders(desk, undefined, now, effects);
  giveUpChecking(desk, "it was stopped meanwhile", effects);
  if (!desk.venue.open) return { status: 200, body: paperProof(desk, takenBack) };
  const before = desk.venue.stopping;
  // The answer to an earlier press comes with this one's: the later press asks for no less.
  if (before?.commandId !== undefined) answerFor(before, desk, effects);
  const isKillOpen = before?.how === "kill" && !before.confirmed && !before.overtaken;
  const how = isKillOpen ? "kill" : asked.how;
  const asking = askExchange(desk, how, effects);
  desk.venue.stopping = {
    ...asked,
    how,
    provenSince: asking,
    takenBack,
    pressed: now,
    askedMono: now.mono,
    underWay: true,
    attempts: 1,
    confirmed: false,
    overtaken: false,
    text: "NOT CONFIRMED yet: the exchange is being asked.",
  };
  return undefined;
}

/** Answers with the number of this asking. */
function askExchange(desk: Desk, how: Stopping["how"], effects: Effect[]): number {
  desk.stopsAsked += 1;
  effects.push({ kind: "stopOrders", asking: desk.stopsAsked, how });
  return desk.stopsAsked;
}

function paperProof(desk: Desk, cancelled: number): Readonly<Record<string, unknown>> {
  const { state } = desk.standing;
  const onTheirWay = liveOrders(desk.orders).length;
  const way = onTheirWay === 0 ? "" : ` ${onTheirWay} on their way end by themselves.`;
  const text = `Stopped. 0 resting orders of ours; ${cancelled} not sent were taken back.${way}`;
  return { confirmed: true, state, resting_orders: 0, cancelled, on_their_way: onTheirWay, text };
}

function bodyOf(stopping: Stopping, desk: Desk, resting: number | null): Answer {
  const { confirmed, takenBack, text } = stopping;
  const { state } = desk.standing;
  const onTheirWay = liveOrders(desk.orders).length;
  const counts = { resting_orders: resting, cancelled: takenBack, on_their_way: onTheirWay };
  return { status: 200, body: { confirmed, state, ...counts, text } };
}

function answerFor(stopping: Stopping, desk: Desk, effects: Effect[], resting?: number): void {
  const { commandId } = stopping;
  if (commandId === undefined) return;
  stopping.commandId = undefined;
  effects.push({ kind: "answer", commandId, answer: bodyOf(stopping, desk, resting ?? null) });
}

/** Nothing rests, and a Kill has shut the exchange's own door: else it is asked again. */
function isProven({ confirmed, triggered }: StopProof): boolean {
  return confirmed && triggered !== false;
}

/** How many of ours rest; undefined: nothing seen is no proof that nothing rests. */
function restingBy({ confirmed, readBack, left }: StopProof): number | undefined {
  return confirmed || readBack === true || left.length > 0 ? left.length : undefined;
}

/** What is missing from the proof, for people. */
function missingFrom(proof: StopProof): string {
  const group = "the entry order group could not be triggered";
  const parts = [
    proof.left.length > 0 ? `${proof.left.length} of our orders may still rest` : undefined,
    proof.unknown.length > 0 ? `the fate of ${proof.unknown.length} is not known` : undefined,
    ...proof.canceled.map(({ outcome }) =>
      outcome.kind === "refused" ? `the exchange cannot cancel: ${outcome.words}` : undefined,
    ),
  ].filter((part) => part !== undefined);
  if (proof.triggered !== false) {
    return parts.length === 0 ? "the exchange could not be read back" : parts.join("; ");
  }
  if (parts.length > 0) return [...parts, group].join("; ");
  return restingBy(proof) === 0 ? `0 of our orders rest, but ${group}` : group;
}

function wordsOf(proof: StopProof, { takenBack, overtaken }: Stopping): string {
  if (isProven(proof)) {
    return `Stopped. The exchange confirms: 0 resting orders of ours; ${takenBack} not sent were taken back.`;
  }
  const next = overtaken ? "Start was pressed since" : "It is tried again every 5 s";
  return `NOT CONFIRMED: ${missingFrom(proof)}. ${next}.`;
}

/** The exchange has answered a stop: it is proven, or will be asked again. */
export function takeProof(
  desk: Desk,
  { asking, proof }: Extract<VenueNews, { kind: "stopped" }>,
  effects: Effect[],
): void {
  const { stopping } = desk.venue;
  if (stopping === undefined || stopping.confirmed || asking < stopping.provenSince) return;
  stopping.underWay = false;
  stopping.confirmed = isProven(proof);
  stopping.text = wordsOf(proof, stopping);
  const { confirmed, overtaken } = stopping;
  if (!confirmed && stopping.attempts === 1) notice(desk, "warn", stopping.text);
  // Whoever asked has had the answer that it was not confirmed.
  if (confirmed && !overtaken && stopping.commandId === undefined) {
    notice(desk, "info", stopping.text);
  }
  answerFor(stopping, desk, effects, restingBy(proof));
  if (overtaken) desk.venue.stopping = undefined;
}

/**
 * A person has pressed Start: what rests is wanted again. An answer that is owed still comes, and
 * so may the trigger of a Kill that is being asked.
 */
export function forgetStop(desk: Desk): void {
  const { stopping } = desk.venue;
  if (stopping === undefined) return;
  const mayTrigger = stopping.how === "kill" && stopping.underWay;
  if (stopping.commandId === undefined && !mayTrigger) desk.venue.stopping = undefined;
  else stopping.overtaken = true;
  stopping.text = "NOT CONFIRMED: Start was pressed since.";
}

/** The exchange may still carry out a Kill that a person has overridden by Start. */
export function isKillOverridden({ venue: { stopping } }: Desk): boolean {
  return stopping?.how === "kill" && stopping.overtaken;
}

/** The exchange takes long: the person is told so, and the proof is a notice later. */
function answerLate(stopping: Stopping, desk: Desk, now: Stamp, effects: Effect[]): void {
  const { pressed } = stopping;
  const isLate = now.mono - pressed.mono > answerMs && now.person - pressed.person > answerMs;
  if (isLate) answerFor(stopping, desk, effects);
}

/** Asks the exchange again when its last answer proved nothing. */
export function stopAgain(desk: Desk, now: Stamp, effects: Effect[]): void {
  const { stopping } = desk.venue;
  if (stopping === undefined || stopping.confirmed) return;
  answerLate(stopping, desk, now, effects);
  if (stopping.underWay || now.mono < stopping.askedMono + askAgainMs) return;
  stopping.askedMono = now.mono;
  stopping.underWay = true;
  stopping.attempts += 1;
  askExchange(desk, stopping.how, effects);
}

/** When a stop is asked for again, or its answer is due; undefined: nothing waits. */
export function stopDeadline(desk: Desk): number | undefined {
  const { stopping } = desk.venue;
  if (stopping === undefined || stopping.confirmed) return undefined;
  if (!stopping.underWay) return stopping.askedMono + askAgainMs;
  if (stopping.commandId === undefined) return undefined;
  const { mono } = desk.lastStamp;
  const due = stopping.pressed.mono + answerMs + 1;
  return due > mono ? due : mono + lookAgainMs;
}
