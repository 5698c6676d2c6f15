/** Prints the tables of docs/simulation.md, "Prices compared": `node test/exchange/compare-prices.ts`. */
import {
  generatedGames,
  generatedMinutes,
  movesOf,
  recordedMinutes,
  referenceGames,
} from "./chance-moves.ts";
import type { Moves } from "./chance-moves.ts";
import { measure, playedNight, recordedGame, type Measures, type PlayedNight } from "./minutes.ts";
import { recordedDepth, recordedRates } from "./recorded.ts";

/** Seeds of the nights in the table; the default night is one of them. */
const seeds = [1, 2, 3, 4, 5, 6];

type Row = readonly [label: string, text: (measures: Measures) => string];

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** The rows of the table, from what is measured. */
const rows: readonly Row[] = [
  ["minutes looked at", ({ minutes }) => count(minutes)],
  ["spread, mean", ({ spreadMean }) => `${spreadMean.toFixed(1)}¢`],
  [
    "spread of 1¢, 2¢, more",
    ({ spreadOne, spreadTwo, spreadMore }) =>
      [spreadOne, spreadTwo, spreadMore].map(percent).join(", "),
  ],
  ["jump from minute to minute, mean", ({ jumpMean }) => `${jumpMean.toFixed(1)}¢`],
  [
    "half, 90 %, 99 % of the jumps are at most",
    ({ jumpMedian, jump90, jump99 }) =>
      [jumpMedian, jump90, jump99].map((cents) => `${cents.toFixed(1)}¢`).join(", "),
  ],
  ["range within a minute, 90 % at most", ({ range90 }) => `${range90.toFixed(1)}¢`],
  [
    "contracts a minute, half and 90 % at most",
    ({ volumeMedian, volume90 }) => [volumeMedian, volume90].map(count).join(", "),
  ],
];

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** Measures side by side, one column each, as a table for a document. */
export function tableOf(columns: ReadonlyMap<string, Measures>): string {
  const heads = ["", ...columns.keys()];
  const body = rows.map(([label, text]) => line([label, ...[...columns.values()].map(text)]));
  return [line(heads), line(heads.map(() => "---")), ...body].join("");
}

async function nights(crowd: "overreacting" | "efficient"): Promise<readonly PlayedNight[]> {
  const played: PlayedNight[] = [];
  for (const seed of seeds) played.push(await playedNight(seed, crowd));
  return played;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function points(value: number): string {
  return value.toFixed(1);
}

/** How far the chance moves: from snap to snap of many games, from minute to minute of a few. */
async function chanceTable(): Promise<string> {
  const real = await referenceGames(2015, 2022);
  const built = movesOf(generatedGames(300));
  const rows: readonly (readonly [string, (moves: Moves) => string])[] = [
    ["games", ({ games }) => count(games)],
    ["from snap to snap, mean", (moves) => points(moves.mean)],
    [
      "half, 90 %, 99 % of these moves are at most",
      ({ median, most90, most99 }) => [median, most90, most99].map(points).join(", "),
    ],
    ["squares of all moves of a game, added up", ({ squares }) => squares.toFixed(3)],
    ["squares of outcome less first chance", ({ uncertainty }) => uncertainty.toFixed(3)],
  ];
  const reference = real === undefined ? undefined : movesOf(real);
  const lines = rows.map(([label, text]) =>
    line([label, reference === undefined ? "" : text(reference), text(built)]),
  );
  const minutes = new Map([
    ["DAL at PHI", recordedMinutes("DAL_PHI")],
    ["ARI at NO", recordedMinutes("ARI_NO")],
    ["generated", generatedMinutes(300)],
  ]);
  const means = [...minutes].map(([name, moves]) => `${name} ${points(meanOf(moves ?? []))}`);
  const heads = [line(["", "real, 2015–2022", "generated"]), line(["---", "---", "---"])];
  return `${[...heads, ...lines].join("")}\nfrom minute to minute, mean: ${means.join(", ")}\n`;
}

async function print(): Promise<number> {
  const dallas = recordedGame("DAL_PHI");
  const arizona = recordedGame("ARI_NO");
  const rates = recordedRates();
  const depth = recordedDepth();
  if (!dallas || !arizona || rates === undefined || depth === undefined) {
    process.stderr.write("the recorded sample is not here: nothing to compare with\n");
    return 1;
  }
  const columns = new Map([
    ["DAL at PHI", measure(dallas)],
    ["ARI at NO", measure(arizona)],
  ]);
  const changes = ["book changes a second, one market", "", ""];
  const sizes = ["contracts at the best price, half at most", "", ""];
  for (const crowd of ["efficient", "overreacting"] as const) {
    const played = await nights(crowd);
    columns.set(crowd, measure(played.flatMap(({ markets }) => markets)));
    changes.push(meanOf(played.map(({ deltaRate }) => deltaRate)).toFixed(1));
    sizes.push(count(meanOf(played.map(({ bestSize }) => bestSize))));
  }
  const { quiet, busiest, crypto } = rates;
  process.stdout.write(
    `${tableOf(columns)}${line(changes)}${line(sizes)}\n` +
      `recorded book changes a second: ${quiet.toFixed(1)} the median and ${busiest.toFixed(1)} ` +
      `the busiest of twelve baseball and basketball markets, ${Math.round(crypto)} a 15-minute ` +
      `crypto market; at the best price of the games ${count(depth)} contracts, half at most\n\n` +
      (await chanceTable()),
  );
  return 0;
}

if (import.meta.main) process.exitCode = await print();
