/**
 * HTTP and WebSocket without sockets: the same clients and the same servers, joined under one
 * scheduler. Every message takes the same time one way, so an order of sending stays that order.
 */
import type {
  Http,
  HttpHandler,
  HttpOutcome,
  HttpRequest,
  HttpResponse,
  Socket,
  SocketHandler,
  SocketListener,
  Sockets,
} from "../domain/ports.ts";
import type { World } from "./world.ts";

/** What answers at one origin. */
export type Route = { readonly http?: HttpHandler; readonly socket?: SocketHandler };

/** Keys are origins with the http scheme, e.g. "http://espn.sim". ws:// finds http://. */
export type Routes = ReadonlyMap<string, Route>;

export type InProcess = { readonly http: Http; readonly sockets: Sockets };

/** The origin of a URL with its scheme as HTTP's. */
function originOf(url: string): string {
  const origin = /^[a-z]+:\/\/[^/?#]+/.exec(url)?.[0] ?? "";
  return origin.replace(/^ws/, "http");
}

/** Length in UTF-8, as a wire would count it. */
function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += 1;
    // A surrogate pair is 4 bytes for 2 units, every other unit from 0x800 on 3 bytes for 1.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/**
 * Joins clients to handlers. `latencyMs` is one way; a request's time limit runs on the same
 * timeline. An unknown origin is `notSent`; a handler that throws fails the run: it is a bug.
 */
export function createInProcess(world: World, routes: Routes, latencyMs: number): InProcess {
  return {
    http: createHttp(world, routes, latencyMs),
    sockets: createSockets(world, routes, latencyMs),
  };
}

function createHttp({ timers }: World, routes: Routes, latencyMs: number): Http {
  return {
    request(request, limits) {
      const handler = routes.get(originOf(request.url))?.http;
      if (handler === undefined) {
        return Promise.resolve({ kind: "notSent", why: `nothing listens at ${request.url}` });
      }
      return new Promise((resolve, reject) => {
        const cancelTimeout = timers.after(limits.timeoutMs, () => {
          resolve({ kind: "lost", why: `no answer within ${limits.timeoutMs} ms` });
        });
        const answer = (response: HttpResponse): void => {
          cancelTimeout();
          resolve(withinSize(response, limits.bytesMax));
        };
        timers.after(latencyMs, () => {
          void serve(handler, request).then((response) => {
            if (response !== undefined) timers.after(latencyMs, () => answer(response));
          }, reject);
        });
      });
    },
  };
}

/** Runs a handler so that a throw and a rejection look the same. */
async function serve(
  handler: HttpHandler,
  request: HttpRequest,
): Promise<HttpResponse | undefined> {
  return await handler.handle(request);
}

function withinSize(response: HttpResponse, bytesMax: number): HttpOutcome {
  const bytes = byteLength(response.body);
  if (bytes <= bytesMax) return { kind: "answered", response };
  return { kind: "lost", why: `the answer has ${bytes} bytes, more than ${bytesMax}` };
}

function createSockets({ timers }: World, routes: Routes, latencyMs: number): Sockets {
  return {
    open(url, headers, listener) {
      const handler = routes.get(originOf(url))?.socket;
      const request: HttpRequest = { method: "GET", url, headers };
      const pair = createPair((task) => timers.after(latencyMs, task));
      pair.client.listener = listener;
      timers.after(latencyMs, () => {
        const refusal = handler?.refuse(request);
        if (handler === undefined) pair.fail("nothing listens there");
        else if (refusal !== undefined) pair.fail(`the upgrade was refused: ${refusal.status}`);
        else if (pair.isOpen()) join(pair, handler, request);
      });
      return pair.client.socket;
    },
  };
}

function join(pair: Pair, handler: SocketHandler, request: HttpRequest): void {
  // The client hears `opened` before the first message, so its turn is booked first.
  pair.later(() => pair.client.hear((listener) => listener.opened()));
  pair.server.listener = handler.accept(request, pair.server.socket);
  pair.server.hear((listener) => listener.opened());
}

type End = {
  readonly socket: Socket;
  listener: SocketListener | undefined;
  /** Tells this end something, unless it has closed. */
  hear(tell: (listener: SocketListener) => void): void;
  /** Tells this end that it is over, once. */
  finish(why: string): void;
};

type Pair = {
  readonly client: End;
  readonly server: End;
  readonly later: (task: () => void) => void;
  isOpen(): boolean;
  /** Ends an attempt that never became a connection. */
  fail(why: string): void;
};

function createPair(later: (task: () => void) => void): Pair {
  let open = true;
  const createEnd = (peer: () => End): End => {
    let finished = false;
    const end: End = {
      listener: undefined,
      hear(tell) {
        if (!finished && end.listener !== undefined) tell(end.listener);
      },
      finish(why) {
        if (finished) return;
        finished = true;
        end.listener?.closed(why);
      },
      socket: {
        send(text) {
          if (open) later(() => peer().hear((listener) => listener.message(text)));
        },
        ping() {
          if (!open) return;
          later(() => {
            peer().hear((listener) => listener.pinged());
            later(() => end.hear((listener) => listener.ponged()));
          });
        },
        close(code, reason) {
          if (!open) return;
          open = false;
          const why = `${code} ${reason}`.trim();
          later(() => {
            peer().finish(why);
            later(() => end.finish(why));
          });
        },
      },
    };
    return end;
  };
  const client: End = createEnd(() => server);
  const server: End = createEnd(() => client);
  return {
    client,
    server,
    later,
    isOpen: () => open,
    fail(why) {
      open = false;
      later(() => client.finish(why));
    },
  };
}
