/** Every switch of the exchange, under each of its settings, as a client sees it. */
import { expect, test } from "vitest";
import { DEFAULT_SWITCHES, SWITCHES } from "../../src/sim/exchange/switches.ts";
import type { Switches } from "../../src/sim/exchange/switches.ts";
import { makeUnder } from "./switch-case.ts";
import type { SwitchCase } from "./switch-case.ts";
import { moneyCases } from "./switch-cases-money.ts";
import { restCases } from "./switch-cases-rest.ts";
import { streamCases } from "./switch-cases-stream.ts";

// A switch without a case does not compile.
const cases: { readonly [Name in keyof Switches]: SwitchCase } = {
  ...restCases,
  ...moneyCases,
  ...streamCases,
};

const runs = Object.entries(SWITCHES).flatMap(([name, { settings }]) =>
  settings.map((setting: unknown, index) => ({ name, setting, index })),
);

test.each(runs)("switch $name set to $setting", ({ name, setting, index }) => {
  const { observe, seen } = cases[name as keyof Switches];
  expect(observe(makeUnder(name, setting))).toEqual(seen[index]);
});

test("each switch has at least two settings that a client can tell apart, and names its section", () => {
  const names = Object.keys(SWITCHES) as (keyof Switches)[];
  expect(names.length).toBeGreaterThan(40);
  for (const name of names) {
    const { settings, usual, section, question } = SWITCHES[name];
    expect(settings.length).toBeGreaterThanOrEqual(2);
    expect(usual).toBe(settings[0]);
    expect(DEFAULT_SWITCHES[name]).toBe(usual);
    expect(section).toMatch(/^\d+(\.\d+)?$/);
    expect(question.length).toBeGreaterThan(5);
    const { seen } = cases[name];
    expect(seen).toHaveLength(settings.length);
    expect(new Set(seen.map((one) => JSON.stringify([one]))).size).toBe(settings.length);
  }
});
