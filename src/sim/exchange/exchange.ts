/**
 * The simulated Kalshi exchange: REST and stream over one matching engine with one member's
 * account. It knows no transport, no clock and no chance but those it is given.
 */
import type { Chance } from "../../domain/chance.ts";
import type { BookSide, Level, MarketStatus } from "../../domain/market.ts";
import { complement, money } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import type { HttpHandler, SocketHandler } from "../../domain/ports.ts";
import type { World } from "../world.ts";
import { createAccount } from "./account.ts";
import { createGuard } from "./auth.ts";
import type { Scope, Verify } from "./auth.ts";
import { createBucket, tierOf } from "./buckets.ts";
import type { Bucket, RateTier, TierName } from "./buckets.ts";
import { recordCandles } from "./candles.ts";
import { overrideFees } from "./fee-book.ts";
import { DEFAULT_FEES } from "./fees.ts";
import type { FeeOverride, SeriesFees } from "./fees.ts";
import { marketOf, match, openFloor, printTrade } from "./floor.ts";
import type { Floor } from "./floor.ts";
import {
  listEvent,
  marketIn,
  moveClose,
  openLife,
  rename,
  setGrid,
  setStatus,
  startLife,
  stopLife,
} from "./lifecycle.ts";
import type { Life } from "./lifecycle.ts";
import { createMember } from "./member.ts";
import type { Member } from "./member.ts";
import { PRICE_GRIDS } from "./listing.ts";
import type { Listing } from "./listing.ts";
import { createPauses, createWeeklyPause } from "./pauses.ts";
import type { Pauses } from "./pauses.ts";
import { endOrder, openDesk } from "./placing.ts";
import type { Desk } from "./placing.ts";
import { quoteMarket } from "./quoting.ts";
import { createRest } from "./rest.ts";
import type { Route } from "./rest.ts";
import { candleRoutes } from "./routes-candles.ts";
import { changeRoutes } from "./routes-changes.ts";
import { exchangeRoutes } from "./routes-exchange.ts";
import { gameRoutes } from "./routes-games.ts";
import { groupRoutes } from "./routes-groups.ts";
import { marketRoutes } from "./routes-markets.ts";
import { orderRoutes } from "./routes-orders.ts";
import { portfolioRoutes } from "./routes-portfolio.ts";
import { amendResult, determine, dispute } from "./settling.ts";
import { createStream } from "./stream.ts";
import { DEFAULT_SWITCHES } from "./switches.ts";
import type { Switches } from "./switches.ts";

export type { Listing } from "./listing.ts";
export type { EnteredOrder, Entered, Member, MemberOrder } from "./member.ts";
export type { World } from "../world.ts";

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
  /** Default: Basic. */
  readonly tier?: RateTier | TierName;
  /** What the key may do; default: everything. */
  readonly scopes?: readonly Scope[];
  /** Most contracts of one market, held and resting together; default: no limit. */
  readonly riskLimit?: Quantity;
  /** Operator's Unix ms until which the location attestation holds; default: for a month. */
  readonly attestedUntil?: number | "never";
  /** Unverified behaviours of the real exchange. */
  readonly switches?: Partial<Switches>;
  /** Does trading pause by itself on Thursdays, 3:00 to 5:00 in New York? Default: no. */
  readonly weeklyPause?: boolean;
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
  /** The one member's hands past every client, and the truth about the account. */
  readonly member: Member;
  /**
   * Replaces the market maker's resting orders of one market, so that the displayed book is
   * exactly these levels plus what others rest. Tells the fewest deltas. Does nothing while the
   * market is not active or trading pauses; throws on a crossed or off-grid quote.
   */
  quote(ticker: string, bids: readonly Level[], asks: readonly Level[]): void;
  /** A taker of the crowd: immediate-or-cancel at a limit. Returns what was filled. */
  take(ticker: string, side: BookSide, quantity: Quantity, limit: Price): Quantity;
  /** A public print that does not touch the book (nights from a file). */
  print(ticker: string, price: Price, quantity: Quantity, taker: BookSide): void;
  setStatus(ticker: string, status: MarketStatus): void;
  /** Moves the close time (Unix ms). */
  closeAt(ticker: string, at: number): void;
  /**
   * Sets the result of both markets; they are paid 60 s of source time later. A fair price is any
   * value between; the away market pays the rest of the dollar unless told otherwise.
   */
  determine(eventTicker: string, homeYesValue: Price, awayYesValue?: Price): void;
  /** Challenges a result that is not paid yet. */
  dispute(eventTicker: string): void;
  /** Sets the result anew and starts the timer again. */
  amend(eventTicker: string, homeYesValue: Price, awayYesValue?: Price): void;
  /** Changes the price grid of a live market. */
  setGrid(ticker: string, structure: keyof typeof PRICE_GRIDS): void;
  /** Changes the team's name in both sub-titles. */
  rename(ticker: string, subTitle: string): void;
  /** Lists one more game. */
  list(listing: Listing): void;
  /** Overrides the series' fees for one event; undefined takes the override away. */
  overrideFees(eventTicker: string, override: FeeOverride | undefined): void;
  /** Pauses trading (cancels still pass) or the whole exchange. */
  pause(change: { readonly exchange?: boolean; readonly trading?: boolean }): void;
  top(ticker: string): Top;
  start(): void;
  stop(): void;
}

