/** Loss streak and daily loss (trading semantics §7). */
import type { Money } from "../../domain/numbers.ts";

/** Consecutive closed net losses, and when (operator's ms) they last tripped. */
export type LossStreak = { losses: number; trippedPerson: number | undefined };

const reEnableMs = 60_000;

export function createLossStreak(): LossStreak {
  return { losses: 0, trippedPerson: undefined };
}

/**
 * A trade was closed with this net P&L. A scratch neither counts nor resets. Returns true when
 * this loss trips: auto OFF, MONITORING.
 */
export function noteClosedTrade(
  streak: LossStreak,
  net: Money,
  limit: number,
  person: number,
): boolean {
  if (net > 0) streak.losses = 0;
  if (net >= 0) return false;
  streak.losses += 1;
  return noteStreakLimit(streak, limit, person);
}

/** The limit was lowered: trips when the losses so far reach it. */
export function noteStreakLimit(streak: LossStreak, limit: number, person: number): boolean {
  if (streak.losses < limit || streak.trippedPerson !== undefined) return false;
  streak.trippedPerson = person;
  return true;
}

/**
 * A person wants to go on: from 60 s after the trip on, and then the streak is 0. Returns how many
 * ms are still to wait; 0: done.
 */
export function reEnableAfterStreak(streak: LossStreak, person: number): number {
  if (streak.trippedPerson === undefined) return 0;
  const left = streak.trippedPerson + reEnableMs - person;
  if (left > 0) return left;
  streak.losses = 0;
  streak.trippedPerson = undefined;
  return 0;
}

/**
 * Daily loss. `trippedDay`: the trading day on which it tripped; a restart keeps it, the next
 * trading day clears it.
 */
export type DailyLoss = { trippedDay: string | undefined; overSince: number | undefined };

const unrealisedMs = 10_000;

/** From a checkpoint `trippedDay` is carried over. */
export function createDailyLoss(trippedDay?: string): DailyLoss {
  return { trippedDay, overSince: undefined };
}

/** What the watch sees at one moment. */
export type DailyLossSight = {
  /** The source's ms. */
  readonly mono: number;
  /** Trading day in force, `tradingDayOf`. */
  readonly day: string;
  readonly realised: Money;
  /** undefined: cannot be marked. */
  readonly unrealised: Money | undefined;
  /** Every book of what is held is two-sided with a spread ≤ 10¢. */
  readonly orderly: boolean;
  readonly limit: Money;
};

/**
 * Looks at the day's loss: realised + min(unrealised, 0) ≤ −limit. Realised alone trips at once;
 * with the unrealised part only after 10 s without a break on orderly books. Returns true when it
 * trips now: HALTED until 06:00 New York.
 */
export function watchDailyLoss(guard: DailyLoss, sight: DailyLossSight): boolean {
  if (guard.trippedDay !== undefined && guard.trippedDay !== sight.day) {
    guard.trippedDay = undefined;
  }
  if (guard.trippedDay !== undefined) return false;
  const total = sight.realised + Math.min(sight.unrealised ?? 0, 0);
  const isOver = total <= -sight.limit && sight.orderly;
  guard.overSince = isOver ? (guard.overSince ?? sight.mono) : undefined;
  const stood = guard.overSince !== undefined && sight.mono - guard.overSince >= unrealisedMs;
  if (sight.realised > -sight.limit && !stood) return false;
  guard.trippedDay = sight.day;
  guard.overSince = undefined;
  return true;
}

/** Tripped on this trading day. */
export function dailyLossTripped(guard: DailyLoss, day: string): boolean {
  return guard.trippedDay === day;
}

/** When an unrealised loss that stands will trip; undefined: none stands. */
export function dailyLossDeadline(guard: DailyLoss): number | undefined {
  return guard.overSince === undefined ? undefined : guard.overSince + unrealisedMs;
}
