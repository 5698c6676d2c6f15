/** Texts of moments, written without the host's calendar: the core has no `Date`. */

type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

const dayMs = 86_400_000;

/** Days since 1970-01-01 to year, month, day (proleptic Gregorian; Hinnant's algorithm). */
function civilDay(days: number): CivilDay {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

function clockText(msOfDay: number): string {
  const seconds = Math.floor(msOfDay / 1000);
  const hours = padded(Math.floor(seconds / 3600), 2);
  return `${hours}:${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`;
}

/** Unix ms as RFC 3339 in UTC; a fraction only when there is one, as the exchange writes it. */
export function isoText(at: number): string {
  const ms = Math.floor(at);
  const days = Math.floor(ms / dayMs);
  const { year, month, day } = civilDay(days);
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const fraction = padded(ms - Math.floor(ms / 1000) * 1000, 3).replace(/0+$/, "");
  const time = clockText(ms - days * dayMs);
  return `${date}T${time}${fraction === "" ? "" : `.${fraction}`}Z`;
}

const weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Unix ms as the `Date` header of HTTP (IMF-fixdate, whole seconds). */
export function httpDateText(at: number): string {
  const days = Math.floor(at / dayMs);
  const { year, month, day } = civilDay(days);
  const weekday = weekdays[((days % 7) + 7) % 7] ?? "Thu";
  const time = clockText(Math.floor(at) - days * dayMs);
  return `${weekday}, ${padded(day, 2)} ${months[month - 1] ?? "Jan"} ${year} ${time} GMT`;
}

/** Unix seconds of a moment, whole. */
export function secondsOf(at: number): number {
  return Math.floor(at / 1000);
}
