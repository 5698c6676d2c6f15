/**
 * The account's side of the venue: orders, private channels and reconciliation, on the socket and
 * the timer of the market's side. Constructed only where orders may really be sent.
 */
import type { MarketNews } from "../../../domain/events.ts";
import type { Approved, Order } from "../../../domain/orders.ts";
import type { Clock, Timers } from "../../../domain/ports.ts";
import type { Agenda } from "../agenda.ts";
import type { Caller } from "../caller.ts";
import type { AccountListener } from "../frames.ts";
import { ApiKeysShape } from "../messages/api-keys.ts";
import { judgeScopes } from "../scopes.ts";
import { createRest, type Rest } from "../rest.ts";
import { createEntryGroup, type EntryGroup } from "./entry-group.ts";
import { createFillWatch, type FillWatch } from "./fill-watch.ts";
import { createListener, type Listener } from "./listener.ts";
import type { CancelOutcome, StopProof } from "../../../domain/venue-news.ts";
import type { TellVenueNews } from "./news.ts";
import { createOnces, type NextMs, type Work } from "./onces.ts";
import type { SubmitTerms } from "./order-request.ts";
import { createOwnOrders, type OwnOrders } from "./own-orders.ts";
import { type AccountReadingOrFailure, type AccountReads, createAccountReads } from "./readings.ts";
import { createOrderSender, type Sender, type SubmitOutcome } from "./sender.ts";
import { createStopping, type Stopping } from "./stopping.ts";
import { createWrites, type WriteOutcome } from "./writes.ts";

export type AccountTask = "account" | "missing" | "keys" | "entryGroup";

export function isAccountTask(task: string): task is AccountTask {
  return task === "account" || task === "missing" || task === "keys" || task === "entryGroup";
}

/** What it takes to trade: who hears of it, and how large an entry may be. */
export type AccountOptions = {
  /** Whole contracts; the entry group's limit follows it. */
  readonly maxPosition: number;
  /** Orders, fills and settlements are read from this moment on, Unix ms. */
  readonly sinceAt: number;
  readonly tell: TellVenueNews;
};

export type KalshiAccount = {
  /** Signs the next create ahead, while the journal syncs its intent. */
  prepare(): void;
  /** Told as news too, exactly once; a caller that hears the news may ignore what it returns. */
  submit(order: Approved<Order>, signal: AbortSignal, terms?: SubmitTerms): Promise<SubmitOutcome>;
  cancel(intentId: number): Promise<CancelOutcome>;
  /** Cancels each order of ours that rests, and reads back until the data is late enough. */
  cancelOurs(): Promise<StopProof>;
  /** Triggers the entry group, then cancels ours, then reads back. */
  kill(): Promise<StopProof>;
  /** Cancels what rests on the whole account, whoever placed it: a person has confirmed it. */
  cancelEverything(): Promise<WriteOutcome>;
  /** One look at orders, fills, positions and money; what it shows of ours is adopted first. */
  readAccount(): Promise<AccountReadingOrFailure>;
  /** Takes over an order of an earlier session whose fate is open. */
  remember(order: Order, sentAt: number, venueOrderId: string | undefined): void;
  /** The fate of this order was decided elsewhere; should it appear after all, it is told. */
  letGo(intentId: number): void;
  setMaxPosition(contracts: number): void;
  /** Triggers the entry group alone: the last resort when a stop has failed. True: it is done. */
  triggerEntries(): Promise<boolean>;
  /** A person lets entries pass again after the group has triggered. */
  resetEntryGroup(): Promise<boolean>;
  /** Both channels of our orders and fills are subscribed. */
  streamUp(): boolean;
};

/** The parts of the venue that the account shares. */
export type AccountWorld = {
  readonly caller: Caller;
  readonly rest: Rest;
  readonly agenda: Agenda<AccountTask>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly operatorClock: Clock;
  /** The exchange's clock shows at most this much more than ours, ms. */
  aheadMsMax(): number;
  exchangeIndexOf(ticker: string): number | undefined;
  /** Which of the member's keys is in use. */
  readonly keyId: string;
  say(news: MarketNews, raw: string | undefined): void;
};

