/** What answers look like: headers, texts, files, errors. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { forge, sendRaw, type RawAnswer } from "./attack-client.ts";
import { openPage, pageLines, post, startUnderAttack, underAttack } from "./desk-server.ts";
import { hostileText } from "./fake-desk.ts";
import { bodyFor, enumerateRoutes } from "./routes.ts";

const policy =
  "default-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

function expectHeaders(answer: RawAnswer, what: string): void {
  const wanted = {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  };
  const found = Object.keys(wanted).map((name) => [name, answer.headers.get(name)]);
  expect([what, Object.fromEntries(found)]).toEqual([what, wanted]);
  const cors = [...answer.headers.keys()].filter((name) => name.startsWith("access-control"));
  expect([what, cors]).toEqual([what, []]);
  expect(answer.headers.has("server")).toBe(false);
  expect(answer.headers.has("x-powered-by")).toBe(false);
}

describe("SEC-26 the security headers", () => {
  test("SEC-26 stand on every route's answer", async () => {
    const { port } = await underAttack();
    for (const route of await enumerateRoutes()) {
      const body = bodyFor(route);
      const forged = { method: route.method, path: route.url };
      const answer = await forge(port, body === undefined ? forged : { ...forged, body });
      expectHeaders(answer, route.url);
    }
  });

  test("SEC-26 stand on every refusal and error, the parser's own included", async () => {
    const { port, desk } = await underAttack();
    const host = `Host: localhost:${port}`;
    const refusals: Record<string, [number, Promise<RawAnswer>]> = {
      "a foreign host": [403, forge(port, { host: "evil.example" })],
      "a foreign origin": [403, forge(port, { lines: ["Origin: null"] })],
      "an unknown path": [404, forge(port, { path: "/nowhere" })],
      "a wrong method": [405, forge(port, { path: "/api/config" })],
      "an unreadable address": [400, forge(port, { path: "/%zz" })],
      "an unreadable body": [400, forge(port, { method: "POST", path: "/api/stop", body: "{" })],
      "no HTTP": [400, sendRaw(port, `NONSENSE\r\n${host}\r\n\r\n`)],
      "huge headers": [
        431,
        sendRaw(port, `GET / HTTP/1.1\r\n${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`),
      ],
      "a refused upgrade": [403, forge(port, { path: "/ws", lines: ["Origin: http://evil"] })],
      "no upgrade": [426, forge(port, { path: "/ws" })],
      "an unknown expectation": [417, forge(port, { lines: ["Expect: miracles"] })],
    };
    for (const [what, [status, answering]] of Object.entries(refusals)) {
      const answer = await answering;
      expect([what, answer.status]).toEqual([what, status]);
      expectHeaders(answer, what);
    }
    desk.breakDown(new Error("inside"));
    const failed = await post(port, "/api/start", {});
    expect(failed.status).toBe(500);
    expectHeaders(failed, "a failure inside");
  });

  test("SEC-26 the built page has no inline script or style and no address elsewhere", (ctx) => {
    const folder = join(import.meta.dirname, "../../dist/web");
    const files = listBuilt(folder);
    if (files.length === 0) return ctx.skip("the page is not built here");
    const html = files.filter((name) => name.endsWith(".html"));
    expect(html.length).toBeGreaterThan(0);
    for (const name of html) {
      const text = readFileSync(name, "utf8");
      expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/i);
    }
    for (const name of files.filter((file) => /\.(?:html|css|js)$/.test(file))) {
      const text = readFileSync(name, "utf8");
      const loads = text.match(
        /(?:src|href)=["']?(?:https?:)?\/\/|@import|url\(\s*["']?(?:https?:)?\/\//g,
      );
      expect([name, loads]).toEqual([name, null]);
    }
    return undefined;
  });
});

function listBuilt(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    );
  } catch {
    return [];
  }
}

test("SEC-16 nobody may frame us, on any route", async () => {
  const { port } = await underAttack();
  for (const route of await enumerateRoutes()) {
    const answer = await forge(port, { path: route.url });
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
  }
});

describe("SEC-17 hostile texts leave as data, never as a page", () => {
  const payloads = [
    hostileText,
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "\u2028alert(1)\u2029",
    "\u0000<b>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<iframe srcdoc='<script>alert(1)</script>'>",
  ];

  test.each(payloads)("SEC-17 %j in the game, the market and the errors", async (text) => {
    const { port, desk } = await underAttack();
    const { game_state, market_state, notices } = desk.view();
    desk.change({
      game_state: { ...game_state, home_name: text, last_play: text, status: text },
      market_state: { ...market_state, ticker: text, event_ticker: text },
      notices: [...notices, { at: "now", level: "warn", text }],
    });
    const answer = await forge(port, { path: "/api/state" });
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const body = JSON.parse(Buffer.from(answer.body, "latin1").toString("utf8")) as {
      game_state: { last_play: string };
    };
    expect(body.game_state.last_play).toBe(text);
  });

  test.each(payloads)("SEC-17 %j sent to us comes back in no page", async (text) => {
    const { port } = await underAttack();
    const answers = [
      await post(port, "/api/config", { [text]: 1 }),
      await post(port, "/api/config", { exit_rule: text }),
      await post(port, "/api/execute-trade", { ticker: text, side: text }),
      await forge(port, { path: `/api/audit-log?event_type=${encodeURIComponent(text)}` }),
      await forge(port, { path: `/${encodeURIComponent(text)}` }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
    }
  });
});

describe("SEC-19 only the page's own files exist", () => {
  test("SEC-19 the page is served", async () => {
    const { port } = await underAttack();
    const index = await forge(port, { path: "/" });
    expect([index.status, index.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(index.body).toContain("MNF Trader");
    expect((await forge(port, { path: "/app-1a2b.js" })).status).toBe(200);
  });

  const paths = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%5csecret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/app-1a2b.js%00.html",
    "//etc/passwd",
    "/etc/passwd",
    "/assets/../../secret.txt",
    "/.hidden",
    "/link.js",
    "/folder-link/secret.txt",
    "/assets",
    "/assets/",
    "/index.html/",
    "/%2fetc/passwd",
    "/back%5cslash",
    "/back\\slash",
  ];
  test.each(paths)("SEC-19 %s is 404", async (path) => {
    const server = await startUnderAttack(undefined, undefined, layTraps);
    onTestFinished(server.close);
    const answer = await forge(server.port, { path });
    expect([answer.status, answer.body]).toEqual([404, '{"error":"There is nothing here."}']);
  });

  test("SEC-19 a file that became a link after the start is 404", async () => {
    const { port, folder } = await underAttack();
    layTraps(folder);
    rmSync(join(folder, "app-1a2b.js"));
    symlinkSync(join(folder, "..", "secret.txt"), join(folder, "app-1a2b.js"));
    expect((await forge(port, { path: "/app-1a2b.js" })).status).toBe(404);
  });
});

/** A secret beside the page's folder, and ways out of it that a browser could name. */
function layTraps(folder: string): void {
  const secret = join(folder, "..", "secret.txt");
  writeFileSync(secret, "the secret");
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, ".hidden"), "the secret");
  writeFileSync(join(folder, "back\\slash"), "the secret");
  symlinkSync(secret, join(folder, "link.js"));
  symlinkSync(join(folder, ".."), join(folder, "folder-link"));
}

