/**
 * The baseline: the final margin is normal around what the score, the line and the ball promise
 * (after Stern 1994, "A Brownian motion model for the progress of sports scores"), with ties, the
 * kneel-down and overtime treated by hand. It knows no late field goal: of the last half minute of
 * a close game it is only a rough guess.
 */
import { type CleanInputs, clean, type ModelInputs } from "./inputs.ts";
import type { Prediction } from "./belief.ts";
import { normalCdf } from "./normal.ts";

/** Name of the model in the journal and on the screen. */
export const MODEL_NAME = "baseline";

/**
 * Constants, fitted on the seasons 2009–2019 by log loss per play and rounded; `endSeconds` and
 * `lateBallSeconds` are set by hand so that a leader in the last seconds has all but won.
 */
export const BASELINE = {
  /** Deviation of the final margin around the line at kickoff, points, for a total of 45. */
  sigma: 13.6,
  /** How the variance grows with the total line. */
  totalPower: 0.14,
  /** Seconds before the end in which the uncertainty runs out. */
  endSeconds: 45,
  /** Share of the variance still to come, as a power of the share of the game left. */
  variancePower: 0.55,
  /** Share of the line still to come, as a power of the share of the game left. */
  linePower: 0.48,
  /** Worth of a first down at the own goal line, and what the whole field adds, in points. */
  ballBase: -0.6,
  ballField: 5.7,
  /** Taken off per down after the first, and per 10 yards to go beyond 10. */
  perDown: 0.55,
  perTenToGo: 0.45,
  /** Seconds of the half in which that worth builds up. */
  ballSeconds: 30,
  lateBallSeconds: 20,
  /** Worth of receiving the second-half kickoff. */
  kickoff: 0.98,
} as const;

/** The answer of a model, or why there is none. */
export type Answer =
  | ({ readonly kind: "answer"; readonly without: readonly string[] } & Prediction)
  | { readonly kind: "noAnswer"; readonly why: string };

const regulationSeconds = 3600;
const touchback = 75;
/** Points that a try is worth. */
const tryPoints = 0.95;
const overtimeSeconds = 600;
const overtimeSigma = 6;
const overtimeScoreSeconds = 200;
const kneelDecay = 60;
/** Of the regular-season games that go to overtime, the share that stays tied (2009–2022). */
const overtimeTies = 0.057;

/** Standard deviation of the final margin at kickoff for a total line. */
export function kickoffSigma(total: number): number {
  return BASELINE.sigma * (total / 45) ** (BASELINE.totalPower / 2);
}

/** Where the play data puts a try (2 or 15 yards out) and a kickoff (35) in place of a spot. */
const trySpots: readonly number[] = [2, 15];
const kickoffSpot = 35;

function fieldPoints(yardline: number): number {
  return BASELINE.ballBase + (BASELINE.ballField * (100 - yardline)) / 100;
}

/** Points that having the ball here is worth to the team that has it, before the clock counts. */
function ballPoints(inputs: CleanInputs): number {
  const { down, yardline } = inputs;
  const afterKickoff = fieldPoints(touchback);
  if (yardline === undefined) return afterKickoff;
  if (down === undefined) {
    // After a try the other team gets the ball.
    if (trySpots.includes(yardline)) return tryPoints - afterKickoff;
    return yardline === kickoffSpot ? afterKickoff : fieldPoints(yardline);
  }
  const usual = Math.min(10, yardline);
  const longer = Math.min(inputs.ydstogo ?? usual, yardline) - usual;
  const field = fieldPoints(yardline) - (BASELINE.perTenToGo * longer) / 10;
  return field - BASELINE.perDown * (down - 1);
}

/** Expected points still to come for home, less those for away. */
function expectedChange(inputs: CleanInputs): number {
  const left = inputs.seconds / regulationSeconds;
  const line = inputs.spread * left ** BASELINE.linePower;
  const needed = inputs.seconds > 1800 ? BASELINE.ballSeconds : BASELINE.lateBallSeconds;
  const builtUp = 1 - Math.exp(-((inputs.halfSeconds / needed) ** 2));
  const ball = inputs.ball * ballPoints(inputs) * builtUp;
  return line + ball + inputs.secondHalfKickoff * BASELINE.kickoff;
}

/** Seconds that the team with the ball can let run out by kneeling. */
function kneelSeconds(down: number, timeouts: number): number {
  const snaps = 4 - down;
  const stopped = Math.min(snaps, timeouts);
  return (snaps - stopped) * 42 + stopped * 4 + 4;
}

type Split = { readonly win: number; readonly level: number };

/** Half the width of "level after regulation": scores aim at a tie while there is time to. */
function tieWindow(seconds: number): number {
  return 0.5 + 0.5 * (1 - Math.exp(-seconds / 300));
}

