/** The pre-game line in the house's sign: positive means that the home team is favoured. */
import type { Moneyline } from "../../domain/game.ts";
import type { EspnOdds } from "./scoreboard.ts";
import { sameTeamCode } from "./teams.ts";

export type Line = {
  readonly spreadHome: number | undefined;
  readonly totalPoints: number | undefined;
  readonly moneyline: Moneyline | undefined;
};

export const noLine: Line = {
  spreadHome: undefined,
  totalPoints: undefined,
  moneyline: undefined,
};

/** College lines reach beyond 50 points. */
const pointsMax = 75;
const totalMax = 120;

function favouriteOf(odds: EspnOdds): "home" | "away" | undefined {
  const home = odds.homeTeamOdds?.favorite === true;
  const away = odds.awayTeamOdds?.favorite === true;
  if (home === away) return undefined;
  return home ? "home" : "away";
}

/** "CHI -4.5", "TA&M -7": a team and its own handicap; "EVEN" is zero. */
function fromDetails(details: string, home: string, away: string): number | undefined {
  if (/^(even|pk|pick)\b/i.test(details.trim())) return 0;
  const match = /^(\S.{0,20}?)\s+([+-]\d{1,2}(?:\.\d{1,2})?)$/.exec(details.trim());
  if (match === null) return undefined;
  const points = 0 - Number(match[2]);
  if (sameTeamCode(match[1] ?? "", home)) return points;
  return sameTeamCode(match[1] ?? "", away) ? 0 - points : undefined;
}

/** The home team's handicap: the number, or the line of the point spread's own object. */
function handicapOf(odds: EspnOdds): number | undefined {
  if (odds.spread !== undefined) return odds.spread;
  const line = odds.pointSpread?.home?.close?.line?.trim() ?? "";
  if (/^[+-]?\d{1,2}(\.\d{1,2})?$/.test(line)) return Number(line);
  return /^(even|pk)$/i.test(line) ? 0 : undefined;
}

function spreadOf(odds: EspnOdds, home: string, away: string): number | undefined {
  const told = odds.details === undefined ? undefined : fromDetails(odds.details, home, away);
  const handicap = handicapOf(odds);
  const line = handicap === undefined ? told : 0 - handicap;
  if (line === undefined || Math.abs(line) > pointsMax) return undefined;
  if (told !== undefined && told !== line) return undefined;
  const favourite = favouriteOf(odds);
  const contradicts = (favourite === "home" && line < 0) || (favourite === "away" && line > 0);
  return contradicts ? undefined : line;
}

/** An American price: "-198", "+164", "EVEN" (= +100). */
function priceOf(text: string | undefined, number: number | undefined): number | undefined {
  if (text !== undefined && /^even$/i.test(text.trim())) return 100;
  const value = text === undefined ? number : Number(text);
  if (value === undefined || !Number.isInteger(value)) return undefined;
  return Math.abs(value) >= 100 && Math.abs(value) <= 100_000 ? value : undefined;
}

function moneylineOf(odds: EspnOdds): Moneyline | undefined {
  const home = priceOf(odds.moneyline?.home?.close?.odds, odds.homeTeamOdds?.moneyLine);
  const away = priceOf(odds.moneyline?.away?.close?.odds, odds.awayTeamOdds?.moneyLine);
  return home === undefined || away === undefined ? undefined : { home, away };
}

/** An offer that follows the game is no pre-game line. */
function isLive(odds: EspnOdds): boolean {
  return /\blive\b/i.test(odds.provider?.name ?? "");
}

/**
 * Reads the first provider's line. ESPN's `spread` is the home team's handicap, so its sign turns;
 * when number, words and favourite do not agree, the spread is not known.
 */
export function readLine(odds: readonly EspnOdds[], home: string, away: string): Line {
  const first = odds.find((entry) => !isLive(entry));
  if (first === undefined) return noLine;
  const total = first.overUnder;
  return {
    spreadHome: spreadOf(first, home, away),
    totalPoints: total !== undefined && total > 0 && total < totalMax ? total : undefined,
    moneyline: moneylineOf(first),
  };
}
