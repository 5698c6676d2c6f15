/** Discovery and market data: series, events, markets, books, trades, milestones. */
import { complement, priceText, quantityText } from "../../domain/numbers.ts";
import type { MarketStatus } from "../../domain/market.ts";
import type { Query } from "./address.ts";
import { isoText } from "./calendar.ts";
import { listedStatus, marketsOfEvent } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { restBook } from "./levels.ts";
import {
  eventBody,
  marketBody,
  milestoneBody,
  seriesBody,
  seriesUpdatedAt,
} from "./listing-bodies.ts";
import { openTime } from "./listing.ts";
import type { Listing } from "./listing.ts";
import { paged, spanOf, wholeParameter } from "./pages.ts";
import type { ListedMarket, Trade } from "./records.ts";
import { badParameter, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

/** What `status=` of the lists means, in the markets' own statuses. */
const statusFilters: Readonly<Record<string, readonly MarketStatus[]>> = {
  unopened: ["initialized"],
  open: ["active"],
  paused: ["inactive"],
  closed: ["closed", "determined", "disputed", "amended"],
  settled: ["finalized"],
};

type Filter =
  | { readonly kind: "read"; readonly holds: (market: ListedMarket) => boolean }
  | { readonly kind: "refused"; readonly reply: Reply };

/** Markets of the statuses that are asked for; an unknown one is a refusal. */
function statusFilter(floor: Floor, query: Query, operation: string): Filter {
  const wanted = query.list("status");
  if (wanted.some((status) => !Object.hasOwn(statusFilters, status))) {
    return { kind: "refused", reply: badParameter(operation, "status") };
  }
  const statuses = wanted.flatMap((status) => statusFilters[status] ?? []);
  const holds = (market: ListedMarket): boolean =>
    wanted.length === 0 || statuses.includes(listedStatus(floor, market));
  return { kind: "read", holds };
}

function listEvents(floor: Floor, { query }: Call): Reply {
  const operation = "GetEvents";
  const series = query.one("series_ticker");
  const tickers = query.list("tickers");
  const status = statusFilter(floor, query, operation);
  if (status.kind === "refused") return status.reply;
  const closing = spanOf(query, operation, "min_close_ts");
  if (closing.kind === "refused") return closing.reply;
  const updated = spanOf(query, operation, "min_updated_ts");
  if (updated.kind === "refused") return updated.reply;
  const keep = (listing: Listing): boolean => {
    if (series !== undefined && listing.seriesTicker !== series) return false;
    if (tickers.length > 0 && !tickers.includes(listing.eventTicker)) return false;
    if (!updated.holds(openTime(listing))) return false;
    const markets = marketsOfEvent(floor, listing.eventTicker);
    return markets.some(status.holds) && markets.some(({ closeAt }) => closing.holds(closeAt));
  };
  const list = { rows: floor.listings, keep, key: (one: Listing): string => one.eventTicker };
  const page = paged(list, query, { operation, max: 200, usual: 200 });
  if (page.kind === "refused") return page.reply;
  const nested = query.one("with_nested_markets") === "true";
  const events = page.rows.map((listing) =>
    nested
      ? { ...eventBody(floor, listing), markets: marketBodies(floor, listing) }
      : eventBody(floor, listing),
  );
  const milestones =
    query.one("with_milestones") === "true"
      ? { milestones: page.rows.map((listing) => milestoneBody(floor, listing)) }
      : {};
  return json(200, { events, ...milestones, cursor: page.cursor });
}

function marketBodies(floor: Floor, listing: Listing): unknown[] {
  const markets = marketsOfEvent(floor, listing.eventTicker);
  return markets.map((market) => marketBody(floor, market));
}

function oneEvent(floor: Floor, { part, query }: Call): Reply {
  const listing = floor.listings.find((one) => one.eventTicker === part("event"));
  if (listing === undefined) return notFound();
  const markets = marketBodies(floor, listing);
  const nested = query.one("with_nested_markets") === "true";
  const event = eventBody(floor, listing);
  return json(200, { event: nested ? { ...event, markets } : event, markets });
}

/** The families of time filters, with the statuses that each goes with. */
const moments: Readonly<
  Record<string, { readonly of: (market: ListedMarket) => number | undefined; with: string[] }>
> = {
  created: { of: (market) => market.openAt, with: ["unopened", "open"] },
  close: { of: (market) => market.closeAt, with: ["closed"] },
  settled: { of: (market) => market.settledAt, with: ["settled"] },
  updated: { of: (market) => market.changedAt, with: [] },
};

/** `min_…_ts` and `max_…_ts` (Unix seconds) of at most one family, which fits the status. */
function momentsOf(query: Query): Filter {
  const operation = "GetMarkets";
  const tests: ((market: ListedMarket) => boolean)[] = [];
  const families = new Set<string>();
  for (const [family, { of, with: statuses }] of Object.entries(moments)) {
    for (const bound of ["min", "max"]) {
      const read = wholeParameter(query, `${bound}_${family}_ts`, operation);
      if (read.kind === "refused") return read;
      const { value } = read;
      if (value === undefined) continue;
      families.add(family);
      const status = query.one("status");
      if (families.size > 1 || (status !== undefined && !statuses.includes(status))) {
        return { kind: "refused", reply: badParameter(operation, `${bound}_${family}_ts`) };
      }
      tests.push((market) => {
        const at = of(market);
        if (at === undefined) return false;
        return bound === "min" ? at >= value * 1000 : at <= value * 1000;
      });
    }
  }
  return { kind: "read", holds: (market) => tests.every((test) => test(market)) };
}

function listMarkets(floor: Floor, { query }: Call): Reply {
  const operation = "GetMarkets";
  const event = query.one("event_ticker");
  const series = query.one("series_ticker");
  const tickers = query.list("tickers");
  const combos = query.one("mve_filter");
  if (combos !== undefined && !["only", "exclude"].includes(combos)) {
    return badParameter(operation, "mve_filter");
  }
  const within = momentsOf(query);
  if (within.kind === "refused") return within.reply;
  const status = statusFilter(floor, query, operation);
  if (status.kind === "refused") return status.reply;
  const keep = (market: ListedMarket): boolean => {
    if (event !== undefined && market.listing.eventTicker !== event) return false;
    if (series !== undefined && market.listing.seriesTicker !== series) return false;
    if (tickers.length > 0 && !tickers.includes(market.ticker)) return false;
    return within.holds(market) && status.holds(market);
  };
  // None of the markets is a combination of others.
  const rows = combos === "only" ? [] : [...floor.markets.values()];
  const list = { rows, keep, key: (market: ListedMarket): string => market.ticker };
  const page = paged(list, query, { operation, min: 0, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  const bodies = page.rows.map((market) => marketBody(floor, market));
  return json(200, { markets: bodies, cursor: page.cursor });
}

function bookBody(floor: Floor, market: ListedMarket, depth: number): unknown {
  return restBook(market.book, depth, floor.switches.bookOrder);
}

function oneBook(floor: Floor, { part, query }: Call): Reply {
  const market = floor.markets.get(part("ticker"));
  if (market === undefined) return notFound();
  const operation = "GetMarketOrderbook";
  const depth = wholeParameter(query, "depth", operation);
  if (depth.kind === "refused") return depth.reply;
  const levels = depth.value ?? 0;
  if (levels > 100) return badParameter(operation, "depth must be at most 100");
  return json(200, { orderbook_fp: bookBody(floor, market, levels) });
}

function manyBooks(floor: Floor, { query }: Call): Reply {
  const tickers = query.all("tickers");
  if (tickers.length === 0 || tickers.length > 100) {
    return badParameter("GetMarketOrderbooks", "tickers must be 1 to 100");
  }
  const orderbooks = tickers.flatMap((ticker) => {
    const market = floor.markets.get(ticker);
    if (market === undefined) return [];
    return [{ ticker, orderbook_fp: bookBody(floor, market, 0) }];
  });
  return json(200, { orderbooks });
}

function tradeBody(trade: Trade): unknown {
  const outcome = trade.taker === "bid" ? "yes" : "no";
  return {
    trade_id: trade.tradeId,
    ticker: trade.ticker,
    count_fp: quantityText(trade.quantity),
    yes_price_dollars: priceText(trade.price),
    no_price_dollars: priceText(complement(trade.price)),
    taker_outcome_side: outcome,
    taker_book_side: trade.taker,
    taker_side: outcome,
    created_time: isoText(trade.at),
    is_block_trade: false,
  };
}

function listTrades(floor: Floor, { query }: Call): Reply {
  const operation = "GetTrades";
  const span = spanOf(query, operation, "min_ts", "max_ts");
  if (span.kind === "refused") return span.reply;
  const ticker = query.one("ticker");
  const block = query.one("is_block_trade") === "true";
  const rows = [...floor.markets.values()]
    .filter((market) => !block && (ticker === undefined || market.ticker === ticker))
    .flatMap((market) => market.trades)
    .filter(({ at }) => span.holds(at))
    .toSorted((left, right) => left.at - right.at)
    .toReversed();
  const list = { rows, key: (trade: Trade): string => trade.tradeId };
  const page = paged(list, query, { operation, max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, { trades: page.rows.map(tradeBody), cursor: page.cursor });
}

function oneSeries(floor: Floor, { part, query }: Call): Reply {
  const known = floor.listings.some((listing) => listing.seriesTicker === part("series"));
  const volume = query.one("include_volume") === "true";
  return known ? json(200, { series: seriesBody(floor, part("series"), volume) }) : notFound();
}

function listSeries(floor: Floor, { query }: Call): Reply {
  const updated = spanOf(query, "GetSeriesList", "min_updated_ts");
  if (updated.kind === "refused") return updated.reply;
  const tags = query.list("tags");
  const wanted =
    (query.one("category") ?? "Sports") === "Sports" &&
    (tags.length === 0 || tags.includes("Football")) &&
    updated.holds(seriesUpdatedAt(floor));
  const listings = wanted ? floor.listings : [];
  const tickers = new Set(listings.map((listing) => listing.seriesTicker));
  const volume = query.one("include_volume") === "true";
  return json(200, { series: [...tickers].map((ticker) => seriesBody(floor, ticker, volume)) });
}

function oneMarket(floor: Floor, { part }: Call): Reply {
  const market = floor.markets.get(part("ticker"));
  const found = market !== undefined && floor.source.clock.now().at >= market.hiddenUntil;
  return found ? json(200, { market: marketBody(floor, market) }) : notFound();
}

export function marketRoutes(floor: Floor): Route[] {
  const bookAuth = floor.switches.orderbookNeedsAuth;
  return [
    get("/series", (call) => listSeries(floor, call)),
    get("/series/:series", (call) => oneSeries(floor, call)),
    get("/events", (call) => listEvents(floor, call)),
    get("/events/:event", (call) => oneEvent(floor, call)),
    get("/markets", (call) => listMarkets(floor, call)),
    get("/markets/orderbooks", (call) => manyBooks(floor, call), bookAuth),
    get("/markets/trades", (call) => listTrades(floor, call)),
    get("/markets/:ticker", (call) => oneMarket(floor, call)),
    get("/markets/:ticker/orderbook", (call) => oneBook(floor, call), bookAuth),
  ];
}
