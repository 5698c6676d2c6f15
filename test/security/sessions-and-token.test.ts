/** Sessions, CSRF and the session token: what a page, a program and a stranger may change. */
import { describe, expect, test } from "vitest";
import { forge } from "./attack-client.ts";
import { openPage, pageLines, post, startUnderAttack, token, underAttack } from "./desk-server.ts";
import { bodyFor, enumerateRoutes, validBodies } from "./routes.ts";

const guideLine = { min_edge: 0.15, auto_trading: true };

describe("SEC-07 a form's body is not JSON", () => {
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
    "application/json; charset=utf-16",
    "application/json, text/plain",
  ];
  test.each(types)("SEC-07 %s is 415 on every route and changes nothing", async (type) => {
    const { port, desk } = await underAttack();
    const session = await openPage(port);
    for (const route of await enumerateRoutes()) {
      const body = bodyFor(route);
      if (body === undefined) continue;
      for (const page of [[], pageLines(port, session)]) {
        const lines = [...page, `Content-Type: ${type}`];
        const answer = await forge(port, { method: "POST", path: route.url, lines, body });
        expect([route.url, answer.status]).toEqual([route.url, 415]);
      }
    }
    expect(desk.heard).toEqual([]);
  });

  test("SEC-07 a body without a type is 415; no body and no type is an empty command", async () => {
    const { port, desk } = await underAttack();
    const typeless = await forge(port, {
      method: "POST",
      path: "/api/stop",
      lines: ["Transfer-Encoding: chunked"],
    });
    expect(typeless.status).toBe(415);
    expect(desk.heard).toEqual([]);
    expect((await forge(port, { method: "POST", path: "/api/stop" })).status).toBe(202);
    expect(desk.heard.map(({ command }) => command.kind)).toEqual(["stop"]);
  });
});

describe("SEC-12 the CSRF token", () => {
  test("SEC-12 our page with its session and its token may change things", async () => {
    const { port, desk } = await underAttack();
    const lines = pageLines(port, await openPage(port));
    expect((await post(port, "/api/config", guideLine, lines)).status).toBe(200);
    expect(desk.heard.map(({ origin }) => origin)).toEqual(["page"]);
  });

  test.each([
    ["missing", (lines: readonly string[]) => lines.filter((line) => !/csrf/i.test(line))],
    [
      "wrong",
      (lines: readonly string[]) => lines.map((line) => line.replace(/CSRF: ./, "CSRF: !")),
    ],
    ["without its cookie", (lines: readonly string[]) => lines.filter((l) => !/cookie/i.test(l))],
    ["without Origin", (lines: readonly string[]) => lines.filter((l) => !/origin:/i.test(l))],
  ])("SEC-12 %s is 403 on every route but STOP", async (_what, spoil) => {
    const { port, desk } = await underAttack();
    const lines = spoil(pageLines(port, await openPage(port)));
    for (const { method, url } of await enumerateRoutes()) {
      if (method !== "POST" || url === "/api/stop" || url === "/api/session") continue;
      // A browser's request without Origin still says where it comes from.
      const from = lines.some((line) => line.startsWith("Sec-Fetch"))
        ? []
        : ["Sec-Fetch-Mode: cors"];
      const answer = await post(port, url, validBodies[url] ?? {}, [...lines, ...from]);
      expect([url, answer.status]).toEqual([url, 403]);
    }
    expect(desk.heard).toEqual([]);
    expect(desk.config().minEdge).toBe(1000);
  });

  test("SEC-12 a token of another session is 403", async () => {
    const { port, desk } = await underAttack();
    const mine = await openPage(port);
    const other = await openPage(port);
    expect(other.csrf).not.toBe(mine.csrf);
    const lines = pageLines(port, { cookie: mine.cookie, csrf: other.csrf });
    expect((await post(port, "/api/config", guideLine, lines)).status).toBe(403);
    expect(desk.heard).toEqual([]);
  });

  test("SEC-12 a session does not outlive the process", async () => {
    const first = await underAttack();
    const session = await openPage(first.port);
    const { port } = first;
    await first.close();
    const second = await startUnderAttack(first.desk, port);
    try {
      const lines = pageLines(port, session);
      expect((await post(port, "/api/config", guideLine, lines)).status).toBe(403);
      expect(first.desk.heard).toEqual([]);
    } finally {
      await second.close();
    }
  });

  test("SEC-12 the cookie is out of reach of scripts and of other sites", async () => {
    const { port } = await underAttack();
    const answer = await post(port, "/api/session", {}, [`Origin: http://localhost:${port}`]);
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(answer.body).not.toContain(cookie.split("=")[1]?.split(";")[0]);
    expect((await post(port, "/api/session", {})).status).toBe(403);
  });

  test("a reload finds the same session again", async () => {
    const { port } = await underAttack();
    const session = await openPage(port);
    expect(await openPage(port, [`Cookie: ${session.cookie}`])).toEqual(session);
  });
});

