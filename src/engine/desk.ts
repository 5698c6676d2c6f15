/** The state of the desk. `step` owns it and changes it in place; nothing else may. */
import type { Breaker, BreakerName } from "../domain/breaker.ts";
import type { Config } from "../domain/config.ts";
import type { Answer } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import type { Beginning, Game, TeamSide } from "../domain/game.ts";
import type { FeePrecision, FeeSchedule } from "../domain/market.ts";
import { type Money, NO_QUANTITY, type Quantity } from "../domain/numbers.ts";
import type { Mode, Order, Source } from "../domain/orders.ts";
import {
  createLedger,
  createOrders,
  type Ledger,
  ledgerFrom,
  type LedgerSnapshot,
  markUnknown,
  type Orders,
  trackIntent,
} from "../execution/execution.ts";
import { createPregameMid, type FeeTerms, type PregameMid } from "../market/market.ts";
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
import { createVenueKnowledge, type VenueKnowledge } from "./venue-knowledge.ts";
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
  /** The mode in which this source really sends orders; undefined: only PAPER, and why. */
  readonly secondMode: "DEMO" | "LIVE" | undefined;
  readonly secondModeWhy: string;
  /** What an earlier session saw of a game's beginning, perhaps of this one. */
  readonly beginning: Beginning | undefined;
  /** The books of the second mode as an earlier session left them. */
  readonly second: SecondBooks | undefined;
};

const doubledDollar = 20_000;
const longestGameMs = 12 * 3_600_000;

/** What an earlier session saw of this game, unless it was put off to another day since. */
function beginningOf({ beginning, game, startedAt }: Opening): Beginning | undefined {
  const isThis = beginning?.eventId === game.eventId && startedAt - beginning.at < longestGameMs;
  return isThis ? beginning : undefined;
}

/** The market's price before kickoff where it is known; else the model has the line alone. */
export function anchorOf(doubledMid: number | undefined): Anchor {
  if (doubledMid === undefined) return { kind: "line" };
  return { kind: "market", chance: doubledMid / doubledDollar };
}

/** An order of an earlier session whose fate is open; `filled`: what its books hold of it. */
export type OpenQuestion = {
  readonly order: Order;
  readonly sentAt: number;
  readonly filled?: Quantity;
};

/** Money, positions and open questions at an exchange that outlived an earlier session. */
export type SecondBooks = {
  readonly mode: "DEMO" | "LIVE";
  readonly ledger: LedgerSnapshot;
  readonly dailyLossTrippedDay: string | undefined;
  /** Sent, or perhaps sent, and never heard of again. */
  readonly orders: readonly OpenQuestion[];
  /** Intents go on counting from here. */
  readonly intents: number;
};

/** The books of one mode: results of PAPER, DEMO and LIVE are never added. */
export type Purse = {
  readonly ledger: Ledger;
  readonly streak: LossStreak;
  readonly dailyLoss: DailyLoss;
};

