/** One game of the slate in ESPN's shape (reference: ESPN dossier §2). */
import type { TeamSide } from "../../domain/game.ts";
import { minuteText } from "../calendar.ts";
import { teamById } from "../teams.ts";
import type { Timeline } from "../timeline.ts";
import type { Shown } from "./corrections.ts";
import { oddsBody } from "./odds.ts";
import { situationBody } from "./situation.ts";
import { shownAt } from "./slate-game.ts";
import type { SlateGame } from "./slate-game.ts";
import { isSameDay, statusBody } from "./status.ts";
import {
  broadcastsBody,
  headlinesBody,
  leadersBody,
  linksBody,
  ticketsBody,
  weatherBody,
} from "./trimmings.ts";

/** What a fault does to one event. */
export type EventFaults = {
  readonly situation?: "missing" | "noPossession";
  readonly movedMs?: number;
  readonly swapped?: boolean;
  /** The id that this game goes by instead of its own. */
  readonly as?: string;
};

const seasonTypes = { pre: 1, regular: 2, post: 3, unknown: 2 } as const;
const slugs = { pre: "preseason", regular: "regular-season", post: "post-season", unknown: "" };

/** ESPN's number of a season type. */
export function seasonTypeNumber(timeline: Timeline): number {
  return seasonTypes[timeline.game.seasonType];
}

/** Kickoff as announced: a delay or a move rewrites it, the id stays. */
export function announcedAt({ timeline }: SlateGame, { state }: Shown): number {
  return state.kickoffAt ?? timeline.game.kickoffAt;
}

/** The event object as it is shown at a moment. */
export function eventBody(slate: SlateGame, at: number, faults: EventFaults = {}): object {
  const { timeline } = slate;
  const { game } = timeline;
  const shown = shownAt(slate, at);
  const kickoffAt = announcedAt(slate, shown) + (faults.movedMs ?? 0);
  const early = slate.earlyPeriod && isSameDay(kickoffAt, at);
  const { state, clockSeconds } = shown;
  const status = statusBody({ state, clockSeconds, kickoffAt, early });
  const { home, away } = game;
  const separator = game.neutralSite ? "VS" : "@";
  const stage = state.situation.state;
  const id = faults.as ?? game.eventId;
  return {
    id,
    uid: `s:20~l:28~e:${id}`,
    date: minuteText(kickoffAt),
    name: `${away.name} at ${home.name}`,
    shortName: `${away.abbreviation} ${separator} ${home.abbreviation}`,
    season: {
      year: game.season,
      type: seasonTypeNumber(timeline),
      slug: slugs[game.seasonType],
    },
    week: { number: game.week ?? 1 },
    competitions: [competitionBody({ timeline, shown, status, kickoffAt, id, early }, faults)],
    links: linksBody(timeline),
    ...(stage === "post" ? {} : { weather: weatherBody(timeline, stage === "in") }),
    status,
  };
}

type EventParts = {
  readonly timeline: Timeline;
  readonly shown: Shown;
  readonly status: object;
  readonly kickoffAt: number;
  readonly id: string;
  readonly early: boolean;
};

function competitionBody(parts: EventParts, faults: EventFaults): object {
  const { timeline, shown, status, kickoffAt, id } = parts;
  const { situation } = shown.state;
  const stage = situation.state;
  const field = situationBody(timeline, shown.state, faults.situation);
  const odds = stage === "pre" ? oddsBody(timeline) : undefined;
  const sides: readonly TeamSide[] = faults.swapped === true ? ["away", "home"] : ["home", "away"];
  return {
    id,
    uid: `s:20~l:28~e:${id}~c:${id}`,
    date: minuteText(kickoffAt),
    attendance: 0,
    type: { id: "1", abbreviation: "STD" },
    timeValid: true,
    neutralSite: timeline.game.neutralSite,
    conferenceCompetition: false,
    playByPlayAvailable: stage !== "pre",
    recent: stage !== "pre",
    venue: venueBody(timeline),
    competitors: sides.map((side) => competitorBody(parts, side)),
    notes: [],
    ...(field === undefined ? {} : { situation: field }),
    status: { ...status, isTBDFlex: false },
    format: { regulation: { periods: 4 } },
    startDate: minuteText(kickoffAt),
    ...broadcastsBody(),
    ...(odds === undefined ? {} : { odds }),
    ...(stage === "pre" ? { tickets: ticketsBody(timeline) } : { leaders: leadersBody() }),
    ...(situation.completed ? { headlines: headlinesBody(timeline, shown) } : {}),
    highlights: [],
  };
}

/** Where the game is played; the name is made up from the city. */
export function venueBody({ game, venue }: Timeline): object {
  const { location, indoor } = teamById(game.home.id);
  const { city, country, roofed } = venue ?? { city: location, country: "USA", roofed: indoor };
  return {
    id: venue === undefined ? `90${game.home.id.padStart(2, "0")}` : "9099",
    fullName: `${city} Stadium`,
    address: { city, country },
    indoor: roofed,
  };
}

function competitorBody({ timeline, shown, early }: EventParts, side: TeamSide): object {
  const { game } = timeline;
  const team = teamById(side === "home" ? game.home.id : game.away.id);
  const { scored, state } = shown;
  const stage = state.situation.state;
  const [own, other] = side === "home" ? [scored.home, scored.away] : [scored.away, scored.home];
  const played = side === "home" ? scored.homeByPeriod : scored.awayByPeriod;
  const byPeriod = stage === "pre" && early ? [0] : played;
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
    ...(stage === "post" ? { winner: state.situation.completed && own > other } : {}),
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
    score: String(own),
    ...(linescores.length > 0 ? { linescores } : {}),
    statistics: [],
    records: [{ name: "overall", abbreviation: "Any", type: "total", summary: "0-0" }],
  };
}
