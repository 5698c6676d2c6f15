/** The built-in night and the real past game: the same built-in servers, over sockets or not. */
import {
  generateKeyPair,
  verify,
  createPublicKey,
  createPrivateKey,
  sign,
  constants,
  randomUUID,
} from "node:crypto";
import { promisify } from "node:util";
import { createInProcess, createScheduler, listen, type NightPlan, openNight } from "../sim/sim.ts";
import type { Credentials } from "../venues/kalshi/kalshi.ts";
import type { NightSource } from "./night-source.ts";
import { createPacedTime, createRealTime, type PacedTime, type Timeline } from "./real-time.ts";
import { createHttp } from "./transport/http.ts";
import { createSockets } from "./transport/sockets.ts";

const rsaBits = 2048;
const durableAfterMs = 3;
const inProcessLatencyMs = 20;
const espnOrigin = "http://espn.built-in";
const kalshiOrigin = "http://kalshi.built-in";
/** Budgets refill in real time: at 60 times its pace the desk asks more than the basic tier gives. */
const fastTier = "premier" as const;
/** The name of the key where nothing is signed. */
const builtInKey = "built-in";
const socketPath = "/trade-api/ws/v2";
const restPath = "/trade-api/v2";
const pss = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};

/** A throw-away key: what the built-in exchange knows and what our adapter signs with. */
export type ThrowAwayKey = {
  readonly keyId: string;
  readonly privateKeyPem: string;
  verify(keyId: string, message: string, signature: string): boolean;
  readonly credentials: Credentials;
};

export async function createThrowAwayKey(): Promise<ThrowAwayKey> {
  const pair = await promisify(generateKeyPair)("rsa", {
    modulusLength: rsaBits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const publicKey = createPublicKey(pair.publicKey);
  const privateKey = createPrivateKey(pair.privateKey);
  const keyId = randomUUID();
  return {
    keyId,
    privateKeyPem: pair.privateKey,
    verify: (id, message, signature) =>
      id === keyId &&
      verify(
        "sha256",
        Buffer.from(message),
        { key: publicKey, ...pss },
        Buffer.from(signature, "base64"),
      ),
    credentials: {
      keyId,
      sign: (message) =>
        new Promise((resolve, reject) => {
          sign("sha256", Buffer.from(message), { key: privateKey, ...pss }, (error, signature) =>
            error === null ? resolve(signature.toString("base64")) : reject(error),
          );
        }),
    },
  };
}

function common(
  plan: NightPlan,
): Pick<NightSource, "source" | "words" | "caution" | "eventId" | "gameName"> {
  return {
    source: plan.source,
    words: plan.words,
    caution: plan.caution,
    eventId: plan.eventId,
    gameName: plan.gameName,
  };
}

/** The two built-in servers on loopback, with the throw-away key their exchange knows. */
export type BuiltInServers = {
  readonly key: ThrowAwayKey;
  readonly pace: PacedTime;
  readonly operator: Timeline;
  readonly espnUrl: string;
  readonly restUrl: string;
  readonly socketUrl: string;
  begin(): void;
  close(): Promise<void>;
};

/** Opens both servers; port 0 takes any free one. Rejects when a port cannot be had. */
export async function openBuiltInServers(
  plan: NightPlan,
  speed: number,
  ports: { readonly espn: number; readonly kalshi: number },
): Promise<BuiltInServers> {
  const key = await createThrowAwayKey();
  const operator = createRealTime();
  const pace = createPacedTime(plan.startsAt, speed);
  const night = openNight(plan, {
    source: pace,
    operator,
    verify: key.verify,
    keyId: key.keyId,
  });
  const espn = await listen({ http: night.scoreboard, port: ports.espn });
  const kalshi = await listen({
    http: night.exchange.rest,
    socket: night.exchange.socket,
    pathOfSocket: socketPath,
    port: ports.kalshi,
  });
  return {
    key,
    pace,
    operator,
    espnUrl: espn.origin,
    restUrl: `${kalshi.origin}${restPath}`,
    socketUrl: `${kalshi.origin.replace("http", "ws")}${socketPath}`,
    begin: () => night.start(),
    close: async () => {
      night.stop();
      await Promise.all([espn.close(), kalshi.close()]);
    },
  };
}

/** The night over real loopback sockets, `speed` times as fast as real time. */
export async function createPacedSource(plan: NightPlan, speed: number): Promise<NightSource> {
  const conditions = { tier: fastTier, ...plan.conditions };
  const servers = await openBuiltInServers({ ...plan, conditions }, speed, { espn: 0, kalshi: 0 });
  const http = createHttp();
  return {
    ...common(plan),
    timeline: servers.pace,
    operator: servers.operator,
    http,
    sockets: createSockets(),
    espnUrl: servers.espnUrl,
    kalshi: { restUrl: servers.restUrl, socketUrl: servers.socketUrl },
    credentials: servers.key.credentials,
    pace: servers.pace,
    durableAfterMs: undefined,
    drive: undefined,
    begin: servers.begin,
    close: async () => {
      await http.close();
      await servers.close();
    },
  };
}

/** The night under the one scheduler: no sockets, no waiting, the same decisions on every run. */
export function createScheduledSource(plan: NightPlan): NightSource {
  const scheduler = createScheduler(plan.startsAt);
  const world = { clock: scheduler.clock, timers: scheduler.timers };
  const night = openNight(plan, {
    source: world,
    operator: world,
    verify: undefined,
    keyId: builtInKey,
  });
  const transport = createInProcess(
    world,
    new Map([
      [espnOrigin, { http: night.scoreboard }],
      [kalshiOrigin, { http: night.exchange.rest, socket: night.exchange.socket }],
    ]),
    inProcessLatencyMs,
  );
  const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    ...common(plan),
    timeline: world,
    operator: world,
    http: transport.http,
    sockets: transport.sockets,
    espnUrl: espnOrigin,
    kalshi: {
      restUrl: `${kalshiOrigin}${restPath}`,
      socketUrl: `${kalshiOrigin.replace("http", "ws")}${socketPath}`,
    },
    credentials: { keyId: builtInKey, sign: () => Promise.resolve("unsigned") },
    pace: undefined,
    durableAfterMs,
    drive: async (done) => {
      await scheduler.run({ drain, done });
    },
    begin: () => night.start(),
    close: () => {
      night.stop();
      return Promise.resolve();
    },
  };
}
