/** The states before the first play, the same for generated and real games. */
import type { Situation } from "../domain/game.ts";
import type { Moment, TrueState } from "./timeline.ts";
import { statusText } from "./wording.ts";

/** A situation in which no scrimmage play is next. */
export const NOTHING_KNOWN = {
  completed: false,
  possession: undefined,
  down: undefined,
  distance: undefined,
  goalToGo: false,
  yardline100: undefined,
  homeTimeouts: undefined,
  awayTimeouts: undefined,
  lastPlay: undefined,
} as const;

/** Before the game: scheduled, no situation. */
export function pregameState(knownAt: number): TrueState {
  const situation: Situation = {
    ...NOTHING_KNOWN,
    state: "pre",
    phase: "scheduled",
    statusText: "Scheduled",
    period: undefined,
    clockSeconds: undefined,
    homeScore: 0,
    awayScore: 0,
  };
  return bare(knownAt, "pregame", situation, [], []);
}

/** The kickoff is due: 15:00 of the first quarter, no play yet. */
export function startState(knownAt: number): TrueState {
  const situation: Situation = {
    ...NOTHING_KNOWN,
    state: "in",
    phase: "inProgress",
    statusText: statusText("inProgress", 1, 900, true),
    period: 1,
    clockSeconds: 900,
    homeScore: 0,
    awayScore: 0,
  };
  return bare(knownAt, "start", situation, [0], [0]);
}

function bare(
  knownAt: number,
  moment: Moment,
  situation: Situation,
  homeByPeriod: readonly number[],
  awayByPeriod: readonly number[],
): TrueState {
  return {
    knownAt,
    moment,
    situation,
    play: undefined,
    drive: undefined,
    clockRunning: false,
    homeByPeriod,
    awayByPeriod,
  };
}
