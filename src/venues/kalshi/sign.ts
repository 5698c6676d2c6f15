/** The three headers of a signed request. Query and body are not signed, the host is not either. */
import type { Credentials } from "./key.ts";

export type SignedHeaders = Readonly<Record<string, string>>;

/** Carries the moment that was signed, Unix ms. */
export const stampHeader = "kalshi-access-timestamp";

/** The text that is signed: time in ms, method in capitals, path without its query. */
export function signedText(atMs: number, method: string, url: string): string {
  return `${atMs}${method.toUpperCase()}${new URL(url).pathname}`;
}

/** Signs one request. `atMs` is the exchange's time as well as we know it, Unix ms. */
export async function signedHeaders(
  credentials: Credentials,
  method: string,
  url: string,
  atMs: number,
): Promise<SignedHeaders> {
  const at = Math.round(atMs);
  return {
    "kalshi-access-key": credentials.keyId,
    [stampHeader]: String(at),
    "kalshi-access-signature": await credentials.sign(signedText(at, method, url)),
  };
}
