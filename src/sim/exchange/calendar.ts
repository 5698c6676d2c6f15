/** Moments in the exchange's own spellings. */
import { civilTime, dateText, timeText } from "../../domain/calendar.ts";

/** Unix ms as RFC 3339 in UTC; a fraction only when there is one, as the exchange writes it. */
export function isoText(at: number): string {
  const time = civilTime(at);
  const fraction = String(time.ms).padStart(3, "0").replace(/0+$/, "");
  return `${dateText(time)}T${timeText(time)}${fraction === "" ? "" : `.${fraction}`}Z`;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Unix ms as the `Date` header of HTTP (IMF-fixdate, whole seconds). */
export function httpDateText(at: number): string {
  const time = civilTime(at);
  const day = String(time.day).padStart(2, "0");
  const date = `${day} ${months[time.month - 1] ?? "Jan"} ${time.year}`;
  return `${weekdays[time.weekday] ?? "Thu"}, ${date} ${timeText(time)} GMT`;
}

/** Unix seconds of a moment, whole. */
export function secondsOf(at: number): number {
  return Math.floor(at / 1000);
}
