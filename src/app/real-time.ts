/** The machine's time: the only place where the product reads a real clock or sets a real timer. */
import type { Cancel, Clock, Instant, Timers } from "../domain/ports.ts";

/** A timeline: its clock and its timers. */
export type Timeline = { readonly clock: Clock; readonly timers: Timers };

function realTimer(ms: number, task: () => void): Cancel {
  const handle = setTimeout(task, Math.max(0, ms));
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

type Waiting = { readonly due: number; readonly task: () => void; handle: NodeJS.Timeout };

/** Source time of a simulated or replayed night. `startAt` is Unix ms of the night's own clock. */
export function createPacedTime(startAt: number, initialSpeed: number): PacedTime {
  let speed = initialSpeed;
  let monoBase = 0;
  let realBase = performance.now();
  const waiting = new Set<Waiting>();

  const mono = (): number => monoBase + (performance.now() - realBase) * speed;
  const arm = (entry: Waiting): void => {
    clearTimeout(entry.handle);
    entry.handle = setTimeout(
      () => {
        waiting.delete(entry);
        entry.task();
      },
      Math.max(0, (entry.due - mono()) / speed),
    );
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
        const entry: Waiting = { due: mono() + ms, task, handle: setTimeout(() => {}, 0) };
        waiting.add(entry);
        arm(entry);
        return () => {
          clearTimeout(entry.handle);
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
