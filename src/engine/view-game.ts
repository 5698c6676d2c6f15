/** The game and the market as the world sees them. */
import type { TeamSide } from "../domain/game.ts";
import type { BookSide } from "../domain/market.ts";
import { bestQuote, bookOf, doubledMid, isCrossed, levels, spread } from "../market/market.ts";
import type { GameKnowledge } from "./game-knowledge.ts";
import { type MarketKnowledge, marketOf, recentVolume } from "./market-knowledge.ts";
import type { BookView, GameView, MarketView } from "./view-types.ts";
import { isoText } from "../domain/calendar.ts";
import { clockText } from "./words.ts";

const levelsShown = 11;
const priceScale = 10_000;
const quantityScale = 100;

function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

/** Dollars of a price, or null. */
export function dollarsOfPrice(at: number | undefined): number | null {
  return at === undefined ? null : at / priceScale;
}

/** Contracts of a quantity, or null. */
export function contractsOf(amount: number | undefined): number | null {
  return amount === undefined ? null : amount / quantityScale;
}

export function gameView(known: GameKnowledge): GameView {
  const { game, situation } = known;
  const abbreviation = (side: TeamSide | undefined): string | null =>
    side === undefined ? null : game[side].abbreviation;
  const toGoal = situation?.yardline100;
  return {
    event_id: game.eventId,
    home: game.home.abbreviation,
    away: game.away.abbreviation,
    home_name: game.home.name,
    away_name: game.away.name,
    state: orNull(situation?.state),
    phase: orNull(situation?.phase),
    status: orNull(situation?.statusText),
    period: orNull(situation?.period),
    clock: clockText(situation?.clockSeconds),
    clock_seconds: orNull(situation?.clockSeconds),
    home_score: orNull(situation?.homeScore),
    away_score: orNull(situation?.awayScore),
    possession: abbreviation(situation?.possession),
    yardline: toGoal === undefined ? null : 100 - toGoal,
    yardline_100: orNull(toGoal),
    down: orNull(situation?.down),
    distance: orNull(situation?.distance),
    home_timeouts: orNull(situation?.homeTimeouts),
    away_timeouts: orNull(situation?.awayTimeouts),
    last_play: orNull(situation?.lastPlay?.text),
    kickoff_at: isoText(game.kickoffAt),
  };
}

function ladderView(
  known: MarketKnowledge,
  team: TeamSide,
  side: BookSide,
): readonly (readonly [number, number])[] {
  return levels(bookOf(known.books, team), side, levelsShown).map(
    ([at, size]) => [at / priceScale, size / quantityScale] as const,
  );
}

function bookView(
  known: MarketKnowledge,
  team: TeamSide,
  name: string,
  at: number,
): BookView | null {
  const market = marketOf(known, team);
  if (market === undefined) return null;
  const book = bookOf(known.books, team);
  const facts = known[team];
  const bid = bestQuote(book, "bid");
  const ask = bestQuote(book, "ask");
  const mid = doubledMid(book);
  return {
    ticker: market.ticker,
    team: name,
    status: facts.status,
    bid: dollarsOfPrice(bid?.price),
    bid_size: contractsOf(bid?.quantity),
    ask: dollarsOfPrice(ask?.price),
    ask_size: contractsOf(ask?.quantity),
    mid: mid === undefined ? null : mid / (2 * priceScale),
    spread: dollarsOfPrice(spread(book)),
    last: dollarsOfPrice(facts.last),
    volume: contractsOf(facts.volume),
    volume_5m: contractsOf(recentVolume(known, team, at)),
    bids: ladderView(known, team, "bid"),
    asks: ladderView(known, team, "ask"),
    book: isCrossed(book) ? "broken" : book.kind,
    why: isCrossed(book) ? "its bid is not below its ask" : (book.why ?? null),
  };
}

/** `at`: now, Unix ms of the source's clock. */
export function marketView(
  known: MarketKnowledge,
  names: Readonly<Record<TeamSide, string>>,
  at: number,
): MarketView {
  const home = bookView(known, "home", names.home, at);
  const away = bookView(known, "away", names.away, at);
  return {
    event_ticker: known.markets?.eventTicker ?? null,
    ticker: home?.ticker ?? null,
    bid: home?.bid ?? null,
    ask: home?.ask ?? null,
    mid: home?.mid ?? null,
    spread: home?.spread ?? null,
    volume: home?.volume ?? null,
    home,
    away,
  };
}
