/** The state of the desk. `step` owns it and changes it in place; nothing else may. */
import type { Breaker, BreakerName } from "../domain/breaker.ts";
import type { Config } from "../domain/config.ts";
import type { Answer } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Game, TeamSide } from "../domain/game.ts";
import type { FeePrecision, FeeSchedule } from "../domain/market.ts";
import type { Mode, Source } from "../domain/orders.ts";
import {
  createLedger,
  createOrders,
  type Ledger,
  ledgerFrom,
  type LedgerSnapshot,
  type Orders,
} from "../execution/execution.ts";
import type { FeeTerms } from "../market/market.ts";
import type { Anchor, Belief } from "../model/model.ts";
import {
  type Cooldown,
  createCooldown,
  createDailyLoss,
  createLossStreak,
  createMarketFirst,
  createOrderRate,
  createQuoteStability,
  CLOSED_BREAKER,
  type DailyLoss,
  type LossStreak,
  type MarketFirst,
  type OrderRate,
  type QuoteStability,
  type Standing,
  startingState,
  tradingDayStart,
} from "../risk/risk.ts";
import type { LiveSignal } from "./card.ts";
import { createFeedLag, type FeedLag } from "./feed-lag.ts";
import { createGameKnowledge, type GameKnowledge } from "./game-knowledge.ts";
import { createMarketKnowledge, type MarketKnowledge } from "./market-knowledge.ts";

/** How a session begins: the first record of its journal, and all that a replay needs. */
export type Opening = {
  readonly sessionId: string;
  readonly source: Source;
  /** For the banner, e.g. "simulated night". */
  readonly sourceWords: string;
  readonly caution: string | undefined;
  readonly game: Game;
  readonly config: Config;
  /** Auto ON from the start: PAPER only, by the option `--auto`. */
  readonly auto: boolean;
  readonly feePrecision: FeePrecision;
  /** With a key there is a stream; without one the market is read over REST. */
  readonly keyed: boolean;
  /** Unix ms of the source's clock at the start: gives the trading day. */
  readonly startedAt: number;
  /** The paper ledger as recovered; undefined: it starts flat with the configured balance. */
  readonly ledger: LedgerSnapshot | undefined;
  /** Trading day on which the daily loss tripped, carried over a restart. */
  readonly dailyLossTrippedDay: string | undefined;
};

export type Notice = {
  readonly at: number;
  readonly level: "info" | "warn";
  readonly text: string;
};

export type Desk = {
  readonly opening: Opening;
  config: Config;
  configVersion: number;
  mode: Mode;
  auto: boolean;
  standing: Standing;
  /** Why the desk stands where it stands, for people. */
  standingWhy: string | undefined;
  readonly game: GameKnowledge;
  readonly market: MarketKnowledge;
  readonly breakers: Record<BreakerName, Breaker>;
  readonly breakerErrors: Record<BreakerName, string | undefined>;
  /** Last good REST answer, source's mono. */
  restMono: number | undefined;
  anchor: Anchor;
  belief: Belief | undefined;
  /** Why the model has no answer. */
  modelMissing: string | undefined;
  /** How sure the model is: half the width of its usual error here, 0–1. */
  modelBand: number | undefined;
  /** What the model did without. */
  modelWithout: readonly string[];
  /** Replaced only by the explicit reset of the paper ledger. */
  ledger: Ledger;
  readonly orders: Orders;
  live: LiveSignal | undefined;
  signals: number;
  intents: number;
  readonly marketFirst: MarketFirst;
  readonly feedLag: FeedLag;
  readonly cooldown: Cooldown;
  readonly stability: Record<TeamSide, QuoteStability>;
  readonly rate: OrderRate;
  readonly streak: LossStreak;
  readonly dailyLoss: DailyLoss;
  journal: { writable: boolean; why: string };
  pages: number;
  pageSeenPerson: number | undefined;
  lateGameOverride: boolean;
  lockout: boolean;
  /** Trades whose long hold was told. */
  readonly holdTold: Set<string>;
  /** A person's reasons by intent, needed again when the intent is durable. */
  readonly reasons: Map<number, string>;
  /** First answers by idempotency key. */
  readonly answered: Map<string, Answer>;
  readonly notices: Notice[];
  lastStamp: Stamp;
};

const startOfTime: Stamp = { at: 0, mono: 0, person: 0 };

/** A desk at the start of its session: PAPER, TRADING, auto as the opening says. */
export function createDesk(opening: Opening): Desk {
  const dayStart = tradingDayStart(opening.startedAt);
  const ledger =
    opening.ledger === undefined
      ? createLedger(opening.sessionId, opening.config.paperBalance, dayStart)
      : ledgerFrom(opening.ledger, opening.sessionId);
  return {
    opening,
    config: opening.config,
    configVersion: 1,
    mode: "PAPER",
    auto: opening.auto,
    standing: { state: startingState("PAPER"), halt: undefined },
    standingWhy: undefined,
    game: createGameKnowledge(opening.game),
    market: createMarketKnowledge(),
    breakers: { kalshi: CLOSED_BREAKER, espn: CLOSED_BREAKER },
    breakerErrors: { kalshi: undefined, espn: undefined },
    restMono: undefined,
    anchor: { kind: "line" },
    belief: undefined,
    modelMissing: "no answer from the scoreboard yet",
    modelBand: undefined,
    modelWithout: [],
    ledger,
    orders: createOrders(),
    live: undefined,
    signals: 0,
    intents: 0,
    marketFirst: createMarketFirst(),
    feedLag: createFeedLag(),
    cooldown: createCooldown(),
    stability: { home: createQuoteStability(), away: createQuoteStability() },
    rate: createOrderRate(),
    streak: createLossStreak(),
    dailyLoss: createDailyLoss(opening.dailyLossTrippedDay),
    journal: { writable: true, why: "" },
    pages: 0,
    pageSeenPerson: undefined,
    lateGameOverride: false,
    lockout: false,
    holdTold: new Set(),
    reasons: new Map(),
    answered: new Map(),
    notices: [],
    lastStamp: { ...startOfTime, at: opening.startedAt },
  };
}

const noticesKept = 10;

/** Tells the person something; the newest ten stay. */
export function notice(desk: Desk, level: Notice["level"], text: string): void {
  desk.notices.unshift({ at: desk.lastStamp.at, level, text });
  if (desk.notices.length > noticesKept) desk.notices.length = noticesKept;
}

/** The published schedule of the series when the exchange has not told its own (PAPER only). */
const assumedFees: FeeSchedule = { makerShare: 25, multiplier: "1" };

/** How fills are charged. In PAPER an unknown schedule is estimated by the published one. */
export function feeTerms(desk: Desk): FeeTerms {
  return { schedule: desk.market.fees ?? assumedFees, precision: desk.opening.feePrecision };
}

/** The teams' abbreviations. */
export function teamNames(desk: Desk): Readonly<Record<TeamSide, string>> {
  const { home, away } = desk.game.game;
  return { home: home.abbreviation, away: away.abbreviation };
}
