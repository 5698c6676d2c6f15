/** One game of the slate as it stands on the scoreboard at a moment. */
import type { Timeline, TrueState } from "../timeline.ts";
import { channelsOf, readChannels } from "./channels.ts";
import type { Channels, Scored } from "./channels.ts";
import { drawCorrections, withMistake } from "./corrections.ts";
import type { Correction, Shown } from "./corrections.ts";
import type { Lag } from "./lag.ts";
import type { Waywardness } from "./waywardness.ts";

/** A game with the moments at which it is shown, and what is told wrongly of it. */
export type SlateGame = {
  readonly timeline: Timeline;
  readonly channels: Channels;
  readonly corrections: readonly Correction[];
  /** Shows period 1 and 15:00 for some hours before kickoff. */
  readonly earlyPeriod: boolean;
};

/** Prepares a game; only the night's own one is corrected. */
export function slateGame(
  timeline: Timeline,
  lag: Lag,
  waywardness: Waywardness,
  isOwn: boolean,
): SlateGame {
  const channels = channelsOf(timeline, lag, waywardness);
  const { corrections, seed, earlyPeriod } = waywardness;
  return {
    timeline,
    channels,
    corrections: isOwn ? drawCorrections(timeline, channels.situation, corrections, seed) : [],
    earlyPeriod: earlyPeriod === "always" || (earlyPeriod === "some" && isEarly(timeline)),
  };
}

/** About one game in five. */
function isEarly({ game }: Timeline): boolean {
  return Number(game.eventId) % 5 === 0;
}

/** What the scoreboard says of the game at a moment (Unix ms). */
export function shownAt(slate: SlateGame, at: number): Shown {
  const { index, state, scored, clockSeconds } = readChannels(slate.timeline, slate.channels, at);
  const shown: Shown = { state, scored: beforeGame(state, scored), clockSeconds };
  const mistake = slate.corrections.find((one) => one.index === index);
  return mistake === undefined ? shown : withMistake(shown, mistake, at);
}

const nothingScored: Scored = { home: 0, away: 0, homeByPeriod: [], awayByPeriod: [] };

/** A score that leads the kickoff is nobody's. */
function beforeGame(state: TrueState, scored: Scored): Scored {
  return state.situation.state === "pre" ? nothingScored : scored;
}
