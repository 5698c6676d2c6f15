/** A game watched through the simulated scoreboard by the real feed, poll by poll. */
import type { GameNews } from "../../src/domain/events.ts";
import { seededChance } from "../../src/domain/chance.ts";
import { createEspnFeed } from "../../src/feeds/espn/espn.ts";
import type { Lag } from "../../src/sim/scoreboard/lag.ts";
import { createScoreboard } from "../../src/sim/scoreboard/scoreboard.ts";
import type { Waywardness } from "../../src/sim/scoreboard/waywardness.ts";
import { createScheduler, createInProcess } from "../../src/sim/sim.ts";
import { finalAt } from "../../src/sim/timeline.ts";
import type { Timeline } from "../../src/sim/timeline.ts";

export type Told = { readonly at: number; readonly news: GameNews };

export type WatchOptions = {
  readonly lag: Lag;
  /** Default: the scoreboard's own. */
  readonly waywardness?: Waywardness;
  /** Unix ms; default ten minutes before kickoff. */
  readonly from?: number;
  /** Unix ms; default two minutes after the final. */
  readonly until?: number;
  /** Other games of the slate. */
  readonly others?: readonly Timeline[];
};

const origin = "http://espn.test";
const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Everything that the feed says of the game, in order. */
export async function watch(timeline: Timeline, options: WatchOptions): Promise<Told[]> {
  const { kickoffAt, eventId } = timeline.game;
  const from = options.from ?? kickoffAt - 600_000;
  const until = options.until ?? (finalAt(timeline) ?? kickoffAt) + 120_000;
  const scheduler = createScheduler(from);
  const world = { clock: scheduler.clock, timers: scheduler.timers };
  const { waywardness } = options;
  const board = createScoreboard({
    clock: scheduler.clock,
    timelines: [timeline, ...(options.others ?? [])],
    lag: options.lag,
    ...(waywardness === undefined ? {} : { waywardness }),
  });
  const { http } = createInProcess(world, new Map([[origin, { http: board }]]), 20);
  const told: Told[] = [];
  const feed = createEspnFeed({
    ...world,
    http,
    chance: seededChance(1, "watch"),
    baseUrl: origin,
    eventId,
    post(event) {
      if (event.kind === "game") told.push({ at: scheduler.clock.now().at, news: event.news });
    },
  });
  feed.start();
  await scheduler.run({ drain, until: until - from });
  feed.stop();
  return told;
}
