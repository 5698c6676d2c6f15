/** The game as the desk knows it. `undefined` always means "not known", never zero. */

/** One of the two teams of the game. */
export type TeamSide = "home" | "away";

export function otherTeam(side: TeamSide): TeamSide {
  return side === "home" ? "away" : "home";
}

/** A team as ESPN names it; `id` is the stable key, `abbreviation` is for people. */
export type Team = {
  readonly id: string;
  readonly abbreviation: string;
  readonly name: string;
};

/** American prices of both teams to win, as they stood before kickoff. */
export type Moneyline = { readonly home: number; readonly away: number };

/** Forecast at the stadium; told for games under a roof as well. */
export type Weather = {
  readonly words: string | undefined;
  /** Degrees Fahrenheit. */
  readonly temperature: number | undefined;
};

/** What is known of a game before it is played. */
export type Game = {
  /** ESPN's event id. Kept when the kickoff moves. */
  readonly eventId: string;
  readonly home: Team;
  readonly away: Team;
  /** Kickoff, Unix ms. */
  readonly kickoffAt: number;
  readonly neutralSite: boolean;
  readonly seasonType: "pre" | "regular" | "post" | "unknown";
  readonly season: number | undefined;
  readonly week: number | undefined;
  /** Last pre-game line: points by which the home team is favoured (positive = home favoured). */
  readonly spreadHome: number | undefined;
  /** Last pre-game total of points. */
  readonly totalPoints: number | undefined;
  /** Last pre-game prices of both teams to win: they give the strength where no line is known. */
  readonly moneyline?: Moneyline | undefined;
  /** Under a roof, fixed or not: it may be open. */
  readonly indoor?: boolean | undefined;
  readonly weather?: Weather | undefined;
};

/** What only the beginning of a game tells. */
export type Beginning = {
  readonly eventId: string;
  /** When it was seen to have begun, Unix ms of the source: a game put off begins anew. */
  readonly at: number;
  /** Twice HOME's mid before kickoff, in 1/10000 dollar. */
  readonly doubledMid: number | undefined;
  /** Who received the opening kickoff. */
  readonly openingReceiver: TeamSide | undefined;
};

/** Where a game stands, finer than ESPN's pre/in/post. */
export type GamePhase =
  | "scheduled"
  | "inProgress"
  | "endOfPeriod"
  | "halftime"
  | "delayed"
  | "final"
  | "postponed"
  | "suspended"
  | "canceled"
  | "unknown";

/** What the last play was, as far as rules depend on it. `fieldGoal`: an attempt, good or not. */
export type PlayKind =
  | "scrimmage"
  | "touchdown"
  | "extraPoint"
  | "fieldGoal"
  | "safety"
  | "kickoff"
  | "punt"
  | "turnover"
  | "penalty"
  | "timeout"
  | "twoMinuteWarning"
  | "endOfPeriod"
  | "other";

export type LastPlay = {
  /** Opaque; a change means a new play. */
  readonly id: string;
  readonly kind: PlayKind;
  readonly text: string;
  /** Yards gained, where told. */
  readonly yards: number | undefined;
};

/** The situation on the field at one moment. */
export type Situation = {
  readonly state: "pre" | "in" | "post";
  readonly phase: GamePhase;
  /** The source's own words, e.g. "8:41 - 3rd Quarter". */
  readonly statusText: string;
  /** True only when the source calls the game completed. */
  readonly completed: boolean;
  /** 1–4, 5 and up are overtime; undefined before the game. */
  readonly period: number | undefined;
  /** Seconds left in the period. */
  readonly clockSeconds: number | undefined;
  readonly homeScore: number | undefined;
  readonly awayScore: number | undefined;
  /** Who has the ball; undefined between possessions. */
  readonly possession: TeamSide | undefined;
  /** 1–4; undefined when no scrimmage play is next. */
  readonly down: number | undefined;
  /** Yards to a first down, or to the goal when `goalToGo`. */
  readonly distance: number | undefined;
  readonly goalToGo: boolean;
  /** Yards to the goal line that the team with the ball attacks, 1–99. */
  readonly yardline100: number | undefined;
  readonly homeTimeouts: number | undefined;
  readonly awayTimeouts: number | undefined;
  readonly lastPlay: LastPlay | undefined;
};

/**
 * What changed between two situations. A `gameEvent` is a change of score, of possession, a
 * turnover or the end of a period; every other change is a `playUpdate` (trading semantics §3).
 */
export type SituationChange =
  | { readonly kind: "none" }
  | { readonly kind: "playUpdate"; readonly yardsGained: number }
  | { readonly kind: "gameEvent"; readonly what: readonly GameEventKind[] };

export type GameEventKind = "score" | "possession" | "turnover" | "endOfPeriod";

function samePlay(left: LastPlay | undefined, right: LastPlay | undefined): boolean {
  return left?.id === right?.id && left?.text === right?.text && left?.kind === right?.kind;
}

const comparedFields = [
  "state",
  "phase",
  "period",
  "clockSeconds",
  "homeScore",
  "awayScore",
  "possession",
  "down",
  "distance",
  "goalToGo",
  "yardline100",
  "homeTimeouts",
  "awayTimeouts",
  "completed",
  "statusText",
] as const satisfies readonly (keyof Situation)[];

/** True when nothing that the desk knows of the situation differs. */
export function sameSituation(left: Situation, right: Situation): boolean {
  return (
    comparedFields.every((field) => left[field] === right[field]) &&
    samePlay(left.lastPlay, right.lastPlay)
  );
}

/** Classifies the step from one situation to the next. `before` undefined means the first one. */
export function changeBetween(before: Situation | undefined, after: Situation): SituationChange {
  if (before === undefined) return { kind: "gameEvent", what: [] };
  const what: GameEventKind[] = [];
  if (before.homeScore !== after.homeScore || before.awayScore !== after.awayScore) {
    what.push("score");
  }
  const bothKnown = before.possession !== undefined && after.possession !== undefined;
  if (bothKnown && before.possession !== after.possession) what.push("possession");
  const newPlay = !samePlay(before.lastPlay, after.lastPlay);
  if (newPlay && after.lastPlay?.kind === "turnover") what.push("turnover");
  if (before.period !== after.period || before.phase !== after.phase) what.push("endOfPeriod");
  if (what.length > 0) return { kind: "gameEvent", what };
  if (sameSituation(before, after)) return { kind: "none" };
  return { kind: "playUpdate", yardsGained: newPlay ? (after.lastPlay?.yards ?? 0) : 0 };
}

const regulationPeriods = 4;
const periodSeconds = 900;

/** Seconds of regulation play left; 0 in overtime; undefined when period or clock is unknown. */
export function gameSecondsLeft(situation: Situation): number | undefined {
  if (situation.state === "pre") return regulationPeriods * periodSeconds;
  if (situation.period === undefined || situation.clockSeconds === undefined) return undefined;
  if (situation.period > regulationPeriods) return 0;
  return (regulationPeriods - situation.period) * periodSeconds + situation.clockSeconds;
}
