/** The door of the execution room: orders, paper fills, the ledger. */
export {
  atRiskOf,
  lockedIn,
  type Marking,
  openEntryFees,
  type Payoffs,
  payoffsOf,
  type Performance,
  performanceOf,
  totalPnl,
  unrealisedOf,
  winRateText,
  worstCaseOf,
} from "./accounts.ts";
export { applyFill, type Booked, type Moment, settle } from "./booking.ts";
export { takerFees, takerFeeTotal } from "./charges.ts";
export {
  cashFromEntries,
  closedFeesOf,
  createLedger,
  grossOf,
  type Ledger,
  type LedgerEntry,
  netHome,
  netOf,
  outcomeOf,
  positionOf,
  startDay,
  stateOf,
  type Trade,
} from "./ledger.ts";
export { clientOrderIdOf } from "./order-id.ts";
export {
  createOrders,
  endOf,
  type Exposure,
  exposureOf,
  liveOrders,
  markCancelAsked,
  markDone,
  markFilled,
  markOpen,
  markSent,
  markUnknown,
  nextPaperDue,
  type Orders,
  type OrderState,
  paperDue,
  reservedCost,
  trackedOrder,
  type TrackedOrder,
  trackIntent,
  unknownOrders,
} from "./orders.ts";
export {
  latencyAt,
  matchPaper,
  paperLatencyMs,
  type PaperMatch,
  reducibleBy,
} from "./paper.ts";
export { ledgerFrom, type LedgerSnapshot, ledgerSnapshot } from "./snapshot.ts";
