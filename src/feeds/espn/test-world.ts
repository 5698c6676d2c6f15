/** A hand-driven world for tests: its time moves only when told, its server is a function. */
import type { Clock, Http, HttpOutcome, HttpRequest, Timers } from "../../domain/ports.ts";

export type TestWorld = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly http: Http;
  /** Every request so far. */
  readonly requests: { readonly at: number; readonly request: HttpRequest }[];
  /** Requests under way at most at once. */
  readonly busiest: () => number;
  /** Timers that stand. */
  readonly waiting: () => number;
  /** Moves time on, running what falls due and whatever follows from it. */
  advance(ms: number): Promise<void>;
};

type Waiting = { readonly due: number; readonly order: number; readonly task: () => void };

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `serve` answers a request; a number of ms says how long the answer takes. */
export function createTestWorld(
  startAt: number,
  serve: (request: HttpRequest) => HttpOutcome,
  latencyMs: () => number = () => 0,
): TestWorld {
  let mono = 0;
  let order = 0;
  let busy = 0;
  let busiest = 0;
  const waiting = new Set<Waiting>();
  const requests: { readonly at: number; readonly request: HttpRequest }[] = [];

  const timers: Timers = {
    after(ms, task) {
      order += 1;
      const entry: Waiting = { due: mono + ms, order, task };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
  };

  const http: Http = {
    request(request) {
      requests.push({ at: mono, request });
      busy += 1;
      busiest = Math.max(busiest, busy);
      return new Promise((resolve) => {
        const answer = (): void => {
          busy -= 1;
          resolve(serve(request));
        };
        if (latencyMs() === 0) answer();
        else timers.after(latencyMs(), answer);
      });
    },
  };

  return {
    clock: { now: () => ({ at: startAt + mono, mono }) },
    timers,
    http,
    requests,
    busiest: () => busiest,
    waiting: () => waiting.size,
    async advance(ms) {
      const until = mono + ms;
      await settle();
      for (;;) {
        const next = [...waiting]
          .filter(({ due }) => due <= until)
          .sort((left, right) => left.due - right.due || left.order - right.order)[0];
        if (next === undefined) break;
        waiting.delete(next);
        mono = Math.max(mono, next.due);
        next.task();
        await settle();
      }
      mono = until;
    },
  };
}
