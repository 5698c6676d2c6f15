/** The simulated exchange on real loopback sockets, our venue at it, and scripted faults between. */
import { seededChance } from "../../src/domain/chance.ts";
import type { DeskEvent } from "../../src/domain/events.ts";
import type { Game } from "../../src/domain/game.ts";
import type { BookSide, Level } from "../../src/domain/market.ts";
import { contracts, type Money, type Price } from "../../src/domain/numbers.ts";
import type { Approved, Order } from "../../src/domain/orders.ts";
import type { Clock, Http, HttpOutcome, HttpRequest, Sockets } from "../../src/domain/ports.ts";
import { createRealTime } from "../../src/app/real-time.ts";
import { createHttp } from "../../src/app/transport/http.ts";
import { createSockets } from "../../src/app/transport/sockets.ts";
import { createThrowAwayKey } from "../../src/app/simulated-source.ts";
import { clientOrderIdOf } from "../../src/execution/order-id.ts";
import { createExchange, type ExchangeOptions } from "../../src/sim/exchange/exchange.ts";
import { listen } from "../../src/sim/listen.ts";
import type { AccountReading } from "../../src/domain/account.ts";
import type { VenueNews } from "../../src/domain/venue-news.ts";
import { createKalshiVenue } from "../../src/venues/kalshi/kalshi.ts";

const dayMs = 86_400_000;
export const kickoffAt = Date.now() - 3_600_000;
export const eventTicker = "KXNFLGAME-26OCT12BUFLAR";
export const home = `${eventTicker}-LAR`;
export const away = `${eventTicker}-BUF`;

export const game: Game = {
  eventId: "401900001",
  home: { id: "14", abbreviation: "LAR", name: "Los Angeles Rams" },
  away: { id: "2", abbreviation: "BUF", name: "Buffalo Bills" },
  kickoffAt,
  neutralSite: false,
  seasonType: "regular",
  season: 2026,
  week: 6,
  spreadHome: undefined,
  totalPoints: undefined,
};

/** Levels from [cents, contracts] pairs. */
export function levels(...pairs: readonly (readonly [number, number])[]): Level[] {
  return pairs.map(([at, count]) => [(at * 100) as Price, contracts(count)]);
}

/** What happens to a matching request: `after` sees the real outcome, or nothing reaches the exchange. */
export type Fault = {
  readonly method: HttpRequest["method"];
  /** Part of the address. */
  readonly part: string;
  /** How often; default once. */
  times?: number;
  readonly does: (
    send: () => Promise<HttpOutcome>,
    request: HttpRequest,
  ) => Promise<HttpOutcome> | HttpOutcome;
};

export function answer(status: number, body: string): HttpOutcome {
  return { kind: "answered", response: { status, headers: {}, body } };
}

/** What of each frame the venue gets to hear: nothing, itself, itself twice, another text. */
type Hear = (text: string) => readonly string[];

type Ears = { hear: Hear; drop: () => void };

function filtered(real: Sockets, ears: Ears): Sockets {
  return {
    open(url, headers, listener) {
      const socket = real.open(url, headers, {
        ...listener,
        message: (text) => {
          for (const heard of ears.hear(text)) listener.message(heard);
        },
      });
      ears.drop = () => socket.close(1000, "dropped");
      return socket;
    },
  };
}

/** The real transport with scripted faults; keeps what was asked. */
function faulty(real: Http, faults: Fault[], asked: HttpRequest[]): Http {
  return {
    request(request, limits) {
      asked.push(request);
      const fault = faults.find(
        ({ method, part, times }) =>
          method === request.method && request.url.includes(part) && (times ?? 1) > 0,
      );
      const send = (): Promise<HttpOutcome> => real.request(request, limits);
      if (fault === undefined) return send();
      fault.times = (fault.times ?? 1) - 1;
      return Promise.resolve(fault.does(send, request));
    },
  };
}

