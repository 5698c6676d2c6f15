import fc from "fast-check";
import { expect, test } from "vitest";
import { tradingDayEnd, tradingDayOf, tradingDayStart } from "./trading-day.ts";

const newYork = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/New_York",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

function local(at: number): { day: string; time: string } {
  const part = Object.fromEntries(
    newYork.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return {
    day: `${part["year"]}-${part["month"]}-${part["day"]}`,
    time: `${part["hour"]}:${part["minute"]}`,
  };
}

/** The oracle: New York's calendar, six hours of wall clock earlier. */
function dayByCalendar(at: number): string {
  const { day, time } = local(at);
  if (Number(time.slice(0, 2)) >= 6) return day;
  const before = new Date(`${day}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return before.toISOString().slice(0, 10);
}

const moments = fc.integer({ min: Date.UTC(2007, 0, 1), max: Date.UTC(2045, 0, 1) });

test("LED-18 a session over midnight is one trading day, 06:00 New York begins the next", () => {
  const evening = Date.parse("2026-10-12T20:15:00-04:00");
  const night = Date.parse("2026-10-13T00:40:00-04:00");
  const morning = Date.parse("2026-10-13T06:00:00-04:00");
  expect([evening, night, morning - 1, morning].map(tradingDayOf)).toEqual([
    "2026-10-12",
    "2026-10-12",
    "2026-10-12",
    "2026-10-13",
  ]);
  expect(tradingDayEnd(evening)).toBe(morning);
  expect(tradingDayStart(night)).toBe(Date.parse("2026-10-12T06:00:00-04:00"));
});

test("LED-18 the day on which the clocks change is 23 or 25 hours long", () => {
  const hours = (at: string) => {
    const moment = Date.parse(at);
    return (tradingDayEnd(moment) - tradingDayStart(moment)) / 3_600_000;
  };
  expect(hours("2026-03-07T12:00:00-05:00")).toBe(23);
  expect(hours("2026-10-31T12:00:00-04:00")).toBe(25);
  expect(hours("2026-11-02T12:00:00-05:00")).toBe(24);
});

test("LED-18 agrees with New York's calendar at any moment since 2007", () => {
  fc.assert(
    fc.property(moments, (at) => {
      expect(tradingDayOf(at)).toBe(dayByCalendar(at));
      expect(local(tradingDayStart(at)).time).toBe("06:00");
      expect(tradingDayStart(at)).toBeLessThanOrEqual(at);
      expect(tradingDayEnd(at)).toBeGreaterThan(at);
      expect(tradingDayOf(tradingDayEnd(at) - 1)).toBe(tradingDayOf(at));
    }),
    { numRuns: 2_000 },
  );
});
