/** The teams' strength, learned before kickoff and kept: what a wrong one would cost is real. */
import { describe, expect, test } from "vitest";
import type { Effect } from "../domain/effects.ts";
import type { Game, Situation } from "../domain/game.ts";
import type { Opening } from "./desk.ts";
import { game, Hand, opening, situation } from "./desk-fixture.ts";
import { viewOf } from "./view.ts";

const before: Partial<Situation> = {
  state: "pre",
  phase: "scheduled",
  period: undefined,
  clockSeconds: undefined,
  homeScore: undefined,
  awayScore: undefined,
  possession: undefined,
  down: undefined,
  distance: undefined,
  yardline100: undefined,
  lastPlay: undefined,
};
const firstPlay: Partial<Situation> = {
  state: "in",
  phase: "inProgress",
  period: 1,
  clockSeconds: 895,
  homeScore: 0,
  awayScore: 0,
  possession: "home",
  down: 1,
  distance: 10,
  yardline100: 70,
  lastPlay: { id: "2", kind: "kickoff", text: "returned to the 30", yards: undefined },
};

class EarlyHand extends Hand {
  readonly of30: Game;

  constructor(change: Partial<Game>, opening: Partial<Opening> = {}) {
    const of30 = { ...game, totalPoints: 45, ...change };
    super({ auto: true, game: of30, ...opening });
    this.of30 = of30;
    this.settleIn();
  }

  /** Before the game, unless told. */
  override answer(changes: Partial<Situation>): readonly Effect[] {
    const known = this.desk.game.situation ?? { ...situation, ...before };
    const now = { ...known, ...changes };
    const news = { kind: "answer", game: this.of30, situation: now, changed: true } as const;
    return this.give({ kind: "game", news });
  }

  /** The quote stands for so many seconds, with an answer of the scoreboard each five. */
  stand(bid: number, ask: number, seconds: number, changes: Partial<Situation> = {}): void {
    for (let passed = 0; passed < seconds; passed += 5) {
      this.show(bid, ask);
      this.crossCheck();
      this.wait(5_000);
      this.answer({ ...changes, statusText: `${this.mono}` });
    }
  }

  fair(): number {
    const { home = Number.NaN, tie = 0 } = this.desk.belief ?? {};
    return (home + tie / 2) / 10_000;
  }

  playOn(bid: number, ask: number): void {
    this.quote(bid, ask);
    for (let play = 1; play <= 12; play += 1) {
      this.wait(5_000);
      const lastPlay = { id: `p${play}`, kind: "scrimmage", text: `${play}`, yards: 3 } as const;
      this.answer({ clockSeconds: 885 - 5 * play, lastPlay });
      this.quote(bid, ask);
    }
  }
}

describe("N-05 the market before kickoff sets the teams' strength", () => {
  test("at kickoff the model is within 2 points of it, whatever the line says", () => {
    const hand = new EarlyHand({ spreadHome: -3 });
    hand.stand(80, 82, 30);
    expect(Math.abs(hand.fair() - 0.81)).toBeLessThanOrEqual(0.02);
    hand.answer(firstPlay);
    expect(Math.abs(hand.fair() - 0.81)).toBeLessThanOrEqual(0.02);
    hand.playOn(80, 82);
    expect(hand.of("intent")).toEqual([]);
  });

  test("makers who pull their quotes at the kickoff change nothing", () => {
    const hand = new EarlyHand({ spreadHome: 9 });
    hand.stand(80, 82, 60);
    hand.show(30, 95);
    hand.wait(6_000);
    hand.show(30, 95);
    hand.answer(firstPlay);
    hand.playOn(80, 82);
    expect(Math.abs(hand.fair() - 0.81)).toBeLessThanOrEqual(0.05);
    expect(hand.of("intent")).toEqual([]);
  });

  test("a kickoff run back that the scoreboard tells 40 s late is not counted twice", () => {
    const hand = new EarlyHand({ spreadHome: 0 });
    hand.stand(49, 51, 60);
    hand.stand(66, 68, 40);
    hand.answer({ ...firstPlay, homeScore: 7, possession: "away", clockSeconds: 885 });
    hand.playOn(66, 68);
    expect(Math.abs(hand.fair() - 0.65)).toBeLessThanOrEqual(0.05);
    expect(hand.of("intent")).toEqual([]);
  });

  test("a scoreboard that has fallen silent before kickoff no longer says that it is before", () => {
    const hand = new EarlyHand({ spreadHome: 0 });
    hand.stand(49, 51, 60);
    for (let passed = 0; passed < 600; passed += 5) {
      hand.show(90, 92);
      hand.wait(5_000);
    }
    hand.answer({ ...firstPlay, clockSeconds: 500 });
    expect(Math.abs(hand.fair() - 0.5)).toBeLessThanOrEqual(0.05);
  });
});

