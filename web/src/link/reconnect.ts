/** When a lost connection is tried again. Pure: chance comes in as a number 0–1. */

const firstWithinMs = 1_000;
const thenEveryMs = 5_000;
const spread = 0.2;

/**
 * Milliseconds to wait before an attempt: the first comes at once (within a second, so that many
 * pages do not come in the same moment), every later one after 5 s ± 20 %.
 */
export function waitBeforeAttempt(attempt: number, chance: number): number {
  if (attempt <= 1) return Math.round(firstWithinMs * chance);
  return Math.round(thenEveryMs * (1 - spread + 2 * spread * chance));
}

/** No word for this long after we asked for one means that the connection is dead. */
export const silentMsMax = 10_000;
/** How often the page asks. */
export const pingEveryMs = 4_000;
/** An attempt that has not become a view by then is given up. */
export const attemptMsMax = 8_000;
