/** Token buckets: two per member, refilled continuously in the operator's time. */
import type { Clock } from "../../domain/ports.ts";

export type BucketLimits = { readonly refillRate: number; readonly capacity: number };

export type RateTier = {
  readonly name: string;
  readonly read: BucketLimits;
  readonly write: BucketLimits;
};

/** What every sign-up has: 200 read and 100 write tokens a second, one second deep on write. */
export const BASIC_TIER: RateTier = {
  name: "basic",
  read: { refillRate: 200, capacity: 200 },
  write: { refillRate: 100, capacity: 100 },
};

export interface Bucket {
  /** Takes the tokens when all of them are there. */
  take(cost: number): boolean;
}

/** A full bucket. It holds token-milliseconds as whole numbers, so refills never drift. */
export function createBucket(limits: BucketLimits, clock: Clock): Bucket {
  const full = limits.capacity * 1000;
  let held = full;
  let filledAt = Math.floor(clock.now().mono);
  return {
    take: (cost) => {
      const now = Math.floor(clock.now().mono);
      held = Math.min(full, held + Math.max(0, now - filledAt) * limits.refillRate);
      filledAt = now;
      if (held < cost * 1000) return false;
      held -= cost * 1000;
      return true;
    },
  };
}
