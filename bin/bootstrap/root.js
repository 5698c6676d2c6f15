import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the checkout, wherever the command was called from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A reason why the command cannot go on, in one line that says what to do. */
export class Refusal extends Error {}

/**
 * Says one line to the person. Standard output belongs to the command, so this never uses it.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`mnf: ${line}\n`);
}

/**
 * Runs a command of `bin/`: a refusal becomes one line and exit code 1.
 *
 * @param {() => Promise<void>} command
 */
export async function runCommand(command) {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
