import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, root } from "./root.js";

/** First major version that runs our TypeScript as it stands. */
const majorMin = 24;

/**
 * The Node that runs the product: this one where it is new enough, else the one that npm brought.
 *
 * @returns {string} path of its executable
 */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= majorMin) return process.execPath;
  const carrier = `node-${process.platform}-${process.arch}`;
  if (carriers().includes(carrier)) {
    const pinned = join(root, "node_modules", carrier, "bin", "node");
    if (existsSync(pinned)) return pinned;
  }
  throw new Refusal(
    `this is Node ${process.versions.node} and none is brought along for ` +
      `${process.platform} on ${process.arch}; install Node ${majorMin} and try again`,
  );
}

/** Refuses a machine for which no Node can be had, before anything is installed on it. */
export function refuseHopelessMachine() {
  if (Number.parseInt(process.versions.node, 10) >= majorMin) return;
  if (!carriers().includes(`node-${process.platform}-${process.arch}`)) findNode();
}

/** Names of the packages that carry a Node, one for each kind of machine. */
function carriers() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.keys(manifest.optionalDependencies ?? {});
}
