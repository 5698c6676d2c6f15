/** The settings of trading semantics §7: one table gives names, defaults and ranges. */
import type { Money, Price, Probability, Quantity } from "./numbers.ts";

/** All settings in force, in the units of the house. */
export type Config = {
  readonly minEdge: Probability;
  /** Points in 1/10000, so 3.0 points are 300. */
  readonly minNetEdge: Probability;
  /** Per order. */
  readonly maxPosition: Quantity;
  /** undefined: follows Max Position as min(3 × Max Position, 1000) until set by hand. */
  readonly maxGameExposure: Quantity | undefined;
  readonly maxOrderValue: Money;
  readonly dailyLoss: Money;
  readonly sessionCap: Money;
  readonly lossStreak: number;
  readonly maxTradesPerGame: number;
  readonly maxOrdersPerMinute: number;
  readonly tooGood: Probability;
  /** Entries are blocked when the clock of Q4 is below this many seconds; undefined: off. */
  readonly lateGameSeconds: number | undefined;
  readonly maxSpread: Price;
  readonly maxSpreadAuto: Price;
  readonly observeMinutes: number;
  /** undefined: no comfort limit. */
  readonly comfortLimit: Money | undefined;
  /** What a paper ledger starts with; a later change waits for the explicit reset. */
  readonly paperBalance: Money;
  readonly exitRule: "hold" | "edge_closed";
  /** Minutes after which a position held raises an alert; undefined: off. */
  readonly maxHoldMinutes: number | undefined;
};

export type SettingName = keyof Config;

/**
 * How a setting is written on the wire and how it becomes a unit of the house.
 * `scale`: units per 1 of the wire's number. `nullable`: null on the wire means off (or "follow").
 */
export type SettingRule =
  | {
      readonly kind: "number";
      readonly wire: string;
      readonly alias?: string;
      readonly scale: number;
      readonly min: number;
      readonly max: number;
      readonly nullable: boolean;
      readonly label: string;
      readonly unit: string;
    }
  | {
      readonly kind: "choice";
      readonly wire: string;
      readonly choices: readonly string[];
      readonly label: string;
    };

function numberRule(
  wire: string,
  label: string,
  unit: string,
  scale: number,
  range: readonly [number, number],
  more: { readonly alias?: string; readonly nullable?: boolean } = {},
): SettingRule {
  const [min, max] = range;
  const nullable = more.nullable ?? false;
  const rule = { kind: "number", wire, scale, min, max, nullable, label, unit } as const;
  return more.alias === undefined ? rule : { ...rule, alias: more.alias };
}

const dollar = 1_000_000;

/** Ranges are in wire numbers, both ends allowed. */
export const SETTINGS: Readonly<Record<SettingName, SettingRule>> = {
  minEdge: numberRule("min_edge", "Min Edge", "0–1", 10_000, [0, 1]),
  minNetEdge: numberRule("min_net_edge", "Min Net Edge", "points", 100, [0, 100]),
  maxPosition: numberRule("max_position_size", "Max Position", "contracts", 100, [10, 1000], {
    alias: "max_position",
  }),
  maxGameExposure: numberRule(
    "max_game_exposure",
    "Max Game Exposure",
    "contracts",
    100,
    [10, 1000],
    { nullable: true },
  ),
  maxOrderValue: numberRule("max_order_value", "Order value", "$", dollar, [1, 5000]),
  dailyLoss: numberRule("daily_loss", "Daily loss", "$", dollar, [10, 1000]),
  sessionCap: numberRule("session_cap", "Session cap", "$", dollar, [10, 1000]),
  lossStreak: numberRule("loss_streak", "Loss streak", "losses", 1, [2, 10]),
  maxTradesPerGame: numberRule("max_trades_per_game", "Trades per game", "trades", 1, [1, 50]),
  maxOrdersPerMinute: numberRule(
    "max_orders_per_minute",
    "Orders per minute",
    "orders",
    1,
    [1, 10],
  ),
  tooGood: numberRule("too_good", "Too good", "points", 100, [10, 100]),
  lateGameSeconds: numberRule("late_game_seconds", "Late game", "s of Q4", 1, [0, 900], {
    nullable: true,
  }),
  maxSpread: numberRule("max_spread", "Spread limit", "¢", 100, [1, 20]),
  maxSpreadAuto: numberRule("max_spread_auto", "Spread limit for auto", "¢", 100, [1, 20]),
  observeMinutes: numberRule("observe_minutes", "Observe", "min", 1, [0, 60]),
  comfortLimit: numberRule("comfort_limit", "Comfort limit", "$ at risk", dollar, [10, 1000], {
    nullable: true,
  }),
  paperBalance: numberRule("paper_balance", "Paper starting balance", "$", dollar, [100, 100_000]),
  exitRule: { kind: "choice", wire: "exit_rule", choices: ["hold", "edge_closed"], label: "Exits" },
  maxHoldMinutes: numberRule("max_hold_minutes", "Max hold (alert)", "min", 1, [1, 240], {
    nullable: true,
  }),
};

export const DEFAULT_CONFIG: Config = {
  minEdge: 1000 as Probability,
  minNetEdge: 300 as Probability,
  maxPosition: 10_000 as Quantity,
  maxGameExposure: undefined,
  maxOrderValue: (500 * dollar) as Money,
  dailyLoss: (100 * dollar) as Money,
  sessionCap: (100 * dollar) as Money,
  lossStreak: 3,
  maxTradesPerGame: 50,
  maxOrdersPerMinute: 10,
  tooGood: 2500 as Probability,
  lateGameSeconds: 300,
  maxSpread: 1000 as Price,
  maxSpreadAuto: 1000 as Price,
  observeMinutes: 0,
  comfortLimit: undefined,
  paperBalance: (1000 * dollar) as Money,
  exitRule: "hold",
  maxHoldMinutes: undefined,
};

const exposureCeiling = 100_000;

/** Max Game Exposure in force: the one set by hand, else min(3 × Max Position, 1000). */
export function gameExposureLimit(config: Config): Quantity {
  const followed = Math.min(3 * config.maxPosition, exposureCeiling) as Quantity;
  return config.maxGameExposure ?? followed;
}
