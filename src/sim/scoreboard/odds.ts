/** The pre-game line in the shape of ESPN's partner of 2026 (provider 100). */
import { normalBelow } from "../fair.ts";
import type { Timeline } from "../timeline.ts";

const bookMargin = 1.045;
const gameDeviation = 13.2;

/** A chance as an American price: "-198", "+164". */
function moneyline(chance: number): string {
  const taken = Math.min(0.98, chance * bookMargin);
  if (taken >= 0.5) return `-${Math.round((100 * taken) / (1 - taken))}`;
  return `+${Math.round((100 * (1 - taken)) / taken)}`;
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

/** The odds list of a game that has not begun; undefined when there is no line. */
export function oddsBody({ game, odds }: Timeline): readonly object[] | undefined {
  if (odds === undefined) return undefined;
  const { home, away } = game;
  const homeFavoured = odds.spread < 0;
  const favourite = homeFavoured ? home : away;
  const chance = normalBelow(-odds.spread / gameDeviation);
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
      provider: { id: "100", name: "DraftKings", priority: 1, displayName: "DraftKings" },
      details: odds.spread === 0 ? "EVEN" : `${favourite.abbreviation} ${-Math.abs(odds.spread)}`,
      overUnder: odds.overUnder,
      spread: odds.spread,
      homeTeamOdds: side(homeFavoured, home),
      awayTeamOdds: side(odds.spread > 0, away),
      moneyline: {
        displayName: "Moneyline",
        shortDisplayName: "ML",
        home: priced({ odds: moneyline(chance) }),
        away: priced({ odds: moneyline(1 - chance) }),
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
