/** Out of DEMO and LIVE, and what a restart finds there (trading semantics §1). */
import { describe, expect, test } from "vitest";
import type { Command } from "../domain/commands.ts";
import { money } from "../domain/numbers.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { armDemo, autoOn, AWAY, HOME, liveOpening, toPaper, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const hourMs = 3_600_000;
const stop: Command = { kind: "stop" };

function inDemo(): VenueHand {
  return new VenueHand().intoDemo();
}

describe("the end of arming", () => {
  test("after 4 h on the operator's clock the desk only reduces while something is held", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answerNow(autoOn);
    hand.pass(4 * hourMs - hand.mono + 201);
    expect(hand.desk.arming.kind).toBe("disarmed");
    expect(hand.desk).toMatchObject({
      mode: "DEMO",
      auto: false,
      standing: { state: "REDUCE-ONLY" },
    });
    expect(hand.ticket("bid", 10, 76)).toMatchObject({ status: 422 });
    expect(hand.answerNow({ kind: "start" }).status).toBe(409);
    expect(hand.answerNow({ kind: "flatten", worst: undefined }).status).toBe(202);
    const { intentId, reduceOnly } = hand.sendNewest();
    expect(reduceOnly).toBe(true);
    hand.accept(intentId);
    hand.fill(intentId, 10, 74);
    expect(hand.desk.mode).toBe("DEMO");
    hand.end(intentId);
    expect(hand.desk).toMatchObject({ mode: "PAPER", standing: { state: "MONITORING" } });
    expect(hand.of("closeAccount")).toHaveLength(1);
  });

  test("until then it is armed, to the millisecond", () => {
    const hand = inDemo();
    const { arming } = hand.desk;
    if (arming.kind !== "armed") throw new Error("not armed");
    hand.pass(arming.untilPerson - hand.mono - 1);
    expect(hand.desk.arming.kind).toBe("armed");
    hand.pass(1);
    expect([hand.desk.arming.kind, hand.desk.mode]).toEqual(["disarmed", "PAPER"]);
  });

  test("paper_trading: true when flat is PAPER at once, with something held REDUCE-ONLY", () => {
    const flat = inDemo();
    expect(flat.answerNow(toPaper).status).toBe(200);
    expect([flat.desk.mode, flat.desk.standing.state]).toEqual(["PAPER", "MONITORING"]);
    const holding = inDemo();
    holding.buy(10, 76);
    holding.answerNow(toPaper);
    expect([holding.desk.mode, holding.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
  });

  test("an entry on its way, or of unknown fate, keeps the mode until its end", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.answerNow(toPaper);
    expect(hand.desk.mode).toBe("DEMO");
    hand.tell({ kind: "unknown", intentId, why: "no answer" });
    hand.pass(20_000);
    expect(hand.desk.mode).toBe("DEMO");
    hand.accept(intentId);
    hand.end(intentId, "unfilled");
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("an entry that has not left yet is abandoned", () => {
    const hand = inDemo();
    hand.ticket("bid", 10, 76);
    hand.answerNow(toPaper);
    hand.give({ kind: "durable", intentId: 1 });
    expect(hand.of("send")).toEqual([]);
    expect(hand.of("abandon")[0]?.codes).toContain("MODE");
    expect(hand.desk.mode).toBe("PAPER");
  });

  test("at the end of the game, when both markets have paid", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answer({ state: "post", completed: true, phase: "final" });
    hand.settle("home", 100);
    expect(hand.desk.arming.kind).toBe("armed");
    hand.settle("away", 0);
    expect(hand.of("mode").at(-1)).toMatchObject({ armed: false, why: "the game is over" });
    hand.give({ kind: "timer" });
    // The night stays as it was traded: its results stand on the page.
    expect([hand.desk.mode, hand.desk.arming.kind]).toEqual(["DEMO", "disarmed"]);
    const { cash, positions } = hand.desk.ledger;
    expect([cash, positions.get(HOME)?.net]).toEqual([hand.shown.cash, 0]);
  });

  test("books that begin after one market has paid pay it too", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.settle("home", 100);
    // The exchange has not paid what this reading shows.
    hand.shown.held.set(HOME, 10);
    hand.arm();
    hand.shown.held.delete(HOME);
    hand.shown.cash = money(hand.shown.cash + 10_000_000);
    expect(hand.of("settle").at(-1)).toMatchObject({ mode: "DEMO", amount: 10_000_000 });
    hand.tradeElsewhere("bid", 3, 50);
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(0);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("a game that is over is not armed for", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.answer({ state: "post", completed: true, phase: "final" });
    hand.settle("home", 100);
    hand.settle("away", 0);
    expect(hand.answerNow(armDemo)).toMatchObject({ status: 409, body: { code: "GAME_LIVE" } });
    expect(hand.of("openAccount")).toEqual([]);
  });

  test("nor is one begun while an order is on its way", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ticket("bid", 10, 76);
    expect(hand.answerNow(armDemo)).toMatchObject({ body: { code: "ORDER_IN_FLIGHT" } });
  });

  test("every purse is paid: a position on paper as well as one at the exchange", () => {
    const hand = new VenueHand();
    hand.calm();
    hand.ticket("bid", 10, 76);
    hand.sendNewest();
    hand.pass(2_000);
    hand.intoDemo();
    hand.buy(10, 76);
    hand.settle("home", 100);
    const settled = hand.of("settle").map(({ mode, amount }) => [mode, amount]);
    expect(settled).toEqual([
      ["DEMO", 10_000_000],
      ["PAPER", 10_000_000],
    ]);
    hand.settle("home", 100);
    expect(hand.desk.ledger.cash).toBe(hand.shown.cash);
  });

  test("a disarmed desk that holds something never trades: Start after a halt only reduces", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.tell({ kind: "entryGroup", state: { kind: "triggered", groupId: "g1", why: "300" } });
    hand.answerNow(toPaper);
    expect(hand.desk.standing.state).toBe("HALTED");
    hand.pass(61_000);
    hand.answerNow({ kind: "start" });
    expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["DEMO", "REDUCE-ONLY"]);
    expect(hand.ticket("bid", 10, 76).status).toBe(422);
  });

  test("PAPER waits for the proof of a stop that is still being read", () => {
    const hand = inDemo();
    const id = hand.ask(stop);
    hand.answerNow(toPaper);
    hand.pass(2_000);
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["DEMO", 0]);
    expect(hand.answerNow({ kind: "start" }).status).toBe(409);
    hand.prove();
    expect([hand.desk.mode, hand.answersTo(id).length]).toEqual(["PAPER", 1]);
  });

  test("a fill that comes after all is booked where it belongs, and the desk reduces there", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.end(intentId, "unfilled");
    hand.answerNow(toPaper);
    expect(hand.desk.mode).toBe("PAPER");
    const paper = hand.desk.ledger.cash;
    hand.fill(intentId, 10, 76);
    expect(hand.desk).toMatchObject({ mode: "DEMO", standing: { state: "REDUCE-ONLY" } });
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    expect(hand.desk.otherPurses.get("PAPER")?.ledger.cash).toBe(paper);
    expect(hand.of("openAccount")).toHaveLength(2);
  });

  test("armed again, the books go on, with what was traded elsewhere meanwhile", () => {
    const hand = inDemo();
    hand.buy(10, 76);
    hand.answerNow({ kind: "flatten", worst: undefined });
    const exit = hand.sendNewest().intentId;
    hand.accept(exit);
    hand.fill(exit, 10, 74);
    hand.end(exit);
    hand.answerNow(toPaper);
    // Nobody looks: bought by hand, and a deposit.
    hand.shown.held.set(HOME, 40).set(AWAY, -5);
    hand.shown.cash = money(hand.shown.cash - 20_000_000);
    const before = hand.desk.otherPurses.get("DEMO")?.ledger.realised;
    hand.pass(70_000);
    hand.arm();
    hand.answerNow({ kind: "start" });
    expect(hand.of("openBooks")).toHaveLength(1);
    for (let look = 0; look < 3; look += 1) {
      hand.pass(15_000);
      hand.read();
      expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(4_000);
    }
    expect(hand.desk.venue).toMatchObject({ differences: 0 });
    expect(hand.of("trip")).toEqual([]);
    const { ledger } = hand.desk;
    expect([ledger.cash, ledger.realised]).toEqual([hand.shown.cash, before]);
    expect(ledger.positions.get(HOME)?.net).toBe(4_000);
    expect(ledger.positions.get(AWAY)?.net).toBe(-500);
  });
});

