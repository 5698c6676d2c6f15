/** Everything has a limit: sizes, time, connections, and the addresses that are listened on. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startServer } from "../../src/server/server.ts";
import { forge, openSocket, readAnswer, sendRaw } from "./attack-client.ts";
import {
  build,
  openPage,
  post,
  realTimers,
  startUnderAttack,
  token,
  underAttack,
  type UnderAttack,
} from "./desk-server.ts";
import { createFakeDesk } from "./fake-desk.ts";

function head(port: number, lines: readonly string[]): string {
  const all = ["POST /api/config HTTP/1.1", `Host: localhost:${port}`, ...lines];
  return `${all.join("\r\n")}\r\n\r\n`;
}

const json = "Content-Type: application/json";

describe("SEC-20 nobody can make us hold much", () => {
  test("SEC-20 a body announced as 1 GB is refused before it is read", async () => {
    const { port, desk } = await underAttack();
    const answer = await sendRaw(port, head(port, [json, `Content-Length: ${1024 ** 3}`]));
    expect(answer.status).toBe(413);
    expect(answer.headers.get("connection")).toBe("close");
    expect(desk.heard).toEqual([]);
  });

  test("SEC-20 a body without an announced end is cut off at 16 kB", async () => {
    const { port, desk } = await underAttack();
    const socket = await openSocket(port);
    const answering = readAnswer(socket);
    socket.write(head(port, [json, "Transfer-Encoding: chunked"]));
    for (let chunk = 0; chunk < 20; chunk += 1) socket.write(`400\r\n${" ".repeat(1024)}\r\n`);
    expect((await answering).status).toBe(413);
    expect(desk.heard).toEqual([]);
  });

  test("SEC-20 a body of 16 kB is read, one byte more is not", async () => {
    const { port } = await underAttack();
    const body = '{"min_edge":0.15}';
    const most = body + " ".repeat(16_384 - body.length);
    const path = "/api/config";
    expect((await forge(port, { method: "POST", path, body: most })).status).toBe(200);
    expect((await forge(port, { method: "POST", path, body: `${most} ` })).status).toBe(413);
  });

  test("SEC-20 a client that sends its headers slowly is let go", async () => {
    const { port } = await underAttack();
    const socket = await openSocket(port);
    const answering = readAnswer(socket);
    socket.write(`GET /api/state HTTP/1.1\r\nHost: localhost:${port}\r\n`);
    const drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
    onTestFinished(() => clearInterval(drip));
    expect((await answering).status).toBe(408);
  });

  test("SEC-20 10,000 headers, 101 headers, and a URL of 1 MB", async () => {
    const { port } = await underAttack();
    const many = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `X${index}: 1`);
    expect((await forge(port, { lines: many(10_000) })).status).toBe(431);
    expect((await forge(port, { lines: many(101) })).status).toBe(431);
    expect((await forge(port, { lines: many(90) })).status).toBe(200);
    const long = await forge(port, { path: `/${"x".repeat(1_000_000)}` });
    expect([414, 431]).toContain(long.status);
    expect((await forge(port, { path: `/api/state?${"x".repeat(3000)}` })).status).toBe(414);
  });

  test("SEC-20 JSON nested 100,000 deep, and as deep as 16 kB allow", async () => {
    const { port, desk } = await underAttack();
    for (const [depth, status] of [
      [100_000, 413],
      [8000, 400],
      [17, 400],
    ] as const) {
      const body = `${"[".repeat(depth)}${"]".repeat(depth)}`;
      const answer = await forge(port, { method: "POST", path: "/api/config", body });
      expect([depth, answer.status]).toEqual([depth, status]);
    }
    expect(desk.heard).toEqual([]);
  });
});

describe("SEC-23 one request, one reading", () => {
  test.each([
    ["both lengths", ["Content-Length: 6", "Transfer-Encoding: chunked"]],
    ["two lengths that differ", ["Content-Length: 2", "Content-Length: 40"]],
    ["two equal lengths", ["Content-Length: 2", "Content-Length: 2"]],
    ["a length list", ["Content-Length: 2, 40"]],
    ["a hidden encoding", ["Transfer-Encoding: xchunked"]],
    ["an encoding twice", ["Transfer-Encoding: chunked, identity", "Content-Length: 2"]],
    ["a space before the colon", ["Content-Length : 2"]],
  ])("SEC-23 %s is 400 and closes", async (_what, lines) => {
    const { port, desk } = await underAttack();
    const smuggled = `0\r\n\r\nPOST /api/kill HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;
    const answer = await sendRaw(port, `${head(port, [json, ...lines])}${smuggled}`);
    expect(answer.status).toBe(400);
    expect(desk.heard).toEqual([]);
  });
});

function listen(server: UnderAttack, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(`ws://localhost:${server.port}/ws`, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once("message", () => resolve(socket));
    socket.once("close", () => resolve(socket));
    socket.once("error", reject);
  });
}

const isOpen = (socket: WebSocket): boolean => socket.readyState === WebSocket.OPEN;

describe("SEC-22 how many may come", () => {
  test("SEC-22 of 500 connections 64 stay, the old ones among them", async () => {
    const { port } = await underAttack();
    const sockets = await Promise.all(Array.from({ length: 500 }, () => openSocket(port)));
    let closed = 0;
    for (const socket of sockets) {
      socket.on("error", () => {});
      socket.once("close", () => {
        closed += 1;
      });
      onTestFinished(() => {
        socket.destroy();
      });
    }
    await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThanOrEqual(436);
    const oldest = sockets[0]!;
    const answering = readAnswer(oldest);
    oldest.write(`GET /api/health HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    expect((await answering).status).toBe(200);
  });

  test("SEC-22 idle connections that never asked anything are let go", async () => {
    const { port } = await underAttack();
    const sockets = await Promise.all(Array.from({ length: 64 }, () => openSocket(port)));
    for (const socket of sockets) socket.on("error", () => {}).resume();
    await Promise.all(
      sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve))),
    );
    expect((await forge(port, { path: "/api/health" })).status).toBe(200);
  });

  test("SEC-22 16 pages may listen; the 17th is refused and the old ones stay", async () => {
    const server = await underAttack();
    const { cookie } = await openPage(server.port);
    const headers = { origin: `http://localhost:${server.port}`, cookie };
    const pages: WebSocket[] = [];
    for (let count = 0; count < 16; count += 1) pages.push(await listen(server, headers));
    expect(pages.filter(isOpen).length).toBe(16);
    expect(isOpen(await listen(server, headers))).toBe(false);
    expect(isOpen(await listen(server, {}))).toBe(false);
    expect(pages.filter(isOpen).length).toBe(16);
  });

  test("SEC-22 programs that listen leave room for a page", async () => {
    const server = await underAttack();
    const programs: WebSocket[] = [];
    for (let count = 0; count < 20; count += 1) programs.push(await listen(server, {}));
    await expect.poll(() => programs.filter(isOpen).length).toBe(16);
    const { cookie } = await openPage(server.port);
    const page = await listen(server, { origin: `http://localhost:${server.port}`, cookie });
    expect(isOpen(page)).toBe(true);
    await expect.poll(() => programs.filter(isOpen).length).toBe(15);
  });
});

/** Local addresses, in hex as Linux writes them, of the sockets this process listens on. */
function listeningAddresses(port: number): string[] {
  const own = new Set(
    readdirSync("/proc/self/fd").flatMap((name) => {
      try {
        return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${name}`))?.[1] ?? ""];
      } catch {
        return [];
      }
    }),
  );
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => {
    try {
      return readFileSync(file, "utf8").trim().split("\n").slice(1);
    } catch {
      return [];
    }
  });
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return rows.flatMap((row) => {
    const columns = row.trim().split(/\s+/);
    const [address = "", number] = (columns[1] ?? "").split(":");
    const listens = columns[3] === "0A" && own.has(columns[9] ?? "-");
    return listens && number === wanted ? [address] : [];
  });
}

describe("SEC-24 only loopback is listened on", () => {
  test.skipIf(process.platform !== "linux")("SEC-24 by the kernel's own list", async () => {
    const { port } = await underAttack();
    const addresses = listeningAddresses(port);
    expect(addresses).toContain("0100007F");
    const loopback = ["0100007F", "00000000000000000000000001000000"];
    expect(addresses.filter((address) => !loopback.includes(address))).toEqual([]);
  });

  test("SEC-24 [::1] answers too where the machine has it, under its own name", async (ctx) => {
    const { port } = await underAttack();
    const socket = await openSocket(port, "::1").catch(() => undefined);
    if (socket === undefined) return ctx.skip("this machine has no IPv6 loopback");
    const answering = readAnswer(socket);
    socket.write(`GET /api/health HTTP/1.1\r\nHost: [::1]:${port}\r\nConnection: close\r\n\r\n`);
    expect((await answering).status).toBe(200);
    return undefined;
  });

  test("SEC-25 no option of the server names an address to bind", async () => {
    const hostile = { host: "0.0.0.0", address: "0.0.0.0", listen: "0.0.0.0" };
    const started = await startServer({
      port: 0,
      desk: createFakeDesk(),
      csv: { trades: () => "", fills: () => "" },
      token,
      pageFolder: "does-not-exist",
      build,
      timers: realTimers,
      log: { info: () => {}, warn: () => {} },
      ...hostile,
    });
    if (started.kind === "portTaken") throw new Error("the port of the test is taken");
    onTestFinished(() => started.close());
    expect(started.url).toBe(`http://localhost:${started.port}`);
    if (process.platform === "linux") {
      expect(listeningAddresses(started.port)).not.toContain("00000000");
    }
  });
});

describe("a port that is in use", () => {
  const start = (port: number) =>
    startServer({
      port,
      desk: createFakeDesk(),
      csv: { trades: () => "", fills: () => "" },
      token,
      pageFolder: "does-not-exist",
      build,
      timers: realTimers,
      log: { info: () => {}, warn: () => {} },
    });

  test("is said, and nothing stays half-started", async () => {
    const first = await startUnderAttack();
    expect(await start(first.port)).toEqual({ kind: "portTaken" });
    expect((await post(first.port, "/api/stop", {})).status).toBe(202);
    await first.close();
    const second = await start(first.port);
    expect(second.kind).toBe("listening");
    if (second.kind === "listening") await second.close();
  });

  test("on [::1] alone counts as in use: localhost would lead there", async (ctx) => {
    const other = createServer();
    const port = await new Promise<number | undefined>((resolve) => {
      other.once("error", () => resolve(undefined));
      other.listen({ host: "::1", port: 0 }, () => {
        const address = other.address();
        resolve(typeof address === "object" ? address?.port : undefined);
      });
    });
    if (port === undefined) return ctx.skip("this machine has no IPv6 loopback");
    onTestFinished(() => {
      other.close();
    });
    expect(await start(port)).toEqual({ kind: "portTaken" });
    return undefined;
  });
});
