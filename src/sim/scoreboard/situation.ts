/** ESPN's situation object, moment by moment (reference: ESPN dossier §5). */
import { hashText } from "../../domain/chance.ts";
import type { TeamSide } from "../../domain/game.ts";
import { fairOf } from "../fair.ts";
import type { DriveSummary, Timeline, TruePlay, TrueState } from "../timeline.ts";
import { clockText, homeLine, ordinal, spotText } from "../wording.ts";

/**
 * The situation of a game in progress; undefined before and after it. A fault leaves out all of it
 * or who has the ball.
 */
export function situationBody(
  timeline: Timeline,
  state: TrueState,
  fault: "missing" | "noPossession" | undefined,
): object | undefined {
  if (state.situation.state !== "in" || fault === "missing") return undefined;
  if (state.play === undefined) return {};
  const lastPlay = lastPlayBody(timeline, state, state.play);
  const body: Record<string, unknown> = {
    lastPlay,
    ...fieldBody(timeline, state, state.play),
    ...timeoutsBody(timeline, state),
  };
  if (fault === "noPossession") delete body["possession"];
  return body;
}

/** Timeouts are absent until the first play after the opening kickoff. */
function timeoutsBody(timeline: Timeline, state: TrueState): object {
  const first = timeline.states.find((one) => one.play !== undefined);
  if (state.moment === "kickoff" && first === state) return {};
  const { homeTimeouts, awayTimeouts } = state.situation;
  return { homeTimeouts, awayTimeouts };
}

function sideId(timeline: Timeline, side: TeamSide): string {
  return side === "home" ? timeline.game.home.id : timeline.game.away.id;
}

/** The goal line that a scorer has crossed. */
function crossedLine(play: TruePlay): number {
  return homeLine(play.team ?? "home", 0);
}

function fieldBody(timeline: Timeline, state: TrueState, play: TruePlay): object {
  switch (state.moment) {
    case "touchdown":
      return { down: -1, yardLine: crossedLine(play), distance: 10, isRedZone: true };
    case "afterTry":
    case "fieldGoal":
    case "safety":
      return { down: -1, yardLine: crossedLine(play), distance: 10, isRedZone: false };
    case "halftime":
      return { down: 1, yardLine: 65, distance: 10, isRedZone: false };
    case "puntTouchback":
      return puntTouchbackBody(timeline, state);
    default:
      return scrimmageBody(timeline, state);
  }
}

/** The real scoreboard says the goal line, not the 20, until the next snap. */
function puntTouchbackBody(timeline: Timeline, state: TrueState): object {
  const receiver = state.situation.possession ?? "home";
  return {
    down: 1,
    yardLine: homeLine(receiver, 100),
    distance: 10,
    isRedZone: false,
    possession: sideId(timeline, receiver),
  };
}

function scrimmageBody(timeline: Timeline, state: TrueState): object {
  const { possession, down, distance, yardline100, goalToGo } = state.situation;
  if (possession === undefined || down === undefined || yardline100 === undefined) return {};
  const yardLine = homeLine(possession, yardline100);
  const spot = spotAt(timeline, yardLine);
  const toGo = goalToGo ? "Goal" : String(distance);
  return {
    down,
    yardLine,
    distance,
    downDistanceText: `${ordinal(down)} & ${toGo} at ${spot}`,
    shortDownDistanceText: `${ordinal(down)} & ${toGo}`,
    possessionText: spot,
    isRedZone: yardline100 <= 20,
    // After a kickoff nobody is said to have the ball until the next snap.
    ...(state.moment === "kickoff" ? {} : { possession: sideId(timeline, possession) }),
  };
}

function spotAt(timeline: Timeline, line: number): string {
  const { home, away } = timeline.game;
  return spotText(line, home.abbreviation, away.abbreviation);
}

/** Tries carry a negative id of their own and no percentages. */
function isTry(state: TrueState): boolean {
  return state.situation.lastPlay?.kind === "extraPoint";
}

function lastPlayBody(timeline: Timeline, state: TrueState, play: TruePlay): object {
  const { eventId } = timeline.game;
  const tryId = `-${10_000_000 + (hashText(`${eventId}/${play.number}`) % 90_000_000)}`;
  return {
    id: isTry(state) ? tryId : `${eventId}${play.number}`,
    type: play.type,
    text: play.text,
    scoreValue: play.scoreValue,
    ...(play.team === undefined ? {} : { team: { id: sideId(timeline, play.team) } }),
    ...(isTry(state) ? {} : { probability: probabilityBody(timeline, state) }),
    ...(state.drive === undefined ? {} : { drive: driveBody(timeline, state.drive) }),
    ...spotBody(timeline, "start", play.startLine, play.startTeam),
    ...spotBody(timeline, "end", play.endLine, play.endTeam),
    statYardage: play.yards,
  };
}

function spotBody(
  timeline: Timeline,
  name: "start" | "end",
  yardLine: number | undefined,
  side: TeamSide | undefined,
): object {
  if (yardLine === undefined) return {};
  return {
    [name]: { yardLine, ...(side === undefined ? {} : { team: { id: sideId(timeline, side) } }) },
  };
}

function probabilityBody(timeline: Timeline, state: TrueState): object {
  const spread = timeline.game.spreadHome ?? 0;
  const home = Math.round(fairOf(state, state.situation.clockSeconds, spread) * 10_000) / 10_000;
  const away = Math.round((1 - home) * 10_000) / 10_000;
  return { tiePercentage: 0, homeWinPercentage: home, awayWinPercentage: away, secondsLeft: 0 };
}

function driveBody(timeline: Timeline, drive: DriveSummary): object {
  const elapsed = clockText(drive.seconds);
  const plays = drive.plays === 1 ? "1 play" : `${drive.plays} plays`;
  return {
    description: `${plays}, ${drive.yards} yards, ${elapsed}`,
    start: { yardLine: drive.startLine, text: spotAt(timeline, drive.startLine) },
    timeElapsed: { displayValue: elapsed },
  };
}