describe.each(["DEMO", "LIVE"] as const)(
  "RSK-18: begins with the books of a %s session",
  (mode) => {
    const changes = mode === "LIVE" ? liveOpening : {};
    const armed: Command = { kind: "arm", word: "LIVE", sessionCap: money(1e8) };

    function leftBehind(change: (hand: VenueHand) => void) {
      const hand = new VenueHand(changes).intoDemo(armed);
      hand.answerNow(autoOn);
      change(hand);
      const { ledger, orders, intents } = hand.desk;
      const open = [...orders.live].map(({ order, sentAt }) => ({ order, sentAt: sentAt ?? 0 }));
      return {
        mode,
        ledger: ledgerSnapshot(ledger),
        dailyLossTrippedDay: undefined,
        orders: open,
        intents,
      } as const;
    }

    function later(change: (hand: VenueHand) => void, auto = false): VenueHand {
      return new VenueHand({ ...changes, sessionId: "later", second: leftBehind(change), auto });
    }

    test("flat: PAPER, and the books wait for the next arming", () => {
      const hand = later(() => {});
      expect([hand.desk.mode, hand.desk.standing.state]).toEqual(["PAPER", "TRADING"]);
      hand.calm();
      expect([hand.desk.mode, hand.desk.auto]).toEqual(["PAPER", false]);
      expect([hand.of("openAccount"), hand.of("closeAccount")]).toEqual([[], []]);
    });

    test("a position: REDUCE-ONLY with auto off, only exits pass, PAPER when it is closed", () => {
      const hand = later((before) => before.buy(10, 76), true);
      hand.shown.held.set(HOME, 10);
      hand.calm();
      hand.showAccount();
      expect(hand.desk).toMatchObject({ mode, auto: false, standing: { state: "REDUCE-ONLY" } });
      expect(viewOf(hand.desk, hand.now(), 1).position).not.toBeNull();
      expect(hand.ticket("bid", 10, 76).status).toBe(422);
      hand.answerNow({ kind: "flatten", worst: undefined });
      const { intentId } = hand.sendNewest();
      hand.accept(intentId);
      hand.fill(intentId, 10, 74);
      hand.end(intentId);
      expect(hand.desk.mode).toBe("PAPER");
    });

    test("an order on its way: its fate is open, and decides when PAPER is again", () => {
      const hand = later((before) => void before.sendTicket("bid", 10, 76));
      hand.calm();
      expect([hand.desk.mode, hand.desk.standing.state]).toEqual([mode, "REDUCE-ONLY"]);
      expect(viewOf(hand.desk, hand.now(), 1).status.unknown_orders).toMatchObject([
        { intent_id: 1, quantity: 10 },
      ]);
      hand.accept(1);
      hand.end(1, "unfilled");
      expect(hand.desk.mode).toBe("PAPER");
    });

    test("from there it may be armed without a detour", () => {
      const hand = later((before) => before.buy(10, 76));
      hand.shown.held.set(HOME, 10);
      hand.calm();
      hand.arm(armed);
      expect(hand.of("openBooks")).toEqual([]);
      expect(hand.desk).toMatchObject({ mode, standing: { state: "MONITORING" } });
      expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(1_000);
    });
  },
);
