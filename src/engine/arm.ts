/** From PAPER to really sending and back: pre-flight, arming, its end (trading semantics §1). */
import type { AccountReading } from "../domain/account.ts";
import type { Command } from "../domain/commands.ts";
import type { Answer, Effect, HeldBefore } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { NO_MONEY } from "../domain/numbers.ts";
import {
  agreedBy,
  isHolding,
  type Ledger,
  liveOrders,
  openLedger,
  settle,
} from "../execution/execution.ts";
import {
  createDailyLoss,
  createLossStreak,
  preflight,
  type PreflightLine,
  tradingDayOf,
  tradingDayStart,
} from "../risk/risk.ts";
import { type Arming, type Desk, leftOpenWhy, notice, useMode } from "./desk.ts";
import { gatherFacts, onlyLooking } from "./gather-facts.ts";
import { isHoldingGame } from "./held.ts";
import { marketOf, teamOfTicker } from "./market-knowledge.ts";
import { gameClockNow } from "./place.ts";
import { reconcile } from "./reconcile.ts";
import { refusal } from "./refusal.ts";
import { isOver } from "./settle-game.ts";
import { moveState, switchAuto } from "./trip.ts";
import {
  createVenueKnowledge,
  isCompared,
  otherDesksOrders,
  tickersOf,
} from "./venue-knowledge.ts";

/** Arming runs out after four hours on the operator's clock. */
const armedMs = 14_400_000;
/** The account gets this long to show itself, on both clocks. */
const checkMs = 15_000;
const lookAgainMs = 1_000;

type Checking = Extract<Arming, { kind: "checking" }>;

/** Nothing of this game is held, nothing under way or still to be proven stopped in this mode. */
function isFlat(desk: Desk): boolean {
  const { ledger, venue } = desk;
  if (isHoldingGame(desk, ledger) || venue.stopping?.confirmed === false) return false;
  return liveOrders(desk.orders).every(({ order }) => order.mode !== desk.mode);
}

/** The twelve lines as they stand, for this mode. */
export function preflightOf(
  desk: Desk,
  mode: "DEMO" | "LIVE",
  now: Stamp,
): readonly PreflightLine[] {
  const { venue, market } = desk;
  const facts = gatherFacts(desk, now, onlyLooking);
  return preflight(
    { ...facts, mode, armed: true, kalshi: { ...facts.kalshi, orderChannelsUp: true } },
    {
      balance: market.markets === undefined ? undefined : venue.reading?.balance.cash,
      keys: venue.keys,
      group: venue.group,
      streamUp: venue.streamUp,
      streamWhy: venue.unreadWhy ?? venue.streamWhy,
      journal: desk.journal,
      diskFree: desk.diskFree,
      otherDesks: otherDesksOrders(venue),
    },
  );
}

/** Why the second mode cannot be asked for now; undefined: the pre-flight may begin. */
export function refuseArming(
  desk: Desk,
  command: Extract<Command, { kind: "arm" }>,
): Answer | undefined {
  const { secondMode, secondModeWhy } = desk.opening;
  if (secondMode === undefined) return refusal(422, "NOT_OFFERED", secondModeWhy);
  if (desk.arming.kind === "checking") {
    return refusal(409, "TOO_SOON", "the pre-flight is under way");
  }
  if (desk.arming.kind === "armed") return refusal(409, "MODE", `${desk.mode} is armed already`);
  if (isOver(desk)) return refusal(409, "GAME_LIVE", "the game is over");
  if (liveOrders(desk.orders).length > 0) {
    return refusal(409, "ORDER_IN_FLIGHT", "an order is on its way; wait for its end");
  }
  if (secondMode === "DEMO") return undefined;
  if (command.word !== "LIVE") return refusal(422, "MODE", 'LIVE needs the typed word "LIVE"');
  if (command.sessionCap === undefined) {
    return refusal(422, "SESSION_CAP", "LIVE needs a session cap");
  }
  return undefined;
}

/** Asks for the second mode. `undefined`: the answer comes when the pre-flight is done. */
export function arm(
  desk: Desk,
  command: Extract<Command, { kind: "arm" }>,
  commandId: string,
  now: Stamp,
  effects: Effect[],
): Answer | undefined {
  const refused = refuseArming(desk, command);
  if (refused !== undefined) return refused;
  const { secondMode: mode } = desk.opening;
  if (mode === undefined) throw new Error("a second mode that is not offered");
  const { sessionCap } = command;
  desk.arming = { kind: "checking", mode, commandId, since: now, sessionCap };
  if (!desk.venue.open) openAccount(desk, effects);
  return undefined;
}

function openAccount(desk: Desk, effects: Effect[]): void {
  desk.venue = { ...createVenueKnowledge(), open: true };
  effects.push({ kind: "openAccount", maxPosition: desk.config.maxPosition });
}

