/** Times, clocks and amounts as texts. Pure: a calendar without `Date`. */

const dayMs = 86_400_000;

function padded(value: number, length = 2): string {
  return String(value).padStart(length, "0");
}

/** Year, month and day of a day counted from 1970-01-01 (days-to-civil, proleptic Gregorian). */
function civilFrom(days: number): readonly [year: number, month: number, day: number] {
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
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Unix ms as ISO 8601 in UTC with milliseconds, e.g. "2026-11-24T01:15:00.000Z". */
export function calendarText(unixMs: number): string {
  const days = Math.floor(unixMs / dayMs);
  const rest = Math.round(unixMs - days * dayMs);
  const [year, month, day] = civilFrom(days);
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor((rest % 3_600_000) / 60_000);
  const seconds = Math.floor((rest % 60_000) / 1000);
  const date = `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
  return `${date}T${padded(hours)}:${padded(minutes)}:${padded(seconds)}.${padded(rest % 1000, 3)}Z`;
}

/** Seconds of a game clock as "8:41"; null when unknown. */
export function clockText(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${padded(whole % 60)}`;
}

/** Where the game stands, e.g. "Q1 9:12", "OT 4:00", "pre-game", "final". */
export function gameClockText(
  state: "pre" | "in" | "post" | undefined,
  period: number | undefined,
  seconds: number | undefined,
): string {
  if (state === undefined) return "unknown";
  if (state === "pre") return "pre-game";
  if (state === "post") return "final";
  if (period === undefined) return "unknown";
  const name = period > 4 ? "OT" : `Q${period}`;
  return `${name} ${clockText(seconds) ?? "—"}`;
}
