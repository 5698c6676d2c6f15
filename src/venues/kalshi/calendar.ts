/** Calendar texts of the exchange as Unix ms, free of the machine's time zone. */
import { DAY_MS, daysFromCivil } from "../../domain/calendar.ts";

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

function instant(day: number, hour: number, minute: number, second: number): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return day * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000;
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
