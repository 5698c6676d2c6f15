/** STOP and Kill where orders are really sent: at once in here, proven by the exchange. */
import { describe, expect, test } from "vitest";
import type { Answer } from "../domain/effects.ts";
import type { CancelOutcome, StopProof } from "../domain/venue-news.ts";
import { contracts, money, price } from "../domain/numbers.ts";
import type { Order } from "../domain/orders.ts";
import { ledgerSnapshot } from "../execution/execution.ts";
import { autoOn, foreignOrder, HOME, VenueHand } from "./venue-fixture.ts";
import { viewOf } from "./view.ts";

const stop = { kind: "stop" } as const;
const kill = { kind: "kill" } as const;
const start = { kind: "start" } as const;

function inDemo(): VenueHand {
  return new VenueHand().intoDemo();
}

function bodyOf(answers: readonly Answer[]): Readonly<Record<string, unknown>> {
  expect(answers).toHaveLength(1);
  return answers[0]?.body ?? {};
}

function unproven(change: Partial<StopProof> = {}): Partial<StopProof> {
  return { confirmed: false, ...change };
}

/** A desk with this many orders of ours resting: an earlier session left them. */
function withResting(count: number): VenueHand {
  const before = inDemo();
  const orders = Array.from({ length: count }, (_none, index) => {
    const order: Order = {
      intentId: index + 1,
      clientOrderId: `order-${index + 1}`,
      mode: "DEMO",
      ticker: HOME,
      team: "home",
      side: "bid",
      quantity: contracts(1),
      limit: price(4_000),
      reduceOnly: false,
      origin: "ticket",
      signalId: undefined,
      worstCost: money(417_000),
    };
    return { order, sentAt: before.now().at };
  });
  if (count === 0) return before;
  const ledger = ledgerSnapshot(before.desk.ledger);
  const none = { dailyLossTrippedDay: undefined, intents: count } as const;
  const hand = new VenueHand({ second: { mode: "DEMO", ledger, orders, ...none } });
  hand.calm();
  hand.showAccount();
  for (const { order } of orders) hand.accept(order.intentId);
  return hand;
}

function cancelAll(hand: VenueHand): StopProof["canceled"] {
  const outcome: CancelOutcome = { kind: "canceled", reduced: contracts(1) };
  return [...hand.desk.orders.live].map(({ order: { intentId } }) => {
    hand.tell({ kind: "cancel", intentId, outcome });
    hand.end(intentId, "canceled");
    return { intentId, outcome };
  });
}

describe("RSK-12: STOP is proven, or says NOT CONFIRMED and goes on", () => {
  test.each([0, 1, 50])("with %i resting: nothing rests, and it is proven", (count) => {
    const hand = withResting(count);
    expect(viewOf(hand.desk, hand.now(), 1).status.resting_orders).toBe(count);
    const id = hand.ask(stop);
    expect(hand.of("stopOrders")).toEqual([{ kind: "stopOrders", asking: 1, how: "stop" }]);
    expect(hand.answersTo(id)).toEqual([]);
    const canceled = cancelAll(hand);
    expect(canceled).toHaveLength(count);
    hand.prove({ canceled });
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: true, resting_orders: 0 });
    hand.pass(20_000);
    expect(hand.of("stopOrders")).toHaveLength(1);
    expect(hand.answersTo(id)).toHaveLength(1);
  });

  test("one cancel is lost: NOT CONFIRMED, asked again after 5 s, and proven then", () => {
    const hand = withResting(1);
    const id = hand.ask(stop);
    hand.wait(700);
    const left = [foreignOrder({ orderId: "v1" })];
    hand.prove(unproven({ left }));
    const told = bodyOf(hand.answersTo(id));
    expect(told).toMatchObject({ confirmed: false, resting_orders: 1 });
    expect(told["text"]).toMatch(/^NOT CONFIRMED: 1 of our orders may still rest/);
    const text = viewOf(hand.desk, hand.now(), 1).status.account?.stop;
    expect(text).toMatchObject({ confirmed: false });
    expect(hand.deadline).toBe(hand.mono + 4_300);
    hand.wait(4_299);
    hand.give({ kind: "timer" });
    expect(hand.of("stopOrders")).toHaveLength(1);
    hand.wait(1);
    hand.give({ kind: "timer" });
    expect(hand.of("stopOrders")).toHaveLength(2);
    cancelAll(hand);
    hand.prove();
    expect(hand.answersTo(id)).toHaveLength(1);
    expect(hand.desk.notices.map((told) => told.text).join()).toContain("The exchange confirms");
  });

  test("the exchange is paused: its words are told, and it is asked every 5 s", () => {
    const hand = withResting(1);
    const id = hand.ask(stop);
    const outcome = { kind: "refused", code: "paused", words: "the exchange is paused" } as const;
    const canceled = [{ intentId: 1, outcome }];
    const left = [foreignOrder({ orderId: "v1" })];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expect(hand.of("stopOrders")).toHaveLength(attempt);
      hand.prove(unproven({ canceled, left }));
      hand.pass(5_000);
    }
    expect(bodyOf(hand.answersTo(id))["text"]).toContain(
      "the exchange cannot cancel: the exchange is paused",
    );
  });

  test("what could not be read back is not told as nothing resting", () => {
    const hand = withResting(1);
    const id = hand.ask(stop);
    hand.prove(unproven());
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: false, resting_orders: null });
  });
});

