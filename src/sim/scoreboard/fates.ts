/** What can befall a game: its timeline with a delay, an end before the end, or another kickoff. */
import type { GamePhase, Situation } from "../../domain/game.ts";
import { NOTHING_KNOWN } from "../bare-states.ts";
import { stateAt } from "../timeline.ts";
import type { Moment, Timeline, TrueState } from "../timeline.ts";
import { statusText } from "../wording.ts";

function later(state: TrueState, ms: number, kickoffAt: number | undefined): TrueState {
  const shifted = { ...state, knownAt: state.knownAt + ms };
  return kickoffAt === undefined ? shifted : { ...shifted, kickoffAt };
}

function firstPlayed({ states }: Timeline): number {
  return states.findIndex((state) => state.situation.state === "in");
}

/** The kickoff is announced anew at a moment: the date changes, the id stays. */
export function withKickoffMoved(timeline: Timeline, at: number, minutes: number): Timeline {
  const ms = minutes * 60_000;
  const kickoffAt = timeline.game.kickoffAt + ms;
  const first = firstPlayed(timeline);
  const before = timeline.states.slice(0, first);
  const announced = stateAt(timeline, first - 1);
  const after = timeline.states.slice(first).map((state) => later(state, ms, kickoffAt));
  return { ...timeline, states: [...before, { ...announced, knownAt: at, kickoffAt }, ...after] };
}

/** Weather holds up the kickoff: "Delayed" from the due time on, period 1 at 15:00. */
export function withKickoffDelayed(timeline: Timeline, minutes: number): Timeline {
  const first = firstPlayed(timeline);
  const due = stateAt(timeline, first);
  const waiting = inPhase(due, "delayed", "delayed");
  const ms = minutes * 60_000;
  const kickoffAt = timeline.game.kickoffAt + ms;
  const after = timeline.states.slice(first).map((state) => later(state, ms, kickoffAt));
  const states = [...timeline.states.slice(0, first), { ...waiting, kickoffAt }, ...after];
  return { ...timeline, states };
}

/** The game stops after a state and goes on as it stood after so many minutes. */
export function withDelay(timeline: Timeline, index: number, minutes: number): Timeline {
  const before = stateAt(timeline, index);
  const next = stateAt(timeline, index + 1);
  const ms = minutes * 60_000;
  const at = Math.min(next.knownAt, before.knownAt + 5_000);
  const stopped = { ...inPhase(before, "delayed", "delayed"), knownAt: at };
  const resumed = { ...before, knownAt: at + ms, clockRunning: false };
  const after = timeline.states.slice(index + 1).map((state) => later(state, ms, undefined));
  return {
    ...timeline,
    states: [...timeline.states.slice(0, index + 1), stopped, resumed, ...after],
  };
}

/** The game is broken off after a state and not played on. `stage`: both were reported. */
export function withSuspension(
  timeline: Timeline,
  index: number,
  stage: "in" | "post" = "in",
): Timeline {
  const before = stateAt(timeline, index);
  const stopped = inPhase(before, "suspended", "suspended");
  const situation = { ...stopped.situation, state: stage };
  const last = { ...stopped, situation, knownAt: before.knownAt + 5_000 };
  return { ...timeline, states: [...timeline.states.slice(0, index + 1), last] };
}

/** The game is called off before its kickoff: over, and not completed. */
export function withoutGame(
  timeline: Timeline,
  at: number,
  phase: "postponed" | "canceled",
): Timeline {
  const before = stateAt(timeline, 0);
  const situation: Situation = {
    ...NOTHING_KNOWN,
    state: "post",
    phase,
    statusText: statusText(phase, 0, 0, true),
    period: undefined,
    clockSeconds: undefined,
    homeScore: 0,
    awayScore: 0,
  };
  return {
    ...timeline,
    states: [before, { ...before, knownAt: at, moment: phase, situation }],
  };
}

function inPhase(state: TrueState, phase: GamePhase, moment: Moment): TrueState {
  const { period = 1, clockSeconds = 0 } = state.situation;
  return {
    ...state,
    moment,
    clockRunning: false,
    situation: {
      ...state.situation,
      phase,
      statusText: statusText(phase, period, clockSeconds, true),
    },
  };
}
