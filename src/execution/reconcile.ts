/** Our books against the exchange's: positions and cash (trading semantics §6, LEDGER_OK). */
import type { AccountReading } from "../domain/account.ts";
import type { Stamp } from "../domain/events.ts";
import { type Money, minus, NO_MONEY, plus } from "../domain/numbers.ts";
import { adjustCash } from "./adopt.ts";
import { collateralMoves, forgetPaid, microsPerPair, returnedOf } from "./collateral.ts";
import { type Ledger, positionOf } from "./ledger.ts";
import { isDeskOrderId } from "./order-id.ts";
import { liveOrders, type Orders } from "./orders.ts";
import { type FoundPayment, paymentOf } from "./payments.ts";

export type Comparison =
  | { readonly kind: "agrees" }
  /** Too early, or something is under way: says nothing. */
  | { readonly kind: "notCompared"; readonly why: string }
  /** Cash that no trade of this game moved, for a reason that the exchange shows. */
  | {
      readonly kind: "explained";
      readonly cause: "transfer" | "elsewhere" | "collateral";
      readonly why: string;
      readonly amount: Money;
    }
  /** Markets have paid what our books still hold: nothing else is compared before it is booked. */
  | { readonly kind: "paid"; readonly payments: readonly FoundPayment[] }
  /** Positions that changed while no desk was looking, in either direction. */
  | { readonly kind: "movedUnseen"; readonly why: string; readonly tickers: readonly string[] }
  | { readonly kind: "differs"; readonly why: string };

/** What the exchange showed when our books last agreed with it. */
export type Agreed = {
  readonly transferred: Money;
  /** The most that trades of other markets had moved the cash. */
  readonly elsewhere: number;
  /** The most that each order that rests can hold back, by the exchange's id and its price. */
  readonly resting: ReadonlyMap<string, number>;
  /** When the reading that last agreed was asked for, source's mono. */
  readonly comparedMono: number;
};

/** The most that trades and payments of other markets can have moved the cash, in either way. */
function elsewhereOf(reading: AccountReading, tickers: readonly string[]): number {
  const isElsewhere = ({ ticker }: { readonly ticker: string }): boolean =>
    !tickers.includes(ticker);
  let most = 0;
  for (const { quantity, fee } of reading.fills.filter(isElsewhere)) {
    most += quantity * microsPerPair + fee;
  }
  for (const { yes, no, fee } of reading.settlements.filter(isElsewhere)) {
    most += (yes + no) * microsPerPair + (fee ?? 0);
  }
  return most;
}

function restingIn({ orders }: AccountReading): ReadonlyMap<string, number> {
  const resting = orders.filter(({ status }) => status === "resting");
  return new Map(
    resting.map(({ orderId, price, remaining }) => [
      `${orderId}@${price}`,
      remaining * microsPerPair,
    ]),
  );
}

/**
 * The most that orders which came, went or changed since can have moved the cash, in either way:
 * whether the exchange takes what they may cost out of the cash is not known.
 */
function heldBack(before: Agreed["resting"], after: Agreed["resting"]): number {
  let most = 0;
  for (const order of new Set([...before.keys(), ...after.keys()])) {
    most += Math.abs((after.get(order) ?? 0) - (before.get(order) ?? 0));
  }
  return most;
}

/** What a reading shows that has nothing to do with this game's trades. */
export function agreedBy(reading: AccountReading, tickers: readonly string[]): Agreed {
  return {
    transferred: reading.transferred,
    elsewhere: elsewhereOf(reading, tickers),
    resting: restingIn(reading),
    comparedMono: reading.askedMono,
  };
}

/** Payments are booked at the time at which they were made: the last entry need not be the latest. */
function lastEntryAt(ledger: Ledger): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { stamp } of ledger.entries) last = Math.max(last, stamp.at);
  return last;
}

function whyNot(ledger: Ledger, orders: Orders, reading: AccountReading): string | undefined {
  if (liveOrders(orders).length > 0) return "an order is in flight";
  const isOurs = reading.orders.some(
    ({ status, clientOrderId }) => status === "resting" && isDeskOrderId(clientOrderId),
  );
  if (isOurs) return "an order of ours rests";
  if (reading.dataAt <= lastEntryAt(ledger)) return "the data is older than the last fill";
  return undefined;
}

/** Net contracts of a market that the exchange shows, in 1/100. */
function theirNet(reading: AccountReading, ticker: string): number {
  return reading.positions.find((one) => one.ticker === ticker)?.net ?? 0;
}

/** Those of these markets whose position is another one at the exchange. */
function wrongPositions(
  ledger: Ledger,
  reading: AccountReading,
  tickers: readonly string[],
): readonly string[] {
  return tickers.filter((ticker) => positionOf(ledger, ticker) !== theirNet(reading, ticker));
}

