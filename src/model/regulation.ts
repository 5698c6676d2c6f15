/** Chances in regulation: the network's answer between what the rules make certain. */
import {
  fillFeatures,
  featureCount,
  kneelSeconds,
  lastSteps,
  lastWeight,
  lateSteps,
  lateWeight,
  type Seat,
  stepsReached,
} from "./features.ts";
import type { CleanInputs } from "./inputs.ts";
import { blended, evaluate, type Look, type Network, type Saying } from "./network.ts";
import { levelChance } from "./level.ts";
import { pointsAhead } from "./points.ts";
import type { Prediction } from "./belief.ts";

/** Without down and distance a spot this close is that of a try; any other stands for a kickoff. */
const farthestTry = 17;
/** Tries are kicked from the 15 and go for two from the 2, penalties in both cases set aside. */
const farthestTwoPoints = 8;
const touchback = 75;
/**
 * What is assumed of a scrimmage play: the spot and the down with the lowest log loss on 2009–2020
 * when they are withheld (2021–2022, spot: 0.4745, at the 75 0.4809; down: 0.4703, first 0.4712).
 */
const unknownSpot = 47;
const unknownDown = 2;
/** Seasons from which an extra point is kicked from 15 yards out. */
const longTrySeason = 2015;
const extraPointGood = 0.94;
const shortExtraPointGood = 0.99;
const twoPointsGood = 0.48;

/** Most that "level" may be while it is not: its part of a tie stays below `perPoint`. */
const levelMax = 0.2;
/** Log-odds that each point of a lead adds where the rules decide: more points never hurt. */
const perPoint = 0.02;
const kneelDecay = 60;
/** Of the regular-season games level after regulation, the share that stays tied (2017–2022). */
const overtimeTies = 0.065;

const look: Look = {
  features: new Float64Array(featureCount),
  start: 0,
  lateStep: 0,
  lateWeight: 0,
  lastStep: 0,
  lastWeight: 0,
};
const scratch = new Float64Array(64);
const saying: Saying = { logit: 0, margin: 0 };
const seat: Seat = {
  margin: 0,
  spread: 0,
  total: 45,
  seconds: 3600,
  halfSeconds: 1800,
  firstHalf: true,
  yardline: touchback,
  down: 1,
  ydstogo: 10,
  kickoff: false,
  ownTimeouts: 3,
  otherTimeouts: 3,
  secondHalfKickoff: 0,
  playoff: false,
};

function chanceOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The chance of the team in the seat, by the network alone. */
function networkChance(network: Network): number {
  fillFeatures(look.features, 0, seat, pointsAhead(network.points, seat));
  look.lateStep = stepsReached(lateSteps, seat.margin);
  look.lateWeight = lateWeight(seat.seconds);
  look.lastStep = stepsReached(lastSteps, seat.margin);
  look.lastWeight = lastWeight(seat.seconds);
  evaluate(network, look, scratch, saying);
  return chanceOf(blended(network, saying, seat.seconds, seat.total));
}

/** A chance that a lead keeps at least, a little more for more points. */
function kept(chance: number, lead: number): number {
  const odds = (chance / (1 - chance)) * Math.exp(perPoint * lead);
  return odds / (1 + odds);
}

/**
 * Chance, at most, of a team behind that is too far from a kick with a few seconds left: a long
 * throw or a run back. Set by hand; it binds only in the last 10 seconds.
 */
function reachable(): number {
  const { yardline, seconds } = seat;
  const beyond = yardline - 45 - 2 * seconds - 6 * Math.max(0, seconds - 5);
  return 0.004 + 0.99 * Math.exp(-Math.max(0, beyond) / 1.8);
}

/**
 * The chance of the team in the seat. A leader with the ball who can kneel has all but won, and in
 * the last minute is never the less likely winner; a team behind with the ball has what it can reach.
 */
function seatChance(network: Network): number {
  const { margin, seconds } = seat;
  let chance = networkChance(network);
  if (margin > 0 && !seat.kickoff) {
    const over = seconds - kneelSeconds(seat.down, seat.otherTimeouts);
    chance = Math.max(chance, kept(0.999 * Math.exp(-Math.max(0, over) / kneelDecay), margin));
    if (seconds <= 60) chance = Math.max(chance, 0.5);
  }
  if (margin < 0) chance = Math.min(chance, kept(reachable(), margin));
  return chance;
}

/** What is about to happen. A two-point play is a try as well as a kick at the posts. */
export type NextPlay = "scrimmage" | "kickoff" | "try";

