/**
 * The three feeds behind one event: situation, score and clock. Each has times of its own, so that
 * an answer may tell of three different moments, as the real one does.
 */
import { drawAt } from "../../domain/chance.ts";
import { clockAt, stateAt, stateIndexAt } from "../timeline.ts";
import type { Timeline, TrueState } from "../timeline.ts";
import { shownIndex, shownTimes } from "./lag.ts";
import type { Lag } from "./lag.ts";
import type { Apart, Waywardness } from "./waywardness.ts";

/** When what of a game is shown. */
export type Channels = {
  /** When each state's situation appears. */
  readonly situation: readonly number[];
  /** When each state's score appears. */
  readonly score: readonly number[];
  /** Game seconds by which the clock may run ahead of each state. */
  readonly leads: readonly number[];
  /** The clock when the state's situation appears: from then on it only runs down. */
  readonly ceilings: readonly number[];
};

/** Points of both teams, in all and by period. */
export type Scored = {
  readonly home: number;
  readonly away: number;
  readonly homeByPeriod: readonly number[];
  readonly awayByPeriod: readonly number[];
};

/** The clock comes from the stadium itself, a few seconds late. */
const clockLagMs = 3_000;
/** The score is entered by a person: never sooner than this after it counts. */
const scoreLagMs = 2_000;

/** Draws the times of one game. */
export function channelsOf(timeline: Timeline, lag: Lag, waywardness: Waywardness): Channels {
  const { seed, apart } = waywardness;
  const situation = shownTimes(timeline, lag, apart);
  const leads = timeline.states.map((_, index) =>
    leadSeconds(apart, `${seed}/lead/${timeline.game.eventId}/${index}`),
  );
  const score = scoreTimes(timeline, situation, waywardness);
  const ceilings: number[] = [];
  timeline.states.forEach((_, index) => {
    const before = index === 0 ? Infinity : (ceilings[index - 1] ?? Infinity);
    const standing = clockOf({ timeline, situation, leads, ceiling: before }, index - 1, index);
    ceilings.push(samePeriod(timeline, index - 1, index) ? standing : Infinity);
  });
  return { situation, score, leads, ceilings };
}

function samePeriod(timeline: Timeline, one: number, other: number): boolean {
  if (one < 0) return false;
  return stateAt(timeline, one).situation.period === stateAt(timeline, other).situation.period;
}

function leadSeconds(apart: Apart, name: string): number {
  const { clockLeadSeconds: usual, clockTailSeconds: tail, clockTailShare } = apart;
  if (usual === Infinity) return Infinity;
  const draw = drawAt(`${name}/seconds`);
  return drawAt(name) < clockTailShare ? usual + draw * (tail - usual) : draw * usual;
}

/** The score comes before or after its situation, in order, and is complete with the final. */
function scoreTimes(
  timeline: Timeline,
  situation: readonly number[],
  { seed, apart }: Waywardness,
): readonly number[] {
  const end = situation.at(-1) ?? Infinity;
  let latest = -Infinity;
  return timeline.states.map((state, index) => {
    const shown = situation[index] ?? Infinity;
    const draw = drawAt(`${seed}/score/${timeline.game.eventId}/${index}`) * 2 - 1;
    const least = Math.min(shown, state.knownAt + scoreLagMs);
    const wanted = Math.max(least, shown + Math.round(draw * apart.scoreShiftSeconds * 1000));
    latest = Math.max(latest, Math.min(wanted, end));
    return latest;
  });
}

type Clockwork = {
  readonly timeline: Timeline;
  readonly situation: readonly number[];
  readonly leads: readonly number[];
  readonly ceiling: number;
};

/** The clock at the moment when the situation goes from one state to the next. */
function clockOf(clockwork: Clockwork, index: number, next: number): number {
  if (index < 0) return Infinity;
  return runningClock(clockwork, index, clockwork.situation[next] ?? Infinity);
}

/**
 * Seconds on the clock while the state of an index is shown: it runs by itself, ahead of the
 * situation by its lead at most, never up and never into another period.
 */
function runningClock(clockwork: Clockwork, index: number, at: number): number {
  const { timeline, leads, ceiling } = clockwork;
  const shown = stateAt(timeline, index);
  const own = shown.situation.clockSeconds ?? 0;
  if (shown.situation.phase !== "inProgress") return own;
  const seenAt = at - clockLagMs;
  const truth = Math.min(stateIndexAt(timeline, seenAt), index + 1);
  const ahead = truth > index && samePeriod(timeline, index, truth);
  const running = clockAt(timeline, ahead ? truth : index, seenAt) ?? 0;
  const held = Math.max(running, Math.ceil(own - (leads[index] ?? Infinity)));
  return Math.max(0, Math.min(held, ceiling));
}

/** What the three feeds say at a moment. */
export function readChannels(
  timeline: Timeline,
  { situation, score, leads, ceilings }: Channels,
  at: number,
): {
  readonly index: number;
  readonly state: TrueState;
  readonly scored: Scored;
  readonly clockSeconds: number;
} {
  const index = shownIndex(situation, at);
  const state = stateAt(timeline, index);
  const ceiling = ceilings[index] ?? Infinity;
  const clockSeconds = runningClock({ timeline, situation, leads, ceiling }, index, at);
  const from = stateAt(timeline, shownIndex(score, at));
  return { index, state, scored: scoredOf(from, state), clockSeconds };
}

/** One state's points, with the started periods of another. */
function scoredOf({ situation, ...from }: TrueState, shown: TrueState): Scored {
  const periods = shown.homeByPeriod.length;
  const filled = (byPeriod: readonly number[]): readonly number[] => [
    ...byPeriod,
    ...Array.from({ length: Math.max(0, periods - byPeriod.length) }, () => 0),
  ];
  return {
    home: situation.homeScore ?? 0,
    away: situation.awayScore ?? 0,
    homeByPeriod: filled(from.homeByPeriod),
    awayByPeriod: filled(from.awayByPeriod),
  };
}
