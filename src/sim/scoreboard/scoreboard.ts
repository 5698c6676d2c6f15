/** The built-in ESPN scoreboard: a slate of games as a server's logic, free of any transport. */
import type { Clock, HttpHandler, HttpRequest, HttpResponse } from "../../domain/ports.ts";
import { easternDay } from "../calendar.ts";
import type { Timeline } from "../timeline.ts";
import {
  badDates,
  faultyAnswer,
  goodAnswer,
  isWelcome,
  notFound,
  refusedAgent,
} from "./answers.ts";
import { announcedAt, eventBody, seasonTypeNumber } from "./event.ts";
import type { EventFaults } from "./event.ts";
import type { Lag } from "./lag.ts";
import { shownAt, slateGame } from "./slate-game.ts";
import type { SlateGame } from "./slate-game.ts";
import { otherSummaryBody, summaryBody } from "./summary.ts";
import { incidentsAt, mild } from "./waywardness.ts";
import type { Fault, Incident, Waywardness } from "./waywardness.ts";

export type ScoreboardOptions = {
  /** The source's clock. */
  readonly clock: Clock;
  /** The first is the night's own game. */
  readonly timelines: readonly Timeline[];
  readonly lag: Lag;
  /** Default: mild, by the lag's seed. */
  readonly waywardness?: Waywardness;
};

const scoreboardPath = "/apis/site/v2/sports/football/nfl/scoreboard";
const summaryPath = "/apis/site/v2/sports/football/nfl/summary";
/** The real one's cache: asking more often yields the same bytes. */
const freshMs = 2_000;

/**
 * Answers GET of the scoreboard path, with `dates=YYYYMMDD` or a year, and of the summary of a
 * game. Refuses agents as the real one does (403, HTML), ranges of dates with 400, everything else
 * with 404. Faults come as the waywardness has scheduled them.
 */
export function createScoreboard(options: ScoreboardOptions): HttpHandler {
  const { clock, timelines, lag } = options;
  const seed = lag.kind === "drawn" ? lag.seed : 0;
  const waywardness = options.waywardness ?? mild(seed);
  const games = timelines.map((one, index) => slateGame(one, lag, waywardness, index === 0));
  const board: Board = { games, waywardness, cache: { at: Number.NaN, bodies: new Map() } };
  let requests = 0;
  return {
    handle(request) {
      if (!isWelcome(request.headers["user-agent"])) return refusedAgent;
      if (request.method !== "GET") return notFound;
      const { route, query } = splitUrl(request.url);
      const on = route === summaryPath ? "summary" : "scoreboard";
      if (on === "scoreboard" && route !== scoreboardPath) return notFound;
      const { at } = clock.now();
      requests += 1;
      const incidents = incidentsAt(waywardness, on, at, requests);
      const good = (): HttpResponse => {
        const now = Math.floor(at / freshMs) * freshMs;
        return on === "summary"
          ? summary(board, now, query.get("event"))
          : scoreboard(board, { now, request, incidents, requests, dates: query.get("dates") });
      };
      for (const { fault } of incidents) {
        const faulty = faultyAnswer(fault, good);
        if (faulty === "silence") return undefined;
        if (faulty !== undefined) return faulty;
      }
      return good();
    },
  };
}

type Board = {
  readonly games: readonly SlateGame[];
  readonly waywardness: Waywardness;
  /** Bodies of one moment, by the dates asked for. */
  readonly cache: { at: number; bodies: Map<string, string> };
};

function summary({ games, waywardness }: Board, now: number, id: string | undefined): HttpResponse {
  const manner = waywardness.summary;
  const game = games.find(({ timeline }) => timeline.game.eventId === id);
  if (game === undefined || manner.kind === "off") return notFound;
  const body =
    manner.kind === "otherShape"
      ? otherSummaryBody(game)
      : summaryBody(game, now - manner.lagSeconds * 1000);
  return goodAnswer(JSON.stringify(body), false, undefined);
}

type Asked = {
  readonly now: number;
  readonly request: HttpRequest;
  readonly incidents: readonly Incident[];
  readonly requests: number;
  readonly dates: string | undefined;
};

