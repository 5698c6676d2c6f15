/** STOP and Kill at the exchange: cancel each order of ours, then prove it by reading back. */
import type { Clock, Timers } from "../../../domain/ports.ts";
import type { CancelOutcome, StopProof } from "../../../domain/venue-news.ts";
import type { EntryGroup } from "./entry-group.ts";
import type { OwnOrders } from "./own-orders.ts";
import { createReadBack } from "./read-back.ts";
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
  /** The exchange's clock shows at most this much more than ours, ms. */
  aheadMsMax(): number;
  /** False: the account has been closed, and nobody waits for a proof. */
  isOpen(): boolean;
};

const paceMs = 250;
const paceMsMax = 15_000;

export function createStopping(options: StoppingOptions): Stopping {
  const { sender, own, group, operatorClock, timers } = options;

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      timers.after(ms, () => resolve());
    });

  const readBack = createReadBack({ ...options, wait });

  /** Asks as soon as our own budget lets it; what the exchange was asked is not asked again. */
  async function cancelPaced(intentId: number): Promise<CancelOutcome> {
    const untilMono = operatorClock.now().mono + paceMsMax;
    for (;;) {
      const outcome = await sender.cancel(intentId);
      const isSpent = outcome.kind === "notSent" && outcome.spent === true;
      const mayWait = options.isOpen() && operatorClock.now().mono <= untilMono;
      if (!isSpent || !mayWait) return outcome;
      await wait(paceMs);
    }
  }

  async function cancelOurs(): Promise<Omit<StopProof, "triggered">> {
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
    // What the exchange neither knows to cancel nor shows does not rest.
    const gone = canceled.flatMap(({ intentId, outcome }) =>
      outcome.kind === "gone" && outcome.order === undefined ? [intentId] : [],
    );
    const { left, isOver } = await readBack(new Set(gone));
    const unknown = own.unknown().map(({ order }) => order.intentId);
    const confirmed = isOver && unknown.length === 0;
    return { canceled, left, unknown, readBack: isOver || left.length > 0, confirmed };
  }

  /** Without a group there is nothing to trigger: no entry can be in one. */
  async function trigger(): Promise<boolean | undefined> {
    const done = await group.trigger();
    return !done && group.state().kind === "none" ? undefined : done;
  }

  return {
    cancelOurs: async () => ({ ...(await cancelOurs()), triggered: undefined }),
    async kill() {
      const triggered = await trigger();
      const proof = await cancelOurs();
      return { ...proof, confirmed: proof.confirmed && triggered !== false, triggered };
    },
  };
}
