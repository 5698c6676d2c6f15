/** Everything that can influence a decision. Plain data: each event is a record of the journal. */
import type { Game, Situation, TeamSide } from "./game.ts";
import type {
  BookSide,
  FeeSchedule,
  GameMarkets,
  Level,
  MarketStatus,
  PriceRange,
} from "./market.ts";
import type { Price, Quantity } from "./numbers.ts";
import type { Command, CommandOrigin } from "./commands.ts";
import type { VenueNews } from "./venue-news.ts";

/**
 * When an event came in. `at`: the source's wall time, Unix ms. `mono`: ms of the source's time
 * since the start, for every age and timer of market and game. `person`: ms of the operator's time
 * since the start, for everything that concerns a person.
 */
export type Stamp = { readonly at: number; readonly mono: number; readonly person: number };

/** What the ESPN feed has to say. */
export type GameNews =
  /** A good answer of the scoreboard for the chosen game. */
  | {
      readonly kind: "answer";
      readonly game: Game;
      readonly situation: Situation;
      /** The chosen game's bytes differ from the answer before. */
      readonly changed: boolean;
    }
  /** No answer, or one that says no (status). Counts against ESPN's breaker. */
  | { readonly kind: "failed"; readonly why: string }
  /** An answer that cannot be read, or without the chosen game. State is kept, age grows. */
  | { readonly kind: "unreadable"; readonly why: string }
  /**
   * A good answer that contradicts game time is held back until confirmed. `blocks`: the doubt is
   * about score, period or state, so that until then nobody knows how the game stands.
   */
  | { readonly kind: "held"; readonly why: string; readonly blocks: boolean }
  /** A correction was confirmed and stands from now on. */
  | { readonly kind: "corrected"; readonly why: string }
  /** A second source, asked at `askedMono`, answered about score and period. */
  | {
      readonly kind: "secondLook";
      readonly askedMono: number;
      readonly period: number | undefined;
      readonly homeScore: number | undefined;
      readonly awayScore: number | undefined;
    };

/** What the exchange's market data has to say. Prices are YES prices of the market named. */
export type MarketNews =
  /** The event of the game and its two markets, read anew at start and after each reconnect. */
  | { readonly kind: "markets"; readonly markets: GameMarkets }
  | {
      readonly kind: "snapshot";
      readonly team: TeamSide;
      readonly bids: readonly Level[];
      readonly asks: readonly Level[];
    }
  | {
      readonly kind: "delta";
      readonly team: TeamSide;
      readonly side: BookSide;
      readonly price: Price;
      /** Signed change of the size displayed. */
      readonly change: number;
    }
  /** Both books are suspect until new snapshots: a gap, a negative level, a lost socket. */
  | { readonly kind: "broken"; readonly why: string }
  | {
      readonly kind: "trade";
      readonly team: TeamSide;
      readonly tradeId: string;
      readonly price: Price;
      readonly quantity: Quantity;
      /** The side of the aggressor. */
      readonly taker: BookSide;
      readonly tradedAt: number;
    }
  | {
      readonly kind: "ticker";
      readonly team: TeamSide;
      readonly volume: Quantity;
      readonly last: Price | undefined;
    }
  | { readonly kind: "status"; readonly team: TeamSide; readonly status: MarketStatus }
  | { readonly kind: "grid"; readonly team: TeamSide; readonly priceRanges: readonly PriceRange[] }
  | { readonly kind: "fees"; readonly fees: FeeSchedule | undefined }
  /** The result is set; paid is it only after `settled`. `value` is what one YES pays. */
  | { readonly kind: "determined"; readonly team: TeamSide; readonly value: Price }
  | { readonly kind: "settled"; readonly team: TeamSide; readonly value: Price }
  /** REST's book of one market, asked for at `askedMono`: the cross-check of the stream. */
  | {
      readonly kind: "crossCheck";
      readonly team: TeamSide;
      readonly askedMono: number;
      readonly bids: readonly Level[];
      readonly asks: readonly Level[];
    }
  | { readonly kind: "exchange"; readonly active: boolean; readonly trading: boolean }
  /** The stream is authenticated and subscribed, or lost. */
  | { readonly kind: "connection"; readonly up: boolean; readonly why: string }
  /** The connection is alive: a frame without content for us, a ping or a pong. */
  | { readonly kind: "heard" }
  /** A message of a shape never seen: an alarm, not an empty book. */
  | { readonly kind: "unreadable"; readonly why: string }
  /** A REST read that failed in a way that counts against Kalshi's breaker, or a good one. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "answered" }
  /** Offset of the exchange's clock against ours, from `Date` headers. */
  | { readonly kind: "clock"; readonly offsetMs: number; readonly uncertainMs: number };

/** An event, before and after the inbox has stamped it. */
export type DeskEvent =
  | { readonly kind: "game"; readonly news: GameNews }
  | { readonly kind: "market"; readonly news: MarketNews }
  /** The account's side of the venue: only where orders may really be sent. */
  | { readonly kind: "venue"; readonly news: VenueNews }
  | {
      readonly kind: "operator";
      /** Names the command within the session, for its answer. */
      readonly commandId: string;
      readonly origin: CommandOrigin;
      readonly command: Command;
    }
  /** A deadline that `step` asked for has come. */
  | { readonly kind: "timer" }
  /** The group that holds this intent is on disk. */
  | { readonly kind: "durable"; readonly intentId: number }
  /** The journal can or cannot be written. */
  | { readonly kind: "journal"; readonly writable: boolean; readonly why: string }
  /** Room left on the disk that the journal is on, bytes. */
  | { readonly kind: "disk"; readonly freeBytes: number }
  /** How many pages are attached. */
  | { readonly kind: "pages"; readonly attached: number }
  /** Frames were dropped because the inbox was full: books are broken. */
  | { readonly kind: "overflow"; readonly dropped: number };

export type StampedEvent = { readonly stamp: Stamp; readonly event: DeskEvent };
