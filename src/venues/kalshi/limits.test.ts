import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRateBudget } from "./limits.ts";
import { createTestWorld } from "./test-world.ts";

const create = { method: "POST", path: "/portfolio/events/orders" } as const;
const cancel = { method: "DELETE", path: "/portfolio/events/orders/abc?exchange_index=0" } as const;
const read = { method: "GET", path: "/markets" } as const;

function spendAll(
  budget: ReturnType<typeof createRateBudget>,
  call: typeof create | typeof cancel | typeof read,
  urgency: "usual" | "cancel",
) {
  let count = 0;
  while (budget.spend(call, urgency)) count += 1;
  return count;
}

describe("the rate budget", () => {
  test("ORD-07 creates leave a reserve that only cancels may use", () => {
    const world = createTestWorld(0);
    const budget = createRateBudget(world.clock);
    expect(spendAll(budget, create, "usual")).toBe(5);
    // 100 · 0.8 − 50 = 30 tokens are left: fifteen cancels of 2.
    expect(spendAll(budget, cancel, "cancel")).toBe(15);
  });

  test("reads and writes are two buckets", () => {
    const budget = createRateBudget(createTestWorld(0).clock);
    expect(spendAll(budget, read, "usual")).toBe(16);
    expect(budget.spend(create, "usual")).toBe(true);
  });

  test("live limits and live costs are used once they are known", () => {
    const budget = createRateBudget(createTestWorld(0).clock);
    budget.learn({
      tier: "advanced",
      read: { perSecond: 300, capacity: 600 },
      write: { perSecond: 300, capacity: 600 },
    });
    budget.learnCosts({
      usual: 10,
      costs: [{ method: "GET", path: "/trade-api/v2/portfolio/orders/:order_id", cost: 240 }],
    });
    expect(budget.spend({ method: "GET", path: "/portfolio/orders/x" }, "usual")).toBe(true);
    expect(spendAll(budget, read, "usual")).toBe(24);
    expect(spendAll(budget, create, "usual")).toBe(30);
  });

  test("a 429 empties the bucket: nothing leaves until it is refilled", () => {
    const world = createTestWorld(0);
    const budget = createRateBudget(world.clock);
    budget.refused(create);
    expect(budget.spend(create, "usual")).toBe(false);
    expect(budget.spend(cancel, "cancel")).toBe(false);
    expect(budget.spend(read, "usual")).toBe(true);
    world.sleep(100);
    expect(budget.spend(cancel, "cancel")).toBe(true);
  });

  test("whatever is asked in whatever rhythm, no more is spent than the exchange refills", () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 3000 }),
      call: fc.constantFrom(create, cancel, read),
      urgency: fc.constantFrom("usual" as const, "cancel" as const),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const world = createTestWorld(0);
        const budget = createRateBudget(world.clock);
        const spent = { GET: 0, other: 0 };
        let elapsed = 0;
        for (const { wait, call, urgency } of steps) {
          world.sleep(wait);
          elapsed += wait;
          if (!budget.spend(call, urgency)) continue;
          if (call.method === "GET") spent.GET += 10;
          else spent.other += call.method === "POST" ? 10 : 2;
        }
        expect(spent.GET).toBeLessThanOrEqual(200 + (elapsed / 1000) * 200);
        expect(spent.other).toBeLessThanOrEqual(100 + (elapsed / 1000) * 100);
      }),
    );
  });
});
