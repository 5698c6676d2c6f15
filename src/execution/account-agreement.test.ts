/** Our books against the exchange's (trading semantics §6, LEDGER_OK). */
import { describe, expect, test } from "vitest";
import type { AccountReading, VenueFill, VenueOrder } from "../domain/account.ts";
import { contracts, type Money, money, ONE_DOLLAR, type Price } from "../domain/numbers.ts";
import { performanceOf } from "./accounts.ts";
import { applyFill, settle } from "./booking.ts";
import { type Ledger, positionOf } from "./ledger.ts";
import { clientOrderIdOf } from "./order-id.ts";
import { createOrders, markDone, markSent, markUnknown, trackIntent } from "./orders.ts";
import { type Agreed, agreedBy, bookExplained, compareWithAccount } from "./reconcile.ts";
import { ledgerFrom, ledgerSnapshot } from "./snapshot.ts";
import {
  AWAY,
  booked,
  dollars,
  feeOf,
  direct,
  HOME,
  ledgerWith,
  moment,
  orderWith,
} from "./testing.ts";

const tickers = [HOME, AWAY];
const { stamp: later } = moment(50_000);

/** What the exchange shows when its books are ours, changed as told. Read after everything. */
function readingOf(ledger: Ledger, change: Partial<AccountReading> = {}): AccountReading {
  const positions = tickers.map((ticker) => {
    const net = positionOf(ledger, ticker);
    return { ticker, net, cost: undefined, fees: undefined, updatedAt: undefined };
  });
  return {
    askedMono: 90_000,
    askedAt: 90_000,
    dataAt: 90_000,
    orders: [],
    fills: [],
    positions,
    settlements: [],
    transferred: money(0),
    balance: { cash: ledger.cash, holdings: undefined, at: undefined },
    ...change,
  };
}

/** The same with this much more cash than our books have. */
function readingWith(ledger: Ledger, more: Money, change: Partial<AccountReading> = {}) {
  const cash = money(ledger.cash + more);
  return readingOf(ledger, { balance: { cash, holdings: undefined, at: undefined }, ...change });
}

const nothingYet: Agreed = {
  transferred: money(0),
  elsewhere: 0,
  resting: new Map(),
  comparedMono: 0,
};

function compare(ledger: Ledger, reading: AccountReading, agreed: Agreed | undefined = nothingYet) {
  return compareWithAccount(ledger, createOrders(), reading, tickers, agreed);
}

/** 100 YES-HOME bought at 60¢ ten seconds after the start, fee included. */
function someBooks(): Ledger {
  const ledger = ledgerWith(1_000);
  booked(ledger, { side: "bid", at: 60, intent: 1, fee: feeOf(60, 100, direct) }, 10_000);
  return ledger;
}

const cent = dollars(0.01);
const signs = [
  ["more", cent],
  ["less", money(-cent)],
] as const;

