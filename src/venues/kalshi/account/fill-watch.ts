/** Finds over REST what the stream did not tell: fills of ours, and whose an order is. */
import type { Clock } from "../../../domain/ports.ts";
import type { Agenda } from "../agenda.ts";
import type { VenueFill } from "../../../domain/account.ts";
import type { TellVenueNews } from "./news.ts";
import type { OwnOrders } from "./own-orders.ts";
import type { AccountReads } from "./readings.ts";

/** The stream gets this long, source's ms; reads lag about as much. */
const patienceMs = 1500;
const againMsMax = 10_000;
/** A fill that a read tells this long after it happened is one that the stream missed. */
const missedMs = 1000;

export type FillWatch = {
  /** Something is missing: look once the stream has had its time. */
  lookSoon(): void;
  look(): Promise<void>;
  /** Takes a fill from a read; one that the stream should have told is a notice. */
  learnRead(fill: VenueFill): void;
};

export type FillWatchOptions = {
  readonly own: OwnOrders;
  readonly reads: AccountReads;
  readonly clock: Clock;
  readonly agenda: Agenda<"missing" | "account">;
  readonly tell: TellVenueNews;
};

export function createFillWatch(options: FillWatchOptions): FillWatch {
  const { own, reads, clock, agenda, tell } = options;
  let waitMs = patienceMs;

  const isMissing = (): boolean => own.short().length > 0 || own.unplaced().length > 0;

  function learnRead(fill: VenueFill): void {
    if (own.learnFill(fill, undefined) !== "joined") return;
    const mine = own.byVenueId(fill.orderId);
    const age = clock.now().at - (fill.at ?? mine?.sentAt ?? 0);
    if (mine === undefined || age < missedMs) return;
    const why = `a read shows a fill that the stream did not tell: trade ${fill.tradeId}`;
    tell({ kind: "recovered", intentId: mine.order.intentId, why }, undefined);
  }

  return {
    lookSoon() {
      if (isMissing() && !agenda.has("missing")) agenda.after("missing", waitMs);
      // A reading that is due sooner stays due: frames must not put it off for ever.
      if (own.unknown().length > 0) agenda.soon("account", patienceMs);
    },
    async look() {
      for (const orderId of own.unplaced()) {
        const order = await reads.readOrder(orderId);
        if (order !== undefined && order !== "absent") own.learnOrder(order, undefined);
      }
      for (const { venueOrderId } of own.short()) {
        if (venueOrderId === undefined) continue;
        for (const fill of (await reads.fillsOf(venueOrderId)) ?? []) learnRead(fill);
      }
      waitMs = isMissing() ? Math.min(waitMs * 2, againMsMax) : patienceMs;
      if (isMissing()) agenda.after("missing", waitMs);
    },
    learnRead,
  };
}
