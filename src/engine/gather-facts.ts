/** Gathers what the gates need to know, anew for every review. */
import { gameExposureLimit } from "../domain/config.ts";
import type { Stamp } from "../domain/events.ts";
import { otherTeam, type TeamSide } from "../domain/game.ts";
import { type Money, money, type Quantity } from "../domain/numbers.ts";
import type { Order } from "../domain/orders.ts";
import type { Positions, Sized } from "../edge/edge.ts";
import {
  atRiskOf,
  exposureOf,
  type Marking,
  netHome,
  positionOf,
  reservedCost,
  takerFeeTotal,
  unknownOrders,
  unrealisedOf,
  worstCaseOf,
} from "../execution/execution.ts";
import { bestPrice, bookOf, isQuoting, walk, walkCost } from "../market/market.ts";
import { doubledFair } from "../model/model.ts";
import {
  attemptsInLastSecond,
  type BookFacts,
  dailyLossTripped,
  type ExposureFacts,
  type Facts,
  framesStood,
  isCooling,
  marketFirstActive,
  type MoneyFacts,
  ordersInLastMinute,
  type SignalFacts,
  towardOf,
  tradingDayOf,
} from "../risk/risk.ts";
import type { LiveSignal } from "./card.ts";
import { type Desk, feeTerms } from "./desk.ts";
import { heldOf } from "./held.ts";
import { marketOf, teamOfTicker } from "./market-knowledge.ts";
import { externalExposure, tickersOf } from "./venue-knowledge.ts";

/** What the order under review adds to the facts. */
export type UnderReview = {
  readonly order: Order | undefined;
  readonly shownVersion: number | undefined;
  readonly reason: string | undefined;
  /** When its intent was made; undefined before there is one. */
  readonly intentMono: number | undefined;
};

export const onlyLooking: UnderReview = {
  order: undefined,
  shownVersion: undefined,
  reason: undefined,
  intentMono: undefined,
};

const fastPollingBeforeKickoffMs = 600_000;
const freshMs = 10_000;

function ageOf(now: number, since: number | undefined): number | undefined {
  return since === undefined ? undefined : Math.max(0, now - since);
}

function bookFacts(desk: Desk, team: TeamSide, now: Stamp): BookFacts {
  const book = bookOf(desk.market.books, team);
  const facts = desk.market[team];
  return {
    bid: bestPrice(book, "bid"),
    ask: bestPrice(book, "ask"),
    whole: isQuoting(book) && !facts.contradicted,
    stableFrames: framesStood(desk.stability[team], now.mono),
    status: facts.status,
    priceRanges: marketOf(desk.market, team)?.priceRanges ?? [],
  };
}

/** Signed YES contracts held in both markets. */
export function positionsOf(desk: Desk): Positions {
  const held = (team: TeamSide): Quantity => {
    const ticker = marketOf(desk.market, team)?.ticker;
    return ticker === undefined ? (0 as Quantity) : positionOf(desk.ledger, ticker);
  };
  return { home: held("home"), away: held("away") };
}

/** How the books may mark what is held. */
export function markingOf(desk: Desk, now: Stamp): Marking {
  const { market } = desk;
  const age = ageOf(now.mono, market.frameMono);
  return {
    books: market.books,
    fresh: age !== undefined && age <= freshMs,
    fees: feeTerms(desk),
    consumed: { home: market.home.consumed, away: market.away.consumed },
  };
}

/** Cash that no live order may still take. */
export function availableCash(desk: Desk, exceptIntentId?: number): Money {
  return money(desk.ledger.cash - reservedCost(desk.orders, exceptIntentId));
}

/** What is held, our live orders, and what rests on the account outside this desk. */
function gameExposure(desk: Desk, exceptIntentId: number | undefined): ExposureFacts {
  const net = netHome(heldOf(desk));
  const own = exposureOf(desk.orders, tickersOf(desk.market), net, exceptIntentId);
  const foreign = externalExposure(desk.venue, desk.market);
  return {
    towardHome: (own.towardHome + foreign.home) as Quantity,
    towardAway: (own.towardAway + foreign.away) as Quantity,
  };
}

