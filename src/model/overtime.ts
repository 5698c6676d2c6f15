/**
 * Overtime by its rules: chances of the drive that is on, of the answer to it where the rules give
 * one, and of sudden death after that. Low confidence: which team has had the ball already is not
 * among the inputs and is guessed from the clock. There is no reference to compare with.
 *
 * Rules: 15 minutes until 2016, 10 since (regular season); a first-drive touchdown ends the game
 * until both teams get a possession (play-offs from 2022, regular season from 2025); play-off games
 * go on until somebody wins.
 */
import type { CleanInputs } from "./inputs.ts";
import type { Prediction } from "./belief.ts";

/**
 * Ends of drives that begin with a first down here, by yards to the end zone: touchdowns and field
 * goals (first downs of regulation with over 5 minutes of the half left and at most 10 points
 * apart, 2009–2022).
 */
const spots = [0, 3, 8, 15, 25, 35, 45, 55, 65, 73, 80, 92, 100];
const touchdowns = [
  0.9, 0.823, 0.635, 0.559, 0.465, 0.405, 0.345, 0.293, 0.249, 0.222, 0.189, 0.156, 0.14,
];
const fieldGoals = [
  0.07, 0.121, 0.285, 0.34, 0.373, 0.335, 0.253, 0.2, 0.166, 0.15, 0.121, 0.098, 0.09,
];
/** What is left of those chances at second, third and fourth down, and of a try to go for it. */
const touchdownsByDown = [1, 0.86, 0.6, 0.12];
const fieldGoalsByDown = [1, 0.98, 0.85, 0.2];

const touchback = 75;
/** Where the other team begins after a drive without a score. */
const afterPunt = 77;
/** A team that must score uses all four downs: more touchdowns, in place of field goals and punts. */
const mustScore = 1.25;
/** Seconds of a typical drive. */
const driveSeconds = 170;
/**
 * No score in `t` seconds of a level overtime: exp(−((t − 8) / 130)^0.6). Through the ties of 10-minute
 * overtimes (7 of 89, 2017–2022) and lower late, when teams play for the field goal.
 */
const scoreSeconds = 130;
const scorePower = 0.6;
/** How much of a late tie a certain field goal takes away. */
const kickTakes = 0.75;
const kickWithin = 200;
/** Log-odds of a whole overtime per point of the line. */
const lineWeight = 0.045;

function between(values: readonly number[], yardline: number): number {
  let upper = 1;
  while (upper < spots.length - 1 && (spots[upper] as number) < yardline) upper += 1;
  const [low, high] = [spots[upper - 1] as number, spots[upper] as number];
  const part = Math.max(0, Math.min(1, (yardline - low) / (high - low)));
  return (values[upper - 1] as number) * (1 - part) + (values[upper] as number) * part;
}

type Drive = { readonly touchdown: number; readonly fieldGoal: number };

/** A field goal tried from here is good. */
function kickGood(yardline: number): number {
  const part = Math.max(0, Math.min(1, (52 - yardline) / 42));
  return 0.97 * Math.sqrt(part);
}

function driveFrom(yardline: number, down: number): Drive {
  const index = Math.max(0, Math.min(3, Math.round(down) - 1));
  const touchdown = between(touchdowns, yardline) * (touchdownsByDown[index] as number);
  const plain = between(fieldGoals, yardline) * (fieldGoalsByDown[index] as number);
  const fieldGoal = index === 3 ? Math.max(plain, 0.9 * kickGood(yardline)) : plain;
  return { touchdown, fieldGoal: Math.min(fieldGoal, 1 - touchdown) };
}

/** In sudden death any score wins, so a team in range kicks. */
function scores(drive: Drive): number {
  return Math.min(0.97, 1.06 * (drive.touchdown + drive.fieldGoal));
}

const freshScore = scores(driveFrom(afterPunt, 1));
/** Chance of the team that begins a sudden-death drive after a punt: q + (1 − q)(1 − chance). */
const suddenDeathFresh = 1 / (2 - freshScore);

function suddenDeath(drive: Drive): number {
  const now = scores(drive);
  return now + (1 - now) * (1 - suddenDeathFresh);
}

/** Chance of a team that has to answer `behind` points with this drive. */
function answering(drive: Drive, behind: number): number {
  const touchdown = Math.min(0.95, drive.touchdown * mustScore);
  if (behind > 7) return touchdown * 0.45 * 0.5;
  if (behind > 3) return touchdown * (behind > 6 ? 0.75 : 0.9);
  const fieldGoal = Math.min(1 - touchdown, drive.fieldGoal);
  return touchdown + fieldGoal * (behind === 3 ? 1 - suddenDeathFresh : 1);
}

