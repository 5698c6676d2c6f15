/** The US Eastern calendar, by which ESPN files games and the exchange dates its tickers. */
import { HOUR_MS, isoText, newYorkOffsetMs, newYorkTime } from "../domain/calendar.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months =
  "January February March April May June July August September October November December".split(
    " ",
  );

export type EasternTime = {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly monthName: string;
  readonly weekday: string;
  /** E.g. "4:25 PM EDT". */
  readonly clock: string;
};

/** A moment on the wall clocks of New York. */
export function easternTime(at: number): EasternTime {
  const { year, month, day, hour, minute, weekday } = newYorkTime(at);
  const zone = newYorkOffsetMs(at) === -4 * HOUR_MS ? "EDT" : "EST";
  const minutes = String(minute).padStart(2, "0");
  const half = hour < 12 ? "AM" : "PM";
  return {
    year,
    month,
    day,
    monthName: months[month - 1] ?? "",
    weekday: weekdays[weekday] ?? "",
    clock: `${hour % 12 === 0 ? 12 : hour % 12}:${minutes} ${half} ${zone}`,
  };
}

/** The Eastern day as digits, e.g. "20260914". */
export function easternDay(at: number): string {
  const { year, month, day } = easternTime(at);
  return `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
}

/** The date part of the exchange's tickers, e.g. "26SEP14". */
export function tickerDate(at: number): string {
  const { year, monthName, day } = easternTime(at);
  const month = monthName.slice(0, 3).toUpperCase();
  return `${String(year).slice(2)}${month}${String(day).padStart(2, "0")}`;
}

/** A moment in UTC to the minute, as ESPN writes kickoffs: "2025-12-21T21:05Z". */
export function minuteText(at: number): string {
  return `${isoText(at).slice(0, 16)}Z`;
}
