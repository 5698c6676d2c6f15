/** Finds the game's event on the exchange, and reads it again once it is found. */
import type { MarketNews } from "../../domain/events.ts";
import type { Game } from "../../domain/game.ts";
import { type Found, findEvent, pairOf } from "./discovery.ts";
import { EventsPageShape, type ExchangeEvent, OneEventShape } from "./messages/event.ts";
import type { Milestone } from "./messages/milestones.ts";
import type { Rest } from "./rest.ts";

export const seriesTicker = "KXNFLGAME";

const pagesMax = 10;
const nested = "with_nested_markets=true&with_milestones=true";
const searchBackMs = 3 * 86_400_000;

export type EventReader = {
  /** The event with both its markets; `undefined` when it was not found or not answered. */
  read(): Promise<Found | undefined>;
  found(): Found | undefined;
};

type Listed = {
  readonly events: readonly ExchangeEvent[];
  readonly milestones: readonly Milestone[];
  readonly unreadable: number;
};

/** Reads the events of the series that a query selects, page after page. */
async function listEvents(rest: Rest, query: string): Promise<Listed | undefined> {
  const events: ExchangeEvent[] = [];
  const milestones: Milestone[] = [];
  let unreadable = 0;
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const more: string = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/events?series_ticker=${seriesTicker}&${nested}${query}${more}`;
    const answer = await rest.get(path, EventsPageShape);
    if (answer.kind !== "read") return undefined;
    events.push(...answer.value.events);
    milestones.push(...answer.value.milestones);
    unreadable += answer.value.unreadable;
    const following = answer.value.cursor;
    if (following === undefined || following === cursor) break;
    cursor = following;
  }
  return { events, milestones, unreadable };
}

/** What cannot be found is said once in the same words, however often it is looked for. */
export function createEventReader(
  rest: Rest,
  game: Game,
  say: (news: MarketNews, raw: string | undefined) => void,
): EventReader {
  let found: Found | undefined;
  let saidWhy: string | undefined;

  /** Among the open events first; a paused or decided one is only in the whole list. */
  async function search(): Promise<Found | undefined> {
    const since = Math.floor((game.kickoffAt - searchBackMs) / 1000);
    let why: string | undefined;
    for (const query of ["&status=open", `&min_close_ts=${since}`]) {
      const listed = await listEvents(rest, query);
      if (listed === undefined) return undefined;
      const reading = findEvent(listed.events, game, listed.milestones);
      if (reading.kind === "read") return reading.value;
      const { unreadable } = listed;
      why = unreadable === 0 ? reading.why : `${reading.why}, and ${unreadable} cannot be read`;
    }
    if (why !== undefined && why !== saidWhy) say({ kind: "unreadable", why }, undefined);
    saidWhy = why;
    return undefined;
  }

  async function readAgain(eventTicker: string): Promise<Found | undefined> {
    const path = `/events/${eventTicker}?with_nested_markets=true`;
    const answer = await rest.get(path, OneEventShape);
    if (answer.kind !== "read") return undefined;
    const pair = pairOf(answer.value, game);
    if (pair !== undefined) return { event: answer.value, pair };
    say({ kind: "unreadable", why: `${eventTicker} is no longer this game` }, answer.raw);
    return undefined;
  }

  return {
    async read() {
      const now = await (found === undefined ? search() : readAgain(found.event.eventTicker));
      found = now ?? found;
      return now;
    },
    found: () => found,
  };
}
