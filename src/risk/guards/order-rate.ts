/** Orders per minute, and attempts per second (trading semantics §7). */
import { ATTEMPTS_PER_SECOND_MAX } from "../gates/limit-gates.ts";

/** Times (source's ms), oldest first. */
export type OrderRate = { orders: number[]; attempts: number[] };

const minuteMs = 60_000;
const secondMs = 1_000;

export function createOrderRate(): OrderRate {
  return { orders: [], attempts: [] };
}

/**
 * An order was wanted: a command of a person, or a proposal of auto that only RATE may refuse.
 * Refused ones count. Returns true at the 20th within a second: something runs away, HALTED.
 */
export function noteAttempt(rate: OrderRate, mono: number): boolean {
  rate.attempts = rate.attempts.filter((at) => mono - at < secondMs);
  rate.attempts = [...rate.attempts, mono].slice(-ATTEMPTS_PER_SECOND_MAX);
  return rate.attempts.length >= ATTEMPTS_PER_SECOND_MAX;
}

/** An entry became an intent. */
export function noteOrder(rate: OrderRate, mono: number): void {
  rate.orders = rate.orders.filter((at) => mono - at < minuteMs);
  rate.orders.push(mono);
}

/** Entries of the last minute. `except`: mono of the intent under review, which is not counted. */
export function ordersInLastMinute(rate: OrderRate, mono: number, except?: number): number {
  const recent = rate.orders.filter((at) => mono - at < minuteMs);
  const counted = except !== undefined && recent.includes(except);
  return recent.length - (counted ? 1 : 0);
}

/** Attempts of the last second, those refused included. */
export function attemptsInLastSecond(rate: OrderRate, mono: number): number {
  return rate.attempts.filter((at) => mono - at < secondMs).length;
}
