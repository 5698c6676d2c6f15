/** The door of the execution room: orders, paper fills, the ledger. */
export {
  atRiskOf,
  type Marking,
  openEntryFees,
  payoffsOf,
  performanceOf,
  totalPnl,
  unrealisedOf,
  worstCaseOf,
} from "./accounts.ts";
export { applyFill, settle } from "./booking.ts";
export { takerFeeTotal } from "./charges.ts";
export {
  closedFeesOf,
  createLedger,
  grossOf,
  type Ledger,
  type LedgerEntry,
  netHome,
  netOf,
  positionOf,
  startDay,
  stateOf,
  type Trade,
} from "./ledger.ts";
export { clientOrderIdOf } from "./order-id.ts";
export {
  createOrders,
  exposureOf,
  liveOrders,
  markDone,
  markFilled,
  markSent,
  nextPaperDue,
  type Orders,
  paperDue,
  reservedCost,
  trackedOrder,
  type TrackedOrder,
  trackIntent,
  unknownOrders,
} from "./orders.ts";
export {
  matchPaper,
  paperLatencyMs,
  reducibleBy,
} from "./paper.ts";
export { ledgerFrom, type LedgerSnapshot, ledgerSnapshot } from "./snapshot.ts";
