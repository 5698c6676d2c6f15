/** The market-data side of the exchange: reads and stream of one game, under one timer. */
import type { Breaker } from "../../domain/breaker.ts";
import type { Chance } from "../../domain/chance.ts";
import type { DeskEvent, MarketNews } from "../../domain/events.ts";
import type { Game } from "../../domain/game.ts";
import type { GameMarkets } from "../../domain/market.ts";
import type { Clock, Http, Sockets, Timers } from "../../domain/ports.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import {
  type AccountOptions,
  type AccountTask,
  createAccount,
  type DrivenAccount,
  isAccountTask,
  type KalshiAccount,
} from "./account/account.ts";
import { createAuthHold, createAuthHolds } from "./auth-refusal.ts";
import { type Caller, createCaller } from "./caller.ts";
import { createExchangeClock, type ExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import { createRateBudget } from "./limits.ts";
import { createReadTasks, isReadTask, type ReadTask } from "./read-tasks.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRest, type Rest } from "./rest.ts";
import { createStream, type Stream, type StreamOptions, type StreamTask } from "./socket.ts";

type Task = ReadTask | StreamTask | AccountTask;

/** The first comparison follows soon after the stream's snapshots. */
const booksFirstMs = 1000;

export type KalshiVenue = {
  start(): void;
  /** No timer and no connection stands afterwards; answers under way are dropped. */
  stop(): void;
  /** Reads everything anew. */
  refresh(): void;
  /** The books cannot be trusted: new snapshots, and a new connection when those did not help. */
  resubscribe(why: string): void;
  /** open: no reads. halfOpen: one at a time. The stream goes on. */
  setBreaker(breaker: Breaker): void;
  /**
   * Opens the account's side: private channels on the same socket, orders, reconciliation. Only
   * where orders may really be sent; undefined without a key. A second call returns the first.
   */
  openAccount(options: AccountOptions): KalshiAccount | undefined;
  /** Ends the account's side: nothing more is read or told, and nothing can be sent. */
  closeAccount(): void;
};

export type KalshiVenueOptions = {
  readonly http: Http;
  readonly sockets: Sockets;
  /** The source's time: ages, intervals, the stream's liveness. */
  readonly clock: Clock;
  readonly timers: Timers;
  /** Real time: signatures and the exchange's budget. */
  readonly operatorClock: Clock;
  readonly chance: Chance;
  readonly restUrl: string;
  readonly socketUrl: string;
  /** undefined: the market is watched over REST only. */
  readonly credentials: Credentials | undefined;
  readonly game: Game;
  /** `raw`: the frame or answer exactly as it came, where the news came from one. */
  post(event: DeskEvent, raw: string | undefined): void;
};

type Say = StreamOptions["say"];
type Parts = {
  readonly agenda: Agenda<Task>;
  readonly reads: Reads;
  readonly stream: Stream | undefined;
  readonly caller: Caller;
  readonly rest: Rest;
  readonly exchangeClock: ExchangeClock;
};

/** Puts reads and stream together. `found` hears of the game's markets after every read. */
function assemble(
  options: KalshiVenueOptions,
  say: Say,
  found: (markets: GameMarkets) => void,
  run: (task: Task, lateMs: number) => void,
): Parts {
  const { http, sockets, clock, operatorClock, chance, credentials, game, socketUrl } = options;
  const agenda = createAgenda<Task>(clock, options.timers, run);
  const exchangeClock = createExchangeClock(operatorClock, (news) => say(news, undefined));
  const budget = createRateBudget(operatorClock);
  const { restUrl } = options;
  const caller = createCaller({
    http,
    operatorClock,
    exchangeClock,
    budget,
    holds: createAuthHolds(operatorClock),
    restUrl,
    credentials,
  });
  const rest = createRest({ caller, say });
  const keyed = credentials !== undefined;
  const reads = createReads({ rest, clock, game, budget, keyed, say, found });
  const parts = { agenda, reads, caller, rest, exchangeClock };
  if (credentials === undefined) return { ...parts, stream: undefined };
  let cameUpBefore = false;
  const stream = createStream({
    sockets,
    clock,
    chance,
    agenda,
    socketUrl,
    credentials,
    exchangeClock,
    hold: createAuthHold(operatorClock),
    say,
    status: reads.status,
    reread: () => agenda.after("markets", 0),
    fees: reads.fees,
    cameUp() {
      agenda.after("books", booksFirstMs);
      if (cameUpBefore) {
        reads.forget();
        agenda.after("markets", 0);
        agenda.after("exchange", 0);
      }
      cameUpBefore = true;
    },
  });
  return { ...parts, stream };
}

/** The event's two tickers as home and away. */
function targetOf({ home, away, eventTicker }: GameMarkets): Parameters<Stream["start"]>[0] {
  return {
    eventTicker,
    tickers: [home.ticker, away.ticker],
    teamOf(ticker) {
      if (ticker === home.ticker) return "home";
      return ticker === away.ticker ? "away" : undefined;
    },
  };
}

/** Opens the account's side on what reads and stream stand on already; never without a key. */
function joinAccount(
  parts: Parts,
  options: KalshiVenueOptions,
  wanted: AccountOptions,
  say: Say,
): DrivenAccount | undefined {
  const { caller, rest, agenda, exchangeClock, reads, stream } = parts;
  const keyId = options.credentials?.keyId;
  if (stream === undefined || keyId === undefined) return undefined;
  const { clock, timers, operatorClock } = options;
  const { exchangeIndexOf } = reads;
  const { aheadMsMax } = exchangeClock;
  const clocks = { clock, timers, operatorClock, aheadMsMax };
  const account = createAccount(
    { caller, rest, agenda, ...clocks, exchangeIndexOf, keyId, say },
    wanted,
  );
  stream.listenToAccount(account.listener);
  account.start();
  return account;
}

/** Finds the game's markets and follows them. Everything it learns is posted as market news. */
export function createKalshiVenue(options: KalshiVenueOptions): KalshiVenue {
  let running = false;
  let breaker: Breaker["kind"] = "closed";
  let followed: string | undefined;
  let account: DrivenAccount | undefined;
  const parts = assemble(options, say, follow, run);
  const { agenda, reads, stream, rest } = parts;
  const runRead = createReadTasks(reads, agenda, stream === undefined, () => running);

  function say(news: MarketNews, raw: string | undefined): void {
    if (running) options.post({ kind: "market", news }, raw);
  }

  function follow(markets: GameMarkets): void {
    if (!running || followed === markets.eventTicker) return;
    followed = markets.eventTicker;
    if (stream === undefined) agenda.after("books", 0);
    else stream.start(targetOf(markets));
  }

  function run(task: Task, lateMs: number): void {
    if (!running) return;
    if (isReadTask(task)) runRead(task);
    else if (isAccountTask(task)) account?.run(task);
    else stream?.run(task, lateMs);
  }

  function readAll(): void {
    reads.forget();
    agenda.after("exchange", 0);
    agenda.after("markets", 0);
    agenda.after("limits", 0);
    if (followed !== undefined) agenda.after("books", 0);
  }

  return {
    start() {
      if (running) return;
      running = true;
      const why = "no key: the market is read over REST";
      if (stream === undefined) say({ kind: "connection", up: false, why }, undefined);
      readAll();
    },
    stop() {
      running = false;
      account?.stop();
      followed = undefined;
      stream?.stop();
      agenda.clear();
    },
    refresh() {
      if (!running) return;
      readAll();
      stream?.refresh();
    },
    resubscribe(why) {
      if (running) stream?.resubscribe(why);
    },
    setBreaker(next) {
      const before = breaker;
      breaker = next.kind;
      rest.setBreaker(next);
      if (running && before === "open" && breaker !== "open") readAll();
    },
    openAccount(wanted) {
      account ??= joinAccount(parts, options, wanted, say);
      return account?.account;
    },
    closeAccount() {
      account?.stop();
      account = undefined;
      stream?.forgetAccount();
    },
  };
}
