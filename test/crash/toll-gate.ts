/** Stands between a desk and the exchange on loopback: sees, holds, rewrites and loses requests. */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as ask,
  type ServerResponse,
} from "node:http";
import { connect, type Socket } from "node:net";

export type Passing = { readonly method: string; readonly path: string; readonly body: string };

export type TollGate = {
  readonly port: number;
  /** Requests that came, in order. */
  readonly seen: readonly Passing[];
  /** Asked before a request goes on: what it resolves with is sent as the body. */
  before: (passing: Passing) => Promise<string>;
  /** Asked before an answer goes back; "lost": the connection is cut instead. */
  after: (passing: Passing) => Promise<"back" | "lost">;
  close(): Promise<void>;
};

export const isCreate = ({ method, path }: Passing): boolean =>
  method === "POST" && path.endsWith("/portfolio/events/orders");

export const isAccountRead = ({ method, path }: Passing): boolean =>
  method === "GET" && path.includes("/portfolio/");

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

type Answered = { readonly status: number; readonly headers: OutgoingHttpHeaders; bytes: Buffer };

function forward(target: number, from: IncomingMessage, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method, url: path } = from;
    const headers: OutgoingHttpHeaders = { ...from.headers };
    delete headers["transfer-encoding"];
    if (body !== "") headers["content-length"] = Buffer.byteLength(body);
    const onward = { host: "127.0.0.1", port: target, method, path, headers, agent: false };
    const asking = ask(onward, (answer) => {
      const { statusCode: status = 0, headers: told } = answer;
      bytesOf(answer).then((bytes) => resolve({ status, headers: told, bytes }), reject);
    });
    asking.once("error", reject);
    asking.end(body);
  });
}

async function pass(
  gate: TollGate & { readonly seen: Passing[] },
  target: number,
  from: IncomingMessage,
  back: ServerResponse,
): Promise<void> {
  const body = (await bytesOf(from)).toString();
  const passing = { method: from.method ?? "", path: (from.url ?? "").split("?")[0] ?? "", body };
  gate.seen.push(passing);
  const answer = await forward(target, from, await gate.before(passing));
  if ((await gate.after(passing)) === "lost") {
    back.destroy();
    return;
  }
  const { "transfer-encoding": _, ...headers } = answer.headers;
  back.writeHead(answer.status, headers).end(answer.bytes);
}

/** Opens a gate in front of a port of loopback. */
export async function openTollGate(target: number): Promise<TollGate> {
  const sockets = new Set<Socket>();
  const seen: Passing[] = [];
  const server = createServer((from, back) => {
    pass(gate, target, from, back).catch(() => back.destroy());
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (from: IncomingMessage, near: Socket, head: Buffer) => {
    const far = connect(target, "127.0.0.1");
    sockets.add(far);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      socket.on("error", () => other.destroy());
      socket.once("close", () => other.destroy());
    }
    const lines = from.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 ? [`${name}: ${all[at + 1] ?? ""}`] : [],
    );
    far.write(`GET ${from.url ?? ""} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    far.write(head);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const gate: TollGate & { readonly seen: Passing[] } = {
    port: address.port,
    seen,
    before: ({ body }) => Promise.resolve(body),
    after: () => Promise.resolve("back"),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return gate;
}
