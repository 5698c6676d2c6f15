import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change, View } from "../../../src/engine/view-types.ts";
import { applyChanges, follow, snapshot } from "./replica.ts";

/** Any JSON stands in for a view: following knows nothing of its fields. */
function view(json: object): View {
  return json as View;
}

const start = snapshot(4, view({ a: { b: 1, c: [1] }, d: null }));

function patched(seq: number, changes: readonly Change[]) {
  return follow(start, seq, changes);
}

test("the next patch moves the copy on", () => {
  const followed = patched(5, [[["a", "b"], 2]]);
  expect(followed).toEqual({
    kind: "moved",
    replica: { seq: 5, view: { a: { b: 2, c: [1] }, d: null } },
  });
});

test("a patch seen before changes nothing", () => {
  expect(patched(4, [[["a"], 9]])).toEqual({ kind: "same" });
  expect(patched(1, [[["a"], 9]])).toEqual({ kind: "same" });
});

test("a missing patch, and a patch without a snapshot, are gaps", () => {
  expect(patched(6, [])).toMatchObject({ kind: "gap" });
  expect(follow(undefined, 1, [])).toMatchObject({ kind: "gap" });
});

test("what no change names keeps its identity, what one names does not", () => {
  const before = view({ left: { x: 1 }, right: { y: { z: 1 } } });
  const after = applyChanges(before, [[["right", "y", "z"], 2]]) as unknown as Record<
    string,
    object
  >;
  const old = before as unknown as Record<string, object>;
  expect(after["left"]).toBe(old["left"]);
  expect(after["right"]).not.toBe(old["right"]);
  expect(old["right"]).toEqual({ y: { z: 1 } });
});

test("an array is replaced as a whole, and an empty path replaces everything", () => {
  expect(applyChanges(view({ list: [1, 2] }), [[["list"], [3]]])).toEqual({ list: [3] });
  expect(applyChanges(view({ list: [1, 2] }), [[[], { other: 1 }]])).toEqual({ other: 1 });
});

test("a path through the prototype sets an own key and touches no prototype", () => {
  const changes = JSON.parse(
    '[[["__proto__","polluted"],true],[["constructor","x"],1]]',
  ) as Change[];
  const after = applyChanges(view({}), changes);
  expect(Object.hasOwn(after, "__proto__")).toBe(true);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.hasOwn(Object, "x")).toBe(false);
});

test("patches in order give what setting each value by hand gives", () => {
  const key = fc.constantFrom("a", "b", "c");
  const change = fc.tuple(fc.array(key, { minLength: 1, maxLength: 3 }), fc.integer());
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const byHand: Record<string, unknown> = {};
      for (const [path, value] of changes) setByHand(byHand, path, value);
      expect(applyChanges(view({}), changes)).toEqual(byHand);
    }),
  );
});

function setByHand(table: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    table[key] = value;
    return;
  }
  const inner = table[key];
  if (typeof inner !== "object" || inner === null) table[key] = {};
  setByHand(table[key] as Record<string, unknown>, rest, value);
}
