/** How the desk's facts become the model's inputs. */
import {
  type Game,
  gameSecondsLeft,
  type Moneyline,
  type Situation,
  type TeamSide,
} from "../domain/game.ts";
import type { ModelInputs } from "./inputs.ts";
import { spreadOfChance } from "./strength.ts";

/**
 * What the teams' strength is taken from: what the market thought before kickoff where it is known
 * (`chance` of HOME, 0–1, a tie counted half), else the line of the feed, else its moneyline.
 */
export type Anchor =
  | { readonly kind: "market"; readonly chance: number }
  | { readonly kind: "line" };

function gameTypeOf(game: Game): string | undefined {
  if (game.seasonType === "post") return "POST";
  return game.seasonType === "unknown" ? undefined : "REG";
}

const half = 1800;
const even = 100;

/** Chance that an American price pays for, the bookmaker's share in it. */
function paidFor(american: number): number {
  return american < 0 ? -american / (even - american) : even / (even + american);
}

/** Chance of HOME by the prices of both teams, the bookmaker's share taken out in proportion. */
export function chanceOfMoneyline({ home, away }: Moneyline): number {
  const [own, other] = [paidFor(home), paidFor(away)];
  return own / (own + other);
}

/** Points by which HOME is favoured, from the best that is known; `undefined`: nothing is. */
function spreadOf(game: Game, anchor: Anchor): number | undefined {
  const { spreadHome, moneyline, totalPoints } = game;
  const occasion = { totalLine: totalPoints, gameType: gameTypeOf(game) };
  if (anchor.kind === "market") return spreadOfChance(anchor.chance, occasion);
  if (spreadHome !== undefined || moneyline === undefined) return spreadHome;
  return spreadOfChance(chanceOfMoneyline(moneyline), occasion);
}

/** True when the team with the ball receives the second half's kickoff; undefined: not known. */
function receivesAgain(
  { possession }: Situation,
  openingReceiver: TeamSide | undefined,
): boolean | undefined {
  if (possession === undefined || openingReceiver === undefined) return undefined;
  return possession !== openingReceiver;
}

/** The situation in the model's words. Fields that the feed does not know stay unknown. */
export function inputsOf(
  situation: Situation,
  game: Game,
  anchor: Anchor,
  openingReceiver?: TeamSide,
): ModelInputs {
  const seconds = gameSecondsLeft(situation);
  const isPre = situation.state === "pre";
  const isOvertime = (situation.period ?? 0) > 4;
  const clock = situation.clockSeconds;
  return {
    qtr: isPre ? 1 : situation.period,
    gameSecondsRemaining: isOvertime ? clock : seconds,
    halfSecondsRemaining: isOvertime || seconds === undefined ? clock : seconds % half || undefined,
    quarterSecondsRemaining: isPre ? undefined : clock,
    homeScore: isPre ? 0 : situation.homeScore,
    awayScore: isPre ? 0 : situation.awayScore,
    posteamIsHome: situation.possession === undefined ? undefined : situation.possession === "home",
    down: situation.down,
    ydstogo: situation.goalToGo ? situation.yardline100 : situation.distance,
    yardline100: situation.yardline100,
    homeTimeouts: situation.homeTimeouts,
    awayTimeouts: situation.awayTimeouts,
    receive2hKo: receivesAgain(situation, openingReceiver),
    spreadLine: spreadOf(game, anchor),
    totalLine: game.totalPoints,
    neutral: game.neutralSite,
    season: game.season,
    week: game.week,
    gameType: gameTypeOf(game),
    finished: situation.completed,
  };
}
