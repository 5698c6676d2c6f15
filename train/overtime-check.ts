/**
 * How the overtime rules do on real overtimes. Drives have the rates of regulation; ties and the
 * last two minutes were set while looking at these same games, so they flatter the model a little.
 */
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

type Group = {
  readonly name: string;
  readonly holds: (down: number, toGo: number, spot: number, isLevel: boolean) => boolean;
};

const farthestTry = 17;
const redZone = 30;
/** Kickoffs have neither down nor distance; the spot tells them from tries. */
const groups: readonly Group[] = [
  {
    name: "kickoff",
    holds: (down, toGo, spot) => !(down > 0) && !(toGo > 0) && spot > farthestTry,
  },
  { name: "first down", holds: (down) => down === 1 },
  { name: "second down", holds: (down) => down === 2 },
  { name: "third, 1–3 to go", holds: (down, toGo) => down === 3 && toGo <= 3 },
  { name: "third, 4–7 to go", holds: (down, toGo) => down === 3 && toGo > 3 && toGo <= 7 },
  { name: "third, 8 or more", holds: (down, toGo) => down === 3 && toGo > 7 },
  { name: "fourth, 1–3 to go", holds: (down, toGo) => down === 4 && toGo <= 3 },
  { name: "fourth, 4 or more", holds: (down, toGo) => down === 4 && toGo > 3 },
  {
    name: "level inside the 30, third",
    holds: (down, _toGo, spot, isLevel) => isLevel && down === 3 && spot <= redZone,
  },
  {
    name: "level inside the 30, fourth",
    holds: (down, _toGo, spot, isLevel) => isLevel && down === 4 && spot <= redZone,
  },
];

/** Sums over the plays of one group, of games that somebody won. */
type Tally = { plays: number; loss: number; expected: number; won: number };

function talliesOf(plays: Plays): Tally[] {
  const { columns: c } = plays;
  const tallies = groups.map((): Tally => ({ plays: 0, loss: 0, expected: 0, won: 0 }));
  for (let row = 0; row < plays.count; row += 1) {
    const won = c.home_win[row] as number;
    if (!((c.qtr[row] as number) >= 5) || won === 0.5) continue;
    const answer = predict(inputsOfPlay(plays, row));
    if (answer.kind !== "answer") continue;
    const home = answer.home / (answer.home + answer.away);
    const isHome = c.posteam_is_home[row] === 1;
    const [down, toGo] = [c.down[row] as number, c.ydstogo[row] as number];
    const isLevel = c.home_score[row] === c.away_score[row];
    for (const [index, { holds }] of groups.entries()) {
      const tally = tallies[index];
      if (tally === undefined || !holds(down, toGo, c.yardline_100[row] as number, isLevel))
        continue;
      tally.plays += 1;
      tally.loss += lossOf(home, won);
      tally.expected += isHome ? home : 1 - home;
      tally.won += isHome ? won : 1 - won;
    }
  }
  return tallies;
}

/** A table by the play that comes: what the team with the ball was given, and what it won. */
function groupTable(plays: Plays): string {
  const lines = talliesOf(plays).map(({ plays: count, loss, expected, won }, index) => {
    const numbers = count === 0 ? ["", "", ""] : [loss, expected, won].map((sum) => sum / count);
    const cells = numbers.map((value) => (typeof value === "number" ? value.toFixed(3) : value));
    return `| ${[groups[index]?.name ?? "", count, ...cells].join(" | ")} |`;
  });
  const head = "| in overtime | plays | log loss | team with the ball, model | won |";
  return [head, "| --- | ---: | ---: | ---: | ---: |", ...lines].join("\n");
}

/**
 * A sentence with the log loss per overtime play, against a coin, and the ties, and a table of how
 * the team with the ball did by down and distance.
 */
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
    `expected in all, ${games.filter(({ tied }) => tied > 0).length} happened.` +
    `\n\n${groupTable(plays)}`
  );
}
