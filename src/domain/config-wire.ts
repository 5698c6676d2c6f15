/** Settings between the wire's numbers (dollars, 0–1, points, cents) and the units of the house. */
import { gameExposureLimit, SETTINGS, type Config, type SettingName } from "./config.ts";

/** A setting as the wire carries it; null is "off" or "follows another". */
export type WireValue = number | string | null;

/** How far a wire number may be from a whole unit: what a double needs, not what a person types. */
const wholeTolerance = 1e-9;

/**
 * A wire number in units of the house, or `undefined` when it is outside the range or not a whole
 * number of units. Never rounded to fit, never clamped.
 */
export function unitsFromWire(name: SettingName, value: number): number | undefined {
  const rule = SETTINGS[name];
  if (rule.kind !== "number" || !(value >= rule.min && value <= rule.max)) return undefined;
  const units = Math.round(value * rule.scale);
  return Math.abs(units / rule.scale - value) <= wholeTolerance ? units : undefined;
}

/** One setting in force, as the wire carries it. */
export function settingOnWire(config: Config, name: SettingName): WireValue {
  const rule = SETTINGS[name];
  const value = config[name];
  if (name === "maxGameExposure") return gameExposureLimit(config) / 100;
  if (value === undefined) return null;
  if (rule.kind === "choice" || typeof value === "string") return String(value);
  return value / rule.scale;
}

/** Every setting in force under its wire name. */
export function configOnWire(config: Config): Readonly<Record<string, WireValue>> {
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(
    names.map((name) => [SETTINGS[name].wire, settingOnWire(config, name)]),
  );
}
