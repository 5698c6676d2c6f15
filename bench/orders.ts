/**
 * From a frame to the order's bytes at the other end, durable in between, against what that cannot
 * be faster than: the longer of the disk's sync and the signature, and the way there and back.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRealTime } from "../src/app/real-time.ts";
import { createHttp } from "../src/app/transport/http.ts";
import { createSockets } from "../src/app/transport/sockets.ts";
import { contracts, type Money, type Price } from "../src/domain/numbers.ts";
import type { Approved, Order } from "../src/domain/orders.ts";
import type { Socket } from "../src/domain/ports.ts";
import { clientOrderIdOf } from "../src/execution/order-id.ts";
import { effectKind, isAudit, openJournal } from "../src/journal/journal.ts";
import { listen } from "../src/sim/listen.ts";
import { createOwnOrders } from "../src/venues/kalshi/account/own-orders.ts";
import { createOrderSender } from "../src/venues/kalshi/account/sender.ts";
import { createWrites } from "../src/venues/kalshi/account/writes.ts";
import { createAuthHolds } from "../src/venues/kalshi/auth-refusal.ts";
import { createCaller } from "../src/venues/kalshi/caller.ts";
import { createExchangeClock } from "../src/venues/kalshi/exchange-clock.ts";
import { readPrivateKey } from "../src/venues/kalshi/kalshi.ts";
import { createRateBudget } from "../src/venues/kalshi/limits.ts";
import { high, median, ms, times, timed } from "./measure.ts";

const rounds = 200;
const warmUp = 20;
const path = "/trade-api/ws/v2";

type KeyType = "rsa" | "ed25519";

/** Resolves at each arrival of an order's bytes, and hands out the stream's other end. */
type Floor = { arrived: () => void; client: Socket | undefined };

async function openFloor() {
  const floor: Floor = { arrived: () => undefined, client: undefined };
  const listening = await listen({
    http: {
      handle: () => {
        floor.arrived();
        const body = { order_id: "o", fill_count: "0.00", remaining_count: "0.00", ts_ms: 0 };
        return { status: 201, headers: {}, body: JSON.stringify(body) };
      },
    },
    socket: {
      refuse: () => undefined,
      accept: (_request, client) => {
        floor.client = client;
        return {
          opened: () => undefined,
          message: () => undefined,
          pinged: () => undefined,
          ponged: () => undefined,
          closed: () => undefined,
        };
      },
    },
    pathOfSocket: path,
  });
  return { floor, listening };
}

function orderOf(intentId: number): Approved<Order> {
  const order: Order = {
    intentId,
    clientOrderId: clientOrderIdOf("bench", intentId),
    mode: "DEMO",
    ticker: "KXNFLGAME-26OCT12BUFLAR-LAR",
    team: "home",
    side: "bid",
    quantity: contracts(10),
    limit: 6300 as Price,
    reduceOnly: true,
    origin: "ticket",
    signalId: undefined,
    worstCost: 0 as Money,
  };
  // Stands in for risk/: what is measured is the way, not the decision.
  return order as Approved<Order>;
}

function signerIn(folder: string, type: KeyType) {
  const { privateKey } =
    type === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ed25519");
  const file = join(folder, `${type}.pem`);
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(file, 0o600);
  const reading = readPrivateKey(file);
  if (reading.kind === "unreadable") throw new Error(reading.why);
  return reading.value;
}

type Signer = ReturnType<typeof signerIn>;

function senderTo(origin: string, sign: Signer) {
  const time = createRealTime();
  const http = createHttp();
  // Measured is the way of one order, not how many the exchange lets through in a second.
  const budget = { ...createRateBudget(time.clock), spend: () => true };
  const caller = createCaller({
    http,
    operatorClock: time.clock,
    exchangeClock: createExchangeClock(time.clock, () => undefined),
    budget,
    holds: createAuthHolds(time.clock),
    restUrl: `${origin}/trade-api/v2`,
    credentials: { keyId: "bench", sign },
  });
  const tell = (): void => undefined;
  const never = (): Promise<undefined> => Promise.resolve(undefined);
  const sender = createOrderSender({
    writes: createWrites(caller, tell),
    reads: {
      readAccount: () => Promise.resolve({ kind: "failed", why: "bench" }),
      readOrder: never,
      findOrder: never,
      restingOrders: never,
      fillsOf: never,
      dataAt: never,
    },
    own: createOwnOrders(tell),
    group: {
      state: () => ({ kind: "none", why: "bench" }),
      tend: () => Promise.resolve(),
      setMaxPosition: () => Promise.resolve(),
      noteFill: tell,
      trigger: () => Promise.resolve(false),
      reset: () => Promise.resolve(false),
      refusedByGroup: tell,
      heard: tell,
      dueMono: () => undefined,
    },
    clock: time.clock,
    operatorClock: time.clock,
    exchangeIndexOf: () => 0,
    tell,
    lookSoon: tell,
  });
  return { sender, http, timers: time.timers };
}

