/** One game of the slate in ESPN's shape (reference: ESPN dossier §2). */
import type { TeamSide } from "../../domain/game.ts";
import { minuteText } from "../calendar.ts";
import { teamById } from "../teams.ts";
import { stateAt } from "../timeline.ts";
import type { Timeline, TrueState } from "../timeline.ts";
import { shownClock, shownIndex } from "./lag.ts";
import { oddsBody } from "./odds.ts";
import { situationBody } from "./situation.ts";
import { statusBody } from "./status.ts";

/** A game with the moments at which its states appear. */
export type SlateGame = { readonly timeline: Timeline; readonly shown: readonly number[] };

const seasonTypes = { pre: 1, regular: 2, post: 3, unknown: 2 } as const;
const slugs = { pre: "preseason", regular: "regular-season", post: "post-season", unknown: "" };

/** ESPN's number of a season type. */
export function seasonTypeNumber(timeline: Timeline): number {
  return seasonTypes[timeline.game.seasonType];
}

/** The event object as it is shown at a moment. */
export function eventBody({ timeline, shown }: SlateGame, at: number): object {
  const { game } = timeline;
  const index = shownIndex(shown, at);
  const state = stateAt(timeline, index);
  const status = statusBody(timeline, state, shownClock(timeline, index, at));
  const { home, away } = game;
  const separator = game.neutralSite ? "VS" : "@";
  return {
    id: game.eventId,
    uid: `s:20~l:28~e:${game.eventId}`,
    date: minuteText(game.kickoffAt),
    name: `${away.name} at ${home.name}`,
    shortName: `${away.abbreviation} ${separator} ${home.abbreviation}`,
    season: {
      year: game.season,
      type: seasonTypeNumber(timeline),
      slug: slugs[game.seasonType],
    },
    week: { number: game.week ?? 1 },
    competitions: [competitionBody(timeline, state, status)],
    links: [],
    ...weatherBody(timeline, state),
    status,
  };
}

function competitionBody(timeline: Timeline, state: TrueState, status: object): object {
  const { game } = timeline;
  const stage = state.situation.state;
  const situation = situationBody(timeline, state);
  const odds = stage === "pre" ? oddsBody(timeline) : undefined;
  return {
    id: game.eventId,
    uid: `s:20~l:28~e:${game.eventId}~c:${game.eventId}`,
    date: minuteText(game.kickoffAt),
    attendance: 0,
    type: { id: "1", abbreviation: "STD" },
    timeValid: true,
    neutralSite: game.neutralSite,
    conferenceCompetition: false,
    playByPlayAvailable: stage !== "pre",
    recent: stage !== "pre",
    venue: venueBody(timeline),
    competitors: [competitorBody(timeline, state, "home"), competitorBody(timeline, state, "away")],
    notes: [],
    ...(situation === undefined ? {} : { situation }),
    status: { ...status, isTBDFlex: false },
    broadcasts: [],
    format: { regulation: { periods: 4 } },
    startDate: minuteText(game.kickoffAt),
    broadcast: "",
    geoBroadcasts: [],
    ...(odds === undefined ? {} : { odds }),
    highlights: [],
  };
}

/** Where the game is played; the name is made up from the city. */
export function venueBody({ game }: Timeline): object {
  const { location, indoor } = teamById(game.home.id);
  return {
    id: `90${game.home.id.padStart(2, "0")}`,
    fullName: `${location} Stadium`,
    address: { city: location, country: "USA" },
    indoor,
  };
}

/** Live payloads have the two texts swapped: a trap of the real feed. */
function weatherBody({ game }: Timeline, state: TrueState): object {
  if (teamById(game.home.id).indoor || state.situation.state === "post") return {};
  const [words, code] = ["Mostly clear", "34"];
  const live = state.situation.state === "in";
  return {
    weather: {
      displayValue: live ? code : words,
      temperature: 58,
      highTemperature: 58,
      conditionId: live ? words : code,
    },
  };
}

function competitorBody(timeline: Timeline, state: TrueState, side: TeamSide): object {
  const { game } = timeline;
  const team = teamById(side === "home" ? game.home.id : game.away.id);
  const { homeScore = 0, awayScore = 0, state: stage } = state.situation;
  const [own, other] = side === "home" ? [homeScore, awayScore] : [awayScore, homeScore];
  const byPeriod = side === "home" ? state.homeByPeriod : state.awayByPeriod;
  const linescores = byPeriod.map((value, index) => ({
    value,
    displayValue: String(value),
    period: index + 1,
  }));
  return {
    id: team.id,
    uid: `s:20~l:28~t:${team.id}`,
    type: "team",
    order: side === "home" ? 0 : 1,
    homeAway: side,
    ...(stage === "post" ? { winner: own > other } : {}),
    team: {
      id: team.id,
      uid: `s:20~l:28~t:${team.id}`,
      location: team.location,
      name: team.nickname,
      abbreviation: team.abbreviation,
      displayName: `${team.location} ${team.nickname}`,
      shortDisplayName: team.nickname,
      color: team.color,
      alternateColor: team.alternateColor,
      isActive: true,
      venue: { id: `90${team.id.padStart(2, "0")}` },
      links: [],
      logo: `https://a.espncdn.com/i/teamlogos/nfl/500/scoreboard/${team.abbreviation.toLowerCase()}.png`,
    },
    score: String(stage === "pre" ? 0 : own),
    ...(linescores.length > 0 ? { linescores } : {}),
    statistics: [],
    records: [{ name: "overall", abbreviation: "Any", type: "total", summary: "0-0" }],
  };
}
