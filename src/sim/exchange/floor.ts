/** The trading floor: the markets, matching by price and time, prints, and the news of it all. */
import type { Chance } from "../../domain/chance.ts";
import type { BookSide, MarketStatus } from "../../domain/market.ts";
import { otherBookSide } from "../../domain/market.ts";
import { NO_MONEY, NO_QUANTITY, cost, plus } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { World } from "../world.ts";
import { createBook } from "./book.ts";
import type { Resting } from "./book.ts";
import { createFeeBook } from "./fee-book.ts";
import type { FeeBook } from "./fee-book.ts";
import type { SeriesFees } from "./fees.ts";
import { PRICE_GRIDS, closeTime, listedTeam, openTime } from "./listing.ts";
import type { Listing } from "./listing.ts";
import type { ListedMarket, News, SelfTradePrevention, Trade } from "./records.ts";
import type { Switches } from "./switches.ts";
import { drawUuid } from "./uuid.ts";

/** One execution as the account has to book it. */
export type Execution = {
  readonly market: ListedMarket;
  readonly orderId: string;
  readonly taker: boolean;
  readonly trade: Trade;
};

/** The account behind the orders on the floor. */
export interface Booker {
  book(execution: Execution): void;
  /** A resting order of ours stood in the way of a taker of ours and is cancelled. */
  cancelForSelfTrade(orderId: string): void;
  clientOrderIdOf(orderId: string): string | undefined;
  /** The order may take no more: its order group has been triggered meanwhile. */
  isHalted(orderId: string): boolean;
}

export type Floor = {
  readonly source: World;
  readonly operator: World;
  readonly chance: Chance;
  readonly switches: Switches;
  readonly feeBook: FeeBook;
  readonly listings: Listing[];
  readonly markets: Map<string, ListedMarket>;
  readonly publish: (news: News) => void;
  readonly listen: (listener: (news: News) => void) => () => void;
  /** Set once, before the first order. */
  booker: Booker | undefined;
};

/** Trades kept per market for `GET /markets/trades`. */
const tradesKept = 2000;

/** Share of a crowd trade that opens new interest: the crowd's positions are not modelled. */
const openingShare = 0.3;

function listMarket(
  floor: Floor,
  listing: Listing,
  team: "home" | "away",
  hiddenMs: number,
): ListedMarket {
  const { ticker, name } = listedTeam(listing, team);
  const now = floor.source.clock.now().at;
  const openAt = openTime(listing);
  const volume = listing.volume ?? NO_QUANTITY;
  const market: ListedMarket = {
    id: drawUuid(floor.chance),
    ticker,
    team,
    listing,
    book: createBook((side, price, change, orderId) => {
      const clientOrderId =
        orderId === undefined ? undefined : floor.booker?.clientOrderIdOf(orderId);
      if (side === "ask") market.wasOffered = true;
      floor.publish({ kind: "level", market, side, price, change, clientOrderId });
    }),
    teamTarget: drawUuid(floor.chance),
    priceRanges: PRICE_GRIDS[floor.switches.priceGrid],
    priceStructure: floor.switches.priceGrid,
    subTitle: name,
    hiddenUntil: now + hiddenMs,
    changedAt: openTime(listing),
    openAt,
    closeAt: closeTime(listing),
    status: listing.status ?? (now < openAt ? "initialized" : "active"),
    before: undefined,
    result: "",
    settlementValue: undefined,
    determinedAt: undefined,
    settledAt: undefined,
    results: 0,
    wasOffered: false,
    last: undefined,
    lastSize: undefined,
    volume,
    openInterest: Math.floor(volume * openingShare) as Quantity,
    turnover: NO_MONEY,
    trades: [],
  };
  return market;
}

export type FloorOptions = {
  readonly source: World;
  readonly operator: World;
  readonly chance: Chance;
  readonly switches: Switches;
  readonly fees: SeriesFees;
  readonly listings: readonly Listing[];
};

