/** Gates about the books: HOME's, and the one of the order's route. */
import type { TeamSide } from "../../domain/game.ts";
import { onGrid } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { BookFacts, Facts } from "../facts.ts";
import { finding, type Gate, noOrder } from "./gate.ts";
import { ageText, centsText } from "./wording.ts";

/** HOME decides the edge, the route's book takes the order: both are looked at. */
function teamsOf(facts: Facts): readonly TeamSide[] {
  return facts.order?.team === "away" ? ["home", "away"] : ["home"];
}

function booksOf(facts: Facts): readonly BookFacts[] {
  return teamsOf(facts).map((team) => facts.books[team]);
}

function isTwoSided(book: BookFacts): boolean {
  return book.bid !== undefined && book.ask !== undefined;
}

function spreadOf(book: BookFacts): number | undefined {
  return book.bid === undefined || book.ask === undefined ? undefined : book.ask - book.bid;
}

const doubledDollar = 20_000;
const doubledDisagreementMax = 600;

/** |mid(HOME) + mid(AWAY) − 100¢| ≤ 3¢; a one-sided AWAY book has no mid and fails. */
export const BOOKS_AGREE: Gate = ({ books: { home, away } }) => {
  const limit = "≤ 3.0¢";
  if (away.bid === undefined || away.ask === undefined) {
    return finding(false, "AWAY is one-sided", limit);
  }
  // Without HOME's mid there is nothing to compare; TWO_SIDED says so.
  if (home.bid === undefined || home.ask === undefined) return finding(true, "—", limit);
  const doubled = Math.abs(home.bid + home.ask + away.bid + away.ask - doubledDollar);
  const value = centsText(Math.ceil(doubled / 2) as Price);
  return finding(doubled <= doubledDisagreementMax, value, limit);
};

const stableFramesMin = 2;

/** The quote stood for two frames with size. */
export const QUOTE_STABLE: Gate = (facts) => {
  const frames = Math.min(...booksOf(facts).map((book) => book.stableFrames));
  return finding(frames >= stableFramesMin, `${frames} frames`, `${stableFramesMin} frames`);
};

/** Spread at most the limit; auto may have a tighter one. A missing side is TWO_SIDED's matter. */
export const SPREAD: Gate = (facts, origin) => {
  const { maxSpread, maxSpreadAuto } = facts.config;
  const limit = origin === "auto" && maxSpreadAuto < maxSpread ? maxSpreadAuto : maxSpread;
  const spreads = booksOf(facts)
    .map(spreadOf)
    .filter((spread) => spread !== undefined);
  const limitText = `≤ ${centsText(limit)}`;
  if (spreads.length === 0) return { verdict: "unchecked", value: "—", limit: limitText };
  const widest = Math.max(...spreads) as Price;
  return finding(widest <= limit, centsText(widest), limitText);
};

/** Somebody stands on both sides. */
export const TWO_SIDED: Gate = (facts) => {
  const missing = teamsOf(facts).filter((team) => !isTwoSided(facts.books[team]));
  const value = missing.length === 0 ? "two-sided" : `one-sided: ${missing.join(", ")}`;
  return finding(missing.length === 0, value, "two-sided");
};

/** No gap, not crossed: what we show is what the exchange has. */
export const BOOK_WHOLE: Gate = (facts) => {
  const broken = teamsOf(facts).filter((team) => !facts.books[team].whole);
  const value = broken.length === 0 ? "whole" : `not whole: ${broken.join(", ")}`;
  return finding(broken.length === 0, value, "whole");
};

const frameAgeMsMax = 10_000;
const crossCheckAgeMsMax = 30_000;

function within(age: number | undefined, limit: number): boolean {
  return age !== undefined && age <= limit;
}

/** An exit needs a connection, not a fresh cross-check. */
function connected(facts: Facts): boolean {
  const { frameAgeMs, crossCheckAgeMs, restAgeMs } = facts.kalshi;
  return [frameAgeMs, crossCheckAgeMs, restAgeMs].some((age) => within(age, crossCheckAgeMsMax));
}

/** Frame ≤ 10 s and cross-check ≤ 30 s; without a key REST ≤ 10 s; order channels where sent. */
export const AGE_KALSHI: Gate = (facts, origin) => {
  const { kalshi, mode } = facts;
  const { frameAgeMs, crossCheckAgeMs, restAgeMs } = kalshi;
  if (origin === "exit") {
    const up = connected(facts);
    return finding(up, up ? "connected" : "no connection", "connected");
  }
  if (!kalshi.keyed) {
    return finding(within(restAgeMs, frameAgeMsMax), `REST ${ageText(restAgeMs)}`, "≤ 10.0 s");
  }
  const fresh = within(frameAgeMs, frameAgeMsMax) && within(crossCheckAgeMs, crossCheckAgeMsMax);
  const channels = mode === "PAPER" || kalshi.orderChannelsUp !== false;
  const value = `${ageText(frameAgeMs)}, check ${ageText(crossCheckAgeMs)}`;
  return finding(
    fresh && channels,
    channels ? value : `${value}, order channels down`,
    "≤ 10.0 s, check ≤ 30.0 s",
  );
};

/** The markets of the order (or both) trade. */
export const MARKET_ACTIVE: Gate = (facts) => {
  const teams = facts.order === undefined ? (["home", "away"] as const) : [facts.order.team];
  const statuses = teams.map((team) => facts.books[team].status);
  const closed = statuses.find((status) => status !== "active");
  return finding(closed === undefined, closed ?? "active", "active");
};

/** The exchange is open and trading is not paused. */
export const EXCHANGE_ACTIVE: Gate = ({ kalshi: { exchange } }) => {
  const limit = "open, trading";
  if (exchange === undefined) return finding(false, "not known", limit);
  const trading = exchange.trading ? "trading" : "paused";
  const value = `${exchange.active ? "open" : "closed"}, ${trading}`;
  return finding(exchange.active && exchange.trading, value, limit);
};

/** The limit lies on the market's own grid; nothing is ever rounded onto it. */
export const GRID: Gate = (facts) => {
  const { order } = facts;
  if (order === undefined) return noOrder("on the price grid");
  const ranges = facts.books[order.team].priceRanges;
  return finding(onGrid(ranges, order.limit), centsText(order.limit), "on the price grid");
};
