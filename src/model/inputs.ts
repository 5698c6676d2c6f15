/** What a win probability is made from, and how it is made clean before it is used. */
import { type Missing, nothingMissing, wordsOf } from "./missing.ts";

/**
 * A situation before a play. Names and meanings are those of the play data; `undefined` = not
 * known. In overtime the clocks are the seconds left in the overtime period.
 */
export type ModelInputs = {
  /** 1–4, 5 and up are overtime. */
  readonly qtr?: number | undefined;
  readonly gameSecondsRemaining?: number | undefined;
  readonly halfSecondsRemaining?: number | undefined;
  readonly quarterSecondsRemaining?: number | undefined;
  readonly homeScore?: number | undefined;
  readonly awayScore?: number | undefined;
  /** undefined: nobody has the ball, or it is not known who. */
  readonly posteamIsHome?: boolean | undefined;
  readonly down?: number | undefined;
  readonly ydstogo?: number | undefined;
  /** Yards from the team with the ball to the end zone it attacks. */
  readonly yardline100?: number | undefined;
  readonly homeTimeouts?: number | undefined;
  readonly awayTimeouts?: number | undefined;
  /** First half: the team with the ball will receive the second-half kickoff. */
  readonly receive2hKo?: boolean | undefined;
  /** Pre-game line, points by which the home team is favoured. */
  readonly spreadLine?: number | undefined;
  readonly totalLine?: number | undefined;
  readonly neutral?: boolean | undefined;
  readonly season?: number | undefined;
  readonly week?: number | undefined;
  /** REG, or a play-off round (WC, DIV, CON, SB). */
  readonly gameType?: string | undefined;
  /** The game is over: the score decides. */
  readonly finished?: boolean | undefined;
};

/** A situation with its clock and score read, and everything else known or said to be missing. */
export type CleanInputs = {
  readonly overtime: boolean;
  /** 1 = the first overtime, 2 = the second (play-offs); 0 in regulation. */
  readonly overtimePeriod: number;
  /** Seconds left of regulation, or of the overtime period. */
  readonly seconds: number;
  /** Seconds left of the half (the overtime period in overtime). */
  readonly halfSeconds: number;
  /** Home score − away score. */
  readonly margin: number;
  /** +1 home has the ball, −1 away has it, 0 unknown. */
  readonly ball: -1 | 0 | 1;
  readonly down: number | undefined;
  readonly ydstogo: number | undefined;
  readonly yardline: number | undefined;
  readonly homeTimeouts: number;
  readonly awayTimeouts: number;
  /** +1 home receives the second-half kickoff, −1 away, 0 unknown or past. */
  readonly secondHalfKickoff: -1 | 0 | 1;
  /** Points the home team was expected to win by. */
  readonly spread: number;
  readonly total: number;
  /** Year in which the season began; undefined: taken as the current rules. */
  readonly season: number | undefined;
  readonly firstHalf: boolean;
  readonly canTie: boolean;
  readonly finished: boolean;
  readonly missing: Missing;
  /** In plain words, what was not known and was left out or assumed. */
  readonly without: readonly string[];
};

export type Cleaning =
  | { readonly kind: "clean"; readonly inputs: CleanInputs }
  | { readonly kind: "noAnswer"; readonly why: string };

/** Home advantage in points where no line is known and the field is not neutral (2009–2019). */
const homeAdvantage = 2.3;
const usualTotal = 45;
const quarterSeconds = 900;
const halfGame = 1800;
const wholeGame = 3600;
const longestOvertime = 900;

function within(value: number | undefined, low: number, high: number): number | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined;
}

/** Seconds left of regulation by the quarter and its clock, or the half's, where one is known. */
function fromQuarter(quarter: number, raw: ModelInputs): number | undefined {
  const inQuarter = within(raw.quarterSecondsRemaining, 0, quarterSeconds);
  if (inQuarter !== undefined) return (4 - Math.floor(quarter)) * quarterSeconds + inQuarter;
  const inHalf = within(raw.halfSecondsRemaining, 0, halfGame);
  return inHalf === undefined ? undefined : inHalf + (quarter < 3 ? halfGame : 0);
}

function cleanClock(
  raw: ModelInputs,
): { readonly overtime: boolean; readonly seconds: number } | undefined {
  const quarter = within(raw.qtr, 1, 20);
  if (raw.qtr !== undefined && quarter === undefined) return undefined;
  const overtime = quarter !== undefined && quarter >= 5;
  const inGame = within(raw.gameSecondsRemaining, 0, overtime ? longestOvertime : wholeGame);
  const inPeriod = overtime
    ? (within(raw.quarterSecondsRemaining, 0, quarterSeconds) ??
      inGame ??
      within(raw.halfSecondsRemaining, 0, longestOvertime))
    : (inGame ?? (quarter === undefined ? undefined : fromQuarter(quarter, raw)));
  return inPeriod === undefined ? undefined : { overtime, seconds: inPeriod };
}

