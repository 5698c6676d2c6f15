/**
 * How far the model itself may be off, by situation. Two parts: how much the answer moves when
 * another season is left out of the teaching (jackknife), and how far held-out plays lie from what
 * was predicted for them, beyond what the draw of games explains.
 */
import type { Network } from "../src/model/model.ts";
import { countedExamples } from "./compare.ts";
import { fairOf } from "./out-of-season.ts";
import type { Evaluation } from "./report.ts";

/** Every so many plays are asked again from all the networks. */
const sampleEvery = 97;

function logOdds(chance: number): number {
  return Math.log(chance / (1 - chance));
}

type Sample = { readonly seconds: number; readonly logit: number; readonly error: number };

/** Deviation of the log-odds over the networks, scaled as a jackknife over seasons. */
function samplesOf(evaluation: Evaluation, networks: ReadonlyMap<number, Network>): Sample[] {
  const { plays, data } = evaluation;
  const all = countedExamples(plays, data, () => true);
  const samples: Sample[] = [];
  for (let at = 0; at < all.length; at += sampleEvery) {
    const index = all[at] as number;
    const row = data.row[index] as number;
    const logits = Array.from(networks.values(), (network) => {
      const fair = fairOf(network, plays, row);
      return logOdds(Math.min(1 - 1e-6, Math.max(1e-6, fair)));
    });
    const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
    const squares = logits.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const error = Math.sqrt(((logits.length - 1) / logits.length) * squares);
    samples.push({ seconds: data.seconds[index] as number, logit: mean, error });
  }
  return samples;
}

const phases: readonly (readonly [name: string, from: number, to: number])[] = [
  ["first half", 1800, 3600],
  ["third quarter", 900, 1799],
  ["fourth, over 5 minutes left", 300, 899],
  ["5 to 2 minutes left", 120, 299],
  ["2 minutes to 30 s left", 30, 119],
  ["last 30 s", 0, 29],
];

type Cell = { sum: number; plays: number; games: Map<number, number> };

/** Root of the mean squared held-out residual of tenths of the prediction, less its own noise. */
function misfit(evaluation: Evaluation, low: number, high: number): number {
  const { plays, data, contest } = evaluation;
  const ours = Object.values(contest)[0] ?? new Float64Array(0);
  const indices = countedExamples(plays, data, (index) => {
    const seconds = data.seconds[index] as number;
    return seconds >= low && seconds <= high;
  });
  const cells = new Map<number, Cell>();
  for (const index of indices) {
    const chance = ours[index] as number;
    const key = Math.min(9, Math.floor(chance * 10));
    const cell = cells.get(key) ?? { sum: 0, plays: 0, games: new Map<number, number>() };
    const residual = (data.homeWin[index] as number) - chance;
    const game = data.game[index] as number;
    cell.sum += residual;
    cell.plays += 1;
    cell.games.set(game, (cell.games.get(game) ?? 0) + residual);
    cells.set(key, cell);
  }
  let [excess, count] = [0, 0];
  for (const cell of cells.values()) {
    const mean = cell.sum / cell.plays;
    let noise = 0;
    for (const sum of cell.games.values()) noise += sum ** 2;
    excess += mean ** 2 - noise / cell.plays ** 2;
    count += 1;
  }
  return Math.sqrt(Math.max(0, excess / count));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The table of both parts, by part of the game. */
export function bandOf(evaluation: Evaluation, networks: ReadonlyMap<number, Network>): string {
  const samples = samplesOf(evaluation, networks);
  const lines = phases.map(([name, low, high]) => {
    const here = samples.filter(({ seconds }) => seconds >= low && seconds <= high);
    const even = here.filter(({ logit }) => Math.abs(logit) < 1);
    const clear = here.filter(({ logit }) => Math.abs(logit) >= 1 && Math.abs(logit) < 3);
    const far = here.filter(({ logit }) => Math.abs(logit) >= 3);
    const cells = [even, clear, far].map((some) =>
      average(some.map(({ error }) => error)).toFixed(3),
    );
    return `| ${[name, ...cells, (100 * misfit(evaluation, low, high)).toFixed(1)].join(" | ")} |`;
  });
  return [
    "**Error of the model itself** (jackknife over seasons, in log-odds; held-out misfit, points)",
    [
      "| part of the game | 27–73 % | 5–27, 73–95 % | beyond | misfit |",
      "| --- | ---: | ---: | ---: | ---: |",
      ...lines,
    ].join("\n"),
  ].join("\n\n");
}
