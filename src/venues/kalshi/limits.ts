/** Our own account of the exchange's read budget, so that we never run into its 429. */
import type { Clock } from "../../domain/ports.ts";

/** The Basic tier: 200 tokens a second, one second deep. A read costs 10. */
const tokensPerSecond = 200;
const capacity = 200;
const readCost = 10;
/** Of the budget this share is left to whatever else uses the same account. */
const shareUsed = 0.8;

export type ReadBudget = {
  /** Takes the cost of one read, or says no. */
  spend(): boolean;
};

/** The exchange refills in real time, so this runs on the operator's clock. */
export function createReadBudget(operatorClock: Clock): ReadBudget {
  let tokens = capacity * shareUsed;
  let refilledMono = operatorClock.now().mono;
  return {
    spend() {
      const { mono } = operatorClock.now();
      const gained = ((mono - refilledMono) / 1000) * tokensPerSecond * shareUsed;
      tokens = Math.min(capacity * shareUsed, tokens + gained);
      refilledMono = mono;
      if (tokens < readCost) return false;
      tokens -= readCost;
      return true;
    },
  };
}