/** Opens the floor with two markets per listing. Throws when a ticker is listed twice. */
export function openFloor(options: FloorOptions): Floor {
  const listeners = new Set<(news: News) => void>();
  const markets = new Map<string, ListedMarket>();
  const { fees, listings, ...given } = options;
  const floor: Floor = {
    ...given,
    feeBook: createFeeBook(fees),
    listings: [],
    markets,
    publish: (news) => {
      for (const listener of listeners) listener(news);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    booker: undefined,
  };
  for (const listing of listings) list(floor, listing);
  return floor;
}

/**
 * Lists one more event with its two markets, which reads find after `hiddenMs`. Throws when a
 * ticker is listed already.
 */
export function list(floor: Floor, listing: Listing, hiddenMs = 0): ListedMarket[] {
  const added = (["home", "away"] as const).map((team) =>
    listMarket(floor, listing, team, hiddenMs),
  );
  for (const market of added) {
    if (floor.markets.has(market.ticker)) throw new RangeError(`listed twice: ${market.ticker}`);
    floor.markets.set(market.ticker, market);
  }
  floor.listings.push(listing);
  return added;
}

/** Gives a market another status; lists by status may lag. */
export function become(floor: Floor, market: ListedMarket, status: MarketStatus): void {
  const until = floor.source.clock.now().at + floor.switches.statusListLagMs;
  market.before = { status: listedStatus(floor, market), until };
  market.status = status;
}

/** The status by which lists find a market. */
export function listedStatus(floor: Floor, market: ListedMarket): MarketStatus {
  const { before, status } = market;
  return before !== undefined && floor.source.clock.now().at < before.until
    ? before.status
    : status;
}

/** The market of a ticker. Throws for one that is not listed: a caller's mistake. */
export function marketOf(floor: Floor, ticker: string): ListedMarket {
  const market = floor.markets.get(ticker);
  if (market === undefined) throw new RangeError(`not listed: ${ticker}`);
  return market;
}

/** Both markets of an event, home first. */
export function marketsOfEvent(floor: Floor, eventTicker: string): ListedMarket[] {
  return [...floor.markets.values()].filter((market) => market.listing.eventTicker === eventTicker);
}

/** Prints a trade on the tape: volume, last price, `trade` and `ticker` news. */
export function printTrade(
  floor: Floor,
  market: ListedMarket,
  taker: BookSide,
  price: Price,
  quantity: Quantity,
): Trade {
  const trade: Trade = {
    tradeId: drawUuid(floor.chance),
    ticker: market.ticker,
    price,
    quantity,
    taker,
    at: Math.floor(floor.source.clock.now().at),
  };
  market.last = price;
  market.lastSize = quantity;
  market.volume = (market.volume + quantity) as Quantity;
  const opened = Math.floor(quantity * openingShare);
  market.openInterest = (market.openInterest + opened) as Quantity;
  market.turnover = plus(market.turnover, cost(price, quantity));
  market.trades.push(trade);
  if (market.trades.length > tradesKept) market.trades.shift();
  floor.publish({ kind: "trade", trade });
  floor.publish({ kind: "ticker", market });
  return trade;
}

/** An aggressor. `orderId` undefined: one of the crowd. */
export type Taker = {
  readonly side: BookSide;
  readonly limit: Price;
  readonly quantity: Quantity;
  readonly orderId: string | undefined;
  readonly selfTrade: SelfTradePrevention;
};

export function within(side: BookSide, price: Price, limit: Price): boolean {
  return side === "bid" ? price <= limit : price >= limit;
}

function settleExecution(
  floor: Floor,
  market: ListedMarket,
  taker: Taker,
  maker: Resting,
  quantity: Quantity,
): void {
  market.book.shrink(maker, quantity);
  const trade = printTrade(floor, market, taker.side, maker.price, quantity);
  if (maker.orderId !== undefined) {
    floor.booker?.book({ market, orderId: maker.orderId, taker: false, trade });
  }
  if (taker.orderId !== undefined) {
    floor.booker?.book({ market, orderId: taker.orderId, taker: true, trade });
  }
}

/**
 * Matches an aggressor against the other side: best price first, oldest first, at the resting
 * order's price. `stopped`: an own resting order ended it (self-trade prevention).
 */
export function match(
  floor: Floor,
  market: ListedMarket,
  taker: Taker,
): { readonly filled: Quantity; readonly stopped: boolean } {
  const side = otherBookSide(taker.side);
  let left: number = taker.quantity;
  while (left > 0) {
    const maker = market.book.front(side);
    if (maker === undefined || !within(taker.side, maker.price, taker.limit)) break;
    if (taker.orderId !== undefined && floor.booker?.isHalted(taker.orderId) === true) break;
    if (maker.orderId !== undefined && taker.orderId !== undefined) {
      if (taker.selfTrade === "taker_at_cross") {
        return { filled: (taker.quantity - left) as Quantity, stopped: true };
      }
      floor.booker?.cancelForSelfTrade(maker.orderId);
      continue;
    }
    const part = Math.min(left, maker.remaining) as Quantity;
    left -= part;
    settleExecution(floor, market, taker, maker, part);
  }
  return { filled: (taker.quantity - left) as Quantity, stopped: false };
}

/** What an aggressor could take of others at its limit, without taking it. */
export function available(market: ListedMarket, taker: Taker): Quantity {
  let sum = 0;
  for (const resting of market.book.orders(otherBookSide(taker.side))) {
    if (!within(taker.side, resting.price, taker.limit)) break;
    if (resting.orderId === undefined || taker.orderId === undefined) sum += resting.remaining;
  }
  return sum as Quantity;
}
