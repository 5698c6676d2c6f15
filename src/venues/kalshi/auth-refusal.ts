/** Why the exchange does not take a signed request, told apart and in plain words. */
import type { Clock } from "../../domain/ports.ts";
import { readRefusal } from "./errors.ts";
import type { Urgency } from "./limits.ts";

export type AuthRefusal = "signature" | "unknownKey" | "clock" | "headers" | "other";

const kinds: readonly (readonly [part: string, kind: AuthRefusal])[] = [
  ["incorrect_api_key_signature", "signature"],
  ["invalid signature", "signature"],
  ["not_found", "unknownKey"],
  ["revoked", "unknownKey"],
  ["missing_from_headers", "headers"],
  ["missing from headers", "headers"],
  ["timestamp", "clock"],
];

/** The kind of a 401; `undefined` for every other status. */
export function authRefusal(status: number, body: string): AuthRefusal | undefined {
  if (status !== 401) return undefined;
  const { code, message, details } = readRefusal(body);
  const said = `${details ?? ""} ${code ?? ""} ${message ?? ""}`.toLowerCase();
  return kinds.find(([part]) => said.includes(part))?.[1] ?? "other";
}

/** At most its last four characters of a key's name are ever shown. */
export function shownKeyId(keyId: string): string {
  return `…${keyId.slice(-4)}`;
}

/** One sentence for a person. */
export function authWords(kind: AuthRefusal, host: string, keyId: string): string {
  const key = shownKeyId(keyId);
  switch (kind) {
    case "signature":
      return `${host} knows the key ${key}, but the private key file does not belong to it`;
    case "unknownKey":
      return (
        `${host} does not know the key ${key}: it was revoked, or it is a key of the other ` +
        "exchange (demo keys work at demo only, production keys at production only)"
      );
    case "clock":
      return `${host} refuses the time stamp: set this computer's clock by the network`;
    case "headers":
      return `${host} misses a header of the signature: a proxy may have removed it`;
    case "other":
      return `${host} refuses the key ${key} without a reason that we know (401)`;
  }
}

/** After a 401 the same again helps nobody soon. Operator's ms. */
export const authHoldMs = 30_000;

export type AuthHold = {
  /**
   * Asked before each signed request: undefined lets it leave, else the words of the refusal in
   * force. While the key is refused one request in 30 s is let through, whoever asks.
   */
  why(): string | undefined;
  /** The request is on its way out, nothing of ours forbids it: the turn is used. */
  leaves(): void;
  /** A signed request was answered: words of a refused key begin a hold, anything else ends it. */
  answered(refusal: string | undefined): void;
};

/** No retry storm: those who share a hold have one turn in 30 s while the key is refused. */
export function createAuthHold(operatorClock: Clock): AuthHold {
  let turnMono = Number.NEGATIVE_INFINITY;
  let refusal: string | undefined;
  return {
    why: () => (operatorClock.now().mono < turnMono ? refusal : undefined),
    leaves() {
      turnMono = operatorClock.now().mono + authHoldMs;
    },
    answered(why) {
      const begins = refusal === undefined && why !== undefined;
      if (begins) turnMono = operatorClock.now().mono + authHoldMs;
      refusal = why;
    },
  };
}

/** A hold for each urgency: what gets out, and its proof, never waits for a background read. */
export type AuthHolds = Readonly<Record<Urgency, AuthHold>>;

export function createAuthHolds(operatorClock: Clock): AuthHolds {
  const hold = (): AuthHold => createAuthHold(operatorClock);
  return { usual: hold(), cancel: hold(), proof: hold() };
}
