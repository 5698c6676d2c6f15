/** Calendar texts of the exchange as Unix ms, free of the machine's time zone. */

const msPerDay = 86_400_000;
const monthNames = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** Days since 1970-01-01 of a date in the Gregorian calendar (Hinnant's `days_from_civil`). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function instant(day: number, hour: number, minute: number, second: number): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return day * msPerDay + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;

/** Unix ms of an RFC 3339 text in UTC. `undefined` for anything else. */
export function readInstant(text: string): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const whole = instant(daysFromCivil(year, month, day), hour, minute, second);
  const ms = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  return whole === undefined ? undefined : whole + ms;
}

const httpPattern = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** Unix ms of a `Date` header (IMF-fixdate). `undefined` for anything else. */
export function readHttpDate(text: string): number | undefined {
  const match = httpPattern.exec(text);
  if (match === null) return undefined;
  const month = monthNames.indexOf(match[2] ?? "") + 1;
  if (month === 0) return undefined;
  const day = daysFromCivil(Number(match[3]), month, Number(match[1]));
  return instant(day, Number(match[4]), Number(match[5]), Number(match[6]));
}

/**
 * Noon Eastern of the date in an event's ticker ("KXNFLGAME-26OCT12BUFLAR"), Unix ms, within the
 * hour that daylight time makes.
 */
export function readTickerDate(eventTicker: string): number | undefined {
  const match = /-(\d{2})([A-Z]{3})(\d{2})[A-Z]/.exec(eventTicker);
  if (match === null) return undefined;
  const month = monthNames.findIndex((name) => name.toUpperCase() === match[2]) + 1;
  if (month === 0) return undefined;
  return instant(daysFromCivil(2000 + Number(match[1]), month, Number(match[3])), 17, 0, 0);
}
