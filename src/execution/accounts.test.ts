import { describe, expect, test } from "vitest";
import {
  breakBook,
  type Book,
  createBook,
  createConsumedDepth,
  noteConsumed,
} from "../market/market.ts";
import { contracts } from "../domain/numbers.ts";
import { openEntryFees, totalPnl, unrealisedOf, worstCaseOf } from "./accounts.ts";
import {
  booked,
  bookWith,
  cents,
  direct,
  dollars,
  ledgerWith,
  ofGame,
  tickers,
} from "./testing.ts";

function long() {
  const ledger = ledgerWith(1_000);
  booked(ledger, { side: "bid", at: 52, intent: 1, fee: dollars(1.7472) });
  return ledger;
}

function marked(home: Book, fresh = true) {
  return unrealisedOf(ofGame(long()), { books: { home, away: createBook() }, fresh, fees: direct });
}

const deep = () => bookWith([[60, 500]], [[62, 500]]);

describe("unrealised", () => {
  test("is the walked value − exit fee − cost, and 0 when flat", () => {
    expect(marked(deep())).toBe(dollars(60 - 1.68 - 52));
    const books = { home: createBook(), away: createBook() };
    expect(unrealisedOf(ofGame(ledgerWith(1)), { books, fresh: false, fees: direct })).toBe(0);
  });

  test("of a short walks the asks", () => {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side: "ask", at: 70, intent: 1 });
    const books = { home: deep(), away: createBook() };
    // Buys back at 62: 0.07 · 0.62 · 0.38 · 100 = 1.6492.
    expect(unrealisedOf(ofGame(ledger), { books, fresh: true, fees: direct })).toBe(
      dollars(8 - 1.6492),
    );
  });

  test("LED-14 on a stale, a gapped and a one-sided book it is not known", () => {
    const gapped = deep();
    breakBook(gapped, "gap");
    expect(marked(deep(), false)).toBeUndefined();
    expect(marked(gapped)).toBeUndefined();
    expect(marked(bookWith([[60, 500]], []))).toBeUndefined();
    expect(marked(bookWith([], [[62, 500]]))).toBeUndefined();
  });

  test("LED-15 thin depth: 10 at the best, the rest is walked", () => {
    const thin = bookWith(
      [
        [60, 10],
        [55, 40],
        [50, 100],
      ],
      [[62, 10]],
    );
    const value = 10 * 0.6 + 40 * 0.55 + 50 * 0.5;
    const fees = 0.168 + 0.693 + 0.875;
    expect(marked(thin)).toBe(dollars(value - fees - 52));
  });

  test("LED-15 a book that cannot take the whole size gives no mark", () => {
    expect(marked(bookWith([[60, 99]], [[62, 10]]))).toBeUndefined();
  });

  test("depth that our own paper fills used up is not there", () => {
    const home = bookWith(
      [
        [60, 100],
        [50, 100],
      ],
      [[62, 10]],
    );
    const consumed = { home: createConsumedDepth(), away: createConsumedDepth() };
    noteConsumed(consumed.home, home, "ask", [{ price: cents(60), quantity: contracts(100) }]);
    const books = { home, away: createBook() };
    const mark = unrealisedOf(ofGame(long()), { books, fresh: true, fees: direct, consumed });
    expect(mark).toBe(dollars(50 - 1.75 - 52));
  });
});

test("total P&L is the cash after closing less the opening cash", () => {
  const ledger = long();
  const unrealised = marked(deep());
  expect(openEntryFees(ofGame(ledger))).toBe(dollars(1.7472));
  expect(totalPnl(ledger, ofGame(ledger), unrealised)).toBe(dollars(60 - 1.68 - 52 - 1.7472));
  booked(ledger, { side: "ask", at: 60, intent: 2, fee: dollars(1.68) });
  expect(ledger.cash - ledger.openingCash).toBe(dollars(60 - 1.68 - 52 - 1.7472));
  expect(totalPnl(ledger, ofGame(ledger), undefined)).toBeUndefined();
});

test("the worst case is realised and the worst outcome of what is held", () => {
  const ledger = long();
  expect(worstCaseOf(ledger, tickers)).toBe(dollars(-53.7472));
});
