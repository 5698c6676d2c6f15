/** The pre-game line in the house's sign: positive means that the home team is favoured. */
import type { EspnOdds } from "./scoreboard.ts";
import { sameTeamCode } from "./teams.ts";

export type Line = {
  readonly spreadHome: number | undefined;
  readonly totalPoints: number | undefined;
};

export const noLine: Line = { spreadHome: undefined, totalPoints: undefined };

const pointsMax = 40;

function favouriteOf(odds: EspnOdds): "home" | "away" | undefined {
  const home = odds.homeTeamOdds?.favorite === true;
  const away = odds.awayTeamOdds?.favorite === true;
  if (home === away) return undefined;
  return home ? "home" : "away";
}

/** "CHI -4.5": the favourite and its line; "EVEN" is zero. */
function fromDetails(details: string, home: string, away: string): number | undefined {
  if (/^(even|pk|pick)/i.test(details.trim())) return 0;
  const match = /^([A-Za-z]{2,4}) (-\d{1,2}(?:\.\d)?)$/.exec(details.trim());
  if (match === null) return undefined;
  const points = -Number(match[2]);
  if (sameTeamCode(match[1] ?? "", home)) return points;
  return sameTeamCode(match[1] ?? "", away) ? -points : undefined;
}

function spreadOf(odds: EspnOdds, home: string, away: string): number | undefined {
  const told = odds.details === undefined ? undefined : fromDetails(odds.details, home, away);
  const line = odds.spread === undefined ? told : 0 - odds.spread;
  if (line === undefined || Math.abs(line) > pointsMax) return undefined;
  if (told !== undefined && told !== line) return undefined;
  const favourite = favouriteOf(odds);
  const contradicts = (favourite === "home" && line < 0) || (favourite === "away" && line > 0);
  return contradicts ? undefined : line;
}

/**
 * Reads the first provider's line. ESPN's `spread` is the home team's handicap, so its sign turns;
 * when number, words and favourite do not agree, the spread is not known.
 */
export function readLine(odds: readonly EspnOdds[], home: string, away: string): Line {
  const first = odds[0];
  if (first === undefined) return noLine;
  const total = first.overUnder;
  return {
    spreadHome: spreadOf(first, home, away),
    totalPoints: total !== undefined && total > 0 && total < 120 ? total : undefined,
  };
}
