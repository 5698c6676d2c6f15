/**
 * The door of the server room: HTTP and WebSocket on loopback, for the page and for plain curl.
 * It speaks the view and takes commands; it decides nothing.
 */
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildServer, httpOptions, type Built } from "./build-server.ts";
import type { ServerOptions } from "./room.ts";

export type {
  AuditEntry,
  AuditQuery,
  CsvWriters,
  DeskPort,
  ServerRecord,
} from "./desk-port.ts";
export type { FieldError, Reading } from "./reading.ts";
export type { ServerLog, ServerOptions } from "./room.ts";
export { readSettings } from "./settings.ts";

export type Started =
  | {
      readonly kind: "listening";
      readonly url: string;
      readonly port: number;
      close(): Promise<void>;
    }
  | { readonly kind: "portTaken" };

const loopback = "127.0.0.1";
const loopback6 = "::1";

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Binds `[::1]` to the same port. A machine without IPv6 goes without. */
function listenOnSix(built: Built, port: number): Promise<HttpServer | "taken" | "none"> {
  return new Promise((resolve, reject) => {
    const second = createServer(httpOptions, built.fastify.routing);
    built.join(second);
    second.once("error", (error) => {
      const code = errorCode(error);
      if (code === "EADDRINUSE") resolve("taken");
      else if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") resolve("none");
      else reject(error);
    });
    second.listen({ host: loopback6, port, ipv6Only: true }, () => resolve(second));
  });
}

/**
 * Starts the server on 127.0.0.1 and, where there is one, [::1]; there is no way to bind another
 * address. `portTaken` when either is in use. Throws for any other failure to listen.
 */
export async function startServer(options: ServerOptions): Promise<Started> {
  const built = await buildServer(options);
  try {
    await built.fastify.listen({ host: loopback, port: options.port });
  } catch (error) {
    await built.close();
    if (errorCode(error) === "EADDRINUSE") return { kind: "portTaken" };
    throw error;
  }
  const { port } = built.fastify.server.address() as AddressInfo;
  built.listeningOn(port);
  const second = await listenOnSix(built, port);
  if (second === "taken") {
    await built.close();
    return { kind: "portTaken" };
  }
  return {
    kind: "listening",
    url: `http://localhost:${port}`,
    port,
    close: async () => {
      if (second !== "none") {
        second.close();
        second.closeAllConnections();
      }
      await built.close();
    },
  };
}
