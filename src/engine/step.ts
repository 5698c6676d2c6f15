/** The whole desk in one function: what is learned, believed, wanted, reviewed, released. */
import type { BreakerName } from "../domain/breaker.ts";
import type { Effect, Outcome } from "../domain/effects.ts";
import type { DeskEvent, GameNews, MarketNews, StampedEvent, Stamp } from "../domain/events.ts";
import { nextPaperDue, startDay } from "../execution/execution.ts";
import {
  breakerAt,
  breakerDeadline,
  breakerFailed,
  breakerSucceeded,
  dailyLossDeadline,
  marketFirstDeadline,
  noteAnswer,
  noteGameEvent,
  tradingDayStart,
} from "../risk/risk.ts";
import { armingDeadline, beginOnPaper, watchArming } from "./arm.ts";
import { anchorStrength, keepBeginning } from "./beginning.ts";
import { believe, noteBook, updateLive } from "./believe.ts";
import { cancelAgain, cancelDeadline, cancelOrders } from "./close.ts";
import { type Desk, ledgersOf, notice } from "./desk.ts";
import { explainsJump, noteFeedEvent } from "./feed-lag.ts";
import { learnGame, sameLine } from "./game-knowledge.ts";
import { leftOverWords } from "./held.ts";
import { breakBooks, crossedDeadline, learnMarket, tickCrossed } from "./market-knowledge.ts";
import { operate } from "./operate.ts";
import { matchDue, release } from "./place.ts";
import { stopAgain, stopDeadline } from "./stop.ts";
import { takeVenueNews } from "./take-venue-news.ts";
import { settleMarket } from "./settle-game.ts";
import { tradeAuto } from "./trade-auto.ts";
import { holdDeadline, switchAuto, watchHolds, watchLosses } from "./trip.ts";
import { isCompared } from "./venue-knowledge.ts";

/**
 * Takes one event and gives what the desk decided. It changes `desk` in place, awaits nothing,
 * reads no clock; the same events from the same opening give the same effects.
 */
export function step(desk: Desk, { stamp, event }: StampedEvent): Outcome {
  const effects: Effect[] = [];
  desk.lastStamp = stamp;
  for (const ledger of ledgersOf(desk)) startDay(ledger, tradingDayStart(stamp.at));
  const gameVersion = desk.game.version;
  tickBreakers(desk, stamp, effects);
  tickBooks(desk, stamp, effects);
  const wasCompared = isCompared(desk.venue);
  learn(desk, event, stamp, effects);
  if (!wasCompared && isCompared(desk.venue)) beginOnPaper(desk, stamp, effects);
  matchDue(desk, stamp, effects);
  watchLosses(desk, stamp, effects);
  watchHolds(desk, stamp);
  updateLive(desk, desk.game.version !== gameVersion, stamp, effects);
  if (event.kind === "operator") operate(desk, event, stamp, effects);
  if (event.kind === "durable") release(desk, event.intentId, stamp, effects);
  watchArming(desk, stamp, effects);
  cancelAgain(desk, stamp, effects);
  stopAgain(desk, stamp, effects);
  tradeAuto(desk, stamp, effects);
  return { effects, nextDeadline: deadline(desk, stamp) };
}

function learn(desk: Desk, event: DeskEvent, now: Stamp, effects: Effect[]): void {
  switch (event.kind) {
    case "game":
      takeGameNews(desk, event.news, now, effects);
      return;
    case "market":
      takeMarketNews(desk, event.news, now, effects);
      return;
    case "venue":
      takeVenueNews(desk, event.news, now, effects);
      return;
    case "disk":
      desk.diskFree = event.freeBytes;
      return;
    case "journal":
      desk.journal = { writable: event.writable, why: event.why };
      effects.push({ kind: "feedState", leg: "journal", up: event.writable, why: event.why });
      if (event.writable) return;
      switchAuto(desk, false, "the journal cannot be written", effects);
      // Their records will never be told durable: they do not leave, and block nothing.
      cancelOrders(desk, undefined, now, effects);
      return;
    case "pages":
      if (desk.pages > 0 || event.attached > 0) desk.pageSeenPerson = now.person;
      desk.pages = event.attached;
      return;
    case "overflow": {
      const why = `${event.dropped} frames were lost: the inbox was full`;
      breakBooks(desk.market, why);
      askAnew(desk, why, now, effects);
      return;
    }
    default:
      return;
  }
}

function takeGameNews(desk: Desk, news: GameNews, now: Stamp, effects: Effect[]): void {
  const { situation: before, game } = desk.game;
  if (anchorStrength(desk, now)) believe(desk);
  const change = learnGame(desk.game, news, now);
  const isGood = news.kind === "answer" || news.kind === "held";
  if (isGood) setBreaker(desk, "espn", undefined, now, effects);
  if (news.kind === "failed" || news.kind === "unreadable") {
    setBreaker(desk, "espn", news.why, now, effects);
  }
  if (news.kind === "held") noticeHeld(desk, news.why);
  if (news.kind === "corrected") notice(desk, "warn", `ESPN corrected: ${news.why}`);
  if (change === undefined) return;
  const isFirst = before === undefined;
  if (!isFirst || change.kind !== "gameEvent") noteAnswer(desk.marketFirst, now.mono, change);
  if (!isFirst && explainsJump(change)) noteFeedEvent(desk.feedLag, now.mono);
  // The line comes later than the first answer when the game is under way.
  if (change.kind === "none" && !sameLine(game, desk.game.game)) believe(desk);
  if (change.kind === "none") return;
  if (change.kind === "gameEvent" && !isFirst) noteGameEvent(desk.cooldown);
  keepBeginning(desk, now, effects);
  believe(desk);
}

