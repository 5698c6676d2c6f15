/** A hand-driven world for tests: time moves only when told, sockets are plain objects. */
import type {
  Clock,
  Http,
  HttpOutcome,
  HttpRequest,
  SocketListener,
  Sockets,
  Timers,
} from "../../domain/ports.ts";

/** One connection as the other end sees it. */
export type TestSocket = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly openedAt: number;
  /** What the client sent, parsed. */
  readonly sent: Record<string, unknown>[];
  pings: number;
  open: boolean;
  /** When set, the other end neither answers a close nor a ping. */
  deaf: boolean;
  /** Lets the connection come up. */
  accept(): void;
  send(frame: unknown): void;
  sendText(text: string): void;
  drop(why: string): void;
};

export type TestWorld = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly http: Http;
  readonly sockets: Sockets;
  readonly requests: { readonly at: number; readonly request: HttpRequest }[];
  readonly connections: TestSocket[];
  serve: (request: HttpRequest) => HttpOutcome;
  /** What a new connection does by itself. */
  greet: (socket: TestSocket) => void;
  latencyMs: number;
  openSockets(): number;
  waiting(): number;
  advance(ms: number): Promise<void>;
  /** Moves time on without running anything: the machine slept. */
  sleep(ms: number): void;
};

type Waiting = { readonly due: number; readonly order: number; readonly task: () => void };

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function createSocketPort(world: TestWorld): Sockets {
  return {
    open(url, headers, listener: SocketListener) {
      const socket: TestSocket = {
        url,
        headers,
        openedAt: world.clock.now().mono,
        sent: [],
        pings: 0,
        open: true,
        deaf: false,
        accept: () => socket.open && listener.opened(),
        send: (frame) => socket.sendText(JSON.stringify(frame)),
        sendText: (text) => socket.open && listener.message(text),
        drop(why) {
          if (!socket.open) return;
          socket.open = false;
          listener.closed(why);
        },
      };
      world.connections.push(socket);
      world.timers.after(0, () => world.greet(socket));
      return {
        send(text) {
          if (socket.open) socket.sent.push(JSON.parse(text) as Record<string, unknown>);
        },
        ping() {
          if (!socket.open) return;
          socket.pings += 1;
          if (!socket.deaf) world.timers.after(1, () => socket.open && listener.ponged());
        },
        close(code) {
          if (!socket.deaf) world.timers.after(1, () => socket.drop(String(code)));
        },
      };
    },
  };
}

export function createTestWorld(startAt: number): TestWorld {
  let mono = 0;
  let order = 0;
  const waiting = new Set<Waiting>();
  const timers: Timers = {
    after(ms, task) {
      order += 1;
      const entry: Waiting = { due: mono + ms, order, task };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
  };
  const world: TestWorld = {
    clock: { now: () => ({ at: startAt + mono, mono }) },
    timers,
    http: {
      request(request) {
        world.requests.push({ at: mono, request });
        return new Promise((resolve) => {
          timers.after(world.latencyMs, () => resolve(world.serve(request)));
        });
      },
    },
    sockets: { open: (url, headers, listener) => port.open(url, headers, listener) },
    requests: [],
    connections: [],
    serve: () => ({ kind: "notSent", why: "nobody serves" }),
    greet: (socket) => socket.accept(),
    latencyMs: 0,
    openSockets: () => world.connections.filter(({ open }) => open).length,
    waiting: () => waiting.size,
    async advance(ms) {
      const until = mono + ms;
      await settle();
      for (;;) {
        const next = [...waiting]
          .filter(({ due }) => due <= until)
          .sort((left, right) => left.due - right.due || left.order - right.order)[0];
        if (next === undefined) break;
        waiting.delete(next);
        mono = Math.max(mono, next.due);
        next.task();
        await settle();
      }
      mono = Math.max(mono, until);
    },
    sleep(ms) {
      mono += ms;
    },
  };
  const port = createSocketPort(world);
  return world;
}
