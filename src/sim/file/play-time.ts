/** From when on the result of each row of a plays file is known, and the clock at that moment. */
import { isEndOfPeriod, isHeading, isResumption } from "./play-meaning.ts";
import type { Play } from "./play.ts";

/** When a row's result is known, and the game clock then. */
export type Known = {
  readonly knownAt: number;
  /** Seconds left in the period at the whistle. */
  readonly clockSeconds: number;
  /** The clock runs on after the whistle. */
  readonly running: boolean;
};

const untimedPlayMs = 6_000;
const noticeMs = 6_000;
const resumptionLeadMs = 60_000;
const periodSeconds = 900;

/** Rows that tell of the game as it goes on: the heading before it is left out. */
export function playedRows(plays: readonly Play[]): readonly Play[] {
  return plays.filter((play) => !isHeading(play));
}

/** The clock of the next row of the same period that has one; undefined when there is none. */
function nextClock(rows: readonly Play[], index: number): number | undefined {
  const period = rows[index]?.period;
  for (const row of rows.slice(index + 1)) {
    if (row.period !== period) return undefined;
    if (row.clockSeconds !== undefined) return row.clockSeconds;
  }
  return undefined;
}

function nextSnapAt(rows: readonly Play[], index: number): number | undefined {
  return rows.slice(index + 1).find((row) => row.snapAt !== undefined)?.snapAt;
}

/**
 * The moment of a row that has no time of its own, not after the next row that has one. The end of
 * a period comes when the clock has run out, the end of a delay a minute before the next snap,
 * anything else a few seconds after the row before.
 */
function untimedAt(rows: readonly Play[], index: number, before: Known): number {
  const row = rows[index];
  const next = nextSnapAt(rows, index) ?? Infinity;
  if (row === undefined) return before.knownAt;
  if (isResumption(row) && next < Infinity) return next - resumptionLeadMs;
  const runsOut = isEndOfPeriod(row) && before.running ? before.clockSeconds * 1000 : 0;
  return Math.min(next, before.knownAt + Math.max(noticeMs, runsOut));
}

/**
 * Known at the whistle (`end_clock_time`), else 6 s after the snap, never before the row before.
 * The clock at the whistle is the snap's less the play's length, but never less than the next
 * row's: a play after which the clock stood still ends on the clock of the next snap.
 */
export function knownTimes(rows: readonly Play[], kickoffAt: number): readonly Known[] {
  const known: Known[] = [];
  let before: Known = { knownAt: kickoffAt, clockSeconds: periodSeconds, running: false };
  rows.forEach((row, index) => {
    const timed =
      row.whistleAt ?? (row.snapAt === undefined ? undefined : row.snapAt + untimedPlayMs);
    const at = Math.max(before.knownAt, timed ?? untimedAt(rows, index, before));
    before = { knownAt: at, ...clockAfter(rows, index, before, timed) };
    known.push(before);
  });
  return known;
}

function clockAfter(
  rows: readonly Play[],
  index: number,
  before: Known,
  timed: number | undefined,
): Pick<Known, "clockSeconds" | "running"> {
  const row = rows[index];
  if (row === undefined || isEndOfPeriod(row)) return { clockSeconds: 0, running: false };
  const next = nextClock(rows, index);
  const atSnap = row.clockSeconds ?? next ?? before.clockSeconds;
  if (row.playType === "" || row.snapAt === undefined || timed === undefined) {
    return { clockSeconds: atSnap, running: false };
  }
  const length = Math.round((timed - row.snapAt) / 1000);
  const clockSeconds = Math.min(atSnap, Math.max(next ?? 0, atSnap - length, 0));
  return { clockSeconds, running: clockSeconds > (next ?? 0) };
}
