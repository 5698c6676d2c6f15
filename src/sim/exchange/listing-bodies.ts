/** Series, events, markets and milestones in the shapes of the wire. */
import { complement, priceText, quantityText } from "../../domain/numbers.ts";
import type { Price, Quantity } from "../../domain/numbers.ts";
import { isoText } from "./calendar.ts";
import { marketsOfEvent } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { overrideBody } from "./fee-book.ts";
import { closeTime, openTime } from "./listing.ts";
import type { Listing } from "./listing.ts";
import type { ListedMarket } from "./records.ts";
import type { Switches } from "./switches.ts";

type Body = Readonly<Record<string, unknown>>;

/** A game is expected to be over this long after its kickoff. */
export const EXPECTED_GAME_MS = 3 * 3_600_000;
export const eventSources = [{ name: "ESPN", url: "https://www.espn.com" }] as const;

export const SETTLEMENT_TIMER_SECONDS = 60;

/** When the series last changed: when the first of its markets opened. */
export function seriesUpdatedAt({ listings }: Floor): number {
  return Math.min(...listings.map((listing) => openTime(listing)));
}

/** Contracts ever traded in a series. */
function volumeOf({ markets }: Floor, series: string): Quantity {
  return [...markets.values()]
    .filter(({ listing }) => listing.seriesTicker === series)
    .reduce((sum, { volume }) => sum + volume, 0) as Quantity;
}

export function seriesBody(floor: Floor, ticker: string, withVolume: boolean): Body {
  return {
    ticker,
    frequency: "custom",
    title: "Professional Football Game",
    category: "Sports",
    categories: ["Sports"],
    tags: ["Football"],
    settlement_sources: eventSources,
    contract_url: "",
    contract_terms_url: "",
    product_metadata: null,
    fee_type: floor.feeBook.series.feeType,
    fee_multiplier: Number(floor.feeBook.series.multiplier),
    additional_prohibitions: null,
    ...(withVolume ? { volume_fp: quantityText(volumeOf(floor, ticker)) } : {}),
    last_updated_ts: isoText(seriesUpdatedAt(floor)),
    exchange_index: floor.switches.shard,
  };
}

export function eventBody(floor: Floor, listing: Listing): Body {
  const { feeBook, switches } = floor;
  return {
    event_ticker: listing.eventTicker,
    series_ticker: listing.seriesTicker,
    title: listing.title,
    sub_title: listing.subTitle,
    mutually_exclusive: true,
    collateral_return_type: switches.collateralReturnType,
    settlement_sources: eventSources,
    product_metadata: { competition: "Pro Football", competition_scope: "Game" },
    strike_date: null,
    strike_period: "",
    category: "Sports",
    last_updated_ts: isoText(openTime(listing)),
    ...overrideBody(feeBook.overrides.get(listing.eventTicker)),
    exchange_index: switches.shard,
  };
}

export function rulesOf(listing: Listing, team: string): Body {
  const game = `${listing.title} professional football game`;
  const day = isoText(listing.kickoffAt).slice(0, 10);
  const scheduled = `originally scheduled to start on ${day} UTC`;
  return {
    rules_primary: `If ${team} wins the ${game} ${scheduled}, then the market resolves to Yes.`,
    rules_secondary:
      `This market refers to the team who wins the ${game} ${scheduled}. ` +
      "A tie resolves to $0.50 for each team. A game that begins within 48 hours of its " +
      "scheduled start keeps the market open; otherwise it resolves to a fair market price. " +
      "This is a simulated market.",
  };
}

function missingAsk(market: ListedMarket, form: Switches["emptyAsk"]): Body {
  const one = form === "one" || (form === "byHistory" && market.wasOffered);
  return one
    ? { yes_ask_dollars: "1.0000", no_bid_dollars: "0.0000" }
    : { yes_ask_dollars: "0.0000", no_bid_dollars: "1.0000" };
}

function quoteFields(market: ListedMarket, switches: Switches): Body {
  const bid = market.book.best("bid");
  const ask = market.book.best("ask");
  const sizeAt = (side: "bid" | "ask", price: Price | undefined): string =>
    quantityText(price === undefined ? (0 as Quantity) : market.book.sizeAt(side, price));
  return {
    yes_bid_dollars: priceText(bid ?? (0 as Price)),
    no_ask_dollars: priceText(complement(bid ?? (0 as Price))),
    ...(ask === undefined
      ? missingAsk(market, switches.emptyAsk)
      : { yes_ask_dollars: priceText(ask), no_bid_dollars: priceText(complement(ask)) }),
    yes_bid_size_fp: sizeAt("bid", bid),
    yes_ask_size_fp: sizeAt("ask", ask),
  };
}

