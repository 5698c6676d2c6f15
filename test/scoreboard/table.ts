/** Prints the table of docs/simulation.md: `node test/scoreboard/table.ts [games]`. */
import { join } from "node:path";
import { measure } from "./measures.ts";
import { generatedGames, realGames, rowsOf } from "./played-games.ts";

const file = join(import.meta.dirname, "../../../shared/data/plays_train.parquet");
const real = measure(await realGames(file, [2019, 2020, 2021, 2022]));
const generated = measure(generatedGames(Number(process.argv[2] ?? 3_000)).map(rowsOf));
for (const [index, { name, value, digits }] of real.entries()) {
  const ours = generated[index]?.value ?? Number.NaN;
  process.stdout.write(`| ${name} | ${value.toFixed(digits)} | ${ours.toFixed(digits)} |\n`);
}
