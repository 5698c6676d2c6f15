import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson, parseStrictText } from "./strict-json.ts";

test("whatever JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!/"(?:__proto__|constructor|prototype)":/.test(text));
      expect(parseStrictText(text)).toEqual({ kind: "read", value: JSON.parse(text) });
    }),
    { numRuns: 2000 },
  );
});

test("any bytes at all are a value or an error, never an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(["read", "unreadable"]).toContain(parseStrictJson(bytes).kind);
    }),
    { numRuns: 2000 },
  );
});

describe("a key twice", () => {
  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"\\u0061":3}',
    '{"o":{"a":1,"b":[{"x":1}],"a":2}}',
    '[{"a":1},{"a":1,"a":2}]',
    '{"":1,"":2}',
  ])("%s is refused", (text) => {
    expect(parseStrictText(text).kind).toBe("unreadable");
  });

  test.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":[":","a"],"b":{}}',
  ])("%s is not that", (text) => {
    expect(parseStrictText(text).kind).toBe("read");
  });
});

test("SEC-20 nesting is bounded before anything is built", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  expect(parseStrictText(nested(16)).kind).toBe("read");
  expect(parseStrictText(nested(17)).kind).toBe("unreadable");
  expect(parseStrictText("[".repeat(100_000)).kind).toBe("unreadable");
  expect(parseStrictText(`"${"[".repeat(100)}"`).kind).toBe("read");
});

test("CFG-05 bytes that are not UTF-8 are refused, not replaced", () => {
  const around = (byte: number): Uint8Array =>
    Uint8Array.from([...Buffer.from('{"reason":"'), byte, ...Buffer.from('"}')]);
  expect(parseStrictJson(around(0x41)).kind).toBe("read");
  expect(parseStrictJson(around(0xff)).kind).toBe("unreadable");
  expect(parseStrictJson(around(0xc3)).kind).toBe("unreadable");
});

test("a forbidden word is fine as a text, only not as a key", () => {
  expect(parseStrictText('{"reason":"constructor"}').kind).toBe("read");
  expect(parseStrictText('{"constructor":1}').kind).toBe("unreadable");
});