/** Contracts that Max Game Exposure still allows toward a team. */
export function exposureLeft(desk: Desk, toward: TeamSide): Quantity {
  const exposure = gameExposure(desk, undefined);
  const used = toward === "home" ? exposure.towardHome : exposure.towardAway;
  return Math.max(0, gameExposureLimit(desk.config) - used) as Quantity;
}

/** What earlier sessions won does not widen this one's cap. */
function sessionWorst({ ledger, opening, market }: Desk): Money {
  let before = 0;
  for (const { stamp, realised } of ledger.entries) {
    if (stamp.at < opening.startedAt) before += realised;
  }
  return money(worstCaseOf(ledger, tickersOf(market)) - before);
}

function moneyFacts(desk: Desk, now: Stamp, exceptIntentId: number | undefined): MoneyFacts {
  const held = heldOf(desk);
  return {
    available: availableCash(desk, exceptIntentId),
    realisedToday: desk.ledger.day.realised,
    unrealised: unrealisedOf(held, markingOf(desk, now)),
    dailyLossTripped: dailyLossTripped(desk.dailyLoss, tradingDayOf(now.at)),
    atRisk: atRiskOf(held),
    sessionWorst: sessionWorst(desk),
  };
}

function netOfSized(sized: Sized | undefined): SignalFacts["net"] {
  if (sized === undefined) return undefined;
  return { total: Math.floor(sized.doubledGain / 2) as Money, quantity: sized.quantity };
}

/** What this very order would leave if it met the book now; undefined when nothing would fill. */
function netOfOrder(desk: Desk, order: Order): SignalFacts["net"] {
  const { belief, market } = desk;
  if (belief === undefined) return undefined;
  const consumed = market[order.team].consumed;
  const book = bookOf(market.books, order.team);
  const walked = walk(book, order.side, order.quantity, order.limit, consumed);
  if (walked.filled <= 0) return undefined;
  const bought = order.side === "bid" ? order.team : otherTeam(order.team);
  const terms = feeTerms(desk);
  const fee = takerFeeTotal(order.side, walked.parts, terms);
  const cost = walkCost(order.side, walked);
  const doubled = doubledFair(belief, bought) * walked.filled - 2 * cost - 2 * fee;
  return { total: Math.floor(doubled / 2) as Money, quantity: walked.filled };
}

function signalFacts(desk: Desk, live: LiveSignal, under: UnderReview): SignalFacts {
  const { proposal } = live;
  const sized = proposal.kind === "order" ? proposal.sized : proposal.wanted;
  return {
    id: live.id,
    doubledEdge: live.signal.doubledEdge,
    quoteVersion: live.version,
    shownVersion: under.shownVersion,
    net: under.order === undefined ? netOfSized(sized) : netOfOrder(desk, under.order),
  };
}

function gameFacts(desk: Desk, now: Stamp): Facts["game"] {
  const { game } = desk;
  const { situation } = game;
  const toKickoffMs = game.game.kickoffAt - now.at;
  return {
    state: situation?.state ?? "pre",
    phase: game.inDoubt ? "unknown" : (situation?.phase ?? "unknown"),
    period: situation?.period,
    clockSeconds: situation?.clockSeconds,
    statusText: situation?.statusText ?? "no answer yet",
    lastPlay: situation?.lastPlay,
    answerAgeMs: ageOf(now.mono, game.answerMono),
    contentAgeMs: ageOf(now.mono, game.contentMono),
    pauseAgeMs: ageOf(now.mono, game.restartMono),
    fastPolling: situation?.state === "in" || toKickoffMs <= fastPollingBeforeKickoffMs,
    sinceKickoffMs: game.kickoffMono === undefined ? undefined : now.mono - game.kickoffMono,
  };
}

/** A second source that has fallen silent is none any more. */
const secondLookMsMax = 90_000;

function feedsFacts({ game }: Desk, now: Stamp): Facts["feeds"] {
  const age = ageOf(now.mono, game.secondLookMono);
  if (age === undefined || age > secondLookMsMax) return { kind: "noSecondSource" };
  return { kind: "compared", disagreements: game.disagreements };
}

