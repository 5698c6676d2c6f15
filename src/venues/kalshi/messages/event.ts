/** Events of a series with their markets, one by one and as pages of a list. */
import { z } from "zod";
import { type FeeOverride, noOverride } from "../fees.ts";
import { tickerField } from "./fields.ts";
import { type ExchangeMarket, MarketShape } from "./market.ts";
import { milestonesField } from "./milestones.ts";

export type ExchangeEvent = {
  readonly eventTicker: string;
  readonly title: string;
  readonly markets: readonly ExchangeMarket[];
  readonly override: FeeOverride;
};

const eventFields = {
  event_ticker: tickerField,
  title: z.string().nullish().catch(undefined),
  fee_type_override: z.string().nullish(),
  fee_multiplier_override: z.union([z.number(), z.string()]).nullish(),
};

const EventShape = z.object({ ...eventFields, markets: z.array(MarketShape) }).transform(
  (event): ExchangeEvent => ({
    eventTicker: event.event_ticker,
    title: event.title ?? event.event_ticker,
    markets: event.markets,
    override: {
      ...noOverride,
      feeType: event.fee_type_override ?? undefined,
      multiplier: event.fee_multiplier_override ?? undefined,
    },
  }),
);

/**
 * A page of events. An event that cannot be read is left out of `events` and counted: it may be
 * of another kind, and the game's own is missed loudly when it is not found.
 */
export const EventsPageShape = z
  .object({
    events: z.array(z.unknown()),
    milestones: milestonesField,
    cursor: z.string().nullish(),
  })
  .transform(({ events, milestones, cursor }) => {
    const parsed = events.map((event) => EventShape.safeParse(event));
    return {
      events: parsed.flatMap((one) => (one.success ? [one.data] : [])),
      milestones,
      unreadable: parsed.filter((one) => !one.success).length,
      cursor: cursor === "" ? undefined : (cursor ?? undefined),
    };
  });

/** One event; its markets stand inside it or beside it. */
export const OneEventShape = z.union([
  z.object({ event: EventShape }).transform(({ event }) => event),
  z
    .object({ event: z.looseObject({}), markets: z.array(z.unknown()) })
    .transform(({ event, markets }) => ({ ...event, markets }))
    .pipe(EventShape),
]);
