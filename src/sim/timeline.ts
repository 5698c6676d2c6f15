/**
 * What truly happens in a game, and from when on it is known. The generator and the reader of real
 * games both make one; the scoreboard shows it late, the crowd trades on it at once.
 */
import type { Game, Situation, TeamSide } from "../domain/game.ts";

/** A kind of play in ESPN's table of codes. */
export type PlayType = {
  readonly id: string;
  readonly text: string;
  readonly abbreviation?: string;
};

/** The last play as the scoreboard tells it. Yard lines count from the home goal line, 0–100. */
export type TruePlay = {
  /** Number within the game; growing, not consecutive. */
  readonly number: number;
  readonly type: PlayType;
  readonly text: string;
  readonly scoreValue: 0 | 1 | 2 | 3 | 6;
  /** Who has the ball after the play, or who scored. */
  readonly team: TeamSide | undefined;
  readonly startTeam: TeamSide | undefined;
  readonly startLine: number | undefined;
  readonly endTeam: TeamSide | undefined;
  readonly endLine: number | undefined;
  readonly yards: number;
};

/**
 * How the scoreboard words the situation at this moment. `scrimmage`: a play from scrimmage is
 * next. The others have no down, or say it in a way of their own.
 */
export type Moment =
  | "pregame"
  | "start"
  | "scrimmage"
  | "touchdown"
  | "afterTry"
  | "fieldGoal"
  | "safety"
  | "kickoff"
  | "puntTouchback"
  | "halftime"
  | "endOfPeriod"
  | "delayed"
  | "suspended"
  | "postponed"
  | "canceled"
  | "final";

/** A drive so far, as ESPN sums it up. */
export type DriveSummary = {
  readonly plays: number;
  readonly yards: number;
  readonly seconds: number;
  readonly startLine: number;
};

/** The truth from one moment to the next. */
export type TrueState = {
  /** Unix ms of the source's time. */
  readonly knownAt: number;
  readonly moment: Moment;
  readonly situation: Situation;
  readonly play: TruePlay | undefined;
  readonly drive: DriveSummary | undefined;
  /** The game clock runs on from `situation.clockSeconds`, in real seconds, from `knownAt`. */
  readonly clockRunning: boolean;
  /** Points of each started period. */
  readonly homeByPeriod: readonly number[];
  readonly awayByPeriod: readonly number[];
  /** Kickoff as announced by then, where it is not the game's own. */
  readonly kickoffAt?: number;
};

/** What the public may know of a game before it begins. */
export type PregameOdds = {
  /** Home line, negative = home favoured (ESPN's sign). */
  readonly spread: number;
  readonly overUnder: number;
};

/** A place that is not the home team's own: London, Mexico City, another team's stadium. */
export type Venue = { readonly city: string; readonly country: string; readonly roofed: boolean };

export type Timeline = {
  readonly game: Game;
  /** Absent: the home team's. */
  readonly venue?: Venue;
  readonly odds: PregameOdds | undefined;
  /** In the order of `knownAt`; the first is before the game, the last is the final. */
  readonly states: readonly TrueState[];
};

/** Index of the last state known at a time; the first state before any. */
export function stateIndexAt(timeline: Timeline, at: number): number {
  let low = 0;
  let high = timeline.states.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timeline.states[middle]?.knownAt ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The state of an index. Throws outside the list. */
export function stateAt(timeline: Timeline, index: number): TrueState {
  const state = timeline.states[index];
  if (state === undefined) throw new RangeError(`no state ${index}`);
  return state;
}

/**
 * Seconds on the game clock at a time, in the state of that index: it runs down to the clock of
 * the next state of the same period and waits there. undefined before the game.
 */
export function clockAt(timeline: Timeline, index: number, at: number): number | undefined {
  const state = stateAt(timeline, index);
  const shown = state.situation.clockSeconds;
  if (shown === undefined || !state.clockRunning) return shown;
  const elapsed = Math.max(0, at - state.knownAt) / 1000;
  const next = timeline.states[index + 1]?.situation;
  const samePeriod = next !== undefined && next.period === state.situation.period;
  const floor = samePeriod ? Math.min(shown, next.clockSeconds ?? 0) : 0;
  return Math.max(floor, Math.floor(shown - elapsed));
}

/** When the game is over; undefined when the timeline has no final. */
export function finalAt(timeline: Timeline): number | undefined {
  return timeline.states.findLast((state) => state.situation.completed)?.knownAt;
}
