/** Puts the rooms together: a source, a journal, a desk, a server; and takes them apart again. */
import { createHash, randomBytes } from "node:crypto";
import type { Config } from "../domain/config.ts";
import { DEFAULT_CONFIG } from "../domain/config.ts";
import type { Game } from "../domain/game.ts";
import { createDesk, type Desk, isOver, type Opening } from "../engine/engine.ts";
import { chooseGame, fetchSlate } from "../feeds/espn/espn.ts";
import { appKind, isAudit, type Journal, openJournal } from "../journal/journal.ts";
import { MODEL_NAME } from "../model/model.ts";
import { buildHash } from "./build-hash.ts";
import { createDecisions, type Decisions } from "./decisions.ts";
import { createDeskLoop, type DeskLoop } from "./desk-loop.ts";
import type { NightSource } from "./night-source.ts";
import { createRealTime } from "./real-time.ts";
import { createAdapters } from "./adapters.ts";
import { checkpointOf } from "./checkpoint.ts";
import { watchDisk } from "./disk-room.ts";
import type { Recovered } from "./recover.ts";

export type DeskOptions = {
  readonly source: NightSource;
  readonly dataFolder: string;
  readonly seed: number;
  readonly settings: Partial<Config>;
  readonly auto: boolean;
  /** Names the options that shape the night, for the session id. */
  readonly optionsText: string;
  /** What earlier sessions left: money, and a limit that holds over a restart. */
  readonly recovered: Recovered;
  readonly onFailure: (why: string) => void;
};

export type RunningDesk = {
  /** Read it through the engine's views; only `step` may change it. */
  readonly desk: Desk;
  readonly loop: DeskLoop;
  readonly journal: Journal;
  readonly decisions: Decisions;
  readonly opening: Opening;
  /** True when the game is final and everything held has been paid. */
  over(): boolean;
  /** Lets feed and venue begin. */
  begin(): void;
  stop(): Promise<void>;
};

export type DeskOrRefusal =
  | { readonly kind: "running"; readonly desk: RunningDesk }
  | { readonly kind: "refused"; readonly why: string };

/** The session id of a simulated or replayed night derives from what shapes it; others are new. */
function sessionIdOf(options: DeskOptions, game: Game): string {
  const { source } = options.source;
  const derived = source === "sim" || source === "file";
  const text = `${options.seed}/${game.eventId}/${options.optionsText}`;
  const digits = derived
    ? createHash("sha256").update(text).digest("hex").slice(0, 12)
    : randomBytes(6).toString("hex");
  return `${source}-${digits}`;
}

async function gameOf(source: NightSource): Promise<Game | string> {
  const slate = await fetchSlate(source.http, source.espnUrl);
  if (slate.kind !== "read") return `ESPN's slate cannot be had: ${slate.why}.`;
  const choice = chooseGame(slate.value, source.eventId);
  return choice.kind === "chosen" ? choice.game : `${choice.why}.`;
}

/** Starts a desk on a source. Refuses with one line when there is no game to watch. */
export async function startDesk(options: DeskOptions): Promise<DeskOrRefusal> {
  const { source } = options;
  const game = await gameOf(source);
  if (typeof game === "string") return { kind: "refused", why: game };
  const startedAt = source.timeline.clock.now().at;
  const opening: Opening = {
    sessionId: sessionIdOf(options, game),
    source: source.source,
    sourceWords: source.words,
    caution: source.caution,
    game,
    config: { ...DEFAULT_CONFIG, ...options.settings },
    auto: options.auto,
    feePrecision: "direct",
    keyed: source.credentials !== undefined,
    startedAt,
    ledger: options.recovered.ledger,
    dailyLossTrippedDay: options.recovered.dailyLossTrippedDay,
    beginning: options.recovered.beginning,
    ...secondModeOf(source),
    second: options.recovered.second,
  };
  const journal = await openJournal({
    dataFolder: options.dataFolder,
    sessionId: opening.sessionId,
    header: {
      source: source.source,
      build: await buildHash(),
      model: MODEL_NAME,
      node: process.version,
      seed: options.seed,
      opening,
    },
    opened: { at: startedAt, mono: 0, person: 0 },
    startedAt: Date.now(),
    onFailure: options.onFailure,
    timers: createRealTime().timers,
    isAudit,
    random: randomBytes,
  });
  return { kind: "running", desk: assemble(options, opening, journal) };
}

function assemble(options: DeskOptions, opening: Opening, journal: Journal): RunningDesk {
  const { source } = options;
  const desk = createDesk(opening);
  const decisions = createDecisions();
  const { seed } = options;
  const post: DeskLoop["post"] = (event, raw) => loop.post(event, raw);
  const adapters = createAdapters({ source, opening, seed, post });
  const loop: DeskLoop = createDeskLoop({
    desk,
    journal,
    source: source.timeline,
    operator: source.operator,
    outside: adapters.outside,
    later: source.drive === undefined ? setImmediate : (task) => task(),
    durableAfterMs: source.durableAfterMs,
    watch: decisions.note,
  });
  journal.append({ ...loop.now(), kind: appKind("start"), body: { source: source.source } });
  const stopCheckpoints = keepCheckpoints(source, desk, loop, journal);
  const disk = watchDisk(options.dataFolder, source, (freeBytes) =>
    loop.post({ kind: "disk", freeBytes }),
  );
  return {
    desk,
    loop,
    journal,
    decisions,
    opening,
    over: () => isOver(desk),
    begin: () => {
      adapters.start();
      disk.start();
    },
    stop: async () => {
      stopCheckpoints();
      disk.stop();
      // Nothing new may leave while what rests is being cancelled.
      if (desk.mode !== "PAPER") void loop.command({ kind: "stop" }, "terminal");
      await adapters.end();
      loop.stop();
      journal.append({ ...loop.now(), kind: appKind("shutdown"), body: { why: "asked to end" } });
      await journal.close();
    },
  };
}

/** LIVE is refused until every attack and fault of the reliability list has its test. */
const liveIsReleased: boolean = false;

/** The mode in which a source really sends orders, or why it has none. */
function secondModeOf(source: NightSource): Pick<Opening, "secondMode" | "secondModeWhy"> {
  if (source.credentials === undefined) {
    return { secondMode: undefined, secondModeWhy: "PAPER only: no key is set" };
  }
  if (source.source !== "real") return { secondMode: "DEMO", secondModeWhy: "" };
  const secondModeWhy = "LIVE is not released in this build";
  return liveIsReleased
    ? { secondMode: "LIVE", secondModeWhy: "" }
    : { secondMode: undefined, secondModeWhy };
}

const checkpointMs = 60_000;

/** The whole money state every minute, where it outlives the session. Ends when called. */
function keepCheckpoints(
  source: NightSource,
  desk: Desk,
  loop: DeskLoop,
  journal: Journal,
): () => void {
  if (source.source === "sim" || source.source === "file") return () => {};
  const write = (): void => {
    const body = checkpointOf(desk);
    journal.append({ ...loop.now(), kind: "checkpoint", body });
  };
  const timer = setInterval(write, checkpointMs);
  return () => {
    clearInterval(timer);
    write();
  };
}