/** One notice for a run of answers held back: a cache that flaps must not push all others out. */
function noticeHeld(desk: Desk, why: string): void {
  const held = desk.game.heldAnswers;
  const [newest] = desk.notices;
  if (held > 1 && newest?.text.startsWith("ESPN held back: ") === true) desk.notices.shift();
  const times = held > 1 ? ` (${held} answers)` : "";
  notice(desk, "warn", `ESPN held back: ${why}${times}`);
}

function takeMarketNews(desk: Desk, news: MarketNews, now: Stamp, effects: Effect[]): void {
  const { up: wasUp, markets: knownMarkets } = desk.market;
  const change = learnMarket(desk.market, news, now);
  if (news.kind === "markets" && knownMarkets === undefined) noteMarkets(desk);
  if (news.kind === "answered" || news.kind === "crossCheck") {
    desk.restMono = now.mono;
    setBreaker(desk, "kalshi", undefined, now, effects);
  }
  if (news.kind === "failed") setBreaker(desk, "kalshi", news.why, now, effects);
  if (news.kind === "settled") settleMarket(desk, news.team, news.value, now, effects);
  if (news.kind === "connection" && news.up !== wasUp) {
    effects.push({ kind: "feedState", leg: "book", up: news.up, why: news.why });
  }
  if (change.kind === "book") noteBook(desk, change.team, now);
  if (change.kind !== "broken") return;
  // The venue resubscribes by itself after what it found; what the desk found it must be told.
  if (news.kind === "broken" || news.kind === "connection") noteBroken(desk, now);
  else askAnew(desk, change.why, now, effects);
}

/** The markets are known for the first time: so is what earlier sessions left of other games. */
function noteMarkets(desk: Desk): void {
  const words = leftOverWords(desk);
  if (words !== undefined) notice(desk, "warn", `Left over from another game: ${words}.`);
}

/** Both books were broken: neither quotes any more. */
function noteBroken(desk: Desk, now: Stamp): void {
  noteBook(desk, "home", now);
  noteBook(desk, "away", now);
}

/** The desk itself has broken both books: the venue must subscribe anew. */
function askAnew(desk: Desk, why: string, now: Stamp, effects: Effect[]): void {
  noteBroken(desk, now);
  effects.push({ kind: "resubscribe", why });
}

function tickBooks(desk: Desk, now: Stamp, effects: Effect[]): void {
  const change = tickCrossed(desk.market, now);
  if (change.kind === "broken") askAnew(desk, change.why, now, effects);
}

/** A good answer, or a failure with its reason. A breaker that moves is an effect. */
function setBreaker(
  desk: Desk,
  name: BreakerName,
  failure: string | undefined,
  now: Stamp,
  effects: Effect[],
): void {
  const before = desk.breakers[name];
  const after =
    failure === undefined ? breakerSucceeded(before) : breakerFailed(before, now.mono, failure);
  if (failure !== undefined) desk.breakerErrors[name] = failure;
  if (after === before) return;
  desk.breakers[name] = after;
  if (after.kind === before.kind && after.kind === "closed") return;
  effects.push({ kind: "breaker", name, breaker: after });
  if (after.kind === "open") {
    notice(desk, "warn", `${name === "espn" ? "ESPN" : "Kalshi"} API: breaker open, ${after.why}`);
    switchAuto(desk, false, `the ${name} breaker is open`, effects);
  }
}

function tickBreakers(desk: Desk, now: Stamp, effects: Effect[]): void {
  for (const name of ["kalshi", "espn"] as const) {
    const before = desk.breakers[name];
    const after = breakerAt(before, now.mono);
    if (after === before) continue;
    desk.breakers[name] = after;
    effects.push({ kind: "breaker", name, breaker: after });
  }
}

/** The next moment at which time alone changes something; undefined: never. */
function deadline(desk: Desk, now: Stamp): number | undefined {
  const wanted = [
    nextPaperDue(desk.orders),
    breakerDeadline(desk.breakers.espn),
    breakerDeadline(desk.breakers.kalshi),
    dailyLossDeadline(desk.dailyLoss),
    holdDeadline(desk),
    marketFirstDeadline(desk.marketFirst, now.mono),
    crossedDeadline(desk.market),
    armingDeadline(desk, now),
    cancelDeadline(desk),
    stopDeadline(desk),
  ].filter((mono) => mono !== undefined);
  return wanted.length === 0 ? undefined : Math.min(...wanted);
}
