/** What the exchange lists: an event per game with one market per team. */
import type { TeamSide } from "../../domain/game.ts";
import type { MarketStatus, PriceRange } from "../../domain/market.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";

/** One team's market. */
export type ListedTeam = {
  /** Market ticker, e.g. "KXNFLGAME-26OCT12BUFLAR-BUF". */
  readonly ticker: string;
  /** What the exchange calls the team: its city, e.g. "Buffalo" or "Los Angeles R". */
  readonly name: string;
};

export type Listing = {
  readonly eventTicker: string;
  /** e.g. "KXNFLGAME". */
  readonly seriesTicker: string;
  /** e.g. "Buffalo vs Los Angeles R" (away first). */
  readonly title: string;
  /** e.g. "BUF vs LAR (Oct 12)". */
  readonly subTitle: string;
  readonly home: ListedTeam;
  readonly away: ListedTeam;
  /** Unix ms. */
  readonly kickoffAt: number;
  /** Unix ms; default 13 days before the kickoff. */
  readonly openAt?: number;
  /** Unix ms; default 48 h after the kickoff. */
  readonly closeAt?: number;
  /** Default: by the clock, `initialized` before `openAt`, else `active`. */
  readonly status?: MarketStatus;
  /** Contracts traded before the night, per market; default none. */
  readonly volume?: Quantity;
  /** Unix ms until which no fee is taken. */
  readonly feesWaivedUntil?: number;
};

const cent = 100 as Price;
const tenth = 10 as Price;
const zero = 0 as Price;
const dollar = 10_000 as Price;

/** The price grids by their labels. */
export const PRICE_GRIDS = {
  linear_cent: [{ start: zero, end: dollar, step: cent }],
  deci_cent: [{ start: zero, end: dollar, step: tenth }],
  tapered_deci_cent: [
    { start: zero, end: 1000 as Price, step: tenth },
    { start: 1000 as Price, end: 9000 as Price, step: cent },
    { start: 9000 as Price, end: dollar, step: tenth },
  ],
} as const satisfies Readonly<Record<string, readonly PriceRange[]>>;

const hourMs = 3_600_000;

export function openTime(listing: Listing): number {
  return listing.openAt ?? listing.kickoffAt - 13 * 24 * hourMs;
}

export function closeTime(listing: Listing): number {
  return listing.closeAt ?? listing.kickoffAt + 48 * hourMs;
}

export function listedTeam(listing: Listing, side: TeamSide): ListedTeam {
  return side === "home" ? listing.home : listing.away;
}
