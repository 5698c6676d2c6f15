/**
 * The order group of our entries: the exchange's own kill switch on filled volume. Its limit is
 * 3 × Max Position per rolling 15 s and follows that down only after 15 s without a fill, for a
 * limit below the current volume would trigger it.
 */
import { readJson } from "../../../domain/reading.ts";
import type { Clock } from "../../../domain/ports.ts";
import { GroupCreatedShape } from "../messages/order-groups.ts";
import type { EntryGroupState } from "../../../domain/venue-news.ts";
import type { TellVenueNews } from "./news.ts";
import type { WriteOutcome, Writes } from "./writes.ts";

const limitFactor = 3;
const windowMs = 15_000;
const root = "/portfolio/order_groups";
const groupGone: EntryGroupState = { kind: "none", why: "the entry order group is gone" };

export type EntryGroup = {
  state(): EntryGroupState;
  /** Follows Max Position (whole contracts), and creates the group when there is none. */
  tend(): Promise<void>;
  setMaxPosition(contracts: number): Promise<void>;
  /** An entry of ours was filled. */
  noteFill(): void;
  /** Cancels every resting entry at the exchange and refuses new ones. True: it is done. */
  trigger(): Promise<boolean>;
  /** A person lets entries pass again. */
  reset(): Promise<boolean>;
  /** A create was refused for this: the group has triggered, or is gone, unheard of by us. */
  refusedByGroup(gone: boolean, words: string): void;
  /** What the stream tells of any group. */
  heard(groupId: string, what: string): void;
  /** When a lower limit may be set: source's mono ms; undefined: nothing waits. */
  dueMono(): number | undefined;
};

function createdId(outcome: WriteOutcome): string | undefined {
  if (outcome.kind !== "done") return undefined;
  const json = readJson(outcome.body);
  const parsed = json.kind === "read" ? GroupCreatedShape.safeParse(json.value) : undefined;
  return parsed?.success === true ? parsed.data : undefined;
}

function wordsOf(outcome: WriteOutcome): string {
  switch (outcome.kind) {
    case "done":
      return "an answer that cannot be read";
    case "refused":
      return outcome.words;
    case "unknown":
    case "notSent":
      return outcome.why;
  }
}

export type EntryGroupOptions = {
  readonly writes: Writes;
  readonly clock: Clock;
  readonly maxPosition: number;
  /** undefined: the shard is not known yet, and no group is created. */
  readonly exchangeIndex: () => number | undefined;
  readonly tell: TellVenueNews;
};

type Group = {
  readonly options: EntryGroupOptions;
  state: EntryGroupState;
  /** Whole contracts in 15 s. */
  wanted: number;
  fillMono: number;
};

function become(group: Group, next: EntryGroupState): void {
  const same = JSON.stringify(next) === JSON.stringify(group.state);
  group.state = next;
  if (!same) group.options.tell({ kind: "entryGroup", state: next }, undefined);
}

function limitBody(contracts: number, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ contracts_limit_fp: `${contracts}.00`, ...more });
}

async function create(group: Group): Promise<void> {
  const { writes, exchangeIndex } = group.options;
  const limit = group.wanted;
  const shard = exchangeIndex();
  if (shard === undefined) return;
  const body = limitBody(limit, { exchange_index: shard });
  const outcome = await writes.write({ method: "POST", path: `${root}/create`, body });
  const groupId = createdId(outcome);
  if (groupId !== undefined) become(group, { kind: "ready", groupId, limit });
  else become(group, { kind: "none", why: `no entry order group: ${wordsOf(outcome)}` });
}

type Put = "trigger" | "reset" | "limit";

async function put(group: Group, groupId: string, what: Put, body: string): Promise<WriteOutcome> {
  const { writes, exchangeIndex } = group.options;
  const path = `${root}/${encodeURIComponent(groupId)}/${what}?exchange_index=${exchangeIndex() ?? 0}`;
  // The trigger alone gets out; the others let entries in.
  const urgency = what === "trigger" ? "cancel" : "usual";
  return await writes.write({ method: "PUT", path, body, urgency });
}

/** Raised at once; lowered only when the window is empty, so that it cannot trigger. */
async function follow(group: Group, groupId: string, limit: number): Promise<void> {
  const { wanted, fillMono, options } = group;
  const isQuiet = options.clock.now().mono - fillMono >= windowMs;
  if (wanted === limit || (wanted < limit && !isQuiet)) return;
  const outcome = await put(group, groupId, "limit", limitBody(wanted));
  if (outcome.kind !== "done" || group.state.kind !== "ready") return;
  become(group, { ...group.state, limit: wanted });
}

async function tendNow(group: Group): Promise<void> {
  const { state } = group;
  if (state.kind === "none") await create(group);
  else if (state.kind === "ready") await follow(group, state.groupId, state.limit);
}

async function trigger(group: Group): Promise<boolean> {
  if (group.state.kind === "none") return false;
  const { groupId } = group.state;
  const outcome = await put(group, groupId, "trigger", "{}");
  if (outcome.kind === "done") {
    become(group, { kind: "triggered", groupId, why: "triggered by us" });
    return true;
  }
  if (outcome.kind === "refused" && /not_found/i.test(outcome.code)) become(group, groupGone);
  return false;
}

async function reset(group: Group): Promise<boolean> {
  if (group.state.kind === "none") return false;
  const { groupId } = group.state;
  const limit = group.wanted;
  if ((await put(group, groupId, "reset", "{}")).kind !== "done") return false;
  if ((await put(group, groupId, "limit", limitBody(limit))).kind !== "done") return false;
  become(group, { kind: "ready", groupId, limit });
  return true;
}

function heard(group: Group, groupId: string, what: string): void {
  const { state } = group;
  if (state.kind === "none" || state.groupId !== groupId) return;
  if (what === "triggered" && state.kind === "ready") {
    const limit = `its limit of ${state.limit} contracts in 15 s`;
    const why = `triggered at the exchange, by ${limit} or by a person: our entries are cancelled`;
    become(group, { kind: "triggered", groupId, why });
  } else if (what === "deleted") {
    become(group, groupGone);
  }
}

export function createEntryGroup(options: EntryGroupOptions): EntryGroup {
  const group: Group = {
    options,
    state: { kind: "none", why: "no entry order group yet" },
    wanted: limitFactor * options.maxPosition,
    fillMono: Number.NEGATIVE_INFINITY,
  };
  let busy: Promise<void> = Promise.resolve();
  const tend = (): Promise<void> => {
    busy = busy.then(() => tendNow(group));
    return busy;
  };
  return {
    state: () => group.state,
    tend,
    setMaxPosition(contracts) {
      group.wanted = limitFactor * contracts;
      return tend();
    },
    noteFill() {
      group.fillMono = options.clock.now().mono;
    },
    trigger: () => trigger(group),
    reset: () => reset(group),
    refusedByGroup(gone, words) {
      const { state } = group;
      if (gone) become(group, { kind: "none", why: words });
      else if (state.kind === "ready") {
        become(group, { kind: "triggered", groupId: state.groupId, why: words });
      }
    },
    heard: (groupId, what) => heard(group, groupId, what),
    dueMono() {
      const { state, wanted, fillMono } = group;
      return state.kind === "ready" && wanted < state.limit ? fillMono + windowMs : undefined;
    },
  };
}
