/** The product as its user has it: a process of its own, with its own folder and port. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** Folder of the checkout. */
export const checkout = fileURLToPath(new URL("../..", import.meta.url));

const entry = join(checkout, "src", "cli", "mnf.ts");
const endlessMs = 60_000;
const pollMs = 25;

/** How a process ended and everything that it had to say. */
export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

export type Environment = Readonly<Record<string, string>>;

export type SpawnWish = {
  /** Working directory; default: an empty folder, so that no `.env` and no `data/` is met. */
  readonly cwd?: string;
  readonly env?: Environment;
  readonly input?: string;
};

/** A process that runs. */
export type Running = {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  out(): string;
  /** Waits until standard output matches; throws when it ends or stays silent before that. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
};

const children = new Set<ChildProcess>();
const folders: string[] = [];

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, gone after the file's tests. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mnf-system-"));
  folders.push(folder);
  return folder;
}

/** A path for a data folder that does not exist yet. */
export function dataFolder(): string {
  return join(emptyFolder(), "data");
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** This environment without anything that would shape a desk or a test runner's child. */
function plainEnvironment(extra: Environment = {}): NodeJS.ProcessEnv {
  const foreign = /^(MNF_|KALSHI_|VITEST|NODE_OPTIONS|NODE_V8_COVERAGE|FORCE_COLOR|NO_COLOR)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Starts any program; `launch` starts ours. */
export function launchProgram(
  command: string,
  args: readonly string[],
  wish: SpawnWish = {},
): Running {
  const child = spawn(command, [...args], {
    cwd: wish.cwd ?? emptyFolder(),
    env: plainEnvironment(wish.env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.add(child);
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin.on("error", () => {}); // whoever ends early does not read its input
  child.stdin.end(wish.input ?? "");
  let end: Ended | undefined;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      children.delete(child);
      end = { code, signal, out, err };
      resolve(end);
    });
  });
  return {
    process: child,
    pid: child.pid ?? -1,
    ended,
    out: () => out,
    until: (pattern) =>
      eventually(`${args.join(" ")} says ${pattern.source}`, () => {
        const match = pattern.exec(out);
        if (match === null && end !== undefined) {
          throw new Error(`ended with ${end.code}, said: ${out}${err}`);
        }
        return match ?? undefined;
      }),
    end: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts `mnf` with these arguments. */
export function launch(args: readonly string[], wish: SpawnWish = {}): Running {
  return launchProgram(process.execPath, [entry, ...args], wish);
}

/** Runs `mnf` to its end. */
export function mnf(args: readonly string[], wish: SpawnWish = {}): Promise<Ended> {
  return launch(args, wish).ended;
}

/** A desk that has said all its opening lines. */
export type Desk = Running & { readonly url: string; readonly data: string; readonly port: number };

/** Starts a desk on a port and a data folder of its own and waits for its last opening line. */
export async function startDesk(
  args: readonly string[],
  wish: SpawnWish & { readonly data?: string } = {},
): Promise<Desk> {
  const data = wish.data ?? dataFolder();
  const port = await freePort();
  const running = launch(["start", "--port", `${port}`, "--data", data, ...args], wish);
  await running.until(/^code for this session: /m);
  return { ...running, url: `http://localhost:${port}`, data, port };
}

/** Asks again and again until there is an answer; what is thrown meanwhile is thrown at once. */
export async function eventually<T>(
  what: string | (() => string),
  ask: () => Promise<T | undefined> | T | undefined,
  betweenMs = pollMs,
): Promise<T> {
  const giveUpAt = performance.now() + endlessMs;
  while (performance.now() < giveUpAt) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
  throw new Error(`never: ${typeof what === "string" ? what : what()}`);
}
