/** The door of the risk room. */
export { approve } from "./approval.ts";
export {
  breakerAt,
  breakerDeadline,
  breakerFailed,
  breakerSucceeded,
  CLOSED_BREAKER,
} from "./breakers.ts";
export type {
  BookFacts,
  ExposureFacts,
  Facts,
  MoneyFacts,
  SignalFacts,
} from "./facts.ts";
export { review, type Review } from "./gates.ts";
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
  framesStood,
  noteFrame,
  type QuoteStability,
} from "./guards/quote-stability.ts";
export { tradingDayOf, tradingDayStart } from "./guards/trading-day.ts";
export { preflight, type PreflightLine } from "./preflight.ts";
export {
  nextStanding,
  type Standing,
  startingState,
  type StateAnswer,
  type StateEvent,
} from "./states.ts";
export { gateApplies } from "./table.ts";
