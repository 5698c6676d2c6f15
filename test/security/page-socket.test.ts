/** `/ws`: who may listen, and what the socket does with everything that is not listening. */
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { PageMessage } from "../../src/engine/view-types.ts";
import { forge, forgeUpgrade } from "./attack-client.ts";
import {
  build,
  openPage,
  pageLines,
  post,
  token,
  underAttack,
  type UnderAttack,
} from "./desk-server.ts";

type Client = {
  readonly socket: WebSocket;
  readonly messages: PageMessage[];
  /** Resolves with the first message, from now on, that the test is looking for. */
  next(type: PageMessage["type"]): Promise<PageMessage>;
  closed(): Promise<number>;
};

async function listen(server: UnderAttack, headers: Record<string, string> = {}): Promise<Client> {
  const socket = new WebSocket(`ws://localhost:${server.port}/ws`, { headers });
  const messages: PageMessage[] = [];
  let seen = 0;
  const waiting = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    messages.push(JSON.parse(data.toString("utf8")) as PageMessage);
    for (const look of waiting) look();
  });
  const closing = new Promise<number>((resolve) => socket.once("close", resolve));
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  const next = (type: PageMessage["type"]): Promise<PageMessage> =>
    new Promise((resolve) => {
      const look = (): void => {
        const index = messages.findIndex((message, at) => at >= seen && message.type === type);
        if (index < 0) return;
        seen = index + 1;
        waiting.delete(look);
        resolve(messages[index]!);
      };
      waiting.add(look);
      look();
    });
  return { socket, messages, next, closed: () => closing };
}

async function pageHeaders(server: UnderAttack): Promise<Record<string, string>> {
  const { cookie } = await openPage(server.port);
  return { origin: `http://localhost:${server.port}`, cookie };
}

describe("SEC-04 an upgrade is refused before it happens", () => {
  test.each([
    ["a foreign Origin", () => ["Origin: http://evil.example"]],
    ["Origin null", () => ["Origin: null"]],
    ["a sub-domain", (port: number) => [`Origin: http://a.localhost:${port}`]],
    ["another port", (port: number) => [`Origin: http://localhost:${port + 1}`]],
    ["another scheme", (port: number) => [`Origin: https://localhost:${port}`]],
    ["no Origin but a browser's headers", () => ["Sec-Fetch-Mode: websocket"]],
    ["no Origin but a browser's name", () => ["User-Agent: Mozilla/5.0 (X11)"]],
  ])("SEC-04 %s", async (_what, lines) => {
    const { port } = await underAttack();
    const { cookie } = await openPage(port);
    for (const session of [[], [`Cookie: ${cookie}`]]) {
      const answer = await forgeUpgrade(port, [...lines(port), ...session]);
      expect(answer.status).toBe(403);
      expect(answer.raw).not.toContain("initial_state");
    }
  });

  test("SEC-04 no Origin but the session's cookie", async () => {
    const { port } = await underAttack();
    const { cookie } = await openPage(port);
    expect((await forgeUpgrade(port, [`Cookie: ${cookie}`])).status).toBe(403);
  });
});

test("SEC-05 the right Origin with a wrong Host is refused", async () => {
  const { port } = await underAttack();
  const { cookie } = await openPage(port);
  const lines = [`Origin: http://localhost:${port}`, `Cookie: ${cookie}`];
  expect((await forgeUpgrade(port, lines, `evil.example:${port}`)).status).toBe(403);
  expect((await forgeUpgrade(port, lines, `127.0.0.1:${port}`)).status).toBe(403);
  expect((await forgeUpgrade(port, lines)).status).toBe(101);
});

