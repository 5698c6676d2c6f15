/** The account at the exchange, and open questions about orders, as the world sees them. */
import { sideWord } from "../domain/effects.ts";
import type { Stamp } from "../domain/events.ts";
import { unknownOrders } from "../execution/execution.ts";
import type { Desk } from "./desk.ts";
import { personMayDeclareMs } from "./unknown-orders.ts";
import { dollars } from "./view-money.ts";
import type { AccountView, UnknownOrderView } from "./view-types.ts";

export function unknownOrderViews(desk: Desk, now: Stamp): readonly UnknownOrderView[] {
  return unknownOrders(desk.orders).map(({ order, state }) => {
    const since = state.kind === "unknown" ? state.sinceMono : now.mono;
    const age = Math.max(0, now.mono - since);
    return {
      intent_id: order.intentId,
      ticker: order.ticker,
      side: sideWord(order.side),
      quantity: order.quantity / 100,
      why: state.kind === "unknown" ? state.why : "",
      seconds: age / 1000,
      declare_in: Math.max(0, personMayDeclareMs - age) / 1000,
    };
  });
}

export function accountView(desk: Desk, now: Stamp): AccountView | null {
  const { venue, arming } = desk;
  if (!venue.open) return null;
  const { group, stopping, reading } = venue;
  const isArmed = arming.kind === "armed";
  return {
    arming: arming.kind === "disarmed" ? "reduceOnly" : arming.kind,
    armed_for: isArmed ? Math.max(0, arming.untilPerson - now.person) / 1000 : null,
    orders_stream: venue.streamUp,
    orders_stream_why: venue.streamWhy,
    entry_group: group.kind,
    entry_group_why: group.kind === "ready" ? null : group.why,
    ledger_agrees: venue.differences > 0 ? false : venue.agreed === undefined ? null : true,
    ledger_why: venue.differsWhy ?? venue.unreadWhy ?? null,
    cash: reading === undefined ? null : dollars(reading.balance.cash),
    external_orders: venue.externals.size,
    stop: stopping === undefined ? null : { confirmed: stopping.confirmed, text: stopping.text },
  };
}