function resultFields(market: ListedMarket): Body {
  const { settlementValue, settledAt, result } = market;
  return {
    result,
    expiration_value: result === "" ? "" : result,
    ...(settlementValue === undefined
      ? {}
      : { settlement_value_dollars: priceText(settlementValue) }),
    settlement_ts: settledAt === undefined ? null : isoText(settledAt),
  };
}

export function priceRangesBody(market: ListedMarket): readonly Body[] {
  return market.priceRanges.map((range) => ({
    start: priceText(range.start),
    end: priceText(range.end),
    step: priceText(range.step),
  }));
}

/** The question that a market asks. */
export function titleOf({ listing, subTitle }: ListedMarket): string {
  return `Will ${subTitle} win the ${listing.title} Pro Football game?`;
}

/** The market object as every read returns it. */
export function marketBody(floor: Floor, market: ListedMarket): Body {
  const { listing } = market;
  const expected = isoText(listing.kickoffAt + EXPECTED_GAME_MS);
  const last = priceText(market.last ?? (0 as Price));
  return {
    ticker: market.ticker,
    event_ticker: listing.eventTicker,
    market_type: "binary",
    title: titleOf(market),
    subtitle: market.subTitle,
    yes_sub_title: market.subTitle,
    no_sub_title: market.subTitle,
    created_time: isoText(market.openAt - 300_000),
    updated_time: isoText(market.changedAt),
    open_time: isoText(market.openAt),
    close_time: isoText(market.closeAt),
    expected_expiration_time: expected,
    occurrence_datetime: expected,
    expiration_time: isoText(closeTime(listing)),
    latest_expiration_time: isoText(closeTime(listing)),
    settlement_timer_seconds: SETTLEMENT_TIMER_SECONDS,
    status: market.status,
    ...quoteFields(market, floor.switches),
    last_price_dollars: last,
    previous_price_dollars: "0.0000",
    previous_yes_bid_dollars: "0.0000",
    previous_yes_ask_dollars: "0.0000",
    volume_fp: quantityText(market.volume),
    volume_24h_fp: quantityText(market.volume),
    open_interest_fp: quantityText(market.openInterest),
    notional_value_dollars: "1.0000",
    ...resultFields(market),
    can_close_early: true,
    early_close_condition: "This market will close and expire after a winner is declared.",
    strike_type: "structured",
    custom_strike: { football_team: market.teamTarget },
    ...rulesOf(listing, market.subTitle),
    price_level_structure: market.priceStructure,
    price_ranges: priceRangesBody(market),
    fee_waiver_expiration_time:
      listing.feesWaivedUntil === undefined ? null : isoText(listing.feesWaivedUntil),
    floor_strike: null,
    cap_strike: null,
    functional_strike: null,
    primary_participant_key: null,
    is_provisional: false,
    settlement_bounds_type: "default",
    exchange_index: floor.switches.shard,
  };
}

/** When a milestone last changed: when it was made. */
export function milestoneUpdatedAt({ kickoffAt }: Listing): number {
  return kickoffAt - 13 * 24 * 3_600_000;
}

/** The milestone of a game: the only place where the exchange states the kickoff. */
export function milestoneBody(floor: Floor, listing: Listing): Body {
  const [home, away] = marketsOfEvent(floor, listing.eventTicker);
  return {
    id: milestoneId(listing),
    category: "Sports",
    type: "football_game",
    start_date: isoText(listing.kickoffAt),
    end_date: null,
    title: listing.title,
    notification_message: "",
    related_event_tickers: [listing.eventTicker],
    primary_event_tickers: [listing.eventTicker],
    source_id: null,
    source_ids: {},
    details: {
      league: "Pro Football",
      main_game_event_ticker: listing.eventTicker,
      home_team_id: home?.teamTarget ?? "",
      away_team_id: away?.teamTarget ?? "",
    },
    last_updated_ts: isoText(milestoneUpdatedAt(listing)),
  };
}

/** The id of a game's milestone on this exchange. */
export function milestoneId(listing: Listing): string {
  return `milestone-${listing.eventTicker.toLowerCase()}`;
}
