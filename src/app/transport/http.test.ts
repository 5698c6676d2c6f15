/** The real HTTP client against real servers on loopback that misbehave on purpose. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { HttpOutcome } from "../../domain/ports.ts";
import { createHttp, type RealHttp } from "./http.ts";

const limits = { timeoutMs: 5000, bytesMax: 100_000 };
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function pool(options?: Parameters<typeof createHttp>[0]): RealHttp {
  const http = createHttp(options);
  open.push(() => http.close());
  return http;
}

async function portOf(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<{ url: string; server: Server }> {
  const server = createServer(answer);
  open.push(() => Promise.resolve(server.closeAllConnections()));
  return { url: await portOf(server), server };
}

function get(http: RealHttp, url: string, more: Partial<typeof limits> = {}): Promise<HttpOutcome> {
  return http.request({ method: "GET", url, headers: { "x-one": "1" } }, { ...limits, ...more });
}

describe("answers", () => {
  test("status, lower-case headers and body; path, query and headers arrive as given", async () => {
    let seen = "";
    const { url } = await serve((request, response) => {
      seen = `${request.method} ${request.url} ${String(request.headers["x-one"])}`;
      response.writeHead(201, { "X-Two": "2" }).end("hällo");
    });
    const outcome = await get(pool(), `${url}/a/b?c=d%20e`);
    expect(outcome).toMatchObject({
      kind: "answered",
      response: { status: 201, body: "hällo", headers: { "x-two": "2" } },
    });
    expect(seen).toBe("GET /a/b?c=d%20e 1");
  });

  test("a body that is sent arrives", async () => {
    const { url } = await serve((request, response) => void request.pipe(response));
    const request = { method: "POST", url, headers: {}, body: '{"a":1}' } as const;
    const outcome = await pool().request(request, limits);
    expect(outcome).toMatchObject({ response: { body: '{"a":1}' } });
  });

  test("gzip is asked for and undone", async () => {
    const { url } = await serve((request, response) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("zipped"));
    });
    expect(await get(pool(), url)).toMatchObject({ response: { body: "zipped" } });
  });

  test("connections stay open: twenty requests one after another need two at most", async () => {
    const ports = new Set<number | undefined>();
    const { url } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
    });
    const http = pool();
    for (let index = 0; index < 20; index += 1) await get(http, url);
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test("ESP-18 a redirect is an answer and leads nowhere", async () => {
    let elsewhere = 0;
    const other = await serve((_request, response) => {
      elsewhere += 1;
      response.end();
    });
    const { url } = await serve((_request, response) => {
      response.writeHead(301, { location: other.url }).end();
    });
    expect(await get(pool(), url)).toMatchObject({ response: { status: 301 } });
    expect(elsewhere).toBe(0);
  });
});

describe("failures", () => {
  test("nothing listens: not sent", async () => {
    const server = createTcpServer();
    const url = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    open.pop();
    expect((await get(pool(), url)).kind).toBe("notSent");
  });

  test("no such host: not sent", async () => {
    expect((await get(pool(), "http://nowhere.invalid")).kind).toBe("notSent");
  });

  test("an origin that is not on the list is not asked", async () => {
    let asked = 0;
    const { url } = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    const http = pool({ origins: ["https://site.api.espn.com"] });
    expect((await get(http, url)).kind).toBe("notSent");
    expect(asked).toBe(0);
  });

  test("the connection breaks after the request was written: lost", async () => {
    const { url } = await serve((request) => void request.socket.destroy());
    expect((await get(pool(), url)).kind).toBe("lost");
  });

  test("no answer in time: lost, and what waited behind it was not sent", async () => {
    const { url } = await serve(() => undefined);
    const http = pool();
    const first = Array.from({ length: 8 }, () => get(http, url, { timeoutMs: 300 }));
    const behind = get(http, url, { timeoutMs: 100 });
    expect((await behind).kind).toBe("notSent");
    expect((await Promise.all(first)).map(({ kind }) => kind)).toEqual(Array(8).fill("lost"));
  });

  test("what was given up while it waited is never sent later", async () => {
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.url ?? "");
      setTimeout(() => response.end("ok"), 200);
    });
    const http = pool();
    const first = Array.from({ length: 8 }, () => get(http, `${url}/first`));
    expect((await get(http, `${url}/behind`, { timeoutMs: 50 })).kind).toBe("notSent");
    await Promise.all(first);
    expect((await get(http, `${url}/after`)).kind).toBe("answered");
    expect(seen).not.toContain("/behind");
  });

  test("an answer that stops half-way is lost", async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.socket?.destroy(), 20);
    });
    expect((await get(pool(), url)).kind).toBe("lost");
  });

  test.each<[string, Answer]>([
    ["20 MB", (_request, response) => void response.end("x".repeat(20_000_000))],
    [
      "a small body that unpacks to 20 MB",
      (_request, response) =>
        void response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync("x".repeat(20_000_000))),
    ],
    [
      "a body that is not the gzip it claims to be",
      (_request, response) =>
        void response.writeHead(200, { "content-encoding": "gzip" }).end("plain"),
    ],
  ])("ESP-17 %s is not taken", async (_name, answer) => {
    const { url } = await serve(answer);
    expect((await get(pool(), url)).kind).toBe("lost");
  });

  test("after close nothing is sent", async () => {
    const { url } = await serve((_request, response) => void response.end());
    const http = createHttp();
    await http.close();
    expect((await get(http, url)).kind).toBe("notSent");
  });
});
