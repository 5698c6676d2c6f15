/**
 * The trading day: the calendar day in New York with its boundary at 06:00. Daylight saving by the
 * rule of the United States since 2007.
 */
import {
  civilFromDays,
  DAY_MS,
  dateText,
  HOUR_MS,
  newYorkOffsetMs,
} from "../../domain/calendar.ts";

const boundaryHour = 6;

function dayIndex(at: number): number {
  return Math.floor((at + newYorkOffsetMs(at) - boundaryHour * HOUR_MS) / DAY_MS);
}

/** Name of the trading day that a moment (Unix ms) lies in, e.g. "2026-10-12". */
export function tradingDayOf(at: number): string {
  return dateText(civilFromDays(dayIndex(at)));
}

function boundary(index: number): number {
  // The clock changes at 2:00 and never between then and 6:00, so the offset at 12:00 UTC holds.
  const noon = index * DAY_MS + 12 * HOUR_MS;
  return index * DAY_MS + boundaryHour * HOUR_MS - newYorkOffsetMs(noon);
}

/** Start of the trading day that a moment lies in: 06:00 New York, Unix ms. */
export function tradingDayStart(at: number): number {
  return boundary(dayIndex(at));
}

/** End of the trading day that a moment lies in: the next 06:00 New York, Unix ms. */
export function tradingDayEnd(at: number): number {
  return boundary(dayIndex(at) + 1);
}
