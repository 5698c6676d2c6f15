import { expect, test } from "vitest";
import type { OrderEnd } from "../../../src/domain/orders.ts";
import type { OrderView } from "../../../src/engine/view-types.ts";
import { isCancellable, type Offer, orderStateWords, orderWords, riskWords } from "./orders.ts";
import { ticketRisk, walkShown, worstExit } from "./preview.ts";

const offer: Offer = {
  signalId: "s",
  version: 1,
  side: "SELL",
  team: "KC",
  quantity: 100,
  limit: 0.84,
  maxLoss: 16.9408,
  maxGain: 83.0592,
  reduces: 0,
};

test("the button says what will happen, in the guide's numbers", () => {
  expect(orderWords(offer.side, offer.team, 100, offer.limit)).toBe("Sell KC 100 @ 84¢");
  expect(riskWords(offer, 100)).toBe("max loss $16.95, max gain $83.05");
});

test("fewer contracts risk and gain their share, rounded against us", () => {
  expect(riskWords(offer, 25)).toBe("max loss $4.24, max gain $20.76");
});

test("an order that only closes says so", () => {
  expect(riskWords({ ...offer, reduces: 100 }, 40)).toBe("closes 40 held, opens nothing");
});

function order(state: string, filled = 0): OrderView {
  const terms = { ticker: "T", side: "BUY", quantity: 100, limit: 0.5, origin: "auto" } as const;
  return { intent_id: 1, at: "", ...terms, filled, state };
}

test("states of an order are words, and one that is not listed stands for itself", () => {
  expect(orderStateWords(order("partlyFilled", 40))).toBe("partly filled 40/100");
  expect(orderStateWords(order("unknown"))).toBe("UNKNOWN");
  expect(orderStateWords(order("canceled"))).toBe("canceled");
  expect(orderStateWords(order("canceled", 40))).toBe("canceled, filled 40/100");
  expect(orderStateWords(order("declaredFilled"))).toBe("counted as filled by a person");
  expect(orderStateWords(order("newlyInvented"))).toBe("newlyInvented");
});

test("every end of an order has words of its own", () => {
  const ends: readonly OrderEnd[] = [
    "filled",
    "partlyFilled",
    "unfilled",
    "canceled",
    "rejected",
    "notSent",
    "absent",
    "declaredFilled",
    "abandoned",
  ];
  const words = ends.map((end) => orderStateWords(order(end)));
  expect(new Set(words).size).toBe(ends.length);
  expect(words.filter((word) => /[A-Z]/.test(word))).toEqual([]);
});

test("only what may still be taken back can be cancelled", () => {
  const states = ["intent", "sent", "open", "cancelInFlight", "unknown", "filled"];
  expect(states.filter((state) => isCancellable(order(state)))).toEqual(["intent", "sent", "open"]);
});

test("a walk takes the best first and stops at the limit or at the size", () => {
  const asks = [
    [0.5, 10],
    [0.51, 20],
    [0.53, 50],
  ] as const;
  const walked = walkShown(asks, "BUY", 20, 0.51);
  expect(walked.filled).toBe(20);
  expect(walked.average).toBeCloseTo(0.505, 10);
  expect(walked.worst).toBe(0.51);
  expect(walkShown(asks, "BUY", 100, 0.52)).toMatchObject({ filled: 30, worst: 0.51 });
  expect(walkShown(asks, "BUY", 5, 0.4)).toEqual({
    filled: 0,
    average: undefined,
    worst: undefined,
  });
  expect(walkShown([[0.4, 5]], "SELL", 5, 0.41)).toMatchObject({ filled: 0 });
});

test("a ticket's risk at its limit, both ways", () => {
  expect(ticketRisk("BUY", 100, 0.6)).toEqual({ maxLoss: 60, maxGain: 40 });
  expect(ticketRisk("SELL", 100, 0.6)).toEqual({ maxLoss: 40, maxGain: 60 });
});

test("a flatten stops 5¢ beyond the best, and inside the market's range", () => {
  expect(worstExit("SELL", 0.84)).toBe(0.79);
  expect(worstExit("BUY", 0.86)).toBe(0.91);
  expect(worstExit("SELL", 0.03)).toBe(0.01);
  expect(worstExit("BUY", 0.97)).toBe(0.99);
});
