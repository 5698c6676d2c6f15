/** One connection to the stream at a time: connect, subscribe, watch, resync, connect again. */
import type { Chance } from "../../domain/chance.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { Clock, Socket, Sockets } from "../../domain/ports.ts";
import type { Agenda } from "./agenda.ts";
import type { ExchangeClock } from "./exchange-clock.ts";
import type { FeeOverride } from "./fees.ts";
import { createFrameReader } from "./frames.ts";
import { createKeepAlive, type KeepAlive, pingEveryMs } from "./keep-alive.ts";
import type { Credentials } from "./key.ts";
import { createLadders } from "./ladders.ts";
import { signedHeaders } from "./sign.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";

export type StreamTask = "connect" | "ping" | "silence" | "resync" | "resyncLate" | "closeLate";

export const streamTasks: readonly StreamTask[] = [
  "connect",
  "ping",
  "silence",
  "resync",
  "resyncLate",
  "closeLate",
];

const reconnectMs = 5000;
/** After a refusal (401, an error to our subscribe) the same again helps nobody soon. */
const refusedMs = 30_000;
const closeMsMax = 5000;
const resyncGapMs = 1000;
const resyncGapMsMax = 30_000;
const resyncMsMax = 5000;
/** Asked again within this time, new snapshots have not helped: connect anew. */
const resubscribeAgainMs = 30_000;
const heardEveryMs = 1000;

/** What is streamed: the event and its two markets. */
export type Target = {
  readonly eventTicker: string;
  readonly tickers: readonly string[];
  teamOf(ticker: string): TeamSide | undefined;
};

export type StreamOptions = {
  readonly sockets: Sockets;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly agenda: Agenda<StreamTask>;
  readonly socketUrl: string;
  readonly credentials: Credentials;
  readonly exchangeClock: ExchangeClock;
  say(news: MarketNews, raw: string | undefined): void;
  status(team: TeamSide, status: MarketStatus, value: Price | undefined): void;
  reread(): void;
  fees(override: FeeOverride): void;
  /** The stream is up: whatever is known from before must be read anew. */
  cameUp(): void;
};

export type Stream = {
  start(target: Target): void;
  stop(): void;
  /** The books cannot be trusted: new snapshots, and a new connection when those did not help. */
  resubscribe(why: string): void;
  /** Asks for new snapshots without calling the books broken. */
  refresh(): void;
  run(task: StreamTask, lateMs: number): void;
};

type Connection = {
  socket: Socket | undefined;
  up: boolean;
  /** Set once we have given the connection up and wait for its end. */
  closing: boolean;
  readonly subscriptions: Subscriptions;
  readonly keepAlive: KeepAlive;
};

