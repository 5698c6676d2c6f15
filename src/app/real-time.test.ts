import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Timers } from "../domain/ports.ts";
import { createPacedTime, createRealTime } from "./real-time.ts";

/** Just longer than the machine waits at once, ms: told so, it would not wait at all. */
const tooLong = 2 ** 31;

/** Has the task run after the machine has had time to run what it takes for due? */
async function runsAtOnce(timers: Timers, ms: number): Promise<boolean> {
  let ran = false;
  const cancel = timers.after(ms, () => {
    ran = true;
  });
  await sleep(20);
  cancel();
  return ran;
}

test.each([tooLong, 300 * tooLong, Number.POSITIVE_INFINITY])(
  "a timer of %d ms, weeks ahead, is waited for and not run at once",
  async (ms) => {
    expect(await runsAtOnce(createRealTime().timers, ms)).toBe(false);
    expect(await runsAtOnce(createPacedTime(0, 1).timers, ms)).toBe(false);
  },
);

test("a timer weeks ahead runs when it is due, at the pace of its timeline", async () => {
  const paced = createPacedTime(0, 1);
  const due = new Promise<void>((resolve) => {
    paced.timers.after(3 * tooLong, resolve);
  });
  paced.setSpeed(1e12);
  await due;
  expect(paced.clock.now().mono).toBeGreaterThanOrEqual(3 * tooLong);
});
