import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { fairOf } from "../../src/sim/fair.ts";
import type { Timeline } from "../../src/sim/timeline.ts";
import { measure, quantile } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { generatedGames, realGames, rowsOf } from "./played-games.ts";

/** Real seasons are not part of the repository: without them the comparison is skipped. */
const file = join(import.meta.dirname, "../../../shared/data/plays_train.parquet");
const absent = existsSync(file)
  ? undefined
  : "the seasons are not here (../shared/data/plays_train.parquet)";
const seasons = [2019, 2020, 2021, 2022];
const gamesDrawn = process.env["MNF_TABLE"] === "1" ? 4_000 : 1_000;

/** How far a measure of generated games may lie from the real one: about three standard errors. */
const allowed: Readonly<Record<string, number>> = {
  "points per game": 2.2,
  "points of a team": 1.1,
  "margin less spread, deviation": 1.2,
  "favourite wins, %": 5,
  "won by 3, %": 4,
  "won by 7, %": 3.5,
  "won by 8 or less, %": 5.5,
  "won by 17 and more, %": 4.5,
  "overtime, %": 3.5,
  "lead changes": 0.3,
  "scores per game": 0.6,
  "seconds between scores, p10": 25,
  "plays from scrimmage": 4,
  runs: 3.5,
  "passes and sacks": 3.5,
  punts: 0.8,
  "field goals tried": 0.4,
  kickoffs: 0.7,
  tries: 0.4,
  "yards a run": 0.25,
  "yards a pass": 0.35,
  "first downs on 3rd down, %": 3,
  "4th downs played out": 0.5,
  "drives per game": 1.3,
  "plays a drive": 0.35,
  "ball of the winner, minutes": 1,
  "drives: touchdown, %": 1.7,
  "drives: field goal, %": 1.5,
  "drives: punt, %": 2.5,
  "drives: turnover, %": 1.5,
  "drives: on downs, %": 1.2,
  "drives: end of half, %": 1.5,
};

let games: readonly Timeline[] = [];
let generated: readonly Measure[] = [];

beforeAll(() => {
  games = generatedGames(gamesDrawn);
  generated = measure(games.map(rowsOf));
});

/** The table of docs/simulation.md, printed when MNF_TABLE is 1. */
function tableOf(real: readonly Measure[]): string {
  const rows = real.map(({ name, value, digits }, index) => {
    const ours = generated[index]?.value ?? Number.NaN;
    return `| ${name} | ${value.toFixed(digits)} | ${ours.toFixed(digits)} |\n`;
  });
  return rows.join("");
}

test("generated games look like the regular seasons 2019–2022", async ({ skip }) => {
  skip(absent !== undefined, absent);
  const played = await realGames(file, seasons);
  expect(played.length).toBeGreaterThan(1_000);
  const real = measure(played);
  if (process.env["MNF_TABLE"] === "1") process.stdout.write(tableOf(real));
  const far = Object.entries(allowed).flatMap(([name, distance]) => {
    const [ours, theirs] = [generated, real].map((all) => all.find((one) => one.name === name));
    const gap = Math.abs((ours?.value ?? Number.NaN) - (theirs?.value ?? Number.NaN));
    return gap <= distance ? [] : [`${name}: ${ours?.value} for ${theirs?.value}`];
  });
  expect(far).toEqual([]);
});

test("a game lasts about three hours, with the rhythm of captured ones", () => {
  const hours = games.map(({ states }) => {
    const first = states.find(({ play }) => play !== undefined)?.knownAt ?? 0;
    return ((states.at(-1)?.knownAt ?? 0) - first) / 3_600_000;
  });
  expect(quantile(hours, 0.5)).toBeGreaterThan(2.8);
  expect(quantile(hours, 0.5)).toBeLessThan(3.3);
  const gaps = games.flatMap(({ states }) =>
    states.map((state, index) => (state.knownAt - (states[index - 1]?.knownAt ?? 0)) / 1000),
  );
  expect(quantile(gaps, 0.5)).toBeGreaterThan(33);
  expect(quantile(gaps, 0.5)).toBeLessThan(46);
});

test("the generator's own chance is calibrated: what it calls likely happens that often", () => {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, came: 0 }));
  for (const { game, states } of games) {
    const { homeScore = 0, awayScore = 0 } = states.at(-1)?.situation ?? {};
    const home = homeScore === awayScore ? 0.5 : homeScore > awayScore ? 1 : 0;
    for (const state of states) {
      if (state.situation.state !== "in") continue;
      const fair = fairOf(state, state.situation.clockSeconds, game.spreadHome ?? 0);
      const bin = bins[Math.min(9, Math.floor(fair * 10))];
      if (bin === undefined) continue;
      bin.count += 1;
      bin.said += fair;
      bin.came += home;
    }
  }
  // Plays of one game share its result: a bin of a thousand games is known to about 1.5 points.
  const off = bins.filter(({ count, said, came }) => Math.abs(said - came) / count > 0.045);
  expect(off).toEqual([]);
  const sure = bins.filter((_, index) => index === 0 || index === 9);
  for (const { count, said, came } of sure)
    expect(Math.abs(said - came) / count).toBeLessThan(0.02);
});
