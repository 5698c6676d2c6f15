import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  civilFromDays,
  civilTime,
  DAY_MS,
  daysFromCivil,
  isoText,
  newYorkTime,
  readInstant,
} from "./calendar.ts";

const moments = fc.integer({ min: -2_208_988_800_000, max: 4_102_444_800_000 });

describe("the calendar agrees with the host's, leap years and centuries included", () => {
  test("texts in UTC", () => {
    fc.assert(
      fc.property(moments, (unixMs) => {
        expect(isoText(unixMs)).toBe(new Date(unixMs).toISOString());
      }),
    );
  });

  test("weekdays, and days there and back", () => {
    fc.assert(
      fc.property(moments, (unixMs) => {
        expect(civilTime(unixMs).weekday).toBe(new Date(unixMs).getUTCDay());
        const days = Math.floor(unixMs / DAY_MS);
        const { year, month, day } = civilFromDays(days);
        expect(daysFromCivil(year, month, day)).toBe(days);
      }),
    );
  });

  test("New York's wall clock from 2007 on", () => {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: "America/New_York",
      hourCycle: "h23",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    const since2007 = fc.integer({ min: 1_167_609_600_000, max: 2_208_988_800_000 });
    fc.assert(
      fc.property(since2007, (unixMs) => {
        const parts = Object.fromEntries(
          format.formatToParts(unixMs).map(({ type, value }) => [type, Number(value)]),
        );
        const { day, hour, minute } = newYorkTime(unixMs);
        expect({ day, hour, minute }).toEqual({
          day: parts["day"],
          hour: parts["hour"],
          minute: parts["minute"],
        });
      }),
    );
  });
});

describe("reading moments", () => {
  test("a written moment is read back", () => {
    fc.assert(
      fc.property(moments, (unixMs) => {
        expect(readInstant(isoText(unixMs))).toBe(unixMs);
      }),
    );
  });

  test.each([
    ["2025-12-21T21:05Z", Date.UTC(2025, 11, 21, 21, 5)],
    ["2026-10-13T00:31:05.120411Z", Date.UTC(2026, 9, 13, 0, 31, 5, 120)],
    ["2026-10-12T20:31:05-04:00", Date.UTC(2026, 9, 13, 0, 31, 5)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
  ])("%s", (text, unixMs) => {
    expect(readInstant(text)).toBe(unixMs);
  });

  test.each(["2025-12-21T21:05", "2025-13-01T00:00Z", "2025-12-21 21:05Z", "1766351100", ""])(
    "%j is no moment",
    (text) => {
      expect(readInstant(text)).toBeUndefined();
    },
  );
});
