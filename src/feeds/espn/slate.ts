/** All games of a scoreboard, and the choice of one. */
import { z } from "zod";
import { readInstant } from "../../domain/calendar.ts";
import type { Game, Situation, Team, Weather } from "../../domain/game.ts";
import type { Http, HttpLimits } from "../../domain/ports.ts";
import { sliceMembers } from "./json-slice.ts";
import { type Line, noLine, readLine } from "./odds.ts";
import { type Reading, unreadable } from "../../domain/reading.ts";
import { type EspnEvent, type EspnWeather, EventShape, ScoreboardShape } from "./scoreboard.ts";
import { readSituation } from "./situation.ts";
import { sameTeamCode } from "./teams.ts";
import { scoreboardUrl } from "./urls.ts";

/** Sent with every request: ESPN refuses agents without an address. */
export const USER_AGENT = "MNF-Trader/0.1 (+https://github.com/mnf-trader/mnf-trader)";

export const ESPN_HEADERS = { "user-agent": USER_AGENT, accept: "application/json" } as const;

/** Time and size of one scoreboard request (verbose pre-game odds make 3 MB). */
export const SCOREBOARD_LIMITS: HttpLimits = { timeoutMs: 4000, bytesMax: 8_000_000 };

/** One game of the slate. `raw` is its event object exactly as it came. */
export type SlateGame = {
  readonly game: Game;
  readonly situation: Situation;
  readonly raw: string;
};

/** An event that could not be read; the others of its answer can. */
export type RefusedEvent = { readonly id: string | undefined; readonly why: string };

export type Slate = {
  readonly games: readonly SlateGame[];
  readonly refused: readonly RefusedEvent[];
};

const seasonTypes = new Map<number | undefined, Game["seasonType"]>([
  [1, "pre"],
  [2, "regular"],
  [3, "post"],
]);

/** The one team of this side; `undefined` when there is none, or more than one. */
export function teamOf(event: EspnEvent, side: "home" | "away"): Team | undefined {
  const found = event.competitions[0]?.competitors.filter(({ homeAway }) => homeAway === side);
  const team = found?.length === 1 ? found[0]?.team : undefined;
  if (team === undefined) return undefined;
  return {
    id: team.id,
    abbreviation: team.abbreviation,
    name: team.displayName ?? team.abbreviation,
  };
}

const wordless = /^[\d.\s]*$/;

/** Whichever of the two fields has words in it: live payloads swap them. */
function weatherOf(weather: EspnWeather): Weather | undefined {
  if (weather === undefined) return undefined;
  const texts = [weather.displayValue, weather.conditionId];
  const words = texts.find((text) => text !== undefined && !wordless.test(text));
  const { temperature } = weather;
  return words === undefined && temperature === undefined ? undefined : { words, temperature };
}

function readEvent(json: unknown, raw: string): Reading<SlateGame> {
  const parsed = EventShape.safeParse(json);
  if (!parsed.success) return unreadable(z.prettifyError(parsed.error));
  return readParsedEvent(parsed.data, raw);
}

