/** Who plays whom tonight, and how they are rated: drawn from the seed. */
import { normal, seededChance, wholeBetween } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import type { Game } from "../../domain/game.ts";
import { LEAGUE, asTeam } from "../teams.ts";
import type { LeagueTeam } from "../teams.ts";

/** Points that playing at home is worth. */
const homeAdvantage = 1.5;
const ratingDeviation = 4.5;

/** `count` different teams. */
export function drawTeams(chance: Chance, count: number): readonly LeagueTeam[] {
  const pool = [...LEAGUE];
  return Array.from({ length: count }, () => {
    const [team] = pool.splice(wholeBetween(chance, 0, pool.length - 1), 1);
    if (team === undefined) throw new RangeError(`the league has no ${count} teams`);
    return team;
  });
}

function half(points: number): number {
  // Plus zero: a spread of -0 is 0.
  return Math.round(points * 2) / 2 + 0;
}

export type MatchupOptions = {
  readonly seed: number;
  readonly home: LeagueTeam;
  readonly away: LeagueTeam;
  /** Unix ms. */
  readonly kickoffAt: number;
  readonly week: number;
  readonly season: number;
  /** Default: regular. */
  readonly seasonType?: Game["seasonType"];
  /** The home team is so in name only: no advantage. */
  readonly neutralSite?: boolean;
};

/** A game between two teams with a line that fits their ratings of this seed. */
export function createMatchup(options: MatchupOptions): Game {
  const { seed, home, away, kickoffAt, week, season } = options;
  const { seasonType = "regular", neutralSite = false } = options;
  const rating = (team: LeagueTeam): number =>
    normal(seededChance(seed, `rating/${team.id}`), 0, ratingDeviation);
  const spread = half(rating(home) - rating(away) + (neutralSite ? 0 : homeAdvantage));
  const total = normal(seededChance(seed, `total/${home.id}/${away.id}`), 45.5, 4);
  const number = 10_000 + Math.floor(seededChance(seed, `id/${home.id}`).next() * 90_000);
  return {
    eventId: `4018${number}`,
    home: asTeam(home),
    away: asTeam(away),
    kickoffAt,
    neutralSite,
    seasonType,
    season,
    week,
    spreadHome: Math.max(-16.5, Math.min(16.5, spread)),
    totalPoints: Math.max(35.5, Math.min(56.5, half(total))),
  };
}
