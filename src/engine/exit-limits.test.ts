/** Exits pass in every state; none waits for ever, and auto repeats none without end. */
import { expect, test } from "vitest";
import { autoOn, HOME, VenueHand } from "./venue-fixture.ts";

const flat = { kind: "flatten", worst: undefined } as const;
const perMinute = 10;

/** Long 10 HOME, and a model that says to be out of it. */
function againstItsPosition(): VenueHand {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  hand.answerNow(autoOn);
  hand.believe(40);
  return hand;
}

test("an exit whose record could not be written is taken back, and the next one may go", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  expect(hand.answerNow(flat).status).toBe(202);
  hand.give({ kind: "journal", writable: false, why: "disk full" });
  hand.pass(5_000);
  hand.give({ kind: "journal", writable: true, why: "writable again" });
  hand.pass(1_000);
  expect(hand.answerNow(flat).status).toBe(202);
});

test("an exit of which nothing is heard for 10 s holds no other exit back", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  hand.answerNow(flat);
  const { intentId } = hand.sendNewest();
  hand.accept(intentId);
  expect(hand.answerNow(flat).status).toBe(409);
  hand.pass(10_000);
  expect([hand.answerNow(flat).status, hand.ticket("ask", 5, 70).status]).toEqual([202, 409]);
});

test("a typed exit waits for no entry", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  hand.sendTicket("bid", 10, 76);
  expect([hand.ticket("bid", 10, 76).status, hand.ticket("ask", 10, 74).status]).toEqual([
    409, 202,
  ]);
});

test("ORD-27 auto repeats a refused exit no oftener than orders may go in a minute", () => {
  const hand = againstItsPosition();
  const first = hand.desk.intents;
  let last = first;
  for (let frame = 0; frame < 500; frame += 1) {
    hand.wait(20);
    hand.show(74, 76);
    if (frame % 50 === 0) {
      hand.crossCheck();
      hand.answer({});
    }
    if (hand.desk.intents === last) continue;
    last = hand.desk.intents;
    hand.give({ kind: "durable", intentId: last });
    hand.tell({ kind: "rejected", intentId: last, why: "the market is in review" });
  }
  expect(last).toBeGreaterThan(first);
  expect(last - first).toBeLessThanOrEqual(perMinute);
  expect(hand.answerNow(flat).status).toBe(202);
});

test("auto makes no second exit while the fate of the first is open; a person may", () => {
  const hand = againstItsPosition();
  hand.show(74, 76);
  const first = hand.desk.intents;
  hand.give({ kind: "durable", intentId: first });
  hand.tell({ kind: "unknown", intentId: first, why: "no answer in time" });
  for (let frame = 0; frame < 20; frame += 1) {
    hand.wait(200);
    hand.show(74, 76);
  }
  expect(hand.desk.intents).toBe(first);
  expect(hand.answerNow(flat).status).toBe(202);
});

test("two exits of unknown fate that a person declares filled do not turn the books round", () => {
  const hand = new VenueHand().intoDemo();
  hand.buy(10, 76);
  const intents = [0, 1].map(() => {
    expect(hand.answerNow(flat).status).toBe(202);
    const { intentId } = hand.sendNewest();
    hand.tell({ kind: "unknown", intentId, why: "lost" });
    return intentId;
  });
  hand.pass(301_000);
  for (const intentId of intents) {
    const answer = hand.answerNow({ kind: "resolveUnknown", intentId, how: "filled" });
    expect(answer.status).toBe(200);
  }
  expect(hand.desk.ledger.positions.get(HOME)?.net).toBe(0);
});