function closeAccount(desk: Desk, effects: Effect[]): void {
  desk.venue = createVenueKnowledge();
  effects.push({ kind: "closeAccount" });
}

/** Puts the books of a mode in force; new ones begin with what the exchange shows. */
function openBooks(desk: Desk, mode: "DEMO" | "LIVE", now: Stamp, effects: Effect[]): void {
  const { reading } = desk.venue;
  if (reading === undefined) throw new Error("books opened on no reading");
  if (desk.mode === mode) return;
  if (desk.otherPurses.has(mode)) {
    useMode(desk, mode);
    // Nobody has looked since they were closed.
    reconcile(desk, reading, now, effects);
    return;
  }
  beginBooks(desk, mode, reading, now, effects);
  useMode(desk, mode);
}

function beginBooks(
  desk: Desk,
  mode: "DEMO" | "LIVE",
  reading: AccountReading,
  now: Stamp,
  effects: Effect[],
): void {
  const { cash } = reading.balance;
  const held = heldBefore(desk, reading);
  const dayStartAt = tradingDayStart(now.at);
  const known = reading.fills.map(({ tradeId }) => tradeId);
  const books = { mode, cash, held, known, gameClock: gameClockNow(desk), dayStartAt };
  const ledger = openLedger(desk.opening.sessionId, books, now);
  const streak = createLossStreak();
  desk.otherPurses.set(mode, { ledger, streak, dailyLoss: createDailyLoss(undefined) });
  desk.venue.agreed = agreedBy(reading, tickersOf(desk.market));
  effects.push({ kind: "openBooks", mode, cash, held, known });
  for (const { position } of held) {
    const what = `${position.net / 100} contracts of ${position.ticker} stood before`;
    notice(desk, "warn", `Taken over: ${what}.`);
  }
  settleKnown(desk, ledger, now, effects);
}

/** A market that has paid before the books began pays in them too, whatever is told late. */
function settleKnown(desk: Desk, ledger: Ledger, now: Stamp, effects: Effect[]): void {
  const { mode } = ledger;
  for (const team of ["home", "away"] as const) {
    const ticker = marketOf(desk.market, team)?.ticker;
    const value = desk.market[team].settled;
    if (ticker === undefined || value === undefined) continue;
    const amount = settle(ledger, ticker, team, value, now)?.cash ?? NO_MONEY;
    effects.push({ kind: "settle", mode, ticker, team, value, amount });
  }
}

/** What the account holds of this game's two markets. */
function heldBefore(desk: Desk, reading: AccountReading): readonly HeldBefore[] {
  return reading.positions.flatMap((position) => {
    const team = teamOfTicker(desk.market, position.ticker);
    return team === undefined || position.net === 0 ? [] : [{ team, position }];
  });
}

function becomeArmed(
  desk: Desk,
  checking: Checking,
  lines: readonly PreflightLine[],
  now: Stamp,
  effects: Effect[],
): void {
  const { mode, commandId, sessionCap } = checking;
  openBooks(desk, mode, now, effects);
  const untilPerson = now.person + armedMs;
  desk.arming = { kind: "armed", untilPerson };
  if (sessionCap !== undefined) desk.config = { ...desk.config, sessionCap };
  const why = "a person armed it";
  effects.push({ kind: "mode", mode, armed: true, why });
  moveState(desk, { kind: "armed" }, why, effects);
  switchAuto(desk, false, why, effects);
  const body = { mode, state: desk.standing.state, armed_for_s: armedMs / 1000, preflight: lines };
  effects.push({ kind: "answer", commandId, answer: { status: 200, body } });
}

function refuseChecked(
  desk: Desk,
  checking: Checking,
  why: string,
  lines: readonly PreflightLine[],
  effects: Effect[],
): void {
  desk.arming = { kind: "disarmed" };
  if (desk.mode === "PAPER") closeAccount(desk, effects);
  const { mode, commandId } = checking;
  const error = `${mode} is not armed. ${why}`;
  notice(desk, "warn", error);
  effects.push({ kind: "mode", mode, armed: false, why: error });
  const body = { error, code: "PREFLIGHT", preflight: lines };
  effects.push({ kind: "answer", commandId, answer: { status: 422, body } });
}

/** Ends a pre-flight that runs, whatever it would have said. Nothing when none runs. */
export function giveUpChecking(desk: Desk, why: string, effects: Effect[]): void {
  if (desk.arming.kind === "checking") refuseChecked(desk, desk.arming, why, [], effects);
}

/** Ends arming: REDUCE-ONLY while something is held, else back to PAPER. */
export function disarm(desk: Desk, why: string, effects: Effect[]): void {
  giveUpChecking(desk, why, effects);
  if (desk.mode === "PAPER") return;
  if (desk.arming.kind === "armed") {
    desk.arming = { kind: "disarmed" };
    effects.push({ kind: "mode", mode: desk.mode, armed: false, why });
    notice(desk, "warn", `${desk.mode} is disarmed: ${why}.`);
  }
  moveState(desk, { kind: "disarmed", flat: isFlat(desk) }, why, effects);
  switchAuto(desk, false, why, effects);
}

