import { createHash } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runToEnd } from "./child.js";
import { alone } from "./lock.js";
import { Refusal, root, say } from "./root.js";

/** Where the server finds the built page. */
const built = join(root, "dist", "web");
const unfinished = join(root, "dist", "web-unfinished");
/** Written only after the page was built whole and stands in its place. */
const stamp = join(root, "dist", "web.stamp");

/** What the page is made of: folders and files, relative to the checkout. */
const ingredients = [
  "web",
  "src/domain",
  "src/engine/view-types.ts",
  "vite.config.ts",
  "tsconfig.base.json",
  "package-lock.json",
];

/**
 * Builds the page, unless the one that stands there was made of the same sources.
 *
 * @param {string} node the Node to build with
 */
export async function ensurePage(node) {
  if (isFresh()) return;
  await alone(async () => {
    if (!isFresh()) await buildPage(node);
  });
}

function isFresh() {
  if (!existsSync(stamp) || !existsSync(join(built, "index.html"))) return false;
  return readFileSync(stamp, "utf8") === fingerprint();
}

/**
 * Builds beside the old page and swaps, so that a running server never serves half of one.
 *
 * @param {string} node
 */
async function buildPage(node) {
  const wanted = fingerprint();
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const args = ["build", "--logLevel", "warn", "--outDir", unfinished, "--emptyOutDir"];
  // The build runs others' code: it gets no variable of ours, a key's path least of all.
  const { PATH, HOME, TMPDIR, LANG, SystemRoot } = process.env;
  const env = { PATH, HOME, TMPDIR, LANG, SystemRoot, NODE_ENV: "production" };
  say("building the page");
  // Its report goes to our standard error: standard output belongs to the command.
  const ending = await runToEnd(node, [vite, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", 2, "inherit"],
  });
  if (ending.code !== 0) throw new Refusal("the page could not be built; see the lines above");
  rmSync(stamp, { force: true });
  rmSync(built, { recursive: true, force: true });
  renameSync(unfinished, built);
  writeFileSync(stamp, wanted);
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of ingredients.flatMap(filesOf)) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}:${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * Files of an ingredient in a fixed order; tests are no part of the page.
 *
 * @param {string} ingredient
 * @returns {string[]}
 */
function filesOf(ingredient) {
  const whole = join(root, ingredient);
  if (!existsSync(whole)) return [];
  if (statSync(whole).isFile()) return [ingredient];
  return readdirSync(whole, { recursive: true, encoding: "utf8" })
    .map((inside) => join(ingredient, inside))
    .filter((file) => statSync(join(root, file)).isFile() && !/\.test\.tsx?$/.test(file))
    .sort();
}
