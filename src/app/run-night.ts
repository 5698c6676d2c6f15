/** One run of the product: lock, source, desk, server; until the night is over or someone ends it. */
import { mkdir, access, constants } from "node:fs/promises";
import { randomBytes, randomUUID } from "node:crypto";
import type { Config } from "../domain/config.ts";
import type { Source } from "../domain/orders.ts";
import { fillsCsv, JournalUnusable, tradesCsv } from "../journal/journal.ts";
import { startServer } from "../server/server.ts";
import { pageHash } from "./build-hash.ts";
import { type ControlAnswer, type ControlWord, openControlSocket } from "./control-socket.ts";
import { createDeskPort } from "./desk-port.ts";
import { acquireLock } from "./lock.ts";
import { type Logger, openLog } from "./log.ts";
import type { NightSource, SourceOrRefusal } from "./night-source.ts";
import { isPortFree } from "./port-probe.ts";
import { recoverFor } from "./recover.ts";
import { createRealTime } from "./real-time.ts";
import { startDesk, type RunningDesk } from "./start-desk.ts";

export type RunOptions = {
  readonly dataFolder: string;
  readonly port: number;
  readonly pageFolder: string;
  readonly seed: number;
  readonly settings: Partial<Config>;
  readonly auto: boolean;
  readonly source: Source;
  /** Names what shapes the night, for the session id. */
  readonly optionsText: string;
  /** Made only when lock and port are ours. */
  readonly openSource: () => Promise<SourceOrRefusal>;
  /** Called when `mnf quit` asks for the end. */
  readonly quit: () => void;
  /** Lines for the person at the terminal. */
  readonly say: (line: string) => void;
};

export type Summary = {
  readonly game: string;
  readonly final: { readonly home: number | null; readonly away: number | null };
  readonly performance: unknown;
  readonly signals: number;
  readonly blocked: Readonly<Record<string, number>>;
  readonly decisions_sha256: string;
};

export type NightRun = {
  /** Resolves when the game is final and everything is paid. */
  readonly over: Promise<Summary>;
  stop(): Promise<void>;
};

export type RunOrRefusal =
  | { readonly kind: "running"; readonly run: NightRun }
  | { readonly kind: "refused"; readonly why: string };

function refuse(why: string): RunOrRefusal {
  return { kind: "refused", why };
}

/** What has been opened so far, closed in reverse order. */
type Opened = (() => Promise<void>)[];

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.toReversed()) await close();
}

async function prepareFolder(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return `The data folder ${folder} cannot be written. Choose another with --data DIR.`;
  }
}

/** Starts everything, or leaves nothing behind and says why in one line. */
export async function runNight(options: RunOptions): Promise<RunOrRefusal> {
  const wrongFolder = await prepareFolder(options.dataFolder);
  if (wrongFolder !== undefined) return refuse(wrongFolder);
  const opened: Opened = [];
  try {
    const started = await open(options, opened);
    if (started.kind === "refused") await closeAll(opened);
    return started;
  } catch (error) {
    await closeAll(opened);
    if (error instanceof JournalUnusable) return refuse(`${error.message}.`);
    throw error;
  }
}

async function open(options: RunOptions, opened: Opened): Promise<RunOrRefusal> {
  const url = `http://localhost:${options.port}`;
  const holder = { pid: process.pid, url, mode: "PAPER", startedAt: Date.now() };
  const info = { ...holder, source: options.source };
  const lock = await acquireLock(options.dataFolder, info, randomUUID());
  if (lock.kind === "taken") {
    return refuse(
      `Already running on ${options.dataFolder} (process ${lock.by.pid}): ${lock.by.url ?? "no page yet"}. ` +
        "Open that page, end it with mnf quit, or use another --data DIR.",
    );
  }
  opened.push(() => lock.release());
  // After the lock: when it is our own other copy that has the port, its address is what helps.
  if (!(await isPortFree(options.port))) return refuse(portTaken(options.port));
  const made = await options.openSource();
  if (made.kind === "refused") return made;
  const { source } = made;
  opened.push(() => source.close());
  return await openDesk(options, source, opened);
}

