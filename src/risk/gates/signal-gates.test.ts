import { describe, expect, test } from "vitest";
import { type DoubledEdge, money } from "../../domain/numbers.ts";
import type { OrderOrigin } from "../../domain/orders.ts";
import { review } from "../gates.ts";
import { failing, passingFacts, q } from "../passing-facts.ts";

function edge(doubled: number): DoubledEdge {
  return doubled as DoubledEdge;
}

describe("edge", () => {
  function signals(doubled: number): boolean {
    const facts = passingFacts("auto");
    const signal = { ...facts.signal!, doubledEdge: edge(doubled) };
    return !review({ ...facts, signal }, "auto").failed.includes("SIGNAL");
  }

  test("RSK-01 9.99, 10.00 and 10.01 points of both signs", () => {
    expect([1_998, 1_999, 2_000, 2_002].map(signals)).toEqual([false, false, true, true]);
    expect([-1_998, -1_999, -2_000, -2_002].map(signals)).toEqual([false, false, true, true]);
  });

  test("RSK-01 all 9,801 pairs of whole percents, the 178 exactly 10 apart included", () => {
    let exact = 0;
    for (let model = 1; model < 100; model += 1) {
      for (let market = 1; market < 100; market += 1) {
        const apart = Math.abs(model - market);
        if (apart === 10) exact += 1;
        if (signals(2 * 100 * (model - market)) !== apart >= 10) expect([model, market]).toBe("");
      }
    }
    expect(exact).toBe(178);
  });

  test("RSK-08 too good at 25.0 and 25.1: auto blocked, Execute asks, a ticket is free", () => {
    const at = (doubled: number, origin: OrderOrigin, reason?: string) => {
      const facts = passingFacts(origin);
      const signal = { ...facts.signal!, doubledEdge: edge(doubled) };
      return review({ ...facts, signal, person: { ...facts.person, reason } }, origin);
    };
    for (const origin of ["auto", "execute", "ticket"] as const) {
      expect(at(-5_000, origin).failed).toEqual([]);
    }
    expect(at(-5_020, "auto", "I know").failed).toEqual(["TOO_GOOD"]);
    expect(at(-5_020, "auto").confirmable).toBe(false);
    expect(at(-5_020, "execute")).toMatchObject({ failed: ["TOO_GOOD"], confirmable: true });
    expect(at(-5_020, "execute", " ").passed).toBe(false);
    expect(at(-5_020, "execute", "injury seen")).toMatchObject({
      passed: true,
      warned: ["TOO_GOOD"],
    });
    expect(at(-5_020, "ticket")).toMatchObject({ passed: true, warned: [] });
  });

  test("net edge compares totals: 3.0 points of 10 contracts are $0.30", () => {
    const facts = passingFacts("auto");
    const net = (total: number) => ({
      signal: { ...facts.signal!, net: { total: money(total), quantity: q(10) } },
    });
    expect(failing("auto", net(300_000))).toEqual([]);
    expect(failing("auto", net(299_999))).toEqual(["NET_EDGE"]);
    expect(failing("auto", { signal: { ...facts.signal!, net: undefined } })).toEqual(["NET_EDGE"]);
  });
});
