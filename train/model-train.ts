/** `npm run model:train -- --plays FILE [--seed N]`: learns the weights and writes them. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { readPlays } from "./plays.ts";
import { examplesOf } from "./seats.ts";
import { examplesWhere, teach } from "./teach.ts";
import { writeWeights } from "./write-weights.ts";

/** The last evaluation that was published, for the header of the weights. */
function published(): string {
  const page = readFileSync(new URL("../docs/model.md", import.meta.url), "utf8");
  const found = /^\*\*(.*), each season left out\*\*[\s\S]*?^\| this model \| ([\d.]+) \|/m.exec(
    page,
  );
  if (found === null) return "docs/model.md";
  return `${found[1]}, each season left out: log loss ${found[2]} per play (docs/model.md)`;
}

const { values } = parseArgs({
  options: {
    plays: { type: "string" },
    seed: { type: "string", default: "2009" },
    out: { type: "string" },
  },
});
const seed = Number(values.seed);
if (values.plays === undefined || !Number.isSafeInteger(seed)) {
  process.stderr.write("usage: npm run model:train -- --plays FILE [--seed N] [--out FILE]\n");
  process.exit(2);
}
const out = values.out ?? fileURLToPath(new URL("../src/model/weights.ts", import.meta.url));

const plays = await readPlays(values.plays);
const examples = examplesOf(plays);
process.stdout.write(`${plays.gameIds.length} games, ${examples.count} plays\n`);
const all = examplesWhere(examples, () => true);
const network = teach(examples, all, seed);
const seasons = [examples.season[0] ?? 0, examples.season.at(-1) ?? 0] as const;
const version = writeWeights(out, network, {
  seed,
  seasons,
  games: plays.gameIds.length,
  plays: examples.count,
  evaluation: published(),
});
process.stdout.write(`version ${version}\nwritten to ${out}\n`);
