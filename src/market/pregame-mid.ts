/**
 * What the market thought of a game before it began. One frame is no opinion: makers pull their
 * quotes as the ball is kicked, and the market sees the kick before the scoreboard tells of it. So
 * the mid is looked at every five seconds, only a tight quote counts, the last minute is left out
 * where there is more, and the median of what remains is taken.
 */
import type { Book } from "./book.ts";
import { doubledMid, spread } from "./book.ts";

/** Looks at HOME's quote, oldest first. `mono`: the source's ms. */
export type PregameMid = {
  /** Twice the mid in force, in 1/10000 dollar; undefined: nobody quotes, or not tightly. */
  standing: number | undefined;
  nextMono: number | undefined;
  looks: readonly { readonly mono: number; readonly doubled: number }[];
};

const everyMs = 5_000;
const lastMinuteMs = 60_000;
const keptMs = 360_000;
/** 1/10000 dollar: five cents. */
const spreadMax = 500;

export function createPregameMid(): PregameMid {
  return { standing: undefined, nextMono: undefined, looks: [] };
}

/** Looks that are due by now see the quote that has stood until now. */
function look(known: PregameMid, mono: number): void {
  const { standing } = known;
  let due = Math.max(known.nextMono ?? mono + everyMs, mono - keptMs);
  const seen = known.looks.filter((one) => one.mono > mono - keptMs);
  for (; due <= mono; due += everyMs) {
    if (standing !== undefined) seen.push({ mono: due, doubled: standing });
  }
  known.nextMono = due;
  known.looks = seen;
}

/** HOME's book as it is from now on; undefined: what it was is not known any more. */
export function notePregame(known: PregameMid, book: Book | undefined, mono: number): void {
  if (known.nextMono === undefined || known.nextMono <= mono) look(known, mono);
  const mid = book === undefined ? undefined : doubledMid(book);
  const wide = book === undefined ? undefined : spread(book);
  known.standing = wide !== undefined && wide <= spreadMax ? mid : undefined;
}

/** Twice the mid before the game as known now, in 1/10000 dollar; undefined: none stood. */
export function pregameMid({ looks }: PregameMid, mono: number): number | undefined {
  const early = looks.filter((one) => one.mono <= mono - lastMinuteMs);
  const chosen = early.length > 0 ? early : looks;
  const sorted = chosen.map(({ doubled }) => doubled).toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