/** The account for those who use it, and what the venue drives it with. */
export type DrivenAccount = {
  readonly account: KalshiAccount;
  readonly listener: AccountListener;
  start(): void;
  run(task: AccountTask): void;
  stop(): void;
};

const accountMs = 15_000;
/** While an order's fate is open, or no reading followed a subscription, it is read this often. */
const unknownMs = 5000;
/** A reading costs half a second of the smallest read budget, which refills in real time. */
const readingEveryOperatorMs = 1000;
const readingsAtOnce = 3;
/** Soon again, when a look was not affordable. */
const skippedMs = 1000;
const keysMs = 300_000;
const groupRetryMs = 5000;
/** Until the market and with it the shard is known. */
const shardWaitMs = 500;
/** Orders are read from a little before, for the clocks' sake. */
const readBackMs = 60_000;

/** The parts of an open account. */
type Parts = {
  readonly own: OwnOrders;
  readonly group: EntryGroup;
  readonly reads: AccountReads;
  readonly sender: Sender;
  readonly stopping: Stopping;
  readonly watch: FillWatch;
  readonly listener: Listener;
};

/** Puts the parts together. All of them tell through one door, which also times the group. */
function assemble(
  world: AccountWorld,
  options: AccountOptions,
  tellOut: TellVenueNews,
  isOpen: () => boolean,
): Parts {
  const { caller, rest, agenda, clock, timers, operatorClock } = world;
  const tell: TellVenueNews = (news, raw) => {
    tellOut(news, raw);
    if (news.kind !== "fill") return;
    if (own.byIntent(news.fill.intentId)?.order.reduceOnly === false) group.noteFill();
  };
  const own = createOwnOrders(tell);
  const writes = createWrites(caller, world.say);
  const reads = createAccountReads(rest, clock);
  // An open breaker stops the market's reads; the proof of a stop is read all the same.
  const direct = createRest({ caller, urgency: "proof", say: world.say });
  const proofs = createAccountReads(direct, clock);
  const exchangeIndex = (): number | undefined => world.exchangeIndexOf("");
  const { maxPosition } = options;
  const group = createEntryGroup({ writes, clock, maxPosition, exchangeIndex, tell });
  const watch = createFillWatch({ own, reads, clock, agenda, tell });
  const { lookSoon } = watch;
  const shared = { reads: proofs, own, group, clock, operatorClock };
  // Nothing is sent before the market is known; football's shard is the first.
  const exchangeIndexOf = (ticker: string): number => world.exchangeIndexOf(ticker) ?? 0;
  const sender = createOrderSender({ ...shared, writes, exchangeIndexOf, tell, lookSoon });
  const { aheadMsMax } = world;
  const stopping = createStopping({ ...shared, sender, timers, aheadMsMax, isOpen });
  const listener = createListener({
    own,
    group,
    clock,
    tell,
    changed: lookSoon,
    reread: () => agenda.after("account", 0),
  });
  return { own, group, reads, sender, stopping, watch, listener };
}

/** What the exchange says of our key. The ids of the keys stay here: what is told is recorded. */
async function readKeys(rest: Rest, keyId: string, tell: TellVenueNews): Promise<void> {
  const answer = await rest.get("/api_keys", ApiKeysShape, "secret");
  if (answer.kind !== "read") return;
  const { keys, attestedUntil } = answer.value;
  const mine = keys.find((key) => key.keyId === keyId);
  const judged = mine === undefined ? undefined : judgeScopes(mine.scopes);
  const words = judged?.words ?? "the exchange does not list this key";
  tell({ kind: "keys", keys: { mayTrade: judged?.mayTrade, words, attestedUntil } }, undefined);
}

/** Tells as long as the account is open. */
type TellWhileRunning = { readonly tell: TellVenueNews; running(): boolean };

