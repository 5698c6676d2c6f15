/** What of a situation was not known: told in words, and by the band in points. */

/** Each input that counts in the situation, true where it was not known. */
export type Missing = {
  readonly ball: boolean;
  readonly spot: boolean;
  readonly down: boolean;
  readonly distance: boolean;
  readonly timeouts: boolean;
  /** First half: who receives the second-half kickoff. */
  readonly secondHalf: boolean;
  readonly total: boolean;
  readonly line: boolean;
  readonly season: boolean;
  readonly gameType: boolean;
};

export const nothingMissing: Missing = {
  ball: false,
  spot: false,
  down: false,
  distance: false,
  timeouts: false,
  secondHalf: false,
  total: false,
  line: false,
  season: false,
  gameType: false,
};

const words: Readonly<Record<keyof Missing, string>> = {
  ball: "possession",
  spot: "field position",
  down: "the down",
  distance: "the distance",
  timeouts: "the timeouts",
  secondHalf: "the second half's receiver",
  total: "the total",
  line: "the line (home advantage only)",
  season: "the season (today's rules)",
  gameType: "the kind of game (taken as regular season)",
};
const names = Object.keys(words) as readonly (keyof Missing)[];

/** In plain words, what was left out or assumed. */
export function wordsOf(missing: Missing, neutral: boolean): readonly string[] {
  const found: string[] = [];
  // Nobody is known to have the ball, and nothing of its play: "possession" says it all.
  const isIdle = missing.ball && missing.spot && missing.down;
  for (const name of names) {
    if (!missing[name]) continue;
    if (isIdle && (name === "spot" || name === "down" || name === "distance")) continue;
    const isEven = name === "line" && neutral;
    found.push(isEven ? "the line (teams taken as even)" : words[name]);
  }
  return found;
}
