/** Finds the event of the game. By both teams and the date, confirmed by names, never guessed. */
import type { Game, TeamSide } from "../../domain/game.ts";
import type { FeeSchedule, GameMarkets, Market } from "../../domain/market.ts";
import { readTickerDate } from "./calendar.ts";
import type { ExchangeEvent } from "./messages/event.ts";
import type { ExchangeMarket } from "./messages/market.ts";
import type { Milestone } from "./messages/milestones.ts";
import { type Reading, read, unreadable } from "../../domain/reading.ts";
import { teamCode, titleFits } from "./teams.ts";

const gameMs = 3 * 3_600_000;
const daysApartMs = 36 * 3_600_000;

/** The two markets of an event, by the side of the game they pay for. */
export type Pair = Readonly<Record<TeamSide, ExchangeMarket>>;

export type Found = { readonly event: ExchangeEvent; readonly pair: Pair };

function suffixOf(ticker: string): string {
  return teamCode(ticker.slice(ticker.lastIndexOf("-") + 1));
}

function marketOf(event: ExchangeEvent, abbreviation: string): ExchangeMarket | undefined {
  const wanted = teamCode(abbreviation);
  const found = event.markets.filter(
    ({ ticker, yesSubTitle }) => suffixOf(ticker) === wanted && titleFits(yesSubTitle, wanted),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The event's two markets as home and away; `undefined` when they are not this game's teams. */
export function pairOf(event: ExchangeEvent, game: Game): Pair | undefined {
  if (event.markets.length !== 2) return undefined;
  const home = marketOf(event, game.home.abbreviation);
  const away = marketOf(event, game.away.abbreviation);
  return home === undefined || away === undefined ? undefined : { home, away };
}

/** From the milestone; else 3 h before the expected end; else noon of the ticker's date. */
function kickoffOf(event: ExchangeEvent, milestones: readonly Milestone[]): number | undefined {
  const { eventTicker } = event;
  const starts = milestones.filter(({ eventTickers }) => eventTickers.includes(eventTicker));
  if (starts[0] !== undefined) return starts[0].startAt;
  const end = event.markets.find(({ expectedEndAt }) => expectedEndAt !== undefined)?.expectedEndAt;
  return end === undefined ? readTickerDate(event.eventTicker) : end - gameMs;
}

/** The one event with both teams of the game within 36 h of its kickoff. */
export function findEvent(
  events: readonly ExchangeEvent[],
  game: Game,
  milestones: readonly Milestone[] = [],
): Reading<Found> {
  const name = `${game.away.abbreviation} at ${game.home.abbreviation}`;
  const found = events.flatMap((event): Found[] => {
    const pair = pairOf(event, game);
    const kickoffAt = kickoffOf(event, milestones);
    if (pair === undefined || kickoffAt === undefined) return [];
    return Math.abs(kickoffAt - game.kickoffAt) <= daysApartMs ? [{ event, pair }] : [];
  });
  const [first, second] = found;
  if (first === undefined) return unreadable(`the exchange lists no event for ${name}`);
  if (second !== undefined) {
    const tickers = found.map(({ event }) => event.eventTicker).join(" and ");
    return unreadable(`two events could be ${name}: ${tickers}`);
  }
  return read(first);
}

function market(team: TeamSide, listed: ExchangeMarket): Market {
  const { ticker, title, status, priceRanges, closeAt, rules, volume } = listed;
  return { ticker, team, title, status, priceRanges, closeAt, rules, volume };
}

/** The found event in the words of the house. */
export function gameMarkets({ event, pair }: Found, fees: FeeSchedule | undefined): GameMarkets {
  return {
    eventTicker: event.eventTicker,
    title: event.title,
    home: market("home", pair.home),
    away: market("away", pair.away),
    fees,
  };
}
