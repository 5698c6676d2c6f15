/** Binds a built-in server's logic to real loopback sockets (node:http and ws). */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { WebSocket, WebSocketServer } from "ws";
import type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
  Socket,
  SocketHandler,
} from "../domain/ports.ts";

/** What to serve and where. */
export type ListenOptions = {
  readonly http: HttpHandler;
  readonly socket?: SocketHandler;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The only path that may be upgraded to a WebSocket. */
  readonly pathOfSocket?: string;
  /** Told of a handler that threw (a bug); the client gets 500. */
  readonly onFault?: (cause: unknown) => void;
};

export type Listening = {
  /** E.g. "http://127.0.0.1:49152". */
  readonly origin: string;
  readonly port: number;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
};

/** The port cannot be had. `message` is one line for people. */
export class ListenError extends Error {}

const host = "127.0.0.1";
const bodyBytesMax = 1_000_000;
const frameBytesMax = 1_000_000;
/** A client that does not read is cut off, like a slow reader at the real exchange. */
const unsentBytesMax = 16_000_000;
const gzipFromBytes = 1_400;
const keepAliveMs = 65_000;
/** What the exchange's own pings carry; ours is the only server here that pings. */
const pingBody = "heartbeat";
/** Not a code that a frame may carry: the connection breaks without a handshake. */
const abnormalClosure = 1006;
const compress = promisify(gzip);

/** Starts listening on loopback. Rejects with `ListenError` when the port cannot be had. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const onFault = options.onFault ?? ((cause) => process.emitWarning(String(cause)));
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, outgoing) => {
    answer(options.http, incoming, outgoing).catch((cause: unknown) => {
      onFault(cause);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax });
  server.on("upgrade", (incoming, stream, head) => {
    stream.on("error", () => stream.destroy());
    try {
      upgrade(options, sockets, { incoming, stream, head });
    } catch (cause) {
      onFault(cause);
      stream.destroy();
    }
  });
  const port = await bind(server, options.port ?? 0);
  return { origin: `http://${host}:${port}`, port, close: () => closeAll(server, sockets) };
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "is in use" : `cannot be had (${cause.code})`;
      reject(new ListenError(`port ${port} ${why}: choose another port`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function requestOf(
  incoming: IncomingMessage,
  method: HttpRequest["method"],
  body: string,
): HttpRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const url = `http://${incoming.headers.host ?? host}${incoming.url ?? "/"}`;
  return body === "" ? { method, url, headers } : { method, url, headers, body };
}

function methodOf(method: string | undefined): HttpRequest["method"] | undefined {
  if (method === "GET" || method === "POST" || method === "PUT" || method === "DELETE") {
    return method;
  }
  return undefined;
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyBytesMax) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function answer(
  handler: HttpHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const method = methodOf(incoming.method);
  if (method === undefined) {
    outgoing.writeHead(405, { allow: "GET, POST, PUT, DELETE" }).end();
    return;
  }
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { connection: "close" }).end();
    return;
  }
  const response = await handler.handle(requestOf(incoming, method, body));
  // No response: the request hangs until the client gives up or the server closes.
  if (response !== undefined) await write(response, incoming, outgoing);
}

async function write(
  response: HttpResponse,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const plain = Buffer.from(response.body, "utf8");
  const accepted = /\bgzip\b/.test(String(incoming.headers["accept-encoding"] ?? ""));
  const zipped = accepted && plain.length >= gzipFromBytes;
  const bytes = zipped ? await compress(plain) : plain;
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(zipped ? { "content-encoding": "gzip", vary: "accept-encoding" } : {}),
    "content-length": bytes.length,
  });
  outgoing.end(bytes);
}

type Upgrade = {
  readonly incoming: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
};

function upgrade(
  options: ListenOptions,
  sockets: WebSocketServer,
  { incoming, stream, head }: Upgrade,
): void {
  const request = requestOf(incoming, "GET", "");
  const path = (incoming.url ?? "/").split("?")[0];
  const handler = path === options.pathOfSocket ? options.socket : undefined;
  if (handler === undefined) {
    refuse(stream, { status: 404, headers: {}, body: "" });
    return;
  }
  const refusal = handler.refuse(request);
  if (refusal !== undefined) {
    refuse(stream, refusal);
    return;
  }
  sockets.handleUpgrade(incoming, stream, head, (client) => attach(handler, request, client));
}

function refuse(stream: Duplex, response: HttpResponse): void {
  const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(response.body);
  stream.end(
    `HTTP/1.1 ${response.status} Refused\r\n${headers.join("")}` +
      `content-length: ${length}\r\nconnection: close\r\n\r\n${response.body}`,
  );
}

/** Joins one accepted connection to the server's logic. */
function attach(handler: SocketHandler, request: HttpRequest, client: WebSocket): void {
  const isOpen = (): boolean => client.readyState === WebSocket.OPEN;
  const socket: Socket = {
    send(text) {
      if (!isOpen()) return;
      client.send(text);
      if (client.bufferedAmount > unsentBytesMax) client.terminate();
    },
    ping() {
      if (isOpen()) client.ping(pingBody);
    },
    close(code, reason) {
      if (!isOpen()) return;
      if (code === abnormalClosure) client.terminate();
      else client.close(code, reason);
    },
  };
  const listener = handler.accept(request, socket);
  client.on("message", (data, isBinary) => {
    if (isBinary) client.close(1003, "text only");
    else listener.message((data as Buffer).toString("utf8"));
  });
  client.on("ping", () => listener.pinged());
  client.on("pong", () => listener.ponged());
  client.on("close", (code, reason) => listener.closed(`${code} ${String(reason)}`.trim()));
  // `close` follows every error and carries the news; without a listener ws would throw.
  client.on("error", () => client.terminate());
  listener.opened();
}
