import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { configOnWire, unitsFromWire } from "../domain/config-wire.ts";
import { DEFAULT_CONFIG, SETTINGS, type SettingName } from "../domain/config.ts";
import { readSettings } from "./settings.ts";

const names = Object.keys(SETTINGS) as SettingName[];

function settingsOf(input: unknown) {
  const change = readSettings(input);
  if (change.kind === "unreadable") throw new Error(JSON.stringify(change.errors));
  return change.value.settings;
}

describe("each setting of the table", () => {
  test.each(names)("CFG-02 %s: both ends of its range pass, a step beyond does not", (name) => {
    const rule = SETTINGS[name];
    if (rule.kind === "choice") {
      for (const choice of rule.choices)
        expect(settingsOf({ [rule.wire]: choice })[name]).toBe(choice);
      expect(readSettings({ [rule.wire]: "else" }).kind).toBe("unreadable");
      return;
    }
    const step = rule.unit === "contracts" ? 1 : 1 / rule.scale;
    for (const end of [rule.min, rule.max]) {
      expect(settingsOf({ [rule.wire]: end })).toEqual({ [name]: Math.round(end * rule.scale) });
    }
    const beyond = [rule.min - step, rule.max + step, -1, 2 ** 53, "10", Number.NaN, Infinity, []];
    for (const value of beyond) {
      expect(readSettings({ [rule.wire]: value })).toMatchObject({
        kind: "unreadable",
        errors: [{ field: rule.wire }],
      });
    }
    const off = readSettings({ [rule.wire]: null });
    expect(off.kind).toBe(rule.nullable ? "read" : "unreadable");
  });

  test("null sets a nullable setting to off, which is not the same as not naming it", () => {
    const settings = settingsOf({ comfort_limit: null });
    expect(Object.hasOwn(settings, "comfortLimit")).toBe(true);
    expect(settings.comfortLimit).toBeUndefined();
    expect(Object.hasOwn(settingsOf({ min_edge: 0.1 }), "comfortLimit")).toBe(false);
  });

  test("the settings in force, read back from the wire, are themselves", () => {
    const followed = { ...DEFAULT_CONFIG, maxGameExposure: 30_000 };
    expect(settingsOf(configOnWire(DEFAULT_CONFIG))).toEqual(followed);
  });
});

test("min_edge takes every 1/10000 and no number between", () => {
  for (let units = 0; units <= 10_000; units += 1) {
    expect(settingsOf({ min_edge: units / 10_000 }).minEdge).toBe(units);
  }
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
      const units = unitsFromWire("minEdge", value);
      const change = readSettings({ min_edge: value });
      if (units === undefined) expect(change.kind).toBe("unreadable");
      else expect(change).toMatchObject({ value: { settings: { minEdge: units } } });
    }),
  );
  expect(readSettings({ min_edge: 0.100_000_000_5 }).kind).toBe("read");
  expect(readSettings({ min_edge: 0.100_000_01 }).kind).toBe("unreadable");
});

test("minus zero is zero", () => {
  expect(Object.is(settingsOf({ min_edge: -0 }).minEdge, 0)).toBe(true);
});

test("auto, paper and the version stand beside the settings", () => {
  expect(readSettings({ auto_trading: true, paper_trading: false, version: 7 })).toEqual({
    kind: "read",
    value: { settings: {}, autoTrading: true, paperTrading: false, version: 7 },
  });
});

test("anything that is not an object is refused with words, not with an exception", () => {
  for (const input of [undefined, null, 1, "x", true, [], () => {}, new Map()]) {
    const change = readSettings(input);
    expect(change.kind).toBe("unreadable");
    if (change.kind === "unreadable") expect(change.errors[0]?.message.length).toBeGreaterThan(5);
  }
});
