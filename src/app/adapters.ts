/** What stands between the desk and the world: the game's feed, the market's venue, the orders. */
import { seededChance } from "../domain/chance.ts";
import type { DeskEvent } from "../domain/events.ts";
import { isLeftOpen, type Opening } from "../engine/engine.ts";
import { createEspnFeed } from "../feeds/espn/espn.ts";
import { createKalshiVenue } from "../venues/kalshi/kalshi.ts";
import type { NightSource } from "./night-source.ts";
import { createOrderDesk } from "./order-desk.ts";
import type { Outside } from "./outbox.ts";

export type AdaptersOptions = {
  readonly source: NightSource;
  readonly opening: Opening;
  readonly seed: number;
  /** What they learn becomes an event; `raw` are the bytes it came in. */
  readonly post: (event: DeskEvent, raw?: string) => void;
};

export type Adapters = {
  /** Carries out the effects that reach beyond the desk. */
  readonly outside: Outside;
  /** Feed and venue begin; what an earlier session left open is taken over. */
  start(): void;
  /** What rests of ours is cancelled, then nothing more is asked or told. */
  end(): Promise<void>;
};

/** What rests is cancelled before the end, for at most this long: a signal asks for 5 s. */
const endingMs = 4_000;

function within(work: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  void work.finally(() => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}

/** Nothing catches it: the run ends by its safe sequence, with a code of its own. */
function endByFault(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

export function createAdapters({ source, opening, seed, post }: AdaptersOptions): Adapters {
  const { http, timeline } = source;
  const shared = { http, clock: timeline.clock, timers: timeline.timers, post };
  const chance = seededChance(seed, "adapters");
  const { eventId } = opening.game;
  const feed = createEspnFeed({ ...shared, chance, baseUrl: source.espnUrl, eventId });
  const venue = createKalshiVenue({
    ...shared,
    ...source.kalshi,
    chance,
    sockets: source.sockets,
    operatorClock: source.operator.clock,
    credentials: source.credentials,
    game: opening.game,
  });
  const orders = createOrderDesk({ venue, clock: timeline.clock, post, failed: endByFault });
  return {
    outside: {
      orders: orders.carryOut,
      breaker: ({ name, breaker }) =>
        name === "espn" ? feed.setBreaker(breaker) : venue.setBreaker(breaker),
      resubscribe: venue.resubscribe,
      refresh: () => {
        feed.refresh();
        venue.refresh();
      },
    },
    start() {
      feed.start();
      venue.start();
      const { second, config } = opening;
      if (second === undefined || !isLeftOpen(second)) return;
      orders.takeOver(config.maxPosition, second.orders);
    },
    async end() {
      await within(orders.end(), endingMs);
      feed.stop();
      venue.stop();
    },
  };
}
