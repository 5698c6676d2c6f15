/** How a probability leaves the model: once, as whole 1/10000 (trading semantics §2). */
import type { TeamSide } from "../domain/game.ts";
import { CERTAIN, type Probability, roundProbability } from "../domain/numbers.ts";

/** What the model says, unrounded. The three sum to 1. */
export type Prediction = { readonly home: number; readonly away: number; readonly tie: number };

/** What the desk believes. The three sum to exactly 10000. */
export type Belief = {
  readonly home: Probability;
  readonly away: Probability;
  readonly tie: Probability;
};

/**
 * Rounds once, half-even: tie to an even unit (so that half of it is whole), then home; away is
 * what is left. Throws when a part is no probability.
 */
export function beliefOf(prediction: Prediction): Belief {
  const tie = (2 * roundProbability(prediction.tie / 2)) as Probability;
  const rest = CERTAIN - tie;
  const home = Math.min(roundProbability(prediction.home), rest) as Probability;
  return { home, away: (rest - home) as Probability, tie };
}

/** Twice the fair price of a team: 2 · P + tie. A tie pays half a dollar. */
export function doubledFair(belief: Belief, team: TeamSide): number {
  return 2 * belief[team] + belief.tie;
}
