/** The door of the model room: from a situation to the chances of home, away and tie. */
export { type Anchor, inputsOf } from "./anchor.ts";
export { chanceOfSpread, spreadOfChance } from "./strength.ts";
export { type Answer, MODEL_NAME, predict } from "./predict.ts";
export { type Belief, beliefOf, doubledFair, type Prediction } from "./belief.ts";
export { pooledChance } from "./pool.ts";
export { clean, type ModelInputs } from "./inputs.ts";
export { regulationFair } from "./regulation.ts";
export {
  featureCount,
  fillFeatures,
  fillWorth,
  lastSteps,
  lastWeight,
  lateSteps,
  lateWeight,
  monotoneCount,
  type Seat,
  stepsReached,
} from "./features.ts";
export { fillPointTerms, pointTermCount } from "./points.ts";
export {
  emptyNetwork,
  evaluate,
  scaleTerms,
  type Look,
  type Network,
  type Saying,
  unitCount,
} from "./network.ts";
