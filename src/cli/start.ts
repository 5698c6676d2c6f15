/** `mnf start`: the desk. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { openerFor, runNight } from "../app/app.ts";
import { readStartOptions } from "./start-options.ts";

const pageFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));

function fail(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}

/** The environment, with what `.env` in this folder adds; what is set already wins. */
function readEnvironment(): Readonly<Record<string, string | undefined>> | undefined {
  if (!existsSync(".env")) return process.env;
  try {
    return { ...parseEnv(readFileSync(".env", "utf8")), ...process.env };
  } catch {
    return undefined;
  }
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, or when told. Further signals do no harm: npm
 * and `timeout` send them two or three times.
 */
function untilAsked(): { readonly asked: Promise<void>; readonly ask: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, resolve);
  return { asked: promise, ask: resolve };
}

export async function runStart(args: readonly string[]): Promise<number> {
  const environment = readEnvironment();
  if (environment === undefined) return fail("The file .env cannot be read: check its permissions.");
  const read = readStartOptions(args, environment);
  if (read.kind === "refused") return fail(read.why);
  const { options } = read;
  const opener = openerFor(options, environment);
  if (opener.kind === "refused") return fail(opener.why);
  const { asked, ask } = untilAsked();
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
  const end = await (options.exitAtEnd ? Promise.race([asked, run.over]) : asked);
  await run.stop();
  if (end !== undefined) process.stdout.write(`${JSON.stringify(end)}\n`);
  return 0;
}
