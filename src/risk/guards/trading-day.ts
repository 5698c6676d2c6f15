/**
 * The trading day: the calendar day in New York with its boundary at 06:00. Daylight saving by the
 * rule of the United States since 2007, in whole numbers: pure rooms know no calendar.
 */

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const boundaryHour = 6;

type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

/** Days since 1970-01-01 of a civil date (proleptic Gregorian; era arithmetic of 400 years). */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilOf(days: number): CivilDay {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The n-th Sunday of a month, in days since 1970-01-01 (a Thursday). */
function sunday(year: number, month: number, which: number): number {
  const first = daysOf(year, month, 1);
  const weekday = (((first + 4) % 7) + 7) % 7;
  return first + ((7 - weekday) % 7) + 7 * (which - 1);
}

/** New York's offset to UTC in ms: −4 h from 2:00 on March's second Sunday, −5 h otherwise. */
function offsetAt(at: number): number {
  const { year } = civilOf(Math.floor(at / dayMs));
  const begins = sunday(year, 3, 2) * dayMs + 7 * hourMs;
  const ends = sunday(year, 11, 1) * dayMs + 6 * hourMs;
  return at >= begins && at < ends ? -4 * hourMs : -5 * hourMs;
}

function dayIndex(at: number): number {
  return Math.floor((at + offsetAt(at) - boundaryHour * hourMs) / dayMs);
}

/** Name of the trading day that a moment (Unix ms) lies in, e.g. "2026-10-12". */
export function tradingDayOf(at: number): string {
  const { year, month, day } = civilOf(dayIndex(at));
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function boundary(index: number): number {
  // The clock changes at 2:00 and never between then and 6:00, so the offset at 12:00 UTC holds.
  const noon = index * dayMs + 12 * hourMs;
  return index * dayMs + boundaryHour * hourMs - offsetAt(noon);
}

/** Start of the trading day that a moment lies in: 06:00 New York, Unix ms. */
export function tradingDayStart(at: number): number {
  return boundary(dayIndex(at));
}

/** End of the trading day that a moment lies in: the next 06:00 New York, Unix ms. */
export function tradingDayEnd(at: number): number {
  return boundary(dayIndex(at) + 1);
}