/**
 * The play that comes: scrimmage where there is a down or a distance to go, which kicks and tries
 * have not. Those two are told apart by the spot; kickoffs have had spots of all kinds.
 */
export function nextPlay(inputs: Pick<CleanInputs, "down" | "ydstogo" | "yardline">): NextPlay {
  const { down, ydstogo = 0, yardline = 0 } = inputs;
  if (down !== undefined || ydstogo > 0) return "scrimmage";
  return yardline > 0 && yardline <= farthestTry ? "try" : "kickoff";
}

/** Puts the team of `side` (+1 home, −1 away) into the seat, with the ball. */
function takeSeat(inputs: CleanInputs, side: -1 | 1, play: NextPlay): void {
  const isHome = side > 0;
  seat.margin = inputs.margin * side;
  seat.spread = inputs.spread * side;
  seat.total = inputs.total;
  seat.seconds = inputs.seconds;
  seat.halfSeconds = inputs.halfSeconds;
  seat.firstHalf = inputs.firstHalf;
  seat.kickoff = play !== "scrimmage";
  // Nothing seen of the play, and nobody with the ball: the next drive begins at a touchback.
  const isSeen = nextPlay(inputs) === "scrimmage";
  const spot = inputs.yardline ?? (isSeen ? unknownSpot : touchback);
  seat.yardline = play === "scrimmage" ? Math.max(1, spot) : touchback;
  seat.down = play === "scrimmage" ? (inputs.down ?? (isSeen ? unknownDown : 1)) : 1;
  const usual = Math.min(10, seat.yardline);
  seat.ydstogo = play === "scrimmage" ? Math.max(1, inputs.ydstogo ?? usual) : 10;
  seat.ownTimeouts = isHome ? inputs.homeTimeouts : inputs.awayTimeouts;
  seat.otherTimeouts = isHome ? inputs.awayTimeouts : inputs.homeTimeouts;
  seat.secondHalfKickoff = inputs.secondHalfKickoff * side;
  seat.playoff = !inputs.canTie;
}

/** Home's chance when the team of `side` has the ball. */
function homeChance(network: Network, inputs: CleanInputs, side: -1 | 1, play: NextPlay): number {
  takeSeat(inputs, side, play);
  const chance = seatChance(network);
  return side > 0 ? chance : 1 - chance;
}

/** What a try is worth when it is good, and the chance of that. */
export type Try = { readonly points: 1 | 2; readonly good: number };

export const extraPoint: Try = { points: 1, good: extraPointGood };
const shortExtraPoint: Try = { points: 1, good: shortExtraPointGood };
export const twoPoints: Try = { points: 2, good: twoPointsGood };

/** The try that comes, by its spot and season. */
export function tryOf({ season = longTrySeason, yardline = 0 }: CleanInputs): Try {
  if (season < longTrySeason) return shortExtraPoint;
  return yardline > farthestTwoPoints ? extraPoint : twoPoints;
}

/** Home's chance before a try of `side`: after it the other team receives a kickoff. */
function tryChance(network: Network, inputs: CleanInputs, side: -1 | 1): number {
  const { points, good } = tryOf(inputs);
  const other = -side as -1 | 1;
  const missed = homeChance(network, inputs, other, "kickoff");
  seat.margin -= points;
  const made = seatChance(network);
  return good * (other > 0 ? made : 1 - made) + (1 - good) * missed;
}

/** Home's chance of the contract's payout: a win, or half of a tie. */
export function regulationFair(network: Network, inputs: CleanInputs): number {
  const play = nextPlay(inputs);
  if (inputs.ball === 0) {
    const withBall = homeChance(network, inputs, 1, "scrimmage");
    const without = homeChance(network, inputs, -1, "scrimmage");
    return (withBall + without) / 2;
  }
  if (play === "try") return tryChance(network, inputs, inputs.ball);
  return homeChance(network, inputs, inputs.ball, play);
}

/** Chances of home, away and tie. */
export function regulation(network: Network, inputs: CleanInputs): Prediction {
  const fair = regulationFair(network, inputs);
  if (!inputs.canTie) return { home: fair, away: 1 - fair, tie: 0 };
  // Never more than the less likely winner can lose to a tie: keeps the answer monotone.
  const most = inputs.margin === 0 ? 1 : levelMax;
  const level = Math.min(most, levelChance(inputs)) * 2 * Math.min(fair, 1 - fair);
  const tie = overtimeTies * level;
  return { home: fair - tie / 2, away: 1 - fair - tie / 2, tie };
}
