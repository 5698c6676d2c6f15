/** Token buckets: two per member, refilled continuously in the operator's time. */
import type { Clock } from "../../domain/ports.ts";
import type { Switches } from "./switches.ts";

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

/** Read and write tokens a second of the tiers above Basic, before the raise of the top four. */
const rates = {
  advanced: [300, 300],
  expert: [600, 600],
  premier: [1000, 1000],
  paragon: [2000, 2000],
  prime: [4000, 4000],
  prestige: [10_000, 8000],
} as const;

export type TierName = "basic" | keyof typeof rates;

const topTiers: readonly TierName[] = ["premier", "paragon", "prime", "prestige"];

/** A tier's budget: writes are two seconds deep above Basic, reads one above Advanced. */
export function tierOf(name: TierName, switches: Switches): RateTier {
  if (name === "basic") return BASIC_TIER;
  const raised = switches.topTiers === "raised" && topTiers.includes(name);
  const [read, write] = rates[name].map((rate) => (raised ? (rate * 12) / 10 : rate));
  const limits = (refillRate = 0, seconds = 1): BucketLimits => ({
    refillRate,
    capacity: name === "advanced" ? switches.advancedCapacity : refillRate * seconds,
  });
  return { name, read: limits(read, 1), write: limits(write, 2) };
}

export interface Bucket {
  /** Takes the tokens when all of them are there. */
  take(cost: number): boolean;
  /** Are all of them there? */
  affords(cost: number): boolean;
}

/** A full bucket. It holds token-milliseconds as whole numbers, so refills never drift. */
export function createBucket(limits: BucketLimits, clock: Clock): Bucket {
  const full = limits.capacity * 1000;
  let held = full;
  let filledAt = Math.floor(clock.now().mono);
  const affords = (cost: number): boolean => {
    const now = Math.floor(clock.now().mono);
    held = Math.min(full, held + Math.max(0, now - filledAt) * limits.refillRate);
    filledAt = now;
    return held >= cost * 1000;
  };
  return {
    affords,
    take: (cost) => {
      if (!affords(cost)) return false;
      held -= cost * 1000;
      return true;
    },
  };
}
