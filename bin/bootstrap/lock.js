import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal, root, say } from "./root.js";

const folder = join(root, ".cache");
const file = join(folder, "bootstrap.lock");
const waitMsMax = 10 * 60_000;

/**
 * Runs `work` while no other bootstrap of this checkout does: two installations at once would
 * tear each other's folders down.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function alone(work) {
  await acquire();
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

async function acquire() {
  makeFolder();
  const until = Date.now() + waitMsMax;
  for (let told = false; ; told = true) {
    if (claim()) return;
    const holder = Number(readHolder());
    if (!isRunning(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > until) {
      throw new Refusal(`process ${holder} is still installing; end it or remove ${file}`);
    }
    if (!told) say(`waiting for process ${holder}, which is installing here`);
    await sleep(200);
  }
}

function makeFolder() {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Refusal(`cannot write ${folder}: ${codeOf(error)}; make the checkout writable`);
  }
}

/** A link appears with its content and only where no file is: nobody ever reads a half claim. */
function claim() {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, String(process.pid));
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new Refusal(`cannot write ${file}: ${codeOf(error)}; make the checkout writable`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder() {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // released between our look and now: nobody holds it
  }
}

/** @param {number} pid */
function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
