/** Seeded chance. The pure rooms know no other. */
export interface Chance {
  /** The next number, 0 ≤ x < 1. */
  next(): number;
}

/** A 32-bit hash of a text (FNV-1a with a final avalanche), the same on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A hash of a text as a number 0 ≤ x < 1: a draw that depends on nothing drawn before. */
export function drawAt(text: string): number {
  return hashText(text) / 0x1_0000_0000;
}

/**
 * A seeded generator (sfc32, period about 2^128), the same sequence on every machine.
 * Two names with one seed give independent streams.
 */
export function seededChance(seed: number, name: string): Chance {
  let a = hashText(`${name}/a/${seed}`) | 0;
  let b = hashText(`${name}/b/${seed}`) | 0;
  let c = hashText(`${name}/c/${seed}`) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round += 1) next();
  return { next };
}

/** A draw from the exponential distribution with this mean. */
export function exponential(chance: Chance, mean: number): number {
  return -mean * Math.log(1 - chance.next());
}

/** A draw from the normal distribution (Box–Muller). */
export function normal(chance: Chance, mean: number, deviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance.next()));
  return mean + deviation * radius * Math.cos(2 * Math.PI * chance.next());
}

/** A whole number, `low` ≤ n ≤ `high`, each equally likely. */
export function wholeBetween(chance: Chance, low: number, high: number): number {
  return low + Math.floor(chance.next() * (high - low + 1));
}
