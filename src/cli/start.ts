/** `mnf start`: the desk. */
import { fileURLToPath } from "node:url";
import { memoryWarnings, type NightRun, openerFor, runNight, type Summary } from "../app/app.ts";
import { environmentUnreadable, readEnvironment } from "./environment.ts";
import { readStartOptions } from "./start-options.ts";

const pageFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));

function fail(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}

/** How a run is asked to end: by a person, or by a fault of the program itself. */
type Ending = { readonly kind: "asked" } | { readonly kind: "fault"; readonly error: unknown };

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, when told, or at an error that nothing caught.
 * Further signals do no harm: npm and `timeout` send them two or three times.
 */
function untilAsked(): { readonly ending: Promise<Ending>; readonly ask: () => void } {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const ask = (): void => resolve({ kind: "asked" });
  const fault = (error: unknown): void => resolve({ kind: "fault", error });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  process.on("uncaughtException", fault);
  process.on("unhandledRejection", fault);
  return { ending: promise, ask };
}

const faultCode = 70;

/** Stops the run in good order whatever ended it, and gives the exit code. */
async function finish(run: NightRun, end: Ending | Summary): Promise<number> {
  await run.stop();
  if (!("kind" in end)) {
    process.stdout.write(`${JSON.stringify(end)}\n`);
    return 0;
  }
  if (end.kind === "asked") return 0;
  const { error } = end;
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`The desk stopped itself after a fault of its own:\n${words}\n`);
  return faultCode;
}

export async function runStart(args: readonly string[]): Promise<number> {
  // Whatever this process creates is its owner's alone, from the first moment.
  process.umask(0o077);
  const environment = readEnvironment();
  if (environment === undefined) {
    return fail(environmentUnreadable);
  }
  const read = readStartOptions(args, environment);
  if (read.kind === "refused") return fail(read.why);
  const { options } = read;
  const opener = openerFor(options, environment);
  if (opener.kind === "refused") return fail(opener.why);
  // Only there does the memory hold a key that is worth something.
  if (options.source === "real" || options.source === "demo") {
    for (const line of memoryWarnings()) process.stderr.write(`WARNING: ${line}\n`);
  }
  const { ending, ask } = untilAsked();
  const terminal = options.exitAtEnd ? process.stderr : process.stdout;
  const started = await runNight({
    dataFolder: options.dataFolder,
    port: options.port,
    pageFolder,
    seed: options.seed,
    settings: options.settings.settings,
    auto: options.auto,
    source: options.source,
    optionsText: opener.optionsText,
    openSource: opener.open,
    quit: ask,
    say: (line) => terminal.write(`${line}\n`),
  });
  if (started.kind === "refused") return fail(started.why);
  const { run } = started;
  const over = options.exitAtEnd ? [run.over] : [];
  return await finish(run, await Promise.race<Ending | Summary>([ending, ...over]));
}
