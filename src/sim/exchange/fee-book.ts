/** Which fees hold now: the series', an event's override, a market's waiver; and their changes. */
import type { FillTerms, FeeOverride, SeriesFees } from "./fees.ts";
import { overridden } from "./fees.ts";
import type { Floor } from "./floor.ts";
import type { ListedMarket } from "./records.ts";
import { drawUuid } from "./uuid.ts";

/** One change of an event's fees, as the list of changes tells it. */
export type EventFeeChange = {
  readonly id: string;
  readonly eventTicker: string;
  readonly seriesTicker: string;
  readonly override: FeeOverride | undefined;
  /** Unix ms. */
  readonly at: number;
};

export type FeeBook = {
  series: SeriesFees;
  readonly overrides: Map<string, FeeOverride>;
  readonly changes: EventFeeChange[];
};

export function createFeeBook(series: SeriesFees): FeeBook {
  return { series, overrides: new Map(), changes: [] };
}

/** What a fill in this market is charged now. */
export function termsOf(floor: Floor, market: ListedMarket): FillTerms {
  const { feeBook, switches, source } = floor;
  const { eventTicker, feesWaivedUntil } = market.listing;
  return {
    fees: overridden(feeBook.series, feeBook.overrides.get(eventTicker)),
    waived: feesWaivedUntil !== undefined && source.clock.now().at < feesWaivedUntil,
    precision: switches.feePrecision,
    apart: switches.netting === "apart",
  };
}

/** An override as the wire spells it: null for what stays the series'. */
export function overrideBody(
  override: FeeOverride | undefined,
): Readonly<Record<"fee_type_override" | "fee_multiplier_override", unknown>> {
  const { feeType, multiplier } = override ?? {};
  return {
    fee_type_override: feeType ?? null,
    fee_multiplier_override: multiplier === undefined ? null : Number(multiplier),
  };
}

/** Changes an event's fees at once and tells it; undefined takes the override away. */
export function overrideFees(
  floor: Floor,
  eventTicker: string,
  override: FeeOverride | undefined,
): void {
  const listing = floor.listings.find((one) => one.eventTicker === eventTicker);
  if (listing === undefined) throw new RangeError(`no such event: ${eventTicker}`);
  if (override === undefined) floor.feeBook.overrides.delete(eventTicker);
  else floor.feeBook.overrides.set(eventTicker, override);
  const { seriesTicker } = listing;
  const at = Math.floor(floor.source.clock.now().at);
  floor.feeBook.changes.push({
    id: drawUuid(floor.chance),
    eventTicker,
    seriesTicker,
    override,
    at,
  });
  const detail = { event_ticker: eventTicker, ...overrideBody(override) };
  floor.publish({ kind: "event", type: "event_fee_update", detail });
}
