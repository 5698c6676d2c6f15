/**
 * One desk, its orders and an exchange, with every message between them held until it is let go:
 * the real `step`, order desk, sender, join of orders and recovery, over a wire made of lists.
 */
import type { Command } from "../../src/domain/commands.ts";
import { DEFAULT_CONFIG } from "../../src/domain/config.ts";
import type { Effect } from "../../src/domain/effects.ts";
import type { DeskEvent, MarketNews, Stamp } from "../../src/domain/events.ts";
import { contracts, price } from "../../src/domain/numbers.ts";
import type { Clock } from "../../src/domain/ports.ts";
import { createDesk, type Desk, isLeftOpen, type Opening, step } from "../../src/engine/engine.ts";
import { ladder, markets, opening, situation } from "../../src/engine/desk-fixture.ts";
import { createFolding, foldedKinds, foldFact } from "../../src/app/fold-facts.ts";
import { createOrderDesk, type OrderDesk } from "../../src/app/order-desk.ts";
import { recoveredFrom } from "../../src/app/recover.ts";
import { effectKind, type Entry } from "../../src/journal/journal.ts";
import type { WriteOutcome } from "../../src/venues/kalshi/account/writes.ts";
import { type HeldAccount, type HeldRequest, openHeldAccount, readyGroup } from "./held-account.ts";
import { createModelExchange, type Frame } from "./model-exchange.ts";

export const exposureMax = contracts(150);
const config = { ...DEFAULT_CONFIG, maxGameExposure: exposureMax };
/**
 * A request that has been on its way for longer cannot arrive any more: its sender gave up after 4 s,
 * and no exchange holds an order back for much longer.
 */
const wireMs = 30_000;
const betweenReadingsMs = 11_000;
const folded = new Set(foldedKinds);
const { startedAt } = opening;
const keys = { mayTrade: true, words: "may trade", attestedUntil: startedAt + 86_400_000 };

const healthy: readonly MarketNews[] = [
  { kind: "markets", markets },
  { kind: "exchange", active: true, trading: true },
  { kind: "connection", up: true, why: "" },
  { kind: "clock", offsetMs: 10, uncertainMs: 20 },
];
const quotes = [
  { team: "home", bids: ladder([48, 900]), asks: ladder([50, 900]) },
  { team: "away", bids: ladder([50, 900]), asks: ladder([52, 900]) },
] as const;

function intentOf({ kind, body }: Entry): number | undefined {
  if (kind !== "out.intent") return undefined;
  return (body as Extract<Effect, { kind: "intent" }>).order.intentId;
}

/** Opens at a moment in which DEMO is armed and everything is healthy. */
export class OrderWorld {
  readonly exchange = createModelExchange(() => startedAt + this.#nowMs);
  readonly requests: HeldRequest[] = [];
  /** What the stream has yet to tell. */
  frames: Frame[] = [];
  /** Intents whose group is being written. */
  unsynced: number[] = [];
  record: Entry[] = [];
  /** So many records are known to be on the disk. */
  synced = 0;
  connected = false;
  session = 0;
  desk: Desk;
  held: HeldAccount | undefined;
  /** Programming errors that anything met: there must be none. */
  readonly faults: unknown[] = [];
  #nowMs = 0;
  #sessionStartMs = 0;
  #orderDesk: OrderDesk;
  readonly #inbox: DeskEvent[] = [];
  readonly #clock: Clock = { now: () => this.#now() };

  constructor() {
    const begun: Opening = { ...opening, config, source: "demo" };
    this.desk = createDesk(begun);
    this.#orderDesk = this.#newOrderDesk();
    this.#begin(begun);
    const answer = { kind: "answer", game: opening.game, situation, changed: true } as const;
    this.#give({ kind: "game", news: answer });
    this.ask({ kind: "arm", word: undefined, sessionCap: undefined });
    this.#give({ kind: "venue", news: { kind: "keys", keys } });
    this.#give({ kind: "venue", news: { kind: "entryGroup", state: readyGroup } });
    this.reconnect();
    this.ask({ kind: "start" });
    this.synced = this.record.length;
    const { mode, standing, notices } = this.desk;
    if (mode === "DEMO" && standing.state === "TRADING") return;
    throw new Error(`the world did not open: ${JSON.stringify(notices)}`);
  }

  #now(): Stamp {
    const mono = this.#nowMs - this.#sessionStartMs;
    return { at: startedAt + this.#nowMs, mono, person: mono };
  }

  #note(kind: string, body: unknown): void {
    this.record.push({ ...this.#now(), seq: this.record.length + 1, kind, body });
  }

  #take(event: DeskEvent): void {
    const { effects } = step(this.desk, { stamp: this.#now(), event });
    for (const effect of effects) this.#note(effectKind(effect), effect);
    for (const effect of effects) {
      if (effect.kind === "intent") this.unsynced.push(effect.order.intentId);
      this.#orderDesk.carryOut(effect);
    }
  }

  #drain(): void {
    const inbox = this.#inbox;
    for (let event = inbox.shift(); event !== undefined; event = inbox.shift()) this.#take(event);
  }

  #give(event: DeskEvent): void {
    this.#inbox.push(event);
    this.#drain();
  }

  #newOrderDesk(): OrderDesk {
    const { session } = this;
    const fault = (error: unknown): void => void this.faults.push(error);
    return createOrderDesk({
      venue: {
        openAccount: (account) => {
          const { exchange, requests } = this;
          const clock = this.#clock;
          this.held = openHeldAccount({ session, account, clock, exchange, requests, fault });
          return this.held.account;
        },
        closeAccount: () => this.#hangUp(),
      },
      clock: this.#clock,
      post: (event) => {
        if (session === this.session) this.#inbox.push(event);
      },
      failed: fault,
    });
  }

