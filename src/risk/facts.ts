/**
 * What the gates need to know, as plain data. The engine gathers it anew for every review; a gate
 * asks nobody. `undefined` means "not known" and makes the gate fail; `unchecked` means that
 * nothing gathers this fact yet: the gate lets pass and says so.
 */
import type { Breaker, BreakerName } from "../domain/breaker.ts";
import type { Config } from "../domain/config.ts";
import type { Stamp } from "../domain/events.ts";
import type { GamePhase, LastPlay, TeamSide } from "../domain/game.ts";
import type { MarketStatus, PriceRange } from "../domain/market.ts";
import type { DoubledEdge, Money, Price, Quantity } from "../domain/numbers.ts";
import type { Mode, Order, Source, TradingState } from "../domain/orders.ts";

/** Nothing gathers this fact yet. */
export type Unchecked = "unchecked";

/** The signal that the order comes from, as it stands now. */
export type SignalFacts = {
  readonly id: string;
  /** 2·fair(HOME) − bid(HOME) − ask(HOME), signed. */
  readonly doubledEdge: DoubledEdge;
  /** Grows with every play update and every change of the quote. */
  readonly quoteVersion: number;
  /** The version a person saw (Execute); undefined for auto. */
  readonly shownVersion: number | undefined;
  /**
   * Fair value of the side bought − walked cost − entry fee, for `quantity` in total.
   * undefined: nothing could be walked.
   */
  readonly net: { readonly total: Money; readonly quantity: Quantity } | undefined;
};

/** One market: its top, its health, its rules. Prices are YES prices. */
export type BookFacts = {
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
  /** A live book without a gap. */
  readonly whole: boolean;
  /** For how many frames in a row this quote has stood with size on both sides. */
  readonly stableFrames: number;
  readonly status: MarketStatus;
  readonly priceRanges: readonly PriceRange[];
};

/** Ages in ms of the source's time; undefined: never heard. */
export type KalshiFacts = {
  /** Since any frame, ping or pong. */
  readonly frameAgeMs: number | undefined;
  /** Since the last REST cross-check that agreed with the stream. */
  readonly crossCheckAgeMs: number | undefined;
  /** Since the last good REST answer. */
  readonly restAgeMs: number | undefined;
  /** Without a key there is no stream, and a good REST answer stands in. */
  readonly keyed: boolean;
  /** The `fill` and `user_orders` channels are up; asked only in DEMO and LIVE. */
  readonly orderChannelsUp: boolean | Unchecked;
  readonly exchange: { readonly active: boolean; readonly trading: boolean } | undefined;
};

export type GameFacts = {
  readonly state: "pre" | "in" | "post";
  readonly phase: GamePhase;
  /** 5 and up are overtime. */
  readonly period: number | undefined;
  readonly clockSeconds: number | undefined;
  readonly statusText: string;
  readonly lastPlay: LastPlay | undefined;
  /** Since the last good answer. */
  readonly answerAgeMs: number | undefined;
  /** Since the content last changed. */
  readonly contentAgeMs: number | undefined;
  /** Since the last score, try, punt or change of possession; undefined: none seen. */
  readonly pauseAgeMs: number | undefined;
  /** True from 10 min before kickoff on, when ESPN is asked every 2 s. */
  readonly fastPolling: boolean;
  /** Since kickoff; negative before it. */
  readonly sinceKickoffMs: number | undefined;
};

/** Two successive answers of a second source, both fetched after the scoreboard's last change. */
export type FeedsFacts =
  | { readonly kind: "noSecondSource" }
  | { readonly kind: "compared"; readonly disagreements: number };

/**
 * The worst net contracts toward each team: what is held, and every open or UNKNOWN order toward
 * that team as if filled. Held HOME counts against AWAY. The order under review is not in it.
 */
export type ExposureFacts = { readonly towardHome: Quantity; readonly towardAway: Quantity };

export type MoneyFacts = {
  /** Cash less what other open and UNKNOWN orders may still cost. */
  readonly available: Money | undefined;
  /** Since the trading day's boundary. */
  readonly realisedToday: Money;
  /** Of everything held; 0 when flat; undefined when it cannot be marked. */
  readonly unrealised: Money | undefined;
  /** The daily loss has tripped on this trading day. */
  readonly dailyLossTripped: boolean;
  /** What open positions can lose at most, ≥ 0. */
  readonly atRisk: Money;
  /** Session's P&L in the worst outcome of everything held (negative: a loss); asked in LIVE. */
  readonly sessionWorst: Money | Unchecked;
};

/** The order under review is in none of these. */
export type CountFacts = {
  readonly consecutiveLosses: number;
  /** Entries of this game with at least one contract filled, and entries still under way. */
  readonly trades: number;
  readonly ordersLastMinute: number;
  /** Refused ones too. */
  readonly attemptsLastSecond: number;
  readonly unknownOrders: number;
};

export type ClockFacts = { readonly offsetMs: number; readonly uncertainMs: number };

/** Everything the gates may look at. */
export type Facts = {
  readonly now: Stamp;
  readonly mode: Mode;
  readonly source: Source;
  readonly state: TradingState;
  /** DEMO and LIVE: armed and not run out. Not asked in PAPER. */
  readonly armed: boolean;
  readonly auto: boolean;
  readonly config: Config;
  /** undefined: only looking, nothing to send. Gates about an order then say "unchecked". */
  readonly order: Order | undefined;
  readonly signal: SignalFacts | undefined;
  readonly books: Readonly<Record<TeamSide, BookFacts>>;
  readonly kalshi: KalshiFacts;
  readonly game: GameFacts;
  readonly feeds: FeedsFacts | Unchecked;
  /** undefined: the model answers; else why it has none. */
  readonly modelMissing: string | undefined;
  readonly breakers: Readonly<Record<BreakerName, Breaker>>;
  /** MARKET_FIRST guard is active. */
  readonly marketFirstActive: boolean;
  /** An auto entry was made and nothing has allowed another since. */
  readonly cooling: boolean;
  readonly exposure: ExposureFacts;
  readonly money: MoneyFacts;
  readonly counts: CountFacts;
  readonly feesKnown: boolean;
  readonly attestation: "given" | "missing" | Unchecked;
  readonly ledger: "agrees" | "disagrees" | "not compared" | Unchecked;
  readonly clock: ClockFacts | Unchecked;
  readonly person: PersonFacts;
};

/** What a person has said or done, on the operator's clock. */
export type PersonFacts = {
  /** A reason with a confirmation given for this very order. */
  readonly reason: string | undefined;
  /** LATE_GAME was overridden for this game. */
  readonly lateGameOverride: boolean;
  readonly lockout: boolean;
  /** Since a page was last attached, 0 while one is; undefined: never. */
  readonly pageAgeMs: number | undefined;
};
