import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkout } from "../structure/imports.ts";

/** A small checkout in a folder of its own: our `bin/`, a product that a test writes itself, and
 * one dependency that npm finds without any network. */
export type SmallCheckout = {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Starts `node bin/NAME ARGS` there. */
  start(script: string, args?: readonly string[], options?: StartOptions): Running;
  remove(): void;
};

export type StartOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** JavaScript that runs before the script, to play another machine. */
  readonly before?: string;
};

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Running = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until the standard output holds this text; answers all of it so far. */
  said(text: string): Promise<string>;
};

const manifest = { name: "small", version: "1.0.0", type: "module", dependencies: {} };

/** Makes a checkout whose product is the given TypeScript. */
export function makeCheckout(product: string): SmallCheckout {
  const folder = mkdtempSync(join(tmpdir(), "mnf-checkout-"));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  cpSync(join(checkout, "bin"), join(folder, "bin"), { recursive: true });
  write("package.json", JSON.stringify({ ...manifest, dependencies: { near: "file:near" } }));
  write("near/package.json", JSON.stringify({ name: "near", version: "1.0.0" }));
  write("package-lock.json", JSON.stringify(lockfile()));
  write("src/cli/mnf.ts", product);
  return {
    folder,
    write,
    start: (script, args = [], options = {}) => start(folder, script, args, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function lockfile(): unknown {
  return {
    name: "small",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "small", version: "1.0.0", dependencies: { near: "file:near" } },
      near: { version: "1.0.0" },
      "node_modules/near": { resolved: "near", link: true },
    },
  };
}

function start(
  folder: string,
  script: string,
  args: readonly string[],
  { env = {}, before }: StartOptions,
): Running {
  const preload =
    before === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(before)}`];
  const child = spawn(process.execPath, [...preload, join(folder, "bin", script), ...args], {
    cwd: folder,
    env: { ...process.env, npm_execpath: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const said = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!stdout.includes(text)) return;
        listeners.delete(look);
        resolve(stdout);
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without "${text}": ${stdout}${stderr}`)));
    });
  return { process: child, ended, said };
}