function portTaken(port: number): string {
  return `Port ${port} is taken by another program. Choose another with --port N.`;
}

async function openDesk(
  options: RunOptions,
  source: NightSource,
  opened: Opened,
): Promise<RunOrRefusal> {
  const log = openLog(options.dataFolder);
  const recovery = await recoverFor(options.dataFolder, source.source, options.say);
  if (recovery.kind === "refused") return recovery;
  let setUp: Awaited<ReturnType<typeof startDesk>> | undefined;
  const starting = startDesk({
    source,
    dataFolder: options.dataFolder,
    seed: options.seed,
    settings: options.settings,
    auto: options.auto,
    optionsText: options.optionsText,
    recovered: recovery.recovered,
    onFailure: (why) => {
      log.error(`the journal cannot be written: ${why}`);
      options.say(`The journal cannot be written: ${why}`);
    },
  }).then((result) => {
    setUp = result;
    return result;
  });
  await source.drive?.(() => setUp !== undefined);
  const started = await starting;
  if (started.kind === "refused") return started;
  const { desk } = started;
  opened.push(() => desk.stop());
  const refusal = await openDoors(options, log, source, desk, opened);
  if (refusal !== undefined) return refusal;
  source.begin();
  desk.begin();
  log.info({ session: desk.opening.sessionId, source: source.source }, "the desk runs");
  const over = watchEnd(source, desk);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= closeAll(opened);
    return stopping;
  };
  return { kind: "running", run: { over, stop } };
}

async function openDoors(
  options: RunOptions,
  log: Logger,
  source: NightSource,
  desk: RunningDesk,
  opened: Opened,
): Promise<RunOrRefusal | undefined> {
  const token = randomBytes(6).toString("hex");
  const port = createDeskPort(source, desk);
  const server = await startServer({
    port: options.port,
    desk: port,
    token,
    pageFolder: options.pageFolder,
    build: await pageHash(options.pageFolder),
    csv: { trades: tradesCsv, fills: fillsCsv },
    timers: createRealTime().timers,
    log: { info: (text) => log.info(text), warn: (text) => log.warn(text) },
  });
  if (server.kind === "portTaken") {
    return refuse(portTaken(options.port));
  }
  opened.push(() => server.close());
  const control = await openControlSocket(options.dataFolder, (word) => obey(word, desk, options));
  opened.push(() => control.close());
  const { game } = desk.opening;
  options.say(`${server.url}`);
  const { mode, status } = port.view();
  const standing = mode === "PAPER" ? mode : `${mode} · ${status.state}`;
  options.say(`source: ${source.words} · mode: ${standing} · auto: ${status.auto ? "ON" : "OFF"}`);
  options.say(`game: ${game.away.name} at ${game.home.name}`);
  if (source.caution !== undefined) options.say(source.caution);
  options.say(`code for this session: ${token}`);
  return undefined;
}

/** A control word from the local socket. */
async function obey(
  word: ControlWord,
  desk: RunningDesk,
  options: RunOptions,
): Promise<ControlAnswer> {
  if (word === "quit") {
    setImmediate(options.quit);
    return { ok: true, text: "The desk ends." };
  }
  const { status, body } = await desk.loop.command({ kind: "stop" }, "terminal");
  return { ok: status === 200 && body["confirmed"] === true, text: String(body["text"]) };
}

/** Waits for the end: under the scheduler it is driven there, else it comes with the events. */
async function watchEnd(source: NightSource, desk: RunningDesk): Promise<Summary> {
  if (source.drive !== undefined) await source.drive(() => desk.over());
  else {
    await new Promise<void>((resolve) => {
      const stopWatching = desk.loop.onChange(() => {
        if (!desk.over()) return;
        stopWatching();
        resolve();
      });
    });
  }
  const view = desk.loop.view();
  return {
    game: source.gameName ?? desk.opening.game.eventId,
    final: { home: view.game_state.home_score, away: view.game_state.away_score },
    performance: view.performance,
    signals: desk.decisions.signals(),
    blocked: desk.decisions.blocked(),
    decisions_sha256: desk.decisions.sha256(),
  };
}
