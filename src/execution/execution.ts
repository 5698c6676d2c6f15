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
export { openLedger, tradesToMatch } from "./adopt.ts";
export { applyFill, settle } from "./booking.ts";
export { takerFeeTotal } from "./charges.ts";
export {
  closedFeesOf,
  createLedger,
  grossOf,
  type Held,
  heldBeside,
  heldIn,
  isHolding,
  type Ledger,
  type LedgerEntry,
  netHome,
  netOf,
  positionOf,
  startDay,
  stateOf,
  type Trade,
} from "./ledger.ts";
export { clientOrderIdOf, isDeskOrderId } from "./order-id.ts";
export {
  createOrders,
  exposureOf,
  liveOrders,
  markCancelAsked,
  markDone,
  markFilled,
  markOpen,
  markReappeared,
  markSent,
  markUnknown,
  nextPaperDue,
  type Orders,
  ordersUnderWay,
  paperDue,
  reservedCost,
  trackedOrder,
  type TrackedOrder,
  trackIntent,
  unconfirmedCancels,
  unknownOrders,
} from "./orders.ts";
export {
  matchPaper,
  paperLatencyMs,
  reducibleBy,
} from "./paper.ts";
export { bookPayment, paidNet } from "./payments.ts";
export {
  type Agreed,
  agreedBy,
  bookExplained,
  type Comparison,
  compareWithAccount,
} from "./reconcile.ts";
export { ledgerFrom, type LedgerSnapshot, ledgerSnapshot } from "./snapshot.ts";
export { type Trace, traceOf } from "./trace.ts";
