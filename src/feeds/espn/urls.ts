/** Which addresses may be asked for the scoreboard, and how its URLs are made. */
import { type Reading, unreadable } from "../../domain/reading.ts";

/** Hosts that serve the scoreboard; the second is the fallback of the first. */
export const ESPN_HOSTS: readonly string[] = ["site.api.espn.com", "site.web.api.espn.com"];

/** What `--source demo` and `--source real` poll when no other address is given. */
export const ESPN_BASE_URL = "https://site.api.espn.com";

const loopbackHosts: readonly string[] = ["localhost", "[::1]"];
const leaguePath = "/apis/site/v2/sports/football/nfl";

function isLoopback(hostname: string): boolean {
  return loopbackHosts.includes(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Reads the address of a scoreboard. Refused: anything but loopback and the known hosts, user-info,
 * plain http beyond loopback, another port of a known host, white space and control characters.
 */
export function readEspnUrl(text: string): Reading<URL> {
  if (/[\s\p{Cc}]/u.test(text)) return unreadable("an ESPN address has no white space");
  if (!URL.canParse(text)) return unreadable("the ESPN address is not a URL");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || text.includes("@")) {
    return unreadable("the ESPN address must not carry a user name");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return unreadable("the ESPN address must begin with https://");
  }
  if (isLoopback(url.hostname)) return { kind: "read", value: url };
  if (!ESPN_HOSTS.includes(url.hostname)) {
    return unreadable(`only ${ESPN_HOSTS.join(", ")} or loopback are asked for ESPN data`);
  }
  if (url.protocol !== "https:") return unreadable("plain http is allowed on loopback only");
  if (url.port !== "") return unreadable("a known ESPN host is asked on its own port only");
  return { kind: "read", value: url };
}

function leagueUrl(baseUrl: string): URL {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, "").replace(/\/scoreboard$/, "");
  url.pathname = path === "" ? leaguePath : path;
  url.search = "";
  url.hash = "";
  return url;
}

/**
 * The scoreboard of the current week, or of one US Eastern day ("YYYYMMDD").
 * The base may be a bare host, the league's path or the scoreboard's own address.
 */
export function scoreboardUrl(baseUrl: string, easternDay: string | undefined): string {
  const url = leagueUrl(baseUrl);
  url.pathname = `${url.pathname}/scoreboard`;
  if (easternDay !== undefined) url.searchParams.set("dates", easternDay);
  return url.href;
}

/** The summary of one game. */
export function summaryUrl(baseUrl: string, eventId: string): string {
  const url = leagueUrl(baseUrl);
  url.pathname = `${url.pathname}/summary`;
  url.searchParams.set("event", eventId);
  return url.href;
}
