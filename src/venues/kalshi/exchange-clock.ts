/** How far the exchange's clock is from ours, measured by the `Date` headers of its answers. */
import type { Clock, Instant } from "../../domain/ports.ts";
import { readHttpDate } from "./calendar.ts";

const samplesMax = 8;
const tellEveryMs = 10_000;
/** A header names a whole second, so the moment lies half a second around its middle. */
const halfSecondMs = 500;
/** Between two looks wall time and running time part by this much only when the clock is set. */
const stepMsMin = 1000;

export type ClockNews = {
  readonly kind: "clock";
  readonly offsetMs: number;
  readonly uncertainMs: number;
};

export type ExchangeClock = {
  /**
   * Takes the header of the answer that has just come in. `stampRefused`: the exchange refused our
   * time stamp; where this header bears it out, what was measured before counts no more.
   */
  measure(date: string | undefined, asked: Instant, stampRefused?: boolean): void;
  /** The exchange's time as well as it is known, Unix ms: for signatures. */
  now(): number;
  /** The exchange's clock shows at most this much more than ours, ms; infinite: not measured. */
  aheadMsMax(): number;
};

type Sample = { readonly offsetMs: number; readonly uncertainMs: number };

/** The median of the last eight: one late answer moves nothing. */
function middleOf(samples: readonly Sample[]): Sample | undefined {
  const sorted = samples.toSorted((left, right) => left.offsetMs - right.offsetMs);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Runs on the operator's clock, whatever time the source plays. Tells at most once in 10 s, and at
 * once when our clock was set or is found wrong: then only what is measured from there on counts.
 */
export function createExchangeClock(
  operatorClock: Clock,
  tell: (news: ClockNews) => void,
): ExchangeClock {
  const samples: Sample[] = [];
  /** Without a sample: how far off the clock may be. */
  let unsureMs = Number.POSITIVE_INFINITY;
  let leadMs: number | undefined;
  let toldMono = Number.NEGATIVE_INFINITY;

  const middle = (): Sample => middleOf(samples) ?? { offsetMs: 0, uncertainMs: unsureMs };

  function tellNow({ mono }: Instant): void {
    toldMono = mono;
    tell({ kind: "clock", ...middle() });
  }

  /** Whether the computer was asleep or its clock was set, nobody knows: the offset is anyone's. */
  function noteStep(now: Instant): void {
    const stepMs = Math.abs(now.at - now.mono - (leadMs ?? now.at - now.mono));
    leadMs = now.at - now.mono;
    if (stepMs < stepMsMin) return;
    const { offsetMs, uncertainMs } = middle();
    unsureMs = Math.round(stepMs) + Math.abs(offsetMs) + uncertainMs;
    samples.length = 0;
    if (Number.isFinite(unsureMs)) tellNow(now);
  }

  function look(): Instant {
    const now = operatorClock.now();
    noteStep(now);
    return now;
  }

  /** More apart than both may be wrong: the clock has moved since the others were taken. */
  function contradicts(sample: Sample): boolean {
    const { offsetMs, uncertainMs } = middle();
    return Math.abs(sample.offsetMs - offsetMs) > sample.uncertainMs + uncertainMs;
  }

  function correction(): number {
    const { offsetMs } = middle();
    // Less than the header's own coarseness is no offset but noise.
    return Math.abs(offsetMs) <= 2 * halfSecondMs ? 0 : offsetMs;
  }

  return {
    measure(date, asked, stampRefused = false) {
      const now = look();
      const stated = date === undefined ? undefined : readHttpDate(date);
      if (stated === undefined) return;
      const oneWayMs = Math.round((now.mono - asked.mono) / 2);
      const offsetMs = Math.round(stated + halfSecondMs + oneWayMs - now.at);
      const sample = { offsetMs, uncertainMs: halfSecondMs + oneWayMs };
      const isAnew = samples.length === 0 || (stampRefused && contradicts(sample));
      if (isAnew) samples.length = 0;
      samples.push(sample);
      if (samples.length > samplesMax) samples.shift();
      if (isAnew || now.mono - toldMono >= tellEveryMs) tellNow(now);
    },
    now: () => look().at + correction(),
    aheadMsMax() {
      look();
      const { offsetMs, uncertainMs } = middle();
      return offsetMs + uncertainMs;
    },
  };
}
