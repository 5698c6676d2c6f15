/**
 * The calendar in whole numbers: pure rooms have no `Date`, and no machine's time zone may matter.
 * Gregorian arithmetic after Howard Hinnant, "chrono-compatible low-level date algorithms".
 */

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export type CivilDay = {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
};

const daysPerEra = 146_097;
const yearsPerEra = 400;
/** Days from 0000-03-01 to 1970-01-01. */
const epochShift = 719_468;

/** Days since 1970-01-01 of a date in the Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / yearsPerEra);
  const yearOfEra = shifted - era * yearsPerEra;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - epochShift;
}

/** The date of a day counted from 1970-01-01. */
export function civilFromDays(days: number): CivilDay {
  const shifted = days + epochShift;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * yearsPerEra + (month <= 2 ? 1 : 0), month, day };
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

/** A moment taken apart in UTC. */
export type CivilTime = CivilDay & {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** 0 = Sunday. */
  readonly weekday: number;
};

/** Unix ms taken apart in UTC; a fraction of a ms is dropped. */
export function civilTime(unixMs: number): CivilTime {
  const whole = Math.floor(unixMs);
  const days = Math.floor(whole / DAY_MS);
  const rest = whole - days * DAY_MS;
  return {
    ...civilFromDays(days),
    hour: Math.floor(rest / HOUR_MS),
    minute: Math.floor((rest % HOUR_MS) / 60_000),
    second: Math.floor((rest % 60_000) / 1000),
    ms: rest % 1000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** "2026-11-24", of a date or of a moment taken apart. */
export function dateText({ year, month, day }: CivilDay): string {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** "01:15:00", of a moment taken apart. */
export function timeText({ hour, minute, second }: CivilTime): string {
  return `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}`;
}

/** Unix ms as ISO 8601 in UTC with milliseconds, e.g. "2026-11-24T01:15:00.000Z". */
export function isoText(unixMs: number): string {
  const time = civilTime(unixMs);
  return `${dateText(time)}T${timeText(time)}.${padded(time.ms, 3)}Z`;
}

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

function zoneMinutes(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith("-") ? -minutes : minutes;
}

/**
 * Unix ms of an RFC 3339 text, seconds optional, a leap second allowed. `undefined` without a
 * zone, out of range, or for anything else.
 */
export function readInstant(text: string): number | undefined {
  const match = instantPattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1, 6).map(Number);
  const second = Number(match[6] ?? "0");
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  const minutes = hour * 60 + minute - zoneMinutes(match[8] ?? "Z");
  return daysFromCivil(year, month, day) * DAY_MS + minutes * 60_000 + second * 1000 + ms;
}

/** The n-th Sunday of a month, in days since 1970-01-01. */
function sunday(year: number, month: number, which: number): number {
  const first = daysFromCivil(year, month, 1);
  const weekday = (((first + 4) % 7) + 7) % 7;
  return first + ((7 - weekday) % 7) + 7 * (which - 1);
}

/**
 * New York's offset to UTC in ms by the rule in force since 2007: −4 h from 2:00 on the second
 * Sunday of March to 2:00 on the first Sunday of November, −5 h otherwise.
 */
export function newYorkOffsetMs(unixMs: number): number {
  const { year } = civilFromDays(Math.floor(unixMs / DAY_MS));
  const begins = sunday(year, 3, 2) * DAY_MS + 7 * HOUR_MS;
  const ends = sunday(year, 11, 1) * DAY_MS + 6 * HOUR_MS;
  return unixMs >= begins && unixMs < ends ? -4 * HOUR_MS : -5 * HOUR_MS;
}

/** A moment on the wall clocks of New York. */
export function newYorkTime(unixMs: number): CivilTime {
  return civilTime(unixMs + newYorkOffsetMs(unixMs));
}
