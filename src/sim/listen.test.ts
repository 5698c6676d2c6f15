import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { HttpHandler, SocketHandler } from "../domain/ports.ts";
import { ListenError, listen } from "./listen.ts";
import type { Listening, ListenOptions } from "./listen.ts";

const opened: Listening[] = [];

async function serve(options: ListenOptions): Promise<Listening> {
  const server = await listen(options);
  opened.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

const echo: HttpHandler = {
  handle: (request) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...request, padding: "x".repeat(2_000) }),
  }),
};

test("a request reaches the handler with method, path, headers and body", async () => {
  const { origin } = await serve({ http: echo });
  const response = await fetch(`${origin}/a?b=c`, {
    method: "POST",
    body: "text",
    headers: { "user-agent": "Test/1.0 (+x)" },
  });
  const seen = (await response.json()) as Record<string, unknown>;
  expect(seen).toMatchObject({ method: "POST", url: `${origin}/a?b=c`, body: "text" });
  expect(seen["headers"]).toMatchObject({ "user-agent": "Test/1.0 (+x)" });
  expect(response.headers.get("content-encoding")).toBe("gzip");
});

test("small answers and clients without gzip get plain bytes", async () => {
  const { origin } = await serve({ http: echo });
  const response = await fetch(origin, { headers: { "accept-encoding": "identity" } });
  expect(response.headers.get("content-encoding")).toBeNull();
});

test("a handler that throws is told of and answered with 500", async () => {
  const faults: unknown[] = [];
  const http: HttpHandler = {
    handle: () => {
      throw new Error("broken");
    },
  };
  const { origin } = await serve({ http, onFault: (cause) => faults.push(cause) });
  expect((await fetch(origin)).status).toBe(500);
  expect(faults).toHaveLength(1);
});

test("a body beyond the limit is refused", async () => {
  const { origin } = await serve({ http: echo });
  const body = "x".repeat(1_000_001);
  const status = await fetch(origin, { method: "POST", body }).then(
    (response) => response.status,
    () => 413, // The server may cut the upload before the answer is read.
  );
  expect(status).toBe(413);
});

test("a port in use is refused in one line", async () => {
  const { port } = await serve({ http: echo });
  await expect(listen({ http: echo, port })).rejects.toThrow(ListenError);
  await expect(listen({ http: echo, port })).rejects.toThrow(`port ${port} is in use`);
});

const echoSocket: SocketHandler = {
  refuse: (request) =>
    request.headers["x-key"] === "good" ? undefined : { status: 401, headers: {}, body: "no" },
  accept: (_request, socket) => ({
    opened: () => socket.ping(),
    message: (text) => socket.send(`echo ${text}`),
    pinged: () => socket.send("pinged"),
    ponged: () => socket.send("ponged"),
    closed: () => undefined,
  }),
};

function heardBy(url: string, key: string, until: number): Promise<string[]> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    const client = new WebSocket(url, { headers: { "x-key": key } });
    client.on("open", () => {
      client.ping();
      client.send("hi");
    });
    client.on("message", (data) => {
      heard.push((data as Buffer).toString("utf8"));
      if (heard.length === until) client.close();
    });
    client.on("unexpected-response", (_request, response) => {
      heard.push(`refused ${response.statusCode}`);
      client.terminate();
    });
    client.on("error", () => undefined);
    client.on("close", () => resolve(heard));
  });
}

test("sockets are refused or joined, messages and pings go both ways", async () => {
  const server = await serve({ http: echo, socket: echoSocket, pathOfSocket: "/ws" });
  const url = `ws://127.0.0.1:${server.port}`;
  expect(await heardBy(`${url}/ws`, "bad", 1)).toEqual(["refused 401"]);
  expect(await heardBy(`${url}/elsewhere`, "good", 1)).toEqual(["refused 404"]);
  expect((await heardBy(`${url}/ws`, "good", 3)).toSorted()).toEqual([
    "echo hi",
    "pinged",
    "ponged",
  ]);
});

test("pings carry the exchange's word, and 1006 breaks the connection without a handshake", async () => {
  const socket: SocketHandler = {
    refuse: () => undefined,
    accept: (_request, client) => ({
      opened: () => client.ping(),
      message: () => client.close(1006, ""),
      pinged: () => undefined,
      ponged: () => undefined,
      closed: () => undefined,
    }),
  };
  const { origin } = await serve({ http: echo, socket, pathOfSocket: "/ws" });
  const client = new WebSocket(`${origin.replace("http", "ws")}/ws`);
  const ping = await new Promise<Buffer>((resolve) => client.once("ping", resolve));
  expect(ping.toString("utf8")).toBe("heartbeat");
  client.send("break");
  const code = await new Promise<number>((resolve) => client.once("close", resolve));
  expect(code).toBe(1006);
});