/** One look at the account, on demand or in turn; what it shows is told while somebody listens. */
function createLook(parts: Parts, world: AccountWorld, sinceAt: number, tell: TellWhileRunning) {
  const { own, reads, watch, listener } = parts;
  let spent = { readings: 0, operatorMono: world.operatorClock.now().mono };
  let skipped = false;

  /** Where the source's time runs fast, the budget would not last for every wish. */
  function affords(): boolean {
    const operatorMono = world.operatorClock.now().mono;
    const earned = (operatorMono - spent.operatorMono) / readingEveryOperatorMs;
    spent = { readings: Math.max(0, spent.readings - earned), operatorMono };
    if (spent.readings > readingsAtOnce - 1) return false;
    spent.readings += 1;
    return true;
  }

  async function now(): Promise<AccountReadingOrFailure> {
    const since = Math.min(sinceAt, ...own.unknown().map(({ sentAt }) => sentAt));
    const result = await reads.readAccount(since - readBackMs);
    if (!tell.running()) return result;
    if (result.kind === "failed") {
      tell.tell({ kind: "accountUnread", why: result.why }, undefined);
      return result;
    }
    for (const order of result.reading.orders) own.learnOrder(order, undefined);
    for (const fill of result.reading.fills) watch.learnRead(fill);
    tell.tell({ kind: "account", reading: result.reading }, undefined);
    listener.readSince(result.reading.askedMono);
    return result;
  }

  return {
    now,
    async inTurn(): Promise<void> {
      skipped = !affords();
      if (!skipped) await now();
    },
    nextMs(): number {
      if (skipped) return skippedMs;
      return own.unknown().length > 0 || !listener.up() ? unknownMs : accountMs;
    },
  };
}

/** What those who use the account are given of its parts. */
function doorOf(
  parts: Parts,
  readAccount: KalshiAccount["readAccount"],
  tendGroup: () => Promise<void>,
): KalshiAccount {
  const { own, group, sender, stopping, watch, listener } = parts;
  return {
    prepare: sender.prepare,
    submit: sender.submit,
    cancel: sender.cancel,
    cancelOurs: stopping.cancelOurs,
    kill: stopping.kill,
    cancelEverything: sender.cancelEverything,
    readAccount,
    remember(order, sentAt, venueOrderId) {
      own.remember(order, false, sentAt, venueOrderId).unknown = venueOrderId === undefined;
      watch.lookSoon();
    },
    letGo(intentId) {
      const mine = own.byIntent(intentId);
      if (mine !== undefined) mine.unknown = false;
    },
    setMaxPosition: (contracts) => void group.setMaxPosition(contracts).then(tendGroup),
    triggerEntries: group.trigger,
    resetEntryGroup: group.reset,
    streamUp: listener.up,
  };
}

/** Opens the account's side. Nothing is read or created before `start`. */
export function createAccount(world: AccountWorld, options: AccountOptions): DrivenAccount {
  const { rest, agenda } = world;
  let running = false;
  const tell: TellVenueNews = (news, raw) => {
    if (!running) return;
    options.tell(news, raw);
    // A group that is gone is made again: without one no entry leaves.
    const isGone = news.kind === "entryGroup" && news.state.kind === "none";
    if (isGone && !agenda.has("entryGroup")) agenda.after("entryGroup", groupRetryMs);
  };
  const parts = assemble(world, options, tell, () => running);
  const { group, watch, listener } = parts;
  const look = createLook(parts, world, options.sinceAt, { tell, running: () => running });
  const onces = createOnces<AccountTask>((task, nextMs) => {
    if (running && nextMs !== undefined && !agenda.has(task)) agenda.after(task, nextMs);
  });

  async function tendGroup(): Promise<void> {
    await group.tend();
    const due = group.dueMono();
    if (due !== undefined && running) agenda.at("entryGroup", due);
  }

  function groupNextMs(): number | undefined {
    if (group.state().kind !== "none") return undefined;
    return world.exchangeIndexOf("") === undefined ? shardWaitMs : groupRetryMs;
  }

  const work: Readonly<Record<AccountTask, readonly [Work, NextMs]>> = {
    account: [look.inTurn, look.nextMs],
    missing: [watch.look, () => undefined],
    keys: [() => readKeys(rest, world.keyId, tell), () => keysMs],
    entryGroup: [tendGroup, groupNextMs],
  };
  return {
    account: doorOf(parts, look.now, tendGroup),
    listener,
    start() {
      running = true;
      for (const task of ["entryGroup", "keys", "account"] as const) agenda.after(task, 0);
    },
    run: (task) => onces.run(task, ...work[task]),
    stop() {
      running = false;
    },
  };
}
