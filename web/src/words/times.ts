/** Ages, countdowns and times of day as the screen writes them. Pure but for the calendar. */
import type { FeedLagView } from "../../../src/engine/view-types.ts";
import { decimal, type Known, unknownText } from "./numbers.ts";

/** "1.2 s", "14 s", "3 min", "2 h": never finer than a person can use. */
export function age(seconds: Known): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return unknownText;
  const whole = Math.max(0, seconds);
  if (whole < 9.95) return `${decimal(whole, 1)} s`;
  if (whole < 120) return `${Math.round(whole)} s`;
  if (whole < 7_200) return `${Math.floor(whole / 60)} min`;
  return `${Math.floor(whole / 3_600)} h`;
}

/** Whole seconds still to go, never less than 0. */
export function countdown(seconds: Known): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return unknownText;
  return `${Math.max(0, Math.ceil(seconds - 1e-9))} s`;
}

/** Time to go, to the minute: "3 h 59 min", "12 min", and below two minutes "45 s". */
export function timeLeft(seconds: Known): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return unknownText;
  if (seconds < 120) return countdown(seconds);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * Counts an age on between two messages: the source's clock runs at `speed` times the page's.
 * `sinceMs`: the page's milliseconds since the age was told.
 */
export function ageNow(told: Known, sinceMs: number, speed: number | null): number | undefined {
  if (told === null || told === undefined) return undefined;
  return told + (Math.max(0, sinceMs) / 1000) * (speed ?? 1);
}

const eastern = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

const easternDay = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  weekday: "short",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

function momentOf(iso: string | null | undefined): Date | undefined {
  const at = new Date(iso ?? "");
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Time of day in New York, where the league lives: "8:15:07 PM". */
export function timeOfDay(iso: string | null | undefined, laterMs = 0): string {
  const at = momentOf(iso);
  return at === undefined ? unknownText : eastern.format(at.getTime() + laterMs);
}

/** Day and time in New York: "Mon, Sep 8, 8:15 PM". */
export function dayAndTime(iso: string | null | undefined): string {
  const at = momentOf(iso);
  return at === undefined ? unknownText : easternDay.format(at);
}

/** Seconds from one moment to another, both ISO; undefined when either is not known. */
export function secondsBetween(from: string | null, to: string | null): number | undefined {
  const [start, end] = [momentOf(from), momentOf(to)];
  return start === undefined || end === undefined
    ? undefined
    : (end.getTime() - start.getTime()) / 1000;
}

/** How far the scoreboard is behind the market tonight: "17 s, 90 % within 31 s". */
export function feedLagWords(lag: FeedLagView | undefined): string {
  if (lag === undefined || lag.median_s === null || lag.p90_s === null) return unknownText;
  return `${Math.round(lag.median_s)} s, 90% within ${Math.round(lag.p90_s)} s`;
}