/** One event of good shape. The line counts only before the game: later ones are live prices. */
export function readParsedEvent(event: EspnEvent, raw: string): Reading<SlateGame> {
  const competition = event.competitions[0];
  const home = teamOf(event, "home");
  const away = teamOf(event, "away");
  const kickoffAt = readInstant(event.date);
  if (competition === undefined || home === undefined || away === undefined) {
    return unreadable("a game needs one home and one away team");
  }
  if (home.id === away.id) return unreadable("a team cannot play itself");
  if (kickoffAt === undefined) return unreadable(`the kickoff is not a time: ${event.date}`);
  const situation = readSituation(competition, { home, away });
  const line: Line =
    situation.state === "pre"
      ? readLine(competition.odds, home.abbreviation, away.abbreviation)
      : noLine;
  const game: Game = {
    eventId: event.id,
    home,
    away,
    kickoffAt,
    neutralSite: competition.neutralSite ?? false,
    seasonType: seasonTypes.get(event.season?.type) ?? "unknown",
    season: event.season?.year,
    week: event.week?.number,
    indoor: competition.venue?.indoor,
    weather: weatherOf(event.weather),
    ...line,
  };
  return { kind: "read", value: { game, situation, raw } };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function idOf(json: unknown): string | undefined {
  const id = typeof json === "object" && json !== null && "id" in json ? json.id : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}

type Listed = { readonly events: readonly unknown[]; readonly slices: readonly string[] };

/** The events of a scoreboard with their texts, none of them read yet. */
export function listEvents(body: string): Reading<Listed> {
  const json = parse(body);
  if (json === undefined) return unreadable("the scoreboard is not JSON");
  const parsed = ScoreboardShape.safeParse(json);
  if (!parsed.success) return unreadable("the scoreboard has no list of events");
  const { events, path } = parsed.data;
  return { kind: "read", value: { events, slices: sliceMembers(body, path) } };
}

/** Reads a whole scoreboard, keeping apart the events that cannot be read. */
export function readScoreboard(body: string): Reading<Slate> {
  const listed = listEvents(body);
  if (listed.kind === "unreadable") return listed;
  const { events, slices } = listed.value;
  const games: SlateGame[] = [];
  const refused: RefusedEvent[] = [];
  events.forEach((event, index) => {
    const reading = readEvent(event, slices[index] ?? "");
    if (reading.kind === "read") games.push(reading.value);
    else refused.push({ id: idOf(event), why: reading.why });
  });
  return { kind: "read", value: { games, refused } };
}

/**
 * Reads one game of a scoreboard and leaves the others alone: for the poll, which wants only this
 * one. `undefined`: the scoreboard can be read and does not list it.
 */
export function readGame(body: string, eventId: string): Reading<SlateGame | undefined> {
  const listed = listEvents(body);
  if (listed.kind === "unreadable") return listed;
  const { events, slices } = listed.value;
  const index = events.findIndex((event) => idOf(event) === eventId);
  return index === -1
    ? { kind: "read", value: undefined }
    : readEvent(events[index], slices[index] ?? "");
}

/** All games of a scoreboard that can be read. Unreadable only when there is no list at all. */
export function readSlate(body: string): Reading<SlateGame[]> {
  const reading = readScoreboard(body);
  if (reading.kind === "unreadable") return reading;
  return { kind: "read", value: [...reading.value.games] };
}

/** The body of a good answer about the current week; unreadable when there was none. */
export async function fetchScoreboard(http: Http, baseUrl: string): Promise<Reading<string>> {
  const url = scoreboardUrl(baseUrl, undefined);
  const outcome = await http.request(
    { method: "GET", url, headers: ESPN_HEADERS },
    SCOREBOARD_LIMITS,
  );
  if (outcome.kind !== "answered") return unreadable(`ESPN did not answer: ${outcome.why}`);
  const { status, body } = outcome.response;
  if (status !== 200) return unreadable(`ESPN answered with status ${status}`);
  return { kind: "read", value: body };
}

/** Asks once for the current week. Unreadable also when no good answer came. */
export async function fetchSlate(http: Http, baseUrl: string): Promise<Reading<SlateGame[]>> {
  const body = await fetchScoreboard(http, baseUrl);
  return body.kind === "read" ? readSlate(body.value) : body;
}

/** `why` is a sentence for a person, with what to do where that helps. */
export type Choice =
  | ({ readonly kind: "chosen" } & SlateGame)
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "several"; readonly games: readonly SlateGame[]; readonly why: string };

function choice(games: readonly SlateGame[], why: string): Choice {
  const [first, second] = games;
  if (first === undefined) return { kind: "none", why };
  if (second === undefined) return { kind: "chosen", ...first };
  const names = games.map(
    ({ game }) => `${game.away.abbreviation}@${game.home.abbreviation} (${game.eventId})`,
  );
  return { kind: "several", games, why: `choose one with --game: ${names.join(", ")}` };
}

function isWanted({ game }: SlateGame, wanted: string): boolean {
  if (game.eventId === wanted) return true;
  const [away, home, more] = wanted.split("@");
  if (away === undefined || away === "" || more !== undefined) return false;
  if (home !== undefined) {
    return sameTeamCode(away, game.away.abbreviation) && sameTeamCode(home, game.home.abbreviation);
  }
  return sameTeamCode(away, game.home.abbreviation) || sameTeamCode(away, game.away.abbreviation);
}

/**
 * The game that is meant: by event id, "AWAY@HOME" or a team's code; without a wish the only live
 * game, else the only next one. Two candidates are never guessed between.
 */
export function chooseGame(slate: readonly SlateGame[], wanted: string | undefined): Choice {
  if (wanted !== undefined) {
    const found = slate.filter((game) => isWanted(game, wanted));
    return choice(found, `no game of this week is ${wanted}`);
  }
  const live = slate.filter(({ situation }) => situation.state === "in");
  if (live.length > 0) return choice(live, "");
  const coming = slate.filter(({ situation }) => situation.state === "pre");
  const next = Math.min(...coming.map(({ game }) => game.kickoffAt));
  return choice(
    coming.filter(({ game }) => game.kickoffAt === next),
    "no game is live or coming in this week",
  );
}
