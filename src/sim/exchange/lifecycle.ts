/** A market's life by the clock: opening, pauses, closing; and what it is told about itself. */
import type { MarketStatus, PriceRange } from "../../domain/market.ts";
import type { Cancel } from "../../domain/ports.ts";
import type { Account } from "./account.ts";
import { secondsOf } from "./calendar.ts";
import { become, list, marketOf } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { priceRangesBody } from "./listing-bodies.ts";
import type { Listing } from "./listing.ts";
import { createdDetail, eventDetail } from "./lifecycle-bodies.ts";
import type { AccountOrder, ListedMarket, UpdateReason } from "./records.ts";

/** What is shared by everything that moves markets through their lives. */
export type Life = {
  readonly floor: Floor;
  readonly account: Account;
  readonly cancels: Set<Cancel>;
};

/** A market answers 404 for a moment after its `created` event, source ms. */
const createdHiddenMs = 500;

/** What rests in a closed market is cancelled this long after the close, source ms. */
const closeCancelMs = 1000;

export function now({ floor }: Life): number {
  return Math.floor(floor.source.clock.now().at);
}

/** Runs a task at a moment of source time, unless the exchange is stopped before. */
export function at(life: Life, moment: number, task: () => void): void {
  const cancel = life.floor.source.timers.after(Math.max(0, moment - now(life)), () => {
    life.cancels.delete(cancel);
    task();
  });
  life.cancels.add(cancel);
}

/** Tells one market's lifecycle event. */
export function tell(
  life: Life,
  market: ListedMarket,
  eventType: string,
  more: Readonly<Record<string, unknown>>,
): void {
  const detail = { event_type: eventType, ...more };
  life.floor.publish({ kind: "lifecycle", market, detail });
}

/** Cancels those of these orders that are still open. */
function cancelOpen(life: Life, orders: readonly AccountOrder[], reason: UpdateReason): void {
  for (const order of orders) {
    if (order.status === "resting") life.account.end(order, "canceled", reason);
  }
}

/** Cancels all that rests in a market, the crowd's orders too, level by level. */
function emptyBook(life: Life, market: ListedMarket): void {
  cancelOpen(life, life.account.resting(market.ticker), "HaltCancel");
  for (const side of ["bid", "ask"] as const) {
    for (const [price, quantity] of market.book.levels(side)) {
      market.book.shrinkCrowd(side, price, quantity);
    }
  }
  life.floor.publish({ kind: "ticker", market });
}

/** Ends trading: the book is empty at once, our orders are cancelled shortly afterwards. */
export function close(life: Life, market: ListedMarket): void {
  if (market.status !== "active" && market.status !== "inactive") return;
  become(life.floor, market, "closed");
  life.account.forgetPlaces(market.ticker);
  market.book.clear();
  life.floor.publish({ kind: "emptied", market });
  life.floor.publish({ kind: "ticker", market });
  // Only what rests now: the market may be open again by then.
  const caught = life.account.resting(market.ticker);
  at(life, now(life) + closeCancelMs, () => cancelOpen(life, caught, "CloseCancel"));
}

function watchClose(life: Life, market: ListedMarket): void {
  at(life, market.closeAt, () => {
    if (market.closeAt <= now(life)) close(life, market);
  });
}

/** Moves the close time; a moment that has passed closes, one to come opens a closed market. */
export function moveClose(life: Life, market: ListedMarket, moment: number): void {
  market.closeAt = moment;
  market.changedAt = now(life);
  tell(life, market, "close_date_updated", { close_ts: secondsOf(moment) });
  if (moment <= now(life)) {
    close(life, market);
    return;
  }
  if (market.status === "closed") {
    cancelOpen(life, life.account.resting(market.ticker), "CloseCancel");
    become(life.floor, market, "active");
    tell(life, market, "activated", { is_deactivated: false });
  }
  watchClose(life, market);
}

/** Sets a status by hand: suspends, resumes (which cancels all that rests), closes. */
export function setStatus(life: Life, market: ListedMarket, status: MarketStatus): void {
  if (market.status === status) return;
  if (status === "closed") {
    close(life, market);
    return;
  }
  const before = market.status;
  become(life.floor, market, status);
  if (status === "inactive") tell(life, market, "deactivated", { is_deactivated: true });
  if (status === "active" && before === "inactive") {
    emptyBook(life, market);
    tell(life, market, "activated", { is_deactivated: false });
  }
}

/** Changes the price grid of a live market; what rests stays where it is. */
export function setGrid(
  life: Life,
  market: ListedMarket,
  structure: string,
  ranges: readonly PriceRange[],
): void {
  market.priceStructure = structure;
  market.priceRanges = ranges;
  market.changedAt = now(life);
  tell(life, market, "price_level_structure_updated", {
    price_level_structure: structure,
    price_ranges: priceRangesBody(market),
  });
}

/** Changes what the exchange calls the team. */
export function rename(life: Life, market: ListedMarket, subTitle: string): void {
  market.subTitle = subTitle;
  market.changedAt = now(life);
  tell(life, market, "metadata_updated", { yes_sub_title: subTitle });
}

/** Watches a market's opening and closing times. */
export function watch(life: Life, market: ListedMarket): void {
  if (market.status === "initialized") {
    at(life, market.openAt, () => {
      if (market.status === "initialized") become(life.floor, market, "active");
    });
  }
  watchClose(life, market);
}

/** Lists a game while the exchange runs, and tells it. */
export function listEvent(life: Life, listing: Listing): void {
  const markets = list(life.floor, listing, createdHiddenMs);
  const detail = eventDetail(life.floor, listing);
  life.floor.publish({ kind: "event", type: "event_lifecycle", detail });
  for (const market of markets) {
    tell(life, market, "created", createdDetail(life.floor, market));
    watch(life, market);
  }
}

export function openLife(floor: Floor, account: Account): Life {
  return { floor, account, cancels: new Set() };
}

export function startLife(life: Life): void {
  for (const market of life.floor.markets.values()) watch(life, market);
}

export function stopLife(life: Life): void {
  for (const cancel of life.cancels) cancel();
  life.cancels.clear();
}

/** The market of a ticker; throws for one that is not listed. */
export function marketIn(life: Life, ticker: string): ListedMarket {
  return marketOf(life.floor, ticker);
}
