import { beforeEach, describe, expect, test } from "vitest";
import type { MarketNews } from "../domain/events.ts";
import { price } from "../domain/numbers.ts";
import { ladder, markets } from "./desk-fixture.ts";
import {
  breakBooks,
  createMarketKnowledge,
  crossedDeadline,
  learnMarket,
  type MarketKnowledge,
  recentVolume,
  tickCrossed,
} from "./market-knowledge.ts";

let known: MarketKnowledge;

function learn(mono: number, news: MarketNews) {
  return learnMarket(known, news, { at: 1_000_000 + mono, mono, person: mono });
}

function snapshot(mono: number, bid = 84, ask = 86) {
  const sides = { bids: ladder([bid, 100]), asks: ladder([ask, 100]) };
  return learn(mono, { kind: "snapshot", team: "home", ...sides });
}

function check(mono: number, askedMono: number, bid: number, ask: number) {
  const sides = { bids: ladder([bid, 100]), asks: ladder([ask, 100]) };
  return learn(mono, { kind: "crossCheck", team: "home", askedMono, ...sides });
}

beforeEach(() => {
  known = createMarketKnowledge();
  learn(0, { kind: "markets", markets });
});

describe("KWS-08: a quiet stream against REST's book", () => {
  test("agreement proves the book, however long it has been quiet", () => {
    snapshot(0);
    check(60_000, 59_900, 84, 86);
    expect(known.home.contradicted).toBe(false);
    expect(known.checkMono).toBe(60_000);
  });

  test("one difference makes it doubtful, the second in a row breaks both books", () => {
    snapshot(0);
    expect(check(10_000, 9_900, 80, 82).kind).toBe("none");
    expect(known.home.contradicted).toBe(true);
    expect(check(20_000, 19_900, 80, 82).kind).toBe("broken");
    expect(known.books.home.kind).toBe("broken");
    expect(known.books.away.kind).toBe("broken");
  });

  test("while frames flow a difference proves nothing, and an older doubt is over", () => {
    snapshot(0);
    check(10_000, 9_900, 80, 82);
    const change = { side: "bid", price: price(8300), change: 500 } as const;
    learn(20_000, { kind: "delta", team: "home", ...change });
    check(20_010, 19_990, 80, 82);
    expect(known.home.contradicted).toBe(false);
    expect(known.books.home.kind).toBe("live");
  });
});

describe("books that cannot be trusted", () => {
  test("KWS-02: a delta before its snapshot changes nothing", () => {
    const change = { side: "bid", price: price(8300), change: 500 } as const;
    expect(learn(0, { kind: "delta", team: "home", ...change })).toEqual({ kind: "none" });
    expect(known.books.home.kind).toBe("waiting");
  });

  test("KWS-04: a level that would become negative breaks both books", () => {
    snapshot(0);
    const change = { side: "bid", price: price(8400), change: -20_000 } as const;
    const answer = learn(10, { kind: "delta", team: "home", ...change });
    expect(answer.kind).toBe("broken");
    expect(known.books.home.kind).toBe("broken");
    expect(known.books.away.kind).toBe("broken");
  });

  test("a lost connection breaks both until new snapshots", () => {
    snapshot(0);
    learn(10, { kind: "connection", up: false, why: "closed" });
    expect(known.books.home.kind).toBe("broken");
    snapshot(20);
    expect(known.books.home.kind).toBe("live");
  });
});

describe("KWS-05: a book that stays crossed for more than 1 s", () => {
  function tick(mono: number) {
    return tickCrossed(known, { at: 1_000_000 + mono, mono, person: mono });
  }

  function frame(mono: number, side: "bid" | "ask", cents: number, change: number) {
    return learn(mono, { kind: "delta", team: "home", side, price: price(cents * 100), change });
  }

  test("breaks both books at its deadline, and not before", () => {
    snapshot(0);
    expect([crossedDeadline(known), tick(5000)]).toEqual([undefined, { kind: "none" }]);
    frame(10, "bid", 87, 500);
    expect(crossedDeadline(known)).toBe(1011);
    expect(tick(1010)).toEqual({ kind: "none" });
    expect(known.books.home.kind).toBe("live");
    const { version } = known;
    expect(tick(1011)).toEqual({ kind: "broken", why: "crossed for more than 1 s" });
    expect([known.books.home.kind, known.books.away.kind]).toEqual(["broken", "broken"]);
    expect(known.version).toBe(version + 1);
    expect([crossedDeadline(known), tick(9000)]).toEqual([undefined, { kind: "none" }]);
  });

  test("frames that leave it crossed do not begin anew, snapshots neither", () => {
    snapshot(0);
    frame(0, "bid", 86, 500);
    frame(600, "ask", 90, 500);
    snapshot(900, 88, 87);
    expect(crossedDeadline(known)).toBe(1001);
    expect(tick(1001).kind).toBe("broken");
  });

  test("once it was in order the second is counted anew", () => {
    snapshot(0);
    frame(0, "bid", 86, 500);
    frame(900, "bid", 86, -500);
    expect(crossedDeadline(known)).toBeUndefined();
    frame(950, "bid", 86, 500);
    expect(tick(1900).kind).toBe("none");
    expect(crossedDeadline(known)).toBe(1951);
  });

  test("of two crossed books the older one counts", () => {
    snapshot(0);
    const sides = { bids: ladder([20, 100]), asks: ladder([15, 100]) };
    learn(300, { kind: "snapshot", team: "away", ...sides });
    frame(500, "bid", 87, 500);
    expect(crossedDeadline(known)).toBe(1301);
    learn(800, { kind: "snapshot", team: "away", bids: [], asks: ladder([15, 100]) });
    expect(crossedDeadline(known)).toBe(1501);
  });

  test("a book broken for another reason has no deadline left", () => {
    snapshot(0);
    frame(0, "bid", 87, 500);
    breakBooks(known, "frames were lost");
    expect(crossedDeadline(known)).toBeUndefined();
    snapshot(100);
    expect(tick(5000).kind).toBe("none");
  });
});

test("a new grid replaces the market's own", () => {
  const priceRanges = [{ start: price(10), end: price(9990), step: price(10) }];
  learn(0, { kind: "grid", team: "home", priceRanges });
  expect(known.markets?.home.priceRanges).toEqual(priceRanges);
  expect(known.markets?.away.priceRanges).not.toEqual(priceRanges);
});

test("five minutes of volume are those of the tape, per market", () => {
  const trade = { price: price(8400), taker: "bid" } as const;
  const at = 1_000_000;
  const print = (id: string, team: "home" | "away", tradedAt: number, quantity: number) =>
    learn(0, {
      kind: "trade",
      team,
      tradeId: id,
      quantity: quantity as never,
      tradedAt,
      ...trade,
    });
  print("1", "home", at - 300_001, 500);
  print("2", "home", at - 1000, 700);
  print("3", "away", at - 1000, 900);
  expect(recentVolume(known, "home", at)).toBe(700);
});