/** Facts of this moment, for one order or for none. */
export function gatherFacts(desk: Desk, now: Stamp, under: UnderReview): Facts {
  const { market, live } = desk;
  const except = under.order?.intentId;
  const { exchangeActive, tradingActive } = market;
  return {
    now,
    mode: desk.mode,
    source: desk.opening.source,
    state: desk.standing.state,
    armed: desk.arming.kind === "armed" && now.person < desk.arming.untilPerson,
    auto: desk.auto,
    config: desk.config,
    order: under.order,
    signal: live === undefined ? undefined : signalFacts(desk, live, under),
    books: { home: bookFacts(desk, "home", now), away: bookFacts(desk, "away", now) },
    kalshi: {
      frameAgeMs: ageOf(now.mono, market.frameMono),
      crossCheckAgeMs: ageOf(now.mono, market.checkMono),
      restAgeMs: ageOf(now.mono, desk.restMono),
      keyed: desk.opening.keyed,
      orderChannelsUp: desk.mode === "PAPER" ? "unchecked" : desk.venue.streamUp,
      exchange:
        exchangeActive === undefined || tradingActive === undefined
          ? undefined
          : { active: exchangeActive, trading: tradingActive },
    },
    game: gameFacts(desk, now),
    feeds: feedsFacts(desk, now),
    modelMissing: desk.modelMissing,
    breakers: desk.breakers,
    marketFirstActive: marketFirstActive(desk.marketFirst, now.mono),
    cooling: isCoolingFor(desk, under.order),
    exposure: gameExposure(desk, except),
    money: moneyFacts(desk, now, except),
    counts: {
      consecutiveLosses: desk.streak.losses,
      trades: tradesOfGame(desk, except),
      ordersLastMinute: ordersInLastMinute(desk.rate, now.mono, under.intentMono),
      attemptsLastSecond: attemptsInLastSecond(desk.rate, now.mono),
      unknownOrders: unknownOrders(desk.orders).length,
    },
    feesKnown: market.fees !== undefined,
    attestation: attestationFacts(desk, now),
    ledger: ledgerFacts(desk, now),
    clock: clockFacts(desk),
    person: {
      reason: under.reason,
      lateGameOverride: desk.lateGameOverride,
      lockout: desk.lockout,
      pageAgeMs: desk.pages > 0 ? 0 : ageOf(now.person, desk.pageSeenPerson),
    },
  };
}

/** The exchange asks for it only where orders are really sent. */
function attestationFacts({ mode, venue }: Desk, now: Stamp): Facts["attestation"] {
  if (mode === "PAPER") return "unchecked";
  return (venue.keys?.attestedUntil ?? 0) > now.at ? "given" : "missing";
}

/** Books that nobody has compared for this long are not known to agree, source's ms. */
const comparedAgeMsMax = 120_000;

function ledgerFacts({ mode, venue }: Desk, now: Stamp): Facts["ledger"] {
  if (mode === "PAPER") return "unchecked";
  if (venue.differences >= 2) return "disagrees";
  const age = ageOf(now.mono, venue.agreed?.comparedMono);
  return age === undefined || age > comparedAgeMsMax ? "not compared" : "agrees";
}

/** An intent of auto does not cool itself down. */
function isCoolingFor(desk: Desk, order: Order | undefined): boolean {
  if (order !== undefined && desk.orders.byIntent.has(order.intentId)) return false;
  return isCooling(desk.cooldown, order === undefined ? desk.live?.signal.toward : towardOf(order));
}

function clockFacts(desk: Desk): Facts["clock"] {
  const { clockOffsetMs, clockUncertainMs } = desk.market;
  if (clockOffsetMs === undefined || clockUncertainMs === undefined) return "unchecked";
  return { offsetMs: clockOffsetMs, uncertainMs: clockUncertainMs };
}

function tradesOfGame(desk: Desk, except: number | undefined): number {
  const underWay = [...desk.orders.byIntent.values()].filter(
    ({ order, state }) => state.kind !== "done" && !order.reduceOnly && order.intentId !== except,
  );
  // The books may hold earlier nights: only this game's trades count.
  const made = desk.ledger.trades.filter(
    ({ ticker }) => teamOfTicker(desk.market, ticker) !== undefined,
  );
  return made.length + underWay.length;
}
