/** The routes as the router itself lists them, so that a new one is attacked from its first day. */
import { buildServer } from "../../src/server/build-server.ts";
import { createFakeDesk } from "./fake-desk.ts";
import { build, realTimers, token } from "./desk-server.ts";

export type Route = { readonly method: string; readonly url: string };

/** Every route; the page's files stand as `/` and one name that is a file of the test's page. */
export async function enumerateRoutes(): Promise<readonly Route[]> {
  const built = await buildServer({
    port: 0,
    desk: createFakeDesk(),
    csv: { trades: () => "", fills: () => "" },
    token,
    pageFolder: "does-not-exist",
    build,
    timers: realTimers,
    log: { info: () => {}, warn: () => {} },
  });
  await built.close();
  return built.routes.flatMap((route) =>
    route.url === "/*"
      ? [
          { method: route.method, url: "/" },
          { method: route.method, url: "/app-1a2b.js" },
        ]
      : [route],
  );
}

/** A body that each POST route accepts, so that only the guard under test can refuse. */
export const validBodies: Readonly<Record<string, unknown>> = {
  "/api/config": { min_edge: 0.15, auto_trading: true },
  "/api/execute-trade": { ticker: "KXNFLGAME-X-KC", side: "BUY", quantity: 10, price: 54 },
  "/api/reset-breaker": { breaker: "espn", reason: "back again" },
  "/api/override": { gate: "LATE_GAME" },
  "/api/speed": { speed: 2 },
  "/api/arm": {},
  "/api/cancel-everything": { confirm: true },
  "/api/resolve-unknown": { intent_id: 7, how: "absent" },
};

export function bodyFor(route: Route): string | undefined {
  return route.method === "POST" ? JSON.stringify(validBodies[route.url] ?? {}) : undefined;
}
