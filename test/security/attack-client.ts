/** A client that sends exactly the bytes it is told to: Host, Origin and all the rest forged. */
import { connect, type Socket } from "node:net";

export type RawAnswer = {
  readonly status: number;
  /** Lower-case names; a name given twice keeps both values, joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly raw: string;
};

const patienceMs = 10_000;

/** Opens a connection on loopback. */
export function openSocket(port: number, host = "127.0.0.1"): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Everything the peer sends until it closes, or until a whole answer is there. */
export function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let raw = "";
    const give = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parse(raw));
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no whole answer in ${patienceMs} ms: ${JSON.stringify(raw)}`));
    }, patienceMs);
    socket.on("data", (chunk: Buffer) => {
      raw += chunk.toString("latin1");
      if (isWhole(raw)) give();
    });
    socket.on("close", give);
    socket.on("error", () => {});
  });
}

function parse(raw: string): RawAnswer {
  const end = raw.indexOf("\r\n\r\n");
  const [first = "", ...lines] = raw.slice(0, Math.max(end, 0)).split("\r\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  const status = Number(first.split(" ")[1] ?? 0);
  return { status, headers, body: end < 0 ? "" : raw.slice(end + 4), raw };
}

function isWhole(raw: string): boolean {
  const end = raw.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const { status, headers, body } = parse(raw);
  if (status === 101) return true;
  const length = headers.get("content-length");
  return length !== undefined && body.length >= Number(length);
}

/** Sends text as it stands and reads one answer; status 0 means closed without one. */
export async function sendRaw(port: number, text: string | Buffer): Promise<RawAnswer> {
  const socket = await openSocket(port);
  const answer = readAnswer(socket);
  socket.write(text);
  return answer;
}

export type Forged = {
  readonly method?: string;
  readonly path?: string;
  /** `undefined` sends no Host at all. */
  readonly host?: string | undefined;
  /** Header lines as they shall stand, e.g. `["Origin: http://evil.example"]`. */
  readonly lines?: readonly string[];
  readonly body?: string;
};

/** Writes a request; a body gets its Content-Length and, unless `lines` has one, the JSON type. */
export function requestText(port: number, forged: Forged): string {
  const { method = "GET", path = "/api/state", lines = [], body } = forged;
  const host = "host" in forged ? forged.host : `localhost:${port}`;
  const head = [`${method} ${path} HTTP/1.1`];
  if (host !== undefined) head.push(`Host: ${host}`);
  head.push(...lines, "Connection: close");
  if (body !== undefined) {
    if (!lines.some((line) => /^content-type:/i.test(line))) {
      head.push("Content-Type: application/json");
    }
    head.push(`Content-Length: ${Buffer.byteLength(body)}`);
  }
  return `${head.join("\r\n")}\r\n\r\n${body ?? ""}`;
}

export function forge(port: number, forged: Forged): Promise<RawAnswer> {
  return sendRaw(port, requestText(port, forged));
}

/** The lines of a WebSocket handshake, Origin and session left to the caller. */
export const upgradeLines = [
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/** Asks for an upgrade on `/ws`; the answer's status is 101 when it was granted. */
export async function forgeUpgrade(
  port: number,
  lines: readonly string[] = [],
  host = `localhost:${port}`,
): Promise<RawAnswer> {
  const head = [`GET /ws HTTP/1.1`, `Host: ${host}`, "Connection: Upgrade"];
  return sendRaw(port, `${[...head, ...upgradeLines, ...lines].join("\r\n")}\r\n\r\n`);
}
