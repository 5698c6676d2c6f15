import { describe, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import { contracts, type Money, price } from "../domain/numbers.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { Hand } from "./desk-fixture.ts";

const home = "KXNFLGAME-26OCT12DENKC-KC";

function settled(changes: ConstructorParameters<typeof Hand>[0] = {}): Hand {
  const hand = new Hand(changes);
  hand.believe(75);
  hand.settleIn();
  hand.quote(74, 76);
  return hand;
}

function refresh(hand: Hand, clockSeconds: number): void {
  hand.answer({ clockSeconds });
  hand.crossCheck();
}

function buy(hand: Hand, count: number, at: number): number {
  const answer = hand.command({
    kind: "ticket",
    ticker: home,
    side: "bid",
    quantity: contracts(count),
    price: price(at * 100),
    idempotencyKey: undefined,
  });
  expect(answer.status).toBe(202);
  const intentId = Number(answer.body["intent_id"]);
  hand.carryThrough(intentId);
  return intentId;
}

function sell(hand: Hand, count: number, at: number): void {
  const answer = hand.command({
    kind: "ticket",
    ticker: home,
    side: "ask",
    quantity: contracts(count),
    price: price(at * 100),
    idempotencyKey: undefined,
  });
  hand.carryThrough(Number(answer.body["intent_id"]));
}

describe("RSK-06: the day's loss, from real fills", () => {
  test("a realised loss at the limit trips to HALTED at once", () => {
    const hand = settled({ config: { ...DEFAULT_CONFIG, dailyLoss: 10_000_000 as Money } });
    buy(hand, 100, 76);
    hand.quote(64, 66);
    sell(hand, 100, 64);
    expect(hand.desk.ledger.day.realised).toBeLessThanOrEqual(-10_000_000);
    expect(hand.desk.standing.state).toBe("HALTED");
    expect(hand.of("trip").map(({ code }) => code)).toEqual(["DAILY_LOSS"]);
  });

  test("an unrealised loss trips only after it has stood for 10 s", () => {
    const hand = settled({ config: { ...DEFAULT_CONFIG, dailyLoss: 10_000_000 as Money } });
    buy(hand, 100, 76);
    hand.show(60, 62);
    hand.wait(9_000);
    hand.show(60, 62);
    expect(hand.desk.standing.state).toBe("TRADING");
    expect(hand.deadline).toBe(hand.mono + 1_000);
    hand.wait(1_000);
    hand.give({ kind: "timer" });
    expect(hand.desk.standing.state).toBe("HALTED");
  });

  test("a restart does not clear it, 06:00 in New York does", () => {
    const hand = settled({ config: { ...DEFAULT_CONFIG, dailyLoss: 10_000_000 as Money } });
    buy(hand, 100, 76);
    hand.quote(64, 66);
    sell(hand, 100, 64);
    const again = settled({
      config: { ...DEFAULT_CONFIG, dailyLoss: 10_000_000 as Money },
      ledger: ledgerSnapshot(hand.desk.ledger),
      dailyLossTrippedDay: hand.desk.dailyLoss.trippedDay,
    });
    const order = {
      kind: "ticket",
      ticker: home,
      side: "bid",
      quantity: contracts(10),
      price: price(7600),
      idempotencyKey: undefined,
    } as const;
    expect(again.command(order).body["codes"]).toContain("DAILY_LOSS");
    again.wait(24 * 3_600_000);
    refresh(again, 400);
    again.give({ kind: "market", news: { kind: "answered" } });
    again.quote(74, 76);
    expect(again.command(order).status).toBe(202);
  });
});

describe("RSK-07: the loss streak", () => {
  function loseThrice(): Hand {
    const hand = settled();
    for (let loss = 0; loss < 3; loss += 1) {
      hand.wait(30_000);
      refresh(hand, 500 - loss);
      hand.quote(74, 76);
      buy(hand, 10, 76);
      hand.quote(74, 76);
      sell(hand, 10, 74);
    }
    return hand;
  }

  test("the third closed net loss in a row turns auto off and leads to MONITORING", () => {
    const hand = loseThrice();
    expect(hand.of("trip").map(({ code }) => code)).toEqual(["STREAK"]);
    expect(hand.desk.standing.state).toBe("MONITORING");
  });

  test("a person may go on from 60 s later, and the streak is 0 then", () => {
    const hand = loseThrice();
    const tripped = hand.desk.streak.trippedPerson ?? 0;
    hand.mono = tripped + 59_000;
    expect(hand.command({ kind: "start" }).status).toBe(409);
    hand.mono = tripped + 60_000;
    expect(hand.command({ kind: "start" }).status).toBe(200);
    expect(hand.desk.streak.losses).toBe(0);
    expect(hand.desk.standing.state).toBe("TRADING");
  });

  test("a Start that is refused for another reason forgives nothing", () => {
    const hand = loseThrice();
    hand.command({ kind: "kill" });
    hand.mono = (hand.desk.streak.trippedPerson ?? 0) + 60_000;
    hand.desk.standing = {
      state: "HALTED",
      halt: { code: "KILL", person: hand.mono, day: undefined },
    };
    expect(hand.command({ kind: "start" }).status).toBe(409);
    expect(hand.desk.streak.losses).toBe(3);
  });

  test("a limit lowered below the losses that stand trips at once", () => {
    const hand = settled();
    for (let loss = 0; loss < 2; loss += 1) {
      hand.wait(30_000);
      refresh(hand, 500 - loss);
      hand.quote(74, 76);
      buy(hand, 10, 76);
      hand.quote(74, 76);
      sell(hand, 10, 74);
    }
    const change = { settings: { lossStreak: 2 }, autoTrading: undefined };
    hand.command({
      kind: "config",
      change: { ...change, paperTrading: undefined, version: undefined },
    });
    expect(hand.desk.standing.state).toBe("MONITORING");
  });
});

describe("PAP-10 and RSK-22: one entry on a signal", () => {
  test("20 min of an unchanged market and game with one 12-point edge: one entry", () => {
    const hand = settled({ auto: true });
    hand.wait(60_000);
    hand.answer({ homeScore: 24, clockSeconds: 510 });
    hand.quote(62, 64);
    hand.carryThrough(1);
    for (let second = 0; second < 1200; second += 2) {
      hand.wait(2_000);
      hand.answer({});
      hand.quote(62, 64);
    }
    expect(hand.of("intent")).toHaveLength(1);
  });

  test("a new game event allows one more", () => {
    const hand = settled({ auto: true });
    hand.wait(60_000);
    hand.answer({ homeScore: 24, clockSeconds: 510 });
    hand.quote(62, 64);
    hand.carryThrough(1);
    hand.wait(30_000);
    hand.answer({ awayScore: 13, clockSeconds: 470 });
    hand.quote(62, 64);
    hand.carryThrough(2);
    hand.wait(2_000);
    hand.quote(62, 64);
    expect(hand.of("intent").filter(({ order }) => order.origin === "auto")).toHaveLength(2);
  });
});

describe("the market's end", () => {
  test("determined is pending; settled is paid, once, and the game is over when both are", () => {
    const hand = settled();
    buy(hand, 10, 76);
    hand.answer({ state: "post", phase: "final", completed: true, possession: undefined });
    const cash = hand.desk.ledger.cash;
    hand.give({ kind: "market", news: { kind: "determined", team: "home", value: price(10_000) } });
    expect(hand.desk.ledger.cash).toBe(cash);
    const paid = { kind: "settled", team: "home", value: price(10_000) } as const;
    hand.give({ kind: "market", news: paid });
    hand.give({ kind: "market", news: paid });
    expect(hand.desk.ledger.cash).toBe(cash + 10_000_000);
    expect(hand.of("settle")).toHaveLength(1);
    hand.give({ kind: "market", news: { kind: "settled", team: "away", value: price(0) } });
    expect(hand.desk.ledger.trades[0]?.closed).toBeDefined();
  });
});

describe("the paper ledger", () => {
  test("starts anew only when nothing is held, and it is recorded", () => {
    const hand = settled();
    buy(hand, 10, 76);
    expect(hand.command({ kind: "resetPaper" }).status).toBe(409);
    refresh(hand, 400);
    hand.quote(74, 76);
    sell(hand, 10, 74);
    expect(hand.command({ kind: "resetPaper" })).toEqual({ status: 200, body: { balance: 1000 } });
    expect(hand.desk.ledger.cash).toBe(1_000_000_000);
    expect(hand.of("paperReset")).toEqual([{ kind: "paperReset", balance: 1_000_000_000 }]);
  });
});

describe("max hold", () => {
  test("alerts once when a trade has been held too long, and sells nothing", () => {
    const hand = settled({ config: { ...DEFAULT_CONFIG, maxHoldMinutes: 5 } });
    buy(hand, 10, 76);
    expect(hand.deadline).toBe((hand.desk.ledger.trades[0]?.opened.mono ?? 0) + 300_000);
    hand.wait(300_000);
    hand.give({ kind: "timer" });
    hand.wait(60_000);
    hand.give({ kind: "timer" });
    expect(hand.desk.notices.map(({ text }) => text)).toEqual(["T1 has been held for 5 min."]);
    expect(hand.of("intent")).toHaveLength(1);
  });
});
