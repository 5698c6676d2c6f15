/**
 * Overtime by its rules: what the drive that is on is worth, the answer to it where the rules give
 * one, and sudden death after that. Low confidence: which team has had the ball already is not
 * among the inputs and is guessed from the clock. There is no reference to compare with.
 *
 * Rules: 15 minutes until 2016, 10 since (regular season); a first-drive touchdown ends the game
 * until both teams get a possession (play-offs from 2022, regular season from 2025); play-off games
 * go on, period after period, until somebody wins: their clock decides nothing.
 */
import type { Prediction } from "./belief.ts";
import type { CleanInputs } from "./inputs.ts";
import {
  driveWorth,
  kickGood,
  kickWorth,
  type Spot,
  type Stakes,
  suddenDeathFresh,
} from "./overtime-drive.ts";
import { extraPoint, nextPlay, tryOf, twoPoints } from "./regulation.ts";

type Side = -1 | 1;

/** Where a kickoff is taken to end: its own spot is only a placeholder. */
const touchback: Spot = { yardline: 75, down: 1, ydstogo: 10 };
/** A drive is still the first of overtime, by the seconds played. */
const firstSeconds = 240;
/** Seconds in which a drive scores: at the goal line, and what the yards squared add. */
const driveSeconds = 12;
const perYardSquared = 0.02;
/** Seconds in which a field goal is tried, and in which the other team could still answer; by hand. */
const kickSeconds = 3;
const answerSeconds = 60;
/**
 * No score in `t` seconds of a level overtime: exp(−((t − 8) / 130)^0.6). Through the ties of 10-minute
 * overtimes (7 of 89, 2017–2022) and lower late, when teams play for the field goal.
 */
const scoreSeconds = 130;
const scorePower = 0.6;
/** How much of a late tie a certain field goal takes away (ties of 2012–2022). */
const kickTakes = 0.85;
const kickWithin = 400;
/** Log-odds of a whole overtime per point of the line. */
const lineWeight = 0.045;
/** What the rules have decided, but a review could still take back. */
const asGoodAsOver = 0.999;

/** Level again, and the other team receives the kickoff. */
const levelAgain = 1 - suddenDeathFresh;

function touchdownOnly(touchdown: number): Stakes {
  return { touchdown, fieldGoal: 0, without: "lost" };
}

const twoBehind: Stakes = { touchdown: 1, fieldGoal: 1, without: "lost" };
const threeBehind: Stakes = { touchdown: 1, fieldGoal: levelAgain, without: "lost" };
const fiveBehind = touchdownOnly(1);
const sixBehind = touchdownOnly(extraPoint.good + (1 - extraPoint.good) * levelAgain);
/** Two points win more often than one point and sudden death. */
const sevenBehind = touchdownOnly(twoPoints.good);
const eightBehind = touchdownOnly(twoPoints.good * levelAgain);
const fartherBehind = touchdownOnly((twoPoints.good * levelAgain) / 2);

/** What a drive is worth to a team that has to answer so many points with it. */
function stakesBehind(points: number): Stakes {
  if (points <= 2) return twoBehind;
  if (points <= 3) return threeBehind;
  if (points <= 5) return fiveBehind;
  if (points <= 6) return sixBehind;
  if (points <= 7) return sevenBehind;
  return points <= 8 ? eightBehind : fartherBehind;
}

function answerFromKickoff(points: number): number {
  return driveWorth(stakesBehind(points), touchback);
}

const suddenDeath: Stakes = { touchdown: 1, fieldGoal: 1, without: "level" };
/** The first drive, where a touchdown ends the game and where it does not. */
const endingFirst: Stakes = { ...suddenDeath, fieldGoal: 1 - answerFromKickoff(3) };
const answeredFirst: Stakes = { ...endingFirst, touchdown: 1 - answerFromKickoff(7) };

/** True when both teams get a possession even after a touchdown. Unknown seasons: as today. */
function bothPossess(inputs: CleanInputs): boolean {
  const season = inputs.season ?? 9999;
  return inputs.canTie ? season >= 2025 : season >= 2022;
}

function periodSeconds(inputs: CleanInputs): number {
  return inputs.canTie && (inputs.season ?? 9999) >= 2017 ? 600 : 900;
}

/** Chance that nobody scores in what is left, which is a tie in the regular season. */
function noScore(inputs: CleanInputs, inRange: number): number {
  const { seconds } = inputs;
  if (!inputs.canTie) return 0;
  // Not `**`, whose last bits differ between JavaScript engines.
  const power = Math.exp(scorePower * Math.log(Math.max(0, seconds - 8) / scoreSeconds));
  const quiet = Math.exp(-power);
  return quiet * (1 - kickTakes * inRange * Math.exp(-seconds / kickWithin));
}

/** Share of something that takes so many seconds for which there is time; play-offs have it. */
function inTime(inputs: CleanInputs, seconds: number): number {
  return inputs.canTie ? 1 - Math.exp(-inputs.seconds / seconds) : 1;
}

