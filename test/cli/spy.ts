/** A listener on the wire: hands on every byte and notes each HTTP request that goes by. */
import { connect, createServer, type Server, type Socket } from "node:net";

export type Spy = {
  readonly port: number;
  /** "GET /path" of every request that was sent through it, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
};

const requestLine = /^([A-Z]{3,7}) (\/\S*) HTTP\/1\.1\r$/gm;

/** Listens on loopback in front of another loopback port. */
export async function spyOn(target: number): Promise<Spy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.on("data", (bytes: Buffer) => {
      for (const [, method, path] of bytes.toString("latin1").matchAll(requestLine)) {
        requests.push(`${method} ${path}`);
      }
    });
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
