/**
 * What the crowd believes of the game: the generator's own win chance, seen a moment late, with
 * an excess after news that fades, and noise.
 */
import { normal } from "../../domain/chance.ts";
import type { Chance } from "../../domain/chance.ts";
import { BELIEF_RANGE, FOLLOW_HALF_LIFE, NEWS_MOVE, NOISE, OVERSHOOT } from "./constants.ts";

export type CrowdStyle = "overreacting" | "efficient";

export interface Belief {
  /** Time passes; without pending news the crowd follows the true chance. Returns the price. */
  pass(seconds: number, fairHome: number | undefined): number;
  /** News is taken in at once. Returns how far the truth had moved, signed. */
  learn(fairHome: number): number;
  /** The excess over the truth, signed: what overreaction adds. */
  excess(): number;
}

function kept(seconds: number, halfLife: number): number {
  return 0.5 ** (seconds / halfLife);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** A mean-reverting walk around 0 with this standing deviation. */
export function createWander(
  chance: Chance,
  rule: { readonly deviation: number; readonly halfLife: number },
): (seconds: number) => number {
  let value = 0;
  return (seconds) => {
    const keeps = kept(seconds, rule.halfLife);
    const fresh = rule.deviation * Math.sqrt(1 - keeps * keeps);
    value = value * keeps + normal(chance, 0, fresh);
    return value;
  };
}

/** A crowd that starts out agreeing with the truth. */
export function createBelief(chance: Chance, style: CrowdStyle, fairHome: number): Belief {
  const wander = createWander(chance, NOISE);
  let believed = fairHome;
  let excess = 0;
  return {
    pass: (seconds, fair) => {
      excess *= kept(seconds, OVERSHOOT.halfLife);
      if (fair !== undefined) {
        believed += (fair - believed) * (1 - kept(seconds, FOLLOW_HALF_LIFE));
      }
      const price = believed + excess + wander(seconds);
      return clamp(price, BELIEF_RANGE.min, BELIEF_RANGE.max);
    },
    learn: (fair) => {
      const move = fair - believed;
      believed = fair;
      // Drawn whatever the style, so that both styles see the same noise afterwards.
      const draw = chance.next();
      const share = OVERSHOOT.shareMin + draw * (OVERSHOOT.shareMax - OVERSHOOT.shareMin);
      if (style === "overreacting" && Math.abs(move) >= NEWS_MOVE) {
        excess = clamp(excess + share * move, -OVERSHOOT.cap, OVERSHOOT.cap);
      }
      return move;
    },
    excess: () => excess,
  };
}
