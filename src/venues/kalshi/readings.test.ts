/** Small readers: fees, errors, calendar, endings, the agenda. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Price } from "../../domain/numbers.ts";
import { createAgenda } from "./agenda.ts";
import { readHttpDate, readTickerDate } from "./calendar.ts";
import { refusalText } from "./errors.ts";
import { feeSchedule, noOverride } from "./fees.ts";
import { createRateBudget } from "./limits.ts";
import { createOutcomes } from "./outcomes.ts";
import { createTestWorld } from "./test-world.ts";

describe("fees", () => {
  const series = { feeType: "quadratic_with_maker_fees", multiplier: 1 };
  test.each([
    ["of the series", series, noOverride, { makerShare: 25, multiplier: "1" }],
    [
      "without maker fees",
      { ...series, feeType: "quadratic" },
      noOverride,
      { makerShare: 0, multiplier: "1" },
    ],
    [
      "with the event's multiplier",
      series,
      { ...noOverride, multiplier: 0.5 },
      { makerShare: 25, multiplier: "0.5" },
    ],
    [
      "with the event's type",
      series,
      { ...noOverride, feeType: "quadratic" },
      { makerShare: 0, multiplier: "1" },
    ],
    ["of unknown type", { ...series, feeType: "flat" }, noOverride, undefined],
    ["of an inherited type", { ...series, feeType: "toString" }, noOverride, undefined],
    ["without a multiplier", { ...series, multiplier: undefined }, noOverride, undefined],
    ["with a multiplier too fine to hold", { ...series, multiplier: 1e-7 }, noOverride, undefined],
    ["below zero", { ...series, multiplier: -1 }, noOverride, undefined],
    ["of no series", undefined, noOverride, undefined],
  ])("%s", (_name, fields, override, expected) => {
    expect(feeSchedule(fields, override)).toEqual(expected);
  });
});

test.each([
  ["nested", '{"error":{"code":"a","message":"b","details":"c"}}', "400 a: c"],
  ["nested, message only told once", '{"error":{"code":"a","message":"a"}}', "400 a"],
  ["flat", '{"code":"bad_request","message":"bad request"}', "400 bad_request: bad request"],
  ["validation", '{"msg":"limit is wrong"}', "400 limit is wrong"],
  ["a word", '{"error":"too many requests"}', "400 too many requests"],
  ["HTML", "<html>", "status 400"],
  ["nothing", "", "status 400"],
  ["another shape", "[1]", "status 400"],
])("a refusal in its own words: %s", (_name, body, text) => {
  expect(refusalText(400, body)).toBe(text);
});

describe("calendar", () => {
  test("any Date header is the platform's own second", () => {
    const dates = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(readHttpDate(date.toUTCString())).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
    expect(readHttpDate("yesterday")).toBeUndefined();
  });

  test("TIM-10 a leap second is the second after it", () => {
    expect(readHttpDate("Sat, 31 Dec 2016 23:59:60 GMT")).toBe(Date.UTC(2017, 0, 1));
  });

  test("a ticker names its Eastern date", () => {
    expect(readTickerDate("KXNFLGAME-26OCT12BUFLAR")).toBe(Date.UTC(2026, 9, 12, 17));
    expect(readTickerDate("KXNFLGAME-26XYZ12BUFLAR")).toBeUndefined();
    expect(readTickerDate("KXSB-27")).toBeUndefined();
  });
});

describe("endings", () => {
  const [yes, no] = [10_000, 0] as Price[];

  test("each is told once, an amended value again, a settlement only with its value", () => {
    const outcomes = createOutcomes();
    expect(outcomes.learn("home", "active", undefined)).toEqual([]);
    expect(outcomes.learn("home", "finalized", undefined)).toEqual([]);
    expect(outcomes.learn("home", "determined", yes).map(({ kind }) => kind)).toEqual([
      "determined",
    ]);
    expect(outcomes.learn("home", "determined", yes)).toEqual([]);
    expect(outcomes.learn("home", "amended", no).map(({ kind }) => kind)).toEqual(["determined"]);
    expect(outcomes.learn("home", "finalized", no)).toEqual([
      { kind: "settled", team: "home", value: 0 },
    ]);
    expect(outcomes.learn("home", "finalized", no)).toEqual([]);
  });

  test("LED-09 a payment that names no value is not told with an earlier one: it may be amended", () => {
    const outcomes = createOutcomes();
    outcomes.learn("home", "determined", yes);
    expect(outcomes.learn("home", "finalized", undefined)).toEqual([]);
    expect(outcomes.learn("home", "finalized", no)).toContainEqual({
      kind: "settled",
      team: "home",
      value: 0,
    });
  });

  test("LED-09 a value that is corrected after the payment was told is told again, once", () => {
    const outcomes = createOutcomes();
    outcomes.learn("home", "finalized", yes);
    const corrected = [{ kind: "settled", team: "home", value: 0 }];
    expect(outcomes.learn("home", "finalized", no)).toEqual(corrected);
    expect(outcomes.learn("home", "finalized", no)).toEqual([]);
  });
});

test("the agenda keeps one timer and runs what is due in order", async () => {
  const world = createTestWorld(0);
  const ran: string[] = [];
  const agenda = createAgenda<"a" | "b" | "c">(world.clock, world.timers, (name) => {
    ran.push(`${name}${world.clock.now().mono}`);
  });
  agenda.after("a", 300);
  agenda.after("b", 100);
  agenda.after("c", 200);
  agenda.drop("c");
  agenda.after("b", 150);
  expect(world.waiting()).toBe(1);
  await world.advance(1000);
  expect(ran).toEqual(["b150", "a300"]);
  expect(world.waiting()).toBe(0);
});

test("the read budget never spends faster than the exchange refills", () => {
  const world = createTestWorld(0);
  const budget = createRateBudget(world.clock);
  let spent = 0;
  for (let step = 0; step < 1000; step += 1) {
    while (budget.spend({ method: "GET", path: "/markets" }, "usual")) spent += 1;
    world.sleep(10);
  }
  expect(spent * 10).toBeLessThanOrEqual(200 + 10 * 200);
  expect(spent * 10).toBeGreaterThan(1000);
});
