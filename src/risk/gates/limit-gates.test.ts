import { describe, expect, test } from "vitest";
import type { Price, Quantity } from "../../domain/numbers.ts";
import type { Mode, OrderOrigin } from "../../domain/orders.ts";
import type { Facts } from "../facts.ts";
import { review } from "../gates.ts";
import { dollars, failing, orderOf, passingFacts, q } from "../passing-facts.ts";

describe("limits", () => {
  test("RSK-04 order of 100 and 101; exposure on either side, UNKNOWN counted as filled", () => {
    const order = (contracts: number, side: "bid" | "ask" = "bid") =>
      orderOf("execute", {
        quantity: q(contracts),
        side,
        limit: (side === "bid" ? 5_000 : 4_800) as Price,
      });
    const exposure = (towardHome: number, towardAway: number) => ({
      exposure: { towardHome: q(towardHome), towardAway: q(towardAway) },
    });
    expect(failing("execute", { order: order(100) })).toEqual([]);
    expect(failing("execute", { order: order(101) })).toEqual(["MAX_ORDER"]);
    expect(failing("execute", { order: order(50), ...exposure(260, -260) })).toEqual([
      "MAX_EXPOSURE",
    ]);
    expect(failing("execute", { order: order(40), ...exposure(260, -260) })).toEqual([]);
    expect(failing("execute", { order: order(50, "ask"), ...exposure(-260, 260) })).toEqual([
      "MAX_EXPOSURE",
    ]);
    expect(failing("execute", { order: order(60), ...exposure(250, 0) })).toEqual(["MAX_EXPOSURE"]);
    // The other way it reduces.
    expect(failing("execute", { order: order(50, "ask"), ...exposure(260, -260) })).toEqual([]);
    const away = orderOf("execute", { team: "away", quantity: q(50), limit: 5_200 as Price });
    expect(failing("execute", { order: away, ...exposure(-260, 260) })).toEqual(["MAX_EXPOSURE"]);
  });

  test("PAP-08 a fraction of a contract, or nothing, is never an entry", () => {
    const sized = (hundredths: number) =>
      failing("auto", { order: orderOf("auto", { quantity: hundredths as Quantity }) });
    expect([sized(50), sized(0), sized(1_050), sized(100)]).toEqual([
      ["MAX_ORDER"],
      ["MAX_ORDER"],
      ["MAX_ORDER"],
      [],
    ]);
  });

  test("RSK-05 an order worth $500.00 passes, $500.01 does not", () => {
    const worth = (amount: number) =>
      failing("execute", { order: orderOf("execute", { worstCost: dollars(amount) }) });
    expect([worth(500), worth(500.01)]).toEqual([[], ["ORDER_VALUE"]]);
  });

  test("RSK-06 the day's loss counts realised and unrealised losses, no unrealised gain", () => {
    const facts = passingFacts("auto");
    const loss = (realised: number, unrealised: number | undefined, dailyLossTripped = false) =>
      failing("auto", {
        money: {
          ...facts.money,
          realisedToday: dollars(realised),
          unrealised: unrealised === undefined ? undefined : dollars(unrealised),
          dailyLossTripped,
        },
      });
    expect([loss(-99.999999, 0), loss(-60, -39.99)]).toEqual([[], []]);
    expect([loss(-100, 50), loss(-60, -40), loss(0, -100), loss(0, 0, true)]).toEqual(
      Array.from({ length: 4 }, () => ["DAILY_LOSS"]),
    );
    expect(loss(0, undefined)).toEqual(["DAILY_LOSS_UNKNOWN"]);
  });

  test("RSK-20 LIVE session cap: a worst case that just fits, and one that passes it", () => {
    const facts = passingFacts("auto");
    const worst = (amount: number, origin: OrderOrigin = "auto") =>
      failing(origin, {
        mode: "LIVE",
        source: "real",
        armed: true,
        money: { ...facts.money, sessionWorst: dollars(amount) },
      });
    expect([worst(-94.825), worst(-94.825001)]).toEqual([[], ["SESSION_CAP"]]);
    expect(worst(-99, "exit")).toEqual([]);
  });

  test("RSK-23 the 51st trade and the 11th order of a minute are refused", () => {
    const { counts } = passingFacts("auto");
    const with_ = (change: Partial<Facts["counts"]>) =>
      failing("auto", { counts: { ...counts, ...change } });
    expect([with_({ trades: 49 }), with_({ trades: 50 })]).toEqual([[], ["TRADES"]]);
    expect([with_({ ordersLastMinute: 9 }), with_({ ordersLastMinute: 10 })]).toEqual([
      [],
      ["RATE"],
    ]);
    expect(with_({ attemptsLastSecond: 20 })).toEqual(["RATE"]);
  });

  test("the clock warns above 2 s and blocks DEMO above 8 s or when not sure, never PAPER", () => {
    const clock = (offsetMs: number, uncertainMs: number, mode: Mode = "DEMO") => {
      const result = review(
        passingFacts("auto", { mode, armed: true, clock: { offsetMs, uncertainMs } }),
        "auto",
      );
      return result.failed[0] ?? result.warned[0];
    };
    expect([clock(-2_000, 0), clock(-2_001, 0), clock(8_000, 2_000)]).toEqual([
      undefined,
      "CLOCK_OK",
      "CLOCK_OK",
    ]);
    const passes = (offsetMs: number, uncertainMs: number, mode: Mode) =>
      review(passingFacts("auto", { mode, armed: true, clock: { offsetMs, uncertainMs } }), "auto")
        .passed;
    expect([
      passes(8_000, 2_000, "DEMO"),
      passes(8_001, 0, "DEMO"),
      passes(0, 2_001, "DEMO"),
    ]).toEqual([true, false, false]);
    expect(passes(60_000, 9_000, "PAPER")).toBe(true);
  });

  test("unknown fees warn in PAPER and block DEMO", () => {
    const paper = review(passingFacts("auto", { feesKnown: false }), "auto");
    expect([paper.passed, paper.warned]).toEqual([true, ["FEE_KNOWN"]]);
    expect(failing("auto", { mode: "DEMO", armed: true, feesKnown: false })).toEqual(["FEE_KNOWN"]);
  });

  test("a comfort limit asks a person and refuses auto", () => {
    const at = (origin: OrderOrigin, reason: string | undefined) => {
      const facts = passingFacts(origin);
      return failing(origin, {
        config: { ...facts.config, comfortLimit: dollars(10) },
        money: { ...facts.money, atRisk: dollars(5) },
        person: { ...facts.person, reason },
      });
    };
    expect([at("execute", undefined), at("auto", "sure")]).toEqual([["COMFORT"], ["COMFORT"]]);
    expect([at("execute", "sure"), at("ticket", "sure")]).toEqual([[], []]);
  });

  test("auto that was switched off sends nothing more", () => {
    expect([failing("auto", { auto: false }), failing("execute", { auto: false })]).toEqual([
      ["STATE"],
      [],
    ]);
  });

  test("a mode that the source does not offer is refused", () => {
    expect(failing("execute", { mode: "LIVE", source: "sim", armed: true })).toEqual(["MODE"]);
  });
});
