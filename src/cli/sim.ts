/** `mnf sim`: only the two built-in servers, for other clients. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { isPortFree, openBuiltInServers, planFor } from "../app/app.ts";
import { DEFAULT_SEED } from "./start-options.ts";

const port = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(65_535));

const Given = z.strictObject({
  json: z.boolean().default(false),
  "port-espn": port.default(0),
  "port-kalshi": port.default(0),
  speed: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(z.number().min(1).max(60))
    .default(1),
  seed: z.string().regex(/^\d+$/).transform(Number).default(DEFAULT_SEED),
  crowd: z.enum(["overreacting", "efficient"]).default("overreacting"),
  "espn-lag": z.string().regex(/^\d+$/).transform(Number).optional(),
  plays: z.string().optional(),
  candles: z.string().optional(),
  game: z.string().optional(),
  now: z.boolean().default(false),
});

const argumentTypes = {
  json: { type: "boolean" },
  "port-espn": { type: "string" },
  "port-kalshi": { type: "string" },
  speed: { type: "string" },
  seed: { type: "string" },
  crowd: { type: "string" },
  "espn-lag": { type: "string" },
  plays: { type: "string" },
  candles: { type: "string" },
  game: { type: "string" },
  now: { type: "boolean" },
} as const;

function fail(why: string): number {
  process.stderr.write(`${why} (see mnf sim --help)\n`);
  return 1;
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve());
  });
}

/** The private key as a file that only its owner can read, for a client that wants a path. */
async function keyFile(pem: string): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "mnf-sim-"));
  const path = join(folder, "private-key.pem");
  await writeFile(path, pem, { mode: 0o600 });
  await chmod(path, 0o600);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function runSim(args: readonly string[]): Promise<number> {
  let values: unknown;
  try {
    values = parseArgs({ args: [...args], options: argumentTypes }).values;
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }
  const parsed = Given.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail(`--${String(issue?.path[0] ?? "")}: ${issue?.message ?? "cannot be read"}`);
  }
  const given = parsed.data;
  if (given.now && given.plays !== undefined) {
    return fail("--now: a game from a file has its own hour");
  }
  const ended = untilSignal();
  const plan = planFor({
    source: given.plays === undefined ? "sim" : "file",
    seed: given.seed,
    crowd: given.crowd,
    espnLagSeconds: given["espn-lag"],
    plays: given.plays,
    candles: given.candles,
    game: given.game,
    beginsAt: given.now ? Date.now() : undefined,
  });
  if (plan.kind === "refused") return fail(plan.why);
  for (const wanted of [given["port-espn"], given["port-kalshi"]]) {
    if (!(await isPortFree(wanted))) return fail(`Port ${wanted} is taken: choose another`);
  }
  const servers = await openBuiltInServers(plan.plan, given.speed, {
    espn: given["port-espn"],
    kalshi: given["port-kalshi"],
  });
  const key = await keyFile(servers.key.privateKeyPem);
  servers.begin();
  const kalshi = {
    rest: servers.restUrl,
    ws: servers.socketUrl,
    key_id: servers.key.keyId,
    private_key_file: key.path,
  };
  const report = { espn: { url: servers.espnUrl }, kalshi };
  if (given.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    process.stdout.write(
      `ESPN    ${servers.espnUrl}\nKalshi  ${kalshi.rest}\n        ${kalshi.ws}\n` +
        `key id  ${kalshi.key_id}\nkey     ${kalshi.private_key_file}\nEnd with Ctrl-C.\n`,
    );
  }
  await ended;
  await servers.close();
  await key.remove();
  return 0;
}