describe("RSK-13: STOP while an order is on its way", () => {
  test("before it has left it is taken back", () => {
    const hand = inDemo();
    hand.ticket("bid", 10, 76);
    const id = hand.ask(stop);
    hand.give({ kind: "durable", intentId: 1 });
    hand.prove();
    expect(hand.of("send")).toEqual([]);
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ cancelled: 1, on_their_way: 0 });
  });

  test("after it has left the answer waits until it is found out, and cancelled if it rests", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    const id = hand.ask(stop);
    hand.accept(intentId);
    hand.fill(intentId, 4, 76);
    expect(hand.answersTo(id)).toEqual([]);
    const canceled = cancelAll(hand);
    hand.prove({ canceled });
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: true, on_their_way: 0 });
    expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(400);
  });

  test("an order of unknown fate leaves it unproven, and says so", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.tell({ kind: "unknown", intentId, why: "no answer" });
    const id = hand.ask(stop);
    hand.prove(unproven({ unknown: [intentId] }));
    const told = bodyOf(hand.answersTo(id));
    expect(told["text"]).toContain("the fate of 1 is not known");
    expect(told).toMatchObject({ confirmed: false, on_their_way: 1 });
  });
});

describe("RSK-14: STOP works whatever else does not", () => {
  test.each<readonly [string, (hand: VenueHand) => void]>([
    [
      "the disk is full",
      (hand) => void hand.give({ kind: "journal", writable: false, why: "no space" }),
    ],
    [
      "the breaker is open",
      (hand) => {
        for (let failure = 0; failure < 5; failure += 1) {
          hand.give({ kind: "market", news: { kind: "failed", why: "503" } });
        }
      },
    ],
    ["frames were lost", (hand) => void hand.give({ kind: "overflow", dropped: 10_000 })],
    ["our own budget is spent", () => {}],
  ])("%s", (_name, spoil) => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    spoil(hand);
    const id = hand.ask(stop);
    expect(hand.desk).toMatchObject({ standing: { state: "STOPPED" }, auto: false });
    expect(hand.of("stopOrders")).toHaveLength(1);
    const outcome = { kind: "notSent", why: "429: the budget is spent", spent: true } as const;
    const left = [foreignOrder({ orderId: "v1" })];
    hand.tell({ kind: "cancel", intentId, outcome });
    hand.prove(unproven({ canceled: [{ intentId, outcome }], left }));
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: false });
    hand.wait(5_000);
    hand.give({ kind: "timer" });
    expect(hand.of("stopOrders")).toHaveLength(2);
    cancelAll(hand);
    hand.prove();
    expect(viewOf(hand.desk, hand.now(), 1).status.account?.stop).toMatchObject({
      confirmed: true,
    });
  });
});

describe("RSK-16: after STOP nothing is ever sent", () => {
  test.each([stop, kill])("10,000 events of perfect signals in DEMO, after %o", (command) => {
    const hand = inDemo();
    hand.answerNow(autoOn);
    hand.answer({ homeScore: 24 });
    hand.quote(84, 86);
    const { length: before } = hand.of("intent");
    expect(before).toBe(1);
    hand.ask(command);
    hand.prove({ triggered: command === kill });
    hand.give({ kind: "durable", intentId: 1 });
    for (let event = 0; event < 2_000; event += 1) {
      hand.wait(300);
      hand.answer({ homeScore: 25 + event });
      hand.snapshot("home", [[84, 500]], [[86, 500]]);
      hand.snapshot("away", [[13, 500]], [[17, 500]]);
      hand.crossCheck();
    }
    expect(hand.of("signal").length).toBeGreaterThan(0);
    expect([hand.of("intent").length, hand.of("send").length]).toEqual([before, 0]);
  });
});

