import fc from "fast-check";
import { expect, test } from "vitest";
import { money } from "../../domain/numbers.ts";
import type { Money, Price, Quantity } from "../../domain/numbers.ts";
import { bookFill, emptyPosition } from "./collateral.ts";
import { DEFAULT_FEES, fillFee } from "./fees.ts";
import type { FillTerms, SeriesFees } from "./fees.ts";
import { AWAY, EVENT, HOME, cents, levels, order, setStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

function direct(fees: SeriesFees): FillTerms {
  return { fees, waived: false, precision: "direct", apart: false };
}

/** [contracts, price in cents, taker, fee in 1/10000 $], from the dossier's worked examples. */
const feeExamples = [
  [1, 50, true, 175],
  [10, 50, true, 1750],
  [100, 50, true, 17_500],
  [25, 63, true, 4080],
  [100, 55, true, 17_325],
  [100, 90, true, 6300],
  [100, 97, true, 2037],
  [100, 50, false, 4375],
  [25, 63, false, 1020],
  [7, 37, true, 1143],
  [1, 52, true, 175],
  [1, 99, true, 7],
  [100, 84, true, 9408],
] as const;

test.each(feeExamples)("the fee of %i at %i cents, taker %s, is %i/10000 $", (...example) => {
  const [count, at, taker, units] = example;
  const fee = fillFee(direct(DEFAULT_FEES), taker, cents(at), (count * 100) as Quantity);
  expect(fee).toBe(units * 100);
});

test("fee types and multipliers change the fee exactly", () => {
  const hundred = 10_000 as Quantity;
  const quadratic = { feeType: "quadratic", multiplier: "0.5" } as const;
  expect(fillFee(direct(quadratic), false, cents(50), hundred)).toBe(0);
  expect(fillFee(direct(quadratic), true, cents(50), hundred)).toBe(875_000);
  const combo = { feeType: "quadratic_with_combo_maker_fees", multiplier: "1" } as const;
  expect(fillFee(direct(combo), false, cents(50), hundred)).toBe(875_000);
});

test("a fill through zero closes first and opens the rest on the other side", () => {
  const fee = 0 as Money;
  const bought = bookFill(emptyPosition(HOME), {
    side: "bid",
    price: cents(60),
    quantity: 10_000 as Quantity,
    fee,
    at: 1,
    apart: false,
  });
  expect(bought.cash).toBe(-60_000_000);
  const sold = bookFill(bought.position, {
    side: "ask",
    price: cents(70),
    quantity: 15_000 as Quantity,
    fee,
    at: 2,
    apart: false,
  });
  expect(sold.cash).toBe(70_000_000 - 15_000_000);
  expect(sold.position).toMatchObject({ quantity: -5000, cost: 15_000_000, realized: 10_000_000 });
});

const moves = fc.array(
  fc.record({
    ticker: fc.constantFrom(HOME, AWAY),
    side: fc.constantFrom("bid" as const, "ask" as const),
    count: fc.integer({ min: 1, max: 40_000 }),
    price: fc.integer({ min: 40, max: 60 }),
    force: fc.constantFrom("good_till_canceled", "immediate_or_cancel", "fill_or_kill"),
    selfTrade: fc.constantFrom("taker_at_cross", "maker"),
    reduceOnly: fc.boolean(),
    middle: fc.integer({ min: 43, max: 57 }),
    cancels: fc.boolean(),
  }),
  { maxLength: 40 },
);

type Row = Readonly<Record<string, string>>;

function rows(stage: Stage, path: string, key: string): readonly Row[] {
  return stage.read(path)[key] as unknown as readonly Row[];
}

function exact(text: string | undefined): bigint {
  const [whole = "0", fraction = ""] = (text ?? "").replace("-", "").split(".");
  const value = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
  return text?.startsWith("-") === true ? -value : value;
}

/** Cash from the public rows alone: what each fill moved by sign, pairs paid $1 when closed. */
function cashByFills(stage: Stage, start: bigint): bigint {
  let cash = start;
  const held = new Map<string, bigint>();
  for (const fill of rows(stage, "/portfolio/fills?limit=1000", "fills").toReversed()) {
    const count = exact(fill["count_fp"]) / 10_000n;
    const yes = exact(fill["yes_price_dollars"]) / 100n;
    const before = held.get(fill["ticker"] ?? "") ?? 0n;
    const signed = fill["book_side"] === "bid" ? count : -count;
    const after = before + signed;
    held.set(fill["ticker"] ?? "", after);
    // Selling YES short is buying NO: the pair's dollar is locked while the short stands.
    const lock = (position: bigint): bigint => (position < 0n ? -position * 10_000n : 0n);
    cash -= signed * yes + lock(after) - lock(before) + exact(fill["fee_cost"]);
  }
  return cash;
}

test("cash is the starting cash plus fills less fees, never below zero, until it is paid out", () => {
  fc.assert(
    fc.property(moves, fc.constantFrom(0, 5000, 10_000), (list, homeValue) => {
      const start = 150_000_000;
      const stage = setStage({ cash: money(start), switches: { balanceExcludesResting: true } });
      for (const move of list) {
        const away = 100 - move.middle;
        stage.exchange.quote(
          HOME,
          levels([move.middle - 1, 120], [move.middle - 3, 90]),
          levels([move.middle + 1, 80], [move.middle + 2, 300]),
        );
        stage.exchange.quote(AWAY, levels([away - 1, 50]), levels([away + 1, 70]));
        if (move.cancels) stage.ask("DELETE", "/portfolio/events/orders");
        stage.clock.wind(61_000);
        const body = order({
          ticker: move.ticker,
          side: move.side,
          count: (move.count / 100).toFixed(2),
          price: (move.price / 100).toFixed(2),
          time_in_force: move.force,
          self_trade_prevention_type: move.selfTrade,
          reduce_only: move.reduceOnly,
        });
        expect([201, 400, 409]).toContain(
          stage.ask("POST", "/portfolio/events/orders", body).status,
        );
        const balance = stage.read("/portfolio/balance") as Row;
        expect(Number(balance["balance_dollars"])).toBeGreaterThanOrEqual(-0.01);
      }
      stage.ask("DELETE", "/portfolio/events/orders");
      const shown = (): bigint =>
        exact((stage.read("/portfolio/balance") as Row)["balance_dollars"]);
      const fromFills = cashByFills(stage, BigInt(start));
      expect(shown()).toBe((fromFills / 100n) * 100n);
      stage.exchange.determine(EVENT, homeValue as Price);
      expect(shown()).toBe((fromFills / 100n) * 100n);
      stage.clock.wind(60_000);
      let paid = 0n;
      for (const row of rows(stage, "/portfolio/settlements", "settlements")) {
        const value = row["ticker"] === HOME ? BigInt(homeValue) : 10_000n - BigInt(homeValue);
        const yes = exact(row["yes_count_fp"]) / 10_000n;
        const no = exact(row["no_count_fp"]) / 10_000n;
        paid += yes * value + no * (10_000n - value);
      }
      expect(shown()).toBe(((fromFills + paid) / 100n) * 100n);
    }),
    { numRuns: 40 },
  );
});

test("resting orders hold collateral for what they would open, and only for that", () => {
  const stage = setStage({ cash: money(100_000_000) });
  stage.exchange.quote(HOME, levels([49, 100]), levels([50, 100]));
  const gtc = { time_in_force: "good_till_canceled" };
  const place = (change: Record<string, unknown>): number =>
    stage.ask("POST", "/portfolio/events/orders", order({ ...gtc, ...change })).status;
  expect(place({ count: "300", price: "0.40" })).toBe(400);
  expect(place({ count: "100", price: "0.50" })).toBe(201);
  // 51.75 spent: 48.25 are left, the sale of what is held needs nothing.
  expect(place({ side: "ask", count: "100", price: "0.60" })).toBe(201);
  expect((stage.read("/portfolio/balance") as Row)["balance_dollars"]).toBe("48.2500");
  expect(place({ side: "ask", count: "100", price: "0.60" })).toBe(201);
  // 40 $ and the maker's fee of 0.42 for what the second one would open.
  expect((stage.read("/portfolio/balance") as Row)["balance_dollars"]).toBe("7.8300");
  expect(place({ count: "100", price: "0.45" })).toBe(400);
});
