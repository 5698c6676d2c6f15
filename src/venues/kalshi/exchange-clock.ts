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
  const samples: { readonly offsetMs: number; readonly uncertainMs: number }[] = [];
  let toldMono = Number.NEGATIVE_INFINITY;

  /** The median of the last eight: one late answer moves nothing. */
  function middle(): { readonly offsetMs: number; readonly uncertainMs: number } {
    const sorted = samples.toSorted((left, right) => left.offsetMs - right.offsetMs);
    return sorted[Math.floor(sorted.length / 2)] ?? { offsetMs: 0, uncertainMs: 0 };
  }

  function correction(): number {
    const { offsetMs } = middle();
    // Less than the header's own coarseness is no offset but noise.
    return Math.abs(offsetMs) <= 2 * halfSecondMs ? 0 : offsetMs;
  }

  return {
    measure(date, askedAt, answeredAt) {
      const stated = date === undefined ? undefined : readHttpDate(date);
      if (stated === undefined) return undefined;
      const offsetMs = Math.round(stated + halfSecondMs - (askedAt + answeredAt) / 2);
      const uncertainMs = halfSecondMs + Math.round((answeredAt - askedAt) / 2);
      samples.push({ offsetMs, uncertainMs });
      if (samples.length > samplesMax) samples.shift();
      const { mono } = operatorClock.now();
      if (mono - toldMono < tellEveryMs) return undefined;
      toldMono = mono;
      return { kind: "clock", ...middle() };
    },
    now: () => operatorClock.now().at + correction(),
  };
}
