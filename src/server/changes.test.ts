import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges, changesBetween } from "./changes.ts";

/** JSON as the view is made of, without −0, which JSON cannot carry. */
const json = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
const table = fc.dictionary(fc.string(), json);

test("applying the difference of two values to the first gives the second", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(applyChanges(before, changesBetween(before, after))).toEqual(after);
    }),
    { numRuns: 2000 },
  );
});

test("it survives the wire, for values that share most of what they hold", () => {
  fc.assert(
    fc.property(table, table, fc.nat(), (before, more, pick) => {
      const keys = Object.keys(before);
      const after: Record<string, unknown> = { ...before, nested: { ...before, ...more } };
      const lost = keys[pick % Math.max(keys.length, 1)];
      if (lost !== undefined && pick % 2 === 0) delete after[lost];
      const changes = changesBetween(before, after);
      const sent = JSON.parse(JSON.stringify(changes)) as typeof changes;
      expect(applyChanges(before, sent)).toEqual(after);
    }),
    { numRuns: 1000 },
  );
});

test("equal values have no difference, even when built anew", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(changesBetween(value, structuredClone(value))).toEqual([]);
    }),
  );
});

test("a change names the path down to what changed, and an array is replaced whole", () => {
  const before = { game: { clock: "2:00", score: { home: 7 } }, trades: [1, 2], mode: "PAPER" };
  const after = { game: { clock: "1:58", score: { home: 7 } }, trades: [1, 3], mode: "PAPER" };
  expect(changesBetween(before, after)).toEqual([
    [["game", "clock"], "1:58"],
    [["trades"], [1, 3]],
  ]);
});

test("what did not change is shared, so that a page can compare by identity", () => {
  const before = { game: { clock: "2:00" }, market: { bid: 0.84 } };
  const after = applyChanges(before, [[["game", "clock"], "1:58"]]) as typeof before;
  expect(after.market).toBe(before.market);
  expect(before.game.clock).toBe("2:00");
});
