import { expect, test } from "vitest";
import type { Breaker } from "../domain/breaker.ts";
import {
  breakerAllows,
  breakerAt,
  breakerDeadline,
  breakerFailed,
  breakerSucceeded,
  CLOSED_BREAKER,
} from "./breakers.ts";

function failures(count: number, from: Breaker = CLOSED_BREAKER): Breaker {
  let breaker = from;
  for (let n = 0; n < count; n += 1) breaker = breakerFailed(breaker, 1_000 + n, "timeout");
  return breaker;
}

test("ESP-21 five failures open it, 60 s later one probe at a time, two successes close it", () => {
  const log: string[] = [];
  let breaker: Breaker = CLOSED_BREAKER;
  const go = (next: Breaker) => {
    if (next.kind !== breaker.kind) log.push(`${breaker.kind} → ${next.kind}`);
    breaker = next;
  };
  for (let n = 0; n < 4; n += 1) go(breakerFailed(breaker, 1_000, "timeout"));
  expect([breaker.kind, log]).toEqual(["closed", []]);
  go(breakerFailed(breaker, 1_000, "timeout"));
  expect(breaker).toEqual({ kind: "open", failures: 5, until: 61_000, why: "timeout" });
  expect([breakerAllows(breaker, false), breakerDeadline(breaker)]).toEqual([false, 61_000]);
  go(breakerAt(breaker, 60_999));
  expect(breaker.kind).toBe("open");
  go(breakerAt(breaker, 61_000));
  expect([breakerAllows(breaker, false), breakerAllows(breaker, true)]).toEqual([true, false]);
  go(breakerSucceeded(breaker));
  expect(breaker.kind).toBe("halfOpen");
  go(breakerSucceeded(breaker));
  expect(breaker).toEqual(CLOSED_BREAKER);
  expect(log).toEqual(["closed → open", "open → halfOpen", "halfOpen → closed"]);
});

test("ESP-21 a failed probe opens it for another 60 s", () => {
  const halfOpen = breakerAt(failures(5), 61_004);
  const again = breakerFailed(breakerSucceeded(halfOpen), 70_000, "no answer");
  expect(again).toEqual({ kind: "open", failures: 6, until: 130_000, why: "no answer" });
});

test("a success clears the count, so that only failures in a row open it", () => {
  const almost = breakerSucceeded(failures(4));
  expect(failures(4, almost).kind).toBe("closed");
});

test("answers that were asked for before it opened change nothing", () => {
  const open = failures(5);
  expect(breakerSucceeded(open)).toBe(open);
  expect(breakerFailed(open, 9_000, "late")).toBe(open);
});
