/**
 * A night before it is opened: which game, from when on, traded by whom. A plan knows its first
 * moment, so that clocks can be made for it; it needs none itself.
 */
import { seededChance, wholeBetween } from "../domain/chance.ts";
import type { Team } from "../domain/game.ts";
import type { Quantity } from "../domain/numbers.ts";
import type { Source } from "../domain/orders.ts";
import { tickerDate } from "./calendar.ts";
import type { NightConditions } from "./conditions.ts";
import type { CrowdStyle } from "./crowd/crowd.ts";
import type { Listing } from "./exchange/exchange.ts";
import type { Candle } from "./file/candle.ts";
import type { Play } from "./file/play.ts";
import { quotesEndAt, quotesStartAt } from "./file/quotes.ts";
import { fileTimeline } from "./file/timeline.ts";
import { generateGame } from "./football/generate.ts";
import { createMatchup, drawTeams } from "./football/matchup.ts";
import type { Lag } from "./scoreboard/lag.ts";
import { exchangeCode, exchangeName, teamById } from "./teams.ts";
import type { LeagueTeam } from "./teams.ts";
import { finalAt } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

export type NightKind =
  | {
      readonly kind: "builtIn";
      readonly crowd: CrowdStyle;
      /** Default: when the first quarter shows 2:00. */
      readonly startAt?: "pregame" | "Q1-2:00" | undefined;
      /** Unix ms; default: a Monday night. */
      readonly kickoffAt?: number | undefined;
    }
  /** A real game; without candles a simulated crowd trades it. */
  | {
      readonly kind: "file";
      readonly plays: readonly Play[];
      readonly candles: readonly Candle[];
      readonly gameId: string;
    };

export type PlanOptions = {
  readonly seed: number;
  readonly kind: NightKind;
  /** Fixed; undefined: drawn, 5–40 s. */
  readonly espnLagSeconds?: number | undefined;
  readonly conditions?: NightConditions;
};

/** Who makes the prices. */
export type Traders =
  | { readonly kind: "crowd"; readonly style: CrowdStyle }
  | { readonly kind: "candles"; readonly candles: readonly Candle[] };

export type NightPlan = {
  readonly source: Extract<Source, "sim" | "file">;
  readonly seed: number;
  readonly timeline: Timeline;
  /** The rest of the slate. */
  readonly others: readonly Timeline[];
  readonly lag: Lag;
  readonly traders: Traders;
  readonly listing: Listing;
  /** Unix ms of the source's time at which the session begins. */
  readonly startsAt: number;
  /** Unix ms of the last thing that happens: the markets are paid. */
  readonly endsAt: number;
  /** Unix ms at which the result of the markets is set. */
  readonly determinesAt: number;
  readonly eventId: string;
  readonly home: Team;
  readonly away: Team;
  readonly eventTicker: string;
  /** In the plays files' way: SEASON_WEEK_AWAY_HOME. */
  readonly gameName: string;
  /** For the banner. */
  readonly words: string;
  /** A sentence that has to stand on the page. */
  readonly caution: string | undefined;
  /** What a test wants of the night; undefined: nothing special. */
  readonly conditions?: NightConditions;
};

/** A Monday night: 20:15 in New York, 14 September 2026. */
const builtInKickoffAt = Date.UTC(2026, 8, 15, 0, 15);
const builtInSeason = 2026;
const builtInWeek = 1;
const pregameLeadMs = 600_000;
const determinationMs = 120_000;
const paymentMs = 61_000;
const dayMs = 86_400_000;
const lateGameMs = 5 * 3_600_000;

/** Plans a night; the same options give the same plan. */
export function planNight(options: PlanOptions): NightPlan {
  const { seed, kind, espnLagSeconds } = options;
  const drawn = kind.kind === "builtIn";
  const timeline = drawn ? builtInGame(seed, kind.kickoffAt) : fileTimeline(kind.plays);
  const { game } = timeline;
  const traders = tradersOf(kind);
  const over = finalAt(timeline) ?? game.kickoffAt;
  const lastQuoteAt = traders.kind === "candles" ? quotesEndAt(traders.candles) : 0;
  const determinesAt = Math.max(over + determinationMs, lastQuoteAt);
  const listing = listingOf(timeline, traders, seed);
  return {
    source: drawn ? "sim" : "file",
    seed,
    timeline,
    others: otherGames(timeline, seed),
    lag:
      espnLagSeconds === undefined
        ? { kind: "drawn", seed }
        : { kind: "fixed", seconds: espnLagSeconds },
    traders,
    listing,
    startsAt: startOf(timeline, kind, traders),
    endsAt: determinesAt + paymentMs,
    determinesAt,
    eventId: game.eventId,
    home: game.home,
    away: game.away,
    eventTicker: listing.eventTicker,
    gameName: drawn ? nameOf(timeline) : kind.gameId,
    words: drawn ? "simulated night" : "real game from a file",
    caution: cautionOf(kind, traders),
    ...(options.conditions === undefined ? {} : { conditions: options.conditions }),
  };
}

