/** The door of the edge room: signal, size, route, payoff. */
export { payoffs, type Payoffs, type Positions } from "./payoff.ts";
export {
  netEdgePoints,
  type Proposal,
  type ProposalRequest,
  proposeOrder,
  proposeReduction,
  reducible,
  type Route,
  type RouteName,
  type Routes,
} from "./propose.ts";
export {
  actionText,
  doubledEdge,
  type Signal,
  signalOf,
} from "./signal.ts";
export { maxGain, type Misfit, type Sized, worstCost } from "./size.ts";
