/** The name of an order, made before it is sent. */
import { hashText } from "../domain/chance.ts";

function word(sessionId: string, intentId: number, index: number): string {
  const text = `client-order/${index}/${sessionId.length}:${sessionId}/${intentId}`;
  return hashText(text).toString(16).padStart(8, "0");
}

/**
 * UUID of an order, derived from session and intent (layout of version 8, RFC 9562): looked up
 * after a crash it is the same order, another intent is another. 122 bits of a pure hash, not for
 * secrets.
 */
export function clientOrderIdOf(sessionId: string, intentId: number): string {
  const hex = [0, 1, 2, 3].map((index) => word(sessionId, intentId, index)).join("");
  // The variant nibble is 8, 9, a or b: its two upper bits are 10.
  const variant = ((Number.parseInt(hex.charAt(16), 16) % 4) + 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

const ownLayout = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for the ids that this program gives to orders, of whatever session; others use version 4. */
export function isDeskOrderId(clientOrderId: string | undefined): boolean {
  return clientOrderId !== undefined && ownLayout.test(clientOrderId);
}
