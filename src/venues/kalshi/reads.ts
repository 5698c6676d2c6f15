/** What is read over REST, how often, and what follows from it. */
import type { MarketNews } from "../../domain/events.ts";
import type { Game, TeamSide } from "../../domain/game.ts";
import type { GameMarkets, MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { Clock } from "../../domain/ports.ts";
import { type Found, gameMarkets } from "./discovery.ts";
import { createEventReader, seriesTicker } from "./event-reader.ts";
import { AccountLimitsShape, EndpointCostsShape } from "./messages/account-limits.ts";
import { type FeeFields, type FeeOverride, feeSchedule } from "./fees.ts";
import { ExchangeStatusShape } from "./messages/exchange-status.ts";
import { SeriesShape } from "./messages/series.ts";
import type { RateBudget } from "./limits.ts";
import { createOutcomes } from "./outcomes.ts";
import { createPriceReads } from "./price-reads.ts";
import type { Rest } from "./rest.ts";

export type ReadsOptions = {
  readonly rest: Rest;
  readonly clock: Clock;
  readonly game: Game;
  readonly budget: RateBudget;
  /** The reads are signed: the member's own limits can be asked for. */
  readonly keyed: boolean;
  say(news: MarketNews, raw: string | undefined): void;
  /** The event is known; from now on it is only read again. */
  found(markets: GameMarkets): void;
};

export type Reads = {
  /** Finds the event, or reads it again. False: try again soon. */
  markets(): Promise<boolean>;
  /** REST's books of both markets, to compare the stream with. */
  books(): Promise<void>;
  /** Best prices of both market objects: without a key they stand in for the stream. */
  tops(): Promise<void>;
  /** The member's live rate limits and what each endpoint costs. */
  limits(): Promise<void>;
  exchange(): Promise<void>;
  /** Next time everything is told again, and the series' fees are read again. */
  forget(): void;
  /** The stream's word on a market: its status, and what its YES pays when told. */
  status(team: TeamSide, status: MarketStatus, value: Price | undefined, raw: string): void;
  fees(override: FeeOverride, raw: string): void;
  /** The shard of a market's orders, the home market's for any other; undefined: not known yet. */
  exchangeIndexOf(ticker: string): number | undefined;
};

async function learnLimits(rest: Rest, budget: RateBudget): Promise<void> {
  const costs = await rest.get("/account/endpoint_costs", EndpointCostsShape);
  if (costs.kind === "read") budget.learnCosts(costs.value);
  const limits = await rest.get("/account/limits", AccountLimitsShape);
  if (limits.kind === "read") budget.learn(limits.value);
}

/** Knows the game's event once it is found, and tells only what changed. */
export function createReads(options: ReadsOptions): Reads {
  const { rest, clock, game, budget, say } = options;
  const outcomes = createOutcomes();
  const prices = createPriceReads(rest, clock, say);
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
    async tops() {
      const found = events.found();
      if (found === undefined) return;
      for (const { team, status, settlementValue, raw } of await prices.tops(found)) {
        for (const news of outcomes.learn(team, status, settlementValue)) say(news, raw);
      }
    },
    limits: () => (options.keyed ? learnLimits(rest, budget) : Promise.resolve()),
    async books() {
      const found = events.found();
      if (found !== undefined) await prices.books(found);
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
    exchangeIndexOf(ticker) {
      const pair = events.found()?.pair;
      const market = pair?.away.ticker === ticker ? pair.away : pair?.home;
      return market?.exchangeIndex;
    },
    fees(override, raw) {
      say({ kind: "fees", fees: feeSchedule(series, override) }, raw);
    },
  };
}
