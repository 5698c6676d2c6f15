/** What is read over REST, how often, and what follows from it. */
import type { MarketNews } from "../../domain/events.ts";
import type { Game, TeamSide } from "../../domain/game.ts";
import type { GameMarkets, Level, MarketStatus } from "../../domain/market.ts";
import { complement, type Price } from "../../domain/numbers.ts";
import type { Clock } from "../../domain/ports.ts";
import { type Found, findEvent, gameMarkets, pairOf } from "./discovery.ts";
import { type FeeFields, type FeeOverride, feeSchedule } from "./fees.ts";
import { EventsPageShape, type ExchangeEvent, OneEventShape } from "./messages/event.ts";
import { ExchangeStatusShape } from "./messages/exchange-status.ts";
import { OrderbooksShape, type RestBook } from "./messages/orderbooks.ts";
import { SeriesShape } from "./messages/series.ts";
import { createOutcomes } from "./outcomes.ts";
import type { Rest } from "./rest.ts";

const seriesTicker = "KXNFLGAME";
const pagesMax = 10;
const searchBackMs = 3 * 86_400_000;

export type ReadsOptions = {
  readonly rest: Rest;
  readonly clock: Clock;
  readonly game: Game;
  say(news: MarketNews, raw: string | undefined): void;
  /** The event is known; from now on it is only read again. */
  found(markets: GameMarkets): void;
};

export type Reads = {
  /** Finds the event, or reads it again. False: try again soon. */
  markets(): Promise<boolean>;
  /** REST's books of both markets. `alone`: they stand in for the stream. */
  books(alone: boolean): Promise<void>;
  exchange(): Promise<void>;
  /** Next time everything is told again, and the series' fees are read again. */
  forget(): void;
  status(team: TeamSide, status: MarketStatus, value: Price | undefined): void;
  fees(override: FeeOverride): void;
};

function teamOf(markets: GameMarkets, ticker: string): TeamSide | undefined {
  if (ticker === markets.home.ticker) return "home";
  return ticker === markets.away.ticker ? "away" : undefined;
}

function asksOf({ no }: RestBook): readonly Level[] {
  return no
    .filter(([, size]) => size > 0)
    .map(([at, size]): Level => [complement(at), size])
    .sort((left, right) => left[0] - right[0]);
}

function bidsOf({ yes }: RestBook): readonly Level[] {
  return yes.filter(([, size]) => size > 0).toSorted((left, right) => right[0] - left[0]);
}

/** Reads the events of the series that a query selects, page after page. */
async function listEvents(
  rest: Rest,
  query: string,
): Promise<readonly ExchangeEvent[] | undefined> {
  const events: ExchangeEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const more: string = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/events?series_ticker=${seriesTicker}&with_nested_markets=true${query}${more}`;
    const answer = await rest.get(path, EventsPageShape);
    if (answer.kind !== "read") return undefined;
    events.push(...answer.value.events);
    const following = answer.value.cursor;
    if (following === undefined || following === cursor || answer.value.events.length === 0) break;
    cursor = following;
  }
  return events;
}

/** Knows the game's event once it is found, and tells only what changed. */
export function createReads(options: ReadsOptions): Reads {
  const { rest, clock, game, say } = options;
  const outcomes = createOutcomes();
  let found: Found | undefined;
  let override: FeeOverride | undefined;
  let series: FeeFields | undefined;
  let seriesFresh = false;
  let told: string | undefined;
  let notFound: string | undefined;

  async function readSeries(): Promise<void> {
    if (seriesFresh) return;
    const answer = await rest.get(`/series/${seriesTicker}`, SeriesShape);
    if (answer.kind !== "read") return;
    series = answer.value;
    seriesFresh = true;
  }

  async function search(): Promise<Found | undefined> {
    const since = Math.floor((game.kickoffAt - searchBackMs) / 1000);
    let why: string | undefined;
    for (const query of ["&status=open", `&min_close_ts=${since}`]) {
      const events = await listEvents(rest, query);
      if (events === undefined) return undefined;
      const reading = findEvent(events, game);
      if (reading.kind === "read") return reading.value;
      why = reading.why;
    }
    if (why !== undefined && why !== notFound) say({ kind: "unreadable", why }, undefined);
    notFound = why;
    return undefined;
  }

  async function readAgain(eventTicker: string): Promise<Found | undefined> {
    const path = `/events/${eventTicker}?with_nested_markets=true`;
    const answer = await rest.get(path, OneEventShape);
    if (answer.kind !== "read") return undefined;
    const pair = pairOf(answer.value, game);
    if (pair !== undefined) return { event: answer.value, pair };
    say({ kind: "unreadable", why: `${eventTicker} is no longer this game` }, answer.raw);
    return undefined;
  }

  function tell(now: Found): void {
    override = now.event.override;
    const markets = gameMarkets(now, feeSchedule(series, override));
    const text = JSON.stringify(markets);
    if (text !== told) say({ kind: "markets", markets }, undefined);
    told = text;
    for (const team of ["home", "away"] as const) {
      const { status, settlementValue } = now.pair[team];
      for (const news of outcomes.learn(team, status, settlementValue)) say(news, undefined);
    }
    options.found(markets);
  }

  return {
    async markets() {
      await readSeries();
      const now = found === undefined ? await search() : await readAgain(found.event.eventTicker);
      if (now === undefined) return false;
      found = now;
      tell(now);
      return seriesFresh;
    },
    async books(alone) {
      if (found === undefined) return;
      const markets = gameMarkets(found, undefined);
      const tickers = [markets.home.ticker, markets.away.ticker];
      const query = tickers.map((ticker) => `tickers=${encodeURIComponent(ticker)}`).join("&");
      const askedMono = clock.now().mono;
      const answer = await rest.get(`/markets/orderbooks?${query}`, OrderbooksShape);
      if (answer.kind !== "read") return;
      for (const book of answer.value) {
        const team = teamOf(markets, book.ticker);
        if (team === undefined) continue;
        const [bids, asks] = [bidsOf(book), asksOf(book)];
        if (alone) say({ kind: "snapshot", team, bids, asks }, answer.raw);
        say({ kind: "crossCheck", team, askedMono, bids, asks }, answer.raw);
      }
    },
    async exchange() {
      const answer = await rest.get("/exchange/status", ExchangeStatusShape);
      if (answer.kind === "read") say({ kind: "exchange", ...answer.value }, answer.raw);
    },
    forget() {
      seriesFresh = false;
      told = undefined;
    },
    status(team, status, value) {
      say({ kind: "status", team, status }, undefined);
      for (const news of outcomes.learn(team, status, value)) say(news, undefined);
    },
    fees(next) {
      override = next;
      say({ kind: "fees", fees: feeSchedule(series, override) }, undefined);
    },
  };
}
