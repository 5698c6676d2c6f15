/** The market-data side of the exchange: reads and stream of one game, under one timer. */
import type { Breaker } from "../../domain/breaker.ts";
import type { Chance } from "../../domain/chance.ts";
import type { DeskEvent, MarketNews } from "../../domain/events.ts";
import type { Game } from "../../domain/game.ts";
import type { GameMarkets } from "../../domain/market.ts";
import type { Clock, Http, Sockets, Timers } from "../../domain/ports.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { createExchangeClock } from "./exchange-clock.ts";
import type { Credentials } from "./key.ts";
import { createReadBudget } from "./limits.ts";
import { createReads, type Reads } from "./reads.ts";
import { createRest } from "./rest.ts";
import { createStream, type Stream, type StreamTask } from "./socket.ts";

type ReadTask = "markets" | "books" | "exchange";
type Task = ReadTask | StreamTask;

const marketsMs = 60_000;
const marketsRetryMs = 5000;
const booksMs = 10_000;
/** Without a key REST's books are all there is: often enough to be 10 s old at most. */
const booksAloneMs = 3000;
/** The first comparison follows soon after the stream's snapshots. */
const booksFirstMs = 1000;
const exchangeMs = 30_000;

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

/** Runs the three reads, each never twice at once, and dates the next. */
function createReadTasks(reads: Reads, agenda: () => Agenda<Task>, alone: boolean) {
  const busy = new Set<ReadTask>();
  const again = new Set<ReadTask>();

  async function once(task: ReadTask): Promise<number> {
    switch (task) {
      case "markets":
        return (await reads.markets()) ? marketsMs : marketsRetryMs;
      case "books":
        await reads.books(alone);
        return alone ? booksAloneMs : booksMs;
      case "exchange":
        await reads.exchange();
        return exchangeMs;
    }
  }

  return (task: ReadTask, isRunning: () => boolean): void => {
    if (busy.has(task)) {
      again.add(task);
      return;
    }
    busy.add(task);
    void once(task).then((nextMs) => {
      busy.delete(task);
      const asked = again.delete(task);
      if (isRunning()) agenda().after(task, asked ? 0 : nextMs);
    });
  };
}

/** Finds the game's markets and follows them. Everything it learns is posted as market news. */
export function createKalshiVenue(options: KalshiVenueOptions): KalshiVenue {
  const { http, clock, operatorClock, chance, credentials, game } = options;
  let running = false;
  let breaker: Breaker["kind"] = "closed";
  let followed: string | undefined;

  function say(news: MarketNews, raw: string | undefined): void {
    if (running) options.post({ kind: "market", news }, raw);
  }

  const agenda: Agenda<Task> = createAgenda<Task>(clock, options.timers, run);
  const exchangeClock = createExchangeClock(operatorClock);
  const rest = createRest({
    http,
    operatorClock,
    exchangeClock,
    budget: createReadBudget(operatorClock),
    restUrl: options.restUrl,
    credentials,
    say,
  });
  const reads = createReads({ rest, clock, game, say, found: follow });
  const runRead = createReadTasks(reads, () => agenda, credentials === undefined);
  const stream: Stream | undefined =
    credentials === undefined
      ? undefined
      : createStream({
          sockets: options.sockets,
          clock,
          chance,
          agenda,
          socketUrl: options.socketUrl,
          credentials,
          exchangeClock,
          say,
          status: reads.status,
          reread: () => agenda.after("markets", 0),
          fees: reads.fees,
          cameUp() {
            reads.forget();
            agenda.after("markets", 0);
            agenda.after("exchange", 0);
            agenda.after("books", booksFirstMs);
          },
        });

  function follow(markets: GameMarkets): void {
    if (!running || followed === markets.eventTicker) return;
    followed = markets.eventTicker;
    if (stream === undefined) return agenda.after("books", 0);
    const { home, away, eventTicker } = markets;
    stream.start({
      eventTicker,
      tickers: [home.ticker, away.ticker],
      teamOf(ticker) {
        if (ticker === home.ticker) return "home";
        return ticker === away.ticker ? "away" : undefined;
      },
    });
  }

  function run(task: Task, lateMs: number): void {
    if (!running) return;
    if (task === "markets" || task === "books" || task === "exchange") {
      runRead(task, () => running);
    } else stream?.run(task, lateMs);
  }

  function readAll(): void {
    reads.forget();
    agenda.after("exchange", 0);
    agenda.after("markets", 0);
    if (followed !== undefined) agenda.after("books", 0);
  }

  return {
    start() {
      if (running) return;
      running = true;
      if (stream === undefined) {
        say(
          { kind: "connection", up: false, why: "no key: the market is read over REST" },
          undefined,
        );
      }
      readAll();
    },
    stop() {
      running = false;
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
      if (before === "open" && breaker !== "open" && running) readAll();
    },
  };
}