const mostPoints = 200;

/** Why a score cannot be used; `undefined`: it can. */
function scoreProblem(team: string, score: number | undefined): string | undefined {
  if (score === undefined || Number.isNaN(score)) return "the score is not known";
  if (within(score, 0, mostPoints) !== undefined) return undefined;
  return `the ${team} score cannot be ${score} (0 to ${mostPoints})`;
}

function spreadOf(raw: ModelInputs): number | undefined {
  return within(raw.spreadLine, -40, 40);
}

function totalOf(raw: ModelInputs): number | undefined {
  return within(raw.totalLine, 20, 80);
}

function timeoutsOf(count: number | undefined): number | undefined {
  return within(count, 0, 3);
}

function sideOfBall(raw: ModelInputs): -1 | 0 | 1 {
  if (raw.posteamIsHome === undefined) return 0;
  return raw.posteamIsHome ? 1 : -1;
}

function cleanKickoff(raw: ModelInputs, firstHalf: boolean): -1 | 0 | 1 {
  const ball = sideOfBall(raw);
  if (!firstHalf || ball === 0 || raw.receive2hKo === undefined) return 0;
  return (raw.receive2hKo ? ball : -ball) as -1 | 1;
}

type Read = Omit<CleanInputs, "missing" | "without">;

/** Kicks and tries have no down and no distance: those are missed where a play has one of them. */
function missingOf(raw: ModelInputs, read: Read): Missing {
  const { down, ydstogo, yardline, overtime } = read;
  const isScrimmage = down !== undefined || (ydstogo ?? 0) > 0;
  // Nothing of the play: taken as a kickoff or a drive about to begin, which it need not be.
  const isUnseen = !isScrimmage && yardline === undefined;
  return {
    ball: read.ball === 0,
    spot: yardline === undefined,
    down: isUnseen || (isScrimmage && down === undefined),
    distance: isUnseen || (isScrimmage && ydstogo === undefined),
    timeouts:
      timeoutsOf(raw.homeTimeouts) === undefined || timeoutsOf(raw.awayTimeouts) === undefined,
    secondHalf: read.firstHalf && read.secondHalfKickoff === 0,
    total: totalOf(raw) === undefined,
    line: spreadOf(raw) === undefined,
    season: overtime && read.season === undefined,
    gameType: raw.gameType === undefined,
  };
}

/**
 * Reads inputs. Numbers that cannot be (NaN, a down of 9, 120 yards) count as not known. Without
 * both scores or without a clock there is no answer.
 */
export function clean(raw: ModelInputs): Cleaning {
  const { homeScore = Number.NaN, awayScore = Number.NaN } = raw;
  const why = scoreProblem("home", homeScore) ?? scoreProblem("away", awayScore);
  if (why !== undefined) return { kind: "noAnswer", why };
  const finished = raw.finished === true;
  const clock = finished ? { overtime: false, seconds: 0 } : cleanClock(raw);
  if (clock === undefined) return { kind: "noAnswer", why: "the clock is not known" };
  const { overtime, seconds } = clock;
  const firstHalf = !overtime && (seconds > halfGame || (seconds === halfGame && raw.qtr === 2));
  const read: Read = {
    overtime,
    overtimePeriod: overtime ? Math.floor(raw.qtr ?? 5) - 4 : 0,
    seconds,
    halfSeconds:
      within(raw.halfSecondsRemaining, 0, halfGame) ?? (firstHalf ? seconds - halfGame : seconds),
    margin: homeScore - awayScore,
    ball: sideOfBall(raw),
    down: within(raw.down, 1, 4),
    ydstogo: within(raw.ydstogo, 0, 99),
    yardline: within(raw.yardline100, 0, 100),
    homeTimeouts: timeoutsOf(raw.homeTimeouts) ?? 3,
    awayTimeouts: timeoutsOf(raw.awayTimeouts) ?? 3,
    secondHalfKickoff: cleanKickoff(raw, firstHalf),
    spread: spreadOf(raw) ?? (raw.neutral === true ? 0 : homeAdvantage),
    total: totalOf(raw) ?? usualTotal,
    season: within(raw.season, 1990, 2200),
    firstHalf,
    canTie: raw.gameType === undefined || raw.gameType === "REG",
    finished,
  };
  const missing = finished ? nothingMissing : missingOf(raw, read);
  const without = wordsOf(missing, raw.neutral === true);
  return { kind: "clean", inputs: { ...read, missing, without } };
}
