/** Is a port ours to take? Asked before anything is written, so that a refusal leaves nothing. */
import { createServer } from "node:net";

const loopback = "127.0.0.1";

/** True when loopback's port can be bound now. 0 always can. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: loopback, port, exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}
