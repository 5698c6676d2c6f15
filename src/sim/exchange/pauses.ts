/** Pauses of the whole exchange: by hand, and the weekly one that comes by itself. */
import {
  DAY_MS,
  HOUR_MS,
  daysFromCivil,
  newYorkOffsetMs,
  newYorkTime,
} from "../../domain/calendar.ts";
import type { Cancel } from "../../domain/ports.ts";
import type { World } from "../world.ts";

export interface Pauses {
  exchangeActive(): boolean;
  tradingActive(): boolean;
  /** Unix ms at which the weekly pause that holds will end. */
  resumesAt(): number | undefined;
  /** By hand. Undefined leaves a flag as it is. */
  set(change: { readonly exchange?: boolean; readonly trading?: boolean }): void;
  /** Trading pauses for maintenance until this moment; undefined: that is over. */
  maintain(until: number | undefined): void;
}

export function createPauses(): Pauses {
  let exchange = true;
  let trading = true;
  let maintainedUntil: number | undefined;
  return {
    exchangeActive: () => exchange,
    tradingActive: () => trading && maintainedUntil === undefined,
    resumesAt: () => maintainedUntil,
    set: (change) => {
      exchange = change.exchange ?? exchange;
      trading = change.trading ?? trading;
    },
    maintain: (until) => {
      maintainedUntil = until;
    },
  };
}

const thursday = 4;
const pauseHours = { from: 3, to: 5 } as const;

/** The weekly pause that holds at a moment, or the next one: Thursday 3:00 to 5:00 in New York. */
export function weeklyPauseAt(at: number): { readonly from: number; readonly to: number } {
  const { year, month, day, weekday } = newYorkTime(at);
  const today = daysFromCivil(year, month, day);
  const instant = (days: number, hour: number): number => {
    const wall = days * DAY_MS + hour * HOUR_MS;
    return wall - newYorkOffsetMs(wall + 5 * HOUR_MS);
  };
  const ahead = (thursday - weekday + 7) % 7;
  const days = at < instant(today + ahead, pauseHours.to) ? today + ahead : today + ahead + 7;
  return { from: instant(days, pauseHours.from), to: instant(days, pauseHours.to) };
}

export type WeeklyPause = { start(): void; stop(): void };

/** Pauses trading every week by itself; `began` is told when it has. */
export function createWeeklyPause(source: World, pauses: Pauses, began: () => void): WeeklyPause {
  let cancel: Cancel = () => undefined;
  const after = (moment: number, task: () => void): void => {
    cancel = source.timers.after(Math.max(0, moment - source.clock.now().at), task);
  };
  const next = (): void => {
    const { from, to } = weeklyPauseAt(source.clock.now().at);
    after(from, () => {
      pauses.maintain(to);
      began();
      after(to, () => {
        pauses.maintain(undefined);
        next();
      });
    });
  };
  return { start: next, stop: () => cancel() };
}
