/** `mnf verify`, `mnf replay`, `mnf export`: what a recorded night says. */
import { parseArgs } from "node:util";
import { describeVerdict, fillsCsv, tradesCsv, verifyNight } from "../journal/journal.ts";
import { replayNight } from "../replay/replay.ts";
import { buildHash } from "../app/app.ts";

function fail(why: string, code = 2): number {
  process.stderr.write(`${why}\n`);
  return code;
}

/** The one PATH of a command, or the refusal. */
function pathOf(args: readonly string[], command: string): string | number {
  const [path, more] = args.filter((arg) => !arg.startsWith("--"));
  const option = args.find((arg) => arg.startsWith("--"));
  if (option !== undefined) return fail(`Unknown option ${option} (see mnf ${command} --help)`);
  if (path === undefined || more !== undefined) {
    return fail(`mnf ${command} takes one PATH (see mnf ${command} --help)`);
  }
  return path;
}

export async function runVerify(args: readonly string[]): Promise<number> {
  const path = pathOf(args, "verify");
  if (typeof path === "number") return path;
  const verdict = await verifyNight(path).catch((error: Error) => error);
  if (verdict instanceof Error) return fail(verdict.message);
  process.stdout.write(`${describeVerdict(verdict)}\n`);
  return verdict.kind === "ok" ? 0 : 1;
}

export async function runReplay(args: readonly string[]): Promise<number> {
  const path = pathOf(args, "replay");
  if (typeof path === "number") return path;
  const result = await replayNight(path, await buildHash());
  switch (result.kind) {
    case "unreadable":
      return fail(result.why);
    case "identical":
      process.stdout.write(
        `${result.events} events, ${result.effects} effects: every decision identical ` +
          `(decisions ${result.decisionsSha256})\n`,
      );
      return 0;
    case "different": {
      const sameBuild = result.recordedBuild === result.thisBuild;
      const what = sameBuild
        ? "The same build decided differently:"
        : `Build ${result.thisBuild} decides differently from ${result.recordedBuild}:`;
      const lines = result.differences.map(
        ({ seq, recorded, replayed }) =>
          `event ${seq}\n  recorded ${recorded}\n  replayed ${replayed}`,
      );
      const more = result.count - result.differences.length;
      const rest = more > 0 ? `\n… and ${more} more` : "";
      process.stdout.write(`${what}\n${lines.join("\n")}${rest}\n`);
      return sameBuild ? 1 : 3;
    }
  }
}

export async function runExport(args: readonly string[]): Promise<number> {
  let values: { readonly kind?: string | undefined };
  let positionals: readonly string[];
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { kind: { type: "string" } },
      allowPositionals: true,
    });
    ({ values, positionals } = parsed);
  } catch (error) {
    const words = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return fail(`${words} (see mnf export --help)`);
  }
  const path = pathOf(positionals, "export");
  if (typeof path === "number") return path;
  const kind = values.kind ?? "trades";
  if (kind !== "trades" && kind !== "fills") return fail("--kind takes trades or fills");
  const result = await replayNight(path, await buildHash());
  if (result.kind === "unreadable") return fail(result.why);
  process.stdout.write(kind === "trades" ? tradesCsv(result.trades) : fillsCsv(result.fills));
  return 0;
}