/** Chance of a team that is behind and has the ball: the drive in time, else a kick now. */
function answering(inputs: CleanInputs, behind: number, spot: Spot): number {
  const stakes = stakesBehind(behind);
  const time = inTime(inputs, driveSeconds + perYardSquared * spot.yardline * spot.yardline);
  const kick = kickWorth(stakes, spot.yardline) * inTime(inputs, kickSeconds);
  return time * driveWorth(stakes, spot) + (1 - time) * kick;
}

/** Chance of a team that is level and has the ball, as a share of decided games. */
function level(inputs: CleanInputs, spot: Spot): number {
  const elapsed = inputs.overtimePeriod * periodSeconds(inputs) - inputs.seconds;
  const played = Math.max(0, elapsed) / firstSeconds;
  const first = Math.exp(-played * played);
  const opening = bothPossess(inputs) ? answeredFirst : endingFirst;
  const own = first * driveWorth(opening, spot) + (1 - first) * driveWorth(suddenDeath, spot);
  return own / (own + (1 - own) * inTime(inputs, answerSeconds));
}

function shifted(chance: number, logOdds: number): number {
  const grown = chance * Math.exp(logOdds);
  return grown / (grown + 1 - chance);
}

/** Chance of the team with the ball, as a share of decided games. */
function ownShare(inputs: CleanInputs, ownMargin: number, spot: Spot): number {
  if (ownMargin === 0) return level(inputs, spot);
  if (ownMargin < 0) return answering(inputs, -ownMargin, spot);
  // A leader has the ball only for a moment: the game is over, or the other team will answer.
  return 1 - answering(inputs, ownMargin, touchback) / 2;
}

/** Home's share of the games that somebody wins, when the ball is at `side`. */
function homeShare(inputs: CleanInputs, margin: number, side: Side, spot: Spot): number {
  const left = inputs.canTie ? Math.min(1, inputs.seconds / 600) : 1;
  const line = lineWeight * inputs.spread * side * left;
  const own = shifted(ownShare(inputs, margin * side, spot), line);
  return side > 0 ? own : 1 - own;
}

/** Chances with the ball at `ball`, or with nobody. A team behind is never better off than level. */
function chancesAt(inputs: CleanInputs, margin: number, ball: -1 | 0 | 1, spot: Spot): Prediction {
  const share =
    ball === 0
      ? (homeShare(inputs, margin, 1, spot) + homeShare(inputs, margin, -1, spot)) / 2
      : homeShare(inputs, margin, ball, spot);
  if (margin === 0) {
    const isKickable = ball !== 0 && inputs.seconds > 0;
    const tie = noScore(inputs, isKickable ? kickGood(spot.yardline) : 0);
    return { home: share * (1 - tie), away: (1 - share) * (1 - tie), tie };
  }
  const ifLevel = chancesAt(inputs, 0, ball, spot);
  if (margin > 0) {
    const away = Math.min(1 - share, ifLevel.away);
    return { home: 1 - away, away, tie: 0 };
  }
  const home = Math.min(share, ifLevel.home);
  return { home, away: 1 - home, tie: 0 };
}

function over(winner: number): Prediction {
  const home = winner > 0 ? asGoodAsOver : 1 - asGoodAsOver;
  return { home, away: 1 - home, tie: 0 };
}

/**
 * After a try of `side`, which was `before` points ahead and is `after` now: a first touchdown is
 * answered where the rules let it be; an answer has won, lost or made it level.
 */
function afterTry(inputs: CleanInputs, side: Side, before: number, after: number): Prediction {
  const goesOn = before > 0 ? bothPossess(inputs) : after === 0;
  return goesOn ? chancesAt(inputs, after * side, -side as Side, touchback) : over(after * side);
}

/** Before a try: the chances after a good one and after a miss. Two behind, two points are needed. */
function tryChances(inputs: CleanInputs, side: Side): Prediction {
  const before = inputs.margin * side;
  const { points, good } = before === -2 ? twoPoints : tryOf(inputs);
  const made = afterTry(inputs, side, before, before + points);
  const missed = afterTry(inputs, side, before, before);
  return {
    home: good * made.home + (1 - good) * missed.home,
    away: good * made.away + (1 - good) * missed.away,
    tie: good * made.tie + (1 - good) * missed.tie,
  };
}

function spotOf({ yardline = touchback.yardline, down = 1, ydstogo }: CleanInputs): Spot {
  return { yardline, down: Math.round(down), ydstogo: ydstogo ?? Math.min(10, yardline) };
}

/** Chances in overtime. */
export function overtime(inputs: CleanInputs): Prediction {
  const { margin, ball } = inputs;
  const play = nextPlay(inputs);
  if (play === "try" && ball !== 0) return tryChances(inputs, ball);
  return chancesAt(inputs, margin, ball, play === "scrimmage" ? spotOf(inputs) : touchback);
}
