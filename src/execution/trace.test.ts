import { describe, expect, test } from "vitest";
import type { AccountReading, VenueFill, VenueOrder } from "../domain/account.ts";
import { money } from "../domain/numbers.ts";
import { AWAY, HOME, orderWith } from "./testing.ts";
import { traceOf } from "./trace.ts";

const sentAt = 1_000_000;
const order = orderWith({ mode: "DEMO" });

function readingWith(change: Partial<AccountReading> = {}): AccountReading {
  return {
    askedMono: 0,
    askedAt: sentAt + 60_000,
    dataAt: sentAt + 30_001,
    orders: [],
    fills: [],
    positions: [],
    settlements: [],
    transferred: money(0),
    balance: { cash: money(0), holdings: undefined, at: undefined },
    ...change,
  };
}

const seen = (orderId: string, clientOrderId?: string) =>
  ({ orderId, clientOrderId, ticker: HOME, status: "executed" }) as VenueOrder;
const filled = (change: Partial<VenueFill> = {}) =>
  ({ tradeId: "t1", orderId: "v1", ticker: HOME, at: sentAt + 1, ...change }) as VenueFill;

describe("ORD-03: a trace of an order whose fate is open", () => {
  test("is its own id in the list", () => {
    const { order: found } = traceOf(
      readingWith({ orders: [seen("v9", "other"), seen("v1", order.clientOrderId)] }),
      order,
      sentAt,
    );
    expect(found?.orderId).toBe("v1");
    expect(traceOf(readingWith({ orders: [seen("v1")] }), order, sentAt).order).toBeUndefined();
  });

  test.each([
    ["in its market since it was sent, of an order that no list names", {}, 1],
    ["at an unknown time", { at: undefined }, 1],
    ["in the very moment of its sending", { at: sentAt }, 1],
    ["before it was sent", { at: sentAt - 1 }, 0],
    ["in the other market", { ticker: AWAY }, 0],
  ])("is a fill %s", (_name, change, count) => {
    const reading = readingWith({ fills: [filled(change)] });
    expect(traceOf(reading, order, sentAt).unexplained).toHaveLength(count);
  });

  test("is no fill of an order that the list names", () => {
    const reading = readingWith({ fills: [filled()], orders: [seen("v1", "somebody")] });
    expect(traceOf(reading, order, sentAt).unexplained).toEqual([]);
  });

  test("that is missing counts only in data later than the sending + 30 s", () => {
    const at = (dataAt: number) => traceOf(readingWith({ dataAt }), order, sentAt).conclusive;
    expect([at(sentAt), at(sentAt + 30_000), at(sentAt + 30_001)]).toEqual([false, false, true]);
  });
});