/** Needs credentials: the exchange streams to nobody without a key. */
export function createStream(options: StreamOptions): Stream {
  const { sockets, clock, chance, agenda, say } = options;
  const ladders = createLadders();
  let target: Target | undefined;
  let connection: Connection | undefined;
  let attemptMono = Number.NEGATIVE_INFINITY;
  let resyncMono = Number.NEGATIVE_INFINITY;
  let resyncs = 0;
  let resubscribeMono = Number.NEGATIVE_INFINITY;
  let heardMono = Number.NEGATIVE_INFINITY;
  let refused = false;
  let resyncing = false;

  const now = (): number => clock.now().mono;

  function heard(): void {
    if (now() - heardMono < heardEveryMs) return;
    heardMono = now();
    say({ kind: "heard" }, undefined);
  }

  function forget(): void {
    ladders.reset();
    resyncing = false;
    for (const task of streamTasks) agenda.drop(task);
  }

  /** The connection is over: said once, and the next attempt is dated. */
  function ended(mine: Connection, why: string): void {
    if (connection !== mine) return;
    connection = undefined;
    forget();
    const pause = refused ? refusedMs : reconnectMs;
    const jittered = attemptMono + pause * (0.9 + 0.2 * chance.next());
    agenda.at("connect", refused || now() < jittered ? jittered : now());
    refused = false;
    if (!mine.closing) say({ kind: "connection", up: false, why }, undefined);
  }

  /** Gives the connection up. The next one waits for its end, so that there is never a second. */
  function giveUp(mine: Connection, why: string, isRefusal: boolean): void {
    if (connection !== mine || mine.closing) return;
    mine.closing = true;
    mine.up = false;
    refused = isRefusal;
    forget();
    agenda.after("closeLate", closeMsMax);
    say({ kind: "connection", up: false, why }, undefined);
    if (mine.socket === undefined) ended(mine, why);
    else mine.socket.close(1000, "");
  }

  function suspect(mine: Connection, why: string): void {
    if (connection !== mine || !mine.up) return;
    ladders.reset();
    planResync();
    say({ kind: "broken", why }, undefined);
  }

  function planResync(): void {
    if (resyncing) agenda.drop("resyncLate");
    resyncing = true;
    const gap = Math.min(resyncGapMs * 2 ** Math.max(0, resyncs - 1), resyncGapMsMax);
    agenda.at("resync", Math.max(now(), resyncMono + gap));
  }

  function resync(mine: Connection, about: Target): void {
    const command = mine.subscriptions.resync(about.tickers);
    resyncMono = now();
    resyncs += 1;
    agenda.after("resyncLate", resyncMsMax);
    if (command === undefined) giveUp(mine, "the books are not subscribed to", false);
    else mine.socket?.send(command);
  }

  function booksSaid(news: MarketNews): void {
    if (news.kind !== "snapshot" || !ladders.live()) return;
    resyncing = false;
    resyncs = 0;
    agenda.drop("resyncLate");
  }

  function frameReader(mine: Connection, about: Target): (text: string) => void {
    return createFrameReader({
      subscriptions: mine.subscriptions,
      ladders,
      eventTicker: about.eventTicker,
      teamOf: about.teamOf,
      at: () => clock.now().at,
      say(news, raw) {
        booksSaid(news);
        say(news, raw);
      },
      heard,
      up() {
        mine.up = true;
        agenda.after("resyncLate", resyncMsMax);
        say({ kind: "connection", up: true, why: "subscribed" }, undefined);
        options.cameUp();
      },
      suspect: (why) => suspect(mine, why),
      fail: (why, isRefusal) => giveUp(mine, why, isRefusal),
      status: options.status,
      reread: options.reread,
      fees: options.fees,
    });
  }

  function open(mine: Connection, about: Target, headers: Readonly<Record<string, string>>): void {
    const take = frameReader(mine, about);
    const alive = (task: () => void) => () => {
      if (connection !== mine || mine.closing) return;
      mine.keepAlive.heard(now());
      task();
    };
    mine.socket = sockets.open(options.socketUrl, headers, {
      opened: alive(() => {
        for (const command of mine.subscriptions.opening(about.tickers)) mine.socket?.send(command);
        agenda.after("ping", pingEveryMs);
      }),
      message: (text) => alive(() => take(text))(),
      pinged: alive(heard),
      ponged: alive(heard),
      closed(why) {
        if (/\b40[13]\b/.test(why)) refused = true;
        ended(mine, why);
      },
    });
  }

  async function connect(): Promise<void> {
    if (target === undefined || connection !== undefined) return;
    const about = target;
    const mine: Connection = {
      socket: undefined,
      up: false,
      closing: false,
      subscriptions: createSubscriptions(),
      keepAlive: createKeepAlive(now()),
    };
    connection = mine;
    attemptMono = now();
    agenda.at("silence", mine.keepAlive.dueMono());
    try {
      const { credentials, socketUrl, exchangeClock } = options;
      const headers = await signedHeaders(credentials, "GET", socketUrl, exchangeClock.now());
      if (connection === mine && !mine.closing) open(mine, about, headers);
    } catch {
      ended(mine, "the request could not be signed");
    }
  }

  function run(task: StreamTask, lateMs: number): void {
    const mine = connection;
    if (task === "connect") return void connect();
    if (mine === undefined || target === undefined) return;
    switch (task) {
      case "ping":
        mine.socket?.ping();
        return agenda.after("ping", pingEveryMs);
      case "silence":
        if (mine.keepAlive.check(now(), lateMs) === "lost") {
          return giveUp(mine, "nothing was heard for 10 s", false);
        }
        mine.socket?.ping();
        return agenda.at("silence", mine.keepAlive.dueMono());
      case "resync":
        return resync(mine, target);
      case "resyncLate":
        return giveUp(mine, "no new snapshots came", false);
      case "closeLate":
        return ended(mine, "the old connection did not end");
    }
  }

  return {
    start(about) {
      target = about;
      if (connection === undefined) agenda.at("connect", now());
    },
    stop() {
      const mine = connection;
      target = undefined;
      connection = undefined;
      forget();
      mine?.socket?.close(1000, "");
    },
    resubscribe(why) {
      const mine = connection;
      if (mine === undefined || !mine.up || resyncing) return;
      if (now() - resubscribeMono < resubscribeAgainMs) return giveUp(mine, why, false);
      resubscribeMono = now();
      suspect(mine, why);
    },
    refresh() {
      if (connection?.up === true && !resyncing) planResync();
    },
    run,
  };
}
