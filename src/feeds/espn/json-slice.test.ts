import fc from "fast-check";
import { expect, test } from "vitest";
import { sliceMembers } from "./json-slice.ts";

test("slices of any list of JSON values parse to its members, whatever the spacing", () => {
  const spacing = fc.constantFrom(undefined, 1, "\t");
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), spacing, (events, other, space) => {
      const text = JSON.stringify({ other, content: { a: other, events }, last: 1 }, null, space);
      const slices = sliceMembers(text, ["content", "events"]);
      expect(slices.map((slice) => JSON.parse(slice) as unknown)).toEqual(
        JSON.parse(JSON.stringify(events)),
      );
    }),
  );
});

test("strings full of quotes, brackets and backslashes do not lead astray", () => {
  const text = String.raw`{"x":"]}\\\"","events":[ {"a":"}\\"} , "[\"" ,3]}`;
  expect(sliceMembers(text, ["events"])).toEqual([String.raw`{"a":"}\\"}`, String.raw`"[\""`, "3"]);
});

test("of two equal keys the last one counts, as for JSON.parse", () => {
  expect(sliceMembers('{"events":[1],"events":[2,3]}', ["events"])).toEqual(["2", "3"]);
});

test("a path that leads nowhere has no members", () => {
  expect(sliceMembers('{"events":{}}', ["events"])).toEqual([]);
  expect(sliceMembers("[]", ["events"])).toEqual([]);
});
