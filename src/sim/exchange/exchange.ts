/**
 * The simulated Kalshi exchange: REST and stream over one matching engine with one member's
 * account. It knows no transport, no clock and no chance but those it is given.
 */
import type { Chance } from "../../domain/chance.ts";
import type { BookSide, Level, MarketStatus } from "../../domain/market.ts";
import { money } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import type { HttpHandler, SocketHandler } from "../../domain/ports.ts";
import { createAccount } from "./account.ts";
import { createGuard } from "./auth.ts";
import type { Verify } from "./auth.ts";
import { BASIC_TIER, createBucket } from "./buckets.ts";
import type { RateTier } from "./buckets.ts";
import { marketOf, match, openFloor, printTrade } from "./floor.ts";
import type { World } from "../world.ts";
import { createLifecycle } from "./lifecycle.ts";
import { DEFAULT_FEES } from "./listing.ts";
import type { Listing, SeriesFees } from "./listing.ts";
import { createPauses } from "./pauses.ts";
import { endOrder, openDesk } from "./placing.ts";
import { quoteMarket } from "./quoting.ts";
import { createRest } from "./rest.ts";
import type { Route } from "./rest.ts";
import { exchangeRoutes } from "./routes-exchange.ts";
import { marketRoutes } from "./routes-markets.ts";
import { orderRoutes } from "./routes-orders.ts";
import { portfolioRoutes } from "./routes-portfolio.ts";
import { createStream } from "./stream.ts";
import { DEFAULT_SWITCHES } from "./switches.ts";
import type { Switches } from "./switches.ts";

export type { Listing, SeriesFees } from "./listing.ts";
export type { World } from "../world.ts";
export type { Switches } from "./switches.ts";
export type { RateTier } from "./buckets.ts";

export type ExchangeOptions = {
  /** Source time: times inside bodies and frames, closing, settlement. */
  readonly source: World;
  /** Real time: `Date` header, rate buckets, pings, read lag, signature timestamps. */
  readonly operator: World;
  readonly chance: Chance;
  readonly listings: readonly Listing[];
  /** undefined: signatures are not checked (in-process). */
  readonly verify: Verify | undefined;
  /** The one key's id; without it any id whose signature verifies is taken. */
  readonly keyId?: string;
  /** Default: $10,000. */
  readonly cash?: Money;
  readonly fees?: SeriesFees;
  readonly tier?: RateTier;
  /** Unix ms until which the location attestation holds. */
  readonly attestedUntil?: number;
  /** Unverified behaviours of the real exchange. */
  readonly switches?: Partial<Switches>;
};

/** Best prices of one market with the sizes displayed there. */
export type Top = {
  readonly bid: Level | undefined;
  readonly ask: Level | undefined;
  readonly last: Price | undefined;
  readonly status: MarketStatus;
};

export interface Exchange {
  readonly rest: HttpHandler;
  readonly socket: SocketHandler;
  /**
   * Replaces the market maker's resting orders of one market, so that the displayed book is
   * exactly these levels plus what others rest. Tells the fewest deltas. Does nothing while the
   * market is not active; throws on a crossed or off-grid quote.
   */
  quote(ticker: string, bids: readonly Level[], asks: readonly Level[]): void;
  /** A taker of the crowd: immediate-or-cancel at a limit. Returns what was filled. */
  take(ticker: string, side: BookSide, quantity: Quantity, limit: Price): Quantity;
  /** A public print that does not touch the book (nights from a file). */
  print(ticker: string, price: Price, quantity: Quantity, taker: BookSide): void;
  setStatus(ticker: string, status: MarketStatus): void;
  /** Moves the close time (Unix ms). */
  closeAt(ticker: string, at: number): void;
  /** Sets the result of both markets; they are paid 60 s of source time later. */
  determine(eventTicker: string, homeYesValue: Price): void;
  /** Pauses trading (cancels still pass) or the whole exchange. */
  pause(change: { readonly exchange?: boolean; readonly trading?: boolean }): void;
  top(ticker: string): Top;
  start(): void;
  stop(): void;
}

const usualCash = 10_000_000_000;

/** Opens the exchange. Nothing runs before `start`. */
export function createExchange(options: ExchangeOptions): Exchange {
  const switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const { source, operator, chance, listings, keyId, attestedUntil } = options;
  const fees = options.fees ?? DEFAULT_FEES;
  const tier = options.tier ?? BASIC_TIER;
  const floor = openFloor({ source, operator, chance, switches, fees, listings });
  const account = createAccount(floor, options.cash ?? money(usualCash));
  floor.booker = account;
  const pauses = createPauses();
  const desk = openDesk(floor, account, pauses);
  const guard = createGuard(floor, { verify: options.verify, keyId });
  const lifecycle = createLifecycle(floor, account);
  const routes: Route[] = [
    ...exchangeRoutes({ floor, account, pauses, tier, keyId, attestedUntil, all: () => routes }),
    ...marketRoutes(floor),
    ...portfolioRoutes({ floor, account }),
    ...orderRoutes(desk),
  ];
  const buckets = {
    read: createBucket(tier.read, operator.clock),
    write: createBucket(tier.write, operator.clock),
  };
  const stream = createStream(floor, account, guard);
  return {
    rest: createRest({ floor, guard, buckets, routes }),
    socket: stream,
    quote: (ticker, bids, asks) => quoteMarket(floor, marketOf(floor, ticker), bids, asks),
    take: (ticker, side, quantity, limit) => {
      const market = marketOf(floor, ticker);
      if (market.status !== "active") return 0 as Quantity;
      const taker = { side, quantity, limit, orderId: undefined, selfTrade: "maker" } as const;
      return match(floor, market, taker).filled;
    },
    print: (ticker, price, quantity, taker) => {
      printTrade(floor, marketOf(floor, ticker), taker, price, quantity);
    },
    setStatus: lifecycle.setStatus,
    closeAt: lifecycle.closeAt,
    determine: lifecycle.determine,
    pause: (change) => {
      pauses.set(change);
      if (pauses.exchangeActive() && pauses.tradingActive()) return;
      for (const order of account.resting()) {
        if (order.cancelOnPause) endOrder(desk, order, "canceled", "HaltCancel");
      }
    },
    top: (ticker) => {
      const { book, last, status } = marketOf(floor, ticker);
      return { bid: book.levels("bid")[0], ask: book.levels("ask")[0], last, status };
    },
    start: () => {
      lifecycle.start();
      stream.start();
    },
    stop: () => {
      lifecycle.stop();
      for (const cancel of desk.expiries.values()) cancel();
      stream.stop();
    },
  };
}
