import { describe, expect, test } from "vitest";
import { configOnWire, unitsFromWire } from "./config-wire.ts";
import { DEFAULT_CONFIG, gameExposureLimit, SETTINGS, type SettingName } from "./config.ts";
import { contracts } from "./numbers.ts";

describe("settings", () => {
  test("the defaults are those of the written rules, in wire units", () => {
    expect(configOnWire(DEFAULT_CONFIG)).toMatchObject({
      min_edge: 0.1,
      min_net_edge: 3,
      max_position_size: 100,
      max_game_exposure: 300,
      max_order_value: 500,
      daily_loss: 100,
      too_good: 25,
      late_game_seconds: 300,
      max_spread: 10,
      comfort_limit: null,
      exit_rule: "hold",
    });
  });

  test("every default lies within its own range", () => {
    const wire = configOnWire(DEFAULT_CONFIG);
    for (const name of Object.keys(SETTINGS) as SettingName[]) {
      const value = wire[SETTINGS[name].wire];
      if (typeof value === "number") expect(unitsFromWire(name, value), name).toBeDefined();
    }
  });

  test("Min Edge takes any whole 1/10000 from 0 to 1 and nothing between", () => {
    expect(unitsFromWire("minEdge", 0.1)).toBe(1000);
    expect(unitsFromWire("minEdge", 0.0001)).toBe(1);
    expect(unitsFromWire("minEdge", 0.07)).toBe(700);
    expect(unitsFromWire("minEdge", 0.000_15)).toBeUndefined();
    expect(unitsFromWire("minEdge", 1.0001)).toBeUndefined();
    expect(unitsFromWire("minEdge", -0.0001)).toBeUndefined();
    expect(unitsFromWire("minEdge", Number.NaN)).toBeUndefined();
  });

  test("Max Game Exposure follows Max Position up to 1000 until it is set by hand", () => {
    const with50 = { ...DEFAULT_CONFIG, maxPosition: contracts(50) };
    expect(gameExposureLimit(with50)).toBe(contracts(150));
    expect(gameExposureLimit({ ...with50, maxPosition: contracts(900) })).toBe(contracts(1000));
    expect(gameExposureLimit({ ...with50, maxGameExposure: contracts(60) })).toBe(contracts(60));
  });
});
