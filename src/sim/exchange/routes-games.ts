/** What surrounds the markets of a game: milestones, live data, teams, fee changes. */
import { readInstant } from "../../domain/calendar.ts";
import { isoText } from "./calendar.ts";
import { overrideBody } from "./fee-book.ts";
import type { EventFeeChange } from "./fee-book.ts";
import { marketsOfEvent } from "./floor.ts";
import type { Floor } from "./floor.ts";
import { eventSources, milestoneBody, milestoneId, milestoneUpdatedAt } from "./listing-bodies.ts";
import type { Listing } from "./listing.ts";
import { paged, spanOf } from "./pages.ts";
import type { ListedMarket } from "./records.ts";
import { badParameter, json, notFound } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

type Body = Readonly<Record<string, unknown>>;

function listMilestones(floor: Floor, { query }: Call): Reply {
  const operation = "GetMilestones";
  const related = query.one("related_event_ticker");
  const earliest = query.one("minimum_start_date");
  const since = earliest === undefined ? Number.NEGATIVE_INFINITY : readInstant(earliest);
  if (since === undefined) return badParameter(operation, "minimum_start_date");
  const updated = spanOf(query, operation, "min_updated_ts");
  if (updated.kind === "refused") return updated.reply;
  const wanted: Readonly<Record<string, string>> = {
    category: "Sports",
    competition: "Pro Football",
    type: "football_game",
  };
  const fits = Object.entries(wanted).every(
    ([name, value]) => (query.one(name) ?? value) === value,
  );
  // No milestone here has an id of another source.
  const named = query.one("source_id") !== undefined;
  const rows = floor.listings.filter(
    (listing) =>
      fits &&
      !named &&
      (related === undefined || listing.eventTicker === related) &&
      listing.kickoffAt >= since &&
      updated.holds(milestoneUpdatedAt(listing)),
  );
  const rule = { operation, max: 500, usual: 100, required: true };
  const page = paged({ rows, key: milestoneId }, query, rule);
  if (page.kind === "refused") return page.reply;
  const milestones = page.rows.map((listing) => milestoneBody(floor, listing));
  return json(200, { milestones, cursor: page.cursor });
}

function oneMilestone(floor: Floor, { part }: Call): Reply {
  const listing = floor.listings.find((one) => milestoneId(one) === part("id"));
  if (listing === undefined) return notFound();
  return json(200, { milestone: milestoneBody(floor, listing) });
}

function gameOf(floor: Floor, id: string): Listing | undefined {
  return floor.listings.find((listing) => milestoneId(listing) === id);
}

/** The details' shape is not known of the real exchange: it is free-form, and empty here. */
function liveBody(listing: Listing): Body {
  return { type: "football_game", milestone_id: milestoneId(listing), details: {} };
}

function oneLive(floor: Floor, { part }: Call): Reply {
  const game = gameOf(floor, part("id"));
  if (game === undefined || floor.switches.liveData === "absent") return notFound();
  return json(200, { live_data: liveBody(game) });
}

function manyLive(floor: Floor, { query }: Call): Reply {
  const absent = floor.switches.liveData === "absent";
  const games = query.all("milestone_ids").flatMap((id) => gameOf(floor, id) ?? []);
  return json(200, { live_datas: absent ? [] : games.map(liveBody) });
}

function statistics(floor: Floor, { part }: Call): Reply {
  return gameOf(floor, part("id")) === undefined ? notFound() : json(200, { pbp: null });
}

function targetBody(market: ListedMarket): Body {
  return {
    id: market.teamTarget,
    name: market.subTitle,
    type: "football_team",
    details: { league: "Pro Football" },
    source_id: null,
    source_ids: {},
    last_updated_ts: isoText(market.openAt),
  };
}

function listTargets(floor: Floor, { query }: Call): Reply {
  const ids = query.all("ids");
  const teams = (query.one("type") ?? "football_team") === "football_team";
  const rows = [...floor.markets.values()].filter(
    (market) => teams && (ids.length === 0 || ids.includes(market.teamTarget)),
  );
  return json(200, { structured_targets: rows.map(targetBody), cursor: "" });
}

function oneTarget(floor: Floor, { part }: Call): Reply {
  const market = [...floor.markets.values()].find((one) => one.teamTarget === part("id"));
  return market === undefined ? notFound() : json(200, { structured_target: targetBody(market) });
}

function eventMetadata(floor: Floor, { part }: Call): Reply {
  const markets = marketsOfEvent(floor, part("event"));
  if (markets.length === 0) return notFound();
  return json(200, {
    image_url: "",
    featured_image_url: "",
    market_details: markets.map(({ ticker }) => ({
      market_ticker: ticker,
      image_url: "",
      color_code: "#000000",
    })),
    settlement_sources: eventSources,
    competition: "Pro Football",
    competition_scope: "Game",
  });
}

function changeBody(change: EventFeeChange): Body {
  return {
    id: change.id,
    event_ticker: change.eventTicker,
    series_ticker: change.seriesTicker,
    ...overrideBody(change.override),
    scheduled_ts: isoText(change.at),
  };
}

function eventFeeChanges(floor: Floor, { query }: Call): Reply {
  const event = query.one("event_ticker");
  const rows = floor.feeBook.changes.filter(
    ({ eventTicker }) => event === undefined || eventTicker === event,
  );
  const list = { rows, key: (change: EventFeeChange): string => change.id };
  const page = paged(list, query, { operation: "GetEventFeeChanges", max: 1000, usual: 100 });
  if (page.kind === "refused") return page.reply;
  return json(200, { event_fee_changes: page.rows.map(changeBody), cursor: page.cursor });
}

export function gameRoutes(floor: Floor): Route[] {
  return [
    get("/series/fee_changes", () => json(200, { series_fee_change_arr: [] })),
    get("/events/fee_changes", (call) => eventFeeChanges(floor, call)),
    get("/events/:event/metadata", (call) => eventMetadata(floor, call)),
    get("/milestones", (call) => listMilestones(floor, call)),
    get("/milestones/:id", (call) => oneMilestone(floor, call)),
    get("/live_data/batch", (call) => manyLive(floor, call)),
    get("/live_data/milestone/:id", (call) => oneLive(floor, call)),
    get("/live_data/:type/milestone/:id", (call) => oneLive(floor, call)),
    get("/live_data/milestone/:id/game_stats", (call) => statistics(floor, call)),
    get("/structured_targets", (call) => listTargets(floor, call)),
    get("/structured_targets/:id", (call) => oneTarget(floor, call)),
  ];
}
