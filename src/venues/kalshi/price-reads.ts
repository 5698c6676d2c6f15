/** Prices over REST: whole books to compare the stream with, or the best prices alone. */
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { GameMarkets, Level, MarketStatus } from "../../domain/market.ts";
import { complement, type Price } from "../../domain/numbers.ts";
import type { Clock } from "../../domain/ports.ts";
import { type Found, gameMarkets } from "./discovery.ts";
import { type ExchangeMarket, MarketsPageShape } from "./messages/market.ts";
import { OrderbooksShape, type RestBook } from "./messages/orderbooks.ts";
import type { Rest } from "./rest.ts";

/** What a market object says beside its prices. */
export type Standing = {
  readonly team: TeamSide;
  readonly status: MarketStatus;
  readonly settlementValue: Price | undefined;
  readonly raw: string;
};

export type PriceReads = {
  /** Both whole books, to compare the stream with. */
  books(found: Found): Promise<void>;
  /** Best prices of both market objects as whole books, and how the markets stand. */
  tops(found: Found): Promise<readonly Standing[]>;
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

/** One level a side; whatever stands behind it is not known. */
function topsOf({ bid, ask }: ExchangeMarket) {
  return { bids: bid === undefined ? [] : [bid], asks: ask === undefined ? [] : [ask] };
}

type Say = (news: MarketNews, raw: string | undefined) => void;

export function createPriceReads(rest: Rest, clock: Clock, say: Say): PriceReads {
  return {
    async books(found) {
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
        say({ kind: "crossCheck", team, askedMono, bids, asks }, answer.raw);
      }
    },
    async tops(found) {
      const markets = gameMarkets(found, undefined);
      const tickers = `${markets.home.ticker},${markets.away.ticker}`;
      const askedMono = clock.now().mono;
      const path = `/markets?tickers=${encodeURIComponent(tickers)}`;
      const answer = await rest.get(path, MarketsPageShape);
      if (answer.kind !== "read") return [];
      const { raw } = answer;
      return answer.value.flatMap((market): Standing[] => {
        const team = teamOf(markets, market.ticker);
        if (team === undefined) return [];
        say({ kind: "snapshot", team, ...topsOf(market) }, raw);
        say({ kind: "crossCheck", team, askedMono, ...topsOf(market) }, raw);
        const { status, settlementValue } = market;
        return [{ team, status, settlementValue, raw }];
      });
    },
  };
}
