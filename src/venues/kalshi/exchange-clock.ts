/** How far the exchange's clock is from ours, measured by the `Date` headers of its answers. */
import type { Clock } from "../../domain/ports.ts";
import { readHttpDate } from "./calendar.ts";

const samplesMax = 8;
const tellEveryMs = 10_000;
/** A header names a whole second, so the moment lies half a second around its middle. */
const halfSecondMs = 500;

export type ClockNews = {
  readonly kind: "clock";
  readonly offsetMs: number;
  readonly uncertainMs: number;
};

export type ExchangeClock = {
  /** Takes an answer's header; returns news at most once in 10 s of the operator's time. */
  measure(date: string | undefined, askedAt: number, answeredAt: number): ClockNews | undefined;
  /** The exchange's time as well as it is known, Unix ms: for signatures. */
  now(): number;
};

/** Runs on the operator's clock, whatever time the source plays. */
export function createExchangeClock(operatorClock: Clock): ExchangeClock {
  const offsets: number[] = [];
  let toldMono = Number.NEGATIVE_INFINITY;

  function correction(): number {
    const sorted = offsets.toSorted((left, right) => left - right);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    // Less than the header's own coarseness is no offset but noise.
    return Math.abs(middle) <= 2 * halfSecondMs ? 0 : middle;
  }

  return {
    measure(date, askedAt, answeredAt) {
      const stated = date === undefined ? undefined : readHttpDate(date);
      if (stated === undefined) return undefined;
      const offsetMs = Math.round(stated + halfSecondMs - (askedAt + answeredAt) / 2);
      offsets.push(offsetMs);
      if (offsets.length > samplesMax) offsets.shift();
      const { mono } = operatorClock.now();
      if (mono - toldMono < tellEveryMs) return undefined;
      toldMono = mono;
      const uncertainMs = halfSecondMs + Math.round((answeredAt - askedAt) / 2);
      return { kind: "clock", offsetMs, uncertainMs };
    },
    now: () => operatorClock.now().at + correction(),
  };
}
