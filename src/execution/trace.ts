/** Whether a look at the account shows an order whose fate is open (trading semantics §6). */
import type { AccountReading, VenueFill, VenueOrder } from "../domain/account.ts";
import type { Order } from "../domain/orders.ts";

/** What one reading shows of an order: that it exists, or fills of its market not explained. */
export type Trace = {
  readonly order: VenueOrder | undefined;
  /** Fills in its market since it was sent whose order is in no list of this reading. */
  readonly unexplained: readonly VenueFill[];
  /** True: the reading is late enough to count towards "absent". */
  readonly conclusive: boolean;
};

/** How much later than the sending a reading's data must be before its silence counts. */
const absentAfterMs = 30_000;

/** Looks for an order that may or may not have arrived. `sentAt`: Unix ms of its sending. */
export function traceOf(reading: AccountReading, order: Order, sentAt: number): Trace {
  const found = reading.orders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
  const listed = new Set(reading.orders.map(({ orderId }) => orderId));
  const unexplained = reading.fills.filter(
    ({ ticker, at, orderId }) =>
      ticker === order.ticker && (at ?? sentAt) >= sentAt && !listed.has(orderId),
  );
  return { order: found, unexplained, conclusive: reading.dataAt > sentAt + absentAfterMs };
}
