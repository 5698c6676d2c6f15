import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { root } from "../bootstrap/bootstrap.js";

/**
 * A static check. `looked` tells from its output how many files it has looked at: a tool that
 * found nothing to look at reports success, and a gate that looked at nothing must fail.
 *
 * @typedef {object} Gate
 * @property {string} name
 * @property {readonly string[]} command tool of `node_modules/.bin`, then its arguments
 * @property {(output: string) => number} [looked]
 */

/** Places that hold code of ours, as far as they exist. */
const places = [
  "bin",
  "src",
  "web",
  "train",
  "bench",
  "test",
  "vite.config.ts",
  "vitest.config.ts",
];

/** @type {readonly Gate[]} */
const gates = [
  types("pure rooms", "tsconfig.pure.json"),
  types("node", "tsconfig.node.json"),
  types("page", "web/tsconfig.json"),
  types("browser tests", "tsconfig.browser.json"),
  {
    name: "lint",
    command: ["oxlint", "--type-aware", "--deny-warnings", ...places.filter(isThere)],
    looked: (output) => numberIn(output, /on (\d+) files? with/),
  },
  {
    name: "format",
    command: ["biome", "format", "."],
    looked: (output) => numberIn(output, /Checked (\d+) files?/),
  },
  {
    name: "rooms and structure",
    command: ["vitest", "run", "--project", "system", "test/structure"],
    looked: (output) => numberIn(output, /^(\d+) passed, 0 failed/m),
  },
  { name: "unused code", command: ["knip", "--no-progress"] },
];

/**
 * Runs every gate, also after one has failed, and prints a line for each.
 *
 * @param {string} node the Node that the tools run on
 * @returns {Promise<number>} how many failed
 */
export async function runGates(node) {
  let failed = 0;
  for (const gate of gates) {
    const { ok, files, output } = runGate(node, gate);
    const count = files === undefined ? "" : ` (${files} ${files === 1 ? "item" : "items"})`;
    process.stdout.write(`${ok ? "ok  " : "FAIL"} ${gate.name}${count}\n`);
    if (ok) continue;
    failed += 1;
    process.stdout.write(files === 0 ? "It has looked at nothing.\n" : "");
    process.stdout.write(`${output.trimEnd()}\n`);
  }
  process.stdout.write(failed === 0 ? "all checks passed\n" : `${failed} checks failed\n`);
  return failed;
}

/**
 * @param {string} node
 * @param {Gate} gate
 */
function runGate(node, gate) {
  const [tool = "", ...args] = gate.command;
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const path = `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`;
  const { status, stdout, stderr } = spawnSync(
    node,
    [join(root, "node_modules", ".bin", tool), ...args],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...inherited, PATH: path, NO_COLOR: "1" },
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  const output = `${stdout}${stderr}`;
  const files = gate.looked?.(output);
  return { ok: status === 0 && files !== 0, files, output: withoutFileList(output) };
}

/**
 * @param {string} name
 * @param {string} project
 * @returns {Gate}
 */
function types(name, project) {
  return {
    name: `types: ${name}`,
    command: ["tsc", "-p", project, "--listFiles", "--pretty", "false"],
    looked: (output) => output.split("\n").filter(isOurs).length,
  };
}

/** @param {string} line */
function isOurs(line) {
  return isListed(line) && !line.includes("/node_modules/");
}

/** @param {string} output */
function withoutFileList(output) {
  return output
    .split("\n")
    .filter((line) => !isListed(line) && !line.includes("/node_modules/typescript/"))
    .join("\n");
}

/**
 * Whether a line of output is a whole path of this checkout, as `--listFiles` prints it.
 *
 * @param {string} line
 */
function isListed(line) {
  return line.startsWith(root.split(sep).join("/")) && existsSync(line.trim());
}

/** @param {string} place */
function isThere(place) {
  return existsSync(join(root, place));
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function numberIn(text, pattern) {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
