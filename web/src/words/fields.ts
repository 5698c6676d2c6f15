/** What a person typed, read strictly: nothing is rounded, nothing is clamped. Pure. */
import { unitsFromWire } from "../../../src/domain/config-wire.ts";
import { SETTINGS, type SettingName } from "../../../src/domain/config.ts";

export type Field<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "wrong"; readonly why: string };

function wrong(why: string): { readonly kind: "wrong"; readonly why: string } {
  return { kind: "wrong", why };
}

function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^-?(\d+(\.\d*)?|\.\d+)$/.test(trimmed)) return undefined;
  return Number(trimmed);
}

export const contractsMax = 1000;

/** Whole contracts, 1 to the limit in force. */
export function readContracts(text: string, most: number): Field<number> {
  const value = numberOf(text);
  if (value === undefined) return wrong("a whole number of contracts");
  if (!Number.isInteger(value)) return wrong("whole contracts only");
  if (value < 1) return wrong("1 is the least");
  return value > most ? wrong(`Max Position is ${most}`) : { kind: "read", value };
}

/** A price in cents above 0 and below 100, at most as fine as 0.01¢. */
export function readCents(text: string): Field<number> {
  const value = numberOf(text);
  if (value === undefined || value <= 0 || value >= 100) {
    return wrong("cents, above 0 and below 100");
  }
  if (value < 1) return wrong("cents, not dollars: 84 is 84¢");
  return Math.round(value * 100) / 100 === value
    ? { kind: "read", value }
    : wrong("finer than 0.01¢");
}

/** A setting as this page writes it: `shown` units per 1 of the wire's number. */
export type Knob = {
  readonly name: SettingName;
  readonly wire: "min_edge" | "min_net_edge" | "max_position_size";
  readonly label: string;
  readonly unit: string;
  readonly shown: number;
  readonly places: number;
  readonly step: number;
};

export const knobs: readonly Knob[] = [
  {
    name: "minEdge",
    wire: "min_edge",
    label: "Min Edge",
    unit: "%",
    shown: 100,
    places: 1,
    step: 0.5,
  },
  {
    name: "minNetEdge",
    wire: "min_net_edge",
    label: "Min Net Edge",
    unit: "pts",
    shown: 1,
    places: 1,
    step: 0.5,
  },
  {
    name: "maxPosition",
    wire: "max_position_size",
    label: "Max Position",
    unit: "",
    shown: 1,
    places: 0,
    step: 1,
  },
];

/** A setting in force as text, with at least the places it is usually set to. */
export function knobText(knob: Knob, wire: number): string {
  const exact = Math.round(wire * knob.shown * 1e4) / 1e4;
  const text = String(exact);
  const places = text.split(".")[1]?.length ?? 0;
  return places < knob.places ? exact.toFixed(knob.places) : text;
}

/** Range of a setting in shown units. */
export function knobRange(knob: Knob): { readonly min: number; readonly max: number } {
  const rule = SETTINGS[knob.name];
  if (rule.kind !== "number") throw new Error(`${knob.name} is not a number`);
  return { min: rule.min * knob.shown, max: rule.max * knob.shown };
}

/** The typed text as the wire's number, or what is wrong with it. */
export function readKnob(knob: Knob, text: string): Field<number> {
  const typed = numberOf(text);
  const { min, max } = knobRange(knob);
  if (typed === undefined) return wrong(`a number from ${min} to ${max}`);
  if (typed < min) return wrong(`${text.trim()} is below the minimum of ${min}`);
  if (typed > max) return wrong(`${text.trim()} is above the maximum of ${max}`);
  const wire = Math.round((typed / knob.shown) * 1e10) / 1e10;
  const units = unitsFromWire(knob.name, wire);
  if (units === undefined) return wrong("finer than the desk can hold");
  if (knob.name === "maxPosition" && !Number.isInteger(typed)) return wrong("whole contracts only");
  return { kind: "read", value: wire };
}
