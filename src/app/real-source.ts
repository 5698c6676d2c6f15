/** The real scoreboard and a real exchange (or whatever listens at the addresses given). */
import { z } from "zod";
import { ESPN_BASE_URL, readEspnUrl } from "../feeds/espn/espn.ts";
import {
  type Credentials,
  KALSHI_DEMO,
  KALSHI_PRODUCTION,
  readKalshiUrl,
  readPrivateKey,
} from "../venues/kalshi/kalshi.ts";
import type { SourceOrRefusal } from "./night-source.ts";
import { createRealTime } from "./real-time.ts";
import { createHttp } from "./transport/http.ts";
import { createSockets } from "./transport/sockets.ts";

export type RealSourceOptions = {
  readonly source: "demo" | "real";
  readonly espnUrl: string | undefined;
  readonly kalshiUrl: string | undefined;
  readonly game: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const KeyPair = z.object({ keyId: z.string().min(1).max(100), file: z.string().min(1) });

type KeyReading =
  | { readonly kind: "key"; readonly credentials: Credentials }
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly why: string };

/** The key of this exchange, from the environment; nothing set means watching without one. */
function keyOf(options: RealSourceOptions): KeyReading {
  const { environment, source } = options;
  const prefix = source === "demo" ? "KALSHI_DEMO" : "KALSHI";
  const idName = source === "demo" ? "KALSHI_DEMO_API_KEY_ID" : "KALSHI_API_KEY_ID";
  const keyId = environment[idName];
  const file =
    environment[`${prefix}_PRIVATE_KEY_FILE`] ?? environment[`${prefix}_PRIVATE_KEY_PATH`];
  if (keyId === undefined && file === undefined) return { kind: "none" };
  const pair = KeyPair.safeParse({ keyId, file });
  if (!pair.success) {
    const missing = keyId === undefined ? idName : `${prefix}_PRIVATE_KEY_FILE`;
    return { kind: "refused", why: `${missing} is not set, its counterpart is: set both or none.` };
  }
  const signer = readPrivateKey(pair.data.file);
  if (signer.kind === "unreadable") {
    return { kind: "refused", why: `${prefix}_PRIVATE_KEY_FILE: ${signer.why}.` };
  }
  return { kind: "key", credentials: { keyId: pair.data.keyId, sign: signer.value } };
}

const watching = "PAPER only: no key. The market is watched one level deep.";

/** Refuses with one line when an address or the key cannot be used. */
export function createRealSource(options: RealSourceOptions): SourceOrRefusal {
  const espn = readEspnUrl(options.espnUrl ?? ESPN_BASE_URL);
  if (espn.kind === "unreadable") return { kind: "refused", why: `--espn-url: ${espn.why}.` };
  const known = options.source === "demo" ? KALSHI_DEMO : KALSHI_PRODUCTION;
  const kalshi =
    options.kalshiUrl === undefined
      ? ({ kind: "read", value: known } as const)
      : readKalshiUrl(options.kalshiUrl);
  if (kalshi.kind === "unreadable") return { kind: "refused", why: `--kalshi-url: ${kalshi.why}.` };
  const key = keyOf(options);
  if (key.kind === "refused") return key;
  const time = createRealTime();
  const origins = [espn.value.origin, new URL(kalshi.value.restUrl).origin];
  const http = createHttp({ origins });
  return {
    kind: "source",
    source: {
      source: options.source,
      words: options.source === "demo" ? "Kalshi demo" : "Kalshi",
      caution: key.kind === "none" ? watching : undefined,
      timeline: time,
      operator: time,
      http,
      sockets: createSockets(),
      espnUrl: espn.value.href,
      kalshi: kalshi.value,
      credentials: key.kind === "key" ? key.credentials : undefined,
      eventId: options.game,
      gameName: undefined,
      pace: undefined,
      durableAfterMs: undefined,
      drive: undefined,
      begin: () => {},
      close: () => http.close(),
    },
  };
}
