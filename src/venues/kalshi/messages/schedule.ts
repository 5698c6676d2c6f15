/** When the exchange is open, and when it will be closed for maintenance. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";

/** A stretch of time, Unix ms. */
export type Stretch = { readonly from: number; readonly to: number };

const hours = z.array(z.object({ open_time: z.string(), close_time: z.string() })).catch([]);
const days = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
type Day = (typeof days)[number];

export type OpeningHours = Readonly<
  Record<Day, readonly { readonly open: string; readonly close: string }[]>
>;

const weekly = z
  .object(Object.fromEntries(days.map((day) => [day, hours])) as Record<Day, typeof hours>)
  .transform((week): OpeningHours => {
    const entries = days.map((day) => [
      day,
      week[day].map(({ open_time, close_time }) => ({ open: open_time, close: close_time })),
    ]);
    return Object.fromEntries(entries) as OpeningHours;
  });

const maintenance = z
  .object({ start_datetime: z.string(), end_datetime: z.string() })
  .transform(({ start_datetime, end_datetime }): Stretch | undefined => {
    const from = readInstant(start_datetime);
    const to = readInstant(end_datetime);
    return from === undefined || to === undefined ? undefined : { from, to };
  });

export type Schedule = {
  /** Eastern HH:MM; one entry for each span of dates. */
  readonly hours: readonly OpeningHours[];
  readonly maintenance: readonly Stretch[];
};

export const ScheduleShape = z
  .object({
    schedule: z.object({
      standard_hours: z.array(weekly),
      maintenance_windows: z.array(maintenance).nullish(),
    }),
  })
  .transform(
    ({ schedule }): Schedule => ({
      hours: schedule.standard_hours,
      maintenance: (schedule.maintenance_windows ?? []).filter((one) => one !== undefined),
    }),
  );
