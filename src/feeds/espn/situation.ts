/**
 * From ESPN's situation object to the field: who has the ball, where, which down. ESPN leaves old
 * and placeholder values standing between plays, so only what its own texts confirm is believed.
 */
import type { Situation, TeamSide } from "../../domain/game.ts";
import { isKickoff, isPunt, readLastPlay } from "./last-play.ts";
import type { EspnCompetition, EspnSituation, EspnStatus } from "./scoreboard.ts";
import { clockOf, periodOf, phaseOf } from "./status.ts";
import { sameTeamCode } from "./teams.ts";

/** Ids and abbreviations of the two teams, by side. */
type Sides = Readonly<Record<TeamSide, { readonly id: string; readonly abbreviation: string }>>;

type Field = Pick<Situation, "possession" | "down" | "distance" | "goalToGo" | "yardline100">;

const nowhere: Field = {
  possession: undefined,
  down: undefined,
  distance: undefined,
  goalToGo: false,
  yardline100: undefined,
};

function sideOf(id: string | undefined, sides: Sides): TeamSide | undefined {
  if (id === undefined) return undefined;
  if (id === sides.home.id) return "home";
  return id === sides.away.id ? "away" : undefined;
}

/**
 * A spot text ("PHI 24", "50") in ESPN's orientation: yards from the home team's goal line.
 * `undefined` when it names neither team.
 */
function spotOf(text: string, sides: Sides): number | undefined {
  const match = /^(?:([A-Z]{2,3}) )?(\d{1,2})$/.exec(text.trim());
  if (match === null) return undefined;
  const yards = Number(match[2]);
  if (yards > 50) return undefined;
  const code = match[1];
  if (code === undefined) return yards === 50 ? 50 : undefined;
  if (sameTeamCode(code, sides.home.abbreviation)) return yards;
  return sameTeamCode(code, sides.away.abbreviation) ? 100 - yards : undefined;
}

type DownText = { readonly down: number; readonly distance: number | "goal" };

function readDownText(text: string): DownText | undefined {
  const match = /^([1-4])(?:st|nd|rd|th) & (Goal|\d{1,2})\b/i.exec(text);
  if (match === null) return undefined;
  const [, down, distance] = match;
  return { down: Number(down), distance: /goal/i.test(distance ?? "") ? "goal" : Number(distance) };
}

/** After a punt into the end zone ESPN shows the goal line; the ball lies on the 20. */
function puntTouchback(raw: EspnSituation, possession: TeamSide | undefined): Field | undefined {
  const onGoalLine = raw.yardLine === 0 || raw.yardLine === 100;
  if (!isPunt(raw.lastPlay) || !onGoalLine || possession === undefined) return undefined;
  return { possession, down: 1, distance: 10, goalToGo: false, yardline100: 80 };
}

/**
 * Where the ball is. Without a down or without texts no scrimmage play is next (a try, a kickoff, a
 * break). A number that contradicts a text makes all of it unknown: one of the two belongs to
 * another moment.
 */
function readField(raw: EspnSituation, sides: Sides): Field {
  const told = sideOf(raw.possession, sides);
  const between: Field = { ...nowhere, possession: told };
  const { down, possessionText } = raw;
  if (down === undefined || ![1, 2, 3, 4].includes(down)) return between;
  const downText = raw.downDistanceText ?? raw.shortDownDistanceText;
  if (downText === undefined || possessionText === undefined) {
    return puntTouchback(raw, told) ?? between;
  }
  const receiver = isKickoff(raw.lastPlay) ? raw.lastPlay?.end?.team?.id : undefined;
  const possession = raw.possession === undefined ? sideOf(receiver, sides) : told;
  const words = readDownText(downText);
  const spot = spotOf(possessionText, sides);
  if (possession === undefined || words?.down !== down || spot !== raw.yardLine) return nowhere;
  if (spot === undefined) return nowhere;
  const yardline100 = possession === "home" ? 100 - spot : spot;
  const goalToGo = words.distance === "goal";
  const distance = words.distance === "goal" ? yardline100 : words.distance;
  const redZoneAgrees = raw.isRedZone === undefined || raw.isRedZone === yardline100 <= 20;
  const consistent =
    yardline100 >= 1 &&
    yardline100 <= 99 &&
    (raw.distance === undefined || raw.distance === distance) &&
    distance >= 1 &&
    distance <= yardline100 &&
    (told === undefined || redZoneAgrees);
  return consistent ? { possession, down, distance, goalToGo, yardline100 } : nowhere;
}

function timeouts(value: number | undefined, period: number | undefined): number | undefined {
  if (value === undefined) return period === 1 ? 3 : undefined;
  return Number.isInteger(value) && value >= 0 && value <= 3 ? value : undefined;
}

function score(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 200
    ? value
    : undefined;
}

function statusText(status: EspnStatus): string {
  return status.type.detail ?? status.type.description ?? status.type.name;
}

/** The situation of one competition. Whatever is not told or contradicts itself is not known. */
export function readSituation(competition: EspnCompetition, sides: Sides): Situation {
  const { status, situation, competitors } = competition;
  const { state } = status.type;
  const phase = phaseOf(status);
  const playing = state === "in";
  const period = state === "pre" ? undefined : periodOf(status);
  const scoreOf = (side: TeamSide) =>
    score(competitors.find(({ homeAway }) => homeAway === side)?.score);
  const field =
    phase === "inProgress" && situation !== undefined ? readField(situation, sides) : nowhere;
  return {
    state,
    phase,
    statusText: statusText(status),
    completed: status.type.completed === true,
    period,
    clockSeconds: state === "pre" ? undefined : clockOf(status),
    homeScore: scoreOf("home"),
    awayScore: scoreOf("away"),
    ...field,
    homeTimeouts: playing ? timeouts(situation?.homeTimeouts, period) : undefined,
    awayTimeouts: playing ? timeouts(situation?.awayTimeouts, period) : undefined,
    lastPlay: playing ? readLastPlay(situation?.lastPlay) : undefined,
  };
}
