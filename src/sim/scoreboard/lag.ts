/** How late the scoreboard shows what has happened. */
import { drawAt } from "../../domain/chance.ts";
import { clockAt, stateAt, stateIndexAt } from "../timeline.ts";
import type { Timeline } from "../timeline.ts";

/** Fixed seconds, or drawn by a seed: 5–40 s, median 15, as reported of the real scoreboard. */
export type Lag =
  | { readonly kind: "fixed"; readonly seconds: number }
  | { readonly kind: "drawn"; readonly seed: number };

const leastSeconds = 5;
const mostSeconds = 40;
const medianSeconds = 15;
/** u^exponent of an even draw has the wanted median. */
const exponent =
  Math.log((medianSeconds - leastSeconds) / (mostSeconds - leastSeconds)) / Math.log(0.5);
/** The clock is a feed of its own, a few seconds behind the stadium's. */
const clockLagMs = 3_000;

function lagMs(lag: Lag, timeline: Timeline, index: number): number {
  if (lag.kind === "fixed") return lag.seconds * 1000;
  const draw = drawAt(`${lag.seed}/lag/${timeline.game.eventId}/${index}`) ** exponent;
  return Math.round((leastSeconds + (mostSeconds - leastSeconds) * draw) * 1000);
}

/** When each state of the timeline appears: never before the one before it. */
export function shownTimes(timeline: Timeline, lag: Lag): readonly number[] {
  let latest = -Infinity;
  return timeline.states.map((state, index) => {
    latest = Math.max(latest, state.knownAt + lagMs(lag, timeline, index));
    return latest;
  });
}

/** Index of the state that is on the scoreboard; the first one before any. */
export function shownIndex(times: readonly number[], at: number): number {
  let shown = 0;
  while (shown + 1 < times.length && (times[shown + 1] ?? Infinity) <= at) shown += 1;
  return shown;
}

/**
 * Seconds on the scoreboard's clock: it runs by itself, so it may lead the situation by as much
 * as the next play, but never passes into another period.
 */
export function shownClock(timeline: Timeline, index: number, at: number): number {
  const shown = stateAt(timeline, index);
  if (shown.situation.phase !== "inProgress") return shown.situation.clockSeconds ?? 0;
  const seenAt = at - clockLagMs;
  const truth = Math.min(stateIndexAt(timeline, seenAt), index + 1);
  const leads =
    truth > index && stateAt(timeline, truth).situation.period === shown.situation.period;
  return clockAt(timeline, leads ? truth : index, seenAt) ?? 0;
}