function positionsText(
  ledger: Ledger,
  reading: AccountReading,
  tickers: readonly string[],
): string {
  const texts = tickers.map((ticker) => {
    const [ours, theirs] = [positionOf(ledger, ticker), theirNet(reading, ticker)];
    return `${ticker}: we hold ${ours / 100} contracts, the exchange says ${theirs / 100}`;
  });
  return texts.join("; ");
}

function dollarsText(amount: Money): string {
  const sign = amount < 0 ? "−" : "+";
  return `${sign}$${(Math.abs(amount) / 1e6).toFixed(4)}`;
}

/** Why the cash moved by this amount, or that nothing explains it. */
function explain(
  ledger: Ledger,
  reading: AccountReading,
  tickers: readonly string[],
  agreed: Agreed | undefined,
  amount: Money,
): Comparison {
  const moved = agreed === undefined ? NO_MONEY : minus(reading.transferred, agreed.transferred);
  if (moved === amount) {
    const why = `a deposit or withdrawal of ${dollarsText(moved)}`;
    return { kind: "explained", cause: "transfer", why, amount };
  }
  if (collateralMoves(ledger, amount).size > 0) {
    const why = `collateral of equal payoffs: ${dollarsText(amount)}`;
    return { kind: "explained", cause: "collateral", why, amount };
  }
  if (agreed === undefined) {
    // An earlier session's books: what moved the cash meanwhile is not known, and is not ours.
    const why = `the cash moved by ${dollarsText(amount)} while no desk was looking`;
    return { kind: "explained", cause: "elsewhere", why, amount };
  }
  const shown = agreedBy(reading, tickers);
  const traded = shown.elsewhere - agreed.elsewhere;
  if (Math.abs(amount) <= traded) {
    return { kind: "explained", cause: "elsewhere", why: "trades in other markets", amount };
  }
  if (Math.abs(amount) <= traded + heldBack(agreed.resting, shown.resting)) {
    const why = `orders placed outside this desk moved the cash by ${dollarsText(amount)}`;
    return { kind: "explained", cause: "elsewhere", why, amount };
  }
  const why = `the exchange's cash is ${dollarsText(amount)} off our books`;
  return { kind: "differs", why };
}

/**
 * Compares the ledger with a reading of the account. Nothing is compared while an order of ours is
 * under way, or while the exchange's data is older than the last entry. Positions: of these tickers
 * (tonight's, whose every trade is told) and of all others that are held. A difference in cash is
 * explained by a deposit or withdrawal, by trades in other markets, by orders of others that rest
 * or ended, or by collateral of equal payoffs that the exchange gave back early (or takes at
 * settlement). `agreed`: what the exchange showed when the books last agreed; undefined: they were
 * taken over from an earlier session.
 */
export function compareWithAccount(
  ledger: Ledger,
  orders: Orders,
  reading: AccountReading,
  tickers: readonly string[],
  agreed: Agreed | undefined,
): Comparison {
  const early = whyNot(ledger, orders, reading);
  if (early !== undefined) return { kind: "notCompared", why: early };
  const amount = minus(reading.balance.cash, ledger.cash);
  const moved = agreed === undefined ? NO_MONEY : minus(reading.transferred, agreed.transferred);
  if (reading.balance.cash === NO_MONEY && moved !== amount) {
    // Outages have answered 0: an account that nobody emptied is not empty, nor are its positions.
    return { kind: "notCompared", why: "the balance reads 0 and nothing was withdrawn" };
  }
  const isWatched = (ticker: string): boolean => agreed !== undefined && tickers.includes(ticker);
  const held = [...ledger.positions.values()].filter(({ net }) => net !== 0);
  const payments = held
    .map((position) => paymentOf(ledger, reading, position, isWatched(position.ticker)))
    .filter((payment) => payment !== undefined);
  if (payments.length > 0) return { kind: "paid", payments };
  const looked = new Set([...tickers, ...held.map(({ ticker }) => ticker)]);
  const wrong = wrongPositions(ledger, reading, [...looked]);
  if (wrong.length > 0) {
    const why = positionsText(ledger, reading, wrong);
    return wrong.some(isWatched)
      ? { kind: "differs", why }
      : { kind: "movedUnseen", why, tickers: wrong };
  }
  if (amount === NO_MONEY) return { kind: "agrees" };
  return explain(ledger, reading, tickers, agreed, amount);
}

/**
 * Books an explained difference: the cash follows, no result moves. Collateral that came back early
 * is remembered by game, for it is missing when the pair is closed or paid.
 */
export function bookExplained(
  ledger: Ledger,
  explained: Extract<Comparison, { kind: "explained" }>,
  stamp: Stamp,
): void {
  const { cause, amount } = explained;
  if (cause === "collateral") {
    for (const [game, change] of collateralMoves(ledger, amount)) {
      ledger.returned.set(game, plus(returnedOf(ledger, game), change));
    }
  }
  forgetPaid(ledger);
  adjustCash(ledger, amount, stamp);
}