describe("plain curl", () => {
  test("SEC-13 the guide's exact line works in PAPER and applies", async () => {
    const { port, desk } = await underAttack();
    const answer = await forge(port, {
      method: "POST",
      path: "/api/config",
      body: '{"min_edge": 0.15, "auto_trading": true}',
    });
    expect(answer.status).toBe(200);
    const { config, version } = JSON.parse(answer.body) as {
      config: Record<string, unknown>;
      version: number;
    };
    expect(config).toMatchObject({ min_edge: 0.15, auto_trading: true, max_position_size: 100 });
    expect(version).toBe(2);
    expect(desk.heard.map(({ origin }) => origin)).toEqual(["api"]);
    expect(desk.config().minEdge).toBe(1500);
  });

  test("SEC-13 the same with paper_trading false is 403 without the token", async () => {
    const { port, desk } = await underAttack();
    const leaving = { ...guideLine, paper_trading: false };
    expect((await post(port, "/api/config", leaving)).status).toBe(403);
    const lines = pageLines(port, await openPage(port));
    expect((await post(port, "/api/config", leaving, lines)).status).toBe(403);
    expect(desk.heard).toEqual([]);
    expect(desk.view().mode).toBe("PAPER");
    const bearer = [`Authorization: Bearer ${token}`];
    expect((await post(port, "/api/config", leaving, bearer)).status).toBe(200);
  });

  test("the guide's reading lines work without a token", async () => {
    const { port } = await underAttack();
    for (const path of ["/api/state", "/api/circuit-breaker", "/api/audit-log?limit=50"]) {
      expect((await forge(port, { path })).status).toBe(200);
    }
  });
});

describe.each(["DEMO", "LIVE"] as const)("in %s", (mode) => {
  const safe = ["stop", "kill", "cancel", "cancel-everything", "lockout", "refresh"];

  test(`SEC-14 the guide's line without token is 403 and audited (${mode})`, async () => {
    const { port, desk } = await underAttack();
    desk.setMode(mode);
    expect((await post(port, "/api/config", guideLine)).status).toBe(403);
    expect(desk.heard).toEqual([]);
    expect(desk.records).toEqual([
      { kind: "refused", body: { route: "/api/config", code: "TOKEN", mode, caller: "program" } },
    ]);
  });

  test(`SEC-14 every route but the safe direction needs the token (${mode})`, async () => {
    const { port, desk } = await underAttack();
    desk.setMode(mode);
    const page = pageLines(port, await openPage(port));
    for (const { method, url } of await enumerateRoutes()) {
      const name = url.replace("/api/", "");
      if (method !== "POST" || safe.includes(name) || name === "session") continue;
      for (const lines of [[], page]) {
        const answer = await post(port, url, validBodies[url] ?? {}, lines);
        expect([url, answer.status]).toEqual([url, 403]);
      }
      const wrong = await post(port, url, validBodies[url] ?? {}, ["X-MNF-Token: wrong"]);
      expect([url, wrong.status]).toEqual([url, 403]);
      const right = await post(port, url, validBodies[url] ?? {}, [`X-MNF-Token: ${token}`]);
      expect([url, right.status]).not.toEqual([url, 403]);
    }
  });

  test(`the safe direction needs no token (${mode})`, async () => {
    const { port, desk } = await underAttack();
    desk.setMode(mode);
    for (const name of safe) {
      const url = `/api/${name}`;
      const answer = await post(port, url, validBodies[url] ?? {});
      expect([name, answer.status < 300]).toEqual([name, true]);
    }
    expect((await post(port, "/api/config", { auto_trading: false })).status).toBe(200);
    expect((await post(port, "/api/config", { auto_trading: true })).status).toBe(403);
    expect((await post(port, "/api/config", { paper_trading: true })).status).toBe(200);
  });

  test(`a page that gave the token once may act; its login is recorded (${mode})`, async () => {
    const { port, desk } = await underAttack();
    desk.setMode(mode);
    const page = pageLines(port, await openPage(port));
    const first = await post(port, "/api/start", {}, [...page, `X-MNF-Token: ${token}`]);
    expect(first.status).toBe(202);
    expect((await post(port, "/api/start", {}, page)).status).toBe(202);
    expect(desk.records).toEqual([{ kind: "login", body: { mode } }]);
    expect(JSON.stringify(desk.records)).not.toContain(token);
  });
});

test("STOP needs no session: our own origin is enough, and a foreign one is not", async () => {
  const { port, desk } = await underAttack();
  desk.setMode("DEMO");
  const own = [`Origin: http://localhost:${port}`, "Sec-Fetch-Site: same-origin"];
  expect((await post(port, "/api/stop", {}, own)).status).toBe(202);
  expect((await post(port, "/api/stop", {}, ["Origin: http://evil.example"])).status).toBe(403);
  expect(desk.heard.length).toBe(1);
});

test("SEC-15 after 20 wrong tokens none is taken; STOP and open sessions go on", async () => {
  const { port, desk } = await underAttack();
  desk.setMode("DEMO");
  const page = pageLines(port, await openPage(port));
  await post(port, "/api/start", {}, [...page, `X-MNF-Token: ${token}`]);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const guess = await post(port, "/api/start", {}, [`X-MNF-Token: guess-${attempt}`]);
    expect(guess.status).toBe(403);
  }
  const right = await post(port, "/api/start", {}, [`X-MNF-Token: ${token}`]);
  expect([right.status, JSON.parse(right.body)]).toMatchObject([403, { code: "TOKEN_LOCKED" }]);
  expect((await post(port, "/api/start", {}, page)).status).toBe(202);
  expect((await post(port, "/api/stop", {})).status).toBe(202);
});

test("refusals cannot fill the journal", async () => {
  const { port, desk } = await underAttack();
  desk.setMode("DEMO");
  for (let attempt = 0; attempt < 50; attempt += 1) await post(port, "/api/start", {});
  expect(desk.records.length).toBe(30);
});
