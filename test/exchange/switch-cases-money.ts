/** Switches of cash, fees and settlement. */
import { ONE_DOLLAR, contracts } from "../../src/domain/numbers.ts";
import type { Price } from "../../src/domain/numbers.ts";
import { AWAY, EVENT, HOME, cents, levels } from "../../src/sim/exchange/stage.ts";
import type { Stage } from "../../src/sim/exchange/stage.ts";
import type { Switches } from "../../src/sim/exchange/switches.ts";
import { place, quoted, resting } from "./switch-case.ts";
import type { Loose, SwitchCase } from "./switch-case.ts";

function cash(stage: Stage): number {
  return Number(stage.read("/portfolio/balance")["balance_dollars"]);
}

function rows(stage: Stage, path: string, name: string): readonly Loose[] {
  const list: unknown = stage.read(path)[name];
  return list as readonly Loose[];
}

/** Determined at this value of the home market, and paid. */
function pay(stage: Stage, value: Price): void {
  stage.exchange.determine(EVENT, value);
  stage.clock.wind(61_000);
}

export const moneyCases = {
  tieResult: {
    observe: (make) => {
      const stage = make();
      stage.exchange.determine(EVENT, (ONE_DOLLAR / 2) as Price);
      const market: unknown = stage.read(`/markets/${HOME}`)["market"];
      const { result, settlement_value_dollars: value } = market as Loose;
      return [result, value];
    },
    seen: [
      ["scalar", "0.5000"],
      ["", "0.5000"],
    ],
  },
  balanceExcludesResting: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage, resting);
      return cash(stage);
    },
    // Ten at 0.50 hold 5 $ and the maker's fee of 0.0438.
    seen: [9994.9562, 10_000],
  },
  portfolioValueIncludesCash: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage);
      return stage.read("/portfolio/balance")["portfolio_value"];
    },
    // Ten at 0.63 are worth 6.30 $; 10,000 less cost and a fee of 0.1632 are the cash.
    seen: [630, 999_983],
  },
  fillFee: {
    observe: (make) => {
      const stage = quoted(make, { switches: { feePrecision: "cent" } });
      place(stage, { count: "1" });
      return rows(stage, "/portfolio/fills", "fills")[0]?.["fee_cost"];
    },
    seen: ["0.020000", "0.016400"],
  },
  settlementCounts: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage, { count: "10" });
      place(stage, { count: "4", side: "ask", price: "0.6200" });
      pay(stage, ONE_DOLLAR);
      const [row] = rows(stage, "/portfolio/settlements", "settlements");
      return [row?.["yes_count_fp"], row?.["no_count_fp"], row?.["revenue"]];
    },
    seen: [
      ["6.00", "0.00", 600],
      ["10.00", "4.00", 600],
    ],
  },
  feePrecision: {
    observe: (make) => {
      const stage = make();
      stage.exchange.quote(HOME, [], levels([52, 10]));
      place(stage, { count: "1", price: "0.5200" });
      return cash(stage);
    },
    seen: [9999.4625, 9999.46],
  },
  scalarPayment: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage, { count: "3" });
      const before = cash(stage);
      pay(stage, 5033 as Price);
      return Math.round((cash(stage) - before) * 10_000);
    },
    seen: [15_099, 15_000],
  },
  collateralReturn: {
    observe: (make) => {
      const stage = make();
      stage.exchange.quote(HOME, [], levels([60, 100]));
      stage.exchange.quote(AWAY, [], levels([38, 100]));
      place(stage, { count: "10", price: "0.6000" });
      const one = cash(stage);
      place(stage, { count: "10", price: "0.3800", ticker: AWAY });
      const pair = cash(stage);
      pay(stage, ONE_DOLLAR);
      return [Math.round((pair - one) * 10_000), cash(stage)];
    },
    // 9.80 paid, fees of 0.1680 and 0.1650, and a dollar each at the end, whenever it came.
    seen: [
      [-39_650, 9999.867],
      [60_350, 9999.867],
    ],
  },
  netting: {
    observe: (make) => {
      const stage = quoted(make);
      const buyNo = { side: "ask", price: "0.6200", count: "4" };
      place(stage, { count: "10" });
      const before = cash(stage);
      place(stage, buyNo);
      const moved = Math.round((cash(stage) - before) * 10_000);
      place(stage, { ...buyNo, count: "1", reduce_only: true });
      pay(stage, ONE_DOLLAR);
      const [row] = rows(stage, "/portfolio/settlements", "settlements");
      return [moved, row?.["yes_count_fp"], row?.["no_count_fp"], row?.["revenue"]];
    },
    // The fee of 4 at 0.62 is 0.0660; four NO cost 1.52, or four YES bring 2.48.
    seen: [
      [24_140, "5.00", "0.00", 500],
      [-15_860, "9.00", "4.00", 900],
    ],
  },
  feeType: {
    observe: (make) => {
      const stage = quoted(make);
      place(stage, { ...resting, price: "0.6200", count: "100" });
      stage.exchange.take(HOME, "ask", contracts(600), cents(62));
      return rows(stage, "/portfolio/fills", "fills")[0]?.["fee_cost"];
    },
    seen: ["0.412300", "0.000000", "0.824600"],
  },
} as const satisfies { readonly [Name in keyof Switches]?: SwitchCase };
