/** What the lifecycle channel tells of new events and markets. */
import { secondsOf } from "./calendar.ts";
import type { Floor } from "./floor.ts";
import { EXPECTED_GAME_MS, priceRangesBody, rulesOf, titleOf } from "./listing-bodies.ts";
import type { Listing } from "./listing.ts";
import type { ListedMarket } from "./records.ts";

type Body = Readonly<Record<string, unknown>>;

export function eventDetail({ switches }: Floor, listing: Listing): Body {
  return {
    event_ticker: listing.eventTicker,
    exchange_index: switches.shard,
    title: listing.title,
    subtitle: listing.subTitle,
    collateral_return_type: switches.collateralReturnType,
    series_ticker: listing.seriesTicker,
  };
}

export function createdDetail({ switches }: Floor, market: ListedMarket): Body {
  const { listing, subTitle } = market;
  return {
    exchange_index: switches.shard,
    open_ts: secondsOf(market.openAt),
    close_ts: secondsOf(market.closeAt),
    additional_metadata: {
      name: subTitle,
      title: titleOf(market),
      yes_sub_title: subTitle,
      no_sub_title: subTitle,
      ...rulesOf(listing, subTitle),
      can_close_early: true,
      event_ticker: listing.eventTicker,
      expected_expiration_ts: secondsOf(listing.kickoffAt + EXPECTED_GAME_MS),
      strike_type: "structured",
      custom_strike: { football_team: market.teamTarget },
    },
    price_level_structure: market.priceStructure,
    price_ranges: priceRangesBody(market),
  };
}
