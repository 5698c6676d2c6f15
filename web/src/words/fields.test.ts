import { expect, test } from "vitest";
import { knobs, knobText, readCents, readContracts, readKnob } from "./fields.ts";

function knob(wire: string) {
  const found = knobs.find((candidate) => candidate.wire === wire);
  if (found === undefined) throw new Error(`no knob ${wire}`);
  return found;
}

test("every percent of Min Edge in steps of a half goes to the wire and back", () => {
  for (let half = 0; half <= 200; half += 1) {
    const text = (half / 2).toFixed(1);
    const read = readKnob(knob("min_edge"), text);
    expect(read).toEqual({ kind: "read", value: Number((half / 200).toFixed(4)) });
    if (read.kind === "read") expect(knobText(knob("min_edge"), read.value)).toBe(text);
  }
});

test.each([
  ["min_edge", "101", "101 is above the maximum of 100"],
  ["min_edge", "-1", "-1 is below the minimum of 0"],
  ["min_edge", "", "a number from 0 to 100"],
  ["min_edge", "ten", "a number from 0 to 100"],
  ["min_edge", "1e1", "a number from 0 to 100"],
  ["min_edge", "10.12345", "finer than the desk can hold"],
  ["max_position_size", "9", "9 is below the minimum of 10"],
  ["max_position_size", "1001", "1001 is above the maximum of 1000"],
  ["max_position_size", "10.5", "whole contracts only"],
])("%s set to %j: %s", (wire, text, why) => {
  expect(readKnob(knob(wire), text)).toEqual({ kind: "wrong", why });
});

test("settings are shown as they are usually written, and finer when they are", () => {
  expect(knobText(knob("min_edge"), 0.1)).toBe("10.0");
  expect(knobText(knob("min_edge"), 0.0725)).toBe("7.25");
  expect(knobText(knob("min_net_edge"), 3)).toBe("3.0");
  expect(knobText(knob("max_position_size"), 100)).toBe("100");
});

test("contracts are whole and within the limit", () => {
  expect(readContracts("25", 100)).toEqual({ kind: "read", value: 25 });
  expect(readContracts("101", 100)).toMatchObject({ kind: "wrong" });
  expect(readContracts("0", 100)).toMatchObject({ kind: "wrong" });
  expect(readContracts("2.5", 100)).toMatchObject({ kind: "wrong" });
  expect(readContracts("", 100)).toMatchObject({ kind: "wrong" });
});

test("a price is in cents, and dollars are told so", () => {
  expect(readCents("84")).toEqual({ kind: "read", value: 84 });
  expect(readCents("84.5")).toEqual({ kind: "read", value: 84.5 });
  expect(readCents("0.84")).toEqual({ kind: "wrong", why: "cents, not dollars: 84 is 84¢" });
  expect(readCents("100")).toMatchObject({ kind: "wrong" });
  expect(readCents("84.123")).toMatchObject({ kind: "wrong" });
});
