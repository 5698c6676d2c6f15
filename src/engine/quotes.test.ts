/** Quotes that must not be traded on: crossed books, spikes, two books that contradict. */
import { describe, expect, test } from "vitest";
import { price } from "../domain/numbers.ts";
import { review } from "../risk/risk.ts";
import { Hand } from "./desk-fixture.ts";
import { gatherFacts, onlyLooking } from "./gather-facts.ts";
import { marketView } from "./view-game.ts";
import { teamNames } from "./desk.ts";

/** Auto is on, model and market agree on 75, and there was a score just now. */
function quietHand(): Hand {
  const hand = new Hand({ auto: true });
  hand.believe(75);
  hand.settleIn();
  hand.quote(74, 76);
  hand.wait(60_000);
  hand.quote(74, 76);
  // Whatever the market does now is explained: MARKET_FIRST has nothing to say.
  hand.answer({ homeScore: 24, clockSeconds: 500 });
  return hand;
}

/** One frame of each book, in cents: what a quote looks like that does not last. */
function frame(hand: Hand, bid: number, ask: number, awayBid = 100 - ask): void {
  hand.snapshot("away", [[awayBid, 500]], [[awayBid + ask - bid, 500]]);
  hand.snapshot("home", [[bid, 500]], [[ask, 500]]);
}

function codesTold(hand: Hand): readonly string[] {
  return hand.of("block").flatMap(({ codes }) => codes);
}

function homeView(hand: Hand) {
  return marketView(hand.desk.market, teamNames(hand.desk), hand.now().at).home;
}

describe("KWS-18: a spike to 99 for 200 ms", () => {
  test("opens a signal and QUOTE_STABLE alone keeps auto from it", () => {
    const hand = quietHand();
    frame(hand, 98, 99);
    expect(hand.of("signal").map(({ what }) => what)).toEqual(["opened"]);
    expect(codesTold(hand)).toEqual(["QUOTE_STABLE"]);
    hand.wait(200);
    frame(hand, 74, 76);
    expect(hand.of("intent")).toEqual([]);
    expect(hand.of("signal").map(({ what }) => what)).toEqual(["opened", "ended"]);
  });

  test("keeps auto from it also when it sends a burst of frames", () => {
    const hand = quietHand();
    for (let times = 0; times < 21; times += 1) {
      frame(hand, 98, 99);
      if (times < 20) hand.wait(10);
    }
    hand.give({ kind: "timer" });
    expect(hand.of("intent")).toEqual([]);
    expect(codesTold(hand)).toEqual(["QUOTE_STABLE"]);
  });

  test("the same quote is traded when it outlives that and has a second frame", () => {
    const hand = quietHand();
    frame(hand, 98, 99);
    hand.wait(201);
    hand.give({ kind: "timer" });
    expect(hand.of("intent")).toEqual([]);
    frame(hand, 98, 99);
    expect(hand.of("intent").map(({ order }) => order.origin)).toEqual(["auto"]);
  });

  test("frames without size on a side are no second frame", () => {
    const hand = quietHand();
    frame(hand, 98, 99);
    hand.snapshot("home", [[98, 500]], []);
    hand.wait(201);
    frame(hand, 98, 99);
    expect(hand.of("intent")).toEqual([]);
    expect(new Set(codesTold(hand))).toEqual(new Set(["QUOTE_STABLE"]));
  });
});

describe("KWS-21: mids of home and away that sum to 110", () => {
  test("BOOKS_AGREE alone blocks auto", () => {
    const hand = quietHand();
    frame(hand, 84, 86, 24);
    hand.wait(201);
    frame(hand, 84, 86, 24);
    expect(homeView(hand)?.mid).toBe(0.85);
    expect(codesTold(hand).filter((code) => code !== "QUOTE_STABLE")).toEqual(["BOOKS_AGREE"]);
    expect(hand.of("intent")).toEqual([]);
  });

  test("auto enters as soon as they sum to a dollar", () => {
    const hand = quietHand();
    for (let times = 0; times < 3; times += 1) frame(hand, 84, 86, 24);
    frame(hand, 84, 86);
    hand.wait(201);
    frame(hand, 84, 86);
    expect(hand.of("intent").map(({ order }) => order.origin)).toEqual(["auto"]);
  });
});

