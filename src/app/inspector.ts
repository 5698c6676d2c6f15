/**
 * Ways in which this process's memory leaves it, the private key with it: an inspector, a heap
 * snapshot, a core file. Nothing of ours ever opens one; a person who did shall know.
 */
import { readFileSync } from "node:fs";
import { url as inspectorUrl } from "node:inspector";

/** Every flag Node was started with, its own and those of NODE_OPTIONS, without their values. */
function nodeFlags(): readonly string[] {
  const inherited = (process.env["NODE_OPTIONS"] ?? "").split(/[\s"']+/);
  return [...process.execArgv, ...inherited]
    .filter((word) => word.startsWith("--"))
    .map((word) => word.split("=", 1).join("").replaceAll("_", "-"));
}

const inspecting = /^--inspect(-brk|-wait)?$/;

/**
 * One line when an inspector is open, or was asked for and found its port taken: then that of the
 * process which started us may be the one that is open. undefined: none.
 */
function inspectorWarning(): string | undefined {
  if (inspectorUrl() === undefined && !nodeFlags().some((flag) => inspecting.test(flag))) {
    return undefined;
  }
  return (
    "The inspector is open: whoever can reach it can read the private key. " +
    "Start without --inspect."
  );
}

const dumping = /^--(heapsnapshot-.*|heap-prof|abort-on-uncaught-exception)$/;
const reporting = /^--report-(on-fatalerror|on-signal|uncaught-exception)$/;

function flagWarnings(): readonly string[] {
  const flags = nodeFlags();
  const dump = flags.find((flag) => dumping.test(flag));
  const report = flags.find((flag) => reporting.test(flag));
  const lines: string[] = [];
  if (dump !== undefined) {
    lines.push(
      `Node may write its memory to a file (${dump}): the private key can be read there. ` +
        "Start without it.",
    );
  }
  if (report !== undefined && !process.report.excludeEnv) {
    lines.push(
      `Node may write a report with all environment variables to a file (${report}). ` +
        "Start without it.",
    );
  }
  return lines;
}

/** The bytes a core file may have, as the system tells them; undefined where it does not. */
function coreLimit(): string | undefined {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return /^Max core file size\s+(\S+)/m.exec(limits)?.[1];
  } catch {
    return undefined; // no Linux: nothing is known, and nothing is claimed
  }
}

function coreWarning(): string | undefined {
  const limit = coreLimit();
  if (limit === undefined || limit === "0") return undefined;
  return (
    "Core files are on: a crash would write the private key to disk. " +
    "Run `ulimit -c 0` before the start."
  );
}

/** What to tell a person before a key is read: one line for each way out of the memory. */
export function memoryWarnings(): readonly string[] {
  return [inspectorWarning(), ...flagWarnings(), coreWarning()].filter(
    (line) => line !== undefined,
  );
}
