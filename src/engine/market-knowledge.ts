/** What the desk knows of the market: two books, their health, and the exchange's own state. */
import type { TeamSide } from "../domain/game.ts";
import type { MarketNews, Stamp } from "../domain/events.ts";
import type { FeeSchedule, GameMarkets, Level, Market, MarketStatus } from "../domain/market.ts";
import type { Price, Quantity } from "../domain/numbers.ts";
import {
  applyDelta,
  applySnapshot,
  bestPrice,
  type BookChange,
  bookOf,
  breakBook,
  type ConsumedDepth,
  createConsumedDepth,
  createGameBooks,
  forgetConsumed,
  type GameBooks,
  isCrossed,
} from "../market/market.ts";

/** One public trade of the tape. */
export type TapeTrade = {
  readonly team: TeamSide;
  readonly tradedAt: number;
  readonly price: Price;
  readonly quantity: Quantity;
};

/** What is kept of one market beside its book. */
export type MarketFacts = {
  status: MarketStatus;
  last: Price | undefined;
  volume: Quantity | undefined;
  /** Source's mono of the last frame that changed the book. */
  changedMono: number | undefined;
  /** REST's book contradicted a quiet stream: not whole until the next snapshot. */
  contradicted: boolean;
  /** Source's mono of the frame that crossed the book; undefined while it is not crossed. */
  crossedMono: number | undefined;
  /** YES value once determined; paid only after `settled`. */
  determined: Price | undefined;
  settled: Price | undefined;
  readonly consumed: ConsumedDepth;
};

export type MarketKnowledge = {
  markets: GameMarkets | undefined;
  readonly books: GameBooks;
  readonly home: MarketFacts;
  readonly away: MarketFacts;
  /** Last frame, ping or pong. */
  frameMono: number | undefined;
  /** Last REST cross-check. */
  checkMono: number | undefined;
  up: boolean;
  upWhy: string;
  exchangeActive: boolean | undefined;
  tradingActive: boolean | undefined;
  fees: FeeSchedule | undefined;
  clockOffsetMs: number | undefined;
  clockUncertainMs: number | undefined;
  readonly tape: TapeTrade[];
  /** Grows with every change of a book: a new quote version. */
  version: number;
  unreadable: number;
};

/** The tape shows 30; five minutes of volume need more, and it stays bounded all the same. */
const tapeMax = 2_000;
const tapeWindowMs = 300_000;

function createFacts(): MarketFacts {
  return {
    status: "unknown",
    last: undefined,
    volume: undefined,
    changedMono: undefined,
    contradicted: false,
    crossedMono: undefined,
    determined: undefined,
    settled: undefined,
    consumed: createConsumedDepth(),
  };
}

export function createMarketKnowledge(): MarketKnowledge {
  return {
    markets: undefined,
    books: createGameBooks(),
    home: createFacts(),
    away: createFacts(),
    frameMono: undefined,
    checkMono: undefined,
    up: false,
    upWhy: "not connected yet",
    exchangeActive: undefined,
    tradingActive: undefined,
    fees: undefined,
    clockOffsetMs: undefined,
    clockUncertainMs: undefined,
    tape: [],
    version: 0,
    unreadable: 0,
  };
}

/** The market "this team wins", as the exchange describes it. */
export function marketOf(known: MarketKnowledge, team: TeamSide): Market | undefined {
  return known.markets?.[team];
}

/** Which team's market has this ticker; undefined when it is none of the game's two. */
export function teamOfTicker(known: MarketKnowledge, ticker: string): TeamSide | undefined {
  if (known.markets?.home.ticker === ticker) return "home";
  if (known.markets?.away.ticker === ticker) return "away";
  return undefined;
}

/** Contracts traded in the last five minutes, from the tape. */
export function recentVolume(known: MarketKnowledge, team: TeamSide, at: number): Quantity {
  const since = at - tapeWindowMs;
  let sum = 0;
  for (const trade of known.tape) {
    if (trade.team === team && trade.tradedAt >= since) sum += trade.quantity;
  }
  return sum as Quantity;
}

/** What became of market news, as far as the rest of the step must know. */
export type MarketChange =
  | { readonly kind: "none" }
  /** The book of this team changed: mids, signals and paper fills may follow. */
  | { readonly kind: "book"; readonly team: TeamSide }
  /** The books cannot be trusted: subscribe anew. */
  | { readonly kind: "broken"; readonly why: string };

const none: MarketChange = { kind: "none" };

export function learnMarket(known: MarketKnowledge, news: MarketNews, stamp: Stamp): MarketChange {
  if (news.kind !== "failed" && news.kind !== "answered" && news.kind !== "clock") {
    if (news.kind !== "crossCheck" && news.kind !== "markets" && news.kind !== "exchange") {
      known.frameMono = stamp.mono;
    }
  }
  switch (news.kind) {
    case "snapshot":
      return learnSnapshot(known, news, stamp);
    case "delta":
      return learnDelta(known, news, stamp);
    case "broken":
      return breakBooks(known, news.why);
    case "connection":
      known.up = news.up;
      known.upWhy = news.why;
      return news.up ? none : breakBooks(known, news.why);
    case "crossCheck":
      return learnCrossCheck(known, news, stamp);
    default:
      learnFacts(known, news);
      return none;
  }
}

function learnSnapshot(
  known: MarketKnowledge,
  news: Extract<MarketNews, { kind: "snapshot" }>,
  stamp: Stamp,
): MarketChange {
  const change = applySnapshot(bookOf(known.books, news.team), news.bids, news.asks);
  known[news.team].changedMono = stamp.mono;
  known[news.team].contradicted = false;
  return changed(known, news.team, change, stamp);
}

