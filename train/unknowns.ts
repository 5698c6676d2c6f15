/**
 * What it costs not to know an input: each is withheld from plays where all are known, and the two
 * answers are compared. No result of a game is looked at. The deviations in `src/model/band.ts` are
 * those fitted here to the plays until 2020; the coverage is that of the seasons after.
 */
import { type ModelInputs, predict } from "../src/model/model.ts";
import { inputsOfPlay } from "./out-of-season.ts";
import type { Plays } from "./plays.ts";

const withheld: Readonly<Record<string, readonly (keyof ModelInputs)[]>> = {
  possession: ["posteamIsHome"],
  "field position": ["yardline100"],
  "the down": ["down"],
  "the distance": ["ydstogo"],
  "the timeouts": ["homeTimeouts", "awayTimeouts"],
  "the second half's receiver": ["receive2hKo"],
  "the total": ["totalLine"],
  "the line": ["spreadLine"],
};
const together: typeof withheld = { ...withheld, "all of these": Object.values(withheld).flat() };

const phases: readonly (readonly [name: string, from: number, to: number])[] = [
  ["first half", 1800, 3600],
  ["third quarter", 900, 1799],
  ["to 5:00", 300, 899],
  ["to 2:00", 120, 299],
  ["to 0:30", 30, 119],
  ["last 30 s", 0, 29],
];
const lastFitted = 2020;
/** Every so many plays of the seasons that are fitted. */
const fitEvery = 5;

/** An answer without the input: its distance from the answer with it, and its band, in chances. */
type Sample = {
  readonly season: number;
  readonly seconds: number;
  readonly distance: number;
  readonly band: number;
  /** Points of chance per unit of log-odds there. */
  readonly slope: number;
};

function without(inputs: ModelInputs, names: readonly (keyof ModelInputs)[]): ModelInputs {
  return { ...inputs, ...Object.fromEntries(names.map((name) => [name, undefined])) };
}

function sampleOf(
  season: number,
  inputs: ModelInputs,
  names: readonly (keyof ModelInputs)[],
): Sample | undefined {
  const [known, unknown] = [predict(inputs), predict(without(inputs, names))];
  if (known.kind !== "answer" || unknown.kind !== "answer") return undefined;
  const fair = unknown.home + unknown.tie / 2;
  const kept = Math.min(1 - 1e-6, Math.max(1e-6, fair));
  return {
    season,
    seconds: inputs.gameSecondsRemaining ?? Number.NaN,
    distance: Math.abs(known.home + known.tie / 2 - fair),
    band: unknown.band,
    slope: kept * (1 - kept),
  };
}

function samplesOf(plays: Plays, names: readonly (keyof ModelInputs)[]): Sample[] {
  const { columns: c } = plays;
  const found: Sample[] = [];
  for (let row = 0; row < plays.count; row += 1) {
    const season = c.season[row] as number;
    if (!((c.qtr[row] as number) <= 4) || !((c.down[row] as number) > 0)) continue;
    if (season <= lastFitted && row % fitEvery !== 0) continue;
    const inputs = inputsOfPlay(plays, row);
    // The second half's kickoff is no input any more once it is over.
    if (names.length === 1 && names[0] === "receive2hKo" && (inputs.qtr ?? 0) > 2) continue;
    const sample = sampleOf(season, inputs, names);
    if (sample !== undefined) found.push(sample);
  }
  return found;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
}

/** Seconds left at which the deviation is fitted; each stands for the plays nearest to it. */
const knots = [0, 30, 60, 120, 300, 900, 1800, 3600];

/** Answers of 5 to 95 %: beyond, a band in log-odds would have to be wide to move a point. */
const openSlope = 0.05 * 0.95;

/** Deviations of the log-odds, at the knots, that 19 of 20 such answers are within twice of. */
function deviationsOf(samples: readonly Sample[]): number[] {
  return knots.map((knot, at) => {
    const low = at === 0 ? 0 : ((knots[at - 1] as number) + knot) / 2;
    const high = at === knots.length - 1 ? knot : (knot + (knots[at + 1] as number)) / 2;
    const here = samples.filter(
      ({ seconds, slope }) => slope > openSlope && seconds >= low && seconds <= high,
    );
    return quantile(
      here.map(({ distance, slope }) => distance / slope / 2),
      0.95,
    );
  });
}

function covered(samples: readonly Sample[], low: number, high: number): string {
  const here = samples.filter(({ seconds }) => seconds >= low && seconds <= high);
  if (here.length === 0) return "";
  const inside = here.filter(({ distance, band }) => distance <= band).length;
  return `${((100 * inside) / here.length).toFixed(0)} %`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What withholding does: the deviations by time left, and the share of answers covered. */
export function unknownsText(plays: Plays): string {
  const [fits, shares]: [string[][], string[][]] = [[], []];
  for (const [name, names] of Object.entries(together)) {
    const samples = samplesOf(plays, names);
    const deviations = deviationsOf(samples.filter(({ season }) => season <= lastFitted));
    const after = samples.filter(({ season }) => season > lastFitted);
    if (name in withheld) {
      const shown = deviations.map((value) => (Number.isNaN(value) ? "" : value.toFixed(2)));
      fits.push([name, ...shown]);
    }
    shares.push([name, ...phases.map(([, low, high]) => covered(after, low, high))]);
  }
  return [
    "**What is not known** (deviation that it adds, in log-odds, by seconds left; 2009–2020)",
    table(["not known", ...knots.map(String)], fits),
    "Share of plays of 2021–2022 whose answer with the input known is within the band without it:",
    table(["not known", ...phases.map(([name]) => name)], shares),
  ].join("\n\n");
}
