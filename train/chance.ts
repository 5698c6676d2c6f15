/** Chance that begins with a seed, so that training twice gives the same weights. */
export type Chance = () => number;

/** Numbers of [0, 1) from a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Puts the values into a random order, in place (Fisher and Yates). */
export function shuffle(values: Int32Array, chance: Chance): void {
  for (let index = values.length - 1; index > 0; index -= 1) {
    const other = Math.floor(chance() * (index + 1));
    const kept = values[index] as number;
    values[index] = values[other] as number;
    values[other] = kept;
  }
}
