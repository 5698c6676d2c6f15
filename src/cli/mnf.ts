/** The command line's entry: finds the command, and turns refusals into one line and an exit code. */
import { COMMANDS, helpText, isCommand, type CommandName } from "./help.ts";

/** A command gives its exit code. */
export type CommandRun = (args: readonly string[]) => Promise<number>;

/** Each command is loaded only when asked for: `mnf predict` opens no server. */
const runs: Record<CommandName, () => Promise<CommandRun>> = {
  start: async () => (await import("./start.ts")).runStart,
  stop: async () => (await import("./control.ts")).runStop,
  quit: async () => (await import("./control.ts")).runQuit,
  doctor: async () => (await import("./doctor.ts")).runDoctor,
  games: async () => (await import("./games.ts")).runGames,
  sim: async () => (await import("./sim.ts")).runSim,
  predict: async () => (await import("./predict.ts")).runPredict,
  replay: async () => (await import("./journals.ts")).runReplay,
  verify: async () => (await import("./journals.ts")).runVerify,
  export: async () => (await import("./journals.ts")).runExport,
};

async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    process.stdout.write(`${helpText(undefined)}\n`);
    return first === undefined ? 2 : 0;
  }
  if (!isCommand(first)) {
    const names = Object.keys(COMMANDS).join(", ");
    process.stderr.write(`Unknown command "${first}". Commands: ${names}. See mnf --help.\n`);
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(`${helpText(first)}\n`);
    return 0;
  }
  const run = await runs[first]();
  return await run(rest);
}

process.exitCode = await main(process.argv.slice(2));
