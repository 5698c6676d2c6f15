/** What a line is worth in chances at kickoff, and the other way round. */
import { clean } from "./inputs.ts";
import { shipped } from "./predict.ts";
import { regulationFair } from "./regulation.ts";

const kickoff = { qtr: 1, gameSecondsRemaining: 3600, homeScore: 0, awayScore: 0 };
const longestSpread = 40;

/** What else than the line the chance at kickoff depends on, as in the model's inputs. */
export type Occasion = {
  readonly totalLine: number | undefined;
  readonly gameType?: string | undefined;
};

/** The home team's chance at kickoff (a tie counted half) when it is favoured by `spread` points. */
export function chanceOfSpread(spread: number, occasion: Occasion): number {
  const cleaning = clean({ ...kickoff, ...occasion, spreadLine: spread });
  if (cleaning.kind === "noAnswer") throw new Error(cleaning.why);
  return regulationFair(shipped, cleaning.inputs);
}

/**
 * The line at which the model gives home this chance at kickoff; `undefined` when the chance is not
 * between 0 and 1. Beyond 40 points it stays there.
 */
export function spreadOfChance(chance: number, occasion: Occasion): number | undefined {
  if (!(chance > 0 && chance < 1)) return undefined;
  let [low, high] = [-longestSpread, longestSpread];
  let [below, above] = [chanceOfSpread(low, occasion), chanceOfSpread(high, occasion)];
  if (chance <= below) return low;
  if (chance >= above) return high;
  // False position on log-odds, which are nearly straight in the line (Illinois rule).
  const wanted = Math.log(chance / (1 - chance));
  [below, above] = [logOdds(below) - wanted, logOdds(above) - wanted];
  for (let round = 0; round < 30; round += 1) {
    const middle = (low * above - high * below) / (above - below);
    const found = logOdds(chanceOfSpread(middle, occasion)) - wanted;
    if (Math.abs(found) < 1e-9) return middle;
    if (found < 0) {
      [low, below] = [middle, found];
      above /= 2;
    } else {
      [high, above] = [middle, found];
      below /= 2;
    }
  }
  return (low + high) / 2;
}

function logOdds(chance: number): number {
  return Math.log(chance / (1 - chance));
}
