/** The door of the model room: from a situation to the chances of home, away and tie. */
export { type Belief, beliefOf, doubledFair, type Prediction } from "./belief.ts";