describe("LED-11: a balance that differs by 1¢", () => {
  test.each(signs)("is a difference: the exchange has %s", (_name, off) => {
    const ledger = someBooks();
    expect(compare(ledger, readingOf(ledger))).toEqual({ kind: "agrees" });
    const { kind } = compare(ledger, readingWith(ledger, off));
    expect(kind).toBe("differs");
  });

  test("counts to the last millionth of a dollar", () => {
    const ledger = someBooks();
    expect(compare(ledger, readingWith(ledger, money(1))).kind).toBe("differs");
  });

  test.each(signs)("is not compared while an order is in flight or unknown: %s", (_name, off) => {
    const ledger = someBooks();
    const orders = createOrders();
    const stages = [
      () => trackIntent(orders, orderWith(), moment(20_000).stamp, "Q2 10:00"),
      () => markSent(orders, 1, 20_003, undefined),
      () => markUnknown(orders, 1, 21_000, "no answer"),
    ];
    const reading = readingWith(ledger, off);
    for (const advance of stages) {
      advance();
      const { kind } = compareWithAccount(ledger, orders, reading, tickers, nothingYet);
      expect(kind).toBe("notCompared");
    }
    markDone(orders, 1, "absent", later);
    const { kind } = compareWithAccount(ledger, orders, reading, tickers, nothingYet);
    expect(kind).toBe("differs");
  });

  test("is not compared while an order of ours rests that our books do not know of", () => {
    const ledger = someBooks();
    const clientOrderId = clientOrderIdOf("s0", 1);
    const resting = { status: "resting", ticker: AWAY, clientOrderId } as VenueOrder;
    const orders = [{ ...resting, status: "executed" } as VenueOrder, resting];
    expect(compare(ledger, readingWith(ledger, cent, { orders })).kind).toBe("notCompared");
    const done = orders.slice(0, 1);
    expect(compare(ledger, readingWith(ledger, cent, { orders: done })).kind).toBe("differs");
  });

  describe("while an order of somebody else rests", () => {
    const order = (change: Partial<VenueOrder> = {}): VenueOrder =>
      ({ orderId: "x1", status: "resting", ticker: AWAY, ...terms, ...change }) as VenueOrder;
    const terms = { price: 4_000, remaining: contracts(5) } as const;
    const since = (...orders: VenueOrder[]): Agreed =>
      agreedBy(readingOf(someBooks(), { orders }), tickers);

    test.each<readonly [string, VenueOrder[], VenueOrder[], boolean]>([
      ["that came since", [], [order()], true],
      ["that ended since", [order()], [], true],
      ["that asks another price since", [order()], [order({ price: 5_000 as Price })], true],
      ["that rested all along", [order()], [order()], false],
    ])("%s", (_, before, orders, explains) => {
      const ledger = someBooks();
      const kindOf = (off: number, agreed = since(...before)): string =>
        compare(ledger, readingWith(ledger, dollars(off), { orders }), agreed).kind;
      expect(kindOf(0)).toBe("agrees");
      expect([kindOf(-2), kindOf(2)]).toEqual(
        explains ? ["explained", "explained"] : ["differs", "differs"],
      );
      expect(kindOf(-10.01)).toBe("differs");
    });

    test("positions are compared as ever", () => {
      const ledger = someBooks();
      const reading = readingOf(ledger, { orders: [order()], positions: [] });
      expect(compare(ledger, reading).kind).toBe("differs");
    });
  });

  test.each([
    ["older than the last fill", 9_999, "notCompared"],
    ["as old as it", 10_000, "notCompared"],
    ["later", 10_001, "differs"],
  ])("is not compared by data that are not later than the last fill: %s", (_name, dataAt, kind) => {
    const ledger = someBooks();
    expect(compare(ledger, readingWith(ledger, cent, { dataAt })).kind).toBe(kind);
  });

  test("a position that is not ours differs, whatever the cash", () => {
    const ledger = someBooks();
    const [home, away] = readingOf(ledger).positions;
    if (home === undefined || away === undefined) throw new Error("two positions");
    for (const positions of [[], [{ ...home, net: 9_900 }, away], [home, { ...away, net: 100 }]]) {
      expect(compare(ledger, readingOf(ledger, { positions })).kind).toBe("differs");
    }
  });
});

describe("LED-12: a deposit or withdrawal during the session", () => {
  test.each([
    ["deposit", 250],
    ["withdrawal", -40.55],
  ])("a %s is classified, moves the cash and no result, and then all agrees", (_name, amount) => {
    const ledger = someBooks();
    const before = performanceOf(ledger);
    const { realised, feesPaid, day } = ledger;
    const reading = readingWith(ledger, dollars(amount), { transferred: dollars(amount) });
    const found = compare(ledger, reading);
    if (found.kind !== "explained") throw new Error(`not explained: ${found.kind}`);
    expect([found.cause, found.amount]).toEqual(["transfer", dollars(amount)]);
    bookExplained(ledger, found, later);
    expect(ledger.cash).toBe(reading.balance.cash);
    expect(performanceOf(ledger)).toEqual(before);
    expect([ledger.realised, ledger.feesPaid, ledger.day]).toEqual([realised, feesPaid, day]);
    expect(ledger.entries.at(-1)).toMatchObject({ kind: "adjustment", cash: dollars(amount) });
    const agreed = agreedBy(reading, tickers);
    expect(compare(ledger, reading, agreed)).toEqual({ kind: "agrees" });
    expect(
      compare(ledger, readingWith(ledger, cent, { transferred: dollars(amount) }), agreed),
    ).toMatchObject({ kind: "differs" });
  });

  test("one that is not what the cash moved by explains nothing", () => {
    const ledger = someBooks();
    const reading = readingWith(ledger, dollars(250.01), { transferred: dollars(250) });
    expect(compare(ledger, reading).kind).toBe("differs");
  });

  test("trades in other markets are classified too, trades in ours are not", () => {
    const ledger = someBooks();
    const paid = { quantity: contracts(1), fee: cent };
    const fills = (ticker: string) => [{ ticker, tradeId: "t9", ...paid } as VenueFill];
    const elsewhere = compare(ledger, readingWith(ledger, cent, { fills: fills("OTHER") }));
    expect(elsewhere).toMatchObject({ kind: "explained", cause: "elsewhere", amount: cent });
    expect(compare(ledger, readingWith(ledger, cent, { fills: fills(HOME) })).kind).toBe("differs");
  });
});

