/** Milestones: the only place where the exchange states a kickoff. */
import { z } from "zod";
import { readInstant } from "../../../domain/calendar.ts";

export type Milestone = {
  /** Unix ms of the kickoff. */
  readonly startAt: number;
  readonly eventTickers: readonly string[];
};

const tickers = z.array(z.string()).nullish().catch(undefined);

const MilestoneShape = z
  .object({
    type: z.string().optional().catch(undefined),
    start_date: z.string(),
    related_event_tickers: tickers,
    primary_event_tickers: tickers,
  })
  .transform((row): Milestone | undefined => {
    const startAt = readInstant(row.start_date);
    if (startAt === undefined || (row.type ?? "football_game") !== "football_game") {
      return undefined;
    }
    const related = row.related_event_tickers ?? [];
    return { startAt, eventTickers: [...related, ...(row.primary_event_tickers ?? [])] };
  });

/** Those of football games that can be read; the others are of no use to us. */
export const milestonesField = z
  .array(MilestoneShape.catch(undefined))
  .nullish()
  .catch(undefined)
  .transform((rows): readonly Milestone[] => (rows ?? []).filter((row) => row !== undefined));

export const MilestonesShape = z
  .object({ milestones: milestonesField })
  .transform(({ milestones }) => milestones);
