/** The generated game as it stands, and how a new truth is told. The generator mutates it. */
import { normal, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import type { Game, PlayKind, Situation, Team, TeamSide } from "../../domain/game.ts";
import { otherTeam } from "../../domain/game.ts";
import { NOTHING_KNOWN } from "../bare-states.ts";
import type { Moment, PlayType, TrueState } from "../timeline.ts";
import { homeLine, spotText, statusText } from "../wording.ts";

type Both<T> = Record<TeamSide, T>;

/** What happens next on the field. */
export type Next =
  | { readonly kind: "kickoff"; readonly kicker: TeamSide; readonly afterSafety: boolean }
  | { readonly kind: "try"; readonly scorer: TeamSide }
  | { readonly kind: "scrimmage" }
  | { readonly kind: "over" };

export type Field = {
  readonly chance: Chance;
  readonly game: Game;
  /** Points that a team's attack is worth more than the average one's tonight. */
  readonly strength: Readonly<Both<number>>;
  readonly states: TrueState[];
  /** Unix ms of the source's time. */
  wall: number;
  period: number;
  /** Seconds left in the period. */
  clock: number;
  running: boolean;
  /** The clock starts on the referee's signal, with 25 s to the snap. */
  signalled: boolean;
  readonly score: Both<number>;
  readonly byPeriod: Both<number[]>;
  readonly timeouts: Both<number>;
  /** The two-minute warning of this half has been given. */
  warned: boolean;
  next: Next;
  possession: TeamSide;
  yardline100: number;
  down: number;
  distance: number;
  /** Kicked off to begin the game; receives the second half. */
  openingKicker: TeamSide;
  playNumber: number;
  drive: { plays: number; yards: number; startedAt: number; readonly startLine: number };
  /** Overtime: whose first possession is over. undefined in regulation. */
  possessed: Both<boolean> | undefined;
};

const usualTotal = 45.5;
const formDeviation = 2.2;

export function openField(chance: Chance, game: Game, firstKickAt: number): Field {
  const spread = game.spreadHome ?? 0;
  const openingKicker: TeamSide = chance.next() < 0.5 ? "home" : "away";
  // What nobody knew before the game: how well both attack tonight, and how well each does.
  const openness = ((game.totalPoints ?? usualTotal) - usualTotal) / 2 + normal(chance, 0, 1.5);
  const form = { home: normal(chance, 0, formDeviation), away: normal(chance, 0, formDeviation) };
  return {
    chance,
    game,
    strength: {
      home: spread / 2 + openness + form.home,
      away: -spread / 2 + openness + form.away,
    },
    states: [],
    wall: firstKickAt,
    period: 1,
    clock: 900,
    running: false,
    signalled: false,
    score: { home: 0, away: 0 },
    byPeriod: { home: [0], away: [0] },
    timeouts: { home: 3, away: 3 },
    warned: false,
    next: { kind: "kickoff", kicker: openingKicker, afterSafety: false },
    possession: otherTeam(openingKicker),
    yardline100: 65,
    down: 1,
    distance: 10,
    openingKicker,
    playNumber: 1,
    drive: { plays: 0, yards: 0, startedAt: 0, startLine: 35 },
    possessed: undefined,
  };
}

export function teamOf(field: Field, side: TeamSide): Team {
  return side === "home" ? field.game.home : field.game.away;
}

/** Points by which a team leads; negative when it trails. */
export function leadOf(field: Field, side: TeamSide): number {
  return field.score[side] - field.score[otherTeam(side)];
}

/** A spot given as yards to the goal that a team attacks, in words: "PHI 37". */
export function spotOf(field: Field, side: TeamSide, yardline100: number): string {
  const { home, away } = field.game;
  return spotText(homeLine(side, yardline100), home.abbreviation, away.abbreviation);
}

/** Seconds of the game gone by, for the length of a drive. */
export function elapsed(field: Field): number {
  return (field.period - 1) * 900 + (900 - field.clock);
}

/** A new series of downs at a spot. */
export function setFirstDown(field: Field, side: TeamSide, yardline100: number): void {
  const spot = Math.min(99, Math.max(1, Math.round(yardline100)));
  const newDrive = side !== field.possession || field.next.kind !== "scrimmage";
  field.possession = side;
  field.yardline100 = spot;
  field.down = 1;
  field.distance = Math.min(10, spot);
  field.next = { kind: "scrimmage" };
  if (newDrive) {
    field.drive = {
      plays: 0,
      yards: 0,
      startedAt: elapsed(field),
      startLine: homeLine(side, spot),
    };
  }
}

export function addPoints(field: Field, side: TeamSide, points: number): void {
  field.score[side] += points;
  const periods = field.byPeriod[side];
  periods[field.period - 1] = (periods[field.period - 1] ?? 0) + points;
}

/** Where a play began. */
export type Before = { readonly side: TeamSide; readonly yardline100: number };

export function beforePlay(field: Field): Before {
  return { side: field.possession, yardline100: field.yardline100 };
}

export type Telling = {
  readonly moment: Moment;
  readonly kind: PlayKind;
  readonly type: PlayType;
  readonly text: string;
  readonly yards?: number;
  readonly scoreValue?: 0 | 1 | 2 | 3 | 6;
  /** Who scored, or who has the ball after the play. */
  readonly team?: TeamSide;
  readonly before?: Before;
};

/** Makes what stands on the field known now: one more state of the timeline. */
export function tell(field: Field, telling: Telling): void {
  const { moment, kind, type, text } = telling;
  field.playNumber += wholeBetween(field.chance, 14, 41);
  const team = telling.team ?? field.possession;
  const start = telling.before;
  const scored = moment === "touchdown" || moment === "afterTry" || moment === "fieldGoal";
  const endLine = scored ? homeLine(team, 0) : homeLine(field.possession, field.yardline100);
  const number = field.playNumber;
  field.states.push({
    knownAt: Math.round(field.wall),
    moment,
    situation: situationOf(field, telling, `${field.game.eventId}${number}`),
    play: {
      number,
      type,
      text,
      scoreValue: telling.scoreValue ?? 0,
      team,
      startTeam: start?.side ?? team,
      startLine: start === undefined ? endLine : homeLine(start.side, start.yardline100),
      endTeam: team,
      endLine,
      yards: telling.yards ?? 0,
    },
    drive: {
      plays: field.drive.plays,
      yards: field.drive.yards,
      seconds: Math.max(0, elapsed(field) - field.drive.startedAt),
      startLine: field.drive.startLine,
    },
    clockRunning: field.running && kind !== "endOfPeriod",
    homeByPeriod: [...field.byPeriod.home],
    awayByPeriod: [...field.byPeriod.away],
  });
}

function phaseOf(moment: Moment): Situation["phase"] {
  if (moment === "halftime" || moment === "endOfPeriod" || moment === "final") return moment;
  return "inProgress";
}

function situationOf(field: Field, { moment, kind, text, yards }: Telling, id: string): Situation {
  const phase = phaseOf(moment);
  const scrimmage = field.next.kind === "scrimmage" && phase !== "halftime" && phase !== "final";
  const final = phase === "final";
  return {
    ...NOTHING_KNOWN,
    state: final ? "post" : "in",
    phase,
    statusText: statusText(phase, field.period, field.clock, true),
    completed: final,
    period: field.period,
    clockSeconds: Math.max(0, Math.round(field.clock)),
    homeScore: field.score.home,
    awayScore: field.score.away,
    ...(scrimmage
      ? {
          possession: field.possession,
          down: field.down,
          distance: field.distance,
          goalToGo: field.distance === field.yardline100,
          yardline100: field.yardline100,
        }
      : {}),
    homeTimeouts: field.timeouts.home,
    awayTimeouts: field.timeouts.away,
    lastPlay: { id, kind, text, yards },
  };
}
