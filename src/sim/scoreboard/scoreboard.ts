/** The built-in ESPN scoreboard: a slate of games as a server's logic, free of any transport. */
import type { Clock, HttpHandler, HttpRequest, HttpResponse } from "../../domain/ports.ts";
import { easternDay } from "../calendar.ts";
import type { Timeline } from "../timeline.ts";
import { eventBody, seasonTypeNumber } from "./event.ts";
import type { SlateGame } from "./event.ts";
import { shownTimes } from "./lag.ts";
import type { Lag } from "./lag.ts";
import { summaryBody } from "./summary.ts";

export type ScoreboardOptions = {
  /** The source's clock. */
  readonly clock: Clock;
  /** The first is the night's own game. */
  readonly timelines: readonly Timeline[];
  readonly lag: Lag;
};

const scoreboardPath = "/apis/site/v2/sports/football/nfl/scoreboard";
const summaryPath = "/apis/site/v2/sports/football/nfl/summary";
/** The real one's cache: asking more often yields the same bytes. */
const freshMs = 2_000;
const json = { "content-type": "application/json;charset=UTF-8" };

/**
 * Answers GET of the scoreboard path, with `dates=YYYYMMDD` or a year, and of the summary of a
 * game. Refuses agents as the real one does (403, HTML), ranges of dates with 400, everything else
 * with 404.
 */
export function createScoreboard({ clock, timelines, lag }: ScoreboardOptions): HttpHandler {
  const games = timelines.map((timeline) => ({ timeline, shown: shownTimes(timeline, lag) }));
  let cachedAt = Number.NaN;
  let cached = new Map<string, string>();
  return {
    handle(request) {
      if (!isWelcome(request.headers["user-agent"])) return refusedAgent;
      const { route, query } = splitUrl(request.url);
      if (request.method !== "GET") return notFound;
      const at = Math.floor(clock.now().at / freshMs) * freshMs;
      if (route === summaryPath) return summary(games, at, query.get("event"));
      const dates = query.get("dates") ?? "";
      if (route !== scoreboardPath) return notFound;
      if (!/^(\d{4}(\d{2}(\d{2})?)?)?$/.test(dates)) return badDates;
      if (at !== cachedAt) cached = new Map();
      cachedAt = at;
      const body = cached.get(dates) ?? JSON.stringify(scoreboardBody(games, at, dates));
      cached.set(dates, body);
      return { status: 200, headers: { ...json, "cache-control": "max-age=2" }, body };
    },
  };
}

function summary(games: readonly SlateGame[], at: number, id: string | undefined): HttpResponse {
  const game = games.find(({ timeline }) => timeline.game.eventId === id);
  if (game === undefined) return notFound;
  return { status: 200, headers: json, body: JSON.stringify(summaryBody(game, at)) };
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

function scoreboardBody(games: readonly SlateGame[], at: number, dates: string): object {
  const first = games[0]?.timeline;
  const year = first?.game.season ?? 0;
  const type = first === undefined ? 2 : seasonTypeNumber(first);
  const events = games
    .filter(({ timeline }) => easternDay(timeline.game.kickoffAt).startsWith(dates))
    .toSorted((left, right) => left.timeline.game.kickoffAt - right.timeline.game.kickoffAt)
    .map((game) => eventBody(game, at));
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

const passingAgents = /^(curl|Go-http-client|okhttp|axios|python-requests)\//;

/** Browsers, no name, a bare `Name/1.0` and runtimes' defaults are turned away since Aug 2026. */
function isWelcome(agent: string | undefined): boolean {
  if (agent === undefined || agent.startsWith("Mozilla/")) return false;
  return passingAgents.test(agent) || /^\S+\/\S+ \(.*\+https?:\/\/.+\)/.test(agent);
}

const refusedAgent: HttpResponse = {
  status: 403,
  headers: { "content-type": "text/html" },
  body: "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1></BODY></HTML>",
};

const badDates: HttpResponse = {
  status: 400,
  headers: json,
  body: JSON.stringify({ code: 400, message: "Failed to get events endpoint." }),
};

const notFound: HttpResponse = {
  status: 404,
  headers: json,
  body: JSON.stringify({ code: 404, message: "Not Found" }),
};
