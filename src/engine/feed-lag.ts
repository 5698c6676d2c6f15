/**
 * How far the game feed is behind the market tonight: the time from a jump of the price that
 * nothing had explained to the game event that did (features N-02).
 */
import type { SituationChange } from "../domain/game.ts";

/** An event that comes later than this after a move does not explain it. */
const windowMs = 90_000;
/** Jumps this close to each other are one move of the price. */
const moveGapMs = 10_000;
const lagsMax = 200;
const eventsToShow = 3;
const longGainYards = 20;

export type FeedLag = {
  /** First and last jump of the newest move; undefined: none waits for its event. */
  move: { readonly since: number; last: number } | undefined;
  /** Lags measured in ms, oldest first; bounded. */
  lags: number[];
  /** How many were measured, with those no longer kept. */
  events: number;
};

export function createFeedLag(): FeedLag {
  return { move: undefined, lags: [], events: 0 };
}

/**
 * The price jumped and no event was there to explain it. A move counts from its first jump; a move
 * before it was noise, since no event came between.
 */
export function noteUnexplainedJump(lag: FeedLag, mono: number): void {
  const { move } = lag;
  if (move !== undefined && mono - move.last <= moveGapMs) move.last = mono;
  else lag.move = { since: mono, last: mono };
}

/** Something happened on the field that moves a price; the end of a period does not. */
export function explainsJump(change: SituationChange): boolean {
  if (change.kind === "gameEvent") return change.what.some((what) => what !== "endOfPeriod");
  return change.kind === "playUpdate" && change.yardsGained >= longGainYards;
}

/** The feed told of an event; it explains the move that waits, if one does. */
export function noteFeedEvent(lag: FeedLag, mono: number): void {
  const since = lag.move?.since;
  lag.move = undefined;
  if (since === undefined || mono - since > windowMs) return;
  lag.lags.push(mono - since);
  lag.events += 1;
  if (lag.lags.length > lagsMax) lag.lags.shift();
}

/** Median and 90 % mark (nearest rank) in ms, once three events were measured. */
export function feedLagMarks(
  lag: FeedLag,
): { readonly medianMs: number; readonly p90Ms: number } | undefined {
  if (lag.events < eventsToShow) return undefined;
  const sorted = lag.lags.toSorted((left, right) => left - right);
  const at = (rank: number): number => sorted[rank - 1] ?? 0;
  const middle = sorted.length / 2;
  return {
    medianMs: (at(Math.ceil(middle)) + at(Math.floor(middle) + 1)) / 2,
    p90Ms: at(Math.ceil(sorted.length * 0.9)),
  };
}
