/** The tables of the evaluation, as Markdown. */
import { type Contest, countedExamples, type Difference, differenceOf, rowsOf } from "./compare.ts";
import type { Plays } from "./plays.ts";
import type { Examples } from "./seats.ts";

function fixed(value: number, digits = 4): string {
  return value.toFixed(digits);
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function interval(found: Difference): string {
  const sign = (value: number): string => `${value > 0 ? "+" : ""}${fixed(value)}`;
  return `${sign(found.mean)} (${sign(found.low)} … ${sign(found.high)})`;
}

export type Evaluation = {
  readonly plays: Plays;
  readonly data: Examples;
  /** Home chances; the first entry is ours. */
  readonly contest: Contest;
};

type Span = { readonly title: string; readonly passes: (index: number) => boolean };

function secondsOf(evaluation: Evaluation, index: number): number {
  return evaluation.data.seconds[index] as number;
}

/** All measures of all models over some plays, and our differences to the others. */
export function wholeTable(evaluation: Evaluation, span: Span): string {
  const { plays, data, contest } = evaluation;
  const indices = countedExamples(plays, data, span.passes);
  const head = ["model", "log loss", "per game", "Brier", "AUC", "ECE 10", "ECE 20", "quarters"];
  const rows = rowsOf(contest, plays, data, indices).map((row) => [
    row.name,
    fixed(row.logLoss),
    fixed(row.perGame),
    fixed(row.brier),
    fixed(row.auc, 3),
    fixed(row.calibration10, 3),
    fixed(row.calibration20, 3),
    fixed(row.quarterCalibration, 3),
  ]);
  const [[ourName, ours] = ["", new Float64Array(0)], ...others] = Object.entries(contest);
  const differences = others.map(([name, theirs]) => [
    `${ourName} − ${name}`,
    interval(differenceOf(ours, theirs, data, indices)),
  ]);
  const games = new Set(indices.map((index) => data.game[index] as number)).size;
  return [
    `**${span.title}** (${games} games, ${indices.length} plays)`,
    table(head, rows),
    table(["difference of log loss per play", "mean (95 % of resampled games)"], differences),
  ].join("\n\n");
}

/** Log loss of all models, one line a span, with our difference to the last of them. */
export function spanTable(evaluation: Evaluation, what: string, spans: readonly Span[]): string {
  const { plays, data, contest } = evaluation;
  const names = Object.keys(contest);
  const [ours, reference] = [names[0] ?? "", names.at(-1) ?? ""];
  const lines = spans.map(({ title, passes }) => {
    const indices = countedExamples(plays, data, passes);
    const rows = rowsOf(contest, plays, data, indices);
    const found = differenceOf(
      contest[ours] ?? new Float64Array(0),
      contest[reference] ?? new Float64Array(0),
      data,
      indices,
    );
    return [title, String(found.games), ...rows.map((row) => fixed(row.logLoss)), interval(found)];
  });
  return table([what, "games", ...names, `${ours} − ${reference} (95 %)`], lines);
}

/** One line for each season. */
export function seasonTable(evaluation: Evaluation): string {
  const { data } = evaluation;
  const spans = [...new Set(data.season)].map((season) => ({
    title: String(season),
    passes: (index: number): boolean => data.season[index] === season,
  }));
  return spanTable(evaluation, "season", spans);
}

const phases: readonly (readonly [title: string, from: number, to: number])[] = [
  ["first quarter", 2700, 3600],
  ["second quarter", 1800, 2699],
  ["third quarter", 900, 1799],
  ["fourth, over 5 minutes left", 300, 899],
  ["5 to 2 minutes left", 120, 299],
  ["last 2 minutes", 0, 119],
];

/** One line for each part of the game, in the seasons that pass. */
export function phaseTable(evaluation: Evaluation, from: number): string {
  const { data } = evaluation;
  const spans = phases.map(([title, low, high]) => ({
    title,
    passes: (index: number): boolean => {
      const seconds = secondsOf(evaluation, index);
      return seconds >= low && seconds <= high && (data.season[index] as number) >= from;
    },
  }));
  return spanTable(evaluation, "part of the game", spans);
}
