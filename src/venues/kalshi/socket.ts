/** One connection to the stream at a time: connect, subscribe, watch, resync, connect again. */
import type { Chance } from "../../domain/chance.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { TeamSide } from "../../domain/game.ts";
import type { MarketStatus } from "../../domain/market.ts";
import type { Price } from "../../domain/numbers.ts";
import type { Clock, Socket, SocketListener, Sockets } from "../../domain/ports.ts";
import type { Agenda } from "./agenda.ts";
import type { ExchangeClock } from "./exchange-clock.ts";
import type { FeeOverride } from "./fees.ts";
import type { AuthHold } from "./auth-refusal.ts";
import { type AccountListener, createFrameReader } from "./frames.ts";
import { createKeepAlive, type KeepAlive, pingEveryMs } from "./keep-alive.ts";
import type { Credentials } from "./key.ts";
import { createLadders, type Ladders } from "./ladders.ts";
import { createResync, type Resync, type ResyncTask } from "./resync.ts";
import { signedHeaders } from "./sign.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";

export type StreamTask = ResyncTask | "connect" | "ping" | "silence" | "closeLate";

const reconnectMs = 5000;
/** After a refusal (401, an error to our subscribe) the same again helps nobody soon. */
const refusedMs = 30_000;
const closeMsMax = 5000;
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
  /** The stream's own: what REST is answered says nothing of it, and it says nothing of REST. */
  readonly hold: AuthHold;
  say(news: MarketNews, raw: string | undefined): void;
  status(team: TeamSide, status: MarketStatus, value: Price | undefined, raw: string): void;
  reread(): void;
  fees(override: FeeOverride, raw: string): void;
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
  /** Subscribes to the account too, on this connection and on every one to come. */
  listenToAccount(listener: AccountListener): void;
  /** A new connection follows, without the account's channels. */
  forgetAccount(): void;
  run(task: StreamTask, lateMs: number): void;
};

type Connection = {
  socket: Socket | undefined;
  up: boolean;
  /** The upgrade went through: commands may be sent. */
  greeted: boolean;
  /** Set once we have given the connection up and wait for its end. */
  closing: boolean;
  readonly subscriptions: Subscriptions;
  readonly keepAlive: KeepAlive;
};

type State = {
  readonly options: StreamOptions;
  readonly ladders: Ladders;
  readonly resync: Resync;
  target: Target | undefined;
  connection: Connection | undefined;
  account: AccountListener | undefined;
  attemptMono: number;
  refused: boolean;
  resubscribeMono: number;
  heardMono: number;
};

function nowOf({ options }: State): number {
  return options.clock.now().mono;
}

function heard(state: State): void {
  const now = nowOf(state);
  if (now - state.heardMono < heardEveryMs) return;
  state.heardMono = now;
  state.options.say({ kind: "heard" }, undefined);
}

function forget(state: State): void {
  const { agenda } = state.options;
  state.ladders.reset();
  state.resync.forget();
  for (const task of ["connect", "ping", "silence", "closeLate"] as const) agenda.drop(task);
}

/** The connection is over: said once, and the next attempt is dated. */
function ended(state: State, mine: Connection, why: string): void {
  if (state.connection !== mine) return;
  const { agenda, chance, say } = state.options;
  state.connection = undefined;
  forget(state);
  const pause = (state.refused ? refusedMs : reconnectMs) * (0.9 + 0.2 * chance.next());
  agenda.at("connect", Math.max(nowOf(state), state.attemptMono + pause));
  state.refused = false;
  if (mine.closing) return;
  say({ kind: "connection", up: false, why }, undefined);
  state.account?.lost(why);
}

/** Gives the connection up. The next one waits for its end, so that there is never a second. */
function giveUp(state: State, mine: Connection, why: string, isRefusal: boolean): void {
  if (state.connection !== mine || mine.closing) return;
  mine.closing = true;
  mine.up = false;
  state.refused = isRefusal;
  forget(state);
  state.options.agenda.after("closeLate", closeMsMax);
  state.options.say({ kind: "connection", up: false, why }, undefined);
  state.account?.lost(why);
  if (mine.socket === undefined) ended(state, mine, why);
  else mine.socket.close(1000, "");
}

/** Both books lost something. From here to their next snapshots nothing is told of them. */
function suspect(state: State, mine: Connection, why: string): void {
  if (state.connection !== mine || !mine.up) return;
  state.ladders.reset();
  state.resync.plan();
  state.options.say({ kind: "broken", why }, undefined);
}

function askSnapshots(state: State, mine: Connection, about: Target): void {
  const command = mine.subscriptions.resync(about.tickers);
  state.resync.asked();
  if (command === undefined) giveUp(state, mine, "the books are not subscribed to", false);
  else mine.socket?.send(command);
}

function frameReader(state: State, mine: Connection, about: Target): (text: string) => void {
  const { options, ladders, resync } = state;
  return createFrameReader({
    subscriptions: mine.subscriptions,
    ladders,
    eventTicker: about.eventTicker,
    teamOf: about.teamOf,
    at: () => options.clock.now().at,
    say(news, raw) {
      if (news.kind === "snapshot" && ladders.live()) resync.done();
      options.say(news, raw);
    },
    heard: () => heard(state),
    up() {
      mine.up = true;
      resync.asked();
      options.say({ kind: "connection", up: true, why: "subscribed" }, undefined);
      options.cameUp();
    },
    suspect: (why) => suspect(state, mine, why),
    fail: (why, isRefusal) => giveUp(state, mine, why, isRefusal),
    status: options.status,
    reread: options.reread,
    fees: options.fees,
    account: () => state.account,
  });
}

