/** A feed in a world whose time moves by hand, and everything that it told. */
import type { Chance } from "../../domain/chance.ts";
import type { GameNews } from "../../domain/events.ts";
import type { HttpOutcome } from "../../domain/ports.ts";
import { createEspnFeed, type EspnFeed } from "./feed.ts";
import { type EventParts, eventOf, gameId, kickoffAt, scoreboardOf } from "./test-payloads.ts";
import { createTestWorld, type TestWorld } from "./test-world.ts";

type Heard = { readonly news: GameNews; readonly raw: string | undefined };

type Night = {
  readonly world: TestWorld;
  readonly feed: EspnFeed;
  readonly heard: Heard[];
  serve: (path: string) => HttpOutcome;
  latencyMs: number;
};

export const steady: Chance = { next: () => 0.5 };

export function answered(body: string, status = 200): HttpOutcome {
  return { kind: "answered", response: { status, headers: {}, body } };
}

export function board(parts: EventParts = {}): HttpOutcome {
  return answered(scoreboardOf(eventOf({ id: "77" }), eventOf(parts)));
}

export function open(startAt = kickoffAt + 1_800_000, chance: Chance = steady): Night {
  const heard: Heard[] = [];
  const night = {} as Night;
  const world = createTestWorld(
    startAt,
    ({ url }) => night.serve(new URL(url).pathname + new URL(url).search),
    () => night.latencyMs,
  );
  const feed = createEspnFeed({
    http: world.http,
    clock: world.clock,
    timers: world.timers,
    chance,
    baseUrl: "http://127.0.0.1:1",
    eventId: gameId,
    post: (event, raw) => {
      if (event.kind === "game") heard.push({ news: event.news, raw });
    },
  });
  return Object.assign(night, { world, feed, heard, serve: () => board(), latencyMs: 0 });
}

export function scoreboardPolls({ world }: Night): number {
  return world.requests.filter(({ request }) => request.url.includes("/scoreboard")).length;
}

/** Serves these games one poll after another and returns the kinds of news of each poll. */
export async function play(night: Night, ...polls: readonly EventParts[]): Promise<string[]> {
  const kinds: string[] = [];
  for (const parts of polls) {
    night.serve = (path) => (path.includes("summary") ? answered("{}") : board(parts));
    const from = night.heard.length;
    if (night.world.requests.length === 0) night.feed.start();
    else night.feed.refresh();
    await night.world.advance(0);
    kinds.push(
      night.heard
        .slice(from)
        .map(({ news }) => news.kind)
        .join("+"),
    );
  }
  return kinds;
}

export function situationOf({ heard }: Night) {
  const answer = heard.findLast(({ news }) => news.kind === "answer")?.news;
  if (answer?.kind !== "answer") throw new Error("no answer yet");
  return answer;
}
