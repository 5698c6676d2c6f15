/**
 * The summary of one game: the pre-game line of a game that is already on, and a second look at its
 * score and period. It is large and asked for seldom; what it fails to say is no failure of ESPN's.
 */
import type { Game } from "../../domain/game.ts";
import type { Http, HttpLimits } from "../../domain/ports.ts";
import { type Line, readLine } from "./odds.ts";
import { SummaryHeaderShape, type SummaryHeader, SummaryShape } from "./scoreboard.ts";
import { readScore } from "./situation.ts";
import { ESPN_HEADERS } from "./slate.ts";
import { summaryUrl } from "./urls.ts";

/** Shorter than the scoreboard's, which waits for it. */
const summaryLimits: HttpLimits = { timeoutMs: 2500, bytesMax: 8_000_000 };

/** Score and period of a game that is on, all of them told. */
export type SecondLook = {
  readonly period: number;
  readonly homeScore: number;
  readonly awayScore: number;
};

export type Summary = {
  readonly line: Line | undefined;
  /** `undefined`: no second source, for whatever reason. */
  readonly look: SecondLook | undefined;
};

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function scoreOf(header: SummaryHeader, game: Game, side: "home" | "away"): number | undefined {
  const teams = header.competitions[0].competitors.filter(({ homeAway }) => homeAway === side);
  const [team] = teams;
  return teams.length === 1 && team?.id === game[side].id ? readScore(team.score) : undefined;
}

function lookOf(json: unknown, game: Game): SecondLook | undefined {
  const parsed = SummaryHeaderShape.safeParse(json);
  if (!parsed.success || parsed.data.header.id !== game.eventId) return undefined;
  const { header } = parsed.data;
  const { period, type } = header.competitions[0].status;
  const homeScore = scoreOf(header, game, "home");
  const awayScore = scoreOf(header, game, "away");
  if (type.state !== "in" || period === undefined || !Number.isInteger(period) || period < 1) {
    return undefined;
  }
  if (homeScore === undefined || awayScore === undefined) return undefined;
  return { period, homeScore, awayScore };
}

/** Reads a summary; parts that cannot be read are left out. */
export function readSummary(body: string, game: Game): Summary {
  const json = parse(body);
  const parsed = SummaryShape.safeParse(json);
  const { home, away } = game;
  return {
    line: parsed.success
      ? readLine(parsed.data.pickcenter, home.abbreviation, away.abbreviation)
      : undefined,
    look: lookOf(json, game),
  };
}

/** Asks once; `undefined` without a good answer. */
export async function fetchSummary(
  http: Http,
  baseUrl: string,
  game: Game,
): Promise<Summary | undefined> {
  const url = summaryUrl(baseUrl, game.eventId);
  const outcome = await http.request({ method: "GET", url, headers: ESPN_HEADERS }, summaryLimits);
  if (outcome.kind !== "answered" || outcome.response.status !== 200) return undefined;
  return readSummary(outcome.response.body, game);
}
