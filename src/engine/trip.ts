/** Limits that trip, and every change of the trading state. */
import type { GateCode } from "../domain/codes.ts";
import type { Effect } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { TeamSide } from "../domain/game.ts";
import { netOf, type Trade, unrealisedOf } from "../execution/execution.ts";
import { spread } from "../market/market.ts";
import {
  nextStanding,
  noteClosedTrade,
  type StateAnswer,
  type StateEvent,
  tradingDayOf,
  watchDailyLoss,
} from "../risk/risk.ts";
import { type Desk, notice } from "./desk.ts";
import { markingOf, positionsOf } from "./gather-facts.ts";
import { heldOf } from "./held.ts";
import { teamOfTicker } from "./market-knowledge.ts";

/** Turns auto on or off and says so; nothing when it stands there already. */
export function switchAuto(desk: Desk, on: boolean, why: string, effects: Effect[]): void {
  if (desk.auto === on) return;
  desk.auto = on;
  effects.push({ kind: "auto", on, why });
}

/** Lets an event act on the trading state. Every move is an effect. */
export function moveState(
  desk: Desk,
  event: StateEvent,
  why: string,
  effects: Effect[],
): StateAnswer {
  const answer = nextStanding(desk.standing, event);
  if (answer.kind !== "moved") return answer;
  desk.standing = answer.to;
  desk.standingWhy = answer.to.state === "TRADING" ? undefined : why;
  effects.push({ kind: "state", state: answer.to.state, why });
  if (answer.autoOff) switchAuto(desk, false, why, effects);
  return answer;
}

/** A limit tripped. */
export function trip(desk: Desk, code: GateCode, why: string, now: Stamp, effects: Effect[]): void {
  effects.push({ kind: "trip", mode: desk.mode, code, why });
  notice(desk, "warn", why);
  const { person } = now;
  moveState(desk, { kind: "trip", code, person, day: tradingDayOf(now.at) }, why, effects);
}

/** Trades that were just closed count for or against the loss streak. */
export function noteClosedTrades(
  desk: Desk,
  closed: readonly Trade[],
  now: Stamp,
  effects: Effect[],
): void {
  for (const trade of closed) {
    const net = netOf(trade);
    if (noteClosedTrade(desk.streak, net, desk.config.lossStreak, now.person)) {
      trip(desk, "STREAK", `${desk.streak.losses} closed net losses in a row`, now, effects);
    }
  }
}

const orderlySpreadMax = 1000;

/** Every book of what is held is two-sided with a spread of 10¢ at most. */
function isOrderly(desk: Desk): boolean {
  const held = positionsOf(desk);
  const teams: readonly TeamSide[] = ["home", "away"];
  return teams.every((team) => {
    if (held[team] === 0) return true;
    const between = spread(desk.market.books[team]);
    return between !== undefined && between <= orderlySpreadMax;
  });
}

/** Watches the day's loss; called after everything that may move it. */
export function watchLosses(desk: Desk, now: Stamp, effects: Effect[]): void {
  const tripped = watchDailyLoss(desk.dailyLoss, {
    mono: now.mono,
    day: tradingDayOf(now.at),
    realised: desk.ledger.day.realised,
    unrealised: unrealisedOf(heldOf(desk), markingOf(desk, now)),
    orderly: isOrderly(desk),
    limit: desk.config.dailyLoss,
  });
  if (tripped) trip(desk, "DAILY_LOSS", "the daily loss limit is reached", now, effects);
}

const minuteMs = 60_000;

/** Open trades of this game whose long hold has not been told yet. */
function untoldHolds(desk: Desk): readonly Trade[] {
  return desk.ledger.trades.filter(
    ({ id, ticker, closedQuantity, quantity }) =>
      closedQuantity < quantity &&
      !desk.holdTold.has(id) &&
      teamOfTicker(desk.market, ticker) !== undefined,
  );
}

/** Max hold only alerts: it sells nothing (trading semantics §4). Told once for each trade. */
export function watchHolds(desk: Desk, now: Stamp): void {
  const { maxHoldMinutes } = desk.config;
  if (maxHoldMinutes === undefined) return;
  for (const trade of untoldHolds(desk)) {
    if (now.mono - trade.opened.mono < maxHoldMinutes * minuteMs) continue;
    desk.holdTold.add(trade.id);
    notice(desk, "warn", `${trade.id} has been held for ${maxHoldMinutes} min.`);
  }
}

/** When the next long hold is to be told; undefined: none. */
export function holdDeadline(desk: Desk): number | undefined {
  const { maxHoldMinutes } = desk.config;
  if (maxHoldMinutes === undefined) return undefined;
  const due = untoldHolds(desk).map((trade) => trade.opened.mono + maxHoldMinutes * minuteMs);
  return due.length === 0 ? undefined : Math.min(...due);
}
