/** A market's life: opening and closing by the clock, pauses, the result, the payment. */
import type { MarketStatus } from "../../domain/market.ts";
import { ONE_DOLLAR, complement, priceText } from "../../domain/numbers.ts";
import type { Price } from "../../domain/numbers.ts";
import type { Cancel } from "../../domain/ports.ts";
import type { Account } from "./account.ts";
import { secondsOf } from "./calendar.ts";
import { marketOf } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { SETTLEMENT_TIMER_SECONDS, marketsOfEvent } from "./listing-bodies.ts";
import type { ListedMarket, MarketResult, UpdateReason } from "./records.ts";

export interface Lifecycle {
  setStatus(ticker: string, status: MarketStatus): void;
  /** Moves the close time (Unix ms); a moment that has passed closes at once. */
  closeAt(ticker: string, at: number): void;
  determine(eventTicker: string, homeYesValue: Price): void;
  /** Watches the opening and closing times. */
  start(): void;
  stop(): void;
}

type State = { readonly floor: Floor; readonly account: Account; readonly cancels: Set<Cancel> };

function now(state: State): number {
  return Math.floor(state.floor.source.clock.now().at);
}

/** Runs a task at a moment of source time, unless the exchange is stopped before. */
function at(state: State, moment: number, task: () => void): void {
  const cancel = state.floor.source.timers.after(Math.max(0, moment - now(state)), () => {
    state.cancels.delete(cancel);
    task();
  });
  state.cancels.add(cancel);
}

function tell(
  state: State,
  market: ListedMarket,
  eventType: string,
  more: Readonly<Record<string, unknown>>,
): void {
  const detail = { event_type: eventType, ...more };
  state.floor.publish({ kind: "lifecycle", market, detail });
}

function cancelResting(state: State, market: ListedMarket, reason: UpdateReason): void {
  for (const order of state.account.resting(market.ticker)) {
    state.account.end(order, "canceled", reason);
  }
}

/** Ends trading: our orders are cancelled first, then the book is emptied at once. */
function close(state: State, market: ListedMarket): void {
  if (market.status !== "active" && market.status !== "inactive") return;
  market.status = "closed";
  cancelResting(state, market, "CloseCancel");
  market.book.clear();
  state.floor.publish({ kind: "emptied", market });
  state.floor.publish({ kind: "ticker", market });
}

function watchClose(state: State, market: ListedMarket): void {
  at(state, market.closeAt, () => {
    if (market.closeAt <= now(state)) close(state, market);
  });
}

function moveClose(state: State, market: ListedMarket, moment: number): void {
  market.closeAt = moment;
  tell(state, market, "close_date_updated", { close_ts: secondsOf(moment) });
  if (moment <= now(state)) {
    close(state, market);
    return;
  }
  if (market.status === "closed") {
    market.status = "active";
    tell(state, market, "activated", { is_deactivated: false });
  }
  watchClose(state, market);
}

function setStatus(state: State, market: ListedMarket, status: MarketStatus): void {
  if (market.status === status) return;
  if (status === "closed") {
    close(state, market);
    return;
  }
  const before = market.status;
  market.status = status;
  if (status === "inactive") tell(state, market, "deactivated", { is_deactivated: true });
  if (status === "active" && before === "inactive") {
    // A reactivation cancels whatever rests.
    cancelResting(state, market, "HaltCancel");
    tell(state, market, "activated", { is_deactivated: false });
  }
}

function resultOf(value: Price): MarketResult {
  if (value === ONE_DOLLAR) return "yes";
  return value === 0 ? "no" : "scalar";
}

function finalize(state: State, market: ListedMarket, value: Price): void {
  if (market.status !== "determined") return;
  market.status = "finalized";
  market.settledAt = now(state);
  state.account.settle(market, value);
  tell(state, market, "settled", { settled_ts: secondsOf(market.settledAt) });
}

function determineMarket(state: State, market: ListedMarket, value: Price): void {
  const moment = now(state);
  if (market.closeAt > moment) moveClose(state, market, moment);
  close(state, market);
  market.status = "determined";
  market.result = resultOf(value);
  market.settlementValue = value;
  market.determinedAt = moment;
  tell(state, market, "determined", {
    result: market.result,
    settlement_value: priceText(value),
    determination_ts: secondsOf(moment),
  });
  at(state, moment + SETTLEMENT_TIMER_SECONDS * 1000, () => finalize(state, market, value));
}

export function createLifecycle(floor: Floor, account: Account): Lifecycle {
  const state: State = { floor, account, cancels: new Set() };
  return {
    setStatus: (ticker, status) => setStatus(state, marketOf(floor, ticker), status),
    closeAt: (ticker, moment) => moveClose(state, marketOf(floor, ticker), moment),
    determine: (eventTicker, homeYesValue) => {
      const markets = marketsOfEvent(floor, eventTicker);
      if (markets.length === 0) throw new RangeError(`no such event: ${eventTicker}`);
      for (const market of markets) {
        const value = market.team === "home" ? homeYesValue : complement(homeYesValue);
        if (market.determinedAt === undefined) determineMarket(state, market, value);
      }
    },
    start: () => {
      for (const market of floor.markets.values()) {
        if (market.status === "initialized") {
          at(state, market.openAt, () => {
            if (market.status === "initialized") market.status = "active";
          });
        }
        watchClose(state, market);
      }
    },
    stop: () => {
      for (const cancel of state.cancels) cancel();
      state.cancels.clear();
    },
  };
}
