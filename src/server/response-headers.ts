/** Headers of every response, errors of the HTTP parser included. */

/** No script, style, connection or frame but our own; texts never become markup. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** `no-store`: nothing of tonight may be shown tomorrow, or by another program on this port. */
export const responseHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** A whole response without a body, for a socket that no HTTP response belongs to yet. */
export function bareResponse(status: number, words: string): string {
  const headers = Object.entries({
    ...responseHeaders,
    "content-length": "0",
    connection: "close",
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status} ${words}\r\n${lines}\r\n`;
}