function learnDelta(
  known: MarketKnowledge,
  news: Extract<MarketNews, { kind: "delta" }>,
  stamp: Stamp,
): MarketChange {
  const facts = known[news.team];
  const change = applyDelta(bookOf(known.books, news.team), news.side, news.price, news.change);
  forgetConsumed(facts.consumed, news.side, news.price);
  if (change.kind === "ignored") return none;
  facts.changedMono = stamp.mono;
  return changed(known, news.team, change, stamp);
}

/** A frame was applied: what it made of its book, and of both when it cannot be true. */
function changed(
  known: MarketKnowledge,
  team: TeamSide,
  change: BookChange,
  stamp: Stamp,
): MarketChange {
  if (change.kind === "broken") return breakBooks(known, change.why);
  const facts = known[team];
  const crossed = isCrossed(bookOf(known.books, team));
  facts.crossedMono = crossed ? (facts.crossedMono ?? stamp.mono) : undefined;
  known.version += 1;
  return { kind: "book", team };
}

/** Both books of the subscription are suspect until their next snapshots. */
export function breakBooks(known: MarketKnowledge, why: string): MarketChange {
  for (const team of ["home", "away"] as const) {
    breakBook(bookOf(known.books, team), why);
    known[team].crossedMono = undefined;
  }
  known.version += 1;
  return { kind: "broken", why };
}

const crossedMsMax = 1000;

/**
 * Between two frames a book may cross for an instant, and quotes nothing then. One that stays
 * crossed for more than 1 s is not the exchange's: both books break.
 */
export function tickCrossed(known: MarketKnowledge, now: Stamp): MarketChange {
  const since = crossedSince(known);
  if (since === undefined || now.mono - since <= crossedMsMax) return none;
  return breakBooks(known, "crossed for more than 1 s");
}

/** The mono at which `tickCrossed` will break the books; undefined: neither is crossed. */
export function crossedDeadline(known: MarketKnowledge): number | undefined {
  const since = crossedSince(known);
  return since === undefined ? undefined : since + crossedMsMax + 1;
}

/** Since when a book has been crossed, the longer of the two. */
function crossedSince({ home, away }: MarketKnowledge): number | undefined {
  if (home.crossedMono === undefined) return away.crossedMono;
  if (away.crossedMono === undefined) return home.crossedMono;
  return Math.min(home.crossedMono, away.crossedMono);
}

function bestOf(levels: readonly Level[], side: "bid" | "ask"): number | undefined {
  let best: number | undefined;
  for (const [at, size] of levels) {
    if (size <= 0) continue;
    if (best === undefined || (side === "bid" ? at > best : at < best)) best = at;
  }
  return best;
}

/**
 * REST's book against the stream's. It can only speak when the stream has been quiet since the
 * question was asked; while frames flow a difference proves nothing.
 */
function learnCrossCheck(
  known: MarketKnowledge,
  news: Extract<MarketNews, { kind: "crossCheck" }>,
  stamp: Stamp,
): MarketChange {
  known.checkMono = stamp.mono;
  const facts = known[news.team];
  const book = bookOf(known.books, news.team);
  if (book.kind !== "live") return none;
  if ((facts.changedMono ?? 0) >= news.askedMono) {
    // The stream speaks again, without a gap: what it says counts, not an older answer.
    facts.contradicted = false;
    return none;
  }
  const agrees =
    bestOf(news.bids, "bid") === bestPrice(book, "bid") &&
    bestOf(news.asks, "ask") === bestPrice(book, "ask");
  if (agrees) {
    facts.contradicted = false;
    return none;
  }
  const seenBefore = facts.contradicted;
  facts.contradicted = true;
  if (!seenBefore) return none;
  return breakBooks(known, "the exchange's book differs from a stream that says nothing");
}

function learnFacts(known: MarketKnowledge, news: MarketNews): void {
  switch (news.kind) {
    case "markets":
      known.markets = news.markets;
      known.home.status = news.markets.home.status;
      known.away.status = news.markets.away.status;
      known.home.volume = news.markets.home.volume ?? known.home.volume;
      known.away.volume = news.markets.away.volume ?? known.away.volume;
      known.fees = news.markets.fees;
      return;
    case "trade":
      known[news.team].last = news.price;
      known.tape.push(news);
      if (known.tape.length > tapeMax) known.tape.splice(0, known.tape.length - tapeMax);
      return;
    case "ticker":
      known[news.team].volume = news.volume;
      known[news.team].last = news.last ?? known[news.team].last;
      return;
    case "status":
      known[news.team].status = news.status;
      return;
    case "grid":
      learnGrid(known, news);
      return;
    case "fees":
      known.fees = news.fees;
      return;
    case "determined":
      known[news.team].determined = news.value;
      known[news.team].status = "determined";
      return;
    case "settled":
      known[news.team].settled = news.value;
      known[news.team].status = "finalized";
      return;
    case "exchange":
      known.exchangeActive = news.active;
      known.tradingActive = news.trading;
      return;
    case "clock":
      known.clockOffsetMs = news.offsetMs;
      known.clockUncertainMs = news.uncertainMs;
      return;
    case "unreadable":
      known.unreadable += 1;
      return;
    default:
      return;
  }
}

function learnGrid(known: MarketKnowledge, news: Extract<MarketNews, { kind: "grid" }>): void {
  const markets = known.markets;
  if (markets === undefined) return;
  const market = { ...markets[news.team], priceRanges: news.priceRanges };
  known.markets = { ...markets, [news.team]: market };
}