describe("KWS-05: a crossed or locked book", () => {
  test.each([
    ["crossed", 86, 84],
    ["locked", 85, 85],
  ])("that is %s has no mid and gives no signal, however often it comes", (_name, bid, ask) => {
    const hand = quietHand();
    for (let times = 0; times < 3; times += 1) {
      hand.snapshot("home", [[bid, 500]], [[ask, 500]]);
      expect(homeView(hand)).toMatchObject({ bid: null, ask: null, mid: null, spread: null });
    }
    expect(hand.of("signal")).toEqual([]);
    expect(hand.of("intent")).toEqual([]);
  });

  test("ends a signal at once: its intent is abandoned", () => {
    const hand = quietHand();
    hand.quote(84, 86);
    const [intent] = hand.of("intent");
    if (intent === undefined) throw new Error("no intent to abandon");
    hand.snapshot("home", [[87, 500]], [[86, 500]]);
    hand.give({ kind: "durable", intentId: intent.order.intentId });
    expect(hand.of("signal").map(({ what }) => what)).toEqual(["opened", "ended"]);
    expect(hand.of("send")).toEqual([]);
    expect(hand.of("abandon")[0]?.codes).toContain("TWO_SIDED");
  });

  test("fills nothing: an order that meets it ends unfilled", () => {
    const hand = quietHand();
    hand.quote(84, 86);
    hand.give({ kind: "durable", intentId: 1 });
    const [send] = hand.of("send");
    if (send?.paperDueMono === undefined) throw new Error("no order under way");
    hand.wait(send.paperDueMono - hand.mono - 1);
    const { team, side } = send.order;
    // The side that the order would take stays as good as it was; the other one passes it.
    expect([team, side]).toEqual(["home", "ask"]);
    const delta = { side: "ask", price: price(8300), change: 500 } as const;
    hand.give({ kind: "market", news: { kind: "delta", team: "home", ...delta } });
    hand.wait(1);
    hand.give({ kind: "timer" });
    expect(hand.of("fill")).toEqual([]);
    expect(hand.of("orderEnded").map(({ filled }) => filled)).toEqual([0]);
  });

  test("is not whole, and says why", () => {
    const hand = quietHand();
    hand.snapshot("home", [[87, 500]], [[86, 500]]);
    const { failed } = review(gatherFacts(hand.desk, hand.now(), onlyLooking), "ticket");
    expect(failed).toContain("BOOK_WHOLE");
    expect(homeView(hand)).toMatchObject({ book: "broken", why: "its bid is not below its ask" });
  });

  test("that stays so for more than 1 s breaks both and is asked for anew, without any frame", () => {
    const hand = quietHand();
    hand.snapshot("home", [[87, 500]], [[86, 500]]);
    expect(hand.deadline).toBe(hand.mono + 1001);
    hand.wait(1000);
    hand.give({ kind: "timer" });
    expect([hand.desk.market.books.home.kind, hand.of("resubscribe")]).toEqual(["live", []]);
    hand.wait(1);
    hand.give({ kind: "timer" });
    const { home, away } = hand.desk.market.books;
    expect([home.kind, away.kind]).toEqual(["broken", "broken"]);
    expect(hand.of("resubscribe").map(({ why }) => why)).toEqual(["crossed for more than 1 s"]);
    expect(hand.deadline).toBeUndefined();
  });

  test("that has been so for more than 1 s is not saved by the frame that comes then", () => {
    const hand = quietHand();
    hand.snapshot("home", [[87, 500]], [[86, 500]]);
    hand.wait(1001);
    const delta = { side: "bid", price: price(8700), change: -50_000 } as const;
    hand.give({ kind: "market", news: { kind: "delta", team: "home", ...delta } });
    expect(hand.desk.market.books.home.kind).toBe("broken");
    expect(hand.of("resubscribe")).toHaveLength(1);
  });
});

test("lost frames end what a quote has stood: one frame before and one after are not two", () => {
  const hand = quietHand();
  frame(hand, 84, 86);
  hand.wait(201);
  hand.give({ kind: "overflow", dropped: 3 });
  frame(hand, 84, 86);
  hand.wait(201);
  hand.give({ kind: "timer" });
  expect(hand.of("intent")).toEqual([]);
  frame(hand, 84, 86);
  expect(hand.of("intent")).toHaveLength(1);
});
