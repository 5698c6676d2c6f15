/** STOP and Kill at the exchange: cancel each order of ours, then prove it by reading back. */
import type { Clock, Timers } from "../../../domain/ports.ts";
import type { VenueOrder } from "../../../domain/account.ts";
import type { CancelOutcome, StopProof } from "../../../domain/venue-news.ts";
import type { EntryGroup } from "./entry-group.ts";
import type { OwnOrders } from "./own-orders.ts";
import type { AccountReads } from "./readings.ts";
import type { Sender } from "./sender.ts";

export type Stopping = {
  cancelOurs(): Promise<StopProof>;
  kill(): Promise<StopProof>;
};

export type StoppingOptions = {
  readonly sender: Sender;
  readonly reads: AccountReads;
  readonly own: OwnOrders;
  readonly group: EntryGroup;
  readonly clock: Clock;
  readonly operatorClock: Clock;
  readonly timers: Timers;
};

const firstWaitMs = 500;
const waitMsMax = 4000;
const paceMs = 250;
const paceMsMax = 15_000;
/** The data gets this long to catch up with the cancels, of both clocks. */
const patienceMs = 6000;
const patienceOperatorMs = 3000;

export function createStopping(options: StoppingOptions): Stopping {
  const { sender, reads, own, group, clock, operatorClock, timers } = options;

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      timers.after(ms, () => resolve());
    });

  const isOurs = ({ orderId }: VenueOrder): boolean => own.byVenueId(orderId) !== undefined;

  /** Reads until the data is later than now, or patience ends; what rests of ours then. */
  async function readBack(): Promise<{ left: readonly VenueOrder[]; late: boolean }> {
    const { at: doneAt, mono } = clock.now();
    const operatorMono = operatorClock.now().mono;
    let waitMs = firstWaitMs;
    let late = false;
    let left: readonly VenueOrder[] | undefined;
    const mayWait = (): boolean =>
      clock.now().mono - mono < patienceMs ||
      operatorClock.now().mono - operatorMono < patienceOperatorMs;
    do {
      await wait(waitMs);
      waitMs = Math.min(waitMs * 2, waitMsMax);
      const dataAt = await reads.dataAt();
      late = dataAt !== undefined && dataAt >= doneAt;
      const resting = late ? await reads.restingOrders() : undefined;
      for (const order of resting ?? []) own.learnOrder(order, undefined);
      left = resting?.filter(isOurs);
    } while (left === undefined && mayWait());
    return { left: left ?? [], late: late && left !== undefined };
  }

  /** Asks as soon as our own budget lets it; what the exchange was asked is not asked again. */
  async function cancelPaced(intentId: number): Promise<CancelOutcome> {
    const untilMono = operatorClock.now().mono + paceMsMax;
    for (;;) {
      const outcome = await sender.cancel(intentId);
      const isSpent = outcome.kind === "notSent" && outcome.spent === true;
      if (!isSpent || operatorClock.now().mono > untilMono) return outcome;
      await wait(paceMs);
    }
  }

  async function cancelOurs(triggered?: boolean): Promise<StopProof> {
    const canceled: StopProof["canceled"][number][] = [];
    const asked = new Set<number>();
    const cancelOpen = async (): Promise<void> => {
      for (const { order } of own.open()) {
        if (asked.has(order.intentId)) continue;
        asked.add(order.intentId);
        canceled.push({ intentId: order.intentId, outcome: await cancelPaced(order.intentId) });
      }
    };
    await cancelOpen();
    // What was on its way may have come to rest meanwhile.
    await sender.landed();
    await cancelOpen();
    const { left, late } = await readBack();
    const unknown = own.unknown().map(({ order }) => order.intentId);
    const confirmed = late && left.length === 0 && unknown.length === 0;
    return { canceled, left, unknown, confirmed, triggered };
  }

  return {
    cancelOurs: () => cancelOurs(),
    kill: async () => await cancelOurs(await group.trigger()),
  };
}