describe("LED-13: a balance of 0 while the exchange is ill", () => {
  const zero = { balance: { cash: money(0), holdings: undefined, at: undefined } };

  test("is no difference, books nothing, and proves nothing", () => {
    const ledger = someBooks();
    expect(compare(ledger, readingOf(ledger, zero)).kind).toBe("notCompared");
    const takenOver = compareWithAccount(
      ledger,
      createOrders(),
      readingOf(ledger, zero),
      tickers,
      undefined,
    );
    expect(takenOver.kind).toBe("notCompared");
  });

  test("nor are the positions believed that such an answer does not show", () => {
    const ledger = someBooks();
    expect(compare(ledger, readingOf(ledger, { ...zero, positions: [] })).kind).toBe("notCompared");
  });

  test("is the truth when all of it was withdrawn, or when our books say so too", () => {
    const ledger = someBooks();
    const withdrawn = { ...zero, transferred: money(-ledger.cash) };
    expect(compare(ledger, readingOf(ledger, withdrawn))).toMatchObject({ cause: "transfer" });
    expect(compare(ledgerWith(0), readingOf(ledgerWith(0))).kind).toBe("agrees");
  });
});

describe("LED-16: YES-HOME and YES-AWAY together are 1 $ whatever happens", () => {
  /** 100 YES-HOME and 60 YES-AWAY (or short both): 60 pairs. */
  function pairBooks(side: "bid" | "ask" = "bid"): Ledger {
    const ledger = ledgerWith(1_000);
    booked(ledger, { side, at: 60, intent: 1 }, 10_000);
    booked(ledger, { side, at: 39, count: 60, intent: 2, team: "away" }, 11_000);
    return ledger;
  }

  /** HOME wins; both markets pay. */
  function pay(ledger: Ledger): void {
    settle(ledger, HOME, "home", ONE_DOLLAR, later);
    settle(ledger, AWAY, "away", 0 as Price, later);
  }

  test("not returned: the books agree all along, and when both markets have paid", () => {
    const ledger = pairBooks();
    expect(compare(ledger, readingOf(ledger))).toEqual({ kind: "agrees" });
    pay(ledger);
    expect(ledger.cash).toBe(dollars(1_000 - 60 - 23.4 + 100));
    expect(compare(ledger, readingOf(ledger))).toEqual({ kind: "agrees" });
  });

  test.each(["bid", "ask"] as const)("returned: %s pairs are classified and exact", (side) => {
    const ledger = pairBooks(side);
    const own = ledger.cash;
    const theirs = money(own + dollars(60));
    const found = compare(ledger, readingWith(ledger, dollars(60)));
    if (found.kind !== "explained") throw new Error(`not explained: ${found.kind}`);
    expect([found.cause, found.amount]).toEqual(["collateral", dollars(60)]);
    bookExplained(ledger, found, moment(20_000).stamp);
    expect(ledger.cash).toBe(theirs);
    expect(compare(ledger, readingOf(ledger))).toEqual({ kind: "agrees" });
    const { realised } = ledger;
    pay(ledger);
    const paid = side === "bid" ? 100 : 60;
    expect(ledger.cash).toBe(money(theirs + dollars(paid)));
    // The exchange has paid the pairs before: at the end it pays what is left.
    const end = compare(ledger, readingWith(ledger, dollars(-60)));
    if (end.kind !== "explained") throw new Error(`not explained: ${end.kind}`);
    expect([end.cause, end.amount]).toEqual(["collateral", dollars(-60)]);
    const won = money(ledger.realised - realised);
    bookExplained(ledger, end, moment(60_000).stamp);
    expect([ledger.cash, ledger.returned.size]).toEqual([money(own + dollars(paid)), 0]);
    expect(money(ledger.realised - realised)).toBe(won);
    expect(compare(ledger, readingOf(ledger))).toEqual({ kind: "agrees" });
  });

  test("what came back is remembered over a restart", () => {
    const ledger = pairBooks();
    const found = compare(ledger, readingWith(ledger, dollars(60)));
    if (found.kind === "explained") bookExplained(ledger, found, later);
    const restored = ledgerFrom(JSON.parse(JSON.stringify(ledgerSnapshot(ledger))));
    expect([...restored.returned.values()]).toEqual([dollars(60)]);
    pay(restored);
    expect(compare(restored, readingWith(restored, dollars(-60)))).toMatchObject({
      kind: "explained",
      cause: "collateral",
    });
  });

  test("a pair more is another dollar, and any other amount is a difference", () => {
    const ledger = pairBooks();
    const found = compare(ledger, readingWith(ledger, dollars(60)));
    if (found.kind === "explained") bookExplained(ledger, found, later);
    booked(ledger, { side: "bid", at: 39, count: 1, intent: 3, team: "away" }, 51_000);
    expect(compare(ledger, readingWith(ledger, dollars(1)))).toMatchObject({ cause: "collateral" });
    for (const off of [dollars(0.99), dollars(60), dollars(-1), dollars(61)]) {
      expect(compare(ledger, readingWith(ledger, off)).kind).toBe("differs");
    }
  });

  test("each game's collateral comes back by itself, or both together", () => {
    const both = (): Ledger => {
      const ledger = pairBooks();
      for (const [index, ticker] of ["KXNFLGAME-LAST-HOM", "KXNFLGAME-LAST-AWY"].entries()) {
        const terms = { tradeId: `l${index}`, intentId: 8 + index, ticker, side: "bid" } as const;
        const team = index === 0 ? "home" : "away";
        const amounts = { price: 5_000 as Price, quantity: contracts(30), fee: money(0) };
        applyFill(ledger, { ...terms, team, ...amounts }, moment(12_000));
      }
      return ledger;
    };
    const all = ({ positions }: Ledger): AccountReading["positions"] =>
      [...positions.values()].map(({ ticker, net }) => {
        return { ticker, net, cost: undefined, fees: undefined, updatedAt: undefined };
      });
    for (const parts of [[60, 30], [30, 60], [90]]) {
      const ledger = both();
      for (const [index, part] of parts.entries()) {
        const at = 60_000 + index * 15_000;
        const found = compare(
          ledger,
          readingWith(ledger, dollars(part), { dataAt: at, positions: all(ledger) }),
        );
        if (found.kind !== "explained") throw new Error(`not explained: ${found.kind}`);
        expect(found.cause).toBe("collateral");
        bookExplained(ledger, found, moment(at).stamp);
      }
      expect(new Set(ledger.returned.values())).toEqual(new Set([dollars(60), dollars(30)]));
    }
    const ledger = both();
    expect(compare(ledger, readingWith(ledger, dollars(89), { positions: all(ledger) })).kind).toBe(
      "differs",
    );
  });

  test("without a pair nothing can come back", () => {
    const ledger = someBooks();
    booked(ledger, { side: "ask", at: 41, intent: 2, team: "away" }, 11_000);
    expect(positionOf(ledger, AWAY)).toBe(-contracts(100));
    expect(compare(ledger, readingWith(ledger, dollars(100))).kind).toBe("differs");
  });
});

test("LED-05 what a fill says that it cost is booked, not what we would have reckoned", () => {
  const reckoned = feeOf(60, 100, direct);
  const told = money(reckoned + 123);
  const ledger = ledgerWith(1_000);
  booked(ledger, { side: "bid", at: 60, intent: 1, fee: told }, 10_000);
  expect(ledger.cash).toBe(money(dollars(940) - told));
  expect([ledger.feesPaid, ledger.trades[0]?.entryFees]).toEqual([told, told]);
  expect(ledger.entries[0]?.fee).toBe(told);
});
