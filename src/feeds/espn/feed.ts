/** The poll loop: one game, one request at a time, one post per answer. */
import type { Breaker } from "../../domain/breaker.ts";
import type { Chance } from "../../domain/chance.ts";
import type { DeskEvent } from "../../domain/events.ts";
import type { Cancel, Clock, Http, Timers } from "../../domain/ports.ts";
import { createAnswerReader, type Seen } from "./answers.ts";
import { easternDay } from "./calendar.ts";
import { createSecondLook } from "./second-look.ts";
import { ESPN_HEADERS, SCOREBOARD_LIMITS } from "./slate.ts";
import { createStory, type Story } from "./story.ts";
import { scoreboardUrl } from "./urls.ts";

const liveMs = 2000;
const quietMs = 30_000;
/** Before kickoff polling is fast for this long. */
const soonMs = 600_000;
const gapMsMin = 500;
const backOffMsMax = 30_000;

export type EspnFeed = {
  start(): void;
  /** No timer stands afterwards, and an answer under way is dropped. */
  stop(): void;
  /** Polls now, unless a poll is under way or the breaker is open. */
  refresh(): void;
  /** open: no polls. halfOpen: one probe at a time. */
  setBreaker(breaker: Breaker): void;
};

export type EspnFeedOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly baseUrl: string;
  readonly eventId: string;
  /** `raw`: the game's event object as it came, when it changed; the whole body when unreadable. */
  post(event: DeskEvent, raw: string | undefined): void;
};

/** ms from one poll's begin to the next, before jitter. */
function intervalOf(story: Story, failures: number, at: number): number {
  const latest = story.latest();
  const backOff = failures > 1 ? Math.min(liveMs * 2 ** (failures - 1), backOffMsMax) : liveMs;
  if (latest === undefined || latest.situation.state === "in" || story.awaitsFinal()) {
    return backOff;
  }
  const coming = latest.situation.state === "pre" && latest.game.kickoffAt - at <= soonMs;
  return coming ? backOff : Math.max(quietMs, backOff);
}

/** Polls the scoreboard for one game and posts what it says, in the order of game time. */
export function createEspnFeed(options: EspnFeedOptions): EspnFeed {
  const { http, clock, timers, chance, baseUrl, eventId } = options;
  const story = createStory();
  const answers = createAnswerReader(eventId);
  const lookAgain = createSecondLook({ http, clock, baseUrl, story });
  let running = false;
  let polling = false;
  let cancel: Cancel | undefined;
  let breaker: Breaker["kind"] = "closed";
  let failures = 0;
  let missing = false;

  async function ask(): Promise<Seen> {
    const known = story.latest()?.game;
    // Once the game has left the current week's list, the list of its own day still has it.
    const day = missing && known !== undefined ? easternDay(known.kickoffAt) : undefined;
    const url = scoreboardUrl(baseUrl, day);
    const headers = { ...ESPN_HEADERS, ...answers.conditionFor(url) };
    const outcome = await http.request({ method: "GET", url, headers }, SCOREBOARD_LIMITS);
    return answers.read(url, outcome, known);
  }

  async function pollOnce(): Promise<void> {
    const seen = await ask();
    if (!running) return;
    failures = seen.kind === "failed" ? failures + 1 : 0;
    missing = seen.kind === "missing" ? !missing : missing && seen.kind !== "unreadable";
    for (const { news, raw } of story.take(seen)) options.post({ kind: "game", news }, raw);
    if (seen.kind !== "game" || breaker !== "closed") return;
    const news = await lookAgain();
    if (running && news !== undefined) options.post({ kind: "game", news }, undefined);
  }

  function halt(): void {
    cancel?.();
    cancel = undefined;
  }

  function poll(): void {
    halt();
    if (!running || polling || breaker === "open") return;
    polling = true;
    const begunMono = clock.now().mono;
    void pollOnce().finally(() => {
      polling = false;
      if (!running || breaker === "open") return;
      const { at, mono } = clock.now();
      const jittered = intervalOf(story, failures, at) * (0.9 + 0.2 * chance.next());
      cancel = timers.after(Math.max(gapMsMin, jittered - (mono - begunMono)), poll);
    });
  }

  return {
    start() {
      if (running) return;
      running = true;
      poll();
    },
    stop() {
      running = false;
      halt();
    },
    refresh: poll,
    setBreaker(next) {
      const before = breaker;
      breaker = next.kind;
      if (breaker === "open") halt();
      else if (before === "open") poll();
    },
  };
}
