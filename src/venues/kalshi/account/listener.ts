/** What the stream tells of the account, as knowledge and news. */
import type { AccountListener } from "../frames.ts";
import type { EntryGroup } from "./entry-group.ts";
import type { TellVenueNews } from "./news.ts";
import type { OwnOrders } from "./own-orders.ts";

/** Without these two nobody tells what becomes of an order. */
const privateChannels = ["fill", "user_orders"];

/** Turns what the stream tells of the account into knowledge and news. */
export function createListener(
  own: OwnOrders,
  group: EntryGroup,
  tell: TellVenueNews,
  changed: () => void,
): AccountListener & { readonly up: () => boolean } {
  const channels = new Set<string>();
  let isUp = false;

  function learnUp(why: string): void {
    const now = privateChannels.every((channel) => channels.has(channel));
    if (now === isUp) return;
    isUp = now;
    tell({ kind: "accountStream", up: now, why }, undefined);
  }

  return {
    up: () => isUp,
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
      learnUp("subscribed");
      if (channel === "user_orders") changed();
    },
    groupsMissed: changed,
    lost(why) {
      channels.clear();
      learnUp(why);
    },
  };
}