export async function until(what: string, isTrue: () => boolean, seconds = 15): Promise<void> {
  const giveUp = Date.now() + seconds * 1000;
  while (!isTrue()) {
    if (Date.now() > giveUp) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export type NightOptions = Partial<ExchangeOptions> & {
  readonly maxPosition?: number;
  /** Faults that stand when the venue starts. */
  readonly faults?: readonly Fault[];
  /** By how much our computer's clock is ahead of the exchange's. */
  readonly clockAheadMs?: number;
};

/** A body of the exchange: lists of rows by their name. */
export type Truth = Readonly<Record<string, Record<string, unknown>[] | undefined>>;

/** Opens exchange, sockets, venue and account; resolves when orders may be sent. */
export async function openNight(change: NightOptions = {}) {
  const { maxPosition = 100, faults: first = [], clockAheadMs = 0, ...more } = change;
  const time = createRealTime();
  const clock: Clock = {
    now() {
      const { at, mono } = time.clock.now();
      return { at: at + clockAheadMs, mono };
    },
  };
  const key = await createThrowAwayKey();
  const exchange = createExchange({
    source: time,
    operator: time,
    chance: seededChance(7, "exchange"),
    listings: [
      {
        eventTicker,
        seriesTicker: "KXNFLGAME",
        title: "Buffalo vs Los Angeles R",
        subTitle: "BUF vs LAR (Oct 12)",
        home: { ticker: home, name: "Los Angeles R" },
        away: { ticker: away, name: "Buffalo" },
        kickoffAt,
        closeAt: Date.now() + dayMs,
      },
    ],
    verify: key.verify,
    keyId: key.keyId,
    attestedUntil: Date.now() + dayMs,
    tier: {
      name: "test",
      read: { refillRate: 5000, capacity: 5000 },
      write: { refillRate: 5000, capacity: 5000 },
    },
    ...more,
    switches: { readLagMs: 50, positionsLagMs: 100, ...more.switches },
  });
  exchange.start();
  exchange.quote(home, levels([60, 100]), levels([63, 40], [64, 200]));
  exchange.quote(away, levels([37, 100]), levels([40, 100]));
  const listening = await listen({
    http: exchange.rest,
    socket: exchange.socket,
    pathOfSocket: "/trade-api/ws/v2",
  });
  const http = createHttp();
  const faults: Fault[] = [...first];
  const asked: HttpRequest[] = [];
  const ears: Ears = { hear: (text) => [text], drop: () => undefined };
  const posted: DeskEvent[] = [];
  const news: VenueNews[] = [];
  const raws: string[] = [];
  const venue = createKalshiVenue({
    http: faulty(http, faults, asked),
    sockets: filtered(createSockets(), ears),
    clock,
    timers: time.timers,
    operatorClock: clock,
    chance: seededChance(1, "venue"),
    restUrl: `${listening.origin}/trade-api/v2`,
    socketUrl: `${listening.origin.replace("http", "ws")}/trade-api/ws/v2`,
    credentials: key.credentials,
    game,
    post(event, raw) {
      posted.push(event);
      if (raw !== undefined) raws.push(raw);
    },
  });
  venue.start();
  const account = venue.openAccount({
    maxPosition,
    sinceAt: clock.now().at - 1000,
    tell(one, raw) {
      news.push(one);
      if (raw !== undefined) raws.push(raw);
    },
  });
  if (account === undefined) throw new Error("no account");
  let intents = 0;
  async function direct(method: "GET" | "POST", path: string, body?: unknown): Promise<Truth> {
    const url = `${listening.origin}/trade-api/v2${path}`;
    const at = Date.now();
    const { pathname } = new URL(url);
    const headers = {
      "kalshi-access-key": key.keyId,
      "kalshi-access-timestamp": String(at),
      "kalshi-access-signature": await key.credentials.sign(`${at}${method}${pathname}`),
    };
    const more = body === undefined ? {} : { body: JSON.stringify(body) };
    const limits = { timeoutMs: 5000, bytesMax: 1_000_000 };
    const outcome = await http.request({ method, url, headers, ...more }, limits);
    if (outcome.kind !== "answered" || outcome.response.status > 299) {
      throw new Error(JSON.stringify(outcome));
    }
    return JSON.parse(outcome.response.body) as Truth;
  }
  const kinds = (intentId?: number): string[] =>
    news.flatMap((one) => {
      const id = one.kind === "fill" ? one.fill.intentId : "intentId" in one ? one.intentId : -1;
      return intentId === undefined || id === intentId ? [one.kind] : [];
    });
  const of = <K extends VenueNews["kind"]>(kind: K) =>
    news.filter((one): one is Extract<VenueNews, { kind: K }> => one.kind === kind);
  const night = {
    ears,
    exchange,
    venue,
    account,
    key,
    time,
    origin: listening.origin,
    faults,
    asked,
    posted,
    news,
    /** The frames and answers that came along with what was told: all of it is recorded. */
    raws,
    kinds,
    of,
    /** Requests of a kind that left towards the exchange. */
    sent: (method: string, part: string) =>
      asked.filter((one) => one.method === method && one.url.includes(part)),
    /** An order as risk/ would let it through: tests stand in for it. */
    order(wish: Partial<Order> = {}): Approved<Order> {
      intents += 1;
      const order: Order = {
        intentId: intents,
        clientOrderId: clientOrderIdOf(`test-${key.keyId}`, intents),
        mode: "DEMO",
        ticker: home,
        team: "home",
        side: "bid" as BookSide,
        quantity: contracts(10),
        limit: 6300 as Price,
        reduceOnly: false,
        origin: "ticket",
        signalId: undefined,
        worstCost: 0 as Money,
        ...wish,
      };
      return order as Approved<Order>;
    },
    submit: (order: Approved<Order>) => account.submit(order, new AbortController().signal),
    rest: (order: Approved<Order>, seconds = 60) =>
      account.submit(order, new AbortController().signal, {
        restUntil: clock.now().at + seconds * 1000,
      }),
    /** What the exchange itself knows, asked past every fault. */
    truth: (path: string) => direct("GET", path),
    /** An order placed by another program of the same person. */
    place: (body: unknown) => direct("POST", "/portfolio/events/orders", body),
    async reading(): Promise<AccountReading> {
      const result = await account.readAccount();
      if (result.kind === "failed") throw new Error(result.why);
      return result.reading;
    },
    async close() {
      venue.stop();
      await http.close();
      exchange.stop();
      await listening.close();
    },
  };
  await until("the account is ready", () => account.streamUp() && kinds().includes("entryGroup"));
  await until("the books are there", () =>
    posted.some((event) => event.kind === "market" && event.news.kind === "snapshot"),
  );
  return night;
}

export type OpenNight = Awaited<ReturnType<typeof openNight>>;
