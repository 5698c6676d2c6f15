import { expect, test } from "vitest";
import type { Clock, Timers } from "../../domain/ports.ts";
import { createAgenda } from "./agenda.ts";

/** A hand on the clock: `pass` lets time go by and runs what is due. */
function handClock(): { readonly clock: Clock; readonly timers: Timers; pass(ms: number): void } {
  let mono = 0;
  const due = new Set<{ readonly at: number; readonly task: () => void }>();
  return {
    clock: { now: () => ({ at: mono, mono }) },
    timers: {
      after(ms, task) {
        const one = { at: mono + ms, task };
        due.add(one);
        return () => void due.delete(one);
      },
    },
    pass(ms) {
      mono += ms;
      for (const one of [...due].filter(({ at }) => at <= mono)) {
        due.delete(one);
        one.task();
      }
    },
  };
}

test("a wish for soon never puts off what is due sooner, however often it is wished", () => {
  const { clock, timers, pass } = handClock();
  let looks = 0;
  const agenda = createAgenda<"account">(clock, timers, () => {
    looks += 1;
  });
  for (let second = 0; second < 60; second += 1) {
    agenda.soon("account", 1500);
    pass(1000);
  }
  expect(looks).toBe(30);
});

test("a new date replaces an earlier one", () => {
  const { clock, timers, pass } = handClock();
  let looks = 0;
  const agenda = createAgenda<"account">(clock, timers, () => {
    looks += 1;
  });
  agenda.after("account", 1000);
  agenda.after("account", 3000);
  pass(1000);
  expect(looks).toBe(0);
  pass(2000);
  expect(looks).toBe(1);
});
