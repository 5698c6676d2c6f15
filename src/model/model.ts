/** The door of the model room: from a situation to the chances of home, away and tie. */
export { type Anchor, inputsOf, spreadOfChance } from "./anchor.ts";
export { type Answer, MODEL_NAME, predict } from "./baseline.ts";
export { type Belief, beliefOf, doubledFair, type Prediction } from "./belief.ts";
export type { ModelInputs } from "./inputs.ts";
