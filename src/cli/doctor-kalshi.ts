/** `mnf doctor kalshi`: key, place, mode, clock, signature, scopes, attestation, limits, what is announced, status. */
import { parseArgs } from "node:util";
import { createHttp } from "../app/app.ts";
import {
  type Check,
  type Credentials,
  examineKalshi,
  KALSHI_DEMO,
  KALSHI_PRODUCTION,
  type KalshiUrls,
  readKalshiUrl,
  readKeyFile,
} from "../venues/kalshi/kalshi.ts";
import { type Environment, environmentUnreadable, readEnvironment } from "./environment.ts";

type Wish = {
  readonly json: boolean;
  readonly source: "demo" | "real";
  readonly url: string | undefined;
};

function readWish(args: readonly string[]): Wish | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "boolean", default: false },
        source: { type: "string", default: "real" },
        "kalshi-url": { type: "string" },
      },
    });
    const { json, source, "kalshi-url": url } = values;
    if (source !== "demo" && source !== "real") return `--source: demo or real, not "${source}"`;
    return { json, source, url };
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n")[0] : undefined;
    return words ?? "the options cannot be read";
  }
}

function urlsOf({ source, url }: Wish): KalshiUrls | string {
  if (url === undefined) return source === "demo" ? KALSHI_DEMO : KALSHI_PRODUCTION;
  const reading = readKalshiUrl(url);
  return reading.kind === "read" ? reading.value : `--kalshi-url: ${reading.why}`;
}

type Key = { readonly checks: readonly Check[]; readonly credentials: Credentials | undefined };

/** The key of this exchange: its name, where its file lies and who may read that. */
function examineFile({ source }: Wish, environment: Environment): Key {
  const prefix = source === "demo" ? "KALSHI_DEMO" : "KALSHI";
  const keyId = environment[`${prefix}_API_KEY_ID`];
  const file =
    environment[`${prefix}_PRIVATE_KEY_FILE`] ?? environment[`${prefix}_PRIVATE_KEY_PATH`];
  const fail = (words: string): Key => ({
    checks: [{ name: "key", verdict: "fail", words }],
    credentials: undefined,
  });
  if (keyId === undefined || keyId === "") return fail(`${prefix}_API_KEY_ID is not set`);
  if (file === undefined || file === "") return fail(`${prefix}_PRIVATE_KEY_FILE is not set`);
  const key = readKeyFile(file);
  if (key.kind === "unreadable") return fail(`${prefix}_PRIVATE_KEY_FILE: ${key.why}`);
  return {
    checks: [
      { name: "key", verdict: "ok", words: `${key.value.kind}, id …${keyId.slice(-4)}` },
      { name: "place", verdict: "ok", words: "a plain file outside every git repository" },
      { name: "mode", verdict: "ok", words: "only its owner can read it" },
    ],
    credentials: { keyId, sign: key.value.sign },
  };
}

const marks = { ok: "ok  ", warn: "WARN", fail: "FAIL" } as const;

function print(wish: Wish, host: string, checks: readonly Check[]): void {
  if (wish.json) {
    process.stdout.write(`${JSON.stringify({ host, checks })}\n`);
    return;
  }
  for (const { name, verdict, words } of checks) {
    process.stdout.write(`${marks[verdict]} ${name.padEnd(12)} ${words}\n`);
  }
}

/** Exit code 0: nothing failed. 1: something did. 2: the options cannot be read. */
export async function runDoctorKalshi(args: readonly string[]): Promise<number> {
  const wish = readWish(args);
  if (typeof wish === "string") {
    process.stderr.write(`${wish} (see mnf doctor --help)\n`);
    return 2;
  }
  const urls = urlsOf(wish);
  if (typeof urls === "string") {
    process.stderr.write(`${urls}\n`);
    return 1;
  }
  const { host } = new URL(urls.restUrl);
  const environment = readEnvironment();
  if (environment === undefined) {
    process.stderr.write(`${environmentUnreadable}\n`);
    return 1;
  }
  const key = examineFile(wish, environment);
  const http = createHttp();
  const clock = { now: () => ({ at: Date.now(), mono: performance.now() }) };
  const { credentials } = key;
  const found = await examineKalshi({ http, clock, restUrl: urls.restUrl, credentials });
  await http.close();
  const isDemo = host.includes("demo");
  const money = isDemo ? "play money" : "real money";
  const isKnown = urls.restUrl.startsWith("https:");
  const where: Check = {
    name: "host",
    verdict: "ok",
    words: isKnown ? `${host} (${money})` : `${host} (on this computer)`,
  };
  const checks = [where, ...key.checks, ...found];
  print(wish, host, checks);
  return checks.some(({ verdict }) => verdict === "fail") ? 1 : 0;
}
