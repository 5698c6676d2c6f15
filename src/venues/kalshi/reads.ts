/** What is read over REST, how often, and what follows from it. */
import type { MarketNews } from "../../domain/events.ts";
import type { Game, TeamSide } from "../../domain/game.ts";
import type { GameMarkets, Level, MarketStatus } from "../../domain/market.ts";
import { complement, type Price } from "../../domain/numbers.ts";
import type { Clock } from "../../domain/ports.ts";
import { type Found, gameMarkets } from "./discovery.ts";
import { createEventReader, seriesTicker } from "./event-reader.ts";
import { type FeeFields, type FeeOverride, feeSchedule } from "./fees.ts";
import { ExchangeStatusShape } from "./messages/exchange-status.ts";
import { OrderbooksShape, type RestBook } from "./messages/orderbooks.ts";
import { SeriesShape } from "./messages/series.ts";
import { createOutcomes } from "./outcomes.ts";
import type { Rest } from "./rest.ts";

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
  /** The stream's word on a market: its status, and what its YES pays when told. */
  status(team: TeamSide, status: MarketStatus, value: Price | undefined, raw: string): void;
  fees(override: FeeOverride, raw: string): void;
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

/** Knows the game's event once it is found, and tells only what changed. */
export function createReads(options: ReadsOptions): Reads {
  const { rest, clock, game, say } = options;
  const outcomes = createOutcomes();
  const events = createEventReader(rest, game, say);
  let series: FeeFields | undefined;
  let seriesFresh = false;
  let told: string | undefined;

  async function readSeries(): Promise<void> {
    if (seriesFresh) return;
    const answer = await rest.get(`/series/${seriesTicker}`, SeriesShape);
    if (answer.kind !== "read") return;
    series = answer.value;
    seriesFresh = true;
  }

  function tell(now: Found): void {
    const markets = gameMarkets(now, feeSchedule(series, now.event.override));
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
      const now = await events.read();
      if (now === undefined) return false;
      tell(now);
      return seriesFresh;
    },
    async books(alone) {
      const found = events.found();
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
    status(team, status, value, raw) {
      say({ kind: "status", team, status }, raw);
      for (const news of outcomes.learn(team, status, value)) say(news, raw);
    },
    fees(override, raw) {
      say({ kind: "fees", fees: feeSchedule(series, override) }, raw);
    },
  };
}