/** Win and level after regulation from a normal margin. */
function split(mean: number, deviation: number, window: number): Split {
  const win = normalCdf((mean - window) / deviation);
  const lose = normalCdf((-window - mean) / deviation);
  return { win, level: Math.max(0, 1 - win - lose) };
}

/**
 * A leader with the ball who can kneel has all but won. The better of this and the usual split is
 * taken, which keeps the answer monotone in the score.
 */
function withKneeling(inputs: CleanInputs, usual: Split): Split {
  const timeouts = inputs.ball > 0 ? inputs.awayTimeouts : inputs.homeTimeouts;
  const over = inputs.seconds - kneelSeconds(inputs.down ?? 1, timeouts);
  const kept = 0.999 * Math.exp(-Math.max(0, over) / kneelDecay);
  const win = Math.max(usual.win, kept);
  return { win, level: Math.max(0, usual.win + usual.level - win) };
}

/** Home's chances in an overtime that begins now, when somebody wins it. */
function overtimeShare(inputs: CleanInputs): number {
  const expected = (inputs.spread * overtimeSeconds) / regulationSeconds;
  return normalCdf(expected / overtimeSigma);
}

function regulation(inputs: CleanInputs): Prediction {
  const mean = inputs.margin + expectedChange(inputs);
  const left = inputs.seconds / regulationSeconds;
  const variance = kickoffSigma(inputs.total) ** 2 * left ** BASELINE.variancePower;
  const open = 1 - Math.exp(-((inputs.seconds / BASELINE.endSeconds) ** 2));
  const deviation = Math.sqrt(variance * open) + 1e-6;
  const direction = inputs.ball === 0 ? 1 : inputs.ball;
  const window = tieWindow(inputs.seconds);
  const usual = split(mean * direction, deviation, window);
  const leads = inputs.margin * inputs.ball > 0;
  const { win, level } = leads ? withKneeling(inputs, usual) : usual;
  const tie = inputs.canTie ? level * overtimeTies : 0;
  const share = overtimeShare(inputs);
  const decided = level - tie;
  const first = win + decided * (direction > 0 ? share : 1 - share);
  const second = Math.max(0, 1 - tie - first);
  return direction > 0 ? { home: first, away: second, tie } : { home: second, away: first, tie };
}

/** Chance that the rest of an overtime brings no score, in the regular season. */
function noScore(seconds: number): number {
  return Math.exp(-seconds / overtimeScoreSeconds);
}

/** Overtime from a margin: a leader is caught, passed, or stays ahead. */
function overtimeFrom(inputs: CleanInputs, margin: number): Prediction {
  const left = inputs.seconds / overtimeSeconds;
  const deviation = Math.sqrt(overtimeSigma ** 2 * left + 1e-6);
  const builtUp = 1 - Math.exp(-((inputs.seconds / BASELINE.ballSeconds) ** 2));
  const line = (inputs.spread * inputs.seconds) / regulationSeconds;
  const mean = margin + line + inputs.ball * ballPoints(inputs) * builtUp;
  const home = normalCdf(mean / deviation);
  const away = normalCdf(-mean / deviation);
  const tie = inputs.canTie && margin === 0 ? noScore(inputs.seconds) : 0;
  return { home: home * (1 - tie), away: away * (1 - tie), tie };
}

/**
 * Overtime. Low confidence: whose rules and whether each team has had the ball is not known. A
 * team behind is never better off than level.
 */
function overtime(inputs: CleanInputs): Prediction {
  const here = overtimeFrom(inputs, inputs.margin);
  if (inputs.margin === 0) return here;
  const level = overtimeFrom(inputs, 0);
  if (inputs.margin > 0) {
    const away = Math.min(here.away, level.away);
    return { home: 1 - away, away, tie: 0 };
  }
  const home = Math.min(here.home, level.home);
  return { home, away: 1 - home, tie: 0 };
}

function decided(margin: number): Prediction {
  if (margin === 0) return { home: 0, away: 0, tie: 1 };
  return margin > 0 ? { home: 1, away: 0, tie: 0 } : { home: 0, away: 1, tie: 0 };
}

/** Chances of home, away and tie, unrounded, or why there is no answer. */
export function predict(raw: ModelInputs): Answer {
  const cleaning = clean(raw);
  if (cleaning.kind === "noAnswer") return cleaning;
  const { inputs } = cleaning;
  const { without } = inputs;
  if (inputs.finished) return { kind: "answer", ...decided(inputs.margin), without };
  if (!inputs.overtime) return { kind: "answer", ...regulation(inputs), without };
  const low = [...without, "certainty (overtime)"];
  return { kind: "answer", ...overtime(inputs), without: low };
}
