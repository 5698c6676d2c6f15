/** The real WebSocket client against a real server on loopback. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import type { Socket } from "../../domain/ports.ts";
import { createSockets } from "./sockets.ts";

const open: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

type Connected = (server: WebSocket, headers: Readonly<Record<string, unknown>>) => void;

async function listen(connected: Connected, refuse = false): Promise<string> {
  const http = createServer();
  const server = new WebSocketServer({ noServer: true, autoPong: true });
  http.on("upgrade", (request, socket, head) => {
    if (refuse) {
      socket.end("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => connected(client, request.headers));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", () => resolve()));
  open.push(() => {
    for (const client of server.clients) client.terminate();
    http.closeAllConnections();
    return new Promise((resolve) => http.close(resolve));
  });
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/x`;
}

type Log = { readonly events: string[]; readonly socket: Socket; ended: Promise<string> };

/** Opens a connection and notes all it hears; `on` reacts to single events. */
function connect(url: string, on: (event: string, socket: Socket) => void = () => undefined): Log {
  const events: string[] = [];
  let end: (why: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const note = (event: string): void => {
    events.push(event);
    on(event, socket);
  };
  const socket: Socket = createSockets().open(
    url,
    { "x-signature": "s" },
    {
      opened: () => note("opened"),
      message: (text) => note(`message ${text.length > 40 ? text.length : text}`),
      pinged: () => note("pinged"),
      ponged: () => note("ponged"),
      closed(why) {
        note("closed");
        end(why);
      },
    },
  );
  open.push(() => socket.close(1000, ""));
  return { events, socket, ended };
}

describe("a connection", () => {
  test("carries the headers, messages both ways, and pings both ways", async () => {
    const seen: unknown[] = [];
    const url = await listen((server, headers) => {
      seen.push(headers["x-signature"]);
      server.on("message", (data) => {
        seen.push((data as Buffer).toString("utf8"));
        server.send("pong?");
        server.ping("heartbeat");
      });
      server.on("pong", () => server.close(1000, "enough"));
    });
    const { events, ended } = connect(url, (event, socket) => {
      if (event !== "opened") return;
      socket.ping();
      socket.send("hello");
    });
    expect(await ended).toBe("1000 enough");
    expect(seen).toEqual(["s", "hello"]);
    expect(events.toSorted()).toEqual(["closed", "message pong?", "opened", "pinged", "ponged"]);
  });

  test("is closed once, also when it was never up", async () => {
    const url = await listen(() => undefined, true);
    const { events, ended } = connect(url);
    expect(await ended).toBe("the upgrade was refused: 401");
    expect(events).toEqual(["closed"]);
  });

  test("to nobody is closed with the reason", async () => {
    const url = await listen(() => undefined);
    for (const close of open.splice(0)) await close();
    const { events, ended } = connect(url);
    expect(await ended).toMatch(/ECONNREFUSED/);
    expect(events).toEqual(["closed"]);
  });

  test("to a peer that never answers our close ends all the same", async () => {
    const url = await listen((server) => server.pause());
    const { ended, events } = connect(url, (event, socket) => {
      if (event === "opened") socket.close(1000, "");
    });
    await ended;
    expect(events).toEqual(["opened", "closed"]);
  });

  test("calls after close do nothing", async () => {
    const url = await listen(() => undefined);
    const { ended, socket } = connect(url, (event, one) => {
      if (event === "opened") one.close(1000, "");
    });
    await ended;
    socket.send("x");
    socket.ping();
    socket.close(1000, "");
  });

  test("ends at a message that is too large, and at a binary one", async () => {
    const large = await listen((server) => server.send("x".repeat(9_000_000)));
    const first = connect(large);
    expect(await first.ended).toMatch(/size|payload/i);
    expect(first.events).toEqual(["opened", "closed"]);
    const binary = await listen((server) => server.send(Buffer.from([1, 2, 3])));
    const second = connect(binary);
    expect(await second.ended).toBe("a binary message came");
  });

  test("may be given up before it is up", async () => {
    const url = await listen(() => undefined);
    const { events, ended, socket } = connect(url);
    socket.close(1000, "");
    await ended;
    expect(events).toEqual(["closed"]);
  });
});
