/**
 * From ESPN's situation object to the field: who has the ball, where, which down. ESPN leaves old
 * and placeholder values standing between plays, so only what its own texts confirm is believed.
 */
import type { Situation, TeamSide } from "../../domain/game.ts";
import { isEndOfHalf, isKickoff, isPunt, readLastPlay } from "./last-play.ts";
import type { EspnCompetition, EspnSituation, EspnStatus } from "./scoreboard.ts";
import { clockOf, periodOf, phaseOf } from "./status.ts";
import { sameTeamCode } from "./teams.ts";

/** Ids and abbreviations of the two teams, by side. */
type Sides = Readonly<Record<TeamSide, { readonly id: string; readonly abbreviation: string }>>;

type Field = Pick<Situation, "possession" | "down" | "distance" | "goalToGo" | "yardline100">;

const redZoneYards = 20;

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
 * A spot text ("PHI 24", "TA&M 31", "50") in ESPN's orientation: yards from the home team's goal
 * line. `undefined` when it names neither team.
 */
function spotOf(text: string, sides: Sides): number | undefined {
  const match = /^(?:(\S.{0,15}?) )?(\d{1,2})$/.exec(text.trim());
  if (match === null) return undefined;
  const yards = Number(match[2]);
  if (yards > 50) return undefined;
  const code = match[1];
  if (code === undefined) return yards === 50 ? 50 : undefined;
  if (sameTeamCode(code, sides.home.abbreviation)) return yards;
  return sameTeamCode(code, sides.away.abbreviation) ? 100 - yards : undefined;
}

/** "2nd & 7 at SF 45", taken apart; the short form has no spot. */
type DownText = {
  readonly down: number;
  readonly distance: number | "goal";
  readonly spot: string | undefined;
};

function readDownText(text: string | undefined): DownText | undefined {
  const pattern = /^([1-4])(?:st|nd|rd|th) (?:&|and) (Goal|\d{1,2})(?: at (\S.*))?$/i;
  const match = pattern.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  const [, down, distance, spot] = match;
  const toGo = /goal/i.test(distance ?? "") ? "goal" : Number(distance);
  return { down: Number(down), distance: toGo, spot };
}

/** After a punt into the end zone ESPN shows the goal line; the ball lies on the 20. */
function puntTouchback(raw: EspnSituation, possession: TeamSide | undefined): Field | undefined {
  const onGoalLine = raw.yardLine === 0 || raw.yardLine === 100;
  if (!isPunt(raw.lastPlay) || !onGoalLine || possession === undefined) return undefined;
  if (raw.down !== 1) return undefined;
  return { possession, down: 1, distance: 10, goalToGo: false, yardline100: 80 };
}

/** Who has the ball. After kickoffs ESPN leaves it out until the next snap: the receiver has it. */
function possessionOf(raw: EspnSituation, sides: Sides): TeamSide | undefined {
  if (raw.possession !== undefined) return sideOf(raw.possession, sides);
  if (!isKickoff(raw.lastPlay)) return undefined;
  return sideOf(raw.lastPlay?.end?.team?.id ?? raw.lastPlay?.team?.id, sides);
}

/** Down and distance as numbers and words agree on them, and where the words say the ball is. */
type Told = {
  readonly down: number;
  readonly distance: number | "goal";
  readonly spot: string;
};

/** `undefined`: no scrimmage play is next. "contradiction": numbers and words are of two moments. */
function readTold(raw: EspnSituation): Told | "contradiction" | undefined {
  const { down, distance } = raw;
  if (down === undefined || ![1, 2, 3, 4].includes(down)) return undefined;
  const long = readDownText(raw.downDistanceText);
  const words = long ?? readDownText(raw.shortDownDistanceText);
  const spot = raw.possessionText ?? long?.spot;
  if (spot === undefined) return undefined;
  if (words === undefined) {
    const texts = [raw.downDistanceText, raw.shortDownDistanceText];
    return texts.every((text) => text === undefined) ? undefined : "contradiction";
  }
  if (words.down !== down) return "contradiction";
  if (words.distance === "goal") return { down, distance: "goal", spot };
  const sane = words.distance >= 1 && (distance === undefined || distance === words.distance);
  return sane ? { down, distance: words.distance, spot } : "contradiction";
}

/** The spot and the way to the goal, checked against the numbers; `undefined` when they differ. */
function place(
  raw: EspnSituation,
  told: Told,
  possession: TeamSide,
  spot: number,
): Field | undefined {
  const { down } = told;
  const yardline100 = possession === "home" ? 100 - spot : spot;
  const goalToGo = told.distance === "goal";
  const distance = told.distance === "goal" ? yardline100 : told.distance;
  // At goal to go the number is the way to the goal, in college also 0.
  const numberAgrees =
    raw.distance === undefined || raw.distance === distance || (goalToGo && raw.distance === 0);
  const redZoneAgrees =
    raw.possession === undefined ||
    raw.isRedZone === undefined ||
    raw.isRedZone === yardline100 <= redZoneYards;
  const onField = yardline100 >= 1 && yardline100 <= 99 && distance <= yardline100;
  if (!numberAgrees || !redZoneAgrees || !onField) return undefined;
  return { possession, down, distance, goalToGo, yardline100 };
}

/**
 * Where the ball is. Without a down or without texts no scrimmage play is next (a try, a kickoff, a
 * break). A number that contradicts a text makes all of it unknown: one of the two belongs to
 * another moment.
 */
function readField(raw: EspnSituation, sides: Sides): Field {
  if (isEndOfHalf(raw.lastPlay)) return nowhere;
  const possession = possessionOf(raw, sides);
  const told = readTold(raw);
  if (told === "contradiction") return nowhere;
  if (told === undefined) {
    const between: Field = { ...nowhere, possession: sideOf(raw.possession, sides) };
    return puntTouchback(raw, between.possession) ?? between;
  }
  if (raw.possession !== undefined && possession === undefined) return nowhere;
  const spot = spotOf(told.spot, sides);
  if (spot === undefined || (raw.yardLine !== undefined && spot !== raw.yardLine)) return nowhere;
  if (possession === undefined || raw.yardLine === undefined) {
    const distance = told.distance === "goal" ? undefined : told.distance;
    const goalToGo = told.distance === "goal";
    return { ...nowhere, possession, down: told.down, distance, goalToGo };
  }
  return place(raw, told, possession, spot) ?? nowhere;
}

function timeouts(value: number | undefined, period: number | undefined): number | undefined {
  if (value === undefined) return period === 1 ? 3 : undefined;
  return Number.isInteger(value) && value >= 0 && value <= 3 ? value : undefined;
}

/** Points as a team can have them; anything else is not known. */
export function readScore(value: number | undefined): number | undefined {
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
    readScore(competitors.find(({ homeAway }) => homeAway === side)?.score);
  const field =
    phase === "inProgress" && situation !== undefined ? readField(situation, sides) : nowhere;
  return {
    state,
    phase,
    statusText: statusText(status),
    // A canceled game may be called completed, too: nobody has won it.
    completed: phase === "final",
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