/** Nothing is left to reduce: the desk is on paper again, watching. */
function backToPaper(desk: Desk, why: string, effects: Effect[]): void {
  moveState(desk, { kind: "flat" }, why, effects);
  useMode(desk, "PAPER");
  effects.push({ kind: "mode", mode: "PAPER", armed: false, why });
  closeAccount(desk, effects);
}

/**
 * What an earlier session left was compared with the account for the first time, and what has been
 * paid is booked. When nothing of this game is among it, this game begins on paper as if nothing
 * had been found.
 */
export function beginOnPaper(desk: Desk, now: Stamp, effects: Effect[]): void {
  const { mode, arming, standingWhy, venue } = desk;
  if (mode === "PAPER" || arming.kind !== "disarmed" || standingWhy !== leftOpenWhy) return;
  if (venue.stopping !== undefined || !isFlat(desk)) return;
  const why = "what an earlier session left is of another game, or paid";
  backToPaper(desk, why, effects);
  const event = { kind: "start", person: now.person, day: tradingDayOf(now.at) } as const;
  moveState(desk, { ...event, streakWaitMs: 0 }, why, effects);
  switchAuto(desk, desk.opening.auto, why, effects);
}

/** A fill came after the books were closed: something is held there after all. */
function takeUpAgain(desk: Desk, effects: Effect[]): void {
  for (const [mode, { ledger }] of desk.otherPurses) {
    if (mode === "PAPER" || !isHoldingGame(desk, ledger) || liveOrders(desk.orders).length > 0) {
      continue;
    }
    const why = `a late fill: something is held in ${mode}`;
    notice(desk, "warn", `Back in ${mode}, only reducing: ${why}.`);
    useMode(desk, mode);
    effects.push({ kind: "mode", mode, armed: false, why });
    openAccount(desk, effects);
    moveState(desk, { kind: "disarmed", flat: false }, why, effects);
    switchAuto(desk, false, why, effects);
    return;
  }
}

function watchChecking(desk: Desk, checking: Checking, now: Stamp, effects: Effect[]): void {
  const lines = preflightOf(desk, checking.mode, now);
  if (lines.every(({ passed }) => passed)) {
    // A paper order on its way ends on paper: its fill belongs to those books.
    const isClear = liveOrders(desk.orders).every(({ order }) => order.mode === checking.mode);
    if (isClear) becomeArmed(desk, checking, lines, now, effects);
    return;
  }
  const { since } = checking;
  const isLate = now.mono - since.mono > checkMs && now.person - since.person > checkMs;
  const failed = lines.filter(({ passed }) => !passed);
  if (!isLate && failed.every(({ pending }) => pending)) return;
  const why = failed.map(({ name, value }) => `${name}: ${value}`).join("; ");
  refuseChecked(desk, checking, why, lines, effects);
}

function watchArmed(desk: Desk, untilPerson: number, now: Stamp, effects: Effect[]): void {
  if (isOver(desk)) disarm(desk, "the game is over", effects);
  else if (now.person >= untilPerson) disarm(desk, "armed for four hours", effects);
}

/** Disarmed, the desk only reduces: whatever a person lifts, and until nothing is left. */
function watchDisarmed(desk: Desk, effects: Effect[]): void {
  if (desk.mode === "PAPER") return takeUpAgain(desk, effects);
  // After the end the night stays as it was traded: its results on the page, its cash compared.
  if (isFlat(desk)) {
    // What is left of another game may be paid: that is booked while the account is still open.
    if (isHolding(desk.ledger) && !isCompared(desk.venue)) return undefined;
    return isOver(desk) ? undefined : backToPaper(desk, "nothing is held any more", effects);
  }
  const { state } = desk.standing;
  if (state === "REDUCE-ONLY" || state === "HALTED") return;
  moveState(desk, { kind: "disarmed", flat: false }, `${desk.mode} is not armed`, effects);
}

/** Called in every step: ends the pre-flight, the arming, and what is left of a mode. */
export function watchArming(desk: Desk, now: Stamp, effects: Effect[]): void {
  const { arming } = desk;
  if (arming.kind === "checking") watchChecking(desk, arming, now, effects);
  else if (arming.kind === "armed") watchArmed(desk, arming.untilPerson, now, effects);
  else watchDisarmed(desk, effects);
}

/** When the pre-flight must be looked at again though nothing happens; undefined: never. */
export function armingDeadline(desk: Desk, now: Stamp): number | undefined {
  if (desk.arming.kind !== "checking") return undefined;
  const due = desk.arming.since.mono + checkMs + 1;
  return due > now.mono ? due : now.mono + lookAgainMs;
}