  #hangUp(): void {
    this.held?.close();
    this.held = undefined;
    this.connected = false;
    this.frames = [];
  }

  #begin({ sessionId, second }: Opening): void {
    this.#note("session", { session: sessionId });
    this.#settleIn();
    if (second === undefined || !isLeftOpen(second)) return;
    this.#orderDesk.takeOver(config.maxPosition, second.orders);
  }

  /** Game, books and clock as they are on a good night. */
  #settleIn(): void {
    for (const news of healthy) this.#give({ kind: "market", news });
    this.#give({ kind: "disk", freeBytes: 1e12 });
    for (const sizes of quotes)
      this.#give({ kind: "market", news: { kind: "snapshot", ...sizes } });
    this.#freshen();
  }

  /** The books are as they were, and seen again just now. */
  #freshen(): void {
    const askedMono = this.#now().mono - 1;
    for (const sizes of quotes) {
      this.#give({ kind: "market", news: { kind: "crossCheck", askedMono, ...sizes } });
    }
  }

  ask(command: Command): void {
    this.#give({ kind: "operator", commandId: "c", origin: "api", command });
  }

  /** A person wants whole contracts of HOME at the offer. */
  ticket(count: number): void {
    this.#freshen();
    const terms = { ticker: markets.home.ticker, side: "bid", price: price(5000) } as const;
    this.ask({ kind: "ticket", ...terms, quantity: contracts(count), idempotencyKey: undefined });
  }

  /** The group of the oldest intent that waits is on the disk. */
  durable(): void {
    const intentId = this.unsynced.shift();
    if (intentId === undefined) return;
    const at = this.record.findLastIndex((entry) => intentOf(entry) === intentId);
    this.synced = Math.max(this.synced, at + 1);
    this.#freshen();
    this.#give({ kind: "durable", intentId });
  }

  arrives(request: HeldRequest): void {
    request.made = this.exchange.create(request.body);
    this.collect();
  }

  /** Hands a request its answer, if whoever sent it still lives. */
  async answers(request: HeldRequest, outcome: WriteOutcome): Promise<void> {
    request.answered = true;
    if (request.session === this.session) request.answer(outcome);
    await this.settled();
  }

  /** What has happened at the exchange is on its way, where somebody listens. */
  collect(): void {
    const more = this.exchange.takeFrames();
    if (this.connected) this.frames.push(...more);
  }

  /** The stream tells the next thing. */
  frame(): void {
    const next = this.frames.shift();
    if (next !== undefined) this.held?.hear(next);
    this.#drain();
  }

  #read(): void {
    const { at, mono } = this.#now();
    this.held?.show(this.exchange.reading(mono, at));
    this.#drain();
  }

  /** A while later the account is read. */
  async reading(): Promise<void> {
    this.#nowMs += betweenReadingsMs;
    const { at } = this.#now();
    for (const request of this.requests) {
      if (at - request.sentAt <= wireMs) continue;
      request.gone ||= request.made === undefined;
      if (request.answered) continue;
      await this.answers(request, { kind: "unknown", why: "no answer in time" });
    }
    this.#read();
  }

  disconnect(): void {
    this.connected = false;
    this.frames = [];
    this.held?.stream(false);
    this.#drain();
  }

  /** The stream is there again, and the account is read before anyone relies on it. */
  reconnect(): void {
    this.collect();
    this.frames = [];
    this.connected = true;
    this.#read();
    this.held?.stream(true);
    this.#drain();
  }

  /** The process is gone; the next one has what was written, or only what was synced. */
  restart(kept: "written" | "synced"): void {
    if (kept === "synced") this.record.length = this.synced;
    const folding = createFolding(startedAt + this.#nowMs);
    for (const entry of this.record) {
      if (folded.has(entry.kind)) foldFact(folding, JSON.parse(JSON.stringify(entry)) as Entry);
    }
    this.#hangUp();
    this.unsynced = [];
    this.#inbox.length = 0;
    this.session += 1;
    this.#sessionStartMs = this.#nowMs;
    const sessionId = `session-${this.session}`;
    const begun = { ...opening, config, source: "demo", sessionId } as const;
    const again = { ...begun, startedAt: startedAt + this.#nowMs, ...recoveredFrom(folding) };
    this.desk = createDesk(again);
    this.#orderDesk = this.#newOrderDesk();
    this.#begin(again);
    this.synced = this.record.length;
  }

  /** All that decides what can become of this world, as text: two alike have one future. */
  fingerprint(): string {
    const { desk, exchange, requests, frames, unsynced, record, synced, connected, session } = this;
    const { mode, standing, arming, orders, ledger, venue } = desk;
    const tail = record.slice(synced).filter(({ kind }) => folded.has(kind));
    return JSON.stringify([
      [mode, standing.state, arming.kind, ledger.cash, ledger.entries.length, session],
      [...orders.byIntent.values()].map(({ order, state, filled, sentAt }) => [
        [order.intentId, filled, sentAt, state.kind],
        "how" in state ? state.how : "sinceMono" in state ? state.sinceMono : 0,
        "askedMono" in state ? state.askedMono : 0,
      ]),
      [venue.streamUp, [...venue.absences], venue.differences, this.#nowMs, connected, unsynced],
      [exchange.orders, requests, frames, this.held?.standing()],
      tail.map(({ kind, body }) => [kind, (body as { kind?: string }).kind]),
    ]);
  }

  /** HOME's market pays so much, in 1/10000 $, for each contract. */
  settle(value: number): void {
    this.exchange.settle(value);
    const news = { kind: "settled", team: "home", value: price(value) } as const;
    this.#give({ kind: "market", news });
  }

  /** Lets every promise go as far as it can. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    this.#drain();
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    this.#drain();
  }
}
