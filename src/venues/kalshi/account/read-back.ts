/** Reads back at the exchange what of ours rests, late enough to prove something. */
import type { VenueOrder } from "../../../domain/account.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { OwnOrders } from "./own-orders.ts";
import type { AccountReads } from "./readings.ts";

export type ReadBack = {
  /** Orders of ours that rest. */
  readonly left: readonly VenueOrder[];
  /** None rests: by a list that is late enough, and by the exchange's word on each order. */
  readonly isOver: boolean;
};

export type ReadBackOptions = {
  readonly reads: AccountReads;
  readonly own: OwnOrders;
  readonly clock: Clock;
  readonly operatorClock: Clock;
  /** The exchange's clock shows at most this much more than ours, ms. */
  aheadMsMax(): number;
  /** False: the account has been closed, and nothing can be read any more. */
  isOpen(): boolean;
  wait(ms: number): Promise<void>;
};

const firstWaitMs = 500;
const waitGrowth = 1.5;
const waitMsMax = 4000;
/** The data gets this long to catch up with the cancels, of both clocks. */
const patienceMs = 6000;
const patienceOperatorMs = 3000;

/** Asked right after the last cancel; `gone`: intents that the exchange does not know to cancel. */
export function createReadBack(
  options: ReadBackOptions,
): (gone: ReadonlySet<number>) => Promise<ReadBack> {
  const { reads, own, clock, operatorClock } = options;

  /** What the exchange's clock showed at the most when our running time was this. */
  function latestAt(mono: number): number {
    const now = clock.now();
    return now.at - (now.mono - mono) + options.aheadMsMax();
  }

  /** What of ours rests, by a read whose data is later than that; undefined: no such read yet. */
  async function restingSince(mono: number): Promise<readonly VenueOrder[] | undefined> {
    const dataAt = await reads.dataAt();
    if (dataAt === undefined || dataAt < latestAt(mono)) return undefined;
    const resting = await reads.restingOrders();
    for (const order of resting ?? []) {
      own.learnOrder(order, undefined);
      own.stillRests(order.orderId);
    }
    return resting?.filter(({ orderId }) => own.byVenueId(orderId) !== undefined);
  }

  /** Each order that no word of the exchange has ended is looked up: is all over then? */
  async function isAllOver(gone: ReadonlySet<number>): Promise<boolean> {
    const absent = new Set<number>();
    for (const { order, venueOrderId } of own.open()) {
      const found = venueOrderId === undefined ? undefined : await reads.readOrder(venueOrderId);
      if (found === "absent" && gone.has(order.intentId)) absent.add(order.intentId);
      else if (found !== undefined && found !== "absent") own.learnOrder(found, undefined);
    }
    return own.open().every(({ order }) => absent.has(order.intentId));
  }

  // Reads until it is clear what rests, or patience ends. A list without an order is not enough.
  return async (gone) => {
    const { mono } = clock.now();
    const operatorMono = operatorClock.now().mono;
    const mayWait = (): boolean =>
      options.isOpen() &&
      (clock.now().mono - mono < patienceMs ||
        operatorClock.now().mono - operatorMono < patienceOperatorMs);
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * waitGrowth, waitMsMax)) {
      await options.wait(waitMs);
      const left = await restingSince(mono);
      const isOver = left?.length === 0 && (await isAllOver(gone));
      if (isOver || (left?.length ?? 0) > 0 || !mayWait()) return { left: left ?? [], isOver };
    }
  };
}
