/** How late the scoreboard shows what has happened. */
import { drawAt } from "../../domain/chance.ts";
import type { Timeline } from "../timeline.ts";
import type { Apart } from "./waywardness.ts";

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

function lagMs(lag: Lag, timeline: Timeline, index: number): number {
  if (lag.kind === "fixed") return lag.seconds * 1000;
  const draw = drawAt(`${lag.seed}/lag/${timeline.game.eventId}/${index}`) ** exponent;
  return Math.round((leastSeconds + (mostSeconds - leastSeconds) * draw) * 1000);
}

/** What the situation trails behind its lag, in ms; only drawn lags trail. */
function trailMs(lag: Lag, apart: Apart, timeline: Timeline, index: number): number {
  if (lag.kind === "fixed" || apart.trailShare === 0) return 0;
  const name = `${lag.seed}/trail/${timeline.game.eventId}/${index}`;
  if (drawAt(name) >= apart.trailShare) return 0;
  return Math.round(drawAt(`${name}/ms`) * apart.trailSeconds * 1000);
}

/** When each state of the timeline appears: never before the one before it. */
export function shownTimes(timeline: Timeline, lag: Lag, apart: Apart): readonly number[] {
  let latest = -Infinity;
  return timeline.states.map((state, index) => {
    const late = lagMs(lag, timeline, index) + trailMs(lag, apart, timeline, index);
    latest = Math.max(latest, state.knownAt + late);
    return latest;
  });
}

/** Index of the last of some moments that has come; the first one before any. */
export function shownIndex(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