describe("SEC-06 a socket without a session", () => {
  test("SEC-06 from a page: refused, no state frame", async () => {
    const { port } = await underAttack();
    const own = `Origin: http://localhost:${port}`;
    for (const lines of [[own], [own, `Cookie: mnf_session_${port}=invented`]]) {
      const answer = await forgeUpgrade(port, lines);
      expect(answer.status).toBe(403);
      expect(answer.raw).not.toContain("initial_state");
    }
  });

  test.each(["DEMO", "LIVE"] as const)("SEC-06 without Origin in %s: refused", async (mode) => {
    const { port, desk } = await underAttack();
    desk.setMode(mode);
    const answer = await forgeUpgrade(port);
    expect(answer.status).toBe(403);
    expect(answer.raw).not.toContain("initial_state");
    expect(desk.records.map(({ kind }) => kind)).toEqual(["refused"]);
    expect((await forgeUpgrade(port, ["X-MNF-Token: wrong"])).status).toBe(403);
    expect((await forgeUpgrade(port, [`X-MNF-Token: ${token}`])).status).toBe(101);
  });

  test("SEC-06 without Origin in PAPER: it reads, like curl", async () => {
    const server = await underAttack();
    const client = await listen(server);
    expect(await client.next("initial_state")).toMatchObject({ state: { mode: "PAPER" } });
    client.socket.send('{"type":"ping"}');
    await client.next("pong");
    expect(server.desk.attached).toEqual([]);
  });

  test("SEC-06 reading without a session ends when PAPER ends", async () => {
    const server = await underAttack();
    const program = await listen(server);
    const page = await listen(server, await pageHeaders(server));
    server.desk.setMode("LIVE");
    expect(await program.closed()).toBe(1008);
    expect(JSON.stringify(program.messages)).not.toContain("LIVE");
    const patch = await page.next("patch");
    expect(patch).toMatchObject({ type: "patch", seq: 1 });
    expect(JSON.stringify(patch)).toContain('[["mode"],"LIVE"]');
  });
});

describe("SEC-33 what a socket says is never an order", () => {
  const said: readonly (readonly [string, string | Buffer])[] = [
    ["not JSON", "hello"],
    ["an unknown type", '{"type":"hello"}'],
    ["huge", JSON.stringify({ type: "ping", padding: "x".repeat(5000) })],
    ["a wrong schema", '{"type":"ping","extra":1}'],
    ["an order", '{"type":"execute-trade","ticker":"X","side":"BUY","quantity":1,"price":50}'],
    ["a command in the words of the house", '{"kind":"stop"}'],
    ["a list", '[{"type":"ping"}]'],
    ["a prototype", '{"type":"ping","__proto__":{"type":"snapshot"}}'],
    ["bytes", Buffer.from('{"type":"ping"}')],
  ];
  test.each(said)("SEC-33 %s closes the connection", async (_what, message) => {
    const server = await underAttack();
    const client = await listen(server, await pageHeaders(server));
    client.socket.send(message);
    expect([1008, 1009]).toContain(await client.closed());
    expect(server.desk.heard).toEqual([]);
    const other = await listen(server, await pageHeaders(server));
    expect(await other.next("initial_state")).toMatchObject({ type: "initial_state" });
  });

  test("SEC-33 a flood of pings is closed", async () => {
    const server = await underAttack();
    const client = await listen(server, await pageHeaders(server));
    for (let count = 0; count < 200; count += 1) client.socket.send('{"type":"ping"}');
    expect(await client.closed()).toBe(1008);
    expect(client.messages.filter(({ type }) => type === "pong").length).toBeLessThanOrEqual(50);
  });
});

describe("a page that listens", () => {
  test("gets the snapshot, then patches in sequence, and a snapshot when it asks", async () => {
    const server = await underAttack();
    const client = await listen(server, await pageHeaders(server));
    expect(await client.next("initial_state")).toMatchObject({ seq: 0, state: { seq: 1 } });
    server.desk.change({ last_update: "2025-09-07T20:00:01.000Z" });
    expect(await client.next("patch")).toMatchObject({
      seq: 1,
      changes: [[["seq"], 2], expect.anything()],
    });
    client.socket.send('{"type":"snapshot"}');
    expect(await client.next("initial_state")).toMatchObject({ seq: 1, state: { seq: 2 } });
  });

  test("is counted while it is attached", async () => {
    const server = await underAttack();
    const client = await listen(server, await pageHeaders(server));
    await client.next("initial_state");
    expect(server.desk.attached).toEqual([1]);
    client.socket.close();
    await expect.poll(() => server.desk.attached).toEqual([1, 0]);
  });

  test("the address without an upgrade says what it is", async () => {
    const { port } = await underAttack();
    expect((await forge(port, { path: "/ws" })).status).toBe(426);
  });
});

test("SEC-34 an old page is told the build it should be of, and cannot trade", async () => {
  const server = await underAttack();
  const client = await listen(server, await pageHeaders(server));
  expect(await client.next("initial_state")).toMatchObject({ page: build });
  const lines = pageLines(server.port, await openPage(server.port));
  const order = { ticker: "KXNFLGAME-X-KC", side: "BUY", quantity: 10, price: 54 };
  const old = [...lines, "X-MNF-Page: build-0"];
  const answer = await post(server.port, "/api/execute-trade", order, old);
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([409, { code: "OLD_PAGE" }]);
  expect(server.desk.heard).toEqual([]);
  const now = [...lines, `X-MNF-Page: ${build}`];
  expect((await post(server.port, "/api/execute-trade", order, now)).status).toBe(202);
});
