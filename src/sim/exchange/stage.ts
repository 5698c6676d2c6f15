/** A small exchange for the tests of this room: one game, a hand-wound clock, short calls. */
import { seededChance } from "../../domain/chance.ts";
import type { Level } from "../../domain/market.ts";
import { contracts } from "../../domain/numbers.ts";
import type { Price } from "../../domain/numbers.ts";
import type { HttpRequest, HttpResponse, Socket, SocketListener } from "../../domain/ports.ts";
import { createExchange } from "./exchange.ts";
import type { Exchange, ExchangeOptions } from "./exchange.ts";
import { createHandClock } from "./hand-clock.ts";
import type { HandClock } from "./hand-clock.ts";

export const EVENT = "KXNFLGAME-26OCT12BUFLAR";
export const HOME = `${EVENT}-LAR`;
export const AWAY = `${EVENT}-BUF`;
/** 2026-10-13T00:31:05Z, sixteen minutes after the kickoff. */
export const START = 1_791_851_465_000;
const api = "http://127.0.0.1:1/trade-api/v2";

/** Whole cents to a price. */
export function cents(value: number): Price {
  return (value * 100) as Price;
}

/** Levels from [cents, contracts] pairs. */
export function levels(...pairs: readonly (readonly [number, number])[]): Level[] {
  return pairs.map(([at, count]) => [cents(at), contracts(count)]);
}

export type Frame = {
  readonly type: string;
  readonly id?: number;
  readonly sid?: number;
  readonly seq?: number;
  readonly msg?: Readonly<Record<string, unknown>>;
};

export type Client = {
  readonly listener: SocketListener;
  readonly frames: Frame[];
  readonly send: (command: unknown) => void;
  /** Frames since the last call. */
  readonly heard: () => Frame[];
  readonly pings: () => number;
  /** The code with which the exchange ended the connection. */
  readonly closed: () => number | undefined;
};

export type Stage = {
  readonly exchange: Exchange;
  readonly clock: HandClock;
  readonly ask: (method: HttpRequest["method"], path: string, body?: unknown) => HttpResponse;
  /** The parsed body of an answer. */
  readonly read: (path: string) => Record<string, never>;
  readonly connect: () => Client;
};

function connect(exchange: Exchange): Client {
  const frames: Frame[] = [];
  let heardUntil = 0;
  let pings = 0;
  let closed: number | undefined;
  const socket: Socket = {
    send: (text) => {
      frames.push(JSON.parse(text));
    },
    ping: () => {
      pings += 1;
    },
    close: (code) => {
      closed = code;
    },
  };
  const url = "ws://127.0.0.1:1/trade-api/ws/v2";
  const listener = exchange.socket.accept({ method: "GET", url, headers: {} }, socket);
  return {
    listener,
    frames,
    send: (command) => listener.message(JSON.stringify(command)),
    heard: () => {
      const fresh = frames.slice(heardUntil);
      heardUntil = frames.length;
      return fresh;
    },
    pings: () => pings,
    closed: () => closed,
  };
}

/** Opens the exchange and starts it. Reads do not lag unless a switch says so. */
export function setStage(change: Partial<ExchangeOptions> = {}): Stage {
  const clock = createHandClock(START);
  const exchange = createExchange({
    source: clock,
    operator: clock,
    chance: seededChance(7, "exchange"),
    listings: [
      {
        eventTicker: EVENT,
        seriesTicker: "KXNFLGAME",
        title: "Buffalo vs Los Angeles R",
        subTitle: "BUF vs LAR (Oct 12)",
        home: { ticker: HOME, name: "Los Angeles R" },
        away: { ticker: AWAY, name: "Buffalo" },
        kickoffAt: START - 965_000,
      },
    ],
    verify: undefined,
    // Deep enough that a test without waiting is not limited.
    tier: {
      name: "test",
      read: { refillRate: 1, capacity: 1_000_000 },
      write: { refillRate: 1, capacity: 1_000_000 },
    },
    ...change,
    switches: { readLagMs: 0, positionsLagMs: 0, ...change.switches },
  });
  exchange.start();
  const ask: Stage["ask"] = (method, path, body) => {
    const request = { method, url: `${api}${path}`, headers: {} };
    const sent = body === undefined ? request : { ...request, body: JSON.stringify(body) };
    const reply = exchange.rest.handle(sent);
    if (reply === undefined || reply instanceof Promise) throw new Error("no answer at once");
    return reply;
  };
  return {
    exchange,
    clock,
    ask,
    read: (path) => JSON.parse(ask("GET", path).body),
    connect: () => connect(exchange),
  };
}

/** A create body: a limit order of the home market, immediate-or-cancel unless changed. */
export function order(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    ticker: HOME,
    side: "bid",
    count: "10",
    price: "0.6300",
    time_in_force: "immediate_or_cancel",
    self_trade_prevention_type: "taker_at_cross",
    exchange_index: 0,
    ...change,
  };
}
