/** The door of the risk room. */
export { approve } from "./approval.ts";
export type {
  BookFacts,
  ClockFacts,
  CountFacts,
  ExposureFacts,
  Facts,
  FeedsFacts,
  GameFacts,
  KalshiFacts,
  MoneyFacts,
  PersonFacts,
  SignalFacts,
  Unchecked,
} from "./facts.ts";
export { review, type Review } from "./gates.ts";
export { modesOf } from "./gates/session-gates.ts";
export { towardOf } from "./gates/size-gates.ts";
export { type Cell, gateApplies, GATE_TABLE } from "./table.ts";
