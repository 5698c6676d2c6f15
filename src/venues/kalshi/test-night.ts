/** A venue on the tiny exchange, with all it has said so far. */
import type { Chance } from "../../domain/chance.ts";
import type { MarketNews } from "../../domain/events.ts";
import type { Game } from "../../domain/game.ts";
import type { Credentials } from "./key.ts";
import { attach, createTestExchange, kickoffAt, type TestExchange } from "./test-exchange.ts";
import { createTestWorld, type TestSocket, type TestWorld } from "./test-world.ts";
import { createKalshiVenue, type KalshiVenue } from "./venue.ts";

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
export const steady: Chance = { next: () => 0.5 };
const signer: Credentials = { keyId: "key", sign: (message) => Promise.resolve(`of ${message}`) };

export type Night = {
  readonly world: TestWorld;
  readonly exchange: TestExchange;
  readonly venue: KalshiVenue;
  readonly heard: { readonly news: MarketNews; readonly raw: string | undefined }[];
  socket(): TestSocket;
  kinds(from?: number): string[];
  of<K extends MarketNews["kind"]>(kind: K): Extract<MarketNews, { kind: K }>[];
};

/** The venue stands and has not started. */
export function open(): Night {
  const world = createTestWorld(kickoffAt);
  const exchange = createTestExchange();
  attach(exchange, world);
  const heard: Night["heard"] = [];
  const venue = createKalshiVenue({
    http: world.http,
    sockets: world.sockets,
    clock: world.clock,
    timers: world.timers,
    operatorClock: world.clock,
    chance: steady,
    restUrl: "https://external-api.kalshi.com/trade-api/v2",
    socketUrl: "wss://external-api-ws.kalshi.com/trade-api/ws/v2",
    credentials: signer,
    game,
    post: (event, raw) => {
      if (event.kind === "market") heard.push({ news: event.news, raw });
    },
  });
  return {
    world,
    exchange,
    venue,
    heard,
    socket() {
      const socket = world.connections.at(-1);
      if (socket === undefined) throw new Error("no connection yet");
      return socket;
    },
    kinds: (from = 0) => heard.slice(from).map(({ news }) => news.kind),
    of: <K extends MarketNews["kind"]>(kind: K) =>
      heard.flatMap(({ news }) =>
        news.kind === kind ? [news as Extract<MarketNews, { kind: K }>] : [],
      ),
  };
}

/** The venue runs, its stream is up and both books are there. */
export async function started(): Promise<Night> {
  const night = open();
  night.venue.start();
  await night.world.advance(500);
  return night;
}

const quiet = ["heard", "answered", "clock", "exchange", "crossCheck", "markets"];

/** The kinds of news since then that say something about books and stream. */
export function loud(night: Night, from: number): string[] {
  return night.kinds(from).filter((kind) => !quiet.includes(kind));
}
