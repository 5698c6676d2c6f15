/** The pre-game line in the shape of ESPN's partner of 2026 (provider 100). */
import { normalBelow } from "../fair.ts";
import type { Timeline } from "../timeline.ts";

const bookMargin = 1.045;
const gameDeviation = 13.2;

/** A chance as an American price: -198 or 164. */
function moneyLine(chance: number): number {
  const taken = Math.min(0.98, chance * bookMargin);
  if (taken >= 0.5) return -Math.round((100 * taken) / (1 - taken));
  return Math.round((100 * (1 - taken)) / taken);
}

function homeChance(spread: number): number {
  return normalBelow(-spread / gameDeviation);
}

const provider = { id: "100", name: "DraftKings", priority: 1, displayName: "DraftKings" };

/** "CHI -4.5": the favourite with its line. */
function detailsText({ game }: Timeline, spread: number): string {
  if (spread === 0) return "EVEN";
  const favourite = spread < 0 ? game.home : game.away;
  return `${favourite.abbreviation} ${-Math.abs(spread)}`;
}

/** The summary's list, which keeps the pre-game line: prices are numbers there. */
export function pickcenterBody(timeline: Timeline): readonly object[] {
  const { game, odds } = timeline;
  if (odds === undefined) return [];
  const chance = homeChance(odds.spread);
  const side = (favoured: boolean, teamId: string, wins: number): object => ({
    favorite: favoured,
    underdog: !favoured,
    moneyLine: moneyLine(wins),
    spreadOdds: -110,
    teamId,
    favoriteAtOpen: favoured,
  });
  return [
    {
      provider,
      details: detailsText(timeline, odds.spread),
      overUnder: odds.overUnder,
      spread: odds.spread,
      overOdds: -110,
      underOdds: -110,
      homeTeamOdds: side(odds.spread < 0, game.home.id, chance),
      awayTeamOdds: side(odds.spread > 0, game.away.id, 1 - chance),
    },
  ];
}

/** A moneyline as a text: "-198", "+164", and "EVEN" where a dollar wins a dollar. */
function priceText(price: number): string {
  return Math.abs(price) === 100 ? "EVEN" : signed(price);
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

/** The odds list of a game that has not begun; undefined when there is no line. */
export function oddsBody(timeline: Timeline): readonly object[] | undefined {
  const { game, odds } = timeline;
  if (odds === undefined) return undefined;
  const { home, away } = game;
  const chance = homeChance(odds.spread);
  const side = (favoured: boolean, team: typeof home): object => ({
    favorite: favoured,
    underdog: !favoured,
    favoriteAtOpen: favoured,
    team: { id: team.id, abbreviation: team.abbreviation, displayName: team.name },
  });
  const line = (points: number): object => ({ line: signed(points), odds: "-110" });
  const total = (letter: string): object => {
    const at = { line: `${letter}${odds.overUnder}`, odds: "-110" };
    return { open: at, close: at };
  };
  const priced = (at: object): object => ({ open: at, close: at });
  return [
    {
      provider,
      details: detailsText(timeline, odds.spread),
      overUnder: odds.overUnder,
      spread: odds.spread,
      homeTeamOdds: side(odds.spread < 0, home),
      awayTeamOdds: side(odds.spread > 0, away),
      moneyline: {
        displayName: "Moneyline",
        shortDisplayName: "ML",
        home: priced({ odds: priceText(moneyLine(chance)) }),
        away: priced({ odds: priceText(moneyLine(1 - chance)) }),
      },
      pointSpread: {
        displayName: "Spread",
        shortDisplayName: "Spread",
        home: priced(line(odds.spread)),
        away: priced(line(-odds.spread)),
      },
      total: {
        displayName: "Total",
        shortDisplayName: "Total",
        over: total("o"),
        under: total("u"),
      },
    },
  ];
}
