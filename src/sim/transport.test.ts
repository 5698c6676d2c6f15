import { expect, test } from "vitest";
import type { HttpOutcome, SocketHandler, SocketListener } from "../domain/ports.ts";
import { createScheduler } from "./scheduler.ts";
import { createInProcess } from "./transport.ts";
import type { Routes } from "./transport.ts";

const drain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const limits = { timeoutMs: 100, bytesMax: 10 };

async function ask(routes: Routes, url: string): Promise<[HttpOutcome, number]> {
  const scheduler = createScheduler(0);
  const { http } = createInProcess(scheduler, routes, 20);
  const answers: [HttpOutcome, number][] = [];
  void http.request({ method: "GET", url, headers: {} }, limits).then((outcome) => {
    answers.push([outcome, scheduler.clock.now().mono]);
  });
  await scheduler.run({ drain });
  const answer = answers[0];
  if (answer === undefined) throw new Error("no outcome");
  return answer;
}

const serving = (body: string): Routes =>
  new Map([["http://a.sim", { http: { handle: () => ({ status: 200, headers: {}, body }) } }]]);

test("an answer arrives after one latency there and one back", async () => {
  const [outcome, at] = await ask(serving("hello"), "http://a.sim/x?y=1");
  expect(outcome).toEqual({
    kind: "answered",
    response: { status: 200, headers: {}, body: "hello" },
  });
  expect(at).toBe(40);
});

test("an unknown origin is not sent", async () => {
  expect((await ask(serving(""), "http://b.sim/"))[0].kind).toBe("notSent");
});

test("a handler that hangs loses the request at its time limit", async () => {
  const routes: Routes = new Map([["http://a.sim", { http: { handle: () => undefined } }]]);
  const [outcome, at] = await ask(routes, "http://a.sim/");
  expect(outcome.kind).toBe("lost");
  expect(at).toBe(100);
});

test("an answer beyond the size limit is lost, counted in UTF-8", async () => {
  expect((await ask(serving("0123456789"), "http://a.sim/"))[0].kind).toBe("answered");
  expect((await ask(serving("01234567é"), "http://a.sim/"))[0].kind).toBe("answered");
  expect((await ask(serving("012345678é"), "http://a.sim/"))[0].kind).toBe("lost");
  expect((await ask(serving("€€€🏈"), "http://a.sim/"))[0].kind).toBe("lost");
  expect((await ask(serving("€€🏈"), "http://a.sim/"))[0].kind).toBe("answered");
});

function recorder(heard: string[]): SocketListener {
  return {
    opened: () => heard.push("opened"),
    message: (text) => heard.push(text),
    pinged: () => heard.push("pinged"),
    ponged: () => heard.push("ponged"),
    closed: (why) => heard.push(`closed ${why}`),
  };
}

test("a socket opens, carries messages in order, pings, and closes both ends once", async () => {
  const scheduler = createScheduler(0);
  const server: string[] = [];
  const client: string[] = [];
  const handler: SocketHandler = {
    refuse: () => undefined,
    accept: (_request, socket) => {
      socket.send("welcome");
      socket.send("second");
      return recorder(server);
    },
  };
  const routes: Routes = new Map([["http://a.sim", { socket: handler }]]);
  const { sockets } = createInProcess(scheduler, routes, 5);
  const socket = sockets.open("ws://a.sim/ws", {}, recorder(client));
  scheduler.timers.after(20, () => {
    socket.send("hi");
    socket.ping();
  });
  scheduler.timers.after(40, () => {
    socket.close(1000, "bye");
    socket.close(1000, "again");
    socket.send("too late");
  });
  await scheduler.run({ drain });
  expect(client).toEqual(["opened", "welcome", "second", "ponged", "closed 1000 bye"]);
  expect(server).toEqual(["opened", "hi", "pinged", "closed 1000 bye"]);
});

test("a refused upgrade is closed without being opened", async () => {
  const scheduler = createScheduler(0);
  const client: string[] = [];
  const handler: SocketHandler = {
    refuse: () => ({ status: 401, headers: {}, body: "" }),
    accept: () => recorder([]),
  };
  const routes: Routes = new Map([["http://a.sim", { socket: handler }]]);
  createInProcess(scheduler, routes, 5).sockets.open("ws://a.sim/ws", {}, recorder(client));
  await scheduler.run({ drain });
  expect(client).toEqual(["closed the upgrade was refused: 401"]);
});