function tradersOf(kind: NightKind): Traders {
  if (kind.kind === "builtIn") return { kind: "crowd", style: kind.crowd };
  if (kind.candles.length > 0) return { kind: "candles", candles: kind.candles };
  return { kind: "crowd", style: "efficient" };
}

function cautionOf(kind: NightKind, traders: Traders): string {
  if (traders.kind === "candles") {
    return "real game, real one-minute prices: depth and the path inside a minute are drawn.";
  }
  if (kind.kind === "file") return "real game, simulated crowd: results here prove nothing.";
  return traders.style === "overreacting"
    ? "simulated crowd, set to overreact: results here prove nothing."
    : "simulated crowd: results here prove nothing.";
}

function builtInGame(seed: number, kickoffAt = builtInKickoffAt): Timeline {
  const [home, away] = drawTeams(seededChance(seed, "night/teams"), 2);
  return playedGame(seed, home, away, kickoffAt, builtInWeek, builtInSeason);
}

function playedGame(
  seed: number,
  home: LeagueTeam | undefined,
  away: LeagueTeam | undefined,
  kickoffAt: number,
  week: number,
  season: number,
): Timeline {
  if (home === undefined || away === undefined) throw new Error("a game needs two teams");
  return generateGame(createMatchup({ seed, home, away, kickoffAt, week, season }), seed);
}

/**
 * Three more games, so that a client has to choose: one over since yesterday, one that begins half
 * an hour after the night's own, one in three days.
 */
function otherGames({ game }: Timeline, seed: number): readonly Timeline[] {
  const busy = new Set([game.home.id, game.away.id]);
  const teams = drawTeams(seededChance(seed, "night/slate"), 8).filter(({ id }) => !busy.has(id));
  // The late game begins when this one is over: one game is live at a time, and it is this one.
  const late = game.kickoffAt + lateGameMs;
  const kickoffs = [game.kickoffAt - dayMs, late, game.kickoffAt + 3 * dayMs];
  return kickoffs.map((kickoffAt, index) =>
    playedGame(
      seed + index + 1,
      teams[2 * index],
      teams[2 * index + 1],
      kickoffAt,
      game.week ?? 1,
      game.season ?? builtInSeason,
    ),
  );
}

function nameOf({ game }: Timeline): string {
  const week = String(game.week ?? 1).padStart(2, "0");
  return `${game.season}_${week}_${game.away.abbreviation}_${game.home.abbreviation}`;
}

function startOf(timeline: Timeline, kind: NightKind, traders: Traders): number {
  const before = timeline.game.kickoffAt - pregameLeadMs;
  if (traders.kind === "candles") return quotesStartAt(traders.candles);
  if (kind.kind === "file" || kind.startAt === "pregame") return before;
  return whenClockShows(timeline, 1, 120) ?? before;
}

/** When the clock of a period comes down to a number of seconds. */
function whenClockShows(timeline: Timeline, period: number, seconds: number): number | undefined {
  const { states } = timeline;
  for (const [index, state] of states.entries()) {
    const next = states[index + 1];
    const clock = state.situation.clockSeconds;
    if (state.situation.period !== period || clock === undefined || next === undefined) continue;
    if (clock <= seconds) return state.knownAt;
    const passes =
      (next.situation.clockSeconds ?? 0) <= seconds || next.situation.period !== period;
    if (!passes || !state.clockRunning) continue;
    return Math.min(next.knownAt, state.knownAt + (clock - seconds) * 1000);
  }
  return undefined;
}

function listingOf(timeline: Timeline, traders: Traders, seed: number): Listing {
  const { game } = timeline;
  const home = teamById(game.home.id);
  const away = teamById(game.away.id);
  const date = tickerDate(game.kickoffAt);
  const codes = `${exchangeCode(away)}${exchangeCode(home)}`;
  const given = traders.kind === "candles" ? traders.candles : [];
  const eventTicker = given[0]?.eventTicker ?? `KXNFLGAME-${date}${codes}`;
  const tickerOf = (isHome: boolean, team: LeagueTeam): string =>
    given.find((candle) => candle.isHome === isHome)?.ticker ??
    `${eventTicker}-${exchangeCode(team)}`;
  const day = `${date.slice(2, 3)}${date.slice(3, 5).toLowerCase()} ${Number(date.slice(5))}`;
  const volume = wholeBetween(seededChance(seed, "night/volume"), 200_000, 900_000) * 100;
  return {
    eventTicker,
    seriesTicker: eventTicker.split("-")[0] ?? "KXNFLGAME",
    title: `${exchangeName(away)} vs ${exchangeName(home)}`,
    subTitle: `${exchangeCode(away)} vs ${exchangeCode(home)} (${day})`,
    home: { ticker: tickerOf(true, home), name: exchangeName(home) },
    away: { ticker: tickerOf(false, away), name: exchangeName(away) },
    kickoffAt: game.kickoffAt,
    ...(traders.kind === "crowd" ? { volume: volume as Quantity } : {}),
  };
}
