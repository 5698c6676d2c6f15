/** Which exchanges may be asked, and how their addresses are made. */
import { type Reading, read, unreadable } from "../../domain/reading.ts";

/** Where an exchange answers: `restUrl` ends in /trade-api/v2, `socketUrl` in /trade-api/ws/v2. */
export type KalshiUrls = { readonly restUrl: string; readonly socketUrl: string };

const restPath = "/trade-api/v2";
const socketPath = "/trade-api/ws/v2";

/** REST host → WebSocket host. Production and demo, today's and older names. */
const knownHosts: Readonly<Record<string, string>> = {
  "external-api.kalshi.com": "external-api-ws.kalshi.com",
  "api.elections.kalshi.com": "api.elections.kalshi.com",
  "external-api.demo.kalshi.co": "external-api-ws.demo.kalshi.co",
  "demo-api.kalshi.co": "demo-api.kalshi.co",
};

export const KALSHI_PRODUCTION: KalshiUrls = {
  restUrl: `https://external-api.kalshi.com${restPath}`,
  socketUrl: `wss://external-api-ws.kalshi.com${socketPath}`,
};

export const KALSHI_DEMO: KalshiUrls = {
  restUrl: `https://external-api.demo.kalshi.co${restPath}`,
  socketUrl: `wss://external-api-ws.demo.kalshi.co${socketPath}`,
};

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function pathIsOurs(pathname: string): boolean {
  return ["", restPath].includes(pathname.replace(/\/+$/, ""));
}

/**
 * Reads the address of an exchange. Refused: anything but loopback and the known hosts, user-info,
 * plain http beyond loopback, another port of a known host, another path, white space.
 */
export function readKalshiUrl(text: string): Reading<KalshiUrls> {
  if (/[\s\p{Cc}]/u.test(text)) return unreadable("a Kalshi address has no white space");
  if (!URL.canParse(text)) return unreadable("the Kalshi address is not a URL");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || text.includes("@")) {
    return unreadable("the Kalshi address must not carry a user name");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return unreadable("the Kalshi address must begin with https://");
  }
  if (!pathIsOurs(url.pathname) || url.search !== "" || url.hash !== "") {
    return unreadable(`the Kalshi address ends in ${restPath} or in the host's name`);
  }
  if (isLoopback(url.hostname)) {
    const scheme = url.protocol === "https:" ? "wss" : "ws";
    return read({
      restUrl: `${url.protocol}//${url.host}${restPath}`,
      socketUrl: `${scheme}://${url.host}${socketPath}`,
    });
  }
  const socketHost = Object.hasOwn(knownHosts, url.hostname) ? knownHosts[url.hostname] : undefined;
  if (socketHost === undefined) {
    return unreadable(`only ${Object.keys(knownHosts).join(", ")} or loopback are traded at`);
  }
  if (url.protocol !== "https:") return unreadable("plain http is allowed on loopback only");
  if (url.port !== "") return unreadable("a known Kalshi host is asked on its own port only");
  return read({
    restUrl: `https://${url.hostname}${restPath}`,
    socketUrl: `wss://${socketHost}${socketPath}`,
  });
}
