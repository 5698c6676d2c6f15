/** The server under attack: the real one, before a fake desk, on a free port of loopback. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Timers } from "../../src/domain/ports.ts";
import { startServer, type Started } from "../../src/server/server.ts";
import { forge, type RawAnswer } from "./attack-client.ts";
import { createFakeDesk, type FakeDesk } from "./fake-desk.ts";

export const token = "correct-horse-battery-staple";
export const build = "build-1";

export const realTimers: Timers = {
  after: (ms, task) => {
    const handle = setTimeout(task, ms);
    return () => clearTimeout(handle);
  },
};

/** A folder with a small page in it, as the build would leave it. */
function pageFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "mnf-page-")), "web");
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>MNF Trader</title>");
  writeFileSync(join(folder, "app-1a2b.js"), "export const page = 1;\n");
  return folder;
}

export type UnderAttack = {
  readonly port: number;
  readonly url: string;
  readonly desk: FakeDesk;
  readonly folder: string;
  readonly warnings: string[];
  close(): Promise<void>;
};

/** `prepare` may lay traps in the page's folder before the server looks at it. */
export async function startUnderAttack(
  desk = createFakeDesk(),
  port = 0,
  prepare: (folder: string) => void = () => {},
): Promise<UnderAttack> {
  const folder = pageFolder();
  prepare(folder);
  const warnings: string[] = [];
  const started: Started = await startServer({
    port,
    desk,
    csv: {
      trades: (rows) => `trade_id\n${rows.map((row) => row.trade_id).join("\n")}`,
      fills: (rows) => `fill_id,${rows.length}\n`,
    },
    token,
    pageFolder: folder,
    build,
    timers: realTimers,
    log: { info: () => {}, warn: (message) => warnings.push(message) },
  });
  if (started.kind === "portTaken") throw new Error("the port of the test is taken");
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await started.close();
    rmSync(dirname(folder), { recursive: true, force: true });
  };
  return { port: started.port, url: started.url, desk, folder, warnings, close };
}

/** Starts a server for one test and closes it after. */
export async function underAttack(): Promise<UnderAttack> {
  const server = await startUnderAttack();
  onTestFinished(server.close);
  return server;
}

export type PageSession = { readonly cookie: string; readonly csrf: string };

/** Opens a session as our own page does. */
export async function openPage(port: number, lines: readonly string[] = []): Promise<PageSession> {
  const answer = await forge(port, {
    method: "POST",
    path: "/api/session",
    lines: [`Origin: http://localhost:${port}`, ...lines],
    body: "{}",
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { csrf } = JSON.parse(answer.body) as { csrf: string };
  return { cookie, csrf };
}

/** The header lines of our own page within its session. */
export function pageLines(port: number, session: PageSession): readonly string[] {
  return [
    `Origin: http://localhost:${port}`,
    "Sec-Fetch-Site: same-origin",
    `Cookie: ${session.cookie}`,
    `X-MNF-CSRF: ${session.csrf}`,
  ];
}

/** Posts JSON as plain curl does, with any further header lines. */
export function post(
  port: number,
  path: string,
  body: unknown,
  lines: readonly string[] = [],
): Promise<RawAnswer> {
  return forge(port, { method: "POST", path, lines, body: JSON.stringify(body) });
}
