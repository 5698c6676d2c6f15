/** Writes the weights of a network as a module of data. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { Network } from "../src/model/model.ts";

const arrays = [
  "dense",
  "bias",
  "late",
  "last",
  "between",
  "secondBias",
  "toChance",
  "toMargin",
  "scale",
  "points",
] as const;

/** What the header of the weights tells about them. */
export type Header = {
  readonly seed: number;
  readonly seasons: readonly [first: number, last: number];
  readonly games: number;
  readonly plays: number;
  readonly evaluation: string;
};

function rounded(values: Float64Array): readonly number[] {
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}

/** SHA-256 of the numbers as they are written, and of nothing else. */
export function versionOf(numbers: readonly (readonly number[])[]): string {
  return createHash("sha256").update(JSON.stringify(numbers)).digest("hex");
}

/** Writes `path`, a TypeScript module that exports `weights`. Gives the version. */
export function writeWeights(path: string, network: Network, header: Header): string {
  const numbers = arrays.map((name) => rounded(network[name]));
  const version = versionOf(numbers);
  const fields = {
    version,
    ...header,
    hidden: network.hidden,
    second: network.second,
    ...Object.fromEntries(arrays.map((name, index) => [name, numbers[index]])),
  };
  const lines = Object.entries(fields).map(
    ([name, value]) => `  ${name}: ${wrapped(JSON.stringify(value))},`,
  );
  const text = [
    "/** The network's weights. Written by `npm run model:train`; do not edit. */",
    'import type { StoredWeights } from "./stored.ts";',
    "",
    "export const weights: StoredWeights = {",
    ...lines,
    "};",
    "",
  ].join("\n");
  writeFileSync(path, text);
  return version;
}

/** Breaks a long list of numbers into lines. */
function wrapped(text: string): string {
  return text.length < 100 ? text : text.replaceAll(/(.{90}[^,]*,)/g, "$1\n    ");
}
