import { describe, expect, test } from "vitest";
import type { Game } from "../../domain/game.ts";
import { findEvent } from "./discovery.ts";
import { EventsPageShape, type ExchangeEvent } from "./messages/event.ts";
import { marketBody } from "./test-exchange.ts";

const kickoffAt = Date.UTC(2026, 9, 13, 0, 15);

function gameOf(away: string, home: string): Game {
  return {
    eventId: "1",
    home: { id: "h", abbreviation: home, name: home },
    away: { id: "a", abbreviation: away, name: away },
    kickoffAt,
    neutralSite: false,
    seasonType: "regular",
    season: 2026,
    week: 6,
    spreadHome: undefined,
    totalPoints: undefined,
  };
}

type Row = { readonly ticker: string; readonly markets: readonly (readonly [string, string])[] };
type More = Readonly<Record<string, unknown>>;

function eventsOf(rows: readonly Row[], more: More = {}): readonly ExchangeEvent[] {
  const events = rows.map(({ ticker, markets }) => ({
    event_ticker: ticker,
    title: ticker,
    markets: markets.map(([code, city]) => marketBody(`${ticker}-${code}`, city, more)),
  }));
  const parsed = EventsPageShape.parse({ events, cursor: "" });
  expect(parsed.unreadable).toBe(0);
  return parsed.events;
}

function found(events: readonly ExchangeEvent[], game: Game): string {
  const reading = findEvent(events, game);
  return reading.kind === "read"
    ? `${reading.value.pair.away.ticker} ${reading.value.pair.home.ticker}`
    : reading.why;
}

/** ESPN's code, the exchange's code, the exchange's city. */
const teams: readonly (readonly [string, string, string])[] = [
  ["ARI", "ARI", "Arizona"],
  ["ATL", "ATL", "Atlanta"],
  ["BAL", "BAL", "Baltimore"],
  ["BUF", "BUF", "Buffalo"],
  ["CAR", "CAR", "Carolina"],
  ["CHI", "CHI", "Chicago"],
  ["CIN", "CIN", "Cincinnati"],
  ["CLE", "CLE", "Cleveland"],
  ["DAL", "DAL", "Dallas"],
  ["DEN", "DEN", "Denver"],
  ["DET", "DET", "Detroit"],
  ["HOU", "HOU", "Houston"],
  ["IND", "IND", "Indianapolis"],
  ["JAX", "JAC", "Jacksonville"],
  ["JAX", "JAX", "Jacksonville"],
  ["KC", "KC", "Kansas City"],
  ["LAC", "LAC", "Los Angeles C"],
  ["LAR", "LAR", "Los Angeles R"],
  ["LAR", "LA", "Los Angeles R"],
  ["LV", "LV", "Las Vegas"],
  ["LV", "OAK", "Oakland"],
  ["MIA", "MIA", "Miami"],
  ["MIN", "MIN", "Minnesota"],
  ["NE", "NE", "New England"],
  ["NO", "NO", "New Orleans"],
  ["NYG", "NYG", "New York G"],
  ["NYJ", "NYJ", "New York J"],
  ["PHI", "PHI", "Philadelphia"],
  ["PIT", "PIT", "Pittsburgh"],
  ["SEA", "SEA", "Seattle"],
  ["SF", "SF", "San Francisco"],
  ["TB", "TB", "Tampa Bay"],
  ["TEN", "TEN", "Tennessee"],
  ["WSH", "WAS", "Washington"],
  ["WSH", "WSH", "Washington"],
];

describe("ESP-11 the exchange's market of a team", () => {
  test.each(teams)("%s is %s (%s), at home and away", (espn, code, city) => {
    const ticker = `KXNFLGAME-26OCT12GB${code}`;
    const events = eventsOf([
      {
        ticker,
        markets: [
          [code, city],
          ["GB", "Green Bay"],
        ],
      },
    ]);
    expect(found(events, gameOf("GB", espn))).toBe(`${ticker}-GB ${ticker}-${code}`);
    expect(found(events, gameOf(espn, "GB"))).toBe(`${ticker}-${code} ${ticker}-GB`);
  });
});

describe("the event of a game", () => {
  const ticker = "KXNFLGAME-26OCT12BUFLAR";
  const row: Row = {
    ticker,
    markets: [
      ["LAR", "Los Angeles R"],
      ["BUF", "Buffalo"],
    ],
  };
  const game = gameOf("BUF", "LAR");

  test("two events that fit are not guessed between", () => {
    const twin = { ...row, ticker: "KXNFLGAME-26OCT13BUFLAR" };
    expect(found(eventsOf([row, twin]), game)).toMatch(/two events could be BUF at LAR/);
  });

  test("the same teams on another date are another game", () => {
    const later = { occurrence_datetime: "2026-11-23T03:15:00Z" };
    expect(found(eventsOf([row], later), game)).toMatch(/no event/);
  });

  test("without times the ticker's Eastern date decides", () => {
    const bare = { occurrence_datetime: undefined, expected_expiration_time: undefined };
    expect(found(eventsOf([row], bare), game)).toBe(`${ticker}-BUF ${ticker}-LAR`);
    const other = { ...row, ticker: "KXNFLGAME-26NOV22BUFLAR" };
    expect(found(eventsOf([other], bare), game)).toMatch(/no event/);
  });

  test("a title that names another team contradicts the ticker", () => {
    const odd: Row = {
      ticker,
      markets: [
        ["LAR", "Los Angeles C"],
        ["BUF", "Buffalo"],
      ],
    };
    expect(found(eventsOf([odd]), game)).toMatch(/no event/);
  });

  test("three markets are no game of two winners", () => {
    const three: Row = { ticker, markets: [...row.markets, ["TIE", "Tie"]] };
    expect(found(eventsOf([three]), game)).toMatch(/no event/);
  });

  test("an event of a shape never seen is counted and does not hide the others", () => {
    const good = {
      event_ticker: ticker,
      markets: row.markets.map(([code, city]) => marketBody(`${ticker}-${code}`, city)),
    };
    const page = EventsPageShape.parse({ events: [{ event_ticker: 5 }, good], cursor: "next" });
    expect([page.unreadable, page.events.length, page.cursor]).toEqual([1, 1, "next"]);
  });
});
