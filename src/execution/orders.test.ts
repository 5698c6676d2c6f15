import { describe, expect, test } from "vitest";
import { contracts, money, price, type Quantity } from "../domain/numbers.ts";
import type { Order } from "../domain/orders.ts";
import { clientOrderIdOf } from "./order-id.ts";
import {
  createOrders,
  endOf,
  exposureOf,
  liveOrders,
  markCancelAsked,
  markDone,
  markFilled,
  markOpen,
  markSent,
  markUnknown,
  nextPaperDue,
  paperDue,
  reservedCost,
  trackedOrder,
  trackIntent,
  unknownOrders,
} from "./orders.ts";
import { dollars, moment, orderWith, tickers } from "./testing.ts";

const { stamp } = moment(1);

function ordersWith(...changes: readonly Partial<Order>[]) {
  const orders = createOrders();
  changes.forEach((change, index) => {
    trackIntent(orders, orderWith({ intentId: index + 1, ...change }), stamp, "Q2 10:00");
  });
  return orders;
}

/** A fill of so many contracts at 50¢, free. */
function filled(count: number): Parameters<typeof markFilled>[2] {
  return { price: price(5_000), quantity: contracts(count), fee: money(0) };
}

describe("client order id", () => {
  const layout = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test("is a UUID of version 8, the same for the same session and intent", () => {
    expect(clientOrderIdOf("night-1", 7)).toBe(clientOrderIdOf("night-1", 7));
    expect(clientOrderIdOf("night-1", 7)).toMatch(layout);
  });

  test("no two of 100,000 are the same, and a session's name cannot run into the number", () => {
    const made = new Set<string>();
    for (let session = 0; session < 100; session += 1) {
      for (let intent = 0; intent < 1_000; intent += 1) {
        made.add(clientOrderIdOf(`night-${session}`, intent));
      }
    }
    expect(made.size).toBe(100_000);
    expect(clientOrderIdOf("a/1", 2)).not.toBe(clientOrderIdOf("a", 12));
  });
});

describe("life of an order", () => {
  test("an intent is made once and sent once", () => {
    const orders = ordersWith({});
    expect(() => trackIntent(orders, orderWith(), stamp, "")).toThrow("made twice");
    markSent(orders, 1, 0, 120);
    expect(() => markSent(orders, 1, 0, 120)).toThrow("cannot be sent");
    expect(() => markSent(orders, 9, 0, 120)).toThrow("no order");
  });

  test("an order that is done stays done when answers come late, its fills still count", () => {
    const orders = ordersWith({});
    markSent(orders, 1, 0, undefined);
    markOpen(orders, 1, "v1");
    markCancelAsked(orders, 1, 5);
    expect(trackedOrder(orders, 1)?.state.kind).toBe("cancelInFlight");
    markDone(orders, 1, "canceled", stamp);
    markOpen(orders, 1, "v1");
    markUnknown(orders, 1, 9, "late");
    markDone(orders, 1, "filled", stamp);
    markFilled(orders, 1, filled(3));
    expect(trackedOrder(orders, 1)).toMatchObject({
      state: { kind: "done", how: "canceled" },
      filled: 300,
    });
    expect(liveOrders(orders)).toEqual([]);
  });

  test("how an immediate-or-cancel order ends", () => {
    const order = orderWith();
    expect([0, 4_000, 10_000].map((filled) => endOf(order, filled as Quantity))).toEqual([
      "unfilled",
      "partlyFilled",
      "filled",
    ]);
  });

  test("paper orders come due by their time, then by their intent", () => {
    const orders = ordersWith({}, {}, {}, {});
    markSent(orders, 1, 0, 300);
    markSent(orders, 2, 0, 200);
    markSent(orders, 3, 0, 200);
    expect(nextPaperDue(orders)).toBe(200);
    expect(paperDue(orders, 199)).toEqual([]);
    expect(paperDue(orders, 300).map(({ order }) => order.intentId)).toEqual([2, 3, 1]);
  });

  test("the list is bounded, and never forgets an order that may still fill", () => {
    const orders = createOrders();
    for (let intentId = 1; intentId <= 1_200; intentId += 1) {
      trackIntent(orders, orderWith({ intentId }), stamp, "");
      if (intentId > 1) markDone(orders, intentId, "filled", stamp);
    }
    expect(orders.byIntent.size).toBe(1_000);
    expect(trackedOrder(orders, 1)).toBeDefined();
  });
});

describe("what open orders may still do", () => {
  test("RSK-04 open and UNKNOWN orders count as filled, in their own direction only", () => {
    const orders = ordersWith(
      { quantity: contracts(50) },
      { quantity: contracts(30), team: "away", side: "bid" },
      { quantity: contracts(20), team: "away", side: "ask" },
    );
    markUnknown(orders, 1, 5, "timeout");
    expect(unknownOrders(orders)).toHaveLength(1);
    expect(exposureOf(orders, tickers, contracts(100))).toEqual({
      towardHome: 17_000,
      towardAway: -7_000,
    });
    expect(exposureOf(orders, tickers, contracts(100), 1)).toEqual({
      towardHome: 12_000,
      towardAway: -7_000,
    });
    markFilled(orders, 1, filled(40));
    expect(exposureOf(orders, tickers, contracts(140)).towardHome).toBe(17_000);
    markDone(orders, 1, "canceled", stamp);
    expect(exposureOf(orders, tickers, contracts(140)).towardHome).toBe(16_000);
  });

  test("their worst cost is reserved, rounded up, and an exit reserves nothing", () => {
    const worstCost = dollars(51.75);
    const orders = ordersWith({ worstCost }, { reduceOnly: true }, { worstCost });
    markFilled(orders, 1, filled(67));
    expect(reservedCost(orders)).toBe(dollars(51.75 * 0.33 + 51.75));
    expect(reservedCost(orders, 3)).toBe(dollars(51.75 * 0.33));
    markDone(orders, 1, "unfilled", stamp);
    expect(reservedCost(orders, 3)).toBe(0);
  });
});
