import { describe, expect, test } from "vitest";
import { contracts, type Money, money, price } from "../domain/numbers.ts";
import {
  chargeFill,
  createFeeAccumulator,
  type FeeAccumulator,
  type Liquidity,
  makerFee,
  takerFee,
  tradeFee,
} from "./market.ts";

const nfl = { makerShare: 25, multiplier: "1" };

function ceilDivide(top: bigint, bottom: bigint): bigint {
  return (top + bottom - 1n) / bottom;
}

/** The fee in 1/1000000 $ from the published formula, over rationals, by another route. */
function expectedFee(cents: number, count: number, cent: boolean, perTenThousand = 700n): bigint {
  const quarterless = BigInt(count) * BigInt(cents) * BigInt(100 - cents) * perTenThousand;
  // contracts · cents/100 · (100−cents)/100 · rate/10^4 dollars, up to the next 1/10^4 dollar.
  const trade = ceilDivide(quarterless * 10_000n, 100n * 100n * 10_000n) * 100n;
  if (!cent) return trade;
  const spent = BigInt(count * cents) * 10_000n + trade;
  return ceilDivide(spent, 10_000n) * 10_000n - BigInt(count * cents) * 10_000n;
}

describe("taker fees", () => {
  test("LED-02: 1¢ to 99¢ for 1, 10 and 100 contracts in both regimes are exact", () => {
    let looked = 0;
    for (const precision of ["direct", "cent"] as const) {
      for (const count of [1, 10, 100]) {
        for (let cents = 1; cents <= 99; cents += 1) {
          const fee = takerFee(price(cents * 100), contracts(count), nfl, precision);
          expect(BigInt(fee), `${count} at ${cents}¢ ${precision}`).toBe(
            expectedFee(cents, count, precision === "cent"),
          );
          looked += 1;
        }
      }
    }
    expect(looked).toBe(594);
  });

  test("100 contracts cost the same at P and at 1 − P, in both regimes: 198 vectors", () => {
    for (const precision of ["direct", "cent"] as const) {
      for (let cents = 1; cents <= 99; cents += 1) {
        const fee = takerFee(price(cents * 100), contracts(100), nfl, precision);
        const mirrored = takerFee(price((100 - cents) * 100), contracts(100), nfl, precision);
        expect(fee).toBe(mirrored);
        expect(BigInt(fee)).toBe(expectedFee(cents, 100, precision === "cent"));
      }
    }
  });

  test.each([
    ["direct", 100, 84, 940_800],
    ["direct", 1, 52, 17_500],
    ["direct", 1, 99, 700],
    ["direct", 25, 63, 408_000],
    ["cent", 100, 50, 1_750_000],
    ["cent", 10, 50, 180_000],
    ["cent", 1, 50, 20_000],
    ["cent", 100, 84, 950_000],
    ["cent", 25, 63, 410_000],
    ["cent", 100, 55, 1_740_000],
    ["cent", 100, 90, 630_000],
    ["cent", 100, 97, 210_000],
  ] as const)(
    "%s: %d contracts at %d¢ cost %d micro-dollars",
    (precision, count, cents, micros) => {
      expect(takerFee(price(cents * 100), contracts(count), nfl, precision)).toBe(micros);
    },
  );

  test("a long multiplier takes the exact path and agrees with the short one", () => {
    const long = { makerShare: 25, multiplier: "1.00000000000000000000" };
    for (let tick = 1; tick < 10_000; tick += 37) {
      const amount = contracts(1000);
      expect(tradeFee("taker", price(tick), amount, long)).toBe(
        tradeFee("taker", price(tick), amount, nfl),
      );
    }
    // A third of a step more than a whole number of steps still costs one step more.
    const hair = { makerShare: 25, multiplier: "1.00000000000000000001" };
    expect(tradeFee("taker", price(5000), contracts(100), hair)).toBe(1_750_100);
  });

  test.each(["", "-1", "1e3", "one", ".5", " 1"])("refuses the multiplier %j", (multiplier) => {
    expect(() =>
      tradeFee("taker", price(5000), contracts(1), { makerShare: 25, multiplier }),
    ).toThrow(RangeError);
  });
});

