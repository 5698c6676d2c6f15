/** How the overtime rules do on real overtimes; nothing there is fitted to results. */
import { predict } from "../src/model/model.ts";
import { chanceFrom } from "./chance.ts";
import { lossOf } from "./measures.ts";
import { inputsOfPlay } from "./out-of-season.ts";
import type { Plays } from "./plays.ts";

/** Sums over the plays of one overtime. */
type Overtime = {
  /** Chance of a tie before the first play. */
  readonly atFirst: number;
  plays: number;
  tied: number;
  tieChance: number;
  decided: number;
  loss: number;
};

function overtimesOf(plays: Plays): Overtime[] {
  const { columns: c } = plays;
  const games = new Map<number, Overtime>();
  for (let row = 0; row < plays.count; row += 1) {
    if (!((c.qtr[row] as number) >= 5) || !((c.down[row] as number) > 0)) continue;
    const answer = predict(inputsOfPlay(plays, row));
    if (answer.kind !== "answer") continue;
    const won = c.home_win[row] as number;
    const key = plays.game[row] as number;
    const none = { atFirst: answer.tie, plays: 0, tied: 0, tieChance: 0, decided: 0, loss: 0 };
    const game = games.get(key) ?? none;
    games.set(key, game);
    game.plays += 1;
    game.tieChance += answer.tie;
    if (won === 0.5) game.tied += 1;
    else {
      game.decided += 1;
      game.loss += lossOf(answer.home / (answer.home + answer.away), won);
    }
  }
  return [...games.values()];
}

const resamples = 2000;

/** Predicted less happened share of plays in tied games, middle 95 % of games drawn again. */
function excessOf(games: readonly Overtime[]): readonly [low: number, high: number] {
  const chance = chanceFrom(1);
  const found = Array.from({ length: resamples }, () => {
    let [excess, count] = [0, 0];
    for (let draw = 0; draw < games.length; draw += 1) {
      const game = games[Math.floor(chance() * games.length)];
      if (game === undefined) continue;
      excess += game.tieChance - game.tied;
      count += game.plays;
    }
    return excess / count;
  }).toSorted((left, right) => left - right);
  return [found[Math.floor(resamples * 0.025)] ?? 0, found[Math.ceil(resamples * 0.975) - 1] ?? 0];
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}

/** One sentence with the log loss per overtime play, against a coin, and the ties. */
export function overtimeLine(plays: Plays): string {
  const games = overtimesOf(plays);
  const sum = (name: keyof Overtime): number =>
    games.reduce((total, game) => total + game[name], 0);
  const count = sum("plays");
  const [low, high] = excessOf(games);
  return (
    `**Overtime** (${games.length} games): log loss ` +
    `${(sum("loss") / sum("decided")).toFixed(4)} per scrimmage play of games that somebody won ` +
    `(a coin: 0.6931). Mean chance of a tie ${points(sum("tieChance") / count)} %, plays in games ` +
    `that ended tied ${points(sum("tied") / count)} %: a difference of ` +
    `${points((sum("tieChance") - sum("tied")) / count)} points (95 % of resampled games: ` +
    `${points(low)} … ${points(high)}). Before the first play ${sum("atFirst").toFixed(1)} ties are ` +
    `expected in all, ${games.filter(({ tied }) => tied > 0).length} happened.`
  );
}
