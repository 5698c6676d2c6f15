/** The door of the risk room. */
export { approve } from "./approval.ts";
export {
  breakerAllows,
  breakerAt,
  breakerDeadline,
  breakerFailed,
  breakerSucceeded,
  CLOSED_BREAKER,
} from "./breakers.ts";
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
export { stoppageOf } from "./gates/game-gates.ts";
export { modesOf } from "./gates/session-gates.ts";
export { towardOf } from "./gates/size-gates.ts";
export {
  type Cooldown,
  createCooldown,
  isCooling,
  noteAutoEntry,
  noteEdge,
  noteGameEvent,
  releaseCooldown,
} from "./guards/cooldown.ts";
export {
  createDailyLoss,
  createLossStreak,
  type DailyLoss,
  dailyLossDeadline,
  type DailyLossSight,
  dailyLossTripped,
  type LossStreak,
  noteClosedTrade,
  noteStreakLimit,
  reEnableAfterStreak,
  watchDailyLoss,
} from "./guards/losses.ts";
export {
  createMarketFirst,
  type MarketFirst,
  marketFirstActive,
  marketFirstDeadline,
  noteAnswer,
  noteMid,
} from "./guards/market-first.ts";
export {
  attemptsInLastSecond,
  createOrderRate,
  noteAttempt,
  noteOrder,
  type OrderRate,
  ordersInLastMinute,
} from "./guards/order-rate.ts";
export {
  createQuoteStability,
  noteFrame,
  type QuoteStability,
} from "./guards/quote-stability.ts";
export { tradingDayEnd, tradingDayOf, tradingDayStart } from "./guards/trading-day.ts";
export {
  type Halt,
  nextStanding,
  type Standing,
  startingState,
  type StateAnswer,
  type StateEvent,
} from "./states.ts";
export { type Cell, gateApplies, GATE_TABLE } from "./table.ts";
