/** The options of `mnf start`, validated once and frozen. */
import { parseArgs } from "node:util";
import { z } from "zod";
import type { ConfigChange } from "../domain/commands.ts";
import { readSettings } from "../server/server.ts";

/** The night that everybody sees first: two teams, eleven entries by auto, some of them wrong. */
export const DEFAULT_SEED = 2;

/** Speed of a simulated or replayed night: times real time, or everything without waiting. */
export type Speed = number | "max";

export type StartOptions = {
  readonly port: number;
  readonly dataFolder: string;
  readonly seed: number;
  readonly source: "sim" | "file" | "demo" | "real";
  readonly speed: Speed | undefined;
  readonly crowd: "overreacting" | "efficient";
  readonly espnLagSeconds: number | undefined;
  readonly plays: string | undefined;
  readonly candles: string | undefined;
  readonly game: string | undefined;
  readonly espnUrl: string | undefined;
  readonly kalshiUrl: string | undefined;
  readonly auto: boolean;
  readonly exitAtEnd: boolean;
  readonly settings: ConfigChange;
};

/** What the command line asks for, or the one line that says what is wrong and what to do. */
export type ReadOptions<T> =
  | { readonly kind: "options"; readonly options: T }
  | { readonly kind: "refused"; readonly why: string };

const argumentTypes = {
  port: { type: "string" },
  data: { type: "string" },
  seed: { type: "string" },
  source: { type: "string" },
  speed: { type: "string" },
  crowd: { type: "string" },
  "espn-lag": { type: "string" },
  plays: { type: "string" },
  candles: { type: "string" },
  game: { type: "string" },
  "espn-url": { type: "string" },
  "kalshi-url": { type: "string" },
  host: { type: "string" },
  set: { type: "string", multiple: true },
  auto: { type: "boolean" },
  "exit-at-end": { type: "boolean" },
} as const;

const whole = (name: string, low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, `--${name} takes a whole number`)
    .transform(Number)
    .pipe(z.number().min(low).max(high));

const Given = z.strictObject({
  port: whole("port", 1, 65_535).default(8000),
  data: z.string().min(1).default("data"),
  seed: whole("seed", 0, 4_294_967_295).default(DEFAULT_SEED),
  source: z.enum(["sim", "file", "demo", "real"]).optional(),
  speed: z
    .union(
      [
        z.literal("max"),
        z
          .string()
          .regex(/^\d+(\.\d+)?$/)
          .transform(Number)
          .pipe(z.number().min(1).max(60)),
      ],
      "takes a number from 1 to 60, or max",
    )
    .optional(),
  crowd: z.enum(["overreacting", "efficient"]).default("overreacting"),
  "espn-lag": whole("espn-lag", 0, 120).optional(),
  plays: z.string().min(1).optional(),
  candles: z.string().min(1).optional(),
  game: z.string().min(1).optional(),
  "espn-url": z.string().min(1).optional(),
  "kalshi-url": z.string().min(1).optional(),
  set: z.array(z.string()).default([]),
  auto: z.boolean().default(false),
  "exit-at-end": z.boolean().default(false),
});

type GivenOptions = z.output<typeof Given>;

function refused(why: string): { readonly kind: "refused"; readonly why: string } {
  return { kind: "refused", why };
}

/** `a=1` pairs of `--set` as the object that `POST /api/config` would carry. */
function settingsObject(pairs: readonly string[]): Record<string, unknown> | string {
  const given: Record<string, unknown> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) return `--set takes NAME=VALUE, e.g. --set min_edge=0.05 (got "${pair}").`;
    const name = pair.slice(0, at);
    const text = pair.slice(at + 1);
    if (Object.hasOwn(given, name)) return `--set ${name} is given twice.`;
    try {
      given[name] = JSON.parse(text);
    } catch {
      given[name] = text;
    }
  }
  return given;
}

const nothingSet = {
  kind: "read",
  value: { settings: {}, autoTrading: undefined, paperTrading: undefined, version: undefined },
} as const;

function contradiction(given: GivenOptions, source: StartOptions["source"]): string | undefined {
  const file = given.plays !== undefined;
  if (source === "file" && !file)
    return "A real past game needs --plays FILE (and --candles FILE).";
  if (source !== "file" && (file || given.candles !== undefined)) {
    return `--plays and --candles belong to --source file, not to --source ${source}.`;
  }
  const simulated = source === "sim" || source === "file";
  if (!simulated && given.speed !== undefined) {
    return `--speed is for simulated and replayed nights; --source ${source} runs in real time.`;
  }
  if (simulated && (given["espn-url"] !== undefined || given["kalshi-url"] !== undefined)) {
    return `--espn-url and --kalshi-url need --source real or demo; ${source} brings its own servers.`;
  }
  if (given["exit-at-end"] && !simulated) {
    return "--exit-at-end belongs to a simulated or replayed night.";
  }
  if (given["espn-lag"] !== undefined && !simulated) {
    return "--espn-lag belongs to a simulated or replayed night.";
  }
  return undefined;
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "The options cannot be read.";
  const name = issue.path.length > 0 ? `--${String(issue.path[0])}: ` : "";
  return `${name}${issue.message} (see mnf start --help).`;
}

/** Reads the arguments after `mnf start`, with the environment's `MNF_*` as second source. */
export function readStartOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadOptions<StartOptions> {
  let values: Record<string, unknown>;
  try {
    values = parseArgs({ args: [...args], options: argumentTypes, strict: true }).values;
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return refused(`${words} (see mnf start --help)`);
  }
  if (values["host"] !== undefined) {
    return refused("--host is refused: the desk listens on this computer only, always.");
  }
  const fromEnvironment: Record<string, unknown> = {};
  if (environment["MNF_PORT"]) fromEnvironment["port"] = environment["MNF_PORT"];
  if (environment["MNF_DATA_DIR"]) fromEnvironment["data"] = environment["MNF_DATA_DIR"];
  const parsed = Given.safeParse({ ...fromEnvironment, ...values });
  if (!parsed.success) return refused(describe(parsed.error));
  const given = parsed.data;
  const source = given.source ?? (given.plays === undefined ? "sim" : "file");
  const wrong = contradiction(given, source);
  if (wrong !== undefined) return refused(wrong);
  const object = settingsObject(given.set);
  if (typeof object === "string") return refused(object);
  const settings = given.set.length === 0 ? nothingSet : readSettings(object);
  if (settings.kind === "unreadable") {
    const first = settings.errors[0];
    return refused(`--set ${first?.field ?? ""}: ${first?.message ?? "cannot be read"}.`);
  }
  if (settings.value.paperTrading === false) {
    return refused("--set paper_trading=false is refused: every start is PAPER.");
  }
  return {
    kind: "options",
    options: {
      port: given.port,
      dataFolder: given.data,
      seed: given.seed,
      source,
      speed: given.speed,
      crowd: given.crowd,
      espnLagSeconds: given["espn-lag"],
      plays: given.plays,
      candles: given.candles,
      game: given.game,
      espnUrl: given["espn-url"],
      kalshiUrl: given["kalshi-url"],
      auto: given.auto || settings.value.autoTrading === true,
      exitAtEnd: given["exit-at-end"],
      settings: settings.value,
    },
  };
}