describe("LED-04: what the series and the event say about fees", () => {
  test("LED-04: the maker pays a quarter", () => {
    expect(makerFee(price(5000), contracts(100), nfl, "direct")).toBe(437_500);
    expect(makerFee(price(6300), contracts(25), nfl, "direct")).toBe(102_000);
    expect(makerFee(price(5000), contracts(100), nfl, "cent")).toBe(440_000);
    expect(makerFee(price(6300), contracts(25), nfl, "cent")).toBe(110_000);
    for (let cents = 1; cents <= 99; cents += 1) {
      const fee = makerFee(price(cents * 100), contracts(100), nfl, "direct");
      expect(BigInt(fee)).toBe(expectedFee(cents, 100, false, 175n));
    }
    const without = { makerShare: 0, multiplier: "1" };
    expect(makerFee(price(5000), contracts(100), without, "cent")).toBe(0);
  });

  test("LED-04: a zero multiplier charges nothing, in both regimes", () => {
    const free = { makerShare: 25, multiplier: "0" };
    for (const precision of ["direct", "cent"] as const) {
      expect(takerFee(price(5000), contracts(100), free, precision)).toBe(0);
      expect(makerFee(price(5000), contracts(100), free, precision)).toBe(0);
    }
  });

  test("LED-04: an event's override multiplies exactly", () => {
    const half = { makerShare: 25, multiplier: "0.5" };
    expect(takerFee(price(5000), contracts(100), half, "direct")).toBe(875_000);
    const odd = { makerShare: 25, multiplier: "1.35" };
    // 0.07 · 1.35 · 7 · 0.37 · 0.63 = 0.15419565
    expect(takerFee(price(3700), contracts(7), odd, "direct")).toBe(154_200);
  });
});

type Fill = { readonly revenue: number; readonly fee: number };

function charges(accumulator: FeeAccumulator, fills: readonly Fill[]) {
  return fills.map((fill) => chargeFill(accumulator, money(fill.revenue), money(fill.fee)));
}

describe("rounding of the balance", () => {
  test.each([
    ["three lots of 1 at 5.5¢", -55_000, 8500, -70_000, [15_000, 5000, 15_000], [0, 1, 0]],
    ["three lots of 0.30 at 50¢", -150_000, 4100, -160_000, [10_000, 0, 10_000], [0, 1, 0]],
    ["three lots of 0.03 at 33.01¢", -9903, 500, -20_000, [10_097, 97, 97], [0, 1, 1]],
  ] as const)(
    "LED-03: %s charge the published net fee on each fill",
    (_name, revenue, fee, change, netFees, rebates) => {
      const fill = { revenue, fee };
      const three = charges(createFeeAccumulator("cent"), [fill, fill, fill]);
      expect(three.map((charge) => charge.fee)).toEqual(netFees);
      expect(three.map((charge) => charge.rebate / 10_000)).toEqual(rebates);
      for (const charge of three) expect(charge.change - charge.rebate).toBe(change);
    },
  );

  test("three fills of 7 at 37¢ of one order cost 0.12, 0.11 and 0.12", () => {
    const amount = contracts(7);
    const fee = tradeFee("taker", price(3700), amount, nfl);
    expect(fee).toBe(114_300);
    const fill = { revenue: -2_590_000, fee };
    const three = charges(createFeeAccumulator("cent"), [fill, fill, fill]);
    expect(three.map((charge) => charge.fee)).toEqual([120_000, 110_000, 120_000]);
    const direct = charges(createFeeAccumulator("direct"), [fill, fill, fill]);
    expect(direct.map((charge) => charge.change)).toEqual([-2_704_300, -2_704_300, -2_704_300]);
  });

  test("exactly one cent overpaid is not given back: it must exceed one cent", () => {
    const fill = { revenue: -500_000, fee: 5000 };
    const two = charges(createFeeAccumulator("cent"), [fill, fill]);
    expect(two.map((charge) => charge.rebate)).toEqual([0, 0]);
  });

  test("no fee is ever negative: a rebate waits for a fill that can bear it", () => {
    const accumulator = createFeeAccumulator("cent");
    const many = charges(accumulator, [
      { revenue: -500_000, fee: 1000 },
      { revenue: -56_000, fee: 100 },
      { revenue: -500_000, fee: 9000 },
    ]);
    expect(many.map((charge) => charge.fee)).toEqual([10_000, 4000, 0]);
    expect(many.every((charge) => charge.fee >= 0)).toBe(true);
  });

  test("in the cent regime a whole order ends on whole cents and overpays at most one", () => {
    const accumulator = createFeeAccumulator("cent");
    let paid = 0;
    let owed = 0;
    for (let cents = 1; cents <= 99; cents += 1) {
      const amount = contracts((cents % 9) + 1);
      const fee = tradeFee("taker", price(cents * 100), amount, nfl);
      const revenue = money(-cents * 100 * amount);
      const charge = chargeFill(accumulator, revenue, fee);
      expect(Math.abs(charge.change % 10_000)).toBe(0);
      paid += charge.fee;
      owed += fee;
    }
    expect(paid - owed).toBe(accumulator.overpaid);
    expect(paid - owed).toBeLessThanOrEqual(10_000);
  });
});

test("golden session: the fees of its five trades in both regimes", () => {
  const fillsAt = [84, 77, 31, 55, 54, 46, 52, 86, 17];
  const total = (precision: "direct" | "cent", liquidity: Liquidity = "taker"): Money => {
    const feeOf = liquidity === "taker" ? takerFee : makerFee;
    const fees = fillsAt.map((cents) => feeOf(price(cents * 100), contracts(100), nfl, precision));
    return money(fees.reduce<number>((sum, fee) => sum + fee, 0));
  };
  expect(total("cent")).toBe(12_500_000);
  expect(total("direct")).toBe(12_465_600);
});
