/** What a night's journal tells, read once from its first record to its last. */
import type { Effect } from "../../src/domain/effects.ts";
import type { DeskEvent } from "../../src/domain/events.ts";
import { createDesk, type Desk, type Opening, step, viewOf } from "../../src/engine/engine.ts";
import { type Entry, readNight } from "../../src/journal/journal.ts";

/** The desk as its page showed it at one second of source time. */
export type Sample = { readonly second: number; readonly executable: boolean };

export type Story = {
  /** Every record that is no market data, in order. */
  readonly acts: readonly Entry[];
  /** One sample for each second of source time. */
  readonly samples: readonly Sample[];
  /** Moments at which fills, fees and settlements did not give the cash. */
  readonly wrongCash: readonly string[];
  /** Moments of the cash that were checked because something had moved it. */
  readonly cashChecks: number;
  /** The game's state in the order in which it showed: pre, in, post. */
  readonly gameStates: readonly string[];
  readonly opening: Opening;
  /** Inputs, and what was decided on them. */
  readonly events: number;
  readonly effects: number;
};

/** Micro-dollars of a desk's cash as its records give it, summed here in a way of our own. */
type Purse = { cash: bigint; readonly held: Map<string, bigint> };

const dollar = 1_000_000n;
const quantityUnits = 100n;

/** A contract held is paid for: its price when long YES, one dollar less its price when short. */
function collateral(held: bigint): bigint {
  return held < 0n ? (-held * dollar) / quantityUnits : 0n;
}

/** Cash after one effect: prices are 1/10000 $, quantities 1/100 contract, so products are µ$. */
function settleInto(purse: Purse, effect: Effect): boolean {
  if (effect.kind === "fill") {
    const { ticker, side, price, quantity, fee } = effect.fill;
    const before = purse.held.get(ticker) ?? 0n;
    const after = before + BigInt(side === "bid" ? quantity : -quantity);
    const paid = BigInt(price) * BigInt(quantity) * (side === "bid" ? 1n : -1n);
    purse.cash -= paid + BigInt(fee) + collateral(after) - collateral(before);
    purse.held.set(ticker, after);
    return true;
  }
  if (effect.kind === "settle") {
    const held = purse.held.get(effect.ticker) ?? 0n;
    purse.cash += held * BigInt(effect.value) + collateral(held);
    purse.held.set(effect.ticker, 0n);
    return true;
  }
  return false;
}

/** True for records that decide or tell, false for what came in from ESPN and Kalshi. */
function isAct(kind: string): boolean {
  return !kind.startsWith("in.") || kind === "in.operator" || kind === "in.durable";
}

type Telling = {
  readonly desk: Desk;
  readonly opening: Opening;
  readonly purse: Purse;
  readonly acts: Entry[];
  readonly samples: Sample[];
  readonly wrongCash: string[];
  readonly gameStates: string[];
  cashChecks: number;
  events: number;
  effects: number;
  views: number;
};

function begin(entry: Entry): Telling {
  const { opening } = (entry.body as { header: { opening: Opening } }).header;
  return {
    desk: createDesk(opening),
    opening,
    purse: { cash: BigInt(opening.config.paperBalance), held: new Map() },
    acts: [entry],
    samples: [],
    wrongCash: [],
    gameStates: [],
    cashChecks: 0,
    events: 0,
    effects: 0,
    views: 0,
  };
}

function sampleUntil(telling: Telling, entry: Entry): void {
  const last = telling.samples.at(-1)?.second ?? Math.floor(entry.mono / 1000) - 1;
  for (let second = last + 1; second * 1000 <= entry.mono; second += 1) {
    telling.views += 1;
    const mono = second * 1000;
    const stamp = { at: entry.at - (entry.mono - mono), mono, person: entry.person };
    const view = viewOf(telling.desk, stamp, telling.views);
    telling.samples.push({ second, executable: view.last_signal?.executable === true });
    const { state } = view.game_state;
    if (state !== null && state !== telling.gameStates.at(-1)) telling.gameStates.push(state);
  }
}

function take(telling: Telling, entry: Entry): void {
  if (isAct(entry.kind)) telling.acts.push(entry);
  if (!entry.kind.startsWith("in.")) return;
  sampleUntil(telling, entry);
  const { at, mono, person } = entry;
  const event = entry.body as DeskEvent;
  const { effects } = step(telling.desk, { stamp: { at, mono, person }, event });
  telling.events += 1;
  telling.effects += effects.length;
  const moved = effects.map((effect) => settleInto(telling.purse, effect)).includes(true);
  if (!moved) return;
  telling.cashChecks += 1;
  const { balance } = viewOf(telling.desk, { at, mono, person }, 0).performance;
  const booked = BigInt(Math.round((balance ?? Number.NaN) * 1_000_000));
  if (booked !== telling.purse.cash) {
    telling.wrongCash.push(`record ${entry.seq}: ${booked} µ$, not ${telling.purse.cash} µ$`);
  }
}

/** Reads a data folder's newest night (or a night's folder) and steps a desk through it. */
export async function storyOf(path: string): Promise<Story> {
  let telling: Telling | undefined;
  for await (const entry of readNight(path)) {
    if (telling === undefined) telling = begin(entry);
    else take(telling, entry);
  }
  if (telling === undefined) throw new Error(`${path}: no record`);
  return telling;
}

/** Stretches of at least `seconds` successive samples in which Execute was enabled. */
export function windowsOf(samples: readonly Sample[], seconds: number): number {
  let windows = 0;
  let length = 0;
  for (const { executable } of samples) {
    length = executable ? length + 1 : 0;
    if (length === seconds + 1) windows += 1; // n + 1 samples span n seconds
  }
  return windows;
}
