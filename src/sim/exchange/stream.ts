/** The WebSocket side: upgrades, pings, and every session's share of the news. */
import type { Cancel, Socket, SocketHandler, SocketListener } from "../../domain/ports.ts";
import type { Account } from "./account.ts";
import { readAddress } from "./address.ts";
import type { Guard } from "./auth.ts";
import type { Floor } from "./floor.ts";
import {
  deltaMessage,
  fillMessage,
  groupMessage,
  orderMessage,
  positionMessage,
  snapshotMessage,
  tickerMessage,
  tradeMessage,
} from "./frames.ts";
import type { ListedMarket, News } from "./records.ts";
import { noRoute } from "./replies.ts";
import { obey, openSession, sendData } from "./session.ts";
import type { Session } from "./session.ts";
import { concerns } from "./subscriptions.ts";
import type { Channel } from "./subscriptions.ts";

export const SOCKET_PATH = "/trade-api/ws/v2";

/** Server pings, operator's ms. */
const pingMs = 10_000;
/** Tickers are conflated to one per market in this time of the source, ms. */
const tickerMs = 1000;

export interface Stream extends SocketHandler {
  start(): void;
  /** Breaks every connection without a handshake; new ones are taken. */
  drop(): void;
  /** Ends every connection. */
  stop(): void;
}

type State = {
  readonly floor: Floor;
  readonly account: Account;
  readonly sessions: Set<Session>;
  /** Markets whose ticker waits to be sent. */
  readonly waiting: Map<ListedMarket, Cancel>;
  ping: Cancel | undefined;
};

function now(state: State): number {
  return Math.floor(state.floor.source.clock.now().at);
}

function tellAll(
  state: State,
  channel: Channel,
  ticker: string | undefined,
  type: string,
  message: (useYesPrice: boolean) => Readonly<Record<string, unknown>>,
): void {
  for (const session of state.sessions) {
    for (const subscription of session.subscriptions.values()) {
      if (subscription.channel !== channel || !concerns(subscription, ticker)) continue;
      sendData(session, subscription, type, message(subscription.useYesPrice));
    }
  }
}

function queueTicker(state: State, market: ListedMarket): void {
  if (state.waiting.has(market)) return;
  const cancel = state.floor.source.timers.after(tickerMs, () => {
    state.waiting.delete(market);
    const message = tickerMessage(market, now(state), state.floor.switches);
    tellAll(state, "ticker", market.ticker, "ticker", () => message);
  });
  state.waiting.set(market, cancel);
}

function tell(state: State, news: News): void {
  const { switches } = state.floor;
  switch (news.kind) {
    case "level": {
      const { ticker } = news.market;
      const at = now(state);
      tellAll(state, "orderbook_delta", ticker, "orderbook_delta", (useYesPrice) =>
        deltaMessage(news, useYesPrice, at),
      );
      return;
    }
    case "emptied": {
      const { bookOrder } = switches;
      const { ticker } = news.market;
      tellAll(state, "orderbook_delta", ticker, "orderbook_snapshot", (useYesPrice) =>
        snapshotMessage(news.market, useYesPrice, bookOrder),
      );
      return;
    }
    case "ticker":
      if (state.sessions.size > 0) queueTicker(state, news.market);
      return;
    case "trade":
      tellAll(state, "trade", news.trade.ticker, "trade", () => tradeMessage(news.trade));
      return;
    case "fill": {
      const message = fillMessage(news.fill, switches);
      tellAll(state, "fill", news.fill.ticker, "fill", () => message);
      return;
    }
    case "position": {
      const { ticker } = news.position;
      const message = positionMessage(news.position, state.account.userId);
      tellAll(state, "market_positions", ticker, "market_position", () => message);
      return;
    }
    case "group": {
      const type = "order_group_updates";
      const message = groupMessage(news, now(state));
      tellAll(state, type, undefined, type, () => message);
      return;
    }
    case "event":
      tellAll(state, "market_lifecycle_v2", undefined, news.type, () => news.detail);
      return;
    case "order": {
      const message = orderMessage(news.order, state.account.userId, switches);
      tellAll(state, "user_orders", news.order.ticker, "user_order", () => message);
      return;
    }
    case "lifecycle": {
      const { ticker } = news.market;
      const message = { market_ticker: ticker, ...news.detail };
      const type = "market_lifecycle_v2";
      tellAll(state, type, ticker, type, () => message);
    }
  }
}

function schedulePing(state: State): void {
  state.ping = state.floor.operator.timers.after(pingMs, () => {
    for (const session of state.sessions) session.client.ping();
    schedulePing(state);
  });
}

function accept(state: State, client: Socket): SocketListener {
  const session = openSession(state.floor, client);
  state.sessions.add(session);
  return {
    opened: () => undefined,
    message: (text) => obey(session, text),
    pinged: () => undefined,
    ponged: () => undefined,
    closed: () => {
      state.sessions.delete(session);
    },
  };
}

/** Hears a refused client out until it is gone. */
const deafListener: SocketListener = {
  opened: () => undefined,
  message: () => undefined,
  pinged: () => undefined,
  ponged: () => undefined,
  closed: () => undefined,
};

export function createStream(floor: Floor, account: Account, guard: Guard): Stream {
  const state: State = {
    floor,
    account,
    sessions: new Set(),
    waiting: new Map(),
    ping: undefined,
  };
  const closesLate = floor.switches.upgradeRefusal === "closeFrame";
  let deaf: (() => void) | undefined;
  return {
    refuse: (request) => {
      const { path } = readAddress(request.url);
      if (path !== SOCKET_PATH) return noRoute();
      return closesLate ? undefined : guard.refuse(request, path);
    },
    accept: (request, client) => {
      const { path } = readAddress(request.url);
      const refusal = closesLate ? guard.refuse(request, path) : undefined;
      if (refusal !== undefined) client.close(1008, "authentication_error");
      return refusal === undefined ? accept(state, client) : deafListener;
    },
    start: () => {
      if (deaf !== undefined) return;
      deaf = floor.listen((news) => tell(state, news));
      schedulePing(state);
    },
    drop: () => {
      for (const session of state.sessions) session.client.close(1006, "");
      state.sessions.clear();
    },
    stop: () => {
      deaf?.();
      deaf = undefined;
      state.ping?.();
      for (const cancel of state.waiting.values()) cancel();
      state.waiting.clear();
      for (const session of state.sessions) session.client.close(1001, "going away");
      state.sessions.clear();
    },
  };
}
