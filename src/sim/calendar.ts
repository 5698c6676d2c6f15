/** The US Eastern calendar, by which ESPN files games and the exchange dates its tickers. */

const hourMs = 3_600_000;
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** Day of the month of the n-th Sunday of a month (0 = January). */
function sunday(year: number, month: number, nth: number): number {
  const firstWeekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return 1 + ((7 - firstWeekday) % 7) + 7 * (nth - 1);
}

/** Daylight time: second Sunday of March 2:00 EST to first Sunday of November 2:00 EDT. */
function isDaylight(at: number): boolean {
  const year = new Date(at).getUTCFullYear();
  const begins = Date.UTC(year, 2, sunday(year, 2, 2), 7);
  const ends = Date.UTC(year, 10, sunday(year, 10, 1), 6);
  return at >= begins && at < ends;
}

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
  const daylight = isDaylight(at);
  const local = new Date(at - (daylight ? 4 : 5) * hourMs);
  const hours = local.getUTCHours();
  const minutes = String(local.getUTCMinutes()).padStart(2, "0");
  const half = hours < 12 ? "AM" : "PM";
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    monthName: months[local.getUTCMonth()] ?? "",
    weekday: weekdays[local.getUTCDay()] ?? "",
    clock: `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${half} ${daylight ? "EDT" : "EST"}`,
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
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
