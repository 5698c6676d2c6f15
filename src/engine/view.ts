/** The view of the state: built on demand, an immutable value of plain JSON. */
import type { Breaker } from "../domain/breaker.ts";
import type { Stamp } from "../domain/events.ts";
import { liveOrders } from "../execution/execution.ts";
import { type Desk, teamNames } from "./desk.ts";
import { feedLagMarks } from "./feed-lag.ts";
import { configView } from "./operate.ts";
import { accountView, unknownOrderViews } from "./view-account.ts";
import { gameView, marketView } from "./view-game.ts";
import { performanceView, positionView, recentOrders, recentTrades } from "./view-money.ts";
import { gateViews, modelView, reviewCard, signalView } from "./view-signal.ts";
import type { AgesView, BreakerView, FeedLagView, StatusView, View } from "./view-types.ts";
import { isoText } from "../domain/calendar.ts";

export { type FillExport, fillRows, tradeViews } from "./view-money.ts";

const breakerWords = { closed: "CLOSED", open: "OPEN", halfOpen: "HALF_OPEN" } as const;

function breakerView(breaker: Breaker, lastError: string | undefined, now: Stamp): BreakerView {
  const until = breaker.kind === "open" ? breaker.until : undefined;
  return {
    state: breakerWords[breaker.kind],
    failures: breaker.failures,
    next_probe_at: until === undefined ? null : isoText(now.at + until - now.mono),
    last_error: lastError ?? null,
  };
}

function seconds(now: number, since: number | undefined): number | null {
  return since === undefined ? null : Math.max(0, now - since) / 1000;
}

function agesView(desk: Desk, now: Stamp): AgesView {
  return {
    espn_answer: seconds(now.mono, desk.game.answerMono),
    espn_content: seconds(now.mono, desk.game.contentMono),
    kalshi_frame: seconds(now.mono, desk.market.frameMono),
    kalshi_check: seconds(now.mono, desk.market.checkMono),
  };
}

function feedLagView(desk: Desk): FeedLagView {
  const marks = feedLagMarks(desk.feedLag);
  return {
    events: desk.feedLag.events,
    median_s: marks === undefined ? null : marks.medianMs / 1000,
    p90_s: marks === undefined ? null : marks.p90Ms / 1000,
  };
}

const connectedMs = 10_000;

function isRecent(now: Stamp, mono: number | undefined): boolean {
  return mono !== undefined && now.mono - mono <= connectedMs;
}

function statusView(desk: Desk, now: Stamp): StatusView {
  const { answerMono } = desk.game;
  return {
    state: desk.standing.state,
    why: desk.standingWhy ?? null,
    auto: desk.auto,
    journal: desk.journal.writable ? "ok" : "down",
    connected: {
      espn: isRecent(now, answerMono),
      kalshi: desk.opening.keyed ? desk.market.up : isRecent(now, desk.restMono),
    },
    source_words: desk.opening.sourceWords,
    caution: desk.opening.caution ?? null,
    speed: null,
    session_id: desk.opening.sessionId,
    resting_orders: liveOrders(desk.orders).filter(
      ({ state }) => state.kind === "open" || state.kind === "cancelInFlight",
    ).length,
    unknown_orders: unknownOrderViews(desk, now),
    account: accountView(desk, now),
    second_mode: desk.opening.secondMode ?? null,
    second_mode_why: desk.opening.secondMode === undefined ? desk.opening.secondModeWhy : null,
  };
}

/** The view at a moment. `seq` counts the views that were built. */
export function viewOf(desk: Desk, now: Stamp, seq: number): View {
  const reviewed = reviewCard(desk, now);
  const names = teamNames(desk);
  return {
    seq,
    as_of: isoText(now.at),
    mode: desk.mode,
    source: desk.opening.source,
    game_state: gameView(desk.game),
    market_state: marketView(desk.market, names, now.at),
    model_prediction: modelView(desk),
    last_signal: signalView(desk, reviewed, now),
    trades: recentTrades(desk),
    orders: recentOrders(desk),
    position: positionView(desk, now),
    performance: performanceView(desk, now),
    circuit_breaker: {
      kalshi: breakerView(desk.breakers.kalshi, desk.breakerErrors.kalshi, now),
      espn: breakerView(desk.breakers.espn, desk.breakerErrors.espn, now),
    },
    config: configView(desk) as View["config"],
    status: statusView(desk, now),
    gates: gateViews(reviewed),
    ages: agesView(desk, now),
    feed_lag: feedLagView(desk),
    notices: desk.notices.map(({ at, level, text }) => ({ at: isoText(at), level, text })),
    last_update: isoText(desk.lastStamp.at),
  };
}