const usualCash = 10_000_000_000;
const usualAttestationMs = 30 * 86_400_000;

/** Opens the exchange. Nothing runs before `start`. */
export function createExchange(options: ExchangeOptions): Exchange {
  const switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const { source, operator, chance, listings, keyId } = options;
  const fees = options.fees ?? { ...DEFAULT_FEES, feeType: switches.feeType };
  const floor = openFloor({ source, operator, chance, switches, fees, listings });
  const account = createAccount(floor, options.cash ?? money(usualCash));
  floor.booker = account;
  const pauses = createPauses();
  const attestedUntil = attestation(options);
  const desk = openDesk({ floor, account, pauses, attestedUntil, riskLimit: options.riskLimit });
  const scopes = options.scopes ?? ["read", "write"];
  const guard = createGuard(floor, { verify: options.verify, keyId, scopes });
  const life = openLife(floor, account);
  const tier = options.tier ?? "basic";
  const named = typeof tier === "string" ? tierOf(tier, switches) : tier;
  const all = (): readonly Route[] => routes;
  const member = { floor, account, pauses, tier: named, keyId, scopes, attestedUntil, all };
  const routes: Route[] = [
    ...exchangeRoutes(member),
    ...gameRoutes(floor),
    ...candleRoutes(floor, recordCandles(floor)),
    ...marketRoutes(floor),
    ...changeRoutes(desk, named.write.capacity),
    ...groupRoutes(desk),
    ...portfolioRoutes({ floor, account }),
    ...orderRoutes(desk),
  ];
  const read = createBucket(named.read, operator.clock);
  const write = (): Bucket => createBucket(named.write, operator.clock);
  const stream = createStream(floor, account, guard);
  const weekly = createWeeklyPause(source, pauses, () => {
    endPaused(desk);
    if (switches.weeklyPauseDrops) stream.drop();
  });
  return {
    rest: createRest({ floor, guard, read, writes: [write(), write(), write(), write()], routes }),
    socket: stream,
    member: createMember(desk),
    ...crowdSide(floor, pauses),
    ...lifeSide(life),
    overrideFees: (eventTicker, override) => overrideFees(floor, eventTicker, override),
    pause: (change) => {
      pauses.set(change);
      if (!pauses.exchangeActive() || !pauses.tradingActive()) endPaused(desk);
    },
    start: () => {
      startLife(life);
      stream.start();
      if (options.weeklyPause === true) weekly.start();
    },
    stop: () => {
      weekly.stop();
      stopLife(life);
      for (const cancel of desk.expiries.values()) cancel();
      stream.stop();
    },
  };
}

/** Ends the resting orders that asked for it. */
function endPaused(desk: Desk): void {
  for (const order of desk.account.resting()) {
    if (order.cancelOnPause) endOrder(desk, order, "canceled", "HaltCancel");
  }
}

/** Until when the location attestation holds; without a word of it, for a month. */
function attestation({ attestedUntil, source, operator }: ExchangeOptions): number | undefined {
  if (attestedUntil === "never") return undefined;
  if (attestedUntil !== undefined) return attestedUntil;
  return Math.max(source.clock.now().at, operator.clock.now().at) + usualAttestationMs;
}

type CrowdCalls = Pick<Exchange, "quote" | "take" | "print" | "top">;

function crowdSide(floor: Floor, pauses: Pauses): CrowdCalls {
  const trades = (): boolean => pauses.exchangeActive() && pauses.tradingActive();
  return {
    quote: (ticker, bids, asks) => {
      if (trades()) quoteMarket(floor, marketOf(floor, ticker), bids, asks);
    },
    take: (ticker, side, quantity, limit) => {
      const market = marketOf(floor, ticker);
      if (market.status !== "active" || !trades()) return 0 as Quantity;
      const taker = { side, quantity, limit, orderId: undefined, selfTrade: "maker" } as const;
      return match(floor, market, taker).filled;
    },
    print: (ticker, price, quantity, taker) => {
      if (!trades()) return;
      printTrade(floor, marketOf(floor, ticker), taker, price, quantity);
    },
    top: (ticker) => {
      const { book, last, status } = marketOf(floor, ticker);
      return { bid: book.levels("bid")[0], ask: book.levels("ask")[0], last, status };
    },
  };
}

type LifeCalls = Pick<
  Exchange,
  "setStatus" | "closeAt" | "determine" | "dispute" | "amend" | "setGrid" | "rename" | "list"
>;

function lifeSide(life: Life): LifeCalls {
  return {
    setStatus: (ticker, status) => setStatus(life, marketIn(life, ticker), status),
    closeAt: (ticker, moment) => moveClose(life, marketIn(life, ticker), moment),
    determine: (event, home, away) =>
      determine(life, event, { home, away: away ?? complement(home) }),
    dispute: (event) => dispute(life, event),
    amend: (event, home, away) =>
      amendResult(life, event, { home, away: away ?? complement(home) }),
    setGrid: (ticker, structure) =>
      setGrid(life, marketIn(life, ticker), structure, PRICE_GRIDS[structure]),
    rename: (ticker, subTitle) => rename(life, marketIn(life, ticker), subTitle),
    list: (listing) => listEvent(life, listing),
  };
}
