/**
 * Our own account of the exchange's rate budget, so that we never run into its 429: two buckets,
 * refilled in real time, with the member's live limits and each endpoint's live cost.
 */
import type { Clock } from "../../domain/ports.ts";
import type { AccountLimits, Bucket, EndpointCosts } from "./messages/account-limits.ts";

/**
 * `cancel`: gets out (cancels, exits, the entry group's trigger) and may use what is kept back for
 * that. `proof`: reads that say what became of it.
 */
export type Urgency = "usual" | "cancel" | "proof";

export type BudgetCall = { readonly method: string; readonly path: string };

export type RateBudget = {
  /** Takes the cost of one call below the REST address, or says no. */
  spend(call: BudgetCall, urgency: Urgency): boolean;
  /** The exchange said 429: its bucket is emptier than ours. */
  refused(call: BudgetCall): void;
  learn(limits: AccountLimits): void;
  learnCosts(costs: EndpointCosts): void;
};

/** The Basic tier, until the live limits are known. */
const basic: AccountLimits = {
  tier: undefined,
  read: { perSecond: 200, capacity: 200 },
  write: { perSecond: 100, capacity: 100 },
};
const apiPath = "/trade-api/v2";
const usualCost = 10;
const cancelCost = 2;
/** Of the budget this share is left to whatever else uses the same account. */
const shareUsed = 0.8;
/** Of the write bucket this share is kept back: ten cancels and a trigger on the Basic tier. */
const reserveShare = 0.3;

type Cost = { readonly method: string; readonly pattern: RegExp; readonly cost: number };

type Level = { bucket: Bucket; tokens: number; refilledMono: number };

const builtInCosts: readonly Cost[] = [
  { method: "DELETE", pattern: patternOf("/portfolio/events/orders/:id"), cost: cancelCost },
  { method: "DELETE", pattern: patternOf("/portfolio/events/orders"), cost: cancelCost },
  { method: "GET", pattern: patternOf("/portfolio/orders/:id"), cost: cancelCost },
];

function patternOf(path: string): RegExp {
  const plain = path.startsWith(apiPath) ? path.slice(apiPath.length) : path;
  const escaped = plain.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:[^/]+|\\\{[^/]+\\\}/g, "[^/]+")}$`);
}

function capacityOf({ bucket }: Level): number {
  return bucket.capacity * shareUsed;
}

/** The exchange refills in real time, so this runs on the operator's clock. */
export function createRateBudget(operatorClock: Clock): RateBudget {
  let costs: readonly Cost[] = builtInCosts;
  let usual = usualCost;
  const open = (bucket: Bucket): Level => ({
    bucket,
    tokens: bucket.capacity * shareUsed,
    refilledMono: operatorClock.now().mono,
  });
  const levels = { read: open(basic.read), write: open(basic.write) };

  function levelOf({ method }: BudgetCall): Level {
    return method === "GET" ? levels.read : levels.write;
  }

  function refill(level: Level): void {
    const { mono } = operatorClock.now();
    const gained = ((mono - level.refilledMono) / 1000) * level.bucket.perSecond * shareUsed;
    level.tokens = Math.min(capacityOf(level), level.tokens + gained);
    level.refilledMono = mono;
  }

  function costOf({ method, path }: BudgetCall): number {
    const plain = path.split("?")[0] ?? path;
    const known = costs.find((one) => one.method === method && one.pattern.test(plain));
    return known?.cost ?? usual;
  }

  return {
    spend(call, urgency) {
      const level = levelOf(call);
      refill(level);
      const isReserved = level === levels.write && urgency === "usual";
      const kept = isReserved ? level.bucket.capacity * reserveShare : 0;
      const cost = costOf(call);
      if (level.tokens - cost < kept) return false;
      level.tokens -= cost;
      return true;
    },
    refused(call) {
      const level = levelOf(call);
      refill(level);
      level.tokens = Math.min(level.tokens, 0);
    },
    learn(limits) {
      for (const name of ["read", "write"] as const) {
        const level = levels[name];
        refill(level);
        // The exchange's bucket was full but for what we took.
        const taken = capacityOf(level) - level.tokens;
        level.bucket = limits[name];
        level.tokens = capacityOf(level) - taken;
      }
    },
    learnCosts(told) {
      usual = told.usual;
      const live = told.costs.map(
        ({ method, path, cost }): Cost => ({ method, pattern: patternOf(path), cost }),
      );
      costs = [...live, ...builtInCosts];
    },
  };
}