test("N-05 without a line and without a market before kickoff nothing is bought on a guess", () => {
  const hand = new EarlyHand({ spreadHome: undefined, totalPoints: undefined });
  hand.answer(firstPlay);
  hand.playOn(73, 75);
  expect(hand.of("intent")).toEqual([]);
  expect(hand.of("block").flatMap(({ codes }) => codes)).toContain("MODEL_OK");
});

test("a line that comes between two plays counts at once", () => {
  const unlined = { ...game, spreadHome: undefined };
  const hand = new EarlyHand(unlined);
  hand.answer(firstPlay);
  expect(hand.desk.modelMissing).toMatch(/strength is not known/);
  const { situation: same } = hand.desk.game;
  if (same === undefined) throw new Error("no situation");
  const lined = { ...unlined, spreadHome: 7 };
  const news = { kind: "answer", game: lined, situation: same, changed: false } as const;
  hand.give({ kind: "game", news });
  expect(hand.desk.modelMissing).toBeUndefined();
  expect(hand.fair()).toBeGreaterThan(0.6);
});

test("in the break after a quarter MODEL_OK fails until it is told who has the ball", () => {
  const hand = new EarlyHand({ spreadHome: 0 });
  hand.stand(49, 51, 60);
  const last = { ...firstPlay, clockSeconds: 9, down: 3, distance: 8, yardline100: 15 } as const;
  hand.answer(last);
  const none = { possession: undefined, down: undefined, distance: undefined } as const;
  const lastPlay = { id: "t", kind: "turnover", text: "intercepted", yards: 0 } as const;
  const ends = { ...none, phase: "endOfPeriod", clockSeconds: 0, yardline100: undefined } as const;
  hand.answer({ ...ends, lastPlay });
  const modelGate = () =>
    viewOf(hand.desk, hand.now(), 1).gates.find(({ code }) => code === "MODEL_OK");
  expect(modelGate()).toMatchObject({ verdict: "fail" });
  const next = { possession: "away", down: 1, distance: 10, yardline100: 80 } as const;
  hand.answer({ ...next, phase: "inProgress", period: 2, clockSeconds: 900 });
  expect(modelGate()).toMatchObject({ verdict: "pass" });
});

describe("what the beginning told is kept", () => {
  function begun(): EarlyHand {
    const hand = new EarlyHand({ spreadHome: -3 });
    hand.stand(80, 82, 30);
    hand.answer(firstPlay);
    return hand;
  }

  test("it is recorded once it is complete", () => {
    const told = begun().of("beginning");
    expect(told.at(-1)?.beginning).toEqual({
      eventId: game.eventId,
      at: opening.startedAt + 30_000,
      doubledMid: 16_200,
      openingReceiver: "home",
    });
  });

  test("a look at the market that ended before kickoff is not", () => {
    const hand = new EarlyHand({ spreadHome: -3 });
    hand.stand(80, 82, 30);
    expect([hand.desk.beginning, hand.of("beginning")]).toEqual([undefined, []]);
  });

  test("a game put off to another day begins anew", () => {
    const beginning = begun().of("beginning").at(-1)?.beginning;
    const days = opening.startedAt + 2 * 86_400_000;
    const later = new EarlyHand({ spreadHome: -3 }, { beginning, startedAt: days });
    expect(later.desk.anchor).toEqual({ kind: "line" });
  });

  test("a scoreboard that says in the game that it has not begun changes nothing", () => {
    const beginning = begun().of("beginning").at(-1)?.beginning;
    for (const known of [undefined, beginning]) {
      const hand = new EarlyHand({ spreadHome: 0 }, { beginning: known });
      hand.answer({ ...firstPlay, homeScore: 17 });
      const { anchor } = hand.desk;
      hand.answer(before);
      hand.stand(94, 96, 60);
      expect(hand.desk.anchor).toEqual(anchor);
    }
  });

  test("a session that comes later goes by it, for the same game alone", () => {
    const beginning = begun().of("beginning").at(-1)?.beginning;
    const later = new EarlyHand({ spreadHome: -3 }, { beginning });
    later.answer({ ...firstPlay, clockSeconds: 800 });
    expect(later.desk.anchor).toEqual({ kind: "market", chance: 0.81 });
    expect(later.desk.game.openingReceiver).toBe("home");
    const other = new EarlyHand({ spreadHome: -3, eventId: "another" }, { beginning });
    expect(other.desk.anchor).toEqual({ kind: "line" });
    expect(other.desk.game.openingReceiver).toBeUndefined();
  });
});