describe("RSK-12: a Kill is proven when the exchange's own door is shut too", () => {
  const lost = "the entry order group could not be triggered";

  test.each<readonly [string, Partial<StopProof>, number | null, string]>([
    ["nothing rests", { readBack: true }, 0, `0 of our orders rest, but ${lost}`],
    ["nor is it known what rests", {}, null, lost],
    [
      "one still rests",
      { readBack: true, left: [foreignOrder({ orderId: "v1" })] },
      1,
      `1 of our orders may still rest; ${lost}`,
    ],
  ])(
    "the trigger is lost, %s: NOT CONFIRMED, and tried again until it is done",
    (_, shown, resting, why) => {
      const hand = inDemo();
      const id = hand.ask(kill);
      hand.prove(unproven({ ...shown, triggered: false }));
      const text = `NOT CONFIRMED: ${why}. It is tried again every 5 s.`;
      const told = { confirmed: false, state: "HALTED", resting_orders: resting, text };
      expect(bodyOf(hand.answersTo(id))).toMatchObject(told);
      hand.pass(5_000);
      hand.prove(unproven({ ...shown, triggered: false }));
      hand.pass(5_000);
      expect(hand.of("stopOrders").map(({ how }) => how)).toEqual(["kill", "kill", "kill"]);
      hand.prove({ triggered: true });
      expect(viewOf(hand.desk, hand.now(), 1).status.account?.stop).toMatchObject({
        confirmed: true,
      });
      hand.pass(20_000);
      expect(hand.of("stopOrders")).toHaveLength(3);
    },
  );

  test("a proof that says more than that is not believed", () => {
    const hand = inDemo();
    const id = hand.ask(kill);
    hand.prove({ confirmed: true, triggered: false });
    const told = bodyOf(hand.answersTo(id));
    expect(told).toMatchObject({ confirmed: false, resting_orders: 0 });
    expect(told["text"]).toContain(`0 of our orders rest, but ${lost}`);
  });

  test("without a group there is nothing to trigger", () => {
    const hand = inDemo();
    const id = hand.ask(kill);
    hand.prove({ triggered: undefined });
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: true, resting_orders: 0 });
  });
});

describe("every press has its one answer", () => {
  test("STOP twice: the first is told that it is not confirmed yet, the second gets the proof", () => {
    const hand = inDemo();
    const first = hand.ask(stop);
    const second = hand.ask(stop);
    expect(bodyOf(hand.answersTo(first))).toMatchObject({ confirmed: false });
    hand.prove({}, 1);
    expect(hand.answersTo(second)).toEqual([]);
    hand.prove({}, 2);
    expect(bodyOf(hand.answersTo(second))).toMatchObject({ confirmed: true });
    expect(hand.answersTo(first)).toHaveLength(1);
  });

  test("Kill during STOP: the STOP's proof does not prove the Kill", () => {
    const hand = inDemo();
    const stopping = hand.ask(stop);
    const killing = hand.ask(kill);
    expect(hand.of("stopOrders").map(({ how }) => how)).toEqual(["stop", "kill"]);
    hand.prove({}, 1);
    expect([hand.answersTo(stopping).length, hand.answersTo(killing).length]).toEqual([1, 0]);
    hand.prove({ triggered: true });
    expect(bodyOf(hand.answersTo(killing))).toMatchObject({ confirmed: true, state: "HALTED" });
  });

  test("STOP after a Kill that is not proven asks for the Kill again", () => {
    const hand = inDemo();
    hand.ask(kill);
    const id = hand.ask(stop);
    expect(hand.of("stopOrders").map(({ how }) => how)).toEqual(["kill", "kill"]);
    hand.prove({ triggered: true });
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: true, state: "HALTED" });
  });

  test("Start before the proof: the answer still comes, and nothing is asked again", () => {
    const hand = inDemo();
    const id = hand.ask(stop);
    expect(hand.answerNow(start).status).toBe(200);
    expect(hand.answersTo(id)).toEqual([]);
    hand.prove(unproven());
    expect(bodyOf(hand.answersTo(id))["text"]).toContain("Start was pressed since");
    hand.pass(20_000);
    expect(hand.of("stopOrders")).toHaveLength(1);
    expect(hand.desk.venue.stopping).toBeUndefined();
  });

  test("Start after an unproven STOP: it is not asked for again", () => {
    const hand = inDemo();
    hand.ask(stop);
    hand.prove(unproven());
    hand.answerNow(start);
    hand.pass(20_000);
    expect(hand.of("stopOrders")).toHaveLength(1);
  });

  test("an exchange that takes long: after 20 s the person has a word, later the proof", () => {
    const hand = inDemo();
    const id = hand.ask(stop);
    expect(hand.deadline).toBe(hand.mono + 20_001);
    hand.wait(20_000);
    hand.give({ kind: "timer" });
    expect(hand.answersTo(id)).toEqual([]);
    hand.wait(1);
    hand.give({ kind: "timer" });
    const told = bodyOf(hand.answersTo(id));
    expect(told).toMatchObject({ confirmed: false, resting_orders: null });
    expect(hand.of("stopOrders")).toHaveLength(1);
    hand.prove();
    expect(hand.answersTo(id)).toHaveLength(1);
    expect(hand.desk.notices[0]?.text).toContain("The exchange confirms");
  });

  test("in PAPER nothing rests anywhere: the answer is there at once", () => {
    const hand = new VenueHand();
    hand.calm();
    const id = hand.ask(stop);
    expect(bodyOf(hand.answersTo(id))).toMatchObject({ confirmed: true, resting_orders: 0 });
    expect(hand.of("stopOrders")).toEqual([]);
  });
});