function scoreboard(board: Board, asked: Asked): HttpResponse {
  const { cache, waywardness } = board;
  const { request, incidents } = asked;
  const dates = asked.dates ?? "";
  if (!/^(\d{4}(\d{2}(\d{2})?)?)?$/.test(dates)) return badDates;
  const at = servedAt(asked);
  if (at !== cache.at) cache.bodies.clear();
  cache.at = at;
  const faults = incidents.map(({ fault }) => fault);
  const kept = incidents.length === 0 ? cache.bodies.get(dates) : undefined;
  const body = kept ?? JSON.stringify(scoreboardBody(board, { at, dates, faults, incidents }));
  if (incidents.length === 0) cache.bodies.set(dates, body);
  return goodAnswer(body, waywardness.etags, request.headers["if-none-match"]);
}

/** Of which moment the answer is: caches may serve an older one. */
function servedAt({ now, incidents, requests }: Asked): number {
  let at = now;
  for (const { fault, from } of incidents) {
    if (fault.kind === "oldBody") at = Math.min(at, from - fault.secondsBack * 1000);
    if (fault.kind === "flapping" && requests % 2 === 0) at -= fault.secondsBack * 1000;
  }
  return Math.floor(at / freshMs) * freshMs;
}

function splitUrl(url: HttpRequest["url"]): {
  readonly route: string;
  readonly query: ReadonlyMap<string, string>;
} {
  const [before = "", after = ""] = url.split("?");
  const pairs = after.split("&").map((pair): [string, string] => {
    const [name = "", value = ""] = pair.split("=");
    return [name, value];
  });
  return { route: before.replace(/^[a-z]+:\/\/[^/]*/, ""), query: new Map(pairs) };
}

type BodyOptions = {
  readonly at: number;
  readonly dates: string;
  readonly faults: readonly Fault[];
  readonly incidents: readonly Incident[];
};

function scoreboardBody({ games }: Board, options: BodyOptions): object {
  const { at, dates, faults } = options;
  const first = games[0]?.timeline;
  const year = first?.game.season ?? 0;
  const type = first === undefined ? 2 : seasonTypeNumber(first);
  const listed = faults.some(({ kind }) => kind === "noEvents") ? [] : games;
  const events = listed
    .map((game) => ({ game, kickoffAt: announcedAt(game, shownAt(game, at)) }))
    .filter(({ kickoffAt }) => easternDay(kickoffAt).startsWith(dates))
    .toSorted((left, right) => left.kickoffAt - right.kickoffAt)
    .flatMap(({ game }) => listedEvent(game, games, options));
  return {
    leagues: [
      {
        id: "28",
        uid: "s:20~l:28",
        name: "National Football League",
        abbreviation: "NFL",
        slug: "nfl",
        season: { year, displayName: String(year), type: { id: String(type), type } },
        calendarType: "list",
        calendar: [],
      },
    ],
    // The answer for a day carries neither season nor week.
    ...(dates.length > 4
      ? {}
      : { season: { type, year }, week: { number: first?.game.week ?? 1, teamsOnBye: [] } }),
    events,
  };
}

/** One event of the list, with the faults that meet it; none when it is gone. */
function listedEvent(
  game: SlateGame,
  games: readonly SlateGame[],
  { at, incidents }: BodyOptions,
): readonly object[] {
  const { eventId } = game.timeline.game;
  const own = games[0]?.timeline.game.eventId;
  let moment = at;
  let shown = game;
  let faults: EventFaults = {};
  for (const { fault, from } of incidents) {
    const met = "eventId" in fault ? fault.eventId : own;
    if (met !== eventId) continue;
    if (fault.kind === "gone") return [];
    if (fault.kind === "frozen") moment = Math.min(moment, Math.floor(from / freshMs) * freshMs);
    if (fault.kind === "noSituation") faults = { ...faults, situation: "missing" };
    if (fault.kind === "noPossession") faults = { ...faults, situation: "noPossession" };
    if (fault.kind === "kickoffMoved") faults = { ...faults, movedMs: fault.minutes * 60_000 };
    if (fault.kind === "sidesSwapped") faults = { ...faults, swapped: true };
    if (fault.kind === "otherGame") {
      shown = games.find((one) => one !== game) ?? game;
      faults = { ...faults, as: eventId };
    }
  }
  return [eventBody(shown, moment, faults)];
}
