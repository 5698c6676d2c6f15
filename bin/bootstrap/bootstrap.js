import { join } from "node:path";
import { endLike, runToEnd } from "./child.js";
import { ensureInstalled } from "./install.js";
import { ensurePage } from "./page.js";
import { Refusal, root } from "./root.js";
import { findNode, refuseHopelessMachine } from "./runtime.js";

export { endLike, runToEnd } from "./child.js";
export { ensurePage } from "./page.js";
export { root, runCommand } from "./root.js";

/**
 * Makes the checkout able to run: installs what is missing.
 *
 * @returns {Promise<string>} the Node to run things with
 */
export async function prepare() {
  refuseHopelessMachine();
  await ensureInstalled();
  return findNode();
}

/**
 * Runs the product's command line and ends as it ends.
 *
 * @param {readonly string[]} args
 * @param {{ needsPage: boolean }} needs
 */
export async function runProduct(args, { needsPage }) {
  const node = await prepare();
  if (needsPage) await ensurePage(node);
  const leash = new URL("./leash.js", import.meta.url).href;
  // Quiet also on the first releases of Node 24, which still called running .ts experimental. By
  // SIGUSR1 any program of the same user could open the inspector, and read the key's memory.
  const flags = ["--disable-warning=ExperimentalWarning", "--disable-sigusr1", "--import", leash];
  const entry = join(root, "src", "cli", "mnf.ts");
  const ending = await runToEnd(node, [...flags, entry, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  }).catch((/** @type {Error} */ error) => {
    throw new Refusal(`cannot run ${node} (${error.message}); remove node_modules and try again`);
  });
  endLike(ending);
}
