/** What a win probability is made from, and how it is made clean before it is used. */

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
  /** What of the most telling inputs was not known. */
  readonly missing: { readonly line: boolean; readonly ball: boolean; readonly spot: boolean };
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
const longestOvertime = 900;

function within(value: number | undefined, low: number, high: number): number | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined;
}

function cleanClock(
  raw: ModelInputs,
): { readonly overtime: boolean; readonly seconds: number } | undefined {
  const quarter = within(raw.qtr, 1, 20);
  if (raw.qtr !== undefined && quarter === undefined) return undefined;
  const overtime = quarter !== undefined && quarter >= 5;
  const inQuarter = within(raw.quarterSecondsRemaining, 0, quarterSeconds);
  if (overtime) {
    const seconds = inQuarter ?? within(raw.gameSecondsRemaining, 0, longestOvertime);
    return seconds === undefined ? undefined : { overtime, seconds };
  }
  const inGame = within(raw.gameSecondsRemaining, 0, 4 * quarterSeconds);
  if (inGame !== undefined) return { overtime, seconds: inGame };
  if (quarter === undefined || inQuarter === undefined) return undefined;
  return { overtime, seconds: (4 - Math.floor(quarter)) * quarterSeconds + inQuarter };
}

const mostPoints = 200;

function cleanSpread(raw: ModelInputs, without: string[]): number {
  const spread = within(raw.spreadLine, -40, 40);
  if (spread !== undefined) return spread;
  if (raw.neutral === true) {
    without.push("the line (teams taken as even)");
    return 0;
  }
  without.push("the line (home advantage only)");
  return homeAdvantage;
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

/**
 * Reads inputs. Numbers that cannot be (NaN, a down of 9, 120 yards) count as not known. Without
 * both scores or without a clock there is no answer.
 */
export function clean(raw: ModelInputs): Cleaning {
  const homeScore = within(raw.homeScore, 0, mostPoints);
  const awayScore = within(raw.awayScore, 0, mostPoints);
  if (homeScore === undefined || awayScore === undefined) {
    return { kind: "noAnswer", why: "the score is not known" };
  }
  const finished = raw.finished === true;
  const clock = finished ? { overtime: false, seconds: 0 } : cleanClock(raw);
  if (clock === undefined) return { kind: "noAnswer", why: "the clock is not known" };
  const without: string[] = [];
  const { overtime, seconds } = clock;
  const firstHalf = !overtime && (seconds > halfGame || (seconds === halfGame && raw.qtr === 2));
  const ball = sideOfBall(raw);
  if (ball === 0 && !finished) without.push("possession");
  const yardline = within(raw.yardline100, 0, 100);
  if (ball !== 0 && yardline === undefined) without.push("field position");
  const total = within(raw.totalLine, 20, 80);
  if (total === undefined) without.push("the total");
  return {
    kind: "clean",
    inputs: {
      overtime,
      seconds,
      halfSeconds:
        within(raw.halfSecondsRemaining, 0, halfGame) ?? (firstHalf ? seconds - halfGame : seconds),
      margin: homeScore - awayScore,
      ball,
      down: within(raw.down, 1, 4),
      ydstogo: within(raw.ydstogo, 0, 99),
      yardline,
      homeTimeouts: within(raw.homeTimeouts, 0, 3) ?? 3,
      awayTimeouts: within(raw.awayTimeouts, 0, 3) ?? 3,
      secondHalfKickoff: cleanKickoff(raw, firstHalf),
      spread: cleanSpread(raw, without),
      total: total ?? usualTotal,
      season: within(raw.season, 1990, 2200),
      firstHalf,
      canTie: raw.gameType === undefined || raw.gameType === "REG",
      finished,
      missing: {
        line: within(raw.spreadLine, -40, 40) === undefined,
        ball: ball === 0,
        spot: ball !== 0 && yardline === undefined,
      },
      without,
    },
  };
}
