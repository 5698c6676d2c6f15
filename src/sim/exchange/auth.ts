/** Who may call: the three headers, the timestamp window, the signature. */
import type { HttpRequest } from "../../domain/ports.ts";
import type { Floor } from "./floor.ts";
import { failure, json } from "./replies.ts";
import type { Reply } from "./replies.ts";

export type Verify = (keyId: string, message: string, signatureBase64: string) => boolean;

export type AuthOptions = {
  /** undefined: signatures are not checked (in-process). */
  readonly verify: Verify | undefined;
  /** The one key's id; undefined: any id whose signature verifies. */
  readonly keyId: string | undefined;
  /** What the key may do: reads need one kind, writes another. */
  readonly scopes: readonly Scope[];
};

export const SCOPES = ["read", "write", "write::trade", "write::transfer"] as const;

export type Scope = (typeof SCOPES)[number];

/** What of a route the scope check looks at. */
export type Scoped = { readonly auth: boolean; readonly bucket: "read" | "write" };

export interface Guard {
  /** The refusal of a request that is not signed as it must be, or undefined. */
  refuse(request: HttpRequest, path: string): Reply | undefined;
  /** The refusal of a call that the key's scopes do not allow, or undefined. */
  refuseScope(route: Scoped): Reply | undefined;
  /** Does the request carry the headers at all? */
  signed(request: HttpRequest): boolean;
}

const headerNames = {
  key: "kalshi-access-key",
  signature: "kalshi-access-signature",
  timestamp: "kalshi-access-timestamp",
} as const;

function missing(what: string): Reply {
  const message = `${what} is missing from headers`;
  return json(401, { error: { code: message.replaceAll(" ", "_"), message } });
}

function authenticationError(details: string): Reply {
  const code = "authentication_error";
  return json(401, { error: { code, message: code, details } });
}

export function createGuard(floor: Floor, options: AuthOptions): Guard {
  const { verify, keyId, scopes } = options;
  const absent = (what: string): Reply =>
    missing(floor.switches.missingHeader === "named" ? what : "signature");
  function refuse(request: HttpRequest, path: string): Reply | undefined {
    if (verify === undefined) return undefined;
    const key = request.headers[headerNames.key] ?? "";
    const signature = request.headers[headerNames.signature] ?? "";
    const timestamp = request.headers[headerNames.timestamp] ?? "";
    if (key === "") return absent("key");
    if (signature === "") return absent("signature");
    if (timestamp === "") return absent("timestamp");
    // Signatures carry real time at every speed of the simulation.
    const late = floor.operator.clock.now().at - Number(timestamp);
    const { timestampLateMs, timestampEarlyMs } = floor.switches;
    if (!/^\d+$/.test(timestamp) || late > timestampLateMs || -late > timestampEarlyMs) {
      return failure(401, "header_timestamp_expired");
    }
    if (keyId !== undefined && key !== keyId) return authenticationError("NOT_FOUND");
    if (!verify(key, `${timestamp}${request.method}${path}`, signature)) {
      return authenticationError("INCORRECT_API_KEY_SIGNATURE");
    }
    return undefined;
  }
  function refuseScope({ auth, bucket }: Scoped): Reply | undefined {
    const allowed =
      bucket === "read"
        ? scopes.includes("read")
        : scopes.includes("write") || scopes.includes("write::trade");
    if (!auth || allowed) return undefined;
    const error = { code: "insufficient_scope", message: `the key lacks the scope ${bucket}` };
    return json(403, floor.switches.missingScope === "nested" ? { error } : error);
  }
  return {
    refuse,
    refuseScope,
    signed: (request) => Object.values(headerNames).some((name) => name in request.headers),
  };
}
