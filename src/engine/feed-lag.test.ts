import { describe, expect, test } from "vitest";
import { Hand } from "./desk-fixture.ts";
import { viewOf } from "./view.ts";

/** A live game with a quiet book, and the words of its view about the lag. */
function night(): { hand: Hand; lag: () => unknown } {
  const hand = new Hand();
  hand.settleIn();
  hand.show(60, 62);
  hand.wait(60_000);
  return { hand, lag: () => viewOf(hand.desk, hand.now(), 1).feed_lag };
}

/** The market jumps by 8¢, and `seconds` later the scoreboard tells of the score. */
function scoreAfter(hand: Hand, seconds: number): void {
  const { homeScore = 0 } = hand.desk.game.situation ?? {};
  const up = hand.desk.marketFirst.current === 122 * 100;
  hand.show(up ? 68 : 60, up ? 70 : 62);
  hand.wait(seconds * 1000);
  hand.answer({ homeScore: homeScore + 3 });
  hand.wait(60_000);
}

describe("the lag of the feed behind the market (N-02)", () => {
  test("is told from three events on, as median and 90 % mark", () => {
    const { hand, lag } = night();
    scoreAfter(hand, 14);
    scoreAfter(hand, 32);
    expect(lag()).toEqual({ events: 2, median_s: null, p90_s: null });
    scoreAfter(hand, 20);
    expect(lag()).toEqual({ events: 3, median_s: 20, p90_s: 32 });
    for (const seconds of [10, 11, 12, 13, 15, 16, 17]) scoreAfter(hand, seconds);
    expect(lag()).toEqual({ events: 10, median_s: 14.5, p90_s: 20 });
  });

  test("a jump after the event measures nothing: the feed was first", () => {
    const { hand, lag } = night();
    hand.answer({ homeScore: 20 });
    hand.wait(4000);
    hand.show(70, 72);
    hand.wait(20_000);
    hand.answer({ possession: "away" });
    expect(lag()).toMatchObject({ events: 0 });
  });

  test("of several jumps before an event the first one counts", () => {
    const { hand, lag } = night();
    hand.show(66, 68);
    hand.wait(6000);
    scoreAfter(hand, 10);
    scoreAfter(hand, 10);
    scoreAfter(hand, 10);
    expect(lag()).toEqual({ events: 3, median_s: 10, p90_s: 16 });
  });

  test("a move long before the last one was noise", () => {
    const { hand, lag } = night();
    hand.show(66, 68);
    hand.wait(40_000);
    hand.show(60, 62);
    hand.wait(40_000);
    scoreAfter(hand, 12);
    expect(hand.desk.feedLag.lags).toEqual([12_000]);
    expect(lag()).toMatchObject({ events: 1 });
  });

  test("an event more than 90 s later explains nothing", () => {
    const { hand, lag } = night();
    scoreAfter(hand, 91);
    expect(lag()).toMatchObject({ events: 0 });
    scoreAfter(hand, 90);
    expect(lag()).toMatchObject({ events: 1 });
  });

  test("a running clock, a short gain and the end of a period are no explanation", () => {
    const { hand, lag } = night();
    hand.show(68, 70);
    hand.wait(5000);
    hand.answer({ clockSeconds: 500 });
    hand.answer({ phase: "endOfPeriod", clockSeconds: 0 });
    expect(lag()).toMatchObject({ events: 0 });
    const lastPlay = { id: "41", kind: "scrimmage", text: "a run for 25", yards: 25 } as const;
    hand.wait(5000);
    hand.answer({ phase: "inProgress", period: 4, clockSeconds: 900 });
    hand.answer({ lastPlay });
    expect(lag()).toMatchObject({ events: 1 });
  });

  test("the list is bounded, the count goes on", () => {
    const { hand, lag } = night();
    for (let index = 0; index < 210; index += 1) scoreAfter(hand, 10);
    expect(hand.desk.feedLag.lags.length).toBe(200);
    expect(lag()).toEqual({ events: 210, median_s: 10, p90_s: 10 });
  });
});
