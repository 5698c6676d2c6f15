/**
 * What a drive of overtime is worth by down, distance and spot, once it is said what its ends are
 * worth. All rates are of regulation 2009–2022.
 */

/** Where a drive stands: yards to the end zone, down 1–4, yards to go. */
export type Spot = {
  readonly yardline: number;
  readonly down: number;
  readonly ydstogo: number;
};

/** What the ends of a drive are worth to the team with the ball, 0–1. */
export type Stakes = {
  readonly touchdown: number;
  readonly fieldGoal: number;
  /** Without a score the game is lost, or goes on level with the other team's ball. */
  readonly without: "level" | "lost";
};

/**
 * Ends of drives that begin with a first down here, by yards to the end zone: touchdowns and field
 * goals (over 5 minutes of the half left, at most 10 points apart). Near the goal they are evened
 * out, so that one yard is never worth more than 3 points.
 */
const spots = [0, 5, 11, 20, 27, 35, 45, 55, 65, 73, 80, 92, 100];
const touchdowns = [
  0.87, 0.75, 0.6, 0.51, 0.46, 0.405, 0.345, 0.293, 0.249, 0.222, 0.189, 0.156, 0.14,
];
const fieldGoals = [
  0.07, 0.18, 0.32, 0.37, 0.373, 0.335, 0.253, 0.2, 0.166, 0.15, 0.121, 0.098, 0.09,
];
/** A team that must score misses fewer touchdowns: (1 − chance)^1.35 (4 to 8 behind, 90–240 s left). */
const mustScore = 1.35;

/**
 * Log-odds of a further first down or a touchdown: by down, less for every yard to go. Flatter than
 * what happened with a yard or two to go (third and 1: 0.75), so that a yard stays below 3 points.
 */
const firstDownLogOdds = [1.75, 1.2, 0.35, -0.05];
const perYardToGo = 0.085;

/** Where a drive begins after one without a score. */
const usualStart = 77;
/** Net yards of a punt, and the nearest to the goal line that it usually ends. */
const puntYards = 40;
const puntEnds = 12;
/** A missed kick is spotted where it was held, so many yards behind the line. */
const kickHeld = 7;

function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function between(values: readonly number[], yardline: number): number {
  let upper = 1;
  while (upper < spots.length - 1 && (spots[upper] as number) < yardline) upper += 1;
  const [low, high] = [spots[upper - 1] as number, spots[upper] as number];
  const part = Math.max(0, Math.min(1, (yardline - low) / (high - low)));
  return (values[upper - 1] as number) * (1 - part) + (values[upper] as number) * part;
}

/** A field goal tried from here is good: as it happened up to 58 yards, beyond by the same curve. */
export function kickGood(yardline: number): number {
  return chanceOf((39.5 - yardline) / 9.5);
}

const freshScore = between(touchdowns, usualStart) + between(fieldGoals, usualStart);
/** Sudden death of a team that begins a drive: q + (1 − q)(1 − chance), solved for the chance. */
export const suddenDeathFresh = 1 / (2 - freshScore);

/** Worth of having lost the ball at `yardline`. */
function lostBall(stakes: Stakes, yardline: number): number {
  if (stakes.without === "lost") return 0;
  const theirs = Math.max(0, 100 - yardline);
  const score = between(touchdowns, theirs) + between(fieldGoals, theirs);
  return (1 - score) * suddenDeathFresh;
}

/** Worth of kicking a field goal from here at once. */
export function kickWorth(stakes: Stakes, yardline: number): number {
  const good = kickGood(yardline);
  return good * stakes.fieldGoal + (1 - good) * lostBall(stakes, yardline + kickHeld);
}

function firstDownWorth(stakes: Stakes, yardline: number): number {
  const usual = between(touchdowns, yardline);
  const isLevel = stakes.without === "level";
  const touchdown = isLevel ? usual : 1 - Math.exp(mustScore * Math.log(1 - usual));
  const fieldGoal = Math.min(1 - touchdown, between(fieldGoals, yardline));
  const rest = isLevel ? (1 - touchdown - fieldGoal) * (1 - suddenDeathFresh) : 0;
  return touchdown * stakes.touchdown + fieldGoal * stakes.fieldGoal + rest;
}

const firstAndTen = chanceOf((firstDownLogOdds[0] as number) - perYardToGo * 10);

/** Share of a first down's chances that is left at a down and distance. */
function shareLeft(down: number, ydstogo: number): number {
  const logOdds = firstDownLogOdds[down - 1] as number;
  return Math.min(1, chanceOf(logOdds - perYardToGo * ydstogo) / firstAndTen);
}

/**
 * Worth of a drive: what a first down here is worth as far as one is still likely, else fourth
 * down, on which the best of kick, punt and another try for it is taken. So no down is worth less
 * than a later one, and none less than a kick now.
 */
export function driveWorth(stakes: Stakes, { yardline, down, ydstogo }: Spot): number {
  const kick = kickWorth(stakes, yardline);
  const first = Math.max(kick, firstDownWorth(stakes, yardline));
  const punt = lostBall(stakes, Math.max(puntEnds, yardline - puntYards));
  const left = shareLeft(4, ydstogo);
  const again = left * first + (1 - left) * lostBall(stakes, yardline);
  const fourth = Math.max(kick, punt, again);
  if (down === 4) return fourth;
  const share = shareLeft(down, ydstogo);
  return share * first + (1 - share) * fourth;
}
