/** What must be true of orders and money after every step, and when all is quiet. */
import { exposureOf, positionOf } from "../../src/execution/execution.ts";
import type { Effect } from "../../src/domain/effects.ts";
import { markets } from "../../src/engine/desk-fixture.ts";
import type { Ledger } from "../../src/execution/execution.ts";
import type { Entry } from "../../src/journal/journal.ts";
import { openingCash } from "./model-exchange.ts";
import { exposureMax, type OrderWorld } from "./order-world.ts";

/** Why a promise is broken, or nothing. */
export type Broken = string | undefined;

/** The books of DEMO, in force or not. */
export function demoLedger({ desk }: OrderWorld): Ledger | undefined {
  return desk.ledger.mode === "DEMO" ? desk.ledger : desk.otherPurses.get("DEMO")?.ledger;
}

function effectsOf<K extends Effect["kind"]>(world: OrderWorld, kind: K) {
  return world.record
    .map(({ body }) => body as Effect)
    .filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
}

/** I2, I3: one intent, one order; and it was on the disk before it left. */
function ordersAreIntents(world: OrderWorld): Broken {
  const { exchange, record, synced } = world;
  const onDisk = new Set(
    record
      .slice(0, synced)
      .map(({ body }) => body as Effect)
      .flatMap((effect) => (effect.kind === "intent" ? [effect.order.clientOrderId] : [])),
  );
  const seen = new Set<string>();
  for (const { clientOrderId } of exchange.orders) {
    if (!onDisk.has(clientOrderId)) return `I3: ${clientOrderId} left before it was on the disk`;
    if (seen.has(clientOrderId)) return `I2: ${clientOrderId} is at the exchange twice`;
    seen.add(clientOrderId);
  }
  const sent = effectsOf(world, "send").map(({ order }) => order.intentId);
  return new Set(sent).size === sent.length ? undefined : `I2: sends of ${sent.join(", ")}`;
}

/** I5 in truth: were everything filled that may still fill at the exchange. */
function exposureHolds({ exchange, requests, desk }: OrderWorld): Broken {
  const ahead = requests
    .filter(({ method, made, gone }) => method === "POST" && made === undefined && !gone)
    .map(({ body }) => Math.round(Number((JSON.parse(body) as { count: string }).count) * 100));
  const open = exchange.orders
    .filter(({ status }) => status === "resting")
    .map(({ initial, filled }) => initial - filled);
  const worst = [...ahead, ...open].reduce((sum, count) => sum + count, exchange.position());
  if (Math.abs(worst) > exposureMax) return `I5: ${worst / 100} contracts at worst in truth`;
  const tickers = [markets.home.ticker];
  const net = positionOf(desk.ledger, markets.home.ticker);
  const { towardHome } = exposureOf(desk.orders, tickers, net);
  return towardHome > exposureMax ? `I5: ${towardHome / 100} contracts at worst` : undefined;
}

/** I8, counted anew from what was recorded, in whole numbers without end. */
function cashAddsUp(world: OrderWorld): Broken {
  const ledger = demoLedger(world);
  if (ledger === undefined) return "the books of DEMO are gone";
  let cash = BigInt(openingCash);
  for (const { mode, fill } of effectsOf(world, "fill")) {
    if (mode !== "DEMO") return "a fill in PAPER";
    const value = BigInt(fill.price) * BigInt(fill.quantity);
    cash += (fill.side === "bid" ? -value : value) - BigInt(fill.fee);
  }
  for (const { mode, amount } of effectsOf(world, "settle")) {
    if (mode === "DEMO") cash += BigInt(amount);
  }
  for (const effect of effectsOf(world, "reconcile")) {
    if (effect.what === "explained") cash += BigInt(effect.amount);
  }
  return BigInt(ledger.cash) === cash ? undefined : `I8: ${ledger.cash} in the books, not ${cash}`;
}

/** No more is filled than was ordered, and each fill is told once. */
function fillsFit(world: OrderWorld): Broken {
  for (const { order, filled } of world.desk.orders.byIntent.values()) {
    if (filled > order.quantity) return `intent ${order.intentId} is filled ${filled / 100}`;
  }
  const trades = effectsOf(world, "fill").map(({ fill }) => fill.tradeId);
  return new Set(trades).size === trades.length ? undefined : `told twice: ${trades.join(", ")}`;
}

function endOf({ body }: Entry): number | undefined {
  const effect = body as Effect;
  if (effect.kind === "orderEnded" || effect.kind === "abandon") return effect.intentId;
  return effect.kind === "cancel" && effect.at === "desk" ? effect.intentId : undefined;
}

/** No order ends twice in one record. */
function endsOnce({ record }: OrderWorld): Broken {
  const ends = record.map(endOf).filter((intentId) => intentId !== undefined);
  return new Set(ends).size === ends.length ? undefined : `ended twice: ${ends.join(", ")}`;
}

/** I15: a process that begins anew is on PAPER, or may only reduce. */
function startsHarmless({ session, desk }: OrderWorld): Broken {
  if (session === 0) return undefined;
  const { mode, standing, arming, auto } = desk;
  if (arming.kind === "armed" || auto) return "I15: armed after a restart";
  const isHarmless = mode === "PAPER" || ["REDUCE-ONLY", "HALTED"].includes(standing.state);
  return isHarmless ? undefined : `I15: ${mode} ${standing.state} after a restart`;
}

const always = [
  ordersAreIntents,
  exposureHolds,
  cashAddsUp,
  fillsFit,
  endsOnce,
  startsHarmless,
] as const;

/** The first promise that does not hold after this step. */
export function brokenPromise(world: OrderWorld): Broken {
  if (world.faults.length > 0) return `a fault: ${String(world.faults[0])}`;
  for (const promise of always) {
    const broken = promise(world);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** The first promise that does not hold when nothing is on its way any more. */
export function brokenAtRest(world: OrderWorld): Broken {
  const { desk, exchange } = world;
  const ledger = demoLedger(world);
  if (ledger === undefined) return "the books of DEMO are gone";
  const live = [...desk.orders.live].map(({ order, state }) => `${order.intentId} ${state.kind}`);
  if (live.length > 0) return `not done at rest: ${live.join(", ")}`;
  const [ticker] = exchange.orders.map((order) => order.ticker);
  const ours = ticker === undefined ? 0 : positionOf(ledger, ticker);
  if (ours !== exchange.position()) {
    return `I10: ${ours / 100} in the books, ${exchange.position() / 100} at the exchange`;
  }
  if (BigInt(ledger.cash) !== exchange.cash()) {
    return `I8: cash ${ledger.cash} in the books, ${exchange.cash()} at the exchange`;
  }
  const adjusted = effectsOf(world, "reconcile").filter(({ what }) => what === "explained");
  if (adjusted.length > 0) return "the books were bent to fit";
  const halt = desk.standing.halt;
  return halt === undefined ? undefined : `halted: ${halt.code}`;
}
