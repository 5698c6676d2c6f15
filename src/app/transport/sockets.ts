/** Real WebSockets over `ws`, which lets pings be seen (Node's global WebSocket hides them). */
import { WebSocket } from "ws";
import type { Socket, SocketListener, Sockets } from "../../domain/ports.ts";

const handshakeMs = 8000;
/** The exchange's own limit is 64 MiB; a book of 10,000 levels a side is far below this. */
const messageBytesMax = 8_388_608;
/** What may wait to be sent; a peer that reads nothing is as good as gone. */
const waitingBytesMax = 1_048_576;
const closeGraceMs = 1000;

/** Opens one connection and makes sure that exactly one `closed` ends it. */
function openSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
  listener: SocketListener,
): Socket {
  const socket = new WebSocket(url, {
    headers: { ...headers },
    handshakeTimeout: handshakeMs,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    followRedirects: false,
  });
  let over = false;
  let closing = false;
  let grace: NodeJS.Timeout | undefined;
  let failure: string | undefined;

  function finish(why: string): void {
    if (over) return;
    over = true;
    clearTimeout(grace);
    listener.closed(failure ?? why);
  }

  /** Ends the connection at once; `close` follows from the library. */
  function end(why: string): void {
    failure ??= why;
    socket.terminate();
  }

  socket.on("open", () => listener.opened());
  socket.on("ping", () => listener.pinged());
  socket.on("pong", () => listener.ponged());
  socket.on("message", (data, isBinary) => {
    if (closing || over) return;
    if (isBinary) end("a binary message came");
    else listener.message((data as Buffer).toString("utf8"));
  });
  socket.on("unexpected-response", (request, response) => {
    failure ??= `the upgrade was refused: ${response.statusCode ?? 0}`;
    request.destroy();
    finish(failure);
  });
  socket.on("error", (error) => {
    failure ??= error.message;
  });
  socket.on("close", (code, reason) => finish(`${code} ${reason.toString()}`.trim()));

  const isOpen = (): boolean => !closing && !over && socket.readyState === WebSocket.OPEN;
  return {
    send(text) {
      if (!isOpen()) return;
      if (socket.bufferedAmount > waitingBytesMax) end("the peer does not read");
      else socket.send(text);
    },
    ping() {
      if (isOpen()) socket.ping();
    },
    close(code, reason) {
      if (closing || over) return;
      closing = true;
      grace = setTimeout(() => end(`${code} ${reason}`.trim()), closeGraceMs);
      socket.close(code, reason);
    },
  };
}

/** WebSocket client connections. TLS is verified, redirects are not followed. */
export function createSockets(): Sockets {
  return { open: openSocket };
}
