import fc from "fast-check";
import { expect, test } from "vitest";
import { createScheduler } from "./scheduler.ts";

const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("tasks run in the order of time, then of insertion", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }),
      async (delays) => {
        const scheduler = createScheduler(1_000);
        const ran: [number, number][] = [];
        delays.forEach((delay, index) => {
          scheduler.timers.after(delay, () => ran.push([scheduler.clock.now().mono, index]));
        });
        expect(await scheduler.run({ drain })).toBe("idle");
        const expected = delays
          .map((delay, index): [number, number] => [delay, index])
          .toSorted((left, right) => left[0] - right[0] || left[1] - right[1]);
        expect(ran).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

test("a cancelled task never runs and cancelling twice is harmless", async () => {
  const scheduler = createScheduler(0);
  const ran: string[] = [];
  const cancel = scheduler.timers.after(5, () => ran.push("cancelled"));
  scheduler.timers.after(5, () => ran.push("kept"));
  cancel();
  cancel();
  await scheduler.run({ drain });
  cancel();
  expect(ran).toEqual(["kept"]);
});

test("promises settle between tasks while time stands still", async () => {
  const scheduler = createScheduler(0);
  const seen: string[] = [];
  scheduler.timers.after(1, () => {
    void (async () => {
      for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
      seen.push(`promise at ${scheduler.clock.now().mono}`);
    })();
  });
  scheduler.timers.after(2, () => seen.push("next task"));
  await scheduler.run({ drain });
  expect(seen).toEqual(["promise at 1", "next task"]);
});

test("time stands still for work outside the simulation", async () => {
  const scheduler = createScheduler(0);
  const seen: string[] = [];
  scheduler.timers.after(1, () => {
    const work = new Promise<void>((resolve) => setTimeout(resolve, 5));
    void scheduler.outside(work).then(() => seen.push(`done at ${scheduler.clock.now().mono}`));
  });
  scheduler.timers.after(2, () => seen.push("next task"));
  await scheduler.run({ drain });
  expect(seen).toEqual(["done at 1", "next task"]);
});

test("a run ends at a time or when asked, and goes on where it stopped", async () => {
  const scheduler = createScheduler(500);
  let count = 0;
  const tick = (): void => {
    count += 1;
    scheduler.timers.after(10, tick);
  };
  scheduler.timers.after(10, tick);
  expect(await scheduler.run({ drain, until: 35 })).toBe("until");
  expect(count).toBe(3);
  expect(scheduler.clock.now()).toEqual({ at: 535, mono: 35 });
  expect(await scheduler.run({ drain, done: () => count === 5 })).toBe("done");
  expect(scheduler.clock.now().mono).toBe(50);
});
