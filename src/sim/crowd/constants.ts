/**
 * The crowd's character, in one place to tune. Probabilities are 0–1, times are seconds of source
 * time, sizes are whole contracts.
 */

/** After a play is known, the crowd needs this long to move: still ahead of the scoreboard. */
export const REACTION_LAG = { min: 0.8, max: 3 } as const;

/** A move larger than this is news (the book thins, takers arrive); smaller ones are followed. */
export const NEWS_MOVE = 0.015;

/**
 * Overreaction: a news move is exceeded by this share of itself, drawn anew each time, and the
 * excess halves every `halfLife`.
 */
export const OVERSHOOT = {
  shareMin: 0.7,
  shareMax: 1.5,
  /** No excess beyond this much probability, however many moves add up. */
  cap: 0.2,
  halfLife: 150,
} as const;

/** Disagreement that comes and goes around what the crowd believes. */
export const NOISE = { deviation: 0.006, halfLife: 30 } as const;

/** The two markets disagree by about this much (they are quoted by different people). */
export const BASIS = { deviation: 0.002, halfLife: 60 } as const;

/** What the crowd follows without news (the running clock) halves its distance in this time. */
export const FOLLOW_HALF_LIFE = 4;

/** Time between two looks at the quotes, uniform. `busy`: soon after news. */
export const LOOKS = {
  quiet: { min: 1, max: 3 },
  busy: { min: 0.3, max: 0.8 },
  /** News keeps the crowd busy this long. */
  busySeconds: 20,
} as const;

/** Spread in cents: chance of each, soon after news and otherwise. */
export const SPREADS = {
  quiet: [
    [1, 0.72],
    [2, 0.26],
    [3, 0.02],
  ],
  busy: [
    [1, 0.3],
    [2, 0.4],
    [3, 0.2],
    [4, 0.1],
  ],
  /** Chance that a look draws the spread anew. */
  redraw: 0.15,
} as const;

/** Quoted levels a side, and their sizes: log-normal around the median, thin at the top. */
export const DEPTH = {
  levels: 12,
  median: 9000,
  /** Standard deviation of the logarithm. */
  spread: 0.9,
  /** Share of its size that the best, the second best … level shows. */
  shares: [0.35, 0.6, 0.8],
  /** Right after news everything shows only this share. */
  newsShare: 0.4,
  min: 20,
} as const;

/** Takers: mean seconds between two of them in each market, and their size. */
export const TAKERS = {
  quietMean: 4,
  busyMean: 0.7,
  median: 320,
  spread: 1.3,
  /** News makes a taker this much larger. */
  busyFactor: 6,
  /** No taker takes more than this share of the best level. */
  shareMax: 0.6,
} as const;

/** The crowd never quotes beyond these: a book of a live game stays two-sided. */
export const BELIEF_RANGE = { min: 0.02, max: 0.98 } as const;
