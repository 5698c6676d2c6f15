/** The real product as a child process on a free port, with a data folder of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { View } from "../../src/engine/view-types.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Product = {
  readonly url: string;
  /** The code that the terminal printed for this session. */
  code(): Promise<string>;
  /** `GET /api/state`, as curl gets it. */
  state(): Promise<View>;
  /** Ends it as Ctrl-C does and gives its exit code. */
  end(): Promise<number | null>;
};

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function codeIn(output: string): string | undefined {
  return /^code for this session: (\S+)$/m.exec(output)?.[1];
}

/** Starts the built-in night. Resolves once it has said its address. */
export async function startProduct(options: readonly string[]): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "mnf-night-"));
  const port = await freePort();
  const args = ["src/cli/mnf.ts", "start", "--port", String(port), "--data", folder, ...options];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      const found = /http:\/\/localhost:\d+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void exited.then((code) => reject(new Error(`it ended with ${code} and said: ${output}`)));
  });
  return {
    url,
    code: async () => {
      await expect.poll(() => codeIn(output), { timeout: 20_000 }).toBeDefined();
      return codeIn(output) ?? "";
    },
    state: async () => (await (await fetch(`${url}/api/state`)).json()) as View,
    end: async () => {
      child.kill("SIGINT");
      const code = await exited;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