function subscribeAccount(state: State, mine: Connection): void {
  if (state.account === undefined) return;
  for (const command of mine.subscriptions.account()) mine.socket?.send(command);
}

function listenerOf(state: State, mine: Connection, about: Target): SocketListener {
  const take = frameReader(state, mine, about);
  const isAlive = (): boolean => {
    if (state.connection !== mine || mine.closing) return false;
    mine.keepAlive.heard(nowOf(state));
    return true;
  };
  const sign = (): void => {
    if (isAlive()) heard(state);
  };
  return {
    opened() {
      if (!isAlive()) return;
      for (const command of mine.subscriptions.opening(about.tickers)) mine.socket?.send(command);
      mine.greeted = true;
      state.options.hold.answered(undefined);
      subscribeAccount(state, mine);
      state.options.agenda.after("ping", pingEveryMs);
    },
    message(text) {
      if (isAlive()) take(text);
    },
    pinged: sign,
    ponged: sign,
    closed(why) {
      if (/\b40[13]\b/.test(why)) state.refused = true;
      if (/\b401\b/.test(why)) state.options.hold.answered(`the stream: ${why}`);
      ended(state, mine, why);
    },
  };
}

async function connect(state: State, about: Target): Promise<void> {
  const { options } = state;
  const { agenda, credentials, socketUrl, exchangeClock, hold } = options;
  if (hold.why() !== undefined) {
    agenda.after("connect", reconnectMs);
    return;
  }
  hold.leaves();
  const mine: Connection = {
    socket: undefined,
    up: false,
    greeted: false,
    closing: false,
    subscriptions: createSubscriptions(),
    keepAlive: createKeepAlive(nowOf(state)),
  };
  state.connection = mine;
  state.attemptMono = nowOf(state);
  agenda.at("silence", mine.keepAlive.dueMono());
  const headers = await signedHeaders(credentials, "GET", socketUrl, exchangeClock.now()).catch(
    () => undefined,
  );
  if (state.connection !== mine || mine.closing) return;
  if (headers === undefined) return ended(state, mine, "the request could not be signed");
  mine.socket = options.sockets.open(socketUrl, headers, listenerOf(state, mine, about));
}

function checkSilence(state: State, mine: Connection, lateMs: number): void {
  const { keepAlive, socket } = mine;
  if (keepAlive.check(nowOf(state), lateMs) === "lost") {
    return giveUp(state, mine, "nothing was heard for 10 s", false);
  }
  socket?.ping();
  state.options.agenda.at("silence", keepAlive.dueMono());
}

function runTask(state: State, task: StreamTask, lateMs: number): void {
  const { target, connection, options } = state;
  if (target === undefined) return;
  if (connection === undefined) {
    if (task === "connect") void connect(state, target);
    return;
  }
  switch (task) {
    case "connect":
      return;
    case "ping":
      connection.socket?.ping();
      return options.agenda.after("ping", pingEveryMs);
    case "silence":
      return checkSilence(state, connection, lateMs);
    case "resync":
      return askSnapshots(state, connection, target);
    case "resyncLate":
      return giveUp(state, connection, "no new snapshots came", false);
    case "closeLate":
      return ended(state, connection, "the old connection did not end");
  }
}

/** Needs credentials: the exchange streams to nobody without a key. */
export function createStream(options: StreamOptions): Stream {
  const state: State = {
    options,
    ladders: createLadders(),
    resync: createResync(options.clock, options.agenda),
    target: undefined,
    connection: undefined,
    account: undefined,
    attemptMono: Number.NEGATIVE_INFINITY,
    refused: false,
    resubscribeMono: Number.NEGATIVE_INFINITY,
    heardMono: Number.NEGATIVE_INFINITY,
  };
  return {
    start(about) {
      state.target = about;
      if (state.connection === undefined) options.agenda.after("connect", 0);
    },
    stop() {
      const socket = state.connection?.socket;
      state.target = undefined;
      state.connection = undefined;
      forget(state);
      socket?.close(1000, "");
    },
    resubscribe(why) {
      const mine = state.connection;
      if (mine === undefined || !mine.up || state.resync.active()) return;
      const now = nowOf(state);
      if (now - state.resubscribeMono < resubscribeAgainMs) {
        return giveUp(state, mine, why, false);
      }
      state.resubscribeMono = now;
      suspect(state, mine, why);
    },
    refresh() {
      if (state.connection?.up === true && !state.resync.active()) state.resync.plan();
    },
    listenToAccount(listener) {
      state.account = listener;
      const mine = state.connection;
      if (mine?.greeted === true && !mine.closing) subscribeAccount(state, mine);
    },
    forgetAccount() {
      const mine = state.connection;
      if (state.account === undefined) return;
      state.account = undefined;
      if (mine !== undefined) giveUp(state, mine, "the account is left", false);
    },
    run: (task, lateMs) => runTask(state, task, lateMs),
  };
}
