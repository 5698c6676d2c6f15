/** What the stream tells of the account, as knowledge and news. */
import type { Clock } from "../../../domain/ports.ts";
import type { AccountListener } from "../frames.ts";
import type { EntryGroup } from "./entry-group.ts";
import type { TellVenueNews } from "./news.ts";
import type { OwnOrders } from "./own-orders.ts";

/** Without these two nobody tells what becomes of an order. */
const privateChannels = ["fill", "user_orders"];

export type Listener = AccountListener & {
  /** Both channels are subscribed, and the account has been read since. */
  up(): boolean;
  /** A reading that was asked for at this moment (source's mono ms) is in. */
  readSince(askedMono: number): void;
};

export type ListenerOptions = {
  readonly own: OwnOrders;
  readonly group: EntryGroup;
  readonly clock: Clock;
  readonly tell: TellVenueNews;
  /** Something new is known: fills may be missing. */
  changed(): void;
  /** What happened while nobody listened must be read before anything may be sent. */
  reread(): void;
};

/** Turns what the stream tells of the account into knowledge and news. */
export function createListener(options: ListenerOptions): Listener {
  const { own, group, clock, tell, changed } = options;
  const channels = new Set<string>();
  let subscribedMono: number | undefined;
  let isUp = false;

  function become(up: boolean, why: string): void {
    if (up === isUp) return;
    isUp = up;
    tell({ kind: "accountStream", up, why }, undefined);
  }

  return {
    up: () => isUp,
    readSince(askedMono) {
      if (subscribedMono !== undefined && askedMono >= subscribedMono) {
        become(true, "subscribed, and the account read anew");
      }
    },
    fill(fill, raw) {
      own.learnFill(fill, raw);
      changed();
    },
    order(order, raw) {
      own.learnOrder(order, raw);
      changed();
    },
    position: (ticker, net, raw) => tell({ kind: "position", ticker, net }, raw),
    group: (groupId, what) => group.heard(groupId, what),
    subscribed(channel) {
      channels.add(channel);
      if (!privateChannels.every((one) => channels.has(one))) return;
      subscribedMono ??= clock.now().mono;
      options.reread();
    },
    groupsMissed: changed,
    lost(why) {
      channels.clear();
      subscribedMono = undefined;
      become(false, why);
    },
  };
}
