/** The calendar by which ESPN sorts games. */
import { newYorkTime } from "../../domain/calendar.ts";

/** The US Eastern calendar day of a kickoff as "YYYYMMDD": the bucket of `dates=`. */
export function easternDay(at: number): string {
  const { year, month, day } = newYorkTime(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}${two(month)}${two(day)}`;
}