describe("a cancel that no read-back confirms", () => {
  test("ORD-17: its answer is lost: asked again every 5 s until the order has ended", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    const asked = (): number => hand.of("cancel").filter(({ at }) => at === "venue").length;
    expect(hand.answerNow({ kind: "cancel", intentId }).body).toMatchObject({
      asked_at_exchange: 1,
    });
    hand.tell({ kind: "cancel", intentId, outcome: { kind: "unknown", why: "timed out" } });
    expect(hand.deadline).toBe(hand.mono + 5_000);
    for (const times of [2, 3, 4]) {
      hand.wait(4_999);
      hand.give({ kind: "timer" });
      expect(asked()).toBe(times - 1);
      hand.wait(1);
      hand.give({ kind: "timer" });
      expect(asked()).toBe(times);
    }
    hand.end(intentId, "canceled");
    hand.pass(20_000);
    expect(asked()).toBe(4);
  });

  test("ORD-34: during an exchange pause its words are shown once, and it is tried on", () => {
    const hand = inDemo();
    const intentId = hand.sendTicket("bid", 10, 76);
    hand.accept(intentId);
    hand.answerNow({ kind: "cancel", intentId });
    const outcome = { kind: "refused", code: "paused", words: "the exchange is paused" } as const;
    for (let attempt = 0; attempt < 12; attempt += 1) {
      hand.tell({ kind: "cancel", intentId, outcome });
      hand.pass(5_000);
    }
    const notices = viewOf(hand.desk, hand.now(), 1).notices.map(({ text }) => text);
    const told = notices.filter((text) => text.includes("the exchange is paused"));
    expect(told).toEqual(["Cannot cancel order 1: the exchange is paused. Trying on."]);
    expect(hand.of("cancel").length).toBeGreaterThanOrEqual(12);
  });
});

test("RSK-12 the proof of a STOP before Start confirms nothing of the STOP after it", () => {
  const hand = new VenueHand().intoDemo();
  hand.ask(stop);
  hand.answerNow(start);
  hand.sendTicket("bid", 10, 76);
  const id = hand.ask(stop);
  hand.prove({}, 1);
  expect(hand.answersTo(id)).toEqual([]);
  hand.prove({}, 2);
  expect(hand.answersTo(id)[0]?.body["confirmed"]).toBe(true);
});

test("RSK-12 nor does one whose person was answered late, before Start", () => {
  const hand = inDemo();
  const late = hand.ask(stop);
  hand.pass(20_001);
  expect(hand.answersTo(late)).toHaveLength(1);
  hand.answerNow(start);
  hand.calm();
  hand.sendTicket("bid", 10, 76);
  const id = hand.ask(stop);
  hand.prove({}, 1);
  expect(hand.answersTo(id)).toEqual([]);
  expect(hand.desk.venue.stopping?.confirmed).toBe(false);
});
