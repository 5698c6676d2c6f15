/** What the scoreboard says wrongly for a while and then corrects. */
import { seededChance, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import type { TeamSide } from "../../domain/game.ts";
import { PLAY_TYPES } from "../play-types.ts";
import { stateAt } from "../timeline.ts";
import type { Timeline, TruePlay, TrueState } from "../timeline.ts";
import { homeLine } from "../wording.ts";
import type { Scored } from "./channels.ts";
import type { CorrectionCounts } from "./waywardness.ts";

/** One mistake: about the state of this index, shown in this window of time (Unix ms). */
export type Correction = {
  readonly kind: "scoreTakenBack" | "clockPutBack" | "yardsCorrected" | "textEdited";
  readonly index: number;
  readonly from: number;
  readonly until: number;
  /** Points shown too many, seconds shown too few, or yards shown wrongly. */
  readonly amount: number;
};

/** The wrong thing stands this long … */
const leastWrongMs = 8_000;
const mostWrongMs = 30_000;
/** … and the right one stands at least this long before the next play is shown. */
const rightMs = 10_000;
const touchdownZone = 35;

const kinds = ["scoreTakenBack", "clockPutBack", "yardsCorrected", "textEdited"] as const;
const countOf: Readonly<Record<Correction["kind"], keyof CorrectionCounts>> = {
  scoreTakenBack: "scores",
  clockPutBack: "clocks",
  yardsCorrected: "yards",
  textEdited: "texts",
};

/** True for a play from scrimmage after which the same team goes on. */
function isPlainPlay({ moment, situation, play }: TrueState): boolean {
  const { lastPlay, possession } = situation;
  const plain = moment === "scrimmage" && lastPlay?.kind === "scrimmage";
  return plain && possession !== undefined && play?.startTeam === possession;
}

function fits(kind: Correction["kind"], state: TrueState): boolean {
  const { yardline100 = 99, down = 1, distance = 0, clockSeconds = 0, goalToGo } = state.situation;
  if (!isPlainPlay(state)) return false;
  switch (kind) {
    case "scoreTakenBack":
      return (state.play?.yards ?? 0) > 0 && yardline100 <= touchdownZone;
    case "clockPutBack":
      return !state.clockRunning && clockSeconds > 60;
    case "yardsCorrected":
      return down > 1 && distance > 2 && !goalToGo && yardline100 > 24 && yardline100 < 96;
    case "textEdited":
      return state.play !== undefined;
  }
}

function amountOf(kind: Correction["kind"], chance: Chance): number {
  if (kind === "scoreTakenBack") return chance.next() < 0.5 ? 6 : 7;
  if (kind === "clockPutBack") return wholeBetween(chance, 4, 20);
  return wholeBetween(chance, 1, 2);
}

/** Draws which plays are told wrongly; never two mistakes about one play. */
export function drawCorrections(
  timeline: Timeline,
  shown: readonly number[],
  counts: CorrectionCounts,
  seed: number,
): readonly Correction[] {
  const chance = seededChance(seed, `corrections/${timeline.game.eventId}`);
  const taken = new Set<number>();
  const drawn: Correction[] = [];
  for (const kind of kinds) {
    const free = timeline.states.flatMap((state, index) => {
      const stands = (shown[index + 1] ?? 0) - (shown[index] ?? 0);
      const long = stands >= leastWrongMs + rightMs;
      return long && fits(kind, state) ? [index] : [];
    });
    for (let count = 0; count < counts[countOf[kind]] && free.length > 0; count += 1) {
      const [index = 0] = free.splice(wholeBetween(chance, 0, free.length - 1), 1);
      if (taken.has(index)) continue;
      taken.add(index);
      const from = shown[index] ?? 0;
      const most = Math.min(mostWrongMs, (shown[index + 1] ?? from) - rightMs - from);
      const until = from + wholeBetween(chance, leastWrongMs, most);
      drawn.push({ kind, index, from, until, amount: amountOf(kind, chance) });
    }
  }
  return drawn.toSorted((left, right) => left.from - right.from);
}

/** What is shown of a game at one moment. */
export type Shown = {
  readonly state: TrueState;
  readonly scored: Scored;
  readonly clockSeconds: number;
};

/** The shown state with the mistake of that moment, if there is one. */
export function withMistake(shown: Shown, correction: Correction, at: number): Shown {
  const wrong = correction.from <= at && at < correction.until;
  const { play } = shown.state;
  if (play === undefined) return shown;
  switch (correction.kind) {
    case "scoreTakenBack":
      return wrong ? touchdownGiven(shown, play, correction.amount) : reversed(shown, play);
    case "clockPutBack":
      return wrong
        ? { ...shown, clockSeconds: Math.max(0, shown.clockSeconds - correction.amount) }
        : shown;
    case "yardsCorrected":
      return wrong ? shortSpot(shown, play, correction.amount) : shown;
    case "textEdited":
      return wrong ? withText(shown, play, firstText(play.text)) : shown;
  }
}

/** The state of a mistake's own index, for tests and for those who look for it. */
export function stateOf(timeline: Timeline, { index }: Correction): TrueState {
  return stateAt(timeline, index);
}

/** Entered in haste: without who made the tackle and how far it went. */
function firstText(text: string): string {
  return text.replace(/( for [^.]*)?( \([^)]*\))?\.$/, ".");
}

function withText(shown: Shown, play: TruePlay, text: string): Shown {
  const { state } = shown;
  const { lastPlay } = state.situation;
  const told = lastPlay === undefined ? undefined : { ...lastPlay, text };
  const situation = { ...state.situation, lastPlay: told };
  return { ...shown, state: { ...state, situation, play: { ...play, text } } };
}

function reversed(shown: Shown, play: TruePlay): Shown {
  const review =
    "The Replay Official reviewed the runner was short ruling, and the play was REVERSED.";
  return withText(shown, play, `${firstText(play.text)} TOUCHDOWN. ${review} ${play.text}`);
}

function touchdownGiven(shown: Shown, play: TruePlay, points: number): Shown {
  const scorer: TeamSide = play.startTeam ?? "home";
  const { state, scored } = shown;
  const period = (state.situation.period ?? 1) - 1;
  const added = (byPeriod: readonly number[]): readonly number[] =>
    byPeriod.map((sum, index) => (index === period ? sum + points : sum));
  const pass = play.type.id === PLAY_TYPES.reception.id;
  const told: TruePlay = {
    ...play,
    type: pass ? PLAY_TYPES.passingTouchdown : PLAY_TYPES.rushingTouchdown,
    text: `${firstText(play.text)} TOUCHDOWN.`,
    scoreValue: 6,
    team: scorer,
    endTeam: scorer,
    endLine: homeLine(scorer, 0),
  };
  return {
    ...shown,
    state: { ...state, moment: "touchdown", play: told },
    scored:
      scorer === "home"
        ? { ...scored, home: scored.home + points, homeByPeriod: added(scored.homeByPeriod) }
        : { ...scored, away: scored.away + points, awayByPeriod: added(scored.awayByPeriod) },
  };
}

/** The spot is told some yards too short. */
function shortSpot(shown: Shown, play: TruePlay, yards: number): Shown {
  const { state } = shown;
  const { possession = "home", yardline100 = 50, distance = 10 } = state.situation;
  const spot = yardline100 + yards;
  const situation = { ...state.situation, yardline100: spot, distance: distance + yards };
  const told = { ...play, yards: play.yards - yards, endLine: homeLine(possession, spot) };
  return { ...shown, state: { ...state, situation, play: told } };
}
