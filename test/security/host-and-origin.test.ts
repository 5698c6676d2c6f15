/** Who may knock: names, origins and fetch sites (reliability §5 A). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forge, sendRaw } from "./attack-client.ts";
import { openPage, pageLines, post, startUnderAttack, type UnderAttack } from "./desk-server.ts";
import { bodyFor, enumerateRoutes, type Route } from "./routes.ts";

let server: UnderAttack;
let routes: readonly Route[];

beforeAll(async () => {
  server = await startUnderAttack();
  routes = await enumerateRoutes();
});
afterAll(() => server.close());

function ask(route: Route, host: string | undefined, lines: readonly string[] = []) {
  const body = bodyFor(route);
  const forged = { method: route.method, path: route.url, host, lines };
  return forge(server.port, body === undefined ? forged : { ...forged, body });
}

test("the router lists the routes of trading semantics §11", () => {
  const urls = routes.map((route) => `${route.method} ${route.url}`);
  for (const get of ["state", "circuit-breaker", "audit-log", "health", "games"]) {
    expect(urls).toContain(`GET /api/${get}`);
  }
  const posts = "config execute-trade start stop kill flatten reduce cancel cancel-everything";
  const more =
    "resolve-unknown reset-breaker reset-paper override refresh arm session lockout speed";
  for (const path of `${posts} ${more}`.split(" ")) expect(urls).toContain(`POST /api/${path}`);
  expect(urls).toContain("GET /api/export/trades.csv");
  expect(urls).toContain("GET /ws");
});

test("SEC-01 a foreign Host gets 403 and an empty body on every route", async () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const answer = await ask(route, `evil.example:${server.port}`);
    expect([route.url, answer.status, answer.body]).toEqual([route.url, 403, ""]);
    expect((await ask(route, "evil.example")).status).toBe(403);
  }
  expect(server.desk.heard).toEqual([]);
});

describe("SEC-02 a Host that only looks like ours is refused", () => {
  const lookAlikes = [
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.attacker.example",
    "LOCALHOST.",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "localhost@evil",
    "evil@localhost",
    "127.1",
  ];
  test.each(lookAlikes)("SEC-02 %s", async (name) => {
    expect((await ask({ method: "GET", url: "/api/state" }, `${name}:${server.port}`)).status).toBe(
      403,
    );
    expect((await ask({ method: "GET", url: "/api/state" }, name)).status).toBe(403);
  });

  test("SEC-02 localhost with another port, or without one", async () => {
    const state = { method: "GET", url: "/api/state" };
    expect((await ask(state, `localhost:${server.port + 1}`)).status).toBe(403);
    expect((await ask(state, "localhost")).status).toBe(403);
  });

  test("SEC-02 an empty Host, and none", async () => {
    const state = { method: "GET", url: "/api/state" };
    expect((await ask(state, "")).status).toBe(403);
    expect((await ask(state, undefined)).status).toBe(403);
  });

  test("SEC-02 two Host headers, the first or the second ours", async () => {
    const own = `localhost:${server.port}`;
    const both = [
      [own, "evil.example"],
      ["evil.example", own],
      [own, own],
    ] as const;
    for (const [first, second] of both) {
      const answer = await forge(server.port, { host: first, lines: [`Host: ${second}`] });
      expect([400, 403]).toContain(answer.status);
      expect(answer.body).toBe("");
    }
  });

  test("SEC-02 an absolute address in the request line, whatever Host says", async () => {
    for (const target of [`http://evil.example/api/state`, `http://localhost:${server.port}/`]) {
      const answer = await forge(server.port, { path: target });
      expect([target, answer.status]).toEqual([target, 400]);
    }
  });

  test.each(["localhost", "127.0.0.1", "[::1]"])("SEC-02 %s itself passes", async (name) => {
    const answer = await ask({ method: "GET", url: "/api/state" }, `${name}:${server.port}`);
    expect(answer.status).toBe(200);
  });
});

test.each(["GET", "POST", "PUT", "DELETE"])(
  "SEC-03 a rebound name reads nothing and changes nothing with %s",
  async (method) => {
    const before = server.desk.heard.length;
    for (const path of ["/", "/api/state", "/api/config", "/api/stop", "/api/session"]) {
      const host = `rebind.example:${server.port}`;
      const lines = [`Origin: http://${host}`, "Sec-Fetch-Site: same-origin"];
      const forged = { method, path, host, lines };
      const body = '{"auto_trading":true}';
      const answer = await forge(server.port, method === "GET" ? forged : { ...forged, body });
      expect([path, answer.status, answer.body]).toEqual([path, 403, ""]);
      expect(answer.headers.has("set-cookie")).toBe(false);
    }
    expect(server.desk.heard.length).toBe(before);
  },
);

describe("a foreign page", () => {
  const foreign = [
    "http://evil.example",
    "null",
    "https://localhost",
    "http://localhost.evil.example",
    "http://localhost",
    "file://",
  ];

  test.each(foreign)(
    "SEC-08 Origin %s with the JSON type is refused, without CORS",
    async (origin) => {
      const before = server.desk.heard.length;
      for (const path of ["/api/config", "/api/stop", "/api/session", "/api/kill"]) {
        const lines = [`Origin: ${origin}`];
        const answer = await forge(server.port, { method: "POST", path, lines, body: "{}" });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(
          [...answer.headers.keys()].filter((name) => name.includes("access-control")),
        ).toEqual([]);
      }
      expect(server.desk.heard.length).toBe(before);
    },
  );

  test("SEC-08 a preflight finds no CORS, from a foreign page and from ours", async () => {
    const own = `http://localhost:${server.port}`;
    for (const [origin, statuses] of [
      ["http://evil.example", [403]],
      [own, [403, 405]],
    ] as const) {
      const lines = [
        `Origin: ${origin}`,
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: content-type,x-mnf-csrf",
        "Access-Control-Request-Private-Network: true",
      ];
      const answer = await forge(server.port, { method: "OPTIONS", path: "/api/config", lines });
      expect(statuses).toContain(answer.status);
      expect(answer.raw.toLowerCase()).not.toContain("access-control-allow");
    }
  });

  test("SEC-08 one of our names is a foreign origin to another", async () => {
    const lines = [`Origin: http://127.0.0.1:${server.port}`];
    expect((await post(server.port, "/api/stop", {}, lines)).status).toBe(403);
  });
});

test("SEC-09 no GET changes anything, whatever its query says", async () => {
  const before = [server.desk.heard.length, server.desk.config()];
  for (const route of routes.filter(({ method }) => method === "GET")) {
    await forge(server.port, { path: route.url });
    await forge(server.port, { path: `${route.url}?auto_trading=true&min_edge=0&_method=POST` });
    await forge(server.port, { path: route.url, body: '{"auto_trading":true}' });
  }
  for (const route of routes.filter(({ method }) => method === "POST")) {
    const answer = await forge(server.port, { path: route.url, body: bodyFor(route) ?? "{}" });
    expect([route.url, answer.status]).toEqual([route.url, 405]);
  }
  expect([server.desk.heard.length, server.desk.config()]).toEqual(before);
});

test.each(["cross-site", "same-site", "CROSS-SITE", "anything"])(
  "SEC-10 Sec-Fetch-Site %s is refused on every route",
  async (site) => {
    for (const route of routes) {
      const own = `localhost:${server.port}`;
      const answer = await ask(route, own, [`Sec-Fetch-Site: ${site}`]);
      expect([route.url, answer.status]).toEqual([route.url, 403]);
    }
  },
);

test("SEC-10 our own page and a typed address may read", async () => {
  const state = { method: "GET", url: "/api/state" };
  for (const site of ["same-origin", "none"]) {
    const answer = await ask(state, `localhost:${server.port}`, [`Sec-Fetch-Site: ${site}`]);
    expect(answer.status).toBe(200);
  }
});

describe("SEC-11 only GET and POST exist", () => {
  test.each(["HEAD", "TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "SEC-11 %s is 405 on every route",
    async (method) => {
      const session = await openPage(server.port);
      const before = server.desk.heard.length;
      for (const { url } of routes) {
        const lines = pageLines(server.port, session);
        const answer = await forge(server.port, { method, path: url, lines });
        expect([url, answer.status]).toEqual([url, 405]);
      }
      expect(server.desk.heard.length).toBe(before);
    },
  );

  test("SEC-11 CONNECT is 405 and opens no tunnel", async () => {
    const own = `localhost:${server.port}`;
    const text = `CONNECT ${own} HTTP/1.1\r\nHost: ${own}\r\n\r\n`;
    const answer = await sendRaw(server.port, text);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  test.each(["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])(
    "SEC-11 %s turns no request into another",
    async (name) => {
      const before = server.desk.heard.length;
      for (const route of routes) {
        const answer = await ask(route, `localhost:${server.port}`, [`${name}: DELETE`]);
        expect([route.url, answer.status]).toEqual([route.url, 405]);
      }
      expect(server.desk.heard.length).toBe(before);
    },
  );
});
