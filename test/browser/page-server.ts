/** The built page behind the real server, before a desk written by hand. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import type { View } from "../../src/engine/view-types.ts";
import { type DeskPort, startServer } from "../../src/server/server.ts";
import { realTimers, token } from "../security/desk-server.ts";
import { createFakeDesk, type FakeDesk } from "../security/fake-desk.ts";
import { richView } from "./rich-view.ts";

export const pageFolder = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** No promise of speed: a loaded machine takes its time. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 20_000 });
}

export type PageServer = {
  readonly url: string;
  readonly port: number;
  readonly desk: FakeDesk;
  close(): Promise<void>;
};

export type PageServerOptions = {
  readonly view?: Partial<View>;
  readonly port?: number;
  readonly build?: string;
  /** The desk has no news of its own: its numbers grow old. */
  readonly quiet?: true;
  /** Stands in for single functions of the desk. */
  readonly instead?: (desk: FakeDesk) => Partial<DeskPort>;
};

const newsEveryMs = 1_000;

/** Starts a server that ends with the test. Its desk lives: numbers do not grow old by themselves. */
export async function servePage(options: PageServerOptions = {}): Promise<PageServer> {
  if (!existsSync(join(pageFolder, "index.html"))) throw new Error("run `npm run build` first");
  const desk = createFakeDesk();
  desk.change({ ...richView(), ...options.view });
  if (options.quiet !== true) {
    const living = setInterval(() => desk.change({}), newsEveryMs);
    onTestFinished(() => clearInterval(living));
  }
  const started = await startServer({
    port: options.port ?? 0,
    desk: { ...desk, ...options.instead?.(desk) },
    csv: { trades: () => "trade_id\n", fills: () => "fill_id\n" },
    token,
    pageFolder,
    build: options.build ?? "build-1",
    timers: realTimers,
    log: { info: () => {}, warn: () => {} },
  });
  if (started.kind === "portTaken") throw new Error("the port of the test is taken");
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await started.close();
  };
  onTestFinished(close);
  return { url: started.url, port: started.port, desk, close };
}