/** Chance of the team with the ball on the first drive of overtime. */
function firstDrive(drive: Drive, bothPossess: boolean): number {
  const answer = driveFrom(touchback, 1);
  const afterTouchdown = bothPossess ? 1 - answering(answer, 7) : 1;
  const afterFieldGoal = 1 - answering(answer, 3);
  const rest = 1 - drive.touchdown - drive.fieldGoal;
  const afterNothing = 1 - suddenDeathFresh;
  return drive.touchdown * afterTouchdown + drive.fieldGoal * afterFieldGoal + rest * afterNothing;
}

/** True when both teams get a possession even after a touchdown. Unknown seasons: as today. */
function bothPossess(inputs: CleanInputs): boolean {
  const season = inputs.season ?? 9999;
  return inputs.canTie ? season >= 2025 : season >= 2022;
}

function periodSeconds(inputs: CleanInputs): number {
  return inputs.canTie && (inputs.season ?? 9999) >= 2017 ? 600 : 900;
}

/** Chance that nobody scores in what is left, which is a tie in the regular season. */
function noScore(inputs: CleanInputs): number {
  const { seconds, yardline } = inputs;
  if (!inputs.canTie) return 0;
  const quiet = Math.exp(-((Math.max(0, seconds - 8) / scoreSeconds) ** scorePower));
  const inRange = inputs.ball === 0 || seconds === 0 ? 0 : kickGood(yardline ?? touchback);
  return quiet * (1 - kickTakes * inRange * Math.exp(-seconds / kickWithin));
}

/** Chance of the team with the ball when it has time to use it, as a share of decided games. */
function driving(inputs: CleanInputs, ownMargin: number): number {
  const drive = driveFrom(inputs.yardline ?? touchback, inputs.down ?? 1);
  if (ownMargin < 0) return answering(drive, -ownMargin);
  if (ownMargin > 0) return 1 - answering(driveFrom(afterPunt, 1), ownMargin) * 0.5;
  const elapsed = Math.max(0, periodSeconds(inputs) - inputs.seconds);
  const first = Math.exp(-((elapsed / 240) ** 2));
  return first * firstDrive(drive, bothPossess(inputs)) + (1 - first) * suddenDeath(drive);
}

function shifted(chance: number, logOdds: number): number {
  const odds = (chance / (1 - chance)) * Math.exp(logOdds);
  return odds / (1 + odds);
}

/** Home's share of the games that somebody wins, when the ball is at `ball` (+1 home, −1 away). */
function homeShare(inputs: CleanInputs, ball: -1 | 1): number {
  const ownMargin = inputs.margin * ball;
  const chance = Math.max(1e-6, Math.min(1 - 1e-6, driving(inputs, ownMargin)));
  const line = lineWeight * inputs.spread * ball * Math.min(1, inputs.seconds / 600);
  // A team that must score needs time for it; one that is level gets half of what time is left.
  const time = 1 - Math.exp(-inputs.seconds / driveSeconds);
  const there = shifted(chance, line);
  const late = ownMargin < 0 ? there * time * (1 + Math.exp(-inputs.seconds / 60)) : there;
  const own = ownMargin < 0 ? Math.min(there, late) : there;
  return ball > 0 ? own : 1 - own;
}

/** Chances in overtime. A team behind is never better off than level. */
export function overtime(inputs: CleanInputs): Prediction {
  const share =
    inputs.ball === 0
      ? (homeShare(inputs, 1) + homeShare(inputs, -1)) / 2
      : homeShare(inputs, inputs.ball);
  if (inputs.margin === 0) {
    const tie = noScore(inputs);
    return { home: share * (1 - tie), away: (1 - share) * (1 - tie), tie };
  }
  if (inputs.seconds <= 0 && inputs.margin !== 0) return leaderWins(inputs.margin);
  return capped(inputs, share);
}

function leaderWins(margin: number): Prediction {
  return margin > 0 ? { home: 1, away: 0, tie: 0 } : { home: 0, away: 1, tie: 0 };
}

/** The team behind gets at most what it would have in the same place with the score level. */
function capped(inputs: CleanInputs, share: number): Prediction {
  const level = overtime({ ...inputs, margin: 0 });
  if (inputs.margin > 0) {
    const away = Math.min(1 - share, level.away);
    return { home: 1 - away, away, tie: 0 };
  }
  const home = Math.min(share, level.home);
  return { home, away: 1 - home, tie: 0 };
}
