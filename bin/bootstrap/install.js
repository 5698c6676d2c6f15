import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runToEnd } from "./child.js";
import { alone } from "./lock.js";
import { Refusal, root, say } from "./root.js";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string | readonly string[]} [os]
 * @property {string | readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 */

const lockfile = join(root, "package-lock.json");
const modules = join(root, "node_modules");
/** Written only after an installation was seen to be whole. */
const stamp = join(modules, ".mnf-installed");
/** npm's own record of what it put there, written when it has finished. */
const npmRecord = join(modules, ".package-lock.json");

/** Installs what the lockfile names, unless it is there already. Prints nothing on stdout. */
export async function ensureInstalled() {
  const wanted = fingerprint();
  if (readText(stamp) === wanted) return;
  await alone(async () => {
    if (readText(stamp) === wanted) return; // another process has just done it
    if (!isWhole()) await install();
    if (!isWhole()) {
      throw new Refusal("npm ended well but packages are missing; remove node_modules, try again");
    }
    writeFileSync(stamp, wanted);
  });
}

/** What an installation depends on: the lockfile and the kind of machine. */
function fingerprint() {
  const hash = createHash("sha256").update(readFileSync(lockfile));
  return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

async function install() {
  say("installing dependencies, once (about half a minute)");
  const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional"];
  const quiet = ["--loglevel=error", "--no-audit", "--no-fund", "--no-engine-strict"];
  const { command, prefix, shell } = npm();
  const ending = await runToEnd(command, [...prefix, ...args, ...quiet], {
    cwd: root,
    shell,
    stdio: ["ignore", "ignore", "inherit"],
  }).catch((/** @type {Error} */ error) => {
    throw new Refusal(`cannot run npm (${error.message}); install npm and try again`);
  });
  if (ending.code !== 0) {
    const how = ending.signal ?? `code ${ending.code}`;
    throw new Refusal(`npm ci ended with ${how}; see its lines above, then try again`);
  }
}

/** The npm that runs us where there is one, else the one on the path. */
function npm() {
  const script = process.env["npm_execpath"];
  if (script !== undefined && basename(script).startsWith("npm-cli") && existsSync(script)) {
    return { command: process.execPath, prefix: [script], shell: false };
  }
  return { command: "npm", prefix: [], shell: process.platform === "win32" };
}

/** Whether every package this machine needs is there as the lockfile names it. */
function isWhole() {
  const here = packagesOf(npmRecord);
  return Object.entries(packagesOf(lockfile)).every(([path, locked]) => {
    if (!path.startsWith("node_modules/") || !isNeeded(locked)) return true;
    const found = here[path];
    if (found === undefined) return false;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

/**
 * An optional package is needed where it names this machine. Where it also asks for a C library
 * we leave the choice to npm.
 *
 * @param {LockedPackage} locked
 */
function isNeeded(locked) {
  if (locked.optional !== true) return true;
  if (locked.os === undefined || locked.cpu === undefined || locked.libc !== undefined)
    return false;
  return names(locked.os, process.platform) && names(locked.cpu, process.arch);
}

/**
 * @param {string | readonly string[]} list
 * @param {string} one
 */
function names(list, one) {
  return typeof list === "string" ? list === one : list.includes(one);
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(file) {
  const text = readText(file);
  return text === undefined ? {} : JSON.parse(text).packages;
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // absent or unreadable: then it is made anew
  }
}
