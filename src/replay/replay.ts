/** The door of the replay room: a recorded night through the same `step`, effect by effect. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Effect } from "../domain/effects.ts";
import type { DeskEvent } from "../domain/events.ts";
import {
  createDesk,
  type Desk,
  fillRows,
  type FillExport,
  type Opening,
  step,
  type TradeView,
  tradeViews,
} from "../engine/engine.ts";
import { type Entry, isEffect, isInput, readNight } from "../journal/journal.ts";

/** What was recorded after an event, against what `step` gives now; both as JSON. */
export type Difference = {
  readonly seq: number;
  readonly recorded: string;
  readonly replayed: string;
};

type Played = {
  readonly events: number;
  readonly effects: number;
  /** SHA-256 over every effect as JSON, in order. */
  readonly decisionsSha256: string;
  readonly trades: readonly TradeView[];
  readonly fills: readonly FillExport[];
};

export type ReplayResult =
  | ({ readonly kind: "identical" } & Played)
  | ({
      readonly kind: "different";
      readonly recordedBuild: string;
      readonly thisBuild: string;
      /** The first ones. */
      readonly differences: readonly Difference[];
      readonly count: number;
    } & Played)
  | { readonly kind: "unreadable"; readonly why: string };

const differencesShown = 10;

/** The session record as far as a replay needs it; `opening` is what `createDesk` was given. */
const Session = z.object({
  header: z.object({
    build: z.string(),
    opening: z.looseObject({ sessionId: z.string(), source: z.string(), startedAt: z.number() }),
  }),
});

type Replaying = {
  readonly desk: Desk;
  readonly hash: ReturnType<typeof createHash>;
  pending:
    | { readonly seq: number; readonly recorded: string[]; readonly replayed: string[] }
    | undefined;
  events: number;
  effects: number;
  count: number;
  readonly differences: Difference[];
};

function compare(replaying: Replaying): void {
  const { pending } = replaying;
  if (pending === undefined) return;
  replaying.pending = undefined;
  const recorded = pending.recorded.join("\n");
  const replayed = pending.replayed.join("\n");
  if (recorded === replayed) return;
  replaying.count += 1;
  if (replaying.differences.length >= differencesShown) return;
  replaying.differences.push({
    seq: pending.seq,
    recorded: recorded === "" ? "(nothing)" : recorded,
    replayed: replayed === "" ? "(nothing)" : replayed,
  });
}

function takeInput(replaying: Replaying, entry: Entry): void {
  compare(replaying);
  const { at, mono, person } = entry;
  const event = entry.body as DeskEvent;
  const { effects } = step(replaying.desk, { stamp: { at, mono, person }, event });
  const replayed = effects.map((effect: Effect) => JSON.stringify(effect));
  for (const text of replayed) replaying.hash.update(`${text}\n`);
  replaying.pending = { seq: entry.seq, recorded: [], replayed };
  replaying.events += 1;
  replaying.effects += effects.length;
}

function take(replaying: Replaying, entry: Entry): void {
  if (isInput(entry.kind)) takeInput(replaying, entry);
  else if (isEffect(entry.kind)) {
    replaying.pending?.recorded.push(JSON.stringify(entry.body));
  }
}

/**
 * Replays a night (its folder, one of its files, or a data folder's newest night) and compares
 * every effect of every event, byte for byte. `thisBuild` is the hash of the code that runs.
 */
export async function replayNight(path: string, thisBuild: string): Promise<ReplayResult> {
  let replaying: Replaying | undefined;
  let recordedBuild = "";
  try {
    for await (const entry of readNight(path)) {
      if (replaying !== undefined) {
        take(replaying, entry);
        continue;
      }
      const session = Session.safeParse(entry.body);
      if (entry.kind !== "session" || !session.success) {
        return { kind: "unreadable", why: `${path}: its first record opens no session.` };
      }
      recordedBuild = session.data.header.build;
      const opening = session.data.header.opening as unknown as Opening;
      replaying = {
        desk: createDesk(opening),
        hash: createHash("sha256"),
        pending: undefined,
        events: 0,
        effects: 0,
        count: 0,
        differences: [],
      };
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "unreadable", why: `${path}: ${why}` };
  }
  if (replaying === undefined) return { kind: "unreadable", why: `${path}: no record to replay.` };
  compare(replaying);
  const { desk, events, effects, hash, count, differences } = replaying;
  const played: Played = {
    events,
    effects,
    decisionsSha256: hash.digest("hex"),
    trades: tradeViews(desk, undefined),
    fills: fillRows(desk, undefined),
  };
  if (count === 0) return { kind: "identical", ...played };
  return { kind: "different", recordedBuild, thisBuild, differences, count, ...played };
}
