/** Stand-ins that tests of this room share. */
import type { TeamSide } from "../domain/game.ts";
import type { BookSide, Level } from "../domain/market.ts";
import { contracts, type Money, money, type Price, type Quantity } from "../domain/numbers.ts";
import type { Fill, Order } from "../domain/orders.ts";
import { applySnapshot, type Book, createBook, type FeeTerms, takerFee } from "../market/market.ts";
import { applyFill, type Booked, type Moment } from "./booking.ts";
import { createLedger, type Held, heldIn, type Ledger } from "./ledger.ts";

export const direct: FeeTerms = {
  schedule: { multiplier: "1", makerShare: 25 },
  precision: "direct",
};
export const cent: FeeTerms = { ...direct, precision: "cent" };

export const HOME = "KXNFLGAME-TEST-HOM";
export const AWAY = "KXNFLGAME-TEST-AWY";
export const tickers = [HOME, AWAY] as const;

/** A moment at these ms on all three clocks. */
export function moment(ms: number): Moment {
  return { stamp: { at: ms, mono: ms, person: ms }, gameClock: "Q2 10:00" };
}

export function cents(amount: number): Price {
  return Math.round(amount * 100) as Price;
}

export function dollars(amount: number): Money {
  return money(Math.round(amount * 1e6));
}

/** A live book; levels in cents and whole contracts. */
export function bookWith(
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
): Book {
  const book = createBook();
  const levelOf = ([at, size]: readonly [number, number]): Level => [cents(at), contracts(size)];
  applySnapshot(book, bids.map(levelOf), asks.map(levelOf));
  return book;
}

export type FillWords = {
  readonly team?: TeamSide;
  readonly side: BookSide;
  readonly at: number;
  readonly count?: number;
  readonly intent: number;
  readonly fee?: Money;
  readonly id?: string;
};

/** A fill in cents and whole contracts (100 unless told); no fee unless told. */
export function fillOf(words: FillWords): Fill {
  const team = words.team ?? "home";
  return {
    tradeId: words.id ?? `${words.intent}/${words.side}/${words.at}/${words.count ?? 100}`,
    intentId: words.intent,
    ticker: team === "home" ? HOME : AWAY,
    team,
    side: words.side,
    price: cents(words.at),
    quantity: contracts(words.count ?? 100),
    fee: words.fee ?? money(0),
  };
}

/** The fee of a taker's single fill. */
export function feeOf(at: number, count: number, terms: FeeTerms): Money {
  return takerFee(cents(at), contracts(count), terms.schedule, terms.precision);
}

/** Books a fill and throws when it was a duplicate. */
export function booked(ledger: Ledger, words: FillWords, ms = 0): Booked {
  const result = applyFill(ledger, fillOf(words), moment(ms));
  if (result.kind === "duplicate") throw new Error(`fill ${fillOf(words).tradeId} twice`);
  return result;
}

/** A flat ledger with this many dollars. */
export function ledgerWith(balance: number): Ledger {
  return createLedger("s1", "PAPER", dollars(balance), 0);
}

/** What it holds of the one game that these tests play. */
export function ofGame(ledger: Ledger): Held {
  return heldIn(ledger, tickers);
}

/** An order for 100 YES-HOME at 50¢, changed as told. */
export function orderWith(change: Partial<Order> = {}): Order {
  return {
    intentId: 1,
    clientOrderId: "order-1",
    mode: "PAPER",
    ticker: HOME,
    team: "home",
    side: "bid",
    quantity: 10_000 as Quantity,
    limit: cents(50),
    reduceOnly: false,
    origin: "auto",
    signalId: "s1",
    worstCost: dollars(51.75),
    ...change,
  };
}
