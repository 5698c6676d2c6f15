/** A circuit breaker's policy: pure, on the source's clock. */
import type { Breaker } from "../domain/breaker.ts";

const failuresToOpen = 5;
const openMs = 60_000;
const successesToClose = 2;

export const CLOSED_BREAKER: Breaker = { kind: "closed", failures: 0 };

/**
 * One failure more. The fifth in a row opens a closed breaker for 60 s; a failed probe opens it
 * again. A failure that arrives while it is open (asked for before) changes nothing.
 */
export function breakerFailed(breaker: Breaker, mono: number, why: string): Breaker {
  if (breaker.kind === "open") return breaker;
  const failures = breaker.failures + 1;
  if (breaker.kind === "closed" && failures < failuresToOpen) return { kind: "closed", failures };
  return { kind: "open", failures, until: mono + openMs, why };
}

/**
 * One good answer. It clears the count of a closed breaker; the second good probe closes a half
 * open one. A late answer while it is open proves nothing.
 */
export function breakerSucceeded(breaker: Breaker): Breaker {
  switch (breaker.kind) {
    case "closed":
      return breaker.failures === 0 ? breaker : CLOSED_BREAKER;
    case "open":
      return breaker;
    case "halfOpen": {
      const successes = breaker.successes + 1;
      return successes >= successesToClose ? CLOSED_BREAKER : { ...breaker, successes };
    }
  }
}

/** Time passes: an open breaker becomes half open at its time. */
export function breakerAt(breaker: Breaker, mono: number): Breaker {
  if (breaker.kind !== "open" || mono < breaker.until) return breaker;
  return { kind: "halfOpen", failures: breaker.failures, successes: 0 };
}

/**
 * May a request be made now? Closed: yes. Open: no. Half open: one probe at a time, so only when
 * none is under way.
 */
export function breakerAllows(breaker: Breaker, probeUnderWay: boolean): boolean {
  if (breaker.kind === "closed") return true;
  return breaker.kind === "halfOpen" && !probeUnderWay;
}

/** When time alone changes the breaker; undefined: never. */
export function breakerDeadline(breaker: Breaker): number | undefined {
  return breaker.kind === "open" ? breaker.until : undefined;
}
