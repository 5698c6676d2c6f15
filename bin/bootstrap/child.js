import { spawn } from "node:child_process";

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending */

/**
 * Starts a process and stays with it until it ends. SIGTERM and SIGHUP are handed on. SIGINT is
 * not: a terminal gives it to the whole group, and a child that was given it twice might take the
 * second for "at once". Where only this process got it, the child's leash is told (`leash.js`).
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<Ending>}
 */
export function runToEnd(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    const interrupted = () => {
      if (child.connected) child.send("SIGINT", () => {});
    };
    const terminated = () => void child.kill("SIGTERM");
    const hungUp = () => void child.kill("SIGHUP");
    process.on("SIGINT", interrupted);
    process.on("SIGTERM", terminated);
    process.on("SIGHUP", hungUp);
    const release = () => {
      process.off("SIGINT", interrupted);
      process.off("SIGTERM", terminated);
      process.off("SIGHUP", hungUp);
    };
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      release();
      resolve({ code, signal });
    });
  });
}

/**
 * Ends this process as its child ended: with the same code, or by the same signal.
 *
 * @param {Ending} ending
 */
export function endLike(ending) {
  if (ending.signal === null) process.exit(ending.code ?? 1);
  process.kill(process.pid, ending.signal);
  // A signal that does not end a Node process (or is still on its way) must not leave us running.
  setTimeout(() => process.exit(1), 1_000);
}
