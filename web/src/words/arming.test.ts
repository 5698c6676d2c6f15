import { expect, test } from "vitest";
import type { View } from "../../../src/engine/view-types.ts";
import {
  armingPoints,
  beginPoints,
  codeRefusal,
  paperWords,
  preflightOf,
  preflightSummary,
  verdictOf,
  worstFirst,
} from "./arming.ts";

const config = { max_position_size: 100, max_game_exposure: 300 };

function view(part: Record<string, unknown>): View {
  const performance = { balance: 1000, at_risk: 16.9408 };
  const bare = { mode: "DEMO", source: "sim", config, performance, status: { auto: false } };
  return { ...bare, ...part } as unknown as View;
}

function line(name: string, passed: boolean, pending: boolean) {
  return { name, passed, pending, value: "x" };
}

test("the dialog says where orders go, with whose money, and at what risk", () => {
  const points = armingPoints(view({}), "DEMO").join(" ");
  expect(points).toContain("the built-in exchange on this computer: play money");
  expect(points).toContain("100 contracts ≈ up to $99.00 at risk, a game up to $297.00");
  expect(points).toContain("Auto is OFF");
  expect(armingPoints(view({ source: "demo" }), "DEMO")[0]).toContain("Kalshi's demo exchange");
  expect(armingPoints(view({ source: "real" }), "LIVE")[0]).toContain("to Kalshi: REAL MONEY");
});

test("Start and auto say what is sent without a click", () => {
  expect(beginPoints(view({}), "auto")[0]).toContain("sent without a click");
  expect(beginPoints(view({}), "start").join(" ")).toContain("Balance $1,000.00, at risk $16.94");
});

test("the pre-flight of an answer is read, whatever else the answer is", () => {
  const lines = [line("model", true, false), line("disk", false, true)];
  expect(preflightOf({ preflight: lines })).toEqual(lines);
  expect(preflightOf({ preflight: [{ name: "model" }, null, 3, lines[0]] })).toEqual([lines[0]]);
  expect(preflightOf({ error: "no" })).toEqual([]);
});

test("what fails stands first, what is not known yet is not called a failure", () => {
  const lines = [line("a", true, false), line("b", false, true), line("c", false, false)];
  expect(worstFirst(lines).map(({ name }) => name)).toEqual(["c", "b", "a"]);
  expect(lines.map(verdictOf)).toEqual(["passes", "not known yet", "fails"]);
  expect(preflightSummary(lines)).toBe("1 of 3 checks passes");
});

test("a wrong code and a missing one are told apart", () => {
  expect(codeRefusal(true)).toMatch(/^That is not the code/);
  expect(codeRefusal(false)).toMatch(/^This needs the code/);
});

test("switching to paper is not called paper while something is held", () => {
  expect(paperWords(true)).toContain("On paper");
  expect(paperWords(false)).toContain("as soon as nothing is held");
});
