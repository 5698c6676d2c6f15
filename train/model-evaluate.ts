/**
 * `npm run model:evaluate -- --plays FILE [--games FILE] [--seed N]`: leaves each season out in turn, judges it by
 * the others, and writes the tables and plots of docs/model.md. With the games' closing prices it
 * compares the model at kickoff with the moneylines too.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bandOf } from "./band.ts";
import { judgedAt, countedExamples } from "./compare.ts";
import { bins } from "./measures.ts";
import { moneylineText } from "./moneylines.ts";
import { outOfSeason } from "./out-of-season.ts";
import { overtimeLine } from "./overtime-check.ts";
import { readPlays } from "./plays.ts";
import { type Evaluation, phaseTable, seasonTable, wholeTable } from "./report.ts";
import { examplesOf } from "./seats.ts";
import { calibrationPlot } from "./svg.ts";
import { unknownsText } from "./unknowns.ts";

const { values } = parseArgs({
  options: {
    plays: { type: "string" },
    games: { type: "string" },
    seed: { type: "string", default: "2009" },
  },
});
if (values.plays === undefined) {
  process.stderr.write("usage: npm run model:evaluate -- --plays FILE [--games FILE] [--seed N]\n");
  process.exit(2);
}
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const plays = await readPlays(values.plays);
const data = examplesOf(plays);
const found = outOfSeason(plays, data, Number(values.seed), tell);
const reference = (column: Float64Array): Float64Array =>
  Float64Array.from(data.row, (row) => column[row] as number);
const evaluation: Evaluation = {
  plays,
  data,
  contest: {
    "this model": found.network,
    "logistic regression": found.logistic,
    "ref_wp (no line)": reference(plays.columns.ref_home_wp),
    vegas_wp: reference(plays.columns.ref_vegas_home_wp),
  },
};

const since =
  (season: number) =>
  (index: number): boolean =>
    (data.season[index] as number) >= season;

const text = [
  wholeTable(evaluation, { title: "2015–2022, each season left out", passes: since(2015) }),
  wholeTable(evaluation, { title: "2021–2022, each season left out", passes: since(2021) }),
  wholeTable(evaluation, { title: "2009–2022, each season left out", passes: since(2009) }),
  "**By season, log loss per play**",
  seasonTable(evaluation),
  "**By part of the game, log loss per play, 2015–2022**",
  phaseTable(evaluation, 2015),
  overtimeLine(plays),
  bandOf(evaluation, found.networks),
  unknownsText(plays),
  ...(values.games === undefined ? [] : [moneylineText(values.games, found.networks)]),
].join("\n\n");

const place = (name: string): string => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
mkdirSync(place("model"), { recursive: true });
const indices = countedExamples(plays, data, since(2009));
for (const parts of [10, 20]) {
  const curves = Object.entries(evaluation.contest).map(([name, chances], at) => ({
    name,
    colour: ["#0b6e4f", "#8a5a00", "#8c8c8c", "#2450a4"][at] ?? "#000",
    bins: bins(judgedAt(chances, data, indices), parts),
  }));
  const kept = curves.filter(({ name }) => name === "this model" || name === "vegas_wp");
  const title = `Calibration in ${parts} bins, seasons left out, 2009–2022`;
  writeFileSync(place(`model/calibration-${parts}.svg`), calibrationPlot(title, kept));
}

const begin = "<!-- evaluation: written by npm run model:evaluate -->";
const end = "<!-- evaluation: end -->";
const page = readFileSync(place("model.md"), "utf8");
const [before, after] = [page.indexOf(begin), page.indexOf(end)];
if (before < 0 || after < before) throw new Error("docs/model.md has no marks for the evaluation");
writeFileSync(
  place("model.md"),
  `${page.slice(0, before + begin.length)}\n\n${text}\n\n${page.slice(after)}`,
);
tell(text);
