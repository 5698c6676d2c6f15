/** A timeline wound by hand: what the tests of this room run the exchange and the crowd on. */
import type { World } from "../world.ts";

export type HandClock = World & {
  /** Lets this many ms pass, running what falls due in between. */
  readonly wind: (ms: number) => void;
};

type Due = { readonly at: number; readonly task: () => void };

/** A clock that starts at `startAt` (Unix ms) and mono 0 and moves only when wound. */
export function createHandClock(startAt: number): HandClock {
  let mono = 0;
  const due = new Set<Due>();
  const next = (until: number): Due | undefined => {
    const ready = [...due].filter(({ at }) => at <= until);
    return ready.toSorted((left, right) => left.at - right.at)[0];
  };
  return {
    clock: { now: () => ({ at: startAt + mono, mono }) },
    timers: {
      after: (ms, task) => {
        const entry = { at: mono + ms, task };
        due.add(entry);
        return () => {
          due.delete(entry);
        };
      },
    },
    wind: (ms) => {
      const until = mono + ms;
      for (let entry = next(until); entry !== undefined; entry = next(until)) {
        due.delete(entry);
        mono = Math.max(mono, entry.at);
        entry.task();
      }
      mono = until;
    },
  };
}
