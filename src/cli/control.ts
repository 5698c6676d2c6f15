/** `mnf stop` and `mnf quit`: the running desk, without a browser. */
import { parseArgs } from "node:util";
import { type ControlWord, sayToDesk } from "../app/app.ts";
import { readEnvironment } from "./environment.ts";

async function run(word: ControlWord, args: readonly string[]): Promise<number> {
  // A `.env` that cannot be read must not stand in the way of STOP.
  const environment = readEnvironment() ?? process.env;
  let folder: string;
  try {
    const { values } = parseArgs({ args: [...args], options: { data: { type: "string" } } });
    folder = values.data ?? environment["MNF_DATA_DIR"] ?? "data";
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    process.stderr.write(`${words} (see mnf ${word} --help)\n`);
    return 2;
  }
  const answer = await sayToDesk(folder, word);
  (answer.ok ? process.stdout : process.stderr).write(`${answer.text}\n`);
  return answer.ok ? 0 : 1;
}

export function runStop(args: readonly string[]): Promise<number> {
  return run("stop", args);
}

export function runQuit(args: readonly string[]): Promise<number> {
  return run("quit", args);
}
