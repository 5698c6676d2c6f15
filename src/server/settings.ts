/** A change of settings as the wire and the command line write it, all of it or nothing. */
import { z } from "zod";
import type { ConfigChange } from "../domain/commands.ts";
import { unitsFromWire } from "../domain/config-wire.ts";
import { SETTINGS, type Config, type SettingName, type SettingRule } from "../domain/config.ts";
import { read, readWith, unreadable, type Reading } from "./reading.ts";

type NumberRule = Extract<SettingRule, { kind: "number" }>;

const names = Object.keys(SETTINGS) as SettingName[];

/** Contracts are held in hundredths, but a limit of contracts is a whole number of them. */
function isWholeOnWire(rule: NumberRule): boolean {
  return rule.unit === "contracts";
}

function numberSchema(name: SettingName, rule: NumberRule): z.ZodType {
  const step = isWholeOnWire(rule) ? 1 : 1 / rule.scale;
  const words = `is a number from ${rule.min} to ${rule.max} in steps of ${step}`;
  const message = rule.nullable ? `${words}, or null` : words;
  const number = z.number({ error: message }).refine(
    (value) => {
      if (isWholeOnWire(rule) && !Number.isInteger(value)) return false;
      return unitsFromWire(name, value) !== undefined;
    },
    { error: message },
  );
  return rule.nullable ? number.nullable() : number;
}

function settingSchema(name: SettingName): z.ZodType {
  const rule = SETTINGS[name];
  if (rule.kind === "number") return numberSchema(name, rule);
  return z.enum(rule.choices, { error: `is one of ${rule.choices.join(", ")}` });
}

function settingFields(): Record<string, z.ZodType> {
  const fields: Record<string, z.ZodType> = {};
  for (const name of names) {
    const rule = SETTINGS[name];
    fields[rule.wire] = settingSchema(name).optional();
    if (rule.kind === "number" && rule.alias !== undefined) {
      fields[rule.alias] = settingSchema(name).optional();
    }
  }
  return fields;
}

const flag = z.boolean({ error: "is true or false" }).optional();

const ConfigBody = z.strictObject(
  {
    ...settingFields(),
    auto_trading: flag,
    paper_trading: flag,
    version: z.int({ error: "is the version that was shown" }).nonnegative().optional(),
  },
  { error: (issue) => (issue.code === "invalid_type" ? "is a JSON object" : undefined) },
);

type Settings = { -readonly [Name in SettingName]?: Config[Name] };

/** What the wire gives for one setting, under its name or its alias; "absent" is not null. */
function wireValue(body: Readonly<Record<string, unknown>>, name: SettingName): Reading<unknown> {
  const rule = SETTINGS[name];
  const own = body[rule.wire];
  const alias = rule.kind === "number" ? rule.alias : undefined;
  const other = alias === undefined ? undefined : body[alias];
  if (own !== undefined && other !== undefined) {
    return unreadable(alias ?? "", `is another name of ${rule.wire}; give one of them`);
  }
  return read(own === undefined ? other : own);
}

/** A checked wire value in units of the house: null becomes undefined, −0 becomes 0. */
function inHouse(name: SettingName, value: unknown): unknown {
  if (typeof value !== "number") return value ?? undefined;
  const units = unitsFromWire(name, value);
  return units === undefined ? undefined : units + 0;
}

/**
 * Reads a change of settings in wire names and wire numbers, for `POST /api/config` and `--set`.
 * One bad field or one unknown key refuses the whole change; nothing is rounded or clamped.
 */
export function readSettings(input: unknown): Reading<ConfigChange> {
  const body = readWith(ConfigBody, input);
  if (body.kind === "unreadable") return body;
  const given: Readonly<Record<string, unknown>> = body.value;
  const settings: Record<string, unknown> = {};
  for (const name of names) {
    const value = wireValue(given, name);
    if (value.kind === "unreadable") return value;
    if (value.value === undefined) continue;
    settings[name] = inHouse(name, value.value);
  }
  const { auto_trading: autoTrading, paper_trading: paperTrading, version } = body.value;
  if (
    Object.keys(settings).length === 0 &&
    autoTrading === undefined &&
    paperTrading === undefined
  ) {
    return unreadable("", "names no setting");
  }
  // The schema is generated from the same table as Config, so names and units fit by construction.
  return read({ settings: settings as Settings, autoTrading, paperTrading, version });
}
