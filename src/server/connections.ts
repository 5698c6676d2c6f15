/** How many may be connected at once, and what the HTTP parser's refusals look like. */
import type { Server as HttpServer } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { bareResponse, responseHeaders } from "./response-headers.ts";

export const connectionsMax = 64;

export interface ConnectionGuard {
  /** Counts this server's connections together with those of the others. */
  watch(server: HttpServer): void;
}

const parserRefusals: Readonly<Record<string, readonly [status: number, words: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout"],
};

function refuse(socket: Duplex, status: number, words: string): void {
  if (!socket.writable) socket.destroy();
  else socket.end(bareResponse(status, words), () => socket.destroy());
}

/** The oldest connections stay: whoever comes when the house is full is turned away. */
export function guardConnections(): ConnectionGuard {
  const open = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    if (open.size >= connectionsMax) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  };
  return {
    watch: (server) => {
      server.prependListener("connection", onConnection);
      // A WebSocket is counted by the page stream, no longer here.
      server.prependListener("upgrade", (_request, socket) => open.delete(socket as Socket));
      server.removeAllListeners("clientError");
      server.on("clientError", (error: Error & { code?: string }, socket) => {
        const [status, words] = parserRefusals[error.code ?? ""] ?? [400, "Bad Request"];
        refuse(socket, status, words);
      });
      server.on("connect", (_request, socket) => refuse(socket, 405, "Method Not Allowed"));
      server.on("checkExpectation", (_request, response) =>
        response.writeHead(417, responseHeaders).end(),
      );
    },
  };
}
