/** The machine's time: the only place where the product reads a real clock or sets a real timer. */
import type { Cancel, Clock, Instant, Timers } from "../domain/ports.ts";

/** A timeline: its clock and its timers. */
export type Timeline = { readonly clock: Clock; readonly timers: Timers };

/** The longest that the machine waits at once, ms: told to wait longer, it does not wait at all. */
const longestMs = 2 ** 31 - 1;

function realTimer(ms: number, task: () => void): Cancel {
  const due = performance.now() + ms;
  let handle: NodeJS.Timeout;
  const wait = (left: number): void => {
    handle =
      left > longestMs
        ? setTimeout(() => wait(due - performance.now()), longestMs)
        : setTimeout(task, Math.max(0, left));
  };
  wait(ms);
  return () => clearTimeout(handle);
}

/** Real time: `at` is the wall clock (it may step), `mono` never goes back. */
export function createRealTime(): Timeline {
  const started = performance.now();
  return {
    clock: { now: (): Instant => ({ at: Date.now(), mono: performance.now() - started }) },
    timers: { after: realTimer },
  };
}

/** A timeline that starts at a moment of its own and runs `speed` times as fast as real time. */
export type PacedTime = Timeline & {
  speed(): number;
  /** Changes the pace; timers that wait keep their due moment on this timeline. */
  setSpeed(speed: number): void;
};

type Waiting = { readonly due: number; readonly task: () => void; cancel: Cancel };

/** Source time of a simulated or replayed night. `startAt` is Unix ms of the night's own clock. */
export function createPacedTime(startAt: number, initialSpeed: number): PacedTime {
  let speed = initialSpeed;
  let monoBase = 0;
  let realBase = performance.now();
  const waiting = new Set<Waiting>();

  const mono = (): number => monoBase + (performance.now() - realBase) * speed;
  const arm = (entry: Waiting): void => {
    entry.cancel();
    entry.cancel = realTimer((entry.due - mono()) / speed, () => {
      waiting.delete(entry);
      entry.task();
    });
  };

  return {
    clock: {
      now: () => {
        const elapsed = mono();
        return { at: Math.round(startAt + elapsed), mono: elapsed };
      },
    },
    timers: {
      after: (ms, task) => {
        const entry: Waiting = { due: mono() + ms, task, cancel: () => undefined };
        waiting.add(entry);
        arm(entry);
        return () => {
          entry.cancel();
          waiting.delete(entry);
        };
      },
    },
    speed: () => speed,
    setSpeed: (next) => {
      monoBase = mono();
      realBase = performance.now();
      speed = next;
      for (const entry of waiting) arm(entry);
    },
  };
}
