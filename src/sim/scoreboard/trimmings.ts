/** The parts of an event that nobody here reads, but that every real one carries. */
import { drawAt } from "../../domain/chance.ts";
import type { Timeline } from "../timeline.ts";
import { teamById } from "../teams.ts";
import type { Shown } from "./corrections.ts";

const pages = [
  ["live", "Gamecast"],
  ["boxscore", "Box Score"],
  ["pbp", "Play-by-Play"],
] as const;

/** Links to the game's pages. */
export function linksBody({ game }: Timeline): readonly object[] {
  return pages.map(([rel, text]) => ({
    language: "en-US",
    rel: [rel, "desktop", "event"],
    href: `https://www.espn.com/nfl/${rel === "live" ? "game" : rel}/_/gameId/${game.eventId}`,
    text,
    shortText: text,
    isExternal: false,
    isPremium: false,
  }));
}

const network = "ESPN";

/** On which channels the game is. */
export function broadcastsBody(): object {
  const type = { id: "1", shortName: "TV" };
  const market = { id: "1", type: "National" };
  return {
    broadcasts: [{ market: "national", names: [network] }],
    broadcast: network,
    geoBroadcasts: [{ type, market, media: { shortName: network }, lang: "en", region: "us" }],
  };
}

/** Tickets before the game. */
export function ticketsBody({ game }: Timeline): readonly object[] {
  const count = 400 + Math.floor(drawAt(`tickets/${game.eventId}`) * 4_000);
  const price = 40 + Math.floor(drawAt(`price/${game.eventId}`) * 160);
  return [{ summary: `Tickets as low as $${price}`, numberAvailable: count, links: [] }];
}

/** The report after the game. */
export function headlinesBody({ game }: Timeline, { scored }: Shown): readonly object[] {
  const { home, away } = game;
  const [high, low] = [Math.max(scored.home, scored.away), Math.min(scored.home, scored.away)];
  const names = { home: teamById(home.id).nickname, away: teamById(away.id).nickname };
  const [winner, loser] =
    scored.home >= scored.away ? [names.home, names.away] : [names.away, names.home];
  const text =
    scored.home === scored.away
      ? `${names.away}, ${names.home} play to ${high}-${low} tie`
      : `${winner} beat ${loser} ${high}-${low}`;
  return [{ type: "Recap", description: `— ${text}.`, shortLinkText: text }];
}

const categories = [
  ["passingYards", "Passing Leader", "PASS", "PYDS"],
  ["rushingYards", "Rushing Leader", "RUSH", "RYDS"],
  ["receivingYards", "Receiving Leader", "REC", "RECYDS"],
] as const;

/** Categories without a leader: the simulation has no players. */
export function leadersBody(): readonly object[] {
  return categories.map(([name, displayName, shortDisplayName, abbreviation]) => ({
    name,
    displayName,
    shortDisplayName,
    abbreviation,
    leaders: [],
  }));
}

/** The weather on the event. Live payloads have the two texts swapped: a trap of the real feed. */
export function weatherBody({ game }: Timeline, isLive: boolean): object {
  const [words, code] = ["Mostly clear", "34"];
  const temperature = 40 + Math.floor(drawAt(`weather/${game.eventId}`) * 40);
  return {
    displayValue: isLive ? code : words,
    temperature,
    highTemperature: temperature,
    conditionId: isLive ? words : code,
    link: {
      language: "en-US",
      rel: [],
      href: "https://www.accuweather.com/",
      text: "Weather",
      shortText: "Weather",
      isExternal: true,
      isPremium: false,
    },
  };
}