test("SEC-28 nothing is kept by a browser, and every page is told its build", async () => {
  const { port } = await underAttack();
  for (const route of await enumerateRoutes()) {
    const answer = await forge(port, { path: route.url });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.has("etag")).toBe(false);
    expect(answer.headers.has("last-modified")).toBe(false);
  }
  const session = await post(port, "/api/session", {}, [`Origin: http://localhost:${port}`]);
  expect(JSON.parse(session.body)).toMatchObject({ page: "build-1" });
  const worker = await forge(port, { path: "/app-1a2b.js" });
  expect(worker.headers.has("service-worker-allowed")).toBe(false);
});

describe("SEC-30 an error tells nothing of the inside", () => {
  const secretPath = "/srv/mnf/src/app/desk.ts";

  test("SEC-30 a bug inside shows neither its text, its place nor a version", async () => {
    const { port, desk, warnings } = await underAttack();
    desk.breakDown(new Error(`cannot read ${secretPath}`));
    const answer = await post(port, "/api/start", {});
    expect(answer.status).toBe(500);
    expect(answer.raw).not.toContain(secretPath);
    expect(JSON.parse(answer.body)).toEqual({
      error: "Something failed inside; the terminal says what.",
    });
    expect(warnings.length).toBe(1);
  });

  test("SEC-30 no refusal names a file, a stack, a library or a version", async () => {
    const { port } = await underAttack();
    const session = await openPage(port);
    const answers = [
      await forge(port, { path: "/nowhere" }),
      await forge(port, { path: "/%zz" }),
      await post(port, "/api/config", { nonsense: 1 }),
      await forge(port, { method: "POST", path: "/api/config", body: "{" }),
      await forge(port, { method: "PUT", lines: pageLines(port, session) }),
      await sendRaw(port, "NONSENSE\r\n\r\n"),
    ];
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.raw).not.toMatch(/fastify|FST_|node_modules|\.ts\b|\.js\b|\bat \w+ \(|zod/i);
      expect(answer.raw).not.toMatch(/\d+\.\d+\.\d+/);
    }
  });
});
