import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entry } from "./night-fixture.ts";
import {
  checkRecord,
  GENESIS,
  kindOf,
  linkOf,
  PART_BYTES_MAX,
  readRecord,
  writeRecord,
} from "./record.ts";

function bytes(line: string): Buffer {
  return Buffer.from(line.slice(0, -1));
}

describe("a record", () => {
  test("is one line that reads back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.option(fc.string({ unit: "binary" })), (body, raw) => {
        const { at, mono, person, kind } = entry("in.game", 5);
        const given = { at, mono, person, kind, body };
        const full = raw === null ? given : { ...given, raw };
        const { line, link } = writeRecord(9, full, GENESIS);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        const reading = checkRecord(bytes(line), 9, GENESIS);
        expect(reading).toEqual({
          kind: "read",
          entry: { ...JSON.parse(JSON.stringify({ ...full, seq: 9 })) },
          link,
        });
        expect(kindOf(bytes(line))).toBe("in.game");
      }),
    );
  });

  test("has one link, whether it is taken from text or from bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(linkOf(GENESIS, Buffer.from(text))).toBe(linkOf(GENESIS, text));
      }),
    );
  });

  test("does not fit any more when its bytes change but their meaning does not", () => {
    const text = writeRecord(1, entry("fill", 1, { name: "\ufffd A" }), GENESIS).line;
    const whole = bytes(text);
    expect(checkRecord(whole, 1, GENESIS).kind).toBe("read");
    const spaced = Buffer.from(text.slice(0, -1).replace(":", ": "));
    expect(checkRecord(spaced, 1, GENESIS).kind).toBe("unreadable");
    const at = whole.indexOf(Buffer.from("\ufffd"));
    const invalid = Buffer.concat([whole.subarray(0, at), Buffer.of(0xff), whole.subarray(at + 3)]);
    expect(invalid.toString()).toBe(whole.toString());
    expect(checkRecord(invalid, 1, GENESIS).kind).toBe("unreadable");
  });

  test("of a kind that is no name, or with a stamp that is no number, is a mistake", () => {
    expect(() => writeRecord(1, entry('x","seq":2', 1), GENESIS)).toThrow(RangeError);
    expect(() => writeRecord(1, entry("fill", Number.NaN), GENESIS)).toThrow(RangeError);
  });

  test("AUD-06 a newline in it is escaped", () => {
    const { line } = writeRecord(1, { ...entry("note", 1, "a\nb\r"), raw: "c\n" }, GENESIS);
    expect(line.split("\n")).toHaveLength(2);
    expect(line).toContain(String.raw`a\nb\r`);
  });

  test("AUD-06 binary in it is escaped and comes back", () => {
    const binary = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
    const { line } = writeRecord(1, { ...entry("note", 1), raw: binary }, GENESIS);
    const reading = readRecord(bytes(line));
    expect(reading.kind === "read" && reading.entry.raw).toBe(binary);
  });

  test("AUD-06 what is too large leaves its length and hash", () => {
    const large = "x".repeat(PART_BYTES_MAX);
    const written = writeRecord(1, { ...entry("note", 1, large), raw: large }, GENESIS);
    expect(written.oversize).toBe(true);
    expect(written.line.length).toBeLessThan(600);
    const reading = checkRecord(bytes(written.line), 1, GENESIS);
    if (reading.kind !== "read") throw new Error(reading.why);
    const sum = linkless(large);
    expect(reading.entry.body).toEqual({ leftOut: { bytes: PART_BYTES_MAX + 2, sha256: sum } });
    expect(reading.entry.raw).toBe(`left out: ${PART_BYTES_MAX + 2} bytes, sha256 ${sum}`);
    const fits = writeRecord(1, entry("note", 1, "x".repeat(PART_BYTES_MAX - 2)), GENESIS);
    expect(fits.oversize).toBe(false);
  });

  test("SEC-32 newlines and terminal commands in names are escaped", () => {
    const name = "\u001b[2J\nBUY\u009b31m\u202eKC\u2028\u007f";
    const { line } = writeRecord(1, { ...entry("in.game", 1, { name }), raw: name }, GENESIS);
    expect(line.slice(0, -1)).toMatch(/^[\u0020-\u007e]*$/);
    const reading = readRecord(bytes(line));
    expect(reading.kind === "read" && reading.entry.body).toEqual({ name });
  });
});

function linkless(text: string): string {
  return hash("sha256", JSON.stringify(text), "hex");
}
