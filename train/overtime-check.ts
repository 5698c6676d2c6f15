/** How the overtime rules do on real overtimes; nothing there is fitted to results. */
import { predict } from "../src/model/model.ts";
import { lossOf } from "./measures.ts";
import { inputsOfPlay } from "./out-of-season.ts";
import type { Plays } from "./plays.ts";

/** One sentence with the log loss per overtime play, against a coin, and the ties. */
export function overtimeLine(plays: Plays): string {
  const { columns: c } = plays;
  let [count, loss, tied, tieChance, allCount] = [0, 0, 0, 0, 0];
  const games = new Set<number>();
  for (let row = 0; row < plays.count; row += 1) {
    if (!((c.qtr[row] as number) >= 5) || !((c.down[row] as number) > 0)) continue;
    const answer = predict(inputsOfPlay(plays, row));
    if (answer.kind !== "answer") continue;
    const won = c.home_win[row] as number;
    games.add(plays.game[row] as number);
    allCount += 1;
    tieChance += answer.tie;
    if (won === 0.5) {
      tied += 1;
      continue;
    }
    count += 1;
    loss += lossOf(answer.home / (answer.home + answer.away), won);
  }
  return (
    `**Overtime** (${games.size} games): log loss ${(loss / count).toFixed(4)} per scrimmage play of ` +
    `games that somebody won (a coin: 0.6931). Mean chance of a tie ` +
    `${((100 * tieChance) / allCount).toFixed(1)} %, plays in games that ended tied ` +
    `${((100 * tied) / allCount).toFixed(1)} %.`
  );
}