export type Arming =
  | { readonly kind: "disarmed" }
  /** A person has asked; the account is being looked at. */
  | {
      readonly kind: "checking";
      readonly mode: "DEMO" | "LIVE";
      readonly commandId: string;
      readonly since: Stamp;
      readonly sessionCap: Money | undefined;
    }
  /** Until `untilPerson` on the operator's clock, or the end of the game. */
  | { readonly kind: "armed"; readonly untilPerson: number };

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
  readonly pregame: PregameMid;
  /** What the market thought before kickoff: twice HOME's mid, in 1/10000 dollar. */
  doubledMid: number | undefined;
  /** Of this game, as it is recorded; undefined: it is not known to have begun. */
  beginning: Beginning | undefined;
  belief: Belief | undefined;
  /** Why the model has no answer. */
  modelMissing: string | undefined;
  /** How sure the model is: half the width of its usual error here, 0–1. */
  modelBand: number | undefined;
  /** What the model did without. */
  modelWithout: readonly string[];
  /** Of the mode in force. Replaced by a change of mode, and by the reset of the paper ledger. */
  ledger: Ledger;
  /** The books of the modes that are not in force. */
  readonly otherPurses: Map<Mode, Purse>;
  venue: VenueKnowledge;
  arming: Arming;
  diskFree: number | undefined;
  readonly orders: Orders;
  live: LiveSignal | undefined;
  signals: number;
  intents: number;
  /** How often the exchange was asked to stop. */
  stopsAsked: number;
  readonly marketFirst: MarketFirst;
  readonly feedLag: FeedLag;
  readonly cooldown: Cooldown;
  readonly stability: Record<TeamSide, QuoteStability>;
  readonly rate: OrderRate;
  streak: LossStreak;
  dailyLoss: DailyLoss;
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
      ? createLedger(opening.sessionId, "PAPER", opening.config.paperBalance, dayStart)
      : ledgerFrom(opening.ledger, opening.sessionId);
  const beginning = beginningOf(opening);
  const desk: Desk = {
    opening,
    config: opening.config,
    configVersion: 1,
    mode: "PAPER",
    auto: opening.auto,
    standing: { state: startingState("PAPER"), halt: undefined },
    standingWhy: undefined,
    game: { ...createGameKnowledge(opening.game), openingReceiver: beginning?.openingReceiver },
    market: createMarketKnowledge(),
    breakers: { kalshi: CLOSED_BREAKER, espn: CLOSED_BREAKER },
    breakerErrors: { kalshi: undefined, espn: undefined },
    restMono: undefined,
    anchor: anchorOf(beginning?.doubledMid),
    pregame: createPregameMid(),
    doubledMid: beginning?.doubledMid,
    beginning,
    belief: undefined,
    modelMissing: "no answer from the scoreboard yet",
    modelBand: undefined,
    modelWithout: [],
    ledger,
    otherPurses: new Map(),
    venue: createVenueKnowledge(),
    arming: { kind: "disarmed" },
    diskFree: undefined,
    orders: createOrders(),
    live: undefined,
    signals: 0,
    intents: 0,
    stopsAsked: 0,
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
  if (opening.second !== undefined) takeOver(desk, opening.second);
  return desk;
}

/** Why a desk stands where it does that has found something open, and has done nothing yet. */
export const leftOpenWhy = "an earlier session left positions or orders at the exchange";

/** True when an earlier session left something to be reduced or found out. */
export function isLeftOpen({ ledger, orders }: SecondBooks): boolean {
  return orders.length > 0 || ledger.positions.some(({ net }) => net !== 0);
}

/**
 * Carries the second mode's books on; with something open in them the desk begins there. Whether
 * it is of this game is not known before its markets are.
 */
function takeOver(desk: Desk, left: SecondBooks): void {
  const { sessionId } = desk.opening;
  desk.otherPurses.set(left.mode, {
    ledger: ledgerFrom(left.ledger, sessionId),
    streak: createLossStreak(),
    dailyLoss: createDailyLoss(left.dailyLossTrippedDay),
  });
  if (!isLeftOpen(left)) return;
  useMode(desk, left.mode);
  desk.auto = false;
  desk.standing = { state: "REDUCE-ONLY", halt: undefined };
  desk.standingWhy = leftOpenWhy;
  desk.venue.open = true;
  // Ids of orders derive from the session: its own counting may go on from theirs.
  desk.intents = left.intents;
  for (const { order, sentAt, filled } of left.orders) {
    const tracked = trackIntent(desk.orders, order, desk.lastStamp, "before the restart");
    tracked.sentAt = sentAt;
    tracked.filled = filled ?? NO_QUANTITY;
    const why = "the desk ended before its answer was recorded";
    markUnknown(desk.orders, order.intentId, desk.lastStamp.mono, why);
  }
}

/** Puts the books of this mode in force. Throws when it has none. */
export function useMode(desk: Desk, mode: Mode): void {
  if (mode === desk.mode) return;
  const purse = desk.otherPurses.get(mode);
  if (purse === undefined) throw new Error(`no books of ${mode}`);
  const { ledger, streak, dailyLoss } = desk;
  desk.otherPurses.set(desk.mode, { ledger, streak, dailyLoss });
  desk.otherPurses.delete(mode);
  desk.mode = mode;
  desk.ledger = purse.ledger;
  desk.streak = purse.streak;
  desk.dailyLoss = purse.dailyLoss;
}

/** The ledgers of all modes of this session, the one in force first. */
export function ledgersOf(desk: Desk): readonly Ledger[] {
  return [desk.ledger, ...Array.from(desk.otherPurses.values(), ({ ledger }) => ledger)];
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
