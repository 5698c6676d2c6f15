/**
 * The built-in night as a source with a real key: every request is signed by the product's own
 * signer and checked, yet time is the scheduler's. At one moment of it time goes slowly, so that
 * somebody outside can act; then the night is played to its end.
 */
import { generateKeyPairSync, verify } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScheduledSource } from "../../src/app/app.ts";
import type { NightSource } from "../../src/app/night-source.ts";
import {
  createInProcess,
  createScheduler,
  type Night,
  type NightConditions,
  openNight,
  planNight,
} from "../../src/sim/sim.ts";
import { readPrivateKey } from "../../src/venues/kalshi/kalshi.ts";
import { emptyFolder } from "../cli/product.ts";

export type KeyedSource = {
  readonly source: NightSource;
  readonly night: Night;
  readonly keyId: string;
  /** The private key as it stands in its file. */
  readonly pem: string;
  readonly signatures: ReadonlySet<string>;
};

export type KeyedWish = {
  readonly seed: number;
  readonly conditions: NightConditions;
  /** The id of the key in use. */
  readonly keyId: string;
  /** Done once at this many simulated ms after the beginning, while time goes slowly. */
  readonly atMs: number;
  readonly act: () => Promise<void>;
};

const latencyMs = 20;
const slowStepMs = 20;

const hop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Opens the night on a scheduler, with an Ed25519 key in a file of its owner's. */
export function createKeyedSource({ seed, conditions, keyId, atMs, act }: KeyedWish): KeyedSource {
  const pair = generateKeyPairSync("ed25519");
  const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const file = join(emptyFolder(), "private-key.pem");
  writeFileSync(file, pem, { mode: 0o600 });
  const signer = readPrivateKey(file);
  if (signer.kind === "unreadable") throw new Error(signer.why);
  const sign = signer.value;
  const plan = planNight({ seed, kind: { kind: "builtIn", crowd: "overreacting" }, conditions });
  const scheduler = createScheduler(plan.startsAt);
  const world = { clock: scheduler.clock, timers: scheduler.timers };
  const signatures = new Set<string>();
  const night = openNight(plan, {
    source: world,
    operator: world,
    keyId,
    verify: (id, message, signature) => {
      const bytes = Buffer.from(signature, "base64");
      return id === keyId && verify(null, Buffer.from(message), pair.publicKey, bytes);
    },
  });
  // Words, addresses and the rest are those of every built-in night.
  const plain = createScheduledSource(plan);
  const transport = createInProcess(
    world,
    new Map([
      [new URL(plain.espnUrl).origin, { http: night.scoreboard }],
      [
        new URL(plain.kalshi.restUrl).origin,
        { http: night.exchange.rest, socket: night.exchange.socket },
      ],
    ]),
    latencyMs,
  );
  let hasBegun = false;
  const source: NightSource = {
    ...plain,
    timeline: world,
    operator: world,
    http: transport.http,
    sockets: transport.sockets,
    credentials: {
      keyId,
      async sign(message) {
        const signature = await scheduler.outside(sign(message));
        signatures.add(signature);
        return signature;
      },
    },
    async drive(done) {
      const run = (until?: number): Promise<unknown> =>
        scheduler.run({ drain: hop, done, ...(until === undefined ? {} : { until }) });
      if (!hasBegun) return void (await run());
      await run(atMs);
      let acted = false;
      const acting = act().finally(() => (acted = true));
      while (!acted) {
        await run(scheduler.clock.now().mono + slowStepMs);
        await pause();
      }
      await acting;
      await run();
    },
    begin() {
      hasBegun = true;
      night.start();
    },
    close() {
      night.stop();
      return Promise.resolve();
    },
  };
  return { source, night, keyId, pem, signatures };
}