const frame = JSON.stringify({
  type: "orderbook_delta",
  sid: 1,
  seq: 2,
  msg: { market_ticker: "T", price_dollars: "0.6200", delta_fp: "-55.50", side: "yes" },
});

/** A stream whose frames are reacted to with a request; ms from a frame's sending to its arrival. */
async function openWay(floor: Floor, origin: string) {
  const opened = Promise.withResolvers<void>();
  let react: () => Promise<unknown> = () => Promise.resolve();
  let reacted: Promise<unknown> = Promise.resolve();
  const socket = createSockets().open(
    `${origin.replace("http", "ws")}${path}`,
    {},
    {
      opened: () => opened.resolve(),
      message: () => {
        reacted = react();
      },
      pinged: () => undefined,
      ponged: () => undefined,
      closed: () => undefined,
    },
  );
  await opened.promise;
  return {
    async go(by: () => Promise<unknown>): Promise<number> {
      react = by;
      const arrival = Promise.withResolvers<number>();
      floor.arrived = () => arrival.resolve(performance.now());
      const from = performance.now();
      floor.client?.send(frame);
      const at = await arrival.promise;
      await reacted;
      return at - from;
    },
    close: () => socket.close(1000, ""),
  };
}

export async function benchOrders(type: KeyType): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "mnf-bench-"));
  const sign = signerIn(folder, type);
  const { floor, listening } = await openFloor();
  const { sender, http, timers } = senderTo(listening.origin, sign);
  const journal = await openJournal({
    dataFolder: join(folder, "data"),
    sessionId: `bench-${type}`,
    header: {},
    opened: { at: Date.now(), mono: 0, person: 0 },
    startedAt: Date.now(),
    onFailure: (why) => process.stderr.write(`${why}\n`),
    timers,
    isAudit,
    random: randomBytes,
  });
  const kind = effectKind({ kind: "intent", order: orderOf(1), gates: [] });
  const plain = { method: "POST", url: `${listening.origin}/x`, headers: {}, body: "{}" } as const;
  const record = `${JSON.stringify({ kind, body: { order: orderOf(1), gates: [] } })}\n`;
  const [there, full, synced, signed]: [number[], number[], number[], number[]] = [[], [], [], []];
  let intents = 0;
  const sendPlain = () => http.request(plain, { timeoutMs: 5000, bytesMax: 10_000 });
  const sendOrder = async (): Promise<void> => {
    intents += 1;
    const order = orderOf(intents);
    journal.append({ at: Date.now(), mono: 0, person: 0, kind, body: { order, gates: [] } });
    const durable = journal.commit();
    sender.prepare();
    await durable;
    await sender.submit(order, new AbortController().signal);
  };
  const stream = await openWay(floor, listening.origin);
  const disk = await open(join(folder, "floor"), "a");
  const syncAlone = async (): Promise<void> => {
    await disk.write(record);
    await disk.datasync();
  };
  const signAlone = () => sign(`${Date.now()}POST/trade-api/v2/portfolio/events/orders`);
  // In turns, so that whatever slows the machine down slows down all of them.
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const turn = [
      await stream.go(sendPlain),
      await timed(syncAlone),
      await stream.go(sendOrder),
      await timed(signAlone),
    ] as const;
    if (round < warmUp) continue;
    there.push(turn[0]);
    synced.push(turn[1]);
    full.push(turn[2]);
    signed.push(turn[3]);
  }
  stream.close();
  await disk.close();
  await journal.close();
  await http.close();
  await listening.close();
  rmSync(folder, { recursive: true });
  const floorMs = Math.max(median(synced), median(signed)) + median(there);
  return [
    `order, ${type}: frame in → order bytes at the other end, durable, median of ${rounds}`,
    `  whole way          ${ms(median(full))} (p95 ${ms(high(full))})`,
    `  fdatasync alone    ${ms(median(synced))}`,
    `  sign alone         ${ms(median(signed))}`,
    `  loopback way       ${ms(median(there))}`,
    `  whole / floor      ${times(median(full) / floorMs)}, ${ms(median(full) - floorMs)} above it`,
  ];
}
