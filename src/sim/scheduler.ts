/**
 * The one discrete-event scheduler: time stands still while a task runs and jumps to the next
 * task. Tasks run in the order (time, insertion), so a night is the same on every run.
 */
import type { Clock, Timers } from "../domain/ports.ts";
import { createTaskQueue } from "./task-queue.ts";

/** When a run ends, and how promises get their turn. */
export type RunOptions = {
  /**
   * A hop to the next macrotask (e.g. setImmediate), after which every promise that could be
   * settled has been. Handed in, because the core knows no event loop.
   */
  readonly drain: () => Promise<void>;
  /** Ends before the first task later than this (mono ms); the clock then shows this time. */
  readonly until?: number;
  /** Asked between tasks; true ends the run. */
  readonly done?: () => boolean;
};

/** Why a run ended. */
export type RunEnd = "idle" | "until" | "done";

export type Scheduler = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Runs tasks until none is left, a time is reached or `done` says so. One run at a time. */
  run(options: RunOptions): Promise<RunEnd>;
  /** Time stands still until this work, done outside the simulation (a disk, a key), is settled. */
  outside<T>(work: Promise<T>): Promise<T>;
};

/** A scheduler whose clock starts at `startAt` (Unix ms) and mono 0. Delays are whole ms. */
export function createScheduler(startAt: number): Scheduler {
  const queue = createTaskQueue();
  let mono = 0;
  let outsideCount = 0;
  let running = false;

  const clock: Clock = { now: () => ({ at: startAt + mono, mono }) };
  const timers: Timers = {
    after(ms, task) {
      if (Number.isNaN(ms)) throw new RangeError("a timer needs a number of ms");
      return queue.add(mono + Math.max(0, Math.ceil(ms)), task);
    },
  };

  async function settle(drain: () => Promise<void>): Promise<void> {
    do await drain();
    while (outsideCount > 0);
  }

  async function runTasks({ drain, until, done }: RunOptions): Promise<RunEnd> {
    for (;;) {
      await settle(drain);
      if (done?.() === true) return "done";
      const nextAt = queue.nextAt();
      if (until !== undefined && (nextAt === undefined || nextAt > until)) {
        mono = Math.max(mono, until);
        return "until";
      }
      if (nextAt === undefined) return "idle";
      mono = nextAt;
      queue.take()?.();
    }
  }

  return {
    clock,
    timers,
    async run(options) {
      if (running) throw new Error("the scheduler is running already");
      running = true;
      try {
        return await runTasks(options);
      } finally {
        running = false;
      }
    },
    async outside(work) {
      outsideCount += 1;
      try {
        return await work;
      } finally {
        outsideCount -= 1;
      }
    },
  };
}
