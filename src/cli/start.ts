/** `mnf start`: the desk. */
import { fileURLToPath } from "node:url";
import { openSourceFor } from "../app/app.ts";
import { runNight } from "../app/app.ts";
import { readStartOptions } from "./start-options.ts";

const pageFolder = fileURLToPath(new URL("../../web/dist", import.meta.url));

function fail(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second SIGINT ends at once. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => resolve(signal));
    }
  });
}

export async function runStart(args: readonly string[]): Promise<number> {
  const read = readStartOptions(args, process.env);
  if (read.kind === "refused") return fail(read.why);
  const { options } = read;
  const asked = untilSignal();
  const plan = await openSourceFor(options);
  if (plan.kind === "refused") return fail(plan.why);
  const started = await runNight({
    dataFolder: options.dataFolder,
    port: options.port,
    pageFolder,
    seed: options.seed,
    settings: options.settings.settings,
    auto: options.auto,
    exitAtEnd: options.exitAtEnd,
    optionsText: plan.optionsText,
    openSource: plan.open,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  if (started.kind === "refused") return fail(started.why);
  const { run } = started;
  const ending = options.exitAtEnd ? Promise.race([asked, run.over]) : asked;
  const end = await ending;
  await run.stop();
  if (typeof end !== "string") process.stdout.write(`${JSON.stringify(end)}\n`);
  return 0;
}
